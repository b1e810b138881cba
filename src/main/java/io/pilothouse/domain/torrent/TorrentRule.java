package io.pilothouse.domain.torrent;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The rules by which torrents are tended, in the order in which they are asked (contract section 15.5).
public enum TorrentRule {
    UNOWNED,
    EXEMPT,
    TRANSIENT,
    MISSING_FILES,
    ERROR,
    COMMAND_CATEGORIES,
    SPACE,
    OUR_STOP,
    STOPPED_BY_USER,
    METADATA,
    CONTENT,
    STALLED,
    SLOW,
    NOT_WANTED,
    COMPLETED,
    IMPORT_FAILED,
    SEEDING_END,
    UPKEEP,
    QUEUE_ORDER;

    /// @return its name in files and on the terminal, for example `seeding-end`
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<TorrentRule> of(String word) {
        return Arrays.stream(values()).filter(rule -> rule.word().equals(word)).findFirst();
    }

    public enum Mode {
        OFF,
        /// Says so, does nothing.
        NOTIFY,
        /// Writes down what it would do.
        PREVIEW,
        ACT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Mode> of(String word) {
            return Arrays.stream(values())
                    .filter(mode -> mode.word().equals(word))
                    .findFirst();
        }
    }
}
