package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Breakdown;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.tasks.amc.Results;
import io.pilothouse.ui.common.Monogram;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.chart.AreaChart;
import javafx.scene.chart.CategoryAxis;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A breakdown as bars, as lines, as areas or in figures, each instance in its own colour. FX thread only.
final class ResultChart {

    /// How it is drawn.
    enum Kind {
        BARS,
        LINES,
        AREAS,
        FIGURES
    }

    private static final int MOST_BARS = 6;
    private static final int MOST_POINTS = 60;
    private static final double LONGEST = 150;
    private static final double NAMES = 130;

    private final Desk desk;

    ResultChart(Desk desk) {
        this.desk = desk;
    }

    /// @param unit how many of the values' units make one of the currency
    Node of(Breakdown breakdown, Kind kind, long unit) {
        var drawn =
                switch (kind) {
                    case BARS -> bars(breakdown, unit);
                    case LINES -> lines(new LineChart<>(keys(points(breakdown)), new NumberAxis()), breakdown, unit);
                    case AREAS -> lines(new AreaChart<>(keys(points(breakdown)), new NumberAxis()), breakdown, unit);
                    case FIGURES -> figures(breakdown, unit);
                };
        drawn.setAccessibleText(spoken(breakdown, unit));
        return drawn;
    }

    private String spoken(Breakdown breakdown, long unit) {
        var text = new StringBuilder(breakdown.metric()).append(". ");
        for (var line : breakdown.lines().stream().limit(MOST_BARS).toList()) {
            text.append(line.key()).append(": ");
            for (int i = 0; i < breakdown.members().size(); i++) {
                text.append(breakdown.members().get(i))
                        .append(' ')
                        .append(words(line.values().get(i), unit))
                        .append(", ");
            }
        }
        return text.toString();
    }

    private String words(Optional<BigDecimal> value, long unit) {
        return value.map(it -> ResultColumns.amount(desk, it, unit)).orElse("–");
    }

    private Node bars(Breakdown breakdown, long unit) {
        var grid = new GridPane();
        grid.setHgap(10);
        grid.setVgap(8);
        grid.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        double largest = breakdown.lines().stream()
                .flatMap(line -> line.values().stream())
                .flatMap(Optional::stream)
                .mapToDouble(BigDecimal::doubleValue)
                .max()
                .orElse(0);
        int row = 0;
        for (var line : breakdown.lines().stream().limit(MOST_BARS).toList()) {
            var name = new Label(line.key());
            name.setMinWidth(NAMES);
            name.setMaxWidth(NAMES);
            name.setAlignment(Pos.CENTER_RIGHT);
            var stack = new VBox(2);
            for (int i = 0; i < breakdown.members().size(); i++) {
                stack.getChildren()
                        .add(bar(breakdown.members().get(i), line.values().get(i), largest, unit));
            }
            grid.addRow(row++, name, stack);
        }
        return grid;
    }

