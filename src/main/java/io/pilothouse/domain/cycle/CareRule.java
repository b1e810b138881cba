package io.pilothouse.domain.cycle;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A rule that tends the queue of an instance: downloads that get no further are struck, and after
/// enough strikes taken out. Immutable and valid.
///
/// @param strikes     observations in a row that a download must fail, 1 to 100
/// @param between     least time between two observations that count, so that looking more often does not
///                    strike faster
/// @param reasons     what is struck; nothing else is touched
/// @param slowerThan  bytes per second below which a download counts as slow
/// @param unwanted    whole words in a title that make it unwanted at once; `*` stands for any letters
/// @param imports     what becomes of a finished download that the app will not import
/// @param removeFiles whether the download client deletes what it has of it
/// @param blocklist   whether the same release may not be grabbed again
/// @param searchAgain whether the app looks for another release once
/// @param keepPrivate whether torrents of private trackers are left alone; what cannot be told counts as
///                    private where a linked client exists
/// @param keepTags    tags of the torrent or of its series, artist or author that protect it
public record CareRule(
        String name,
        int perRun,
        OptionalInt perDay,
        Duration every,
        Duration jitter,
        Set<Integer> hours,
        Set<DayOfWeek> days,
        int strikes,
        Duration between,
        Set<Reason> reasons,
        OptionalLong slowerThan,
        List<String> unwanted,
        Imports imports,
        boolean removeFiles,
        boolean blocklist,
        boolean searchAgain,
        boolean keepPrivate,
        Set<String> keepTags,
        boolean enabled)
        implements CycleRule {

    private static final String LETTERS = "[\\p{L}\\p{N}]";

    /// Why a download is struck.
    public enum Reason {
        SLOW("slow"),
        STALLED("stalled"),
        /// It never learned what it consists of.
        METADATA("metadata"),
        FAILED("failed"),
        FAILED_IMPORT("failed-import"),
        UNWANTED("unwanted");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// What becomes of a finished download that the app will not import.
    public enum Imports {
        /// It waits for a person.
        LEAVE,
        /// It is imported by hand where the app itself knows for every file where it belongs and objects
        /// to none; otherwise it waits.
        TRY,
        /// It is struck and taken out like the others.
        REMOVE;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public CareRule {
        hours = Set.copyOf(hours);
        days = Set.copyOf(days);
        reasons = Set.copyOf(reasons);
        unwanted = List.copyOf(unwanted);
        keepTags = Set.copyOf(keepTags);
        CycleRule.check(name, perRun, every, jitter, hours);
        CycleRule.refuseUnless(strikes >= 1 && strikes <= 100, "strikes", "is 1 to 100");
        CycleRule.refuseUnless(
                perDay.isEmpty() || perDay.getAsInt() >= 1 && perDay.getAsInt() <= 10_000, "perDay", "is 1 to 10000");
        CycleRule.refuseUnless(
                between.compareTo(Duration.ofMinutes(1)) >= 0 && between.compareTo(Duration.ofDays(7)) <= 0,
                "between",
                "is 1m to 7d");
        CycleRule.refuseUnless(
                !reasons.contains(Reason.SLOW) || slowerThan.isPresent(),
                "slowerThan",
                "says in bytes per second what is slow");
        CycleRule.refuseUnless(slowerThan.orElse(1) > 0, "slowerThan", "is more than 0");
        CycleRule.refuseUnless(unwanted.stream().noneMatch(String::isBlank), "unwanted", "holds an empty word");
    }

    public CareRule withPerRun(int downloads) {
        return new CareRule(
                name,
                downloads,
                perDay,
                every,
                jitter,
                hours,
                days,
                strikes,
                between,
                reasons,
                slowerThan,
                unwanted,
                imports,
                removeFiles,
                blocklist,
                searchAgain,
                keepPrivate,
                keepTags,
                enabled);
    }

    /// @return whether one of the unwanted words is in `title`
    public boolean unwanted(String title) {
        return unwanted.stream().anyMatch(words -> pattern(words).matcher(title).find());
    }

    private static Pattern pattern(String words) {
        var quoted = Stream.of(words.strip().split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(LETTERS + "*"));
        return Pattern.compile(
                "(?<!" + LETTERS + ")" + quoted + "(?!" + LETTERS + ")",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
