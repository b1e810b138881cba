package io.pilothouse.ui.common;

import io.pilothouse.domain.Wording.Place;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.cycle.RunSentence.Part;
import io.pilothouse.domain.cycle.SkipReason;
import io.pilothouse.tasks.cycle.RuleLine;
import java.text.DecimalFormatSymbols;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What runs and searches said of themselves, in the language and the time of the window.
public final class RunWords {

    private final Words words;
    private final Texts texts;

    public RunWords(Words words) {
        this.words = words;
        texts = words.texts();
    }

    /// @param said as it is stored; words that nobody knows stay as they are
    public String of(String said, Instant now) {
        return RunSentence.heard(said).stream()
                .map(part -> part.sentence().map(it -> of(it, part, now)).orElseGet(() -> unknown(part.words(), now)))
                .collect(Collectors.joining(" "));
    }

    /// A turn of a schedule at Amazon that needs no reason says in a word how it ended.
    private String unknown(String said, Instant now) {
        return texts.textOr("amc.slot." + said, words.said(said, now));
    }

    /// @return what people call a rule; rules that come with a kind have names for scripts
    public String name(RuleLine rule) {
        return rule.facts().get("title") instanceof String title
                ? title
                : texts.textOr("hunting.rule." + rule.work() + "." + rule.name(), rule.name());
    }

    private String of(RunSentence sentence, Part part, Instant now) {
        var arguments = new ArrayList<Object>();
        for (int i = 0; i < part.values().size(); i++) {
            var argument = argument(sentence.places().get(i), part.values().get(i), now);
            if (argument.isEmpty()) {
                return texts.said(part.words()); // somebody else's sentence that only looks like ours
            }
            arguments.add(argument.get());
        }
        return texts.text("hunting.said." + word(sentence.name()), arguments.toArray());
    }

    private Optional<Object> argument(Place place, String value, Instant now) {
        return switch (place) {
            case NUMBER -> Optional.of(Long.valueOf(value));
            case FIGURE ->
                Optional.of(value.replace(
                        '.', DecimalFormatSymbols.getInstance(texts.locale()).getDecimalSeparator()));
            case TIME -> Optional.of(words.time(Instant.parse(value), now));
            case DAY ->
                Optional.of(DayOfWeek.valueOf(value.toUpperCase(Locale.ROOT))
                        .getDisplayName(TextStyle.FULL, texts.locale()));
            case STATE -> known("common.state." + value.replace(' ', '-'));
            case DEED -> known("torrent.deed." + value.replace(' ', '-'));
            case PASS -> known("hunting.pass." + value);
            case REASONS -> Optional.of(reasons(value));
            case NAME, LAST -> Optional.of(value);
            case WORDS -> Optional.of(of(value, now)); // they may be ours as well
        };
    }

    private Optional<Object> known(String key) {
        return Optional.<Object>of(texts.textOr(key, "")).filter(it -> !it.equals(""));
    }

    private String reasons(String counted) {
        return SkipReason.heard(counted).entrySet().stream()
                .map(it -> texts.text("hunting.counted." + it.getKey().word(), it.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
