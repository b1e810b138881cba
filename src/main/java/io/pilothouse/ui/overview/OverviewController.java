package io.pilothouse.ui.overview;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.health.HealthRounds.StateChange;
import io.pilothouse.ui.common.Breaks;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.LatencyChart;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.SideBySide;
import io.pilothouse.ui.common.Span;
import io.pilothouse.ui.common.SpanChoice;
import io.pilothouse.ui.common.StateLabel;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.common.UptimeBars;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.firstrun.FirstSteps;
import io.pilothouse.ui.shell.OverviewPanels;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// Binds `Overview.fxml` to its view-model, and decides nothing.
public final class OverviewController {

    private static final double BAR_HEIGHT = 20;
    private static final int TICKS = 7;
    private static final int MARKS = 3;

    /// So much of the chart lies between two changes of state that are both written into it.
    private static final double APART = 0.2;

    private final OverviewViewModel model;
    private final WindowContext window;
    private final Words words;
    private final LatencyChart chart = new LatencyChart();
    private final Label unmeasured = new Label();
    private final Map<Span, UptimeBars> barsOf = new EnumMap<>(Span.class);
    private final Map<Span, Label> shareOf = new EnumMap<>(Span.class);
    private final Optional<OverviewPanels.Panels> panels;

    @FXML
    private VBox troubles;

    @FXML
    private HBox legend;

    @FXML
    private Label middle;

    @FXML
    private Label slow;

    @FXML
    private StackPane spans;

    @FXML
    private StackPane chartPlace;

    @FXML
    private VBox bars;

    @FXML
    private Label lastOutage;

    @FXML
    private Button openHistory;

    @FXML
    private VBox changes;

    @FXML
    private VBox lately;

    @FXML
    private VBox page;

    @FXML
    private VBox latencyCard;

    @FXML
    private VBox factsCard;

    @FXML
    private VBox answeredCard;

    @FXML
    private Label workCount;

    @FXML
    private Button openCycles;

    @FXML
    private VBox turns;

    @FXML
    private Button copyFacts;

    @FXML
    private GridPane facts;

    OverviewController(OverviewViewModel model, WindowContext window, Optional<OverviewPanels.Panels> panels) {
        this.model = model;
        this.panels = panels;
        this.window = window;
        words = window.words();
        unmeasured.setText(text("overview.unmeasured"));
    }

    @FXML
    private void initialize() {
        unmeasured.getStyleClass().add("text-muted");
        unmeasured.setMinHeight(LatencyChart.HEIGHT);
        chartPlace.getChildren().setAll(chart, unmeasured);
        spans.getChildren().setAll(new SpanChoice(words.texts(), model.span()::set));
        for (var span : Span.values()) {
            bars.getChildren().add(barRow(span));
        }
        copyFacts.setGraphic(new Icon(Octicons.DUPLICATE_16));
        copyFacts.setAccessibleText(text("overview.copy-facts"));
        copyFacts.setOnAction(_ -> copyFacts());
        panels.ifPresent(this::add);
        page.getChildren().addFirst(new FirstSteps(window)); // within what scrolls
        boolean cycles = window.pages().find(model.id().kind(), "cycles").isPresent();
        openCycles.setText(text(cycles ? "overview.open-cycles" : "overview.open-schedules"));
        openCycles.setOnAction(_ -> {
            if (cycles) {
                window.navigation().goTo(model.id(), "cycles");
            } else {
                window.actions().run("schedules.open", Optional.empty());
            }
        });
        boolean history = window.pages().find(model.id().kind(), "history").isPresent();
        show(openHistory, history);
        openHistory.setOnAction(_ -> window.navigation().goTo(model.id(), "history"));
        model.now().subscribe(now -> now.ifPresent(this::show));
        model.past().subscribe(this::show);
    }

    /// The kind's own panels: above latency with the facts beside them, and below it.
    private void add(OverviewPanels.Panels added) {
        factsCard.getStyleClass().add("facts-narrow");
        answeredCard.getStyleClass().add("overview-side");
        var above = added.above();
        var right = new HBox(12);
        right.getChildren().addAll(above.subList(1, above.size()));
        right.getChildren().add(factsCard);
        HBox.setHgrow(factsCard, Priority.ALWAYS);
        var first = new SideBySide();
        first.getChildren().setAll(above.getFirst(), right);
        var second = new SideBySide();
        second.getChildren().setAll(latencyCard, answeredCard);
        page.getChildren().setAll(troubles, first, second);
        var below = added.below();
        page.getChildren().addAll(below);
    }

