package io.pilothouse.store;

import java.nio.file.Path;
import java.time.Instant;

/// A copy of the store that was opened and checked after it was written.
///
/// @param at        when it was made
/// @param version   how many migrations it has
/// @param instances instances in it that are not in the trash
public record StoreCopy(Path file, Reason reason, Instant at, int version, int instances, long sizeBytes) {

    /// Why a copy was made, and how many of its sort are kept.
    public enum Reason {
        DAILY("daily"),
        BEFORE_MIGRATION("before-migration"),
        /// Before one act that changes many instances.
        BEFORE_BULK("before-bulk"),
        /// A person asked.
        ASKED("asked");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /// @return its name in file names
        public String word() {
            return word;
        }
    }
}
