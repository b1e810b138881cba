package io.pilothouse.ui.alert;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ProgramPage;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.kordamp.ikonli.octicons.Octicons;

/// Messages, and keeping them quiet.
public final class AlertFeature implements Feature {

    static final Duration HOUR = Duration.ofHours(1);

    @Override
    public void register(WindowContext window) {
        window.pages().add(new ProgramPage("messages", Octicons.BELL_16, () -> new MessagesPage(window)));
        var alerts = window.services().alerts();
        window.actions()
                .add(Action.ofWindow("messages.open", _ -> window.navigation().go(new Location.Program("messages")))
                        .withIcon(Octicons.BELL_16));
        window.actions()
                .add(Action.ofWindow("messages.acknowledge", _ -> acknowledgeAll(window))
                        .withIcon(Octicons.CHECK_16));
        window.actions()
                .add(Action.ofWindow("messages.quiet-hour", _ -> disturb(window, Optional.of(HOUR)))
                        .withIcon(Octicons.BELL_SLASH_16));
        window.actions()
                .add(Action.ofWindow("messages.loud", _ -> disturb(window, Optional.empty()))
                        .withIcon(Octicons.BELL_16)
                        .availableWhen(_ -> alerts.state().get().disturb().isPresent()
                                ? Availability.YES
                                : new Availability.NotNow(window.texts().text("alert.loud.already"))));
        window.actions().add(Action.ofWindow("messages.test", _ -> test(window)).withIcon(Octicons.BELL_16));
        window.actions()
                .add(Action.ofInstance(
                                "instance.mute",
                                ActionClass.LOCAL_REVERSIBLE,
                                call -> mute(window, List.of(call.theInstance()), HOUR))
                        .withIcon(Octicons.BELL_SLASH_16));
        window.actions()
                .add(Action.ofInstance(
                                "instance.unmute",
                                ActionClass.LOCAL_REVERSIBLE,
                                call -> mute(window, List.of(call.theInstance()), Duration.ZERO))
                        .withIcon(Octicons.BELL_16));
    }

    private static void acknowledgeAll(WindowContext window) {
        var ids = window.services().alerts().state().get().recent().stream()
                .filter(alert -> alert.acknowledged().isEmpty())
                .map(Alert::id)
                .toList();
        acknowledge(window, ids);
    }

    static void acknowledge(WindowContext window, List<Long> ids) {
        window.background().read(window.texts().text("alert.acknowledging"), List.of(), _ -> {
            window.services().alerts().acknowledge(ids);
            return true;
        });
    }

    /// @param quiet for how long; empty to send messages again
    private static void disturb(WindowContext window, Optional<Duration> quiet) {
        var until = quiet.map(span -> window.services().clock().instant().plus(span))
                .orElse(Instant.EPOCH);
        window.background().read(window.texts().text("alert.quieting"), List.of(), _ -> {
            window.services().alerts().disturbNot(until);
            return true;
        });
    }

    /// @param length zero to hear of them again
    static void mute(WindowContext window, List<InstanceId> ids, Duration length) {
        var until = window.services().clock().instant().plus(length);
        window.background().read(window.texts().text("alert.muting"), ids, _ -> {
            window.services().alerts().mute(ids, until);
            return true;
        });
    }

    /// Both ways of saying something, so that a person sees whether they work.
    private static void test(WindowContext window) {
        var words = window.texts().text("alert.test");
        window.toasts().news(Optional.empty(), words, Optional.empty());
        window.services().program().tell(window.texts().text("common.application"), words);
    }
}
