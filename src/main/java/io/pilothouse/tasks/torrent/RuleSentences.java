package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.Bytes;
import io.pilothouse.domain.torrent.RuleKey;
import io.pilothouse.domain.torrent.RuleSet.Values;
import io.pilothouse.domain.torrent.TorrentRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a rule does, as one sentence with its values in it, in some language.
public final class RuleSentences {

    private final Values it;
    private final RulePhrase.Say say;

    private RuleSentences(Values values, RulePhrase.Say say) {
        this.it = values;
        this.say = say;
    }

    /// @return in English
    public static String of(TorrentRule rule, Values values) {
        return of(rule, values, RulePhrase::english);
    }

    public static String of(TorrentRule rule, Values values, RulePhrase.Say say) {
        return new RuleSentences(values, say).of(rule);
    }

    private String of(TorrentRule rule) {
        return switch (rule) {
            case UNOWNED -> say.of(RulePhrase.UNOWNED);
            case EXEMPT ->
                say.of(
                        RulePhrase.EXEMPT,
                        list(RulePhrase.EXEMPT_TRACKERS, RuleKey.EXEMPT_TRACKERS),
                        list(RulePhrase.EXEMPT_CATEGORIES, RuleKey.EXEMPT_CATEGORIES));
            case TRANSIENT -> say.of(RulePhrase.TRANSIENT);
            case MISSING_FILES ->
                say.of(
                        switch (it.word(RuleKey.MISSING_ACTION)) {
                            case "recheck" -> RulePhrase.MISSING_RECHECK;
                            case "remove" -> RulePhrase.MISSING_REMOVE;
                            default -> RulePhrase.MISSING_TELL;
                        },
                        span(RuleKey.MISSING_OVER));
            case ERROR -> say.of(RulePhrase.ERROR, it.number(RuleKey.ERROR_MOST), span(RuleKey.ERROR_COOL_DOWN));
            case COMMAND_CATEGORIES ->
                it.word(RuleKey.COMMAND_FAILED).isEmpty()
                                && it.word(RuleKey.COMMAND_RECHECK).isEmpty()
                        ? say.of(RulePhrase.NO_ORDERS)
                        : say.of(
                                RulePhrase.ORDERS,
                                quoted(it.word(RuleKey.COMMAND_FAILED)),
                                quoted(it.word(RuleKey.COMMAND_RECHECK)));
            case SPACE ->
                it.number(RuleKey.SPACE_RESERVE) == 0
                        ? say.of(RulePhrase.NO_SPACE)
                        : say.of(RulePhrase.SPACE, new Bytes(it.number(RuleKey.SPACE_RESERVE)));
            case OUR_STOP -> say.of(RulePhrase.OUR_STOP);
            case STOPPED_BY_USER ->
                say.of(it.truth(RuleKey.START_STOPPED) ? RulePhrase.STOPPED_START : RulePhrase.STOPPED);
            case METADATA ->
                say.of(
                        RulePhrase.METADATA,
                        span(RuleKey.METADATA_AFTER),
                        it.number(RuleKey.METADATA_STRIKES),
                        removal(it.truth(RuleKey.METADATA_BLOCK), it.truth(RuleKey.METADATA_SEARCH), false));
            case CONTENT -> say.of(RulePhrase.CONTENT);
            case STALLED ->
                say.of(
                        RulePhrase.STALLED,
                        span(RuleKey.STALLED_AFTER),
                        it.number(RuleKey.STALLED_STRIKES),
                        it.truth(RuleKey.STALLED_KEEP)
                                ? say.of(RulePhrase.STALLED_KEEP)
                                : removal(
                                        it.truth(RuleKey.STALLED_BLOCK),
                                        it.truth(RuleKey.STALLED_SEARCH),
                                        it.truth(RuleKey.STALLED_DATA)),
                        end(it.truth(RuleKey.STALLED_PRIVATE), RulePhrase.STALLED_PRIVATE));
            case SLOW ->
                say.of(
                        RulePhrase.SLOW,
                        span(RuleKey.SLOW_LIMIT),
                        removal(
                                it.truth(RuleKey.SLOW_BLOCK),
                                it.truth(RuleKey.SLOW_SEARCH),
                                it.truth(RuleKey.SLOW_DATA)));
            case NOT_WANTED ->
                say.of(
                        RulePhrase.UNWANTED,
                        removal(it.truth(RuleKey.UNWANTED_BLOCK), false, it.truth(RuleKey.UNWANTED_DATA)));
            case COMPLETED -> say.of(RulePhrase.COMPLETED, span(RuleKey.IMPORT_SCAN));
            case IMPORT_FAILED ->
                it.words(RuleKey.FAILED_WORDS).isEmpty()
                        ? say.of(RulePhrase.IMPORT_TELL, span(RuleKey.FAILED_AFTER))
                        : say.of(
                                RulePhrase.IMPORT,
                                span(RuleKey.FAILED_AFTER),
                                removal(it.truth(RuleKey.FAILED_BLOCK), true, it.truth(RuleKey.FAILED_DATA)),
                                String.join(", ", it.words(RuleKey.FAILED_WORDS)));
            case SEEDING_END -> seeding();
            case UPKEEP ->
                say.of(
                        RulePhrase.UPKEEP,
                        list(RulePhrase.UPKEEP_TAGS, RuleKey.UPKEEP_TAGS),
                        it.word(RuleKey.UPKEEP_DEAD).isEmpty()
                                ? ""
                                : say.of(RulePhrase.UPKEEP_DEAD, it.word(RuleKey.UPKEEP_DEAD)));
            case QUEUE_ORDER -> say.of(RulePhrase.QUEUE, list(RulePhrase.QUEUE_TRACKERS, RuleKey.QUEUE_TRACKERS));
        };
    }

