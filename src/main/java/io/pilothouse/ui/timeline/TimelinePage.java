package io.pilothouse.ui.timeline;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.tasks.health.HealthRounds.FleetPart;
import io.pilothouse.ui.common.Severity;
import io.pilothouse.ui.common.SpanChoice;
import io.pilothouse.ui.common.StateLabel;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.ToolRow;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.CellDrawing;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.InstanceCell;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import io.pilothouse.ui.timeline.TimelineViewModel.Event;
import io.pilothouse.ui.timeline.TimelineViewModel.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The Fleet over time: the picture, and under it every change of state, newest first. FX thread only.
final class TimelinePage implements PageView {

    private static final int TICKS = 7;

    /// In a low window the picture gives way first, down to its least height; then the page scrolls.
    private static final double TABLE = 240;

    private static final double LOWEST = 200;

    private final WindowContext window;
    private final Words words;
    private final TimelineViewModel model;
    private final Label share = new Label();
    private final HBox legend = new HBox(16);
    private final StatesChart chart = new StatesChart(this::said);
    private final MemoryRows<Event> rows = new MemoryRows<>(Event::number);
    private final RowTable<Event> table;
    private final VBox root = new VBox();

    TimelinePage(WindowContext window) {
        this.window = window;
        words = window.words();
        model = new TimelineViewModel(window.services());
        table = new RowTable<>(window, spec());
        table.setMinHeight(LOWEST);
        table.setPrefHeight(TABLE);
        VBox.setVgrow(table, Priority.ALWAYS);
        share.getStyleClass().add("text-card");
        share.setMinWidth(Region.USE_PREF_SIZE);
        legend.setAlignment(Pos.CENTER_LEFT);
        legend.setPadding(new Insets(0, 0, 0, 16));
        var head = new ToolRow(share, new SpanChoice(words.texts(), model::span));
        head.setTools(legend);
        var past = new VBox(head, chart);
        past.getStyleClass().add("timeline-past");
        root.getChildren().setAll(past, table);
        model.view().subscribe(view -> view.ifPresent(this::show));
    }

    private TableSpec<Event> spec() {
        var clock = window.services().clock();
        var states = Severity.ORDER.stream().map(words::state).toList();
        var columns = List.<Column<Event>>of(
                Column.<Event>time(
                                "at",
                                "timeline.at",
                                event -> Optional.of(event.at()),
                                at -> words.time(at, clock.instant()))
                        .width(124),
                Column.<Event>text("instance", "timeline.instance", TimelinePage::name)
                        .width(200)
                        .drawn(() -> new InstanceCell<>(Event::instance, TimelinePage::name)),
                Column.<Event>choice("state", "timeline.state", event -> words.state(event.state()), states)
                        .exportedAs(event -> event.state().word())
                        .width(160)
                        .drawn(StateCell::new),
                Column.<Event>choice("before", "timeline.before", event -> words.state(event.before()), states)
                        .exportedAs(event -> event.before().word())
                        .width(148),
                Column.<Event>text(
                                "words",
                                "timeline.words",
                                event -> words.texts().said(event.words()))
                        .inOurWords()
                        .width(320)
                        .growing());
        return TableSpec.of("timeline", text("timeline.spoken"), rows, columns)
                .sortedBy(new SortBy("at", true))
                .ofInstance(Event::id)
                .withoutBoxes()
                .opening(event -> window.navigation().goTo(event.id(), "history"))
                .whenEmpty(() -> new StatePane(
                        Octicons.GRAPH_16, text("timeline.empty"), text("timeline.empty-why"), List.of()));
    }

    private static String name(Event event) {
        return event.instance().map(Instance::name).orElseGet(() -> event.id().value());
    }

    private final class StateCell implements CellDrawing<Event> {
        private final StateLabel label = new StateLabel(words, 14);

        @Override
        public Node node() {
            return label;
        }

        @Override
        public void show(Event event) {
            label.show(event.state(), "");
        }
    }

    private void show(View view) {
        share.setText(view.healthy()
                .map(well -> text("timeline.healthy", words.percent(well)))
                .orElseGet(() -> text("timeline.nothing")));
        // as the columns stand, from their top
        var byLook = Severity.ORDER.stream()
                .filter(state ->
                        view.parts().stream().anyMatch(part -> part.instances().containsKey(state)))
                .collect(Collectors.groupingBy(StatesChart::look, LinkedHashMap::new, Collectors.toList()));
        legend.getChildren()
                .setAll(byLook.values().stream().map(this::legend).toList().reversed());
        chart.show(
                view.parts(),
                words.ticks(view.span(), view.from(), view.until(), TICKS),
                text("timeline.spoken-chart", share.getText(), worst(view)));
        rows.set(view.events());
    }

    private String worst(View view) {
        return view.worst()
                .map(part -> text(
                        "timeline.worst",
                        words.time(part.from(), view.until()),
                        View.trouble(part),
                        View.counted(part),
                        words.time(part.until(), view.until())))
                .orElseGet(() -> text("timeline.calm"));
    }

    /// @param states of one look
    private Node legend(List<ShownState> states) {
        var sign = StatesChart.block(states.getFirst());
        sign.getStyleClass().add("states-sign");
        var word = new Label(inOneBreath(states.stream().map(words::state).toList()));
        word.getStyleClass().addAll("text-muted", "text-second");
        word.setMinWidth(Region.USE_PREF_SIZE);
        var pair = new HBox(6, sign, word);
        pair.setAlignment(Pos.CENTER_LEFT);
        return pair;
    }

    /// @return "Refused, locked"
    private String inOneBreath(List<String> said) {
        var locale = words.texts().locale();
        return said.stream()
                .skip(1)
                .map(word -> word.substring(0, 1).toLowerCase(locale) + word.substring(1))
                .reduce(said.getFirst(), (before, word) -> before + ", " + word);
    }

    /// "Thu 18 Jun 14:00 to 14:20: 3 Down, 11 Healthy".
    private String said(FleetPart part) {
        var counts = Severity.ORDER.stream()
                .filter(part.instances()::containsKey)
                .map(state -> words.number(part.instances().get(state)) + " " + words.state(state))
                .collect(Collectors.joining(", "));
        return text(
                "timeline.part",
                words.period(part.from(), part.until()),
                counts.isEmpty() ? text("timeline.nothing") : counts);
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        model.follow();
    }

    @Override
    public void hidden() {
        model.rest();
    }

    @Override
    public void close() {
        model.rest();
        table.close();
    }

    @Override
    public ObservableValue<String> subtitle() {
        return model.view().map(view -> view.map(this::worst).orElseGet(() -> text("timeline.reading")));
    }

    @Override
    public boolean focusFilter() {
        return table.focusFilter();
    }
}
