package io.pilothouse.ui.timeline;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.tasks.health.HealthRounds.FleetPart;
import io.pilothouse.ui.common.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/// How many instances were how over time: one column for each part, trouble at its foot, so that it is seen
/// against the ground, and who was well above it. A gap where nothing was checked. The pointer and the arrow
/// keys go from part to part.
final class StatesChart extends Pane {

    private static final double LEFT = 44;
    private static final double RIGHT = 16;
    private static final double TOP = 8;
    private static final double BOTTOM = 22;
    private static final int LINES = 4;

    /// One instance in trouble among hundreds is seen, and in which.
    private static final double LEAST = 5;

    /// Less room than this share of a step is left between the last line and the most there were.
    private static final double CLOSE = 0.5;

    private final Function<FleetPart, String> words;
    private final Region walked = new Region();
    private final Tooltip tooltip = new Tooltip();
    private List<FleetPart> parts = List.of();
    private String spoken = "";
    private int most = 1;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Region> lines = new ArrayList<>();
    private final List<Label> counts = new ArrayList<>();
    private final List<Label> times = new ArrayList<>();
    private int at = -1;

    /// @param from    how many instances of the column lie below it
    /// @param trouble whether it is seen however few they are
    private record Block(Region region, int part, int from, int count, boolean trouble) {}

    /// @param words what is said of one part
    StatesChart(Function<FleetPart, String> words) {
        this.words = words;
        getStyleClass().add("states-chart");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setFocusTraversable(true);
        walked.getStyleClass().add("states-walked");
        walked.setMouseTransparent(true);
        Tooltip.install(this, tooltip);
        setOnMouseMoved(event -> walkTo(partAt(event.getX())));
        setOnMouseExited(_ -> walkTo(-1));
        focusedProperty().subscribe(focused -> walkTo(focused ? parts.size() - 1 : -1));
        setOnKeyPressed(key -> {
            int step = key.getCode() == KeyCode.RIGHT ? 1 : key.getCode() == KeyCode.LEFT ? -1 : 0;
            if (step != 0 && !parts.isEmpty()) {
                walkTo(Math.clamp(at + step, 0, parts.size() - 1));
                key.consume();
            }
        });
    }

    /// @param newParts oldest first
    /// @param ticks    words under the axis, at equal distances from the first to the last part
    /// @param said     what a screen reader says of it all
    void show(List<FleetPart> newParts, List<String> ticks, String said) {
        parts = newParts;
        spoken = said;
        most = Math.max(
                1,
                parts.stream().mapToInt(TimelineViewModel.View::counted).max().orElse(1));
        blocks.clear();
        for (int part = 0; part < parts.size(); part++) {
            int below = 0;
            for (var state : Severity.ORDER) {
                int count = parts.get(part).instances().getOrDefault(state, 0);
                if (count > 0) {
                    blocks.add(new Block(
                            block(state), part, below, count, !look(state).equals("healthy")));
                    below += count;
                }
            }
        }
        lines.clear();
        counts.clear();
        int step = Math.max(1, (int) Math.ceil((double) most / LINES));
        for (int count = 0; count < most - step * CLOSE; count += step) {
            line(count);
        }
        line(most);
        times.clear();
        ticks.forEach(tick -> times.add(axis(tick)));
        getChildren().setAll(lines);
        blocks.forEach(block -> getChildren().add(block.region));
        getChildren().addAll(counts);
        getChildren().addAll(times);
        getChildren().add(walked);
        walkTo(Math.min(at, parts.size() - 1));
    }

    private void line(int count) {
        var line = new Region();
        line.getStyleClass().add("states-line");
        line.setUserData(count);
        lines.add(line);
        counts.add(axis(Integer.toString(count)));
    }

    /// @return an area in the look of a state
    static Region block(ShownState state) {
        var region = new Region();
        region.getStyleClass().addAll("states-block", "states-" + look(state));
        region.setMouseTransparent(true);
        return region;
    }

    /// Colour and pattern; states of one look are told apart by what is said of a part.
    static String look(ShownState state) {
        return switch (state) {
            case DOWN -> "down";
            case WARNING -> "warning";
            case REFUSED, LOCKED -> "refused";
            case UNSTABLE, IDENTITY_CHANGED -> "unstable";
            case MAINTENANCE -> "maintenance";
            case HEALTHY, CHECKING -> "healthy";
            case ASLEEP, PAUSED, UNKNOWN -> "nothing";
        };
    }

    private static Label axis(String said) {
        var label = new Label(said);
        label.getStyleClass().addAll("text-muted", "text-micro");
        return label;
    }

    private int partAt(double x) {
        return parts.isEmpty() || x < LEFT || x > getWidth() - RIGHT
                ? -1
                : Math.clamp((int) ((x - LEFT) / pitch()), 0, parts.size() - 1);
    }

    private void walkTo(int part) {
        at = part;
        var said = at < 0 ? spoken : words.apply(parts.get(at));
        setAccessibleText(said);
        tooltip.setText(said);
        walked.setVisible(at >= 0);
        requestLayout();
    }

    private double pitch() {
        return (getWidth() - LEFT - RIGHT) / parts.size();
    }

    private double x(int part) {
        return Math.round(LEFT + part * pitch());
    }

    private double y(double count) {
        return Math.round(getHeight() - BOTTOM - count / most * (getHeight() - BOTTOM - TOP));
    }

    @Override
    protected void layoutChildren() {
        double right = getWidth() - RIGHT;
        for (int i = 0; i < lines.size(); i++) {
            double y = y((int) lines.get(i).getUserData());
            lines.get(i).resizeRelocate(LEFT, y, Math.max(0, right - LEFT), 1);
            var count = counts.get(i);
            count.autosize();
            count.relocate(LEFT - 8 - count.getWidth(), Math.round(y - count.getHeight() / 2));
        }
        for (int i = 0; i < times.size(); i++) {
            var time = times.get(i);
            time.autosize();
            double middle = LEFT + (right - LEFT) * i / Math.max(1, times.size() - 1);
            double x = i == 0 ? LEFT : i == times.size() - 1 ? right - time.getWidth() : middle - time.getWidth() / 2;
            time.relocate(Math.round(x), getHeight() - BOTTOM + 4);
        }
        int part = -1;
        double bottom = 0;
        for (var block : blocks) {
            double x = x(block.part);
            bottom = block.part == part ? bottom : y(0);
            part = block.part;
            double top = Math.min(y(block.from + block.count), bottom - (block.trouble ? LEAST : 1));
            block.region.resizeRelocate(x, top, Math.max(1, x(block.part + 1) - x - 1), bottom - top);
            bottom = top;
        }
        if (at >= 0) {
            walked.resizeRelocate(x(at) - 1, TOP - 2, x(at + 1) - x(at) + 1, getHeight() - BOTTOM - TOP + 3);
        }
    }
}
