package io.pilothouse.ui.history;

import atlantafx.base.controls.SegmentedControl;
import atlantafx.base.controls.ToggleLabel;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.health.HealthRounds.Bar;
import io.pilothouse.ui.common.LatencyChart;
import io.pilothouse.ui.common.SpanChoice;
import io.pilothouse.ui.common.StateLabel;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.ToolRow;
import io.pilothouse.ui.common.UptimeBars;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.history.HistoryViewModel.Event;
import io.pilothouse.ui.history.HistoryViewModel.Past;
import io.pilothouse.ui.history.HistoryViewModel.Show;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.CellDrawing;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// Binds `History.fxml` to its view-model, and decides nothing.
public final class HistoryController {

    private static final int TICKS = 7;

    /// The page scrolls rather than show less of its table.
    private static final double TABLE = 240;

    private final HistoryViewModel model;
    private final WindowContext window;
    private final InstanceId id;
    private final String name;
    private final Words said;
    private final LatencyChart chart = new LatencyChart();
    private final UptimeBars bars = UptimeBars.stretching(28);
    private final MemoryRows<Event> rows = new MemoryRows<>(Event::number);
    private final RowTable<Event> events;
    private final Label passed = new Label();
    private final Label middle = new Label();
    private final Label slow = new Label();
    private final Label slowest = new Label();
    private final Label unmeasured = new Label();

    @FXML
    private VBox root;

    @FXML
    private StackPane head;

    @FXML
    private StackPane barsPlace;

    @FXML
    private StackPane chartPlace;

    HistoryController(HistoryViewModel model, WindowContext window, InstanceId id, String name) {
        this.model = model;
        this.window = window;
        this.id = id;
        this.name = name;
        said = window.words();
        events = new RowTable<>(window, spec());
    }

    @FXML
    private void initialize() {
        head.getChildren().setAll(head());
        bars.walkable(this::part);
        barsPlace.getChildren().setAll(bars);
        unmeasured.setText(text("overview.unmeasured"));
        unmeasured.getStyleClass().add("text-muted");
        unmeasured.setVisible(false);
        chartPlace.getChildren().setAll(chart, unmeasured);
        events.setTools(showChoice());
        events.setMinHeight(TABLE);
        VBox.setVgrow(events, Priority.ALWAYS);
        root.getChildren().add(events);
        model.view().subscribe(view -> {
            if (view.read()) {
                rows.set(view.events());
            }
        });
        model.past().subscribe(past -> past.ifPresent(this::show));
    }

    private Node head() {
        passed.getStyleClass().add("text-card");
        passed.setMinWidth(Region.USE_PREF_SIZE);
        for (var figure : List.of(middle, slow, slowest)) {
            figure.getStyleClass().addAll("text-muted", "text-second");
        }
        var row = new ToolRow(passed, new SpanChoice(said.texts(), model::span));
        row.setTools(unit(), legend("legend-line", middle), legend("legend-dashed", slow), slowest);
        return row;
    }

    private Label unit() {
        var unit = new Label(text("overview.latency-unit"));
        unit.getStyleClass().addAll("text-muted", "text-second");
        unit.setId("latency-unit");
        return unit;
    }

    private static Node legend(String sign, Label words) {
        var line = new Region();
        line.getStyleClass().add(sign);
        var pair = new HBox(8, line, words);
        pair.setAlignment(Pos.CENTER_LEFT);
        return pair;
    }

    private Node showChoice() {
        var choice = new SegmentedControl();
        choice.setAccessibleText(text("history.show"));
        for (var show : Show.values()) {
            var label = new ToggleLabel(text("history.show." + show.name().toLowerCase(Locale.ROOT)));
            label.setId("show-" + show.name().toLowerCase(Locale.ROOT));
            label.setUserData(show);
            choice.getSegments().add(label);
        }
        choice.getToggleGroup().selectedToggleProperty().subscribe(chosen -> {
            if (chosen != null && chosen.getUserData() instanceof Show show) {
                model.show(show);
            }
        });
        return choice;
    }

