package io.pilothouse.tasks.torrent;

import java.text.MessageFormat;
import java.util.Locale;

/// The parts of which sentences about rules are made. The terminal says them in English as they stand here; a window
/// has each in its own language.
public enum RulePhrase {
    UNOWNED("Torrents that no *arr asked for are left alone."),
    EXEMPT("Torrents with the tag pilothouse-ignored, forced ones and super-seeding ones are left alone{0}{1}."),
    EXEMPT_TRACKERS(", and those of {0}"),
    EXEMPT_CATEGORIES(", and those in {0}"),
    TRANSIENT("While a torrent is checked, loaded or moved, nothing is done to it."),
    MISSING_TELL("When its files are missing for {0}, say so."),
    MISSING_RECHECK("When its files are missing for {0}, recheck it once."),
    MISSING_REMOVE("When its files are missing for {0}, remove the entry, never data."),
    ERROR("When a torrent is in error, start it again, at most {0} times a week and {1} apart."),
    NO_ORDERS("No category gives orders."),
    ORDERS(
            "A torrent put into {0} is blocklisted, searched again and removed; one put into {1} is rechecked and put back."),
    NO_SPACE("No space is kept free."),
    SPACE("Downloads that would leave less than {0} free are stopped until they fit."),
    OUR_STOP("What was stopped for space is started when it fits again."),
    STOPPED_START("Downloads stopped within their first hour are started."),
    STOPPED("Downloads that somebody stopped stay stopped."),
    METADATA("When a magnet link has no metadata after {0} and {1} strikes, {2}."),
    CONTENT("Files that are forbidden are not downloaded; a torrent of nothing else is removed."),
    STALLED("When a download makes no progress for {0} and {1} strikes, {2}{3}"),
    STALLED_PRIVATE("; on private trackers only say so."),
    STALLED_KEEP("search for another release and keep the torrent"),
    SLOW("When a download would take longer than {0}, {1}."),
    UNWANTED("When its *arr does not want a download any more, {0}."),
    COMPLETED(
            "When a torrent is complete, its *arr is told; if it is not imported after {0}, the *arr is told where it lies, once."),
    IMPORT_TELL("When its *arr cannot import it for {0}, say so."),
    IMPORT("When its *arr cannot import it for {0}, {1} where the reason names {2}."),
    UPKEEP("Tags and limits are kept as they should be{0}.{1}"),
    UPKEEP_TAGS(": tags {0}"),
    UPKEEP_DEAD(" Where no tracker works, the tag {0} says so."),
    QUEUE("The queue is kept in the order of trackers{0}."),
    QUEUE_TRACKERS(": {0}"),
    SEED_FOR_EVER("Torrents seed on for ever."),
    SEED_NO_LIMIT("Torrents seed on for ever: no limit is set."),
    SEED("When a torrent has reached {0}, {1}{2}"),
    SEED_IMPORTED(", once it is imported."),
    SEED_STOP("stop it"),
    SEED_REMOVE("remove it and keep its files"),
    SEED_REMOVE_WITH_FILES("remove it with its files, where nothing else uses them"),
    SEED_RATIO("a ratio of {0}"),
    SEED_TIME("{0} of seeding"),
    SEED_IDLE("{0} without a transfer"),
    SEED_SUPERSEDED("the end of its use, because its *arr has something else by now"),
    AND(" and "),
    OR(" or "),
    FULL_STOP("."),
    REMOVAL("tell its *arr{0}{1}, and remove the torrent {2}"),
    REMOVAL_BLOCK(", blocklist the release"),
    REMOVAL_SEARCH(", let it search again"),
    REMOVAL_DATA("with its files"),
    REMOVAL_KEEPS("but keep its files"),
    NO_CATEGORY("no category"),
    QUOTED("“{0}”"),
    DAYS("{0, choice, 1#1 day|1<{0} days}");

    private final String template;

    RulePhrase(String template) {
        this.template = template;
    }

    /// @return the same name as part of a key
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String english(Object... values) {
        return values.length == 0 ? template : new MessageFormat(template, Locale.ENGLISH).format(values);
    }

    /// Says a phrase in some language.
    @FunctionalInterface
    public interface Say {
        /// @param values words, numbers and [io.pilothouse.domain.Bytes], each as the language says it
        String of(RulePhrase phrase, Object... values);
    }
}
