package io.pilothouse.ui.home;

import io.pilothouse.domain.home.Past;
import io.pilothouse.ui.common.SharpCanvas;
import io.pilothouse.ui.common.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Line;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/// Several entities over one span: a line of the last value in each column of the screen, and behind it the
/// band from the least to the greatest, so that no spike is lost however long the span is. What is no
/// number is a strip of its states below. FX thread only.
final class HistoryChart extends Region {

    private static final StyleablePropertyFactory<HistoryChart> FACTORY =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());
    static final int COLOURS = 6;

    private static final double[][] DASHES = {{}, {9, 3}, {2, 2}, {9, 3, 2, 3}, {4, 4}, {14, 3, 2, 3, 2, 3}};
    private static final double LEFT = 52;
    private static final double RIGHT = 16;
    private static final double TOP = 12;
    private static final double BOTTOM = 26;
    private static final double STRIP = 22;
    private static final int STEPS = 5;
    private static final double BAND = 0.18;
    private static final double STEP_OF_KEY = 0.01;
    /// Under longer spans the hour says nothing.
    private static final Duration ONLY_DAYS = Duration.ofDays(14);

    private final List<StyleableProperty<Color>> lines = new ArrayList<>();
    private final StyleableProperty<Color> grid =
            FACTORY.createStyleableColorProperty(this, "grid", "-px-chart-grid", chart -> chart.grid, Color.GREY);
    private final StyleableProperty<Color> text =
            FACTORY.createStyleableColorProperty(this, "text", "-px-chart-text", chart -> chart.text, Color.GREY);
    private final SharpCanvas canvas = new SharpCanvas();
    private final Line mark = new Line();
    private final Words words;
    private Consumer<Optional<Instant>> pointed = _ -> {};
    /// Where a person points: a share of the span.
    private OptionalDouble pointing = OptionalDouble.empty();
    private List<Past.Series> series = List.of();
    private Instant from = Instant.EPOCH;
    private Instant to = Instant.EPOCH;
    private boolean stale;

    HistoryChart(Words words) {
        this.words = words;
        getStyleClass().addAll("latency-chart", "home-chart");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(words.texts().text("page.charts"));
        for (int i = 0; i < COLOURS; i++) {
            int at = i;
            lines.add(FACTORY.createStyleableColorProperty(
                    this, "line" + i, "-px-line-" + i, chart -> chart.lines.get(at), Color.GREY));
        }
        mark.getStyleClass().add("home-chart-mark");
        mark.setManaged(false);
        mark.setVisible(false);
        getChildren().addAll(canvas.node(), mark);
        setMinSize(200, 160);
        setFocusTraversable(true);
        setOnMousePressed(_ -> requestFocus());
        setOnMouseMoved(event -> point(OptionalDouble.of((event.getX() - LEFT) / (getWidth() - LEFT - RIGHT))));
        setOnMouseExited(_ -> point(OptionalDouble.empty()));
        focusedProperty().addListener((_, _, focused) -> {
            if (!focused) {
                point(OptionalDouble.empty());
            }
        });
        setOnKeyPressed(event -> {
            double step =
                    switch (event.getCode()) {
                        case LEFT -> -STEP_OF_KEY;
                        case RIGHT -> STEP_OF_KEY;
                        default -> 0;
                    };
            if (step != 0) {
                point(OptionalDouble.of(pointing.orElse(1) + step));
                event.consume();
            }
        });
        for (var colour : lines) {
            ((javafx.beans.property.Property<?>) colour).addListener((_, _, _) -> drawSoon());
        }
        ((javafx.beans.property.Property<?>) grid).addListener((_, _, _) -> drawSoon());
        ((javafx.beans.property.Property<?>) text).addListener((_, _, _) -> drawSoon());
    }

    /// @param told where a person points with the mouse or the arrow keys; empty when nowhere any more
    void whenPointed(Consumer<Optional<Instant>> told) {
        pointed = told;
    }

    private void point(OptionalDouble share) {
        boolean nowhere = share.isEmpty() || series.isEmpty() || !from.isBefore(to);
        pointing = nowhere ? OptionalDouble.empty() : OptionalDouble.of(Math.clamp(share.getAsDouble(), 0, 1));
        placeMark();
        pointed.accept(pointing.stream()
                .mapToObj(at ->
                        from.plusMillis((long) (at * Duration.between(from, to).toMillis())))
                .findFirst());
    }

    private void placeMark() {
        mark.setVisible(pointing.isPresent());
        double x = Math.round(LEFT + pointing.orElse(0) * (getWidth() - LEFT - RIGHT)) + 0.5;
        mark.setStartX(x);
        mark.setEndX(x);
        mark.setStartY(TOP);
        mark.setEndY(getHeight() - BOTTOM);
    }

    void show(List<Past.Series> newSeries, Instant newFrom, Instant newTo, String spoken) {
        series = List.copyOf(newSeries);
        from = newFrom;
        to = newTo;
        setAccessibleText(spoken.isEmpty() ? words.texts().text("page.charts") : spoken);
        drawSoon();
        if (pointing.isPresent()) {
            point(pointing); // another moment is there now, or none
        }
    }

    /// Once for all that changes before the next picture: every point is looked at.
    private void drawSoon() {
        stale = true;
        requestLayout();
    }

    /// Lines are told apart by their dashes, too.
    static double[] dashes(int index) {
        return DASHES[index % COLOURS].clone();
    }

    Color colour(int index) {
        return lines.get(index % COLOURS).getValue();
    }

    @Override
    protected void layoutChildren() {
        if (canvas.fit(getWidth(), getHeight())) {
            stale = true;
            placeMark();
        }
        if (stale) {
            stale = false;
            draw();
        }
    }

    private static boolean numeric(Past.Series one) {
        return one.points().stream().anyMatch(point -> point.value().isPresent());
    }

    private void draw() {
        var g = canvas.cleared();
        double width = canvas.width() - LEFT - RIGHT;
        long strips = series.stream().filter(one -> !numeric(one)).count();
        double height = canvas.height() - TOP - BOTTOM - strips * STRIP;
        if (width < 50 || height < 40 || !from.isBefore(to)) {
            return;
        }
        int count = (int) width;
        var columns = new ArrayList<List<Past.Column>>();
        double least = Double.MAX_VALUE;
        double most = -Double.MAX_VALUE;
        for (var one : series) {
            var of = numeric(one) ? one.columns(from, to, count) : List.<Past.Column>of();
            columns.add(of);
            for (var column : of) {
                least = Math.min(least, column.least());
                most = Math.max(most, column.greatest());
            }
        }
        g.setFont(Font.font(11));
        if (least <= most) {
            if (most - least < 1e-9) {
                least -= 1;
                most += 1;
            }
            double room = (most - least) * 0.05;
            scale(width, height, least - room, most + room);
            for (int i = 0; i < series.size(); i++) {
                line(columns.get(i), i, height, least - room, most + room);
            }
        }
        times(width, TOP + height + strips * STRIP);
        int strip = 0;
        for (int i = 0; i < series.size(); i++) {
            if (!numeric(series.get(i))) {
                strip(series.get(i), i, TOP + height + strip++ * STRIP, width);
            }
        }
    }

    private void scale(double width, double height, double least, double most) {
        var g = canvas.node().getGraphicsContext2D();
        g.setTextAlign(TextAlignment.RIGHT);
        g.setTextBaseline(VPos.CENTER);
        double step = step((most - least) / STEPS);
        int digits = (int) Math.max(0, Math.ceil(-Math.log10(step)));
        double first = Math.ceil(least / step);
        for (int i = 0; i <= STEPS && (first + i) * step <= most; i++) {
            double value = (first + i) * step;
            double y = TOP + height - height * (value - least) / (most - least);
            g.setStroke(grid.getValue());
            g.strokeLine(LEFT, y, LEFT + width, y);
            g.setFill(text.getValue());
            g.fillText(words.decimal(value, digits), LEFT - 6, y);
        }
    }

    /// @return the least round number that is not less
    static double step(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double round : new double[] {1, 2, 5}) {
            if (rough <= round * power) {
                return round * power;
            }
        }
        return 10 * power;
    }

    private void times(double width, double y) {
        var g = canvas.node().getGraphicsContext2D();
        g.setTextBaseline(VPos.TOP);
        g.setFill(text.getValue());
        boolean days = Duration.between(from, to).compareTo(ONLY_DAYS) > 0;
        for (int i = 0; i <= 4; i++) {
            g.setTextAlign(i == 0 ? TextAlignment.LEFT : i == 4 ? TextAlignment.RIGHT : TextAlignment.CENTER);
            var at = Instant.ofEpochMilli(from.toEpochMilli() + (to.toEpochMilli() - from.toEpochMilli()) * i / 4);
            g.fillText(days ? words.day(at, to) : words.time(at, to), LEFT + width * i / 4, y + 6);
        }
    }

    private void line(List<Past.Column> columns, int index, double height, double least, double most) {
        var g = canvas.node().getGraphicsContext2D();
        var colour = colour(index);
        var shade = colour.deriveColor(0, 1, 1, BAND);
        double unit = height / (most - least);
        for (var column : columns) {
            if (column.greatest() > column.least()) {
                g.setStroke(shade);
                g.strokeLine(
                        LEFT + column.index(),
                        TOP + height - (column.greatest() - least) * unit,
                        LEFT + column.index(),
                        TOP + height - (column.least() - least) * unit);
            }
        }
        g.setStroke(colour);
        g.setLineWidth(1.5);
        g.setLineDashes(dashes(index));
        g.beginPath();
        boolean first = true;
        for (var column : columns) {
            double y = TOP + height - (column.last() - least) * unit;
            if (first) {
                g.moveTo(LEFT + column.index(), y);
                first = false;
            } else {
                g.lineTo(LEFT + column.index(), y);
            }
        }
        g.stroke();
        g.setLineWidth(1);
        g.setLineDashes();
    }

    /// States that are no numbers: a block for each, shaded where the state is one of "off".
    private void strip(Past.Series one, int index, double y, double width) {
        var g = canvas.node().getGraphicsContext2D();
        double span = to.toEpochMilli() - from.toEpochMilli();
        var points = one.points();
        for (int i = 0; i < points.size(); i++) {
            double begin = Math.max(0, (points.get(i).at().toEpochMilli() - from.toEpochMilli()) / span);
            double end =
                    i + 1 < points.size() ? (points.get(i + 1).at().toEpochMilli() - from.toEpochMilli()) / span : 1;
            boolean quiet = List.of("off", "unavailable", "unknown", "closed", "idle")
                    .contains(points.get(i).state());
            g.setFill(colour(index).deriveColor(0, 1, 1, quiet ? BAND : 0.8));
            g.fillRect(LEFT + begin * width, y + 6, Math.max(1, (end - begin) * width - 1), STRIP - 8);
        }
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return FACTORY.getCssMetaData();
    }
}
