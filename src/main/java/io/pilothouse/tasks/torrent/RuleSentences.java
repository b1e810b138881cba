package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.torrent.RuleKey;
import io.pilothouse.domain.torrent.RuleSet.Values;
import io.pilothouse.domain.torrent.TorrentRule;
import java.time.Duration;
import java.util.List;

/// What a rule does, as one sentence with its values in it.
public final class RuleSentences {

    private RuleSentences() {}

    public static String of(TorrentRule rule, Values it) {
        return switch (rule) {
            case UNOWNED -> "Torrents that no *arr asked for are left alone.";
            case EXEMPT ->
                "Torrents with the tag pilothouse-ignored, forced ones and super-seeding ones are left alone"
                        + list(", and those of ", it.words(RuleKey.EXEMPT_TRACKERS))
                        + list(", and those in ", it.words(RuleKey.EXEMPT_CATEGORIES)) + ".";
            case TRANSIENT -> "While a torrent is checked, loaded or moved, nothing is done to it.";
            case MISSING_FILES ->
                "When its files are missing for " + words(it.span(RuleKey.MISSING_OVER)) + ", "
                        + switch (it.word(RuleKey.MISSING_ACTION)) {
                            case "recheck" -> "recheck it once.";
                            case "remove" -> "remove the entry, never data.";
                            default -> "say so.";
                        };
            case ERROR ->
                "When a torrent is in error, start it again, at most " + it.number(RuleKey.ERROR_MOST)
                        + " times a week and " + words(it.span(RuleKey.ERROR_COOL_DOWN)) + " apart.";
            case COMMAND_CATEGORIES ->
                it.word(RuleKey.COMMAND_FAILED).isEmpty()
                                && it.word(RuleKey.COMMAND_RECHECK).isEmpty()
                        ? "No category gives orders."
                        : "A torrent put into " + quoted(it.word(RuleKey.COMMAND_FAILED))
                                + " is blocklisted, searched again and removed; one put into "
                                + quoted(it.word(RuleKey.COMMAND_RECHECK)) + " is rechecked and put back.";
            case SPACE ->
                it.number(RuleKey.SPACE_RESERVE) == 0
                        ? "No space is kept free."
                        : "Downloads that would leave less than " + gigabytes(it.number(RuleKey.SPACE_RESERVE))
                                + " free are stopped until they fit.";
            case OUR_STOP -> "What was stopped for space is started when it fits again.";
            case STOPPED_BY_USER ->
                it.truth(RuleKey.START_STOPPED)
                        ? "Downloads stopped within their first hour are started."
                        : "Downloads that somebody stopped stay stopped.";
            case METADATA ->
                "When a magnet link has no metadata after " + words(it.span(RuleKey.METADATA_AFTER)) + " and "
                        + it.number(RuleKey.METADATA_STRIKES) + " strikes, "
                        + removal(it.truth(RuleKey.METADATA_BLOCK), it.truth(RuleKey.METADATA_SEARCH), false) + ".";
            case CONTENT -> "Files that are forbidden are not downloaded; a torrent of nothing else is removed.";
            case STALLED ->
                "When a download makes no progress for " + words(it.span(RuleKey.STALLED_AFTER)) + " and "
                        + it.number(RuleKey.STALLED_STRIKES) + " strikes, "
                        + (it.truth(RuleKey.STALLED_KEEP)
                                ? "search for another release and keep the torrent"
                                : removal(
                                        it.truth(RuleKey.STALLED_BLOCK),
                                        it.truth(RuleKey.STALLED_SEARCH),
                                        it.truth(RuleKey.STALLED_DATA)))
                        + (it.truth(RuleKey.STALLED_PRIVATE) ? "." : "; on private trackers only say so.");
            case SLOW ->
                "When a download would take longer than " + words(it.span(RuleKey.SLOW_LIMIT)) + ", "
                        + removal(
                                it.truth(RuleKey.SLOW_BLOCK),
                                it.truth(RuleKey.SLOW_SEARCH),
                                it.truth(RuleKey.SLOW_DATA))
                        + ".";
            case NOT_WANTED ->
                "When its *arr does not want a download any more, "
                        + removal(it.truth(RuleKey.UNWANTED_BLOCK), false, it.truth(RuleKey.UNWANTED_DATA)) + ".";
            case COMPLETED ->
                "When a torrent is complete, its *arr is told; if it is not imported after "
                        + words(it.span(RuleKey.IMPORT_SCAN)) + ", the *arr is told where it lies, once.";
            case IMPORT_FAILED ->
                "When its *arr cannot import it for " + words(it.span(RuleKey.FAILED_AFTER)) + ", "
                        + (it.words(RuleKey.FAILED_WORDS).isEmpty()
                                ? "say so."
                                : removal(it.truth(RuleKey.FAILED_BLOCK), true, it.truth(RuleKey.FAILED_DATA))
                                        + list(" where the reason names ", it.words(RuleKey.FAILED_WORDS)) + ".");
            case SEEDING_END -> seeding(it);
            case UPKEEP ->
                "Tags and limits are kept as they should be" + list(": tags ", it.words(RuleKey.UPKEEP_TAGS)) + "."
                        + (it.word(RuleKey.UPKEEP_DEAD).isEmpty()
                                ? ""
                                : " Where no tracker works, the tag " + it.word(RuleKey.UPKEEP_DEAD) + " says so.");
            case QUEUE_ORDER ->
                "The queue is kept in the order of trackers" + list(": ", it.words(RuleKey.QUEUE_TRACKERS)) + ".";
        };
    }

