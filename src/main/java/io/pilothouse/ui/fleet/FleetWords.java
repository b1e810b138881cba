package io.pilothouse.ui.fleet;

import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.tasks.compare.Comparing.Drift;
import io.pilothouse.ui.common.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the Fleet says in a few words how an instance is.
final class FleetWords {

    /// Longer words of a service are no title.
    private static final int LONGEST_TITLE = 40;

    private final Words words;

    FleetWords(Words words) {
        this.words = words;
    }

    /// @return what a warning is about, in a few words, the sentence itself stands beside it; empty where it
    ///     cannot be said shortly
    String warned(InstanceHealth health, Instant now) {
        var answer = health.answer();
        if (answer.flatMap(CheckAnswer::firstWarning).isEmpty()) {
            return answer.filter(known -> known.certificateEndsSoon(now)).isPresent()
                    ? words.texts().text("fleet.cause.certificate")
                    : words.texts().text("fleet.cause.slow");
        }
        var said = words.warning(health, now);
        int end = said.length();
        for (var mark : List.of(": ", " due to ", ". ", ", ")) {
            int at = said.indexOf(mark);
            end = at > 0 ? Math.min(end, at) : end;
        }
        var begun = said.substring(0, end);
        return begun.length() > LONGEST_TITLE
                ? ""
                : begun.endsWith(".") ? begun.substring(0, begun.length() - 1) : begun;
    }

    /// @return what follows the state: a silent host, what was refused, how long
    String detail(InstanceHealth health, Instant now) {
        return switch (health.state()) {
            case DOWN ->
                health.cause()
                        .filter(cause -> cause.kind() == Cause.Kind.HOST_SILENT)
                        .map(Cause::subject)
                        .orElseGet(() -> words.age(Duration.between(health.stateSince(), now)));
            case UNSTABLE -> words.age(Duration.between(health.stateSince(), now));
            case REFUSED ->
                health.code()
                        .map(code -> words.ofKind("fleet.code." + code.name(), health.id(), ""))
                        .orElse("");
            default -> "";
        };
    }

    /// @return the one number of the service that people like to see, by its stable name
    Optional<Map.Entry<String, String>> told(Optional<InstanceHealth> health) {
        return health.flatMap(InstanceHealth::answer)
                .flatMap(answer -> answer.facts().entrySet().stream()
                        .filter(fact -> !words.texts()
                                .textOr("fleet.unit." + fact.getKey(), "")
                                .isEmpty())
                        .findFirst());
    }

    /// @return that number with its unit
    String fact(Optional<InstanceHealth> health) {
        return told(health)
                .map(fact -> words.texts().text("fleet.fact." + fact.getKey(), grouped(fact.getValue())))
                .orElse("");
    }

    /// @return how an instance stands against its baseline: as kept, changed since, or not to be asked
    FleetRow.Drift drift(Drift drift, Instant now) {
        var since = words.time(drift.since(), now);
        var known = words.texts().text("fleet.drift.settings", drift.settings(), since);
        return new FleetRow.Drift(
                drift.settings(),
                drift.failed()
                        .map(problem -> words.texts()
                                .text("fleet.drift.failed", known, words.texts().summary(problem)))
                        .orElse(known));
    }

    String grouped(String value) {
        return value.matches("\\d{1,18}") ? words.number(Long.parseLong(value)) : value;
    }
}
