package io.pilothouse.ui.alert;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.alert.Alerts;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.CellDrawing;
import io.pilothouse.ui.table.Chosen;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.InstanceCell;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.octicons.Octicons;

/// All messages, what became of them, and what would have been sent under the rules of now.
final class MessagesPage implements PageView {

    private static final Duration SIMULATED = Duration.ofDays(7);

    private final WindowContext window;
    private final Words words;
    private final AlertWords say;
    private final MemoryRows<Alert> rows = new MemoryRows<>(Alert::id);
    private final RowTable<Alert> table;
    private final ToggleButton simulating;
    private final Latest reading;
    private Subscription subscription = () -> {};

    MessagesPage(WindowContext window) {
        this.window = window;
        words = window.words();
        say = new AlertWords(window.services().instances(), words, true);
        reading = new Latest(window.services().fx());
        table = new RowTable<>(
                window,
                TableSpec.of("alert.messages", text("alert.messages"), rows, columns())
                        .sortedBy(new SortBy("at", true))
                        .ofAnyInstance(alert -> alert.instances().stream().findFirst())
                        .opening(alert -> alert.instances().stream().findFirst().ifPresent(window.navigation()::goTo))
                        .withBulk(List.of(
                                BulkAct.of(
                                        "alert.acknowledge",
                                        text("alert.acknowledge"),
                                        Octicons.CHECK_16,
                                        this::acknowledge),
                                BulkAct.of("alert.mute", text("alert.mute"), Octicons.BELL_SLASH_16, this::mute)))
                        .whenEmpty(() -> new StatePane(
                                Octicons.BELL_24, text("alert.empty"), text("alert.empty.why"), List.of())));
        simulating = new ToggleButton(text("alert.simulate"), new Icon(Octicons.BEAKER_16));
        simulating.setId("alert-simulate");
        simulating.setOnAction(_ -> fill());
        table.setTools(simulating);
    }

    private List<Column<Alert>> columns() {
        return List.of(
                Column.<Alert>choice("event", "alert.column.event", say::event, say.events())
                        .exportedAs(alert -> Words.stable(alert.event()))
                        .width(200)
                        .upTo(240)
                        .drawn(EventCell::new),
                Column.<Alert>text("instances", "alert.column.instances", say::names)
                        .drawn(() -> new InstanceCell<>(this::only, say::names))
                        .width(142)
                        .upTo(200),
                Column.<Alert>text("what", "alert.column.what", say::what)
                        .inOurWords()
                        .width(270)
                        .growing(),
                Column.<Alert>time("at", "alert.column.at", alert -> Optional.of(alert.at()), this::time)
                        .width(110),
                Column.<Alert>duration("lasted", "alert.column.lasted", this::lasted, words)
                        .width(80),
                Column.<Alert>text("reached", "alert.column.reached", say::reached)
                        .inOurWords()
                        .width(210),
                Column.<Alert>time("known", "alert.column.known", Alert::acknowledged, this::time)
                        .width(130)
                        .hidden());
    }

    private Optional<Instance> only(Alert alert) {
        return alert.instances().size() == 1
                ? window.services().instances().find(alert.instances().getFirst())
                : Optional.empty();
    }

    private String time(Instant at) {
        return words.time(at, window.services().clock().instant());
    }

    private Optional<Duration> lasted(Alert alert) {
        return alert.event().lasts()
                ? Optional.of(Duration.between(
                        alert.since(),
                        alert.ended().orElseGet(() -> window.services().clock().instant())))
                : Optional.empty();
    }

    private static List<Alert> chosen(Chosen<Alert> chosen) {
        return chosen instanceof Chosen.Rows<Alert>(var alerts) ? alerts : List.of();
    }

    private void acknowledge(Chosen<Alert> chosen) {
        AlertFeature.acknowledge(window, chosen(chosen).stream().map(Alert::id).toList());
    }

    private void mute(Chosen<Alert> chosen) {
        var ids = chosen(chosen).stream()
                .flatMap(alert -> alert.instances().stream())
                .distinct()
                .toList();
        AlertFeature.mute(window, ids, AlertFeature.HOUR);
    }

    private void fill() {
        if (!simulating.isSelected()) {
            rows.set(window.services().alerts().state().get().recent());
            return;
        }
        var since = window.services().clock().instant().minus(SIMULATED);
        reading.<List<Alert>>start(
                () -> window.background()
                        .read(
                                text("alert.simulating"),
                                List.of(),
                                _ -> window.services().alerts().simulate(since)),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<List<Alert>>(var simulated)) {
                        rows.set(simulated);
                    }
                });
    }

    @Override
    public Parent root() {
        return table;
    }

    @Override
    public void shown() {
        subscription =
                window.services().alerts().state().subscribe(window.services().fx(), (Alerts.State _) -> fill());
    }

    @Override
    public void hidden() {
        subscription.close();
        reading.cancel();
    }

    @Override
    public void close() {
        subscription.close();
        reading.cancel();
        table.close();
    }

    @Override
    public boolean focusFilter() {
        return table.focusFilter();
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    /// The shape of the state that the event is about, and its word.
    private final class EventCell implements CellDrawing<Alert> {
        private final HBox box = new HBox(6);

        EventCell() {
            box.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public void show(Alert alert) {
            var word = new Label(say.event(alert));
            if (!alert.open()) {
                word.getStyleClass().add("text-muted");
            }
            box.getChildren().setAll(new StateShape(shape(alert.event()), 14), word);
        }
    }

    private static ShownState shape(AlertEvent event) {
        return switch (event) {
            case DOWN, STILL_DOWN -> ShownState.DOWN;
            case RECOVERED, RESULTS -> ShownState.HEALTHY;
            case REFUSED -> ShownState.REFUSED;
            case IDENTITY -> ShownState.IDENTITY_CHANGED;
            case UNSTABLE -> ShownState.UNSTABLE;
            case WARNING, CERTIFICATE, CERTIFICATE_SOON, WORK, MISSED, COPY -> ShownState.WARNING;
            case LOCKED -> ShownState.LOCKED;
        };
    }
}
