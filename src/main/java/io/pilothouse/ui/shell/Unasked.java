package io.pilothouse.ui.shell;

import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.common.StatePane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kordamp.ikonli.octicons.Octicons;

/// What stands in place of what an instance has while it cannot be asked: that it is silent or refuses, since when,
/// and what was known last (console design 3.11). Nobody knows then that there is nothing.
public final class Unasked {

    private Unasked() {}

    /// @param at    when it said last that there is nothing; empty for never
    /// @param again reads once more; empty where nobody does
    /// @return empty where it can be asked, or was asked since it could not
    public static Optional<StatePane> pane(
            WindowContext window, InstanceId id, Optional<Instant> at, Optional<Runnable> again) {
        var health =
                Optional.ofNullable(window.services().health().states().get().get(id));
        return health.filter(Unasked::cannotBeAsked)
                .filter(known ->
                        at.filter(told -> !told.isBefore(known.stateSince())).isEmpty())
                .flatMap(known ->
                        window.services().instances().find(id).flatMap(instance -> said(window, instance, known)))
                .map(said -> pane(window, said, at, again));
    }

    /// While it is not yet clear that it is down, the strip above says nothing: what its last check said stands here.
    private static Optional<Banner> said(WindowContext window, Instance instance, InstanceHealth known) {
        return new StateBanner(window.services(), window.words(), window.actions())
                .of(instance, known)
                .map(said -> new Banner(said.kind(), said.sign(), said.strong(), "", said.offers()))
                .or(() -> known.problem()
                        .map(problem -> new Banner(
                                Banner.Kind.WARNING,
                                known.state(),
                                window.texts().summary(problem),
                                window.texts().advice(problem) + " ",
                                List.of())));
    }

    private static boolean cannotBeAsked(InstanceHealth health) {
        return switch (health.state()) {
            case DOWN, REFUSED, LOCKED, ASLEEP -> true;
            case CHECKING, UNKNOWN, UNSTABLE -> health.code().isPresent();
            case PAUSED, IDENTITY_CHANGED, MAINTENANCE, WARNING, HEALTHY -> false;
        };
    }

    private static StatePane pane(WindowContext window, Banner said, Optional<Instant> at, Optional<Runnable> again) {
        var choices = new ArrayList<StatePane.Choice>();
        said.offers().stream()
                .findFirst()
                .ifPresent(offer -> choices.add(new StatePane.Choice(
                        offer.text(), () -> window.actions().run(offer.action(), offer.instance()))));
        again.ifPresent(run -> choices.add(new StatePane.Choice(window.texts().text("shell.unasked.again"), run)));
        var now = window.services().clock().instant();
        var pane = new StatePane(
                Octicons.ALERT_24,
                said.strong(),
                said.rest()
                        + at.map(told -> window.texts()
                                        .text(
                                                "shell.unasked.nothing",
                                                window.words().time(told, now)))
                                .orElseGet(() -> window.texts().text("shell.unasked.never")),
                choices);
        pane.setId("unasked");
        return pane;
    }
}
