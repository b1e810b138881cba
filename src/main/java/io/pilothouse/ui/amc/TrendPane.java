package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Trend;
import io.pilothouse.tasks.amc.Collections;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Sparkline;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.XYChart;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One metric of a collection over its periods: a line for each instance, and how the latest periods
/// compare with those before. FX thread only.
final class TrendPane {

    private static final int LATEST = 6;

    private final Desk desk;
    private final Collections.Status status;
    private final Latest reading;
    private final ComboBox<String> metric = new ComboBox<>();
    private final CheckBox brands = new CheckBox();
    private final VBox lines = new VBox(8);
    private final VBox root = new VBox(8);

    TrendPane(Desk desk, Collections.Status status) {
        this.desk = desk;
        this.status = status;
        reading = new Latest(desk.window().services().fx());
        metric.setAccessibleText(desk.text("amc.compare.metric"));
        metric.valueProperty().subscribe(this::read);
        brands.setText(desk.text("amc.trend.by-brand"));
        brands.setId("trend-by-brand");
        brands.selectedProperty().addListener((_, _, _) -> read(metric.getValue()));
        brands.managedProperty().bind(brands.visibleProperty());
        var head = new HBox(12, metric, brands);
        head.setAlignment(Pos.CENTER_LEFT);
        root.getChildren().setAll(head, lines);
        root.setVisible(false);
        root.setManaged(false);
        desk.read(
                reading,
                "read the metrics of a collection of",
                _ -> new Offer(
                        desk.amc().results().metrics(status),
                        desk.amc().results().branded(status)),
                this::offered,
                _ -> {});
    }

    Node node() {
        return root;
    }

    private record Offer(List<String> metrics, boolean branded) {}

    private void offered(Offer offer) {
        var metrics = offer.metrics();
        brands.setVisible(offer.branded());
        root.setVisible(!metrics.isEmpty());
        root.setManaged(!metrics.isEmpty());
        metric.getItems().setAll(metrics);
        metric.getSelectionModel().selectFirst();
    }

    private void read(@Nullable String name) {
        if (name != null) {
            boolean byBrand = brands.isSelected();
            desk.read(
                    reading,
                    "read the trend of a collection of",
                    _ -> byBrand
                            ? desk.amc().results().trendsByBrand(status, name)
                            : desk.amc().results().trends(status, name),
                    this::show,
                    _ -> {});
        }
    }

    private void show(List<Trend> trends) {
        lines.getChildren().clear();
        var starts = trends.stream()
                .flatMap(trend -> trend.points().stream())
                .filter(point -> point.value().isPresent())
                .map(point -> point.start().toString())
                .distinct()
                .sorted()
                .toList();
        var chart = new LineChart<>(ResultChart.ordered(starts), new NumberAxis());
        chart.setAnimated(false);
        chart.setCreateSymbols(false);
        chart.setLegendVisible(false);
        chart.setMinHeight(180);
        chart.setPrefHeight(200);
        chart.getStyleClass().add("amc-chart");
        chart.setAccessibleText(desk.text("amc.trend.chart", metric.getValue()));
        for (var trend : trends) {
            chart.getData().add(series(trend));
            lines.getChildren().add(line(trend));
        }
        ResultChart.coloured(desk, chart, trends.stream().map(Trend::name).toList());
        lines.getChildren().add(chart);
        for (var trend : trends) {
            lines.getChildren().addAll(changes(trend));
        }
    }

    private XYChart.Series<String, Number> series(Trend trend) {
        var series = new XYChart.Series<String, Number>();
        series.setName(trend.name());
        for (var point : trend.points()) {
            point.value()
                    .ifPresent(value -> series.getData()
                            .add(new XYChart.Data<>(point.start().toString(), value.doubleValue())));
        }
        return series;
    }

    private Node line(Trend trend) {
        var name = new Label(trend.name());
        var spark = new Sparkline(80, 18);
        spark.show(
                trend.points().stream()
                        .mapToDouble(
                                it -> it.value().map(BigDecimal::doubleValue).orElse(Double.NaN))
                        .toArray(),
                desk.text("amc.trend.chart", metric.getValue()));
        var latest = new Label(trend.points().reversed().stream()
                .flatMap(it -> it.value().stream())
                .findFirst()
                .map(it -> ResultColumns.amount(desk, it, 1))
                .orElse("–"));
        latest.getStyleClass().add("text-bold");
        latest.setMinWidth(Region.USE_PREF_SIZE);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var box = new HBox(8, name, space, spark, latest);
        ResultChart.mark(desk, trend.name()).ifPresent(box.getChildren()::addFirst);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    /// The latest periods, each with what changed since the one before.
    private List<Node> changes(Trend trend) {
        var all = trend.changes().reversed().stream().limit(LATEST).toList();
        if (all.isEmpty()) {
            return List.of();
        }
        var heading = new Label(desk.text("amc.trend.changes", trend.name()));
        heading.getStyleClass().add("text-bold");
        var box = new VBox(2, heading);
        for (var change : all) {
            box.getChildren()
                    .add(new Label(desk.text(
                            "amc.trend.change",
                            change.start().toString(),
                            ResultColumns.amount(desk, change.value(), 1),
                            (change.difference().signum() < 0 ? "" : "+")
                                    + ResultColumns.amount(desk, change.difference(), 1),
                            part(change.part()))));
        }
        return List.of(box);
    }

    private String part(Optional<BigDecimal> part) {
        return part.map(it -> (it.signum() < 0 ? "" : "+") + desk.words().decimal(it.doubleValue() * 100, 1) + " %")
                .orElse(desk.text("amc.trend.none"));
    }
}
