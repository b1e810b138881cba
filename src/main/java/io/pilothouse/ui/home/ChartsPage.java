package io.pilothouse.ui.home;

import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.Past;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.PageView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Line;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// Charts of several entities over a span: states of a day, means of longer ones.
final class ChartsPage implements PageView {

    private static final Map<String, Duration> SPANS = new LinkedHashMap<>();

    static {
        SPANS.put("6h", Duration.ofHours(6));
        SPANS.put("24h", Duration.ofHours(24));
        SPANS.put("7d", Duration.ofDays(7));
        SPANS.put("30d", Duration.ofDays(30));
        SPANS.put("365d", Duration.ofDays(365));
    }

    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration FOLLOWED = Duration.ofHours(24);

    private final HouseDesk desk;
    private final Latest choosing;
    private final Latest reading;
    private final HistoryChart chart;
    private static final double LEGEND = 28; // so long that its dashes can be told

    private final FlowPane legend = new FlowPane(16, 6);
    private final Label note = new Label();
    private final VBox picker = new VBox();
    /// Of the chart, or of what stands there while there is none.
    private final StackPane place = new StackPane();
    private final VBox root = new VBox(12);
    private List<String> chosen = List.of();
    private Map<String, String> names = Map.of();
    private String span = "24h";
    private @Nullable IdList adding;
    private List<Past.Series> shown = List.of();
    /// What the note says while nobody points into the chart.
    private String about = "";
    private Subscription following = () -> {};
    private Subscription repeating = () -> {};

    ChartsPage(HouseDesk desk) {
        this.desk = desk;
        choosing = desk.line();
        reading = desk.line();
        chart = new HistoryChart(desk.window().words());
        chart.setId("home-chart");
        chart.whenPointed(this::tell);
        VBox.setVgrow(place, Priority.ALWAYS);
        note.getStyleClass().addAll("text-muted", "text-second");
        var choice = new ToggleGroup();
        var spans = new HBox();
        spans.getStyleClass().add("segments");
        for (var key : SPANS.keySet()) {
            var segment = new ToggleButton(desk.text("home.charts.span." + key));
            segment.getStyleClass().setAll("segment");
            segment.setId("charts-" + key);
            segment.setToggleGroup(choice);
            segment.setSelected(key.equals(span));
            segment.setOnAction(_ -> {
                segment.setSelected(true); // the one that is shown stays chosen
                span = key;
                draw();
            });
            spans.getChildren().add(segment);
        }
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        spans.setMinWidth(Region.USE_PREF_SIZE);
        var head = new HBox(12, note, space, spans);
        head.setAlignment(Pos.CENTER_LEFT);
        root.setPadding(new Insets(16));
        root.getChildren().setAll(picker, head, place, legend);
    }

    private void load() {
        desk.read(
                choosing,
                "charts",
                homes -> homes.entities(desk.id()),
                this::offer,
                problem -> say(desk.window().texts().summary(problem)));
    }

    private void offer(List<EntityRow> rows) {
        var options = new ArrayList<FieldSort.Option>();
        var found = new LinkedHashMap<String, String>();
        for (var row : rows) {
            found.put(row.id(), row.name());
            options.add(new FieldSort.Option(row.id(), row.name() + "  " + row.id()));
        }
        names = found;
        var list = new IdList(options, this::choose);
        list.prompt(desk.text("home.charts.add"));
        adding = list;
        if (chosen.isEmpty()) {
            chosen = rows.stream()
                    .filter(row -> "measurement".equals(row.attributes().get("state_class")))
                    .filter(row -> row.unit().equals("°C"))
                    .limit(3)
                    .map(EntityRow::id)
                    .toList();
        }
        list.show(chosen);
        picker.getChildren().setAll(list);
        draw();
    }

    private void choose() {
        if (adding != null) {
            chosen = adding.ids();
            draw();
        }
    }