    private Node bar(String member, Optional<BigDecimal> value, double largest, long unit) {
        var bar = new Region();
        bar.getStyleClass().add("amc-chart-bar");
        colour(desk, member).ifPresent(it -> bar.getStyleClass().add(Monogram.styleClass(it)));
        double width =
                largest <= 0 ? 0 : Math.clamp(value.map(BigDecimal::doubleValue).orElse(0.0) / largest, 0, 1) * LONGEST;
        bar.setMinWidth(width);
        bar.setPrefWidth(width);
        var number = new Label(words(value, unit));
        number.getStyleClass().addAll("text-muted", "amc-chart-number");
        var box = new HBox(6, bar, number);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private static List<Breakdown.Line> points(Breakdown breakdown) {
        return breakdown.lines().stream()
                .sorted(java.util.Comparator.comparing(Breakdown.Line::key))
                .limit(MOST_POINTS)
                .toList();
    }

    private static CategoryAxis keys(List<Breakdown.Line> points) {
        return ordered(points.stream().map(Breakdown.Line::key).toList());
    }

    /// An axis of its own would put at the end what the first line does not have.
    static CategoryAxis ordered(List<String> categories) {
        var axis = new CategoryAxis(FXCollections.observableArrayList(categories));
        axis.setTickLabelRotation(90);
        return axis;
    }

    /// From the left to the right by key, which are days where they are dates.
    private Node lines(XYChart<String, Number> chart, Breakdown breakdown, long unit) {
        chart.setAnimated(false);
        chart.setLegendVisible(false);
        chart.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        chart.getStyleClass().add("amc-chart");
        var ordered = points(breakdown);
        for (int i = 0; i < breakdown.members().size(); i++) {
            int member = i;
            var series = new XYChart.Series<String, Number>();
            series.setName(breakdown.members().get(i));
            for (var line : ordered) {
                line.values()
                        .get(member)
                        .map(it -> Results.inCurrency(it, unit))
                        .ifPresent(it -> series.getData().add(new XYChart.Data<>(line.key(), it.doubleValue())));
            }
            chart.getData().add(series);
        }
        coloured(desk, chart, breakdown.members());
        chart.setMinHeight(180);
        chart.setPrefHeight(300); // names below it may be long
        return chart;
    }

    /// Gives each line the colour of its instance: the chart's palette is looked up from the colours that
    /// tiles have.
    static void coloured(Desk desk, XYChart<String, Number> chart, List<String> members) {
        var palette = new StringBuilder();
        for (int i = 0; i < members.size(); i++) {
            int number = i + 1;
            colour(desk, members.get(i))
                    .ifPresent(it -> palette.append("-color-chart-")
                            .append(number)
                            .append(": -px-id-")
                            .append(it.name().toLowerCase(java.util.Locale.ROOT))
                            .append("; -color-chart-")
                            .append(number)
                            .append("-alpha20: -color-chart-")
                            .append(number)
                            .append("; "));
        }
        chart.setStyle(palette.toString());
    }

    /// @return the tile of the instance, or the dot of the brand, that is called so
    static Optional<Node> mark(Desk desk, String member) {
        return ResultColumns.named(desk.all(), member)
                .<Node>map(it -> Monogram.of(it, Monogram.Size.SMALL))
                .or(() -> BrandMark.colour(desk.amc(), member).map(BrandMark::of));
    }

    /// @return of the instance, or the brand, that is called so
    private static Optional<IdentityColour> colour(Desk desk, String member) {
        return ResultColumns.named(desk.all(), member)
                .map(it -> it.configuration().colour())
                .or(() -> BrandMark.colour(desk.amc(), member));
    }

    /// The whole of each instance, where it may be added up.
    private Node figures(Breakdown breakdown, long unit) {
        var box = new VBox(10);
        for (int i = 0; i < breakdown.members().size(); i++) {
            int member = i;
            var known = breakdown.lines().stream()
                    .map(line -> line.values().get(member))
                    .flatMap(Optional::stream)
                    .toList();
            var sum = known.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            var number = new Label(
                    known.isEmpty() || breakdown.further() > 0
                            ? "–"
                            : breakdown.addable().get(member) || known.size() == 1
                                    ? ResultColumns.amount(desk, sum, unit) + " "
                                            + breakdown.currency().get(member)
                                    : desk.text("amc.compare.not-additive"));
            number.getStyleClass().add("amc-figure");
            var space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            var name = new Label(breakdown.members().get(i));
            var line = new HBox(8, name, space, number);
            line.setAlignment(Pos.CENTER_LEFT);
            mark(desk, breakdown.members().get(i)).ifPresent(line.getChildren()::addFirst);
            box.getChildren().add(line);
        }
        return box;
    }

    /// The tiles of its members, as a legend.
    static HBox legend(Desk desk, List<String> members) {
        var box = new HBox(6);
        box.setAlignment(Pos.CENTER_LEFT);
        for (var name : members) {
            mark(desk, name).ifPresent(box.getChildren()::add);
            var label = new Label(name);
            label.getStyleClass().addAll("text-muted", "text-small");
            box.getChildren().add(label);
        }
        return box;
    }
}
