package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Breakdown;
import io.pilothouse.domain.amc.Merge;
import io.pilothouse.domain.amc.ResultColumn;
import io.pilothouse.domain.amc.ResultTable;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.tasks.amc.Results;
import io.pilothouse.ui.table.RowTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// The joined table of a question: all rows, one line for each value of a column, or instances compared;
/// with sums where values may be added, and the chart beside the targets. FX thread only.
final class MergedPane {

    private static final double CHART_HEIGHT = 224;
    private static final double LEAST_CHART = 160;
    private static final int MOST_LINES = 5_000;

    private enum Mode {
        ROWS,
        BY_KEY,
        COMPARE
    }

    private final Desk desk;
    private final Run first;
    private final ResultChart chart;
    private final VBox root = new VBox(6);
    private final VBox chartCard = new VBox(8);
    private final VBox chartPlace = new VBox();
    private final HBox chartLegend = new HBox();
    private final Label words = new Label();
    private final Label reasons = new Label();
    private final FlowPane totals = new FlowPane(18, 4);
    private final VBox rows = new VBox();
    private final ToggleGroup modes = new ToggleGroup();
    private final ComboBox<Integer> by = new ComboBox<>();
    private final ComboBox<Integer> metric = new ComboBox<>();
    private final ComboBox<String> baseline = new ComboBox<>();
    private final ComboBox<Breakdown.Sides> sides = new ComboBox<>();
    private final ComboBox<ResultChart.Kind> kind = new ComboBox<>();
    private final MenuButton export;
    private Mode mode = Mode.ROWS;
    private Optional<Merge.Merged> merged = Optional.empty();
    private Optional<Content> content = Optional.empty();
    private Optional<Breakdown> breakdown = Optional.empty();
    private Consumer<Choice> choosing = _ -> {};
    private @Nullable RowTable<?> table;
    private boolean filling;

    /// What is to be broken down by what.
    record Choice(int by, int metric, Breakdown.Sides sides) {}

    /// A merged result with all that is worked out of its rows, so that showing it only shows.
    ///
    /// @param broken down by what is chosen; empty where nothing can be
    /// @param totals of each metric; empty where values may not be added
    /// @param gaps   whether privacy took values away
    record Content(
            Results.GroupResult group,
            Optional<Breakdown> broken,
            ResultColumns.Rows rows,
            SequencedMap<Integer, Optional<SequencedMap<String, BigDecimal>>> totals,
            boolean gaps) {

        /// Reads all rows: not on the FX thread.
        static Content of(Results.GroupResult group, Optional<Breakdown> broken) {
            var all = group.merged();
            var totals = new LinkedHashMap<Integer, Optional<SequencedMap<String, BigDecimal>>>();
            for (int column : Breakdown.metrics(all)) {
                totals.put(column, all.totals(column));
            }
            return new Content(group, broken, ResultColumns.Rows.of(all), totals, hasGaps(all.table()));
        }
    }

    MergedPane(Desk desk, Run first) {
        this.desk = desk;
        this.first = first;
        chart = new ResultChart(desk);
        words.setWrapText(true);
        words.getStyleClass().add("text-muted");
        reasons.setWrapText(true);
        reasons.setMinHeight(Region.USE_PREF_SIZE);
        reasons.setId("empty-reasons");
        words.setText(desk.text("amc.group.reading"));
        totals.getStyleClass().add("amc-totals");
        VBox.setVgrow(rows, Priority.ALWAYS);
        VBox.setVgrow(root, Priority.ALWAYS);
        export = new ResultExport(desk)
                .button(
                        first.ask().title(),
                        () -> merged.map(Merge.Merged::table).filter(it -> it.rows() > 0),
                        first.ask().group().isEmpty() ? Optional.of(first) : Optional.empty());
        combo(by, "amc.compare.by", column -> name(column), _ -> chosen());
        combo(metric, "amc.compare.metric", column -> name(column), _ -> chosen());
        combo(baseline, "amc.compare.baseline", it -> desk.text("amc.compare.against", it), _ -> showRows());
        combo(sides, "amc.compare.sides", it -> desk.text(word(it)), _ -> chosen());
        sides.setId("amc-sides");
        sides.getItems().setAll(Breakdown.Sides.values());
        sides.setMinWidth(Region.USE_PREF_SIZE);
        combo(kind, "amc.chart.kind", it -> desk.text(word(it)), _ -> showChart());
        kind.getItems().setAll(ResultChart.Kind.values());
        kind.setValue(ResultChart.Kind.BARS);
        var chartHead = new HBox(6, metric, by, kind);
        chartHead.setAlignment(Pos.CENTER_LEFT);
        export.setMinWidth(Region.USE_PREF_SIZE);
        kind.setMinWidth(Region.USE_PREF_SIZE);
        baseline.setMinWidth(Region.USE_PREF_SIZE);
        metric.setPrefWidth(130);
        by.setPrefWidth(130);
        chartCard.getStyleClass().addAll("amc-card", "amc-chart-card");
        var scroll = new ScrollPane(chartPlace); // many instances make many bars; the table keeps its room
        scroll.setId("amc-group-chart");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setMinViewportHeight(LEAST_CHART);
        scroll.setMaxHeight(CHART_HEIGHT);
        chartCard.getChildren().setAll(chartHead, chartLegend, scroll);
        var heading = new Label(desk.text("amc.group.merged"));
        heading.getStyleClass().add("text-bold");
        heading.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMaxWidth(Double.MAX_VALUE);
        var head = new HBox(10, heading, words, sides, baseline, switcher(), export);
        head.setAlignment(Pos.CENTER_LEFT);
        root.getChildren().setAll(head, rows, totals, reasons);
    }

