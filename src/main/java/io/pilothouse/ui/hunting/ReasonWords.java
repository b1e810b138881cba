package io.pilothouse.ui.hunting;

import io.pilothouse.domain.cycle.ItemState;
import io.pilothouse.tasks.cycle.CycleReport.Decided;
import io.pilothouse.tasks.cycle.Cycles.Remembered;
import io.pilothouse.tasks.cycle.RuleLine;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Why an item was chosen or left out, in a sentence with its figure.
final class ReasonWords {

    private final Words words;
    private final Texts texts;
    private final RunWords runWords;

    ReasonWords(Words words) {
        this.words = words;
        texts = words.texts();
        runWords = new RunWords(words);
    }

    /// @param rule   the rule as it is now, empty where it is gone
    /// @param budget how much of which budget was used when it was decided; empty for none
    String of(Decided it, Optional<Remembered> remembered, Optional<RuleLine> rule, String budget, Instant now) {
        if (it.chosen()) {
            return rule.map(known ->
                            texts.textOr("hunting.order." + known.facts().get("order"), ""))
                    .filter(known -> !known.isEmpty())
                    .orElseGet(() -> sentence(it.detail(), now));
        }
        return of(it.reason().orElseThrow(), it.detail(), it.until(), remembered, rule, budget, now);
    }

    /// @param reason its word in scripts
    String of(
            String reason,
            String detail,
            Optional<Instant> until,
            Optional<Remembered> remembered,
            Optional<RuleLine> rule,
            String budget,
            Instant now) {
        var plain = word(texts, reason);
        var state = remembered.flatMap(Remembered::state);
        return switch (reason) {
            case "tag-excluded" -> detail.isEmpty() ? plain : texts.text("hunting.because.tag", detail);
            case "profile-excluded", "root-excluded", "in-queue" -> detail.isEmpty() ? plain : plain + ": " + detail;
            case "not-released" ->
                until.map(at -> texts.text("hunting.because.released", words.time(at, now)))
                        .orElse(plain);
            case "budget" -> budget.isEmpty() ? plain : plain + ": " + budget;
            case "cool-down" ->
                state.map(known -> coolDown(known, rule))
                        .or(() -> until.map(at -> texts.text("hunting.because.asked-elsewhere", plain)))
                        .orElse(plain);
            case "unsettled" ->
                state.map(known -> texts.text("hunting.because.unsettled", words.time(known.lastAttemptAt(), now)))
                        .orElse(plain);
            default -> detail.isEmpty() ? plain : sentence(detail, now);
        };
    }

    /// @param reason its word in scripts: why an item was left out, or which rule of torrents waits
    static String word(Texts texts, String reason) {
        return texts.textOr(
                "hunting.reason." + reason, texts.textOr("torrent.rule." + reason, reason.replace('-', ' ')));
    }

    private String sentence(String said, Instant now) {
        return runWords.of(said, now);
    }

    private String coolDown(ItemState state, Optional<RuleLine> rule) {
        var rest = words.age(Duration.between(state.lastAttemptAt(), state.nextEligible()));
        int grown = Math.max(0, state.fruitless() - 1);
        boolean grows = rule.map(it -> it.facts().get("coolDownGrowth"))
                .filter(it -> it instanceof Number factor && factor.doubleValue() > 1)
                .isPresent();
        return grown == 0 || !grows
                ? texts.text("hunting.because.rest", rest)
                : texts.text("hunting.because.rest-grown", rest, grown);
    }
}