    private Node barRow(Span span) {
        var name = new Label(text("common.span." + span.word()));
        name.getStyleClass().addAll("text-muted", "text-second", "bar-span");
        var row = new UptimeBars(BAR_HEIGHT);
        barsOf.put(span, row);
        var share = new Label();
        share.getStyleClass().add("text-strong");
        share.setMinWidth(Region.USE_PREF_SIZE);
        shareOf.put(span, share);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var line = new HBox(name, row, space, share);
        line.getStyleClass().add("bar-row");
        return line;
    }

    // ---- now

    private void show(OverviewViewModel.Now now) {
        troubles.getChildren().setAll(now.troubles().stream().map(this::trouble).toList());
        show(troubles, !now.troubles().isEmpty());
        workCount.setText(now.turns().isEmpty() ? "" : words.number(now.turns().size()));
        turns.getChildren()
                .setAll(
                        now.turns().isEmpty()
                                ? List.of(quiet("overview.no-work"))
                                : now.turns().stream().map(this::turn).toList());
        facts.getChildren().clear();
        for (int i = 0; i < now.facts().size(); i++) {
            var fact = now.facts().get(i);
            var name = new Label(fact.name());
            name.getStyleClass().add("fact-name");
            name.setMinWidth(Region.USE_PREF_SIZE);
            var value = new Label(Breaks.in(fact.value()));
            value.getStyleClass().add("fact-value");
            value.setMinHeight(Region.USE_PREF_SIZE);
            fact.sign().ifPresent(sign -> value.setGraphic(sign(sign)));
            GridPane.setValignment(name, VPos.TOP);
            facts.addRow(i, name, value);
        }
    }

    private Node turn(OverviewViewModel.Turn turn) {
        var title = new Label(turn.title());
        title.getStyleClass().add("text-strong");
        title.setMinWidth(Region.USE_PREF_SIZE);
        var about = new Label(turn.about());
        about.getStyleClass().addAll("text-muted", "text-second");
        about.setMinWidth(0);
        about.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(about, Priority.ALWAYS);
        var next = new Label(turn.held() ? text("overview.turn-held") : turn.next());
        next.setMinWidth(Region.USE_PREF_SIZE);
        var row = new HBox(title, about, next);
        row.getStyleClass().add("change");
        return row;
    }

    private Node entry(Activity.Entry entry, Instant now) {
        var at = new Label(words.time(entry.at(), now));
        at.getStyleClass().add("change-at");
        var said = new Label(new RunWords(words).of(entry.words(), now));
        said.setWrapText(true);
        said.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(said, Priority.ALWAYS);
        var row = new HBox(at, said);
        row.getStyleClass().add("change");
        return row;
    }

    private Label quiet(String key) {
        var label = new Label(text(key));
        label.getStyleClass().addAll("text-muted", "text-second", "overview-quiet");
        label.setWrapText(true);
        return label;
    }

    private static Node sign(ShownState state) {
        if (state == ShownState.HEALTHY) {
            var check = new Icon(Octicons.CHECK_16);
            check.getStyleClass().addAll("ok-icon", "small-icon");
            return check;
        }
        return new StateShape(state, 14);
    }

    private Node trouble(OverviewViewModel.Trouble trouble) {
        var strong = new Label(trouble.strong());
        strong.getStyleClass().add("text-strong");
        strong.setWrapText(true);
        strong.setMinHeight(Region.USE_PREF_SIZE);
        var rest = new Label(trouble.rest());
        rest.getStyleClass().add("text-muted");
        HBox.setHgrow(rest, Priority.ALWAYS);
        rest.setMaxWidth(Double.MAX_VALUE);
        rest.setMinWidth(0);
        rest.setWrapText(true);
        rest.setMinHeight(Region.USE_PREF_SIZE);
        var row = new HBox(new StateShape(trouble.sign(), 16), strong, rest);
        row.getStyleClass().add("trouble");
        var open = new Button();
        open.getStyleClass().add("small");
        open.setGraphic(new Icon(Octicons.LINK_EXTERNAL_16));
        open.setMinWidth(Region.USE_PREF_SIZE);
        if (trouble.link().isPresent()) {
            open.setText(text("overview.open-help"));
            open.setOnAction(
                    _ -> window.services().browser().accept(trouble.link().orElseThrow()));
        } else {
            open.setText(text("overview.open-in", words.kind(model.id().kind())));
            open.setOnAction(_ -> window.actions().run("instance.browser", Optional.of(model.id())));
        }
        row.getChildren().add(open);
        return row;
    }