    private TableSpec<Event> spec() {
        var clock = window.services().clock();
        var whats = Stream.concat(
                        Arrays.stream(ShownState.values()).map(said::state),
                        Arrays.stream(Origin.values()).map(this::by))
                .distinct()
                .toList();
        var columns = List.<Column<Event>>of(
                Column.<Event>time(
                                "at",
                                "history.at",
                                event -> Optional.of(event.at()),
                                at -> said.time(at, clock.instant()))
                        .width(140),
                Column.<Event>choice("what", "history.what", this::what, whats)
                        .exportedAs(event -> event.state()
                                .map(ShownState::word)
                                .or(() -> event.by().map(Origin::word))
                                .orElse(""))
                        .width(176)
                        .drawn(WhatCell::new),
                Column.<Event>text("words", "history.words", Event::words)
                        .inOurWords()
                        .width(420)
                        .growing(),
                Column.<Event>number(
                                "latency",
                                "history.latency",
                                event -> event.latency()
                                        .map(Duration::toMillis)
                                        .map(Long::doubleValue)
                                        .orElse(Double.NaN),
                                event -> event.latency()
                                        .map(one -> said.latency(one.toMillis()))
                                        .orElse(""))
                        .width(90));
        return TableSpec.of("history", text("history.spoken", name), rows, columns)
                .sortedBy(new SortBy("at", true))
                .ofInstance(_ -> id)
                .whenEmpty(this::empty);
    }

    private String what(Event event) {
        return event.state()
                .map(said::state)
                .orElseGet(() -> event.by().map(this::by).orElse(""));
    }

    private String by(Origin origin) {
        return text("tasks.origin." + origin.word());
    }

    private Node empty() {
        return new StatePane(
                Octicons.HISTORY_16,
                text("history.empty", name),
                text("history.empty-why"),
                List.of(new StatePane.Choice(
                        text("action.instance.check"), () -> window.actions().run("instance.check", Optional.of(id)))));
    }

    private void show(Past past) {
        long checks = past.bars().stream().mapToLong(Bar::checks).sum();
        long good = past.bars().stream().mapToLong(Bar::passed).sum();
        var share = checks == 0 ? text("common.none") : said.percent((double) good / checks);
        passed.setText(text("history.share", share, said.number(checks)));
        bars.show(past.bars(), text("history.bars", name, share));
        var latency = past.latency();
        boolean measured = !Double.isNaN(latency.p50Millis());
        for (var node : List.of(chart, middle.getParent(), slow.getParent(), slowest)) {
            node.setVisible(measured);
        }
        unmeasured.setVisible(!measured);
        middle.setText(text("overview.middle", said.fineLatency(latency.p50Millis())));
        slow.setText(text("overview.slow", said.fineLatency(latency.p95Millis())));
        slowest.setText(text("history.p99", said.fineLatency(latency.p99Millis())));
        chart.show(
                latency.parts(),
                said.ticks(past.span(), past.from(), past.until(), TICKS),
                middle.getText() + ", " + slow.getText() + ", " + slowest.getText());
    }

    /// "Thu 18 Jun 14:02 to 14:14, Down, 0 of 12 checks passed".
    private String part(Bar bar) {
        return text(
                "history.part",
                said.period(bar.from(), bar.until()),
                said.state(bar.worst()),
                said.number(bar.passed()),
                said.number(bar.checks()));
    }

    boolean focusFilter() {
        return events.focusFilter();
    }

    void close() {
        events.close();
    }

    /// What it became, or who did it.
    private final class WhatCell implements CellDrawing<Event> {
        private final StateLabel state = new StateLabel(said, 14);
        private final Label by = new Label();
        private final StackPane place = new StackPane(state, by);

        WhatCell() {
            place.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        public Node node() {
            return place;
        }

        @Override
        public void show(Event event) {
            state.setVisible(event.state().isPresent());
            by.setVisible(event.state().isEmpty());
            event.state().ifPresent(one -> state.show(one, ""));
            by.setText(event.by().map(HistoryController.this::by).orElse(""));
        }
    }

    private String text(String key, Object... arguments) {
        return said.texts().text(key, arguments);
    }
}