    private String seeding() {
        var action = it.word(RuleKey.SEED_ACTION);
        if (!List.of("stop", "remove", "remove-with-files").contains(action)) {
            return say.of(RulePhrase.SEED_FOR_EVER);
        }
        var limits = new ArrayList<String>();
        if (it.decimal(RuleKey.SEED_RATIO) > 0) {
            limits.add(say.of(RulePhrase.SEED_RATIO, it.decimal(RuleKey.SEED_RATIO)));
        }
        if (it.span(RuleKey.SEED_TIME).isPositive()) {
            limits.add(say.of(RulePhrase.SEED_TIME, span(RuleKey.SEED_TIME)));
        }
        if (it.span(RuleKey.SEED_INACTIVE).isPositive()) {
            limits.add(say.of(RulePhrase.SEED_IDLE, span(RuleKey.SEED_INACTIVE)));
        }
        if (it.truth(RuleKey.SEED_SUPERSEDED)) {
            limits.add(say.of(RulePhrase.SEED_SUPERSEDED));
        }
        if (limits.isEmpty()) {
            return say.of(RulePhrase.SEED_NO_LIMIT);
        }
        var does =
                switch (action) {
                    case "stop" -> RulePhrase.SEED_STOP;
                    case "remove" -> RulePhrase.SEED_REMOVE;
                    default -> RulePhrase.SEED_REMOVE_WITH_FILES;
                };
        return say.of(
                RulePhrase.SEED,
                String.join(say.of(it.truth(RuleKey.SEED_ALL) ? RulePhrase.AND : RulePhrase.OR), limits),
                say.of(does),
                end(it.truth(RuleKey.SEED_UNIMPORTED), RulePhrase.SEED_IMPORTED));
    }

    private String removal(boolean blocklist, boolean search, boolean withFiles) {
        return say.of(
                RulePhrase.REMOVAL,
                blocklist ? say.of(RulePhrase.REMOVAL_BLOCK) : "",
                search ? say.of(RulePhrase.REMOVAL_SEARCH) : "",
                say.of(withFiles ? RulePhrase.REMOVAL_DATA : RulePhrase.REMOVAL_KEEPS));
    }

    private String end(boolean here, RulePhrase more) {
        return say.of(here ? RulePhrase.FULL_STOP : more);
    }

    private String list(RulePhrase phrase, RuleKey key) {
        var words = it.words(key);
        return words.isEmpty() ? "" : say.of(phrase, String.join(", ", words));
    }

    private String quoted(String word) {
        return word.isEmpty() ? say.of(RulePhrase.NO_CATEGORY) : say.of(RulePhrase.QUOTED, word);
    }

    private String span(RuleKey key) {
        Duration span = it.span(key);
        var text = RuleSetDocument.text(span);
        return text.matches("\\d+d")
                ? say.of(RulePhrase.DAYS, span.toDays())
                : text.replaceFirst("(\\d+)h$", "$1 h")
                        .replaceFirst("(\\d+)m$", "$1 min")
                        .replaceFirst("(\\d+)s$", "$1 s");
    }
}
