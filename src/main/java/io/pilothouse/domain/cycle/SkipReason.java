package io.pilothouse.domain.cycle;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Why a candidate was left out, in the order in which the reasons are looked at.
public enum SkipReason {
    UNMONITORED("unmonitored", "not monitored"),
    /// Nothing says whether its tags, profile or folder are excluded.
    PARENT_UNKNOWN("parent-unknown", "with an unknown parent"),
    IN_QUEUE("in-queue", "in the queue"),
    UNSETTLED("unsettled", "asked with an open outcome"),
    ITEM_EXCLUDED("item-excluded", "left out by the rule"),
    TAG_EXCLUDED("tag-excluded", "with an excluded tag"),
    PROFILE_EXCLUDED("profile-excluded", "with an excluded profile"),
    ROOT_EXCLUDED("root-excluded", "in an excluded folder"),
    NOT_RELEASED("not-released", "not released yet"),
    GRACE("grace", "just released"),
    NOT_AVAILABLE("not-available", "not available yet"),
    COOL_DOWN("cool-down", "resting"),
    IN_PACK("in-pack", "in a season that is asked for"),
    PER_PARENT("per-parent", "beyond the limit of one parent"),
    PER_RUN("per-run", "beyond the limit of one run"),
    BUDGET("budget", "beyond the budget"),

    // of a queue's care

    PAUSED("paused", "paused by a person"),
    WAITS_FOR_IMPORT("waits-for-import", "waiting for import"),
    PRIVATE_TRACKER("private-tracker", "from a private tracker"),
    KEPT_BY_TAG("kept-by-tag", "kept by a tag"),
    /// Its client is connected: the rules of torrents are the only judge of it.
    LEFT_TO_RULES("left-to-rules", "left to the rules of torrents"),
    PROGRESSING("progressing", "progressing"),
    NOT_STRUCK("not-struck", "with nothing wrong"),
    FEW_STRIKES("few-strikes", "with too few strikes yet");

    private final String word;
    private final String phrase;

    SkipReason(String word, String phrase) {
        this.word = word;
        this.phrase = phrase;
    }

    /// @return the reason's name in scripts and in the store
    public String word() {
        return word;
    }

    /// Takes [#counted] apart.
    ///
    /// @return in the order in which they were said; a phrase that is none of ours is left out
    public static SequencedMap<SkipReason, Long> heard(String counted) {
        var reasons = new LinkedHashMap<SkipReason, Long>();
        for (var one : counted.split(", ")) {
            int space = one.indexOf(' ');
            Arrays.stream(values())
                    .filter(it -> it.phrase.equals(one.substring(space + 1)))
                    .forEach(it -> reasons.put(it, Long.valueOf(one.substring(0, space))));
        }
        return reasons;
    }

    /// How many were left out for what, the most frequent first, for people: `20 resting, 2 in the queue`.
    public static String counted(Stream<SkipReason> reasons) {
        return reasons
                .collect(Collectors.groupingBy(it -> it, () -> new EnumMap<>(SkipReason.class), Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(it -> it.getValue() + " " + it.getKey().phrase)
                .collect(Collectors.joining(", "));
    }
}
