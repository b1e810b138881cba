package io.pilothouse.ui.fleet;

import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.health.HealthRounds.Bar;
import io.pilothouse.tasks.health.HealthRounds.StateChange;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.common.GuardBadge;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Span;
import io.pilothouse.ui.common.StateLabel;
import io.pilothouse.ui.common.UptimeBars;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The drawer under the Fleet that tells more of the chosen instance, without going there. FX thread
/// only.
final class FleetPeek {

    private static final List<String> ACTIONS = List.of(
            "instance.open",
            "instance.open-window",
            "instance.browser",
            "instance.check",
            "instance.diagnose",
            "instance.maintenance",
            "instance.maintenance-end");
    private static final int CHANGES = 5;

    private record Past(Map<Span, List<Bar>> bars, List<StateChange> changes) {}

    private final WindowContext window;
    private final Words words;
    private final Latest reading;
    private final HBox panel = new HBox();
    private Optional<InstanceId> shown = Optional.empty();

    FleetPeek(WindowContext window) {
        this.window = window;
        words = window.words();
        reading = new Latest(window.services().fx());
        panel.getStyleClass().add("fleet-peek");
        panel.setId("fleet-peek");
    }

    /// Opens on an instance, or closes where it is open on that one.
    void toggle(InstanceId id) {
        if (shown.equals(Optional.of(id))) {
            window.drawer().close();
            return;
        }
        if (shown.isEmpty()) {
            window.drawer().show(panel, this::closed);
        }
        load(id);
    }

    /// Shows another instance where it is open.
    void follow(InstanceId id) {
        if (shown.isPresent() && !shown.equals(Optional.of(id))) {
            load(id);
        }
    }

    void close() {
        if (shown.isPresent()) {
            window.drawer().close();
        }
    }

    private void closed() {
        shown = Optional.empty();
        reading.cancel();
    }

    private void load(InstanceId id) {
        shown = Optional.of(id);
        show(id, new Past(Map.of(), List.of()));
        var now = window.services().clock().instant();
        reading.start(
                () -> window.background().read(words.texts().text("fleet.reading"), List.of(id), _ -> read(id, now)),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<Past>(Past past)) {
                        show(id, past);
                    }
                });
    }

    private Past read(InstanceId id, Instant now) {
        var health = window.services().health();
        var bars = new EnumMap<Span, List<Bar>>(Span.class);
        for (var span : Span.values()) {
            bars.put(span, health.bars(id, now.minus(span.length()), now, FleetViewModel.PARTS));
        }
        return new Past(bars, health.changes(id, now.minus(Duration.ofDays(90)), CHANGES));
    }

    private void show(InstanceId id, Past past) {
        window.services()
                .instances()
                .find(id)
                .ifPresent(instance -> panel.getChildren()
                        .setAll(about(instance), bars(instance, past), changes(past), closeButton()));
    }

    private Node about(Instance instance) {
        var health =
                Optional.ofNullable(window.services().health().states().get().get(instance.id()));
        var name = new Label(instance.name());
        name.getStyleClass().add("text-card");
        var second =
                new Label(words.texts().text("shell.place", words.kindAndVersion(instance), words.place(instance)));
        second.getStyleClass().addAll("text-muted", "text-second");
        var guard = new GuardBadge(words);
        guard.show(window.services().guards().levelOf(instance.id()));
        var head = new HBox(12, Monogram.of(instance, Monogram.Size.LARGE), new VBox(name, second), guard);
        head.setAlignment(Pos.CENTER_LEFT);
        var state = new StateLabel(words, 14);
        var now = window.services().clock().instant();
        state.show(
                health.map(InstanceHealth::state).orElse(ShownState.UNKNOWN),
                health.map(one -> words.texts().text("fleet.since", words.time(one.stateSince(), now)))
                        .orElse(""));
        var box = new VBox(8, head, state);
        box.setPrefWidth(420);
        box.setMinWidth(260);
        health.flatMap(InstanceHealth::problem)
                .map(words.texts()::said)
                .ifPresent(said -> box.getChildren().add(wrapped(said)));
        if (!instance.configuration().notes().isBlank()) {
            box.getChildren().add(wrapped(instance.configuration().notes()));
        }
        var space = new Region();
        VBox.setVgrow(space, Priority.ALWAYS);
        box.getChildren().addAll(space, actions(instance.id()));
        return box;
    }

    private static Label wrapped(String said) {
        var label = new Label(said);
        label.setWrapText(true);
        label.getStyleClass().add("text-second");
        return label;
    }

    private Node actions(InstanceId id) {
        var row = new javafx.scene.layout.FlowPane(8, 8);
        for (var action : ACTIONS) {
            window.actions()
                    .find(action)
                    .filter(one -> one.availability().apply(Optional.of(id)) instanceof Availability.Available)
                    .ifPresent(one -> {
                        var button = window.actions().button(one.id(), Optional.of(id));
                        button.getStyleClass().add("small");
                        row.getChildren().add(button);
                    });
        }
        return row;
    }

    private Node bars(Instance instance, Past past) {
        var box = new VBox(12);
        box.setMinWidth(220);
        for (var span : Span.values()) {
            var bars = past.bars().getOrDefault(span, List.of());
            long checks = bars.stream().mapToLong(Bar::checks).sum();
            long passed = bars.stream().mapToLong(Bar::passed).sum();
            var name = new Label(words.texts().text("common.span." + span.word()));
            name.getStyleClass().addAll("text-muted", "text-second");
            name.setMinWidth(32);
            var picture = new UptimeBars(20);
            var share = checks == 0 ? words.texts().text("common.none") : words.percent((double) passed / checks);
            picture.show(bars, instance.name() + ", " + name.getText() + ", " + share);
            var said = new Label(share);
            said.getStyleClass().add("text-strong");
            said.setMinWidth(56);
            said.setAlignment(Pos.CENTER_RIGHT);
            var line = new HBox(8, name, picture, said);
            line.setAlignment(Pos.CENTER_LEFT);
            box.getChildren().add(line);
        }
        return box;
    }

    private Node changes(Past past) {
        var box = new VBox(4);
        HBox.setHgrow(box, Priority.ALWAYS);
        var head = new Label(words.texts().text("fleet.peek.changes"));
        head.getStyleClass().add("field-label");
        box.getChildren().add(head);
        var now = window.services().clock().instant();
        for (var change : past.changes()) {
            var at = new Label(words.time(change.at(), now));
            at.getStyleClass().addAll("text-muted", "text-second");
            at.setMinWidth(96);
            var state = new StateLabel(words, 12);
            state.getStyleClass().add("text-second");
            state.show(change.to(), words.texts().said(change.words()));
            var line = new HBox(8, at, state);
            line.setAlignment(Pos.CENTER_LEFT);
            box.getChildren().add(line);
        }
        if (past.changes().isEmpty()) {
            var none = new Label(words.texts().text("fleet.peek.no-changes"));
            none.getStyleClass().addAll("text-muted", "text-second");
            box.getChildren().add(none);
        }
        return box;
    }

    private Node closeButton() {
        var close = new Button(null, new Icon(Octicons.X_16));
        close.getStyleClass().addAll("flat", "icon-button");
        close.setAccessibleText(words.texts().text("common.close"));
        close.setOnAction(_ -> window.drawer().close());
        return close;
    }
}
