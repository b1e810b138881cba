package io.pilothouse.domain.cycle;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

/// One rule of an instance: what a cycle does, how much of it and when. Immutable and valid.
public sealed interface CycleRule permits HuntRule, CareRule {

    /// @return unique within the instance, 1 to 60 characters
    String name();

    /// @return most acts in one run, 1 to 100
    int perRun();

    /// @return most acts in any local day; empty for no limit of its own
    OptionalInt perDay();

    /// @return time between runs, at least 5 min; used when [#hours] is empty
    Duration every();

    /// @return longest random delay of a run, less than [#every]
    Duration jitter();

    /// @return local hours at which it runs, 0 to 23; empty for [#every]
    Set<Integer> hours();

    /// @return days on which it runs; empty for all
    Set<DayOfWeek> days();

    boolean enabled();

    /// A value that the rule cannot have.
    final class BadRuleException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;
        private final String path;

        public BadRuleException(String path, String reason) {
            super(reason);
            this.path = path;
        }

        /// @return the key of the value, for example `perRun`
        public String path() {
            return path;
        }
    }

    /// @throws BadRuleException unless what every rule has is good
    static void check(String name, int perRun, Duration every, Duration jitter, Set<Integer> hours) {
        refuseUnless(!name.isBlank() && name.length() <= 60, "name", "has 1 to 60 characters");
        refuseUnless(perRun >= 1 && perRun <= 100, "perRun", "is 1 to 100, not " + perRun);
        refuseUnless(every.compareTo(Duration.ofMinutes(5)) >= 0, "every", "is at least 5m");
        refuseUnless(every.compareTo(Duration.ofDays(31)) <= 0, "every", "is at most 31d");
        refuseUnless(!jitter.isNegative() && jitter.compareTo(every) < 0, "jitter", "is less than \"every\"");
        refuseUnless(hours.stream().allMatch(hour -> hour >= 0 && hour <= 23), "hours", "are 0 to 23");
    }

    /// @throws BadRuleException unless `good`
    static void refuseUnless(boolean good, String path, String reason) {
        if (!good) {
            throw new BadRuleException(path, reason);
        }
    }
}
