package io.pilothouse.cli.text;

import io.pilothouse.cli.text.Table.Cell;
import io.pilothouse.cli.text.Table.Style;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ShownState;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How an instance is, in words for tables and scripts.
public final class HealthWords {

    private HealthWords() {}

    public static Style style(ShownState state) {
        return switch (state) {
            case HEALTHY -> Style.GOOD;
            case WARNING, UNSTABLE, CHECKING, MAINTENANCE -> Style.CAUTION;
            case DOWN, REFUSED, LOCKED, IDENTITY_CHANGED -> Style.BAD;
            case PAUSED, ASLEEP, UNKNOWN -> Style.QUIET;
        };
    }

    public static Cell cell(InstanceHealth health) {
        return new Cell(health.state().word(), style(health.state()));
    }

    /// @return the state and, where there is trouble, what it is
    public static String sentence(InstanceHealth health) {
        var message = trouble(health).message();
        return health.state().word() + (message == null ? "" : ": " + message);
    }

    /// What is wrong: the failed check, or else the worst of the service's own complaints.
    public static Trouble trouble(InstanceHealth health) {
        var larger = health.cause().filter(cause -> cause.kind() != Cause.Kind.INSTANCE);
        var cause = larger.map(found -> Json.word(found.kind()))
                .or(() -> health.code().map(Json::word))
                .orElse(null);
        if (health.problem().isPresent()) {
            Problem problem = health.problem().get();
            return new Trouble(cause, problem.summary(), problem.advice());
        }
        if (health.state() == ShownState.WARNING) {
            return worst(health)
                    .map(warning -> new Trouble(
                            cause == null ? "service-warning" : cause,
                            warning.text(),
                            warning.link().map(link -> "Read " + link + ".").orElse(null)))
                    .or(() -> certificate(health))
                    .orElseGet(() -> slow(health));
        }
        return new Trouble(cause, null, null);
    }

    /// What is no more than a notice is nobody's trouble.
    private static Optional<ServiceWarning> worst(InstanceHealth health) {
        return health.answer().stream()
                .flatMap(answer -> answer.warnings().stream())
                .filter(warning -> warning.severity() != ServiceWarning.Severity.NOTICE)
                .max(Comparator.comparing(ServiceWarning::severity));
    }

    private static Optional<Trouble> certificate(InstanceHealth health) {
        var at = health.lastCheckAt().orElse(health.stateSince());
        return health.answer()
                .filter(answer -> answer.certificateEndsSoon(at))
                .flatMap(CheckAnswer::certificateEnds)
                .map(end -> new Trouble(
                        "certificate-ends",
                        end.isAfter(at)
                                ? "Its certificate ends in " + days(Duration.between(at, end)) + "."
                                : "Its certificate has ended.",
                        "Renew the certificate on its server."));
    }

    private static String days(Duration left) {
        long days = left.toDays();
        return days < 1 ? "less than a day" : days == 1 ? "1 day" : days + " days";
    }

    private static Trouble slow(InstanceHealth health) {
        return new Trouble(
                "slow",
                health.latency()
                        .map(latency -> "It answers more slowly than it uses to, after " + latency.toMillis() + " ms.")
                        .orElse("It answers more slowly than it uses to."),
                "Look at the load of its server.");
    }

    /// @return whether a script that watches over the fleet must hear of it
    public static boolean notWell(InstanceHealth health) {
        return switch (health.state()) {
            case PAUSED, MAINTENANCE, ASLEEP -> false;
            case DOWN, REFUSED, LOCKED, IDENTITY_CHANGED, UNSTABLE -> true;
            case CHECKING, WARNING, HEALTHY, UNKNOWN ->
                health.code().filter(HealthWords::counts).isPresent();
        };
    }

    private static boolean counts(FaultCode code) {
        return switch (code.health()) {
            case ERROR, UNHEALTHY -> true;
            case HEALTHY -> false;
        };
    }

    /// @param cause   stable word; null when there is no trouble
    /// @param message one sentence
    /// @param next    one action
    public record Trouble(
            @Nullable String cause,
            @Nullable String message,
            @Nullable String next) {
        public static final Trouble NONE = new Trouble(null, null, null);
    }
}
