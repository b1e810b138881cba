package io.pilothouse.tasks.transfer;

/// What became of one thing in the imported file.
///
/// @param section where it was found, for example `Sonarr-TV` or `hunt_history`
/// @param key     what it is
/// @param words   one sentence; never a secret
public record ReportLine(String section, String key, Outcome outcome, String words) {

    public enum Outcome {
        TAKEN,
        /// Taken, but not as it was.
        CHANGED,
        LEFT_OUT,
        /// Nobody knows what it means.
        UNKNOWN
    }

    static final String BAD_ADDRESS = "Its address cannot be understood.";

    /// @return whether it is about an instance that is none without it
    boolean wholeInstance() {
        return words.equals(BAD_ADDRESS);
    }

    static ReportLine taken(String section, String key, String words) {
        return new ReportLine(section, key, Outcome.TAKEN, words);
    }

    static ReportLine changed(String section, String key, String words) {
        return new ReportLine(section, key, Outcome.CHANGED, words);
    }

    static ReportLine leftOut(String section, String key, String words) {
        return new ReportLine(section, key, Outcome.LEFT_OUT, words);
    }

    static ReportLine unknown(String section, String key) {
        return new ReportLine(section, key, Outcome.UNKNOWN, "This key is not known.");
    }
}
