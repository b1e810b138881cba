package io.pilothouse.ui.hunting;

import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.tasks.cycle.CycleTurns;
import io.pilothouse.tasks.cycle.RuleLine;
import io.pilothouse.ui.common.Breaks;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a rule stands, in a few words.
final class RuleWords {

    private static final Duration COUNTED_DOWN = Duration.ofHours(12);

    /// Minutes between two turns, of rules that come with a kind.
    private static final String PAUSE = "everyMinutes";

    private RuleWords() {}

    /// How much, how often, and how long an item rests: "10 per run, every 6 h, cooldown 7 d".
    static String what(Words words, RuleLine rule) {
        var texts = words.texts();
        var parts = new ArrayList<String>();
        if (rule.facts().get("perRun") instanceof Number most) {
            parts.add(texts.text("hunting.per-run", most.longValue()));
        }
        if (rule.facts().get("hours") instanceof String hours && !hours.isEmpty()) {
            parts.add(texts.text("hunting.at-hours", hours));
        } else if (rule.facts().get("everyMillis") instanceof Number every) {
            parts.add(texts.text("hunting.every", words.age(Duration.ofMillis(every.longValue()))));
        }
        if (rule.facts().get(PAUSE) instanceof Number every) {
            parts.add(texts.text("hunting.every", words.age(Duration.ofMinutes(every.longValue()))));
        }
        if (rule.facts().get("coolDownMillis") instanceof Number rest) {
            parts.add(texts.text("hunting.cooldown", words.age(Duration.ofMillis(rest.longValue()))));
        }
        return parts.isEmpty() ? texts.text("hunting.work." + rule.work()) : Breaks.in(String.join(", ", parts));
    }

    /// @return whether it has no turns of its own, so that there is nothing to switch on
    static boolean onlyByHand(RuleLine rule) {
        return rule.facts().containsKey(PAUSE) && rule.facts().get(PAUSE) == null;
    }

    /// Why the rule's turn has come and does not begin, in words; empty while it waits for nothing.
    static Optional<String> held(UiServices services, Words words, RuleLine rule) {
        var key = CycleTurns.key(rule.instance(), rule.name());
        return services.schedules().plan().get().stream()
                .filter(planned -> planned.key().equals(key) && !planned.running())
                .flatMap(planned -> planned.waiting().stream())
                .filter(why -> !why.isEmpty())
                .findFirst()
                .map(why -> new RunWords(words).of(why, services.clock().instant()));
    }

    /// The countdown, or why there is none.
    ///
    /// @param held whether its turn has come and waits
    static String next(Words words, RuleLine rule, boolean held, Instant now) {
        var texts = words.texts();
        if (rule.running()) {
            return texts.text("hunting.running");
        }
        if (!rule.enabled()) {
            return texts.text(onlyByHand(rule) ? "hunting.by-hand" : "hunting.off");
        }
        if (rule.pausedUntil().isPresent()) {
            return texts.text("hunting.paused");
        }
        if (held) {
            return texts.text("hunting.ended.held");
        }
        return rule.next()
                .map(at -> !at.isAfter(now)
                        ? texts.text("hunting.due")
                        : Duration.between(now, at).compareTo(COUNTED_DOWN) < 0
                                ? texts.text("hunting.in", words.until(Duration.between(now, at)))
                                : words.time(at, now))
                .orElse("");
    }

    /// When it ran last and what came of it.
    ///
    /// @param asked what that run asked for
    static String last(Words words, RuleLine rule, List<LedgerEntry> asked, Instant now) {
        return rule.last()
                .map(run -> words.time(run.at(), now) + ": " + cameOf(words, run, asked, now))
                .orElseGet(() -> words.texts().text("hunting.never-ran"));
    }

    private static String cameOf(Words words, RuleLine.Last run, List<LedgerEntry> asked, Instant now) {
        if (!asked.isEmpty()) {
            return OutcomesTable.summary(words.texts(), asked);
        }
        return run.reason().isBlank()
                ? words.texts().text("hunting.ended." + run.ended().word())
                : new RunWords(words).of(run.reason(), now);
    }
}
