package io.pilothouse.ui.common;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.tasks.health.HealthRounds.Bar;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/// The history of an instance as a row of bars: calm is low and quiet, trouble is tall, so that it
/// stands out without colour. What is not told by height alone has a form of its own: refused is broken in two,
/// unstable in slices, maintenance hollow. One canvas; four pixels per part.
public final class UptimeBars extends Region {

    /// Width of one part with its gap.
    public static final int PITCH = 4;

    /// A slice of a broken bar, and as much between two.
    private static final double SLICE = 2;

    private static final StyleablePropertyFactory<UptimeBars> FACTORY =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());

    private final StyleableProperty<Color> healthy =
            FACTORY.createStyleableColorProperty(this, "healthy", "-px-bar-healthy", bars -> bars.healthy, Color.GREY);
    private final StyleableProperty<Color> warning =
            FACTORY.createStyleableColorProperty(this, "warning", "-px-bar-warning", bars -> bars.warning, Color.GREY);
    private final StyleableProperty<Color> down =
            FACTORY.createStyleableColorProperty(this, "down", "-px-bar-down", bars -> bars.down, Color.GREY);
    private final StyleableProperty<Color> unstable = FACTORY.createStyleableColorProperty(
            this, "unstable", "-px-bar-unstable", bars -> bars.unstable, Color.GREY);
    private final StyleableProperty<Color> maintenance = FACTORY.createStyleableColorProperty(
            this, "maintenance", "-px-bar-maintenance", bars -> bars.maintenance, Color.GREY);
    private final StyleableProperty<Color> nothing =
            FACTORY.createStyleableColorProperty(this, "nothing", "-px-bar-nothing", bars -> bars.nothing, Color.GREY);

    private final SharpCanvas canvas = new SharpCanvas();
    private final double height;
    private List<Bar> bars = List.of();
    private boolean stretched;
    private String spoken = "";
    private Function<Bar, String> walked = _ -> "";
    /// A window of its own, so only where bars are walked: tables show many of them.
    private Optional<Tooltip> tooltip = Optional.empty();
    private int at = -1;

    /// @param height of the tallest bar
    public UptimeBars(double height) {
        this.height = height;
        getStyleClass().add("uptime-bars");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(0, height);
        setPrefHeight(height);
        setMaxHeight(height);
        getChildren().add(canvas.node());
        for (var colour : List.of(healthy, warning, down, unstable, maintenance, nothing)) {
            ((javafx.beans.property.Property<?>) colour).addListener((_, _, _) -> draw());
        }
    }

    /// @return bars over the whole width of their place
    public static UptimeBars stretching(double height) {
        var row = new UptimeBars(height);
        row.stretched = true;
        row.setMaxWidth(Double.MAX_VALUE);
        return row;
    }

    /// Lets a person walk from part to part, with the pointer or the arrow keys, and read each.
    ///
    /// @param words what is said of one part
    public void walkable(Function<Bar, String> words) {
        walked = words;
        setFocusTraversable(true);
        var shown = new Tooltip(spoken);
        tooltip = Optional.of(shown);
        Tooltip.install(this, shown);
        setOnMouseMoved(event -> walkTo(partAt(event.getX())));
        setOnMouseExited(_ -> walkTo(-1));
        focusedProperty().subscribe(focused -> walkTo(focused ? shown() - 1 : -1));
        setOnKeyPressed(key -> {
            int step = key.getCode() == KeyCode.RIGHT ? 1 : key.getCode() == KeyCode.LEFT ? -1 : 0;
            if (step != 0) {
                walkTo(Math.clamp(at + step, 0, Math.max(0, shown() - 1)));
                key.consume();
            }
        });
    }

    private int partAt(double x) {
        int shown = shown();
        return shown == 0 ? -1 : Math.clamp((int) (x / pitch(shown)), 0, shown - 1);
    }

    private void walkTo(int part) {
        at = part;
        int shown = shown();
        if (at < 0 || at >= shown) {
            setAccessibleText(spoken);
            tooltip.ifPresent(it -> it.setText(spoken));
        } else {
            var words = walked.apply(bars.get((at + 1) * bars.size() / shown - 1));
            setAccessibleText(words);
            tooltip.ifPresent(it -> it.setText(words));
        }
        draw();
    }

    private int shown() {
        return Math.min(bars.size(), (int) (canvas.width() / PITCH));
    }

    private double pitch(int shown) {
        return stretched && shown > 0 ? canvas.width() / shown : PITCH;
    }

    /// @param newBars oldest first
    /// @param newSpoken what a screen reader says
    public void show(List<Bar> newBars, String newSpoken) {
        spoken = newSpoken;
        setAccessibleText(newSpoken);
        if (!bars.equals(newBars)) {
            bars = List.copyOf(newBars);
            setPrefWidth((double) bars.size() * PITCH);
            requestLayout();
            draw();
        }
    }

    @Override
    protected void layoutChildren() {
        double width = stretched ? getWidth() : Math.min(getWidth(), bars.size() * (double) PITCH);
        if (canvas.fit(width, height)) {
            draw();
        }
    }

    private void draw() {
        var g = canvas.cleared();
        int shown = shown();
        double pitch = pitch(shown);
        for (int i = 0; i < shown; i++) {
            var worst = worst(i * bars.size() / shown, (i + 1) * bars.size() / shown);
            g.setFill(fill(worst));
            bar(g, worst, Math.round(i * pitch), Math.max(1, Math.floor(pitch) - 1));
            if (i == at) {
                g.setStroke(fill(worst));
                g.strokeRect(Math.round(i * pitch) - 0.5, 0.5, Math.max(2, Math.floor(pitch)), height - 1);
            }
        }
    }

    private void bar(GraphicsContext g, ShownState state, double x, double width) {
        double tall = Math.round(height * share(state));
        double top = height - tall;
        switch (form(state)) {
            case FULL -> g.fillRect(x, top, width, tall);
            case BROKEN -> {
                g.fillRect(x, top, width, tall - 3 * SLICE);
                g.fillRect(x, height - 2 * SLICE, width, 2 * SLICE);
            }
            case SLICED -> {
                for (double y = height - SLICE; y >= top; y -= 2 * SLICE) {
                    g.fillRect(x, y, width, SLICE);
                }
            }
            case HOLLOW -> {
                g.fillRect(x, top, width, tall);
                g.clearRect(x + 1, top + 1, Math.max(0, width - 2), tall - 2);
            }
        }
    }

    private enum Form {
        FULL,
        BROKEN,
        SLICED,
        HOLLOW
    }

    private static Form form(ShownState state) {
        return switch (state) {
            case REFUSED, LOCKED -> Form.BROKEN;
            case UNSTABLE, IDENTITY_CHANGED -> Form.SLICED;
            case MAINTENANCE, ASLEEP -> Form.HOLLOW;
            case HEALTHY, CHECKING, WARNING, DOWN, PAUSED, UNKNOWN -> Form.FULL;
        };
    }

    /// Where not all parts fit, one bar stands for several and shows the worst of them; a part without
    /// any check hides no other.
    private ShownState worst(int from, int until) {
        return bars.subList(from, until).stream()
                .map(Bar::worst)
                .filter(state -> state != ShownState.UNKNOWN)
                .min(Comparator.comparingInt(Severity::of))
                .orElse(ShownState.UNKNOWN);
    }

    private static double share(ShownState state) {
        return switch (state) {
            case HEALTHY, CHECKING -> 0.36;
            case WARNING, UNSTABLE -> 0.62;
            case REFUSED, LOCKED -> 0.74;
            case IDENTITY_CHANGED -> 0.86;
            case MAINTENANCE, ASLEEP -> 0.50;
            case DOWN -> 1;
            case PAUSED, UNKNOWN -> 0.14;
        };
    }

    private Color fill(ShownState state) {
        return switch (state) {
            case HEALTHY, CHECKING -> healthy.getValue();
            case WARNING, REFUSED, LOCKED -> warning.getValue();
            case UNSTABLE, IDENTITY_CHANGED -> unstable.getValue();
            case MAINTENANCE -> maintenance.getValue();
            case DOWN -> down.getValue();
            case ASLEEP, PAUSED, UNKNOWN -> nothing.getValue();
        };
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return FACTORY.getCssMetaData();
    }
}
