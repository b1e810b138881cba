package io.pilothouse.domain.cycle;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// One hunting rule of an instance: what to look for, how much and when. Immutable and valid.
///
/// @param name           unique within the instance, 1 to 60 characters
/// @param perRun         most units searched in one run, 1 to 100
/// @param perHour        most units in any clock hour, empty for no limit of its own
/// @param perDay         most units in any local day
/// @param every          time between runs, at least 5 min; used when `hours` is empty
/// @param jitter         longest random delay of a run, less than `every`
/// @param hours          local hours at which it runs, 0 to 23; empty for "every"
/// @param days           days on which it runs; empty for all
/// @param coolDown       rest of an item after a search, at least 1 h
/// @param coolDownGrowth factor by which the rest grows with each fruitless search, 1 to 4
/// @param grace          time after release before the first search
/// @param perParent      most units of one series, artist or author in one run
/// @param packsFirst     whether whole seasons are asked before single episodes
/// @param queueGate      most downloads in the queue for a run to begin
/// @param seedingGate    most seeding torrents on linked qBittorrent instances
/// @param tagSearched    tag put on parents of searched items, empty for none
public record HuntRule(
        String name,
        Pass pass,
        Unit unit,
        int perRun,
        OptionalInt perHour,
        OptionalInt perDay,
        Duration every,
        Duration jitter,
        Set<Integer> hours,
        Set<DayOfWeek> days,
        Order order,
        Duration coolDown,
        double coolDownGrowth,
        Duration grace,
        Exclusions exclude,
        OptionalInt perParent,
        boolean packsFirst,
        OptionalInt queueGate,
        OptionalInt seedingGate,
        String tagSearched,
        boolean enabled) {

    /// The longest an item ever rests, however often nothing was found.
    public static final Duration LONGEST_REST = Duration.ofDays(120);

    public enum Pass {
        MISSING,
        CUTOFF,
        FORMAT,
        TAG;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public enum Unit {
        EPISODE,
        SEASON,
        SERIES,
        MOVIE,
        ALBUM,
        ARTIST,
        BOOK,
        AUTHOR,
        SCENE;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public enum Order {
        OLDEST_SEARCH("oldest-search"),
        RANDOM("random"),
        NEWEST("newest"),
        OLDEST_GAP("oldest-gap");

        private final String word;

        Order(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// @param items items left out until a time; [Instant#MAX] for good
    public record Exclusions(Set<String> tags, Set<String> profiles, Set<String> roots, Map<ItemKey, Instant> items) {

        public static final Exclusions NONE = new Exclusions(Set.of(), Set.of(), Set.of(), Map.of());

        public Exclusions {
            tags = Set.copyOf(tags);
            profiles = Set.copyOf(profiles);
            roots = Set.copyOf(roots);
            items = Map.copyOf(items);
        }
    }

    /// A value that the rule cannot have.
    public static final class BadRuleException extends IllegalArgumentException {

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

    public HuntRule {
        hours = Set.copyOf(hours);
        days = Set.copyOf(days);
        refuseUnless(!name.isBlank() && name.length() <= 60, "name", "has 1 to 60 characters");
        refuseUnless(perRun >= 1 && perRun <= 100, "perRun", "is 1 to 100, not " + perRun);
        refuseLimit(perHour, "perHour");
        refuseLimit(perDay, "perDay");
        refuseLimit(perParent, "perParent");
        refuseUnless(queueGate.orElse(0) >= 0, "queueGate", "is 0 or more");
        refuseUnless(seedingGate.orElse(0) >= 0, "seedingGate", "is 0 or more");
        refuseUnless(every.compareTo(Duration.ofMinutes(5)) >= 0, "every", "is at least 5m");
        refuseUnless(every.compareTo(Duration.ofDays(31)) <= 0, "every", "is at most 31d");
        refuseUnless(!jitter.isNegative() && jitter.compareTo(every) < 0, "jitter", "is less than \"every\"");
        refuseUnless(hours.stream().allMatch(hour -> hour >= 0 && hour <= 23), "hours", "are 0 to 23");
        refuseUnless(coolDown.compareTo(Duration.ofHours(1)) >= 0, "coolDown", "is at least 1h");
        refuseUnless(coolDown.compareTo(LONGEST_REST) <= 0, "coolDown", "is at most 120d");
        refuseUnless(coolDownGrowth >= 1 && coolDownGrowth <= 4, "coolDownGrowth", "is 1 to 4");
        refuseUnless(!grace.isNegative() && grace.compareTo(Duration.ofDays(365)) <= 0, "grace", "is 0 to 365d");
    }

    private static void refuseUnless(boolean good, String path, String reason) {
        if (!good) {
            throw new BadRuleException(path, reason);
        }
    }

    private static void refuseLimit(OptionalInt limit, String path) {
        refuseUnless(limit.isEmpty() || (limit.getAsInt() >= 1 && limit.getAsInt() <= 10_000), path, "is 1 to 10000");
    }

    public HuntRule withPerRun(int units) {
        return new HuntRule(
                name,
                pass,
                unit,
                units,
                perHour,
                perDay,
                every,
                jitter,
                hours,
                days,
                order,
                coolDown,
                coolDownGrowth,
                grace,
                exclude,
                perParent,
                packsFirst,
                queueGate,
                seedingGate,
                tagSearched,
                enabled);
    }

    /// How long an item rests after a search.
    ///
    /// @param fruitless searches in a row that brought nothing, the latest included
    public Duration restAfter(int fruitless) {
        double factor = Math.pow(coolDownGrowth, Math.max(0, fruitless - 1));
        double millis = Math.min(coolDown.toMillis() * factor, LONGEST_REST.toMillis());
        return Duration.ofMillis((long) millis);
    }
}
