package io.pilothouse.domain.amc;

/// A status as Amazon writes it; one we do not know counts as in progress and is shown as it is.
///
/// @param text never empty
public record RemoteStatus(String text) {

    public static final RemoteStatus PENDING = new RemoteStatus("PENDING");

    public boolean succeeded() {
        return text.equals("SUCCEEDED");
    }

    public boolean ended() {
        return switch (text) {
            case "SUCCEEDED", "FAILED", "REJECTED", "CANCELLED" -> true;
            default -> false;
        };
    }

    /// @return where a run with this status stands here
    public RunState state() {
        return switch (text) {
            case "SUCCEEDED" -> RunState.DOWNLOADING;
            case "FAILED" -> RunState.FAILED;
            case "REJECTED" -> RunState.REJECTED;
            case "CANCELLED" -> RunState.CANCELLED;
            default -> RunState.REMOTE;
        };
    }
}
