package io.pilothouse.ui.alert;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.alert.Alerts;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.WindowContext;
import java.util.Optional;
import java.util.function.Supplier;

/// Says messages in the window used last and on the desktop, once for all windows. FX thread only.
public final class AlertTeller implements AutoCloseable {

    private final UiServices services;
    private final Supplier<Optional<WindowContext>> window;
    private final Subscription subscription;

    /// @param window the one used last, empty while there is none
    public AlertTeller(UiServices services, Supplier<Optional<WindowContext>> window) {
        this.services = services;
        this.window = window;
        subscription = services.alerts().whenTold(services.fx(), this::tell);
    }

    private void tell(Alerts.Told told) {
        window.get().ifPresent(context -> {
            switch (told) {
                case Alerts.Told.One(var alert) -> tell(context, alert);
                case Alerts.Told.Digest(var alerts) -> {
                    var words = words(context).digest(alerts);
                    say(context, Optional.empty(), words, true);
                }
            }
        });
    }

    private void tell(WindowContext context, Alert alert) {
        var words = words(context).sentence(alert, services.clock().instant());
        if (alert.sent().contains(AlertChannel.BAR)) {
            say(context, Optional.of(alert), words, alert.sent().contains(AlertChannel.DESKTOP));
        } else if (alert.sent().contains(AlertChannel.DESKTOP)) {
            services.program().tell(context.texts().text("common.application"), words);
        }
    }

    private void say(WindowContext context, Optional<Alert> alert, String words, boolean desktop) {
        var about = alert.flatMap(one -> one.instances().stream().findFirst()).flatMap(services.instances()::find);
        context.toasts()
                .news(
                        about,
                        words,
                        Optional.of(new Toasts.Offer(
                                context.texts().text("alert.open"),
                                () -> about.filter(_ ->
                                                alert.orElseThrow().instances().size() == 1)
                                        .ifPresentOrElse(
                                                one -> context.navigation().goTo(one.id()),
                                                () -> context.navigation().go(new Location.Program("messages"))))));
        if (desktop) {
            services.program().tell(context.texts().text("common.application"), words);
        }
    }

    private AlertWords words(WindowContext context) {
        return new AlertWords(services.instances(), new Words(context.texts(), services.zone()));
    }

    @Override
    public void close() {
        subscription.close();
    }
}
