package io.pilothouse.ui.shell;

import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.Standing;
import io.pilothouse.domain.health.Step;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.maintenance.Maintenance;
import io.pilothouse.ui.action.Actions;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a window says over the views of an instance that is not simply well (console design 3.6 and 3.11): what
/// happened, since when, what it means, and the buttons that help. Knows no nodes. FX thread only.
final class StateBanner {

    private final UiServices services;
    private final Words words;
    private final Actions actions;

    StateBanner(UiServices services, Words words, Actions actions) {
        this.services = services;
        this.words = words;
        this.actions = actions;
    }

    /// @return empty where the state alone says it all
    Optional<Banner> of(Instance instance, InstanceHealth health) {
        var name = instance.name();
        var since = time(health.stateSince());
        return Optional.ofNullable(
                switch (health.state()) {
                    case DOWN -> trouble(instance, health, down(name, health), !silent(health));
                    case REFUSED -> trouble(instance, health, refusal(name, health), true);
                    case IDENTITY_CHANGED ->
                        trouble(instance, health, problem(health, text("shell.banner.identity", name)), true);
                    case LOCKED -> trouble(instance, health, text("shell.banner.secret", name), true);
                    case UNSTABLE ->
                        banner(
                                Banner.Kind.WARNING,
                                instance,
                                health,
                                text("shell.banner.unstable", name, since),
                                text("shell.banner.unstable.rest"));
                    case MAINTENANCE ->
                        notice(instance, health, maintained(instance), text("shell.banner.maintenance.rest"));
                    case ASLEEP ->
                        notice(
                                instance,
                                health,
                                text("shell.banner.asleep", name, since),
                                text("shell.banner.asleep.rest"));
                    // nobody is shown a paused one: the window says so and offers to resume it
                    case PAUSED, CHECKING, WARNING, HEALTHY, UNKNOWN -> null;
                });
    }

    private Banner trouble(Instance instance, InstanceHealth health, String strong, boolean sinceIsNews) {
        var rest = Stream.of(
                        Optional.of(health.stateSince())
                                .filter(_ -> sinceIsNews)
                                .map(at -> text("shell.banner.since", time(at))),
                        health.lastHealthyAt().map(at -> text("shell.banner.down.rest", time(at))),
                        health.code()
                                .filter(FaultCode.BANNED::equals)
                                .flatMap(_ -> health.nextCheckAt())
                                .map(at -> text("shell.banner.until-then", time(at))),
                        health.problem()
                                .filter(_ -> hostSilent(health).isEmpty())
                                .map(words.texts()::advice)
                                .filter(advice -> !advice.isEmpty()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
        return banner(Banner.Kind.WARNING, instance, health, strong, rest);
    }

    private String down(String name, InstanceHealth health) {
        if (!silent(health)) {
            return problem(health, text("shell.banner.down", name, time(health.stateSince())));
        }
        return hostSilent(health)
                .map(cause -> text("shell.banner.down.host", name, cause.subject(), time(cause.since())))
                .orElseGet(() -> text("shell.banner.down", name, time(health.stateSince())));
    }

    /// Whether nothing answered at all; what answers with something else says so itself.
    private static boolean silent(InstanceHealth health) {
        return health.code().filter(code -> !Standing.silence(code)).isEmpty();
    }

    private static Optional<Cause> hostSilent(InstanceHealth health) {
        return health.cause().filter(cause -> cause.kind() == Cause.Kind.HOST_SILENT);
    }

    private String refusal(String name, InstanceHealth health) {
        return health.code().filter(FaultCode.BANNED::equals).isPresent()
                ? text("shell.banner.banned", name) // how long it lasts is said as a time, which stays true
                : problem(health, text("shell.banner.refused", name));
    }

    private String problem(InstanceHealth health, String otherwise) {
        return health.problem().map(words.texts()::summary).orElse(otherwise);
    }

    private String maintained(Instance instance) {
        var now = services.clock().instant();
        return services.maintenance().planned().get().stream()
                .filter(period -> period.id().equals(instance.id()))
                .filter(period -> !period.from().isAfter(now) && period.until().isAfter(now))
                .map(Maintenance.Period::until)
                .findFirst()
                .map(until -> text("shell.banner.maintenance-until", instance.name(), time(until)))
                .orElseGet(() -> text("shell.banner.maintenance", instance.name()));
    }

    private Banner notice(Instance instance, InstanceHealth health, String strong, String rest) {
        return banner(Banner.Kind.NOTICE, instance, health, strong, rest);
    }

    private Banner banner(Banner.Kind kind, Instance instance, InstanceHealth health, String strong, String rest) {
        return new Banner(kind, health.state(), strong, rest, offers(instance.id(), health));
    }

    private List<Banner.Offer> offers(InstanceId id, InstanceHealth health) {
        return waysOn(health).stream()
                .flatMap(way -> actions.find(way).stream())
                .filter(action -> action.availability().apply(Optional.of(id)) instanceof Availability.Available)
                .map(action -> new Banner.Offer(actions.title(action, Optional.of(id)), action.id(), Optional.of(id)))
                .toList();
    }

    /// The actions that help, the best first.
    private static List<String> waysOn(InstanceHealth health) {
        return switch (health.state()) {
            case IDENTITY_CHANGED -> List.of("instance.accept-identity", "instance.edit", "instance.pause");
            case LOCKED -> List.of("instance.repair", "instance.diagnose");
            case REFUSED -> refused(health);
            case MAINTENANCE -> List.of("instance.maintenance-end", "instance.maintenance-plan");
            case ASLEEP -> List.of("instance.check", "instance.edit");
            default -> List.of("instance.diagnose", "instance.check", "instance.maintenance");
        };
    }

    private static List<String> refused(InstanceHealth health) {
        if (health.code().filter(FaultCode.BANNED::equals).isPresent()) {
            return List.of("instance.check", "instance.repair", "instance.diagnose");
        }
        if (health.code().filter(code -> code.step() == Step.SECRET).isPresent()) {
            return List.of("instance.repair", "instance.diagnose");
        }
        return health.code()
                        .filter(code -> code.step() == Step.PRODUCT && code.permanent())
                        .isPresent()
                ? List.of("instance.edit", "instance.diagnose", "instance.check")
                : List.of("instance.diagnose", "instance.check");
    }

    private String time(Instant at) {
        return words.time(at, services.clock().instant());
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }
}
