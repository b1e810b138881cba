package io.pilothouse.ui.alert;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.alert.Alerts;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
                case Alerts.Told.Digest(var alerts, var channels) ->
                    say(
                            context,
                            words(context).digest(alerts, services.clock().instant()),
                            Optional.empty(),
                            List.of(messages(context)),
                            channels);
            }
        });
    }

    private void tell(WindowContext context, Alert alert) {
        var about = alert.instances().stream().findFirst().flatMap(services.instances()::find);
        var offers = new ArrayList<Toasts.Offer>();
        offers.add(about.filter(_ -> alert.instances().size() == 1)
                .map(one -> new Toasts.Offer(
                        context.texts().text("alert.open"),
                        () -> context.navigation().goTo(one.id())))
                .orElseGet(() -> messages(context)));
        if (alert.event().lasts()) {
            if (!alert.instances().isEmpty()) {
                offers.add(new Toasts.Offer(
                        context.texts().text("alert.mute"),
                        () -> AlertFeature.mute(context, alert.instances(), AlertFeature.HOUR)));
            }
            offers.add(new Toasts.Offer(
                    context.texts().text("alert.acknowledge"),
                    () -> AlertFeature.acknowledge(context, List.of(alert.id()))));
        }
        say(context, words(context).sentence(alert, services.clock().instant()), about, offers, alert.sent());
    }

    private Toasts.Offer messages(WindowContext context) {
        return new Toasts.Offer(
                context.texts().text("alert.open"), () -> context.navigation().go(new Location.Program("messages")));
    }

    private void say(
            WindowContext context,
            String words,
            Optional<Instance> about,
            List<Toasts.Offer> offers,
            Set<AlertChannel> channels) {
        if (channels.contains(AlertChannel.BAR)) {
            context.toasts().news(about, words, offers);
        }
        if (channels.contains(AlertChannel.DESKTOP)) {
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
