package io.pilothouse.domain.amc;

import java.util.Locale;

/// What a schedule does where things do not go as planned (sections 14.4 and 14.5).
public interface Policies {

    /// Slots found more than two minutes late.
    enum Missed {
        /// only the newest runs
        LATEST,
        /// all of the last seven days, at most 14, oldest first
        ALL,
        SKIP;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The previous run of the same schedule and instance has not ended.
    enum Overlap {
        QUEUE,
        SKIP,
        PARALLEL;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How a slot ended, or why it has not begun.
    enum SlotState {
        DUE,
        HELD,
        RUNNING,
        SUCCEEDED,
        SUCCEEDED_EMPTY,
        FAILED,
        CANCELLED,
        FAILED_TO_START,
        SKIPPED_OVERLAP,
        SKIPPED_INACTIVE,
        SKIPPED_NO_NEW_DATA,
        SKIPPED_BY_PERSON,
        MISSED,
        MISSED_SUPERSEDED,
        MISSED_TOO_OLD;

        public boolean ended() {
            return this != DUE && this != HELD && this != RUNNING;
        }

        public boolean failed() {
            return this == FAILED || this == FAILED_TO_START;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