    private static String seeding(Values it) {
        var action =
                switch (it.word(RuleKey.SEED_ACTION)) {
                    case "stop" -> "stop it";
                    case "remove" -> "remove it and keep its files";
                    case "remove-with-files" -> "remove it with its files, where nothing else uses them";
                    default -> "";
                };
        if (action.isEmpty()) {
            return "Torrents seed on for ever.";
        }
        var limits = new java.util.ArrayList<String>();
        if (it.decimal(RuleKey.SEED_RATIO) > 0) {
            limits.add("a ratio of " + it.decimal(RuleKey.SEED_RATIO));
        }
        if (it.span(RuleKey.SEED_TIME).isPositive()) {
            limits.add(words(it.span(RuleKey.SEED_TIME)) + " of seeding");
        }
        if (it.span(RuleKey.SEED_INACTIVE).isPositive()) {
            limits.add(words(it.span(RuleKey.SEED_INACTIVE)) + " without a transfer");
        }
        if (it.truth(RuleKey.SEED_SUPERSEDED)) {
            limits.add("the end of its use, because its *arr has something else by now");
        }
        return limits.isEmpty()
                ? "Torrents seed on for ever: no limit is set."
                : "When a torrent has reached "
                        + String.join(it.truth(RuleKey.SEED_ALL) ? " and " : " or ", limits) + ", " + action
                        + (it.truth(RuleKey.SEED_UNIMPORTED) ? "." : ", once it is imported.");
    }

    private static String removal(boolean blocklist, boolean search, boolean withFiles) {
        return "tell its *arr" + (blocklist ? ", blocklist the release" : "") + (search ? ", let it search again" : "")
                + ", and remove the torrent " + (withFiles ? "with its files" : "but keep its files");
    }

    private static String list(String before, List<String> words) {
        return words.isEmpty() ? "" : before + String.join(", ", words);
    }

    private static String quoted(String word) {
        return word.isEmpty() ? "no category" : "“" + word + "”";
    }

    private static String words(Duration span) {
        return RuleSetDocument.text(span)
                .replaceFirst("^1d$", "1 day")
                .replaceFirst("(\\d+)d$", "$1 days")
                .replaceFirst("(\\d+)h$", "$1 h")
                .replaceFirst("(\\d+)m$", "$1 min")
                .replaceFirst("(\\d+)s$", "$1 s");
    }

    private static String gigabytes(long bytes) {
        return Math.round(bytes / 1e9) + " GB";
    }
}
