package io.pilothouse.domain.cycle;

import io.pilothouse.domain.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What came of one search of one item, followed until it settles.
///
/// @param commandId  the service's number of the search
/// @param downloadId the download that was grabbed, empty before
/// @param indexer    where it was grabbed from, empty before
/// @param settledAt  when the outcome became final
/// @param reason     why, in the service's words or ours; may be empty
public record LedgerEntry(
        long number,
        InstanceId instance,
        String rule,
        ItemKey item,
        String title,
        Instant askedAt,
        String commandId,
        Outcome outcome,
        String downloadId,
        String indexer,
        Optional<Instant> settledAt,
        String reason) {

    /// Stands for the service's number of a search that another program made.
    public static final String IMPORTED = "imported";

    /// @return whether another program made the search, so that its outcome says nothing of our rules
    public boolean imported() {
        return commandId.equals(IMPORTED);
    }

    /// How long an outcome is waited for.
    public static final Duration FOLLOWED_FOR = Duration.ofDays(14);

    public enum Outcome {
        ASKED("asked", false, false),
        NOTHING_FOUND("nothing-found", true, false),
        REJECTED("rejected", true, false),
        GRABBED("grabbed", false, true),
        DOWNLOADING("downloading", false, true),
        IN_PLACE("in-place", true, true),
        UPGRADED("upgraded", true, true),
        FAILED("failed", true, false),
        WITHDRAWN("withdrawn", true, false),
        UNSETTLED("unsettled", true, false);

        private final String word;
        private final boolean settled;
        private final boolean fruitful;

        Outcome(String word, boolean settled, boolean fruitful) {
            this.word = word;
            this.settled = settled;
            this.fruitful = fruitful;
        }

        public String word() {
            return word;
        }

        /// @return whether it can no longer change
        public boolean settled() {
            return settled;
        }

        /// @return whether the search brought something
        public boolean fruitful() {
            return fruitful;
        }
    }
}
