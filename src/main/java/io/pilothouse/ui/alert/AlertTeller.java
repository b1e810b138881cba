package io.pilothouse.ui.alert;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.alert.AlertSettings;
import io.pilothouse.tasks.alert.Alerts;
import io.pilothouse.ui.common.Streamer;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/// Says messages in the window used last and on the desktop, once for all windows. FX thread only.
public final class AlertTeller implements AutoCloseable {

    private final UiServices services;
    private final Supplier<Words> words;
    private final Supplier<Optional<WindowContext>> window;
    private final BooleanSupplier locked;
    private final Subscription subscription;

    /// @param words  of the program, with a window or without
    /// @param window the one used last, empty while there is none
    /// @param locked whether the windows are: the desktop then shows no names
    public AlertTeller(
            UiServices services,
            Supplier<Words> words,
            Supplier<Optional<WindowContext>> window,
            BooleanSupplier locked) {
        this.locked = locked;
        this.services = services;
        this.words = words;
        this.window = window;
        subscription = services.alerts().whenTold(services.fx(), this::tell);
    }

    private void tell(Alerts.Told told) {
        var now = services.clock().instant();
        switch (told) {
            case Alerts.Told.One(var alert) -> {
                var about = alert.instances().stream().findFirst().flatMap(services.instances()::find);
                say(said -> said.sentence(alert, now), about, context -> offers(context, alert, about), alert.sent());
            }
            case Alerts.Told.Digest(var alerts, var channels) ->
                say(
                        said -> said.digest(alerts, now),
                        Optional.empty(),
                        context -> List.of(messages(context)),
                        channels);
        }
    }

    private List<Toasts.Offer> offers(WindowContext context, Alert alert, Optional<Instance> about) {
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
        return offers;
    }

    private Toasts.Offer messages(WindowContext context) {
        return new Toasts.Offer(
                context.texts().text("alert.open"), () -> context.navigation().go(new Location.Program("messages")));
    }

    private void say(
            Function<AlertWords, String> sentence,
            Optional<Instance> about,
            Function<WindowContext, List<Toasts.Offer>> offers,
            Set<AlertChannel> channels) {
        if (channels.contains(AlertChannel.BAR)) {
            window.get()
                    .ifPresent(context ->
                            context.toasts().news(about, sentence.apply(words(true)), offers.apply(context)));
        }
        if (channels.contains(AlertChannel.DESKTOP)) {
            boolean titles = services.settings().get(AlertSettings.TITLES);
            services.program()
                    .tell(
                            words.get().texts().text("common.application"),
                            nameless()
                                    .map(key -> words.get().texts().text(key))
                                    .orElseGet(() -> sentence.apply(words(titles))));
        }
    }

    /// What is said in the place of the news, where its names must not be read.
    private Optional<String> nameless() {
        if (locked.getAsBoolean()) {
            return Optional.of("alert.locked");
        }
        return services.settings().get(Streamer.ON) ? Optional.of("alert.streamer") : Optional.empty();
    }

    private AlertWords words(boolean titles) {
        return new AlertWords(services.instances(), words.get(), titles);
    }

    @Override
    public void close() {
        subscription.close();
    }
}