    private static String word(Breakdown.Sides sides) {
        return switch (sides) {
            case INSTANCES -> "amc.compare.instances";
            case BRANDS -> "amc.compare.brands";
        };
    }

    private static String word(ResultChart.Kind kind) {
        return switch (kind) {
            case BARS -> "amc.chart.bars";
            case LINES -> "amc.chart.lines";
            case AREAS -> "amc.chart.areas";
            case FIGURES -> "amc.chart.figures";
        };
    }

    private <T> void combo(
            ComboBox<T> box, String key, java.util.function.Function<T, String> shown, Consumer<T> chosen) {
        box.setAccessibleText(desk.text(key));
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "" : shown.apply(value);
            }

            @Override
            public @Nullable T fromString(String text) {
                return null;
            }
        });
        box.valueProperty().addListener((_, _, now) -> {
            if (!filling && now != null) {
                chosen.accept(now);
            }
        });
    }

    private String name(int column) {
        return merged.map(it -> it.table().columns().get(column).name()).orElse("");
    }

    private HBox switcher() {
        var box = new HBox();
        box.getStyleClass().add("segments");
        for (var it : Mode.values()) {
            var button = new ToggleButton(desk.text(
                    switch (it) {
                        case ROWS -> "amc.compare.rows";
                        case BY_KEY -> "amc.compare.by-key";
                        case COMPARE -> "amc.compare.compare";
                    }));
            button.setId(
                    "amc-mode-" + it.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setToggleGroup(modes);
            button.setSelected(it == mode);
            button.getStyleClass()
                    .add(it == Mode.ROWS ? "left-pill" : it == Mode.COMPARE ? "right-pill" : "center-pill");
            button.setOnAction(_ -> {
                button.setSelected(true);
                mode = it;
                showRows();
            });
            box.getChildren().add(button);
        }
        return box;
    }

    Node node() {
        return root;
    }

    /// The chart, to stand beside the targets.
    Node chart() {
        return chartCard;
    }

    /// @param listener told what is to be broken down; answers with [#show(Breakdown)]
    void whenChosen(Consumer<Choice> listener) {
        choosing = listener;
    }

    /// What is chosen now, or would be at first.
    static Optional<Choice> choice(Merge.Merged all, Optional<Choice> wanted) {
        var dimensions = Breakdown.dimensions(all);
        var metrics = Breakdown.metrics(all);
        if (dimensions.isEmpty() || metrics.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Choice(
                wanted.map(Choice::by).filter(dimensions::contains).orElse(dimensions.getFirst()),
                wanted.map(Choice::metric).filter(metrics::contains).orElseGet(() -> telling(all, metrics)),
                wanted.map(Choice::sides).filter(_ -> Breakdown.branded(all)).orElse(Breakdown.Sides.INSTANCES)));
    }

    /// What may be added up says most at first.
    static int telling(Merge.Merged all, List<Integer> metrics) {
        return metrics.stream()
                .filter(it -> all.table().columns().get(it).additive() != ResultColumn.Additive.NO)
                .findFirst()
                .orElse(metrics.getFirst());
    }

    Optional<Choice> chosenNow() {
        return by.getValue() == null || metric.getValue() == null
                ? Optional.empty()
                : Optional.of(new Choice(
                        by.getValue(),
                        metric.getValue(),
                        Optional.ofNullable(sides.getValue()).orElse(Breakdown.Sides.INSTANCES)));
    }

    private void chosen() {
        chosenNow().ifPresent(choosing);
    }

    void show(Content result, int members, List<String> why) {
        var all = result.group().merged();
        merged = Optional.of(all);
        content = Optional.of(result);
        reasons.setText(why.isEmpty() ? "" : desk.text("amc.group.empty", String.join("\n• ", why)));
        reasons.setManaged(!why.isEmpty());
        words.setText(words(result, members));
        words.setTooltip(new Tooltip(words.getText()));
        totals.getChildren().setAll(totals(result));
        fill(all, result.broken());
        boolean empty = all.table().columns().size() <= Merge.FRONT.size() || !why.isEmpty();
        export.setDisable(empty);
        totals.setManaged(!empty);
        totals.setVisible(!empty);
        show(result.broken());
    }

    /// Another choice was broken down.
    void show(Optional<Breakdown> broken) {
        breakdown = broken;
        filling = true;
        var members = broken.map(Breakdown::members).orElse(List.of());
        var kept = baseline.getValue();
        baseline.getItems().setAll(members);
        baseline.setValue(
                kept != null && members.contains(kept) ? kept : members.isEmpty() ? null : members.getFirst());
        filling = false;
        chartCard.setVisible(broken.isPresent());
        chartCard.setManaged(broken.isPresent());
        chartLegend.getChildren().setAll(ResultChart.legend(desk, members));
        showChart();
        showRows();
    }

    private void fill(Merge.Merged all, Optional<Breakdown> broken) {
        filling = true;
        var now = choice(all, chosenNow());
        boolean branded = Breakdown.branded(all);
        sides.setVisible(branded);
        sides.setManaged(branded);
        sides.setValue(now.map(Choice::sides).orElse(Breakdown.Sides.INSTANCES));
        by.getItems().setAll(Breakdown.dimensions(all));
        metric.getItems().setAll(Breakdown.metrics(all));
        if (broken.isPresent()) {
            now.ifPresent(it -> {
                by.setValue(it.by());
                metric.setValue(it.metric());
            });
        }
        filling = false;
    }

    private long unit() {
        return merged.flatMap(all -> chosenNow()
                        .map(it -> all.table().columns().get(it.metric()).perCurrencyUnit()))
                .orElse(1L);
    }

    private void showChart() {
        chartPlace
                .getChildren()
                .setAll(breakdown
                        .map(it -> List.of(chart.of(it, kind.getValue(), unit())))
                        .orElse(List.of()));
    }

    private void showRows() {
        baseline.setVisible(mode == Mode.COMPARE);
        baseline.setManaged(mode == Mode.COMPARE);
        if (table != null) {
            table.close();
            table = null;
        }
        rows.getChildren().clear();
        rows.setManaged(reasons.getText().isEmpty());
        if (merged.isEmpty()
                || merged.get().table().columns().size() <= Merge.FRONT.size()
                || !reasons.getText().isEmpty()) { // they say more than a table without rows
            return;
        }
        var fresh =
                switch (mode) {
                    case ROWS -> allRows();
                    case BY_KEY -> compared(Optional.empty());
                    case COMPARE ->
                        compared(breakdown
                                .map(it -> it.members().indexOf(String.valueOf(baseline.getValue())))
                                .filter(it -> it >= 0));
                };
        table = fresh;
        VBox.setVgrow(fresh, Priority.ALWAYS);
        rows.getChildren().setAll(fresh);
    }

    private RowTable<?> compared(Optional<Integer> against) {
        return breakdown
                .<RowTable<?>>map(it -> new RowTable<>(desk.window(), ResultColumns.spec(desk, it, unit(), against)))
                .orElseGet(this::allRows);
    }

    private RowTable<?> allRows() {
        return new RowTable<>(
                desk.window(),
                ResultColumns.spec(
                        desk, merged.orElseThrow(), content.orElseThrow().rows()));
    }

    /// Shows the rows of one instance alone.
    void only(String name) {
        mode = Mode.ROWS;
        modes.selectToggle(modes.getToggles().getFirst());
        showRows();
        if (table != null) {
            table.filter("\"" + name + "\"");
        }
    }

    private String words(Content content, int members) {
        var result = content.group();
        var missing = result.missing().stream()
                .map(it -> desk.text(
                        "amc.group.missing-one",
                        it.name(),
                        desk.text("amc.state." + it.state().word())))
                .toList();
        var parts = new ArrayList<String>();
        parts.add(desk.text(
                "amc.group.rows",
                desk.words().number(result.merged().table().rows()),
                members - missing.size(),
                members));
        if (!missing.isEmpty()) {
            parts.add(desk.text("amc.group.missing", String.join(", ", missing)));
        }
        result.merged().notes().forEach(note -> parts.add(desk.said(note)));
        if (content.gaps()) {
            parts.add(desk.text("amc.group.hidden"));
        }
        return String.join(" · ", parts);
    }

    private static boolean hasGaps(ResultTable table) {
        for (int column = Merge.FRONT.size(); column < table.columns().size(); column++) {
            if (table.columns().get(column).metric()) {
                for (int row = 0; row < Math.min(table.rows(), MOST_LINES); row++) {
                    if (table.text(row, column) == null) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /// Sums where values may be added; where they may not, that is said instead of a number.
    private List<Node> totals(Content content) {
        var all = content.group().merged();
        var parts = new ArrayList<Node>();
        var whole = new Label(
                desk.text("amc.group.all", desk.words().number(all.table().rows())));
        whole.getStyleClass().add("text-bold");
        parts.add(whole);
        var columns = all.table().columns();
        content.totals().forEach((column, sums) -> {
            var meant = columns.get(column);
            if (sums.isEmpty()) {
                parts.add(new Label(desk.text("amc.group.not-additive", meant.name())));
            } else {
                sums.get()
                        .forEach((currency, sum) -> parts.add(new Label(desk.text(
                                "amc.group.total",
                                meant.name(),
                                ResultColumns.amount(desk, sum, meant.perCurrencyUnit()),
                                currency))));
            }
        });
        return parts;
    }

    void close() {
        if (table != null) {
            table.close();
            table = null;
        }
    }

    static int mostLines() {
        return MOST_LINES;
    }
}
