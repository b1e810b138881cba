package io.pilothouse.ui.shell;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.ui.active.ActiveInstance;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What band, title, header and tabs say about the place a window is at. Knows no nodes. FX thread only.
public final class HeaderViewModel implements AutoCloseable {

    /// @param title   of the window: the instance first, so that lists of windows say it first
    /// @param about   the instance shown; empty on a page of the program
    /// @param name    large words of the header
    /// @param second  the line below: kind, version, place; may be selected
    /// @param place   of the instance alone, where there is no room for all of `second`
    /// @param state   of the instance
    /// @param detail  the line below the state: latency and age
    /// @param active  the window's active instance, shown as a way back on pages of the program
    /// @param tabs    pages of the instance; empty on a page of the program
    /// @param pinned  whether the window stays with the instance
    public record View(
            String title,
            Location location,
            Optional<Instance> about,
            String name,
            String second,
            String place,
            ShownState state,
            String detail,
            GuardLevel guard,
            Optional<Instance> active,
            List<InstancePage> tabs,
            boolean pinned) {
        public View {
            tabs = List.copyOf(tabs);
        }
    }

    private final UiServices services;
    private final Words words;
    private final Pages pages;
    private final Navigation navigation;
    private final ActiveInstance active;
    private final Pin pin;
    private final Batch batch;
    private final ReadOnlyObjectWrapper<View> view = new ReadOnlyObjectWrapper<>();

    public HeaderViewModel(
            UiServices services, Words words, Pages pages, Navigation navigation, ActiveInstance active, Pin pin) {
        this.services = services;
        this.words = words;
        this.pages = pages;
        this.navigation = navigation;
        this.active = active;
        this.pin = pin;
        pin.on().addListener((_, _, _) -> refresh());
        batch = new Batch(services.later(), services.fx(), this::refresh)
                .on(services.instances().fleet())
                .on(services.health().states());
        navigation.location().addListener((_, _, _) -> refresh());
        active.onSwitched(_ -> refresh());
        refresh();
    }

    public ReadOnlyObjectProperty<View> view() {
        return view.getReadOnlyProperty();
    }

    /// Says ages anew; called as time passes.
    public void refresh() {
        var location = navigation.location().get();
        var about = location instanceof Location.OfInstance there
                ? services.instances().find(there.instance())
                : Optional.<Instance>empty();
        view.set(about.map(instance -> ofInstance(location, instance)).orElseGet(() -> ofProgram(location)));
    }

    private View ofInstance(Location location, Instance instance) {
        var health = Optional.ofNullable(services.health().states().get().get(instance.id()));
        var page = words.texts().textOr("page." + location.page(), location.page());
        return new View(
                words.texts().text(pin.pinned() ? "shell.title.pinned" : "shell.title.instance", instance.name(), page),
                location,
                Optional.of(instance),
                instance.name(),
                words.texts().text("shell.place", words.kindAndVersion(instance), words.place(instance)),
                words.place(instance),
                health.map(InstanceHealth::state).orElse(ShownState.UNKNOWN),
                health.map(this::detail).orElse(""),
                services.guards().levelOf(instance.id()),
                active.instance(),
                pages.of(instance.kind()),
                pin.pinned());
    }

    private View ofProgram(Location location) {
        var page = words.texts().textOr("page." + location.page(), location.page());
        return new View(
                words.texts().text("shell.title.program", page),
                location,
                Optional.empty(),
                page,
                "",
                "",
                ShownState.UNKNOWN,
                "",
                GuardLevel.OPEN,
                active.instance(),
                List.of(),
                false);
    }

    private String detail(InstanceHealth health) {
        var parts = new ArrayList<String>();
        health.latency()
                .filter(_ -> health.code().isEmpty())
                .ifPresent(latency -> parts.add(words.latency(latency.toMillis())));
        health.lastCheckAt()
                .ifPresent(at -> parts.add(words.texts()
                        .text(
                                "shell.checked",
                                words.age(Duration.between(at, services.clock().instant())))));
        return String.join(" · ", parts);
    }

    @Override
    public void close() {
        batch.close();
    }
}
