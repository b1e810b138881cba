package io.pilothouse.domain.cycle;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

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
/// @param tagSearched    tag put on parents of searched items, empty for none; the pass "tag" chooses
///                       what does not bear it
/// @param askWhy         whether a search that brought nothing is followed by one interactive search,
///                       which costs the indexers once more and tells what was refused and why
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
        boolean askWhy,
        boolean enabled)
        implements CycleRule {

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

        /// Labels are lower-case in every app, and a folder is the same with and without a slash at its end.
        public Exclusions {
            tags = tags.stream()
                    .map(tag -> tag.strip().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());
            profiles = Set.copyOf(profiles);
            roots = roots.stream().map(Exclusions::folder).collect(Collectors.toUnmodifiableSet());
            items = Map.copyOf(items);
        }

        static String folder(String path) {
            var end = path.length();
            while (end > 1 && (path.charAt(end - 1) == '/' || path.charAt(end - 1) == '\\')) {
                end--;
            }
            return path.substring(0, end);
        }

        boolean root(String path) {
            return roots.contains(folder(path));
        }
    }

    public HuntRule {
        hours = Set.copyOf(hours);
        days = Set.copyOf(days);
        CycleRule.check(name, perRun, every, jitter, hours);
        refuseLimit(perHour, "perHour");
        refuseLimit(perDay, "perDay");
        refuseLimit(perParent, "perParent");
        CycleRule.refuseUnless(queueGate.orElse(0) >= 0, "queueGate", "is 0 or more");
        CycleRule.refuseUnless(seedingGate.orElse(0) >= 0, "seedingGate", "is 0 or more");
        CycleRule.refuseUnless(coolDown.compareTo(Duration.ofHours(1)) >= 0, "coolDown", "is at least 1h");
        CycleRule.refuseUnless(coolDown.compareTo(LONGEST_REST) <= 0, "coolDown", "is at most 120d");
        CycleRule.refuseUnless(coolDownGrowth >= 1 && coolDownGrowth <= 4, "coolDownGrowth", "is 1 to 4");
        CycleRule.refuseUnless(
                pass != Pass.TAG || !tagSearched.isBlank(),
                "tagSearched",
                "names the tag that what is to be searched does not bear yet");
        CycleRule.refuseUnless(
                !grace.isNegative() && grace.compareTo(Duration.ofDays(365)) <= 0, "grace", "is 0 to 365d");
    }

    private static void refuseLimit(OptionalInt limit, String path) {
        CycleRule.refuseUnless(
                limit.isEmpty() || (limit.getAsInt() >= 1 && limit.getAsInt() <= 10_000), path, "is 1 to 10000");
    }

    public HuntRule withPerRun(int units) {
        return with(units, exclude);
    }

    public HuntRule withExclude(Exclusions exclusions) {
        return with(perRun, exclusions);
    }

    private HuntRule with(int units, Exclusions exclusions) {
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
                exclusions,
                perParent,
                packsFirst,
                queueGate,
                seedingGate,
                tagSearched,
                askWhy,
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