    private void copyFacts() {
        var content = new ClipboardContent();
        content.putString(model.now().get().stream()
                .flatMap(now -> now.facts().stream())
                .map(fact -> fact.name() + "\t" + fact.value())
                .collect(Collectors.joining("\n")));
        Clipboard.getSystemClipboard().setContent(content);
    }

    // ---- past

    private void show(Optional<OverviewViewModel.Past> read) {
        read.ifPresentOrElse(this::show, this::showNothing);
    }

    private void showNothing() {
        show(legend, false);
        show(unmeasured, false);
        chart.show(List.of(), List.of(), text("overview.no-history"));
        lastOutage.setText(text("overview.reading"));
        changes.getChildren().clear();
    }

    private void show(OverviewViewModel.Past past) {
        var latency = past.latency();
        show(legend, !Double.isNaN(latency.p50Millis()));
        middle.setText(text("overview.middle", words.fineLatency(latency.p50Millis())));
        slow.setText(text("overview.slow", words.fineLatency(latency.p95Millis())));
        boolean measured = latency.parts().stream().anyMatch(part -> !Double.isNaN(part.p50Millis()));
        show(chart, measured);
        show(unmeasured, !measured);
        chart.show(
                latency.parts(),
                words.ticks(past.span(), past.from(), past.until(), TICKS),
                middle.getText() + ", " + slow.getText());
        chart.mark(marks(past));
        var now = window.services().clock().instant();
        lately.getChildren()
                .setAll(
                        past.lately().isEmpty()
                                ? List.of(quiet("overview.no-lately"))
                                : past.lately().stream()
                                        .map(each -> entry(each, now))
                                        .toList());
        barsOf.forEach((span, row) -> {
            var parts = past.bars().getOrDefault(span, List.of());
            var share = past.passed(span).map(words::percent).orElseGet(() -> text("common.none"));
            shareOf.get(span).setText(share);
            row.show(parts, text("overview.bars-spoken", text("common.span." + span.word()), share));
        });
        lastOutage.setText(outage(past));
        showChanges(past.changes());
    }

    /// The last changes of state stand in the chart.
    private List<LatencyChart.Mark> marks(OverviewViewModel.Past past) {
        double length = Duration.between(past.from(), past.until()).toMillis();
        var marks = new ArrayList<LatencyChart.Mark>();
        for (var change : past.changes()) {
            double share = Duration.between(past.from(), change.at()).toMillis() / length;
            boolean told = change.to() != ShownState.CHECKING && share > 0 && share < 1;
            if (told && marks.size() < MARKS && marks.stream().allMatch(mark -> mark.share() - share > APART)) {
                marks.add(new LatencyChart.Mark(
                        share, words.time(change.at(), past.until()) + " " + words.state(change.to())));
            }
        }
        return marks;
    }

    private String outage(OverviewViewModel.Past past) {
        var now = window.services().clock().instant();
        return past.outage()
                .map(change -> text(
                        "overview.last-outage",
                        words.time(change.at(), now),
                        words.texts().said(change.words())))
                .or(() -> model.now()
                        .get()
                        .filter(known -> known.state() == ShownState.DOWN)
                        .flatMap(OverviewViewModel.Now::since)
                        .map(since -> text("overview.out-since", words.time(since, now))))
                .orElseGet(() ->
                        text(past.passed(Span.QUARTER).isPresent() ? "overview.no-outage" : "overview.not-checked"));
    }

    private void showChanges(List<StateChange> read) {
        var now = window.services().clock().instant();
        if (read.isEmpty()) {
            changes.getChildren().setAll(quiet("overview.no-changes"));
        } else {
            changes.getChildren()
                    .setAll(read.stream().map(change -> change(change, now)).toList());
        }
    }

    private Node change(StateChange change, Instant now) {
        var at = new Label(words.time(change.at(), now));
        at.getStyleClass().add("change-at");
        var to = new StateLabel(words, 14);
        to.show(change.to(), "");
        to.setMinWidth(140);
        var said = new Label(words.texts().said(change.words()));
        said.getStyleClass().add("text-muted");
        HBox.setHgrow(said, Priority.ALWAYS);
        var row = new HBox(at, to, said);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("change");
        return row;
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