    private void draw() {
        following.close();
        following = () -> {};
        shown = List.of();
        if (chosen.isEmpty()) {
            say("");
            place.getChildren()
                    .setAll(new StatePane(Octicons.GRAPH_16, desk.text("home.charts.choose"), "", List.of()));
            legend.getChildren().clear();
            return;
        }
        place.getChildren().setAll(chart);
        var to = desk.now();
        var from = to.minus(SPANS.get(span));
        var ids = chosen;
        say(desk.text("home.charts.reading"));
        desk.read(
                reading,
                "charts",
                homes -> homes.history(desk.id(), ids, from, to),
                series -> {
                    show(series, from, to);
                    explain(series);
                    if (moves()) {
                        following = follow(ids, from);
                    }
                },
                problem -> say(desk.window().texts().summary(problem)));
    }

    /// What each entity was where a person points; else what is known of the chart.
    private void tell(Optional<Instant> at) {
        if (at.isEmpty() || shown.isEmpty()) {
            note.setText(about);
            return;
        }
        note.setText(shown.stream()
                .flatMap(one -> one.at(at.get()).stream().map(point -> told(one, point)))
                .collect(Collectors.joining("  ·  ", desk.time(at.get()) + "   ", "")));
    }

    private void say(String words) {
        about = words;
        note.setText(words);
    }

    private String told(Past.Series one, Past.Point point) {
        var words = desk.window().words();
        var value = point.value().isPresent() ? words.decimal(point.value().getAsDouble(), 1) : point.state();
        var between = point.least().isPresent() && point.greatest().isPresent()
                ? " (" + words.decimal(point.least().getAsDouble(), 1) + "–"
                        + words.decimal(point.greatest().getAsDouble(), 1) + ")"
                : "";
        return names.getOrDefault(one.entityId(), one.entityId()) + " " + value
                + (one.unit().isEmpty() ? "" : " " + one.unit()) + between;
    }

    private String counted() {
        long points = shown.stream().mapToLong(one -> one.points().size()).sum();
        return points == 0
                ? desk.text("home.charts.nothing")
                : desk.text("home.charts.points", desk.window().words().number(points));
    }

    private void show(List<Past.Series> series, Instant from, Instant to) {
        shown = series;
        say(counted());
        chart.show(
                series,
                from,
                to,
                series.stream()
                        .map(one -> names.getOrDefault(one.entityId(), one.entityId()))
                        .collect(Collectors.joining(", ")));
    }

    /// Short spans move on by themselves.
    private boolean moves() {
        return SPANS.get(span).compareTo(FOLLOWED) <= 0;
    }

    private void moveOn() {
        if (!shown.isEmpty() && moves()) {
            var to = desk.now();
            show(shown, to.minus(SPANS.get(span)), to);
        }
    }

    /// What the house tells after the history was read.
    private Subscription follow(List<String> ids, Instant from) {
        var trickle = new Trickle<Map<String, List<Past.Point>>>(desk.window().services(), told -> {
            var to = desk.now();
            var since = to.minus(SPANS.get(span));
            var grown = shown;
            for (var news : told) {
                grown = grown.stream()
                        .map(one -> one.grown(news.getOrDefault(one.entityId(), List.of()), since))
                        .toList();
            }
            show(grown, since, to);
        });
        var latest = shown.stream()
                .filter(one -> !one.points().isEmpty())
                .map(one -> one.points().getLast().at())
                .max(Instant::compareTo)
                .orElse(from);
        var telling = desk.homes().followHistory(desk.id(), ids, latest, trickle::add);
        return () -> {
            telling.close();
            trickle.close();
        };
    }

    private void explain(List<Past.Series> series) {
        legend.getChildren().clear();
        for (int i = 0; i < series.size(); i++) {
            var one = series.get(i);
            var mark = new Line(0, 0, LEGEND, 0);
            mark.getStyleClass().add("home-mark-" + i % HistoryChart.COLOURS);
            for (double dash : HistoryChart.dashes(i)) {
                mark.getStrokeDashArray().add(dash);
            }
            var label = new Label(
                    names.getOrDefault(one.entityId(), one.entityId())
                            + (one.unit().isEmpty() ? "" : ", " + one.unit())
                            + " · " + desk.text("home.charts.source." + one.source()),
                    mark);
            label.getStyleClass().add("text-second");
            legend.getChildren().add(label);
        }
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        load();
        repeating = desk.window().services().later().every(EVERY, this::moveOn);
    }

    @Override
    public void hidden() {
        repeating.close();
        following.close();
        choosing.cancel();
        reading.cancel();
    }

    @Override
    public void close() {
        hidden();
    }
}
