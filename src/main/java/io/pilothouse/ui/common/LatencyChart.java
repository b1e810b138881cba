package io.pilothouse.ui.common;

import io.pilothouse.tasks.health.HealthRounds.Latency;
import java.util.ArrayList;
import java.util.List;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/// Latency over time: the middle as a line, the slow end dashed, the room between them shaded. A gap
/// where nothing was measured. One canvas, drawn again only when its values, size or colours change.
public final class LatencyChart extends Region {

    private static final StyleablePropertyFactory<LatencyChart> FACTORY =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());
    public static final double HEIGHT = 142;
    private static final double LEFT = 44;
    private static final double RIGHT = 16;
    private static final double TOP = 14;
    private static final double BOTTOM = 22;

    /// Values so many times larger than nine of ten do not fit the axis to themselves.
    private static final double OUTLIER = 4;

    private final StyleableProperty<Color> line =
            FACTORY.createStyleableColorProperty(this, "line", "-px-chart-line", chart -> chart.line, Color.GREY);
    private final StyleableProperty<Color> second =
            FACTORY.createStyleableColorProperty(this, "second", "-px-chart-second", chart -> chart.second, Color.GREY);
    private final StyleableProperty<Color> area =
            FACTORY.createStyleableColorProperty(this, "area", "-px-chart-area", chart -> chart.area, Color.GREY);
    private final StyleableProperty<Color> grid =
            FACTORY.createStyleableColorProperty(this, "grid", "-px-chart-grid", chart -> chart.grid, Color.GREY);
    private final StyleableProperty<Color> text =
            FACTORY.createStyleableColorProperty(this, "text", "-px-chart-text", chart -> chart.text, Color.GREY);

    private final SharpCanvas canvas = new SharpCanvas();
    private List<Latency.Part> parts = List.of();
    private List<String> ticks = List.of();
    private List<Mark> marks = List.of();

    /// Something that happened.
    ///
    /// @param share where, from 0 at the left to 1 at the right
    public record Mark(double share, String words) {}

    public LatencyChart() {
        getStyleClass().add("latency-chart");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(200, HEIGHT);
        setPrefHeight(HEIGHT);
        setMaxHeight(HEIGHT);
        getChildren().add(canvas.node());
        for (var colour : List.of(line, second, area, grid, text)) {
            ((javafx.beans.property.Property<?>) colour).addListener((_, _, _) -> draw());
        }
    }

    /// @param newTicks words under the axis, at equal distances from the first to the last part
    /// @param spoken   what a screen reader says
    public void show(List<Latency.Part> newParts, List<String> newTicks, String spoken) {
        parts = List.copyOf(newParts);
        ticks = List.copyOf(newTicks);
        setAccessibleText(spoken);
        draw();
    }

    /// Shows what happened, each as a line with its words.
    public void mark(List<Mark> happened) {
        marks = List.copyOf(happened);
        draw();
    }

    @Override
    protected void layoutChildren() {
        if (canvas.fit(getWidth(), HEIGHT)) {
            draw();
        }
    }

    /// A few answers that took far longer than all others do not press the line to the ground: they end at the
    /// upper edge of the chart, with their value.
    ///
    /// @return the largest value the axis has to hold
    static double fitting(List<Latency.Part> parts) {
        var slow = parts.stream()
                .mapToDouble(LatencyChart::slow)
                .filter(value -> value > 0)
                .sorted()
                .toArray();
        if (slow.length == 0) {
            return 0;
        }
        double largest = slow[slow.length - 1];
        double usual = slow[(int) (slow.length * 0.9)];
        return largest > OUTLIER * usual ? usual * 2 : largest;
    }

    private static double slow(Latency.Part part) {
        return Double.isNaN(part.p95Millis())
                ? Double.isNaN(part.p50Millis()) ? 0 : part.p50Millis()
                : part.p95Millis();
    }

    /// @return the axis' step and its number of steps, so that the largest value fits
    public static double step(double largest) {
        double rough = Math.max(largest, 4) / 4;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double nice : new double[] {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10}) {
            if (rough <= nice * power) {
                return nice * power;
            }
        }
        return 10 * power;
    }

    private void draw() {
        var g = canvas.cleared();
        if (canvas.width() < LEFT + RIGHT + 10) {
            return;
        }
        double step = step(fitting(parts));
        axes(g, step);
        if (parts.size() < 2) {
            return;
        }
        double top = step * 4;
        int from = 0;
        while (from < parts.size()) {
            int until = from;
            while (until < parts.size() && !Double.isNaN(parts.get(until).p50Millis())) {
                until++;
            }
            if (until - from > 1) {
                run(g, from, until, top);
            }
            from = until + 1;
        }
        beyond(g, top);
        marks.forEach(mark -> mark(g, mark));
    }

    /// Says the largest of what ends at the upper edge.
    private void beyond(GraphicsContext g, double top) {
        int at = -1;
        for (int i = 0; i < parts.size(); i++) {
            if (slow(parts.get(i)) > top && (at < 0 || slow(parts.get(i)) > slow(parts.get(at)))) {
                at = i;
            }
        }
        if (at >= 0) {
            boolean left = at > parts.size() / 2;
            g.setFont(Font.font(getFontFamily(), 11));
            g.setFill(text.getValue());
            g.setTextBaseline(VPos.CENTER);
            g.setTextAlign(left ? TextAlignment.RIGHT : TextAlignment.LEFT);
            g.fillText("↑ " + plain(Math.rint(slow(parts.get(at)))), x(at) + (left ? -5 : 5), TOP + 9);
        }
    }

    private void mark(GraphicsContext g, Mark mark) {
        double x = Math.round(LEFT + mark.share * (canvas.width() - LEFT - RIGHT)) + 0.5;
        g.setStroke(text.getValue());
        g.setLineWidth(1);
        g.setLineDashes(2, 2);
        g.strokeLine(x, 4, x, HEIGHT - BOTTOM);
        g.setLineDashes();
        g.setFont(Font.font(getFontFamily(), 11));
        g.setFill(text.getValue());
        g.setTextBaseline(VPos.CENTER);
        boolean left = mark.share > 0.5;
        g.setTextAlign(left ? TextAlignment.RIGHT : TextAlignment.LEFT);
        g.fillText(mark.words, x + (left ? -5 : 5), 7);
    }

    private void axes(GraphicsContext g, double step) {
        g.setFont(Font.font(getFontFamily(), 11));
        g.setFill(text.getValue());
        g.setStroke(grid.getValue());
        g.setLineWidth(1);
        g.setLineDashes();
        g.setTextAlign(TextAlignment.RIGHT);
        g.setTextBaseline(VPos.CENTER);
        for (int i = 0; i <= 4; i++) {
            double y = Math.round(y(step * i, step * 4)) + 0.5;
            g.strokeLine(LEFT, y, canvas.width() - RIGHT, y);
            g.fillText(plain(step * i), LEFT - 8, y);
        }
        for (int i = 0; i < ticks.size(); i++) {
            g.setTextAlign(
                    i == 0 ? TextAlignment.LEFT : i == ticks.size() - 1 ? TextAlignment.RIGHT : TextAlignment.CENTER);
            double share = ticks.size() == 1 ? 0 : i / (ticks.size() - 1.0);
            g.fillText(ticks.get(i), LEFT + share * (canvas.width() - LEFT - RIGHT), HEIGHT - 8);
        }
    }

    private static String getFontFamily() {
        return Font.getFamilies().contains("Inter")
                ? "Inter"
                : Font.getDefault().getFamily();
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private void run(GraphicsContext g, int from, int until, double top) {
        var upper = new ArrayList<double[]>();
        var lower = new ArrayList<double[]>();
        for (int i = from; i < until; i++) {
            var part = parts.get(i);
            double slow = Double.isNaN(part.p95Millis()) ? part.p50Millis() : part.p95Millis();
            upper.add(new double[] {x(i), y(slow, top)});
            lower.add(new double[] {x(i), y(part.p50Millis(), top)});
        }
        g.setFill(area.getValue());
        g.beginPath();
        path(g, upper);
        for (var point : lower.reversed()) {
            g.lineTo(point[0], point[1]);
        }
        g.closePath();
        g.fill();
        g.setStroke(second.getValue());
        g.setLineWidth(1);
        g.setLineDashes(3, 2);
        g.beginPath();
        path(g, upper);
        g.stroke();
        g.setStroke(line.getValue());
        g.setLineWidth(1.75);
        g.setLineDashes();
        g.beginPath();
        path(g, lower);
        g.stroke();
    }

    private static void path(GraphicsContext g, List<double[]> points) {
        g.moveTo(points.getFirst()[0], points.getFirst()[1]);
        points.forEach(point -> g.lineTo(point[0], point[1]));
    }

    private double x(int index) {
        return LEFT + index * (canvas.width() - LEFT - RIGHT) / (parts.size() - 1);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - Math.min(value, top) / top * (HEIGHT - BOTTOM - TOP);
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return FACTORY.getCssMetaData();
    }
}
