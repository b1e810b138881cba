package io.pilothouse.domain.amc;

import java.util.Locale;

/// Where a run stands here (section 7).
public enum RunState {
    /// waits for its turn, for allowance or for its instance
    QUEUED,
    /// being sent right now; found at start it means that nobody knows whether it arrived
    SUBMITTING,
    /// sent, no answer: it may run at Amazon
    SUBMIT_UNKNOWN,
    SUBMIT_FAILED,
    /// Amazon has it
    REMOTE,
    /// it succeeded; the result is being fetched
    DOWNLOADING,
    READY,
    DOWNLOAD_FAILED,
    FAILED,
    REJECTED,
    CANCELLED,
    /// Amazon knows nothing of it any more, or never ended it
    LOST;

    public boolean ended() {
        return switch (this) {
            case QUEUED, SUBMITTING, SUBMIT_UNKNOWN, REMOTE, DOWNLOADING -> false;
            default -> true;
        };
    }

    /// @return whether it may take one of Amazon's places now
    public boolean takesPlace() {
        return this == SUBMITTING || this == SUBMIT_UNKNOWN || this == REMOTE;
    }

    /// @return whether something went wrong
    public boolean bad() {
        return switch (this) {
            case SUBMIT_FAILED, DOWNLOAD_FAILED, FAILED, REJECTED, LOST -> true;
            default -> false;
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
