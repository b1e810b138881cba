package io.pilothouse.ui.common;

import java.util.Arrays;
import java.util.List;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineJoin;

/// One thin line without axes; the newest value stands beside it as text. A gap where nothing was
/// measured.
public final class Sparkline extends Region {

    private static final StyleablePropertyFactory<Sparkline> FACTORY =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());

    private final StyleableProperty<Color> line =
            FACTORY.createStyleableColorProperty(this, "line", "-px-spark-line", spark -> spark.line, Color.GREY);
    private final StyleableProperty<Color> area = FACTORY.createStyleableColorProperty(
            this, "area", "-px-spark-area", spark -> spark.area, Color.TRANSPARENT);

    private final SharpCanvas canvas = new SharpCanvas();
    private double[] values = {};
    private double largest = Double.NaN;

    public Sparkline(double width, double height) {
        getStyleClass().add("sparkline");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(width, height);
        setPrefSize(width, height);
        setMaxSize(width, height);
        getChildren().add(canvas.node());
        ((javafx.beans.property.Property<?>) line).addListener((_, _, _) -> draw());
        ((javafx.beans.property.Property<?>) area).addListener((_, _, _) -> draw());
    }

    /// @return a line as wide as its place
    public static Sparkline stretching(double height) {
        var line = new Sparkline(40, height);
        line.setMaxWidth(Double.MAX_VALUE);
        return line;
    }

    /// @param newValues oldest first, NaN where nothing was measured
    /// @param spoken    what a screen reader says
    public void show(double[] newValues, String spoken) {
        show(newValues, Double.NaN, spoken);
    }

    /// As [#show(double[], String)], on a scale that is shared with other lines.
    ///
    /// @param newLargest the largest value of all of them; NaN for the line's own
    public void show(double[] newValues, double newLargest, String spoken) {
        setAccessibleText(spoken);
        if (!Arrays.equals(values, newValues) || Double.compare(largest, newLargest) != 0) {
            values = newValues.clone();
            largest = newLargest;
            draw();
        }
    }

    @Override
    protected void layoutChildren() {
        if (canvas.fit(getMaxWidth() == Double.MAX_VALUE ? getWidth() : getMinWidth(), getMinHeight())) {
            draw();
        }
    }

    private void draw() {
        var g = canvas.cleared();
        double own = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(0);
        double top = (Double.isNaN(largest) ? own : largest) * 1.08;
        if (values.length < 2 || top <= 0) {
            return;
        }
        g.setLineWidth(1.25);
        g.setLineJoin(StrokeLineJoin.ROUND);
        g.setStroke(line.getValue());
        g.setFill(area.getValue());
        int from = 0;
        while (from < values.length) {
            int until = from;
            while (until < values.length && !Double.isNaN(values[until])) {
                until++;
            }
            if (until - from > 1) {
                drawRun(g, from, until, top);
            }
            from = until + 1;
        }
        if (!Double.isNaN(values[values.length - 1])) {
            g.setFill(line.getValue());
            g.fillOval(x(values.length - 1) - 2, y(values[values.length - 1], top) - 2, 4, 4);
        }
    }

    private void drawRun(GraphicsContext g, int from, int until, double top) {
        g.beginPath();
        g.moveTo(x(from), y(values[from], top));
        for (int i = from + 1; i < until; i++) {
            g.lineTo(x(i), y(values[i], top));
        }
        g.stroke();
        g.lineTo(x(until - 1), canvas.height() - 1);
        g.lineTo(x(from), canvas.height() - 1);
        g.closePath();
        g.fill();
    }

    private double x(int index) {
        return 1 + index * (canvas.width() - 6) / (values.length - 1);
    }

    private double y(double value, double top) {
        return canvas.height() - 2 - value / top * (canvas.height() - 5);
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return FACTORY.getCssMetaData();
    }
}
