package io.pilothouse.ui.schedule;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.schedule.ScheduleViewModel.Fate;
import io.pilothouse.ui.schedule.ScheduleViewModel.Lane;
import io.pilothouse.ui.schedule.ScheduleViewModel.Mark;
import io.pilothouse.ui.schedule.ScheduleViewModel.View;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Side;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Line;
import javafx.scene.shape.SVGPath;

/// A day of turns: one lane for each host, time to the right, now as a line. Each sort of end has its
/// own shape. The arrow keys walk from turn to turn. Nothing moves by itself. FX thread only.
final class DayStrip extends Pane {

    private static final double LEAST_LABEL = 168;
    private static final double LANE = 30;
    private static final double AXIS = 28;
    private static final double LEFT = 16;
    private static final double GAP = 8;
    private static final double RIGHT = 16;
    private static final double SIGN = 12;
    /// Turns closer than this would lie over each other.
    private static final double APART = 18;

    private final Words words;
    private final ZoneId zone;
    private final Consumer<InstanceId> open;
    private final List<Region> marks = new ArrayList<>();
    private double labels = LEAST_LABEL;
    private List<Lane> lanes = List.of();
    private Instant from = Instant.EPOCH;
    private Instant until = Instant.EPOCH.plusSeconds(1);
    private Instant now = Instant.EPOCH;
    private List<ScheduleViewModel.Collision> collisions = List.of();

    DayStrip(Words words, ZoneId zone, Consumer<InstanceId> open) {
        this.words = words;
        this.zone = zone;
        this.open = open;
        getStyleClass().add("day-strip");
        setAccessibleRole(AccessibleRole.PARENT);
        setAccessibleText(words.texts().text("schedule.strip"));
        widthProperty().addListener((_, _, _) -> draw());
    }

    void show(View view) {
        lanes = view.lanes();
        from = view.from();
        until = view.until();
        now = view.now();
        collisions = view.collisions();
        double height = AXIS + Math.max(1, lanes.size()) * LANE + 4;
        setMinHeight(height);
        setPrefHeight(height);
        draw();
    }

    private void draw() {
        getChildren().clear();
        marks.clear();
        if (getWidth() < LEAST_LABEL + 100) {
            return;
        }
        var names = lanes.stream().map(lane -> name(lane.host())).toList();
        labels = widthOf(names);
        axis();
        for (int i = 0; i < lanes.size(); i++) {
            lane(lanes.get(i), names.get(i), AXIS + i * LANE);
        }
        var line = new Line(x(now), AXIS - 4, x(now), AXIS + lanes.size() * LANE);
        line.getStyleClass().add("strip-now");
        getChildren().add(line);
        getChildren().addAll(marks);
    }

    private static Label name(String host) {
        var name = new Label(host);
        name.getStyleClass().addAll("strip-host", "text-second");
        name.setTooltip(new Tooltip(host));
        return name;
    }

    /// What the longest host needs, of a narrow strip no more than a third.
    private double widthOf(List<Label> names) {
        getChildren().setAll(names);
        names.forEach(Label::applyCss);
        double longest =
                names.stream().mapToDouble(name -> name.prefWidth(-1)).max().orElse(0);
        getChildren().clear();
        return Math.max(LEAST_LABEL, Math.min(Math.ceil(longest) + LEFT + GAP, getWidth() / 3));
    }

    private void axis() {
        var zoned = from.atZone(zone).truncatedTo(ChronoUnit.HOURS);
        int step = getWidth() > 900 ? 2 : 4;
        for (var at = zoned; at.toInstant().isBefore(until); at = at.plusHours(1)) {
            if (at.getHour() % step != 0 || at.toInstant().isBefore(from)) {
                continue;
            }
            double x = x(at.toInstant());
            var tick = new Line(x, AXIS - 4, x, AXIS + lanes.size() * LANE);
            tick.getStyleClass().add("strip-tick");
            getChildren().add(tick);
            if (Math.abs(x - x(now)) > 44 && x + 40 < getWidth()) {
                text("%02d:00".formatted(at.getHour()), x - 14, 4, "strip-hour");
            }
        }
        text(words.time(now, now), x(now) - 14, 4, "strip-hour", "text-strong");
    }

    private void text(String said, double x, double y, String... styles) {
        var label = new Label(said);
        label.getStyleClass().addAll(styles);
        label.relocate(Math.round(x), y);
        getChildren().add(label);
    }

    private void lane(Lane lane, Label name, double top) {
        var under = new Region();
        under.getStyleClass().add("strip-lane");
        under.resizeRelocate(labels, top, getWidth() - labels - RIGHT, LANE - 1);
        under.setManaged(false);
        name.setMaxWidth(labels - LEFT - GAP);
        name.relocate(LEFT, top + 6);
        getChildren().addAll(under, name);
        for (var period : lane.maintenance()) {
            double left = x(period.from().isBefore(from) ? from : period.from());
            double right = x(period.until().isAfter(until) ? until : period.until());
            var block = new Region();
            block.setManaged(false);
            block.getStyleClass().add("strip-maintenance");
            block.resizeRelocate(left, top + 3, Math.max(4, right - left), LANE - 7);
            Tooltip.install(
                    block,
                    new Tooltip(words.texts()
                            .text(
                                    "schedule.maintenance",
                                    words.time(period.from(), now),
                                    words.time(period.until(), now))));
            getChildren().add(block);
        }
        if (!lane.often().isEmpty()) {
            var line = new Line(x(now), top + LANE / 2, getWidth() - RIGHT, top + LANE / 2);
            line.getStyleClass().add("strip-often");
            Tooltip.install(line, new Tooltip(String.join("\n", lane.often())));
            getChildren().add(line);
        }
        var near = new ArrayList<Mark>();
        for (var mark : lane.marks()) {
            if (!near.isEmpty() && x(mark.at()) - x(near.getFirst().at()) >= APART) {
                marks.add(sign(lane, List.copyOf(near), top + LANE / 2 - 0.5));
                near.clear();
            }
            near.add(mark);
        }
        if (!near.isEmpty()) {
            marks.add(sign(lane, List.copyOf(near), top + LANE / 2 - 0.5));
        }
    }

    /// One turn as its shape; several that would lie over each other as their number, with a list.
    private Region sign(Lane lane, List<Mark> near, double y) {
        var sign = new StackPane(near.size() == 1 ? path(near.getFirst().fate()) : count(near.size()));
        sign.setManaged(false);
        sign.getStyleClass().addAll("strip-mark", "strip-" + ScheduleViewModel.word(worst(near)));
        if (collides(lane, near)) {
            sign.getStyleClass().add("strip-collision");
        }
        double x = x(near.getFirst().at());
        sign.resizeRelocate(Math.round(x - SIGN), Math.round(y - SIGN), 2 * SIGN, 2 * SIGN);
        sign.setAccessibleRole(AccessibleRole.BUTTON);
        var said = near.stream().map(Mark::words).collect(Collectors.joining("\n"));
        sign.setAccessibleText(said);
        sign.setFocusTraversable(marks.isEmpty()); // one stop for Tab; arrows walk on from there
        Tooltip.install(sign, new Tooltip(said));
        sign.setOnMouseClicked(_ -> choose(sign, near));
        sign.setOnKeyPressed(key -> {
            int step = key.getCode() == KeyCode.RIGHT ? 1 : key.getCode() == KeyCode.LEFT ? -1 : 0;
            int at = marks.indexOf(sign) + step;
            if (step != 0 && at >= 0 && at < marks.size()) {
                marks.get(at).requestFocus();
                key.consume();
            } else if (key.getCode() == KeyCode.ENTER) {
                choose(sign, near);
                key.consume();
            }
        });
        return sign;
    }

    private void choose(Node sign, List<Mark> near) {
        if (near.size() == 1) {
            near.getFirst().instance().ifPresent(one -> open.accept(one.id()));
            return;
        }
        var list = new ContextMenu();
        for (var mark : near) {
            var item = new MenuItem(mark.words(), path(mark.fate()));
            item.getGraphic().getStyleClass().add("strip-path-" + ScheduleViewModel.word(mark.fate()));
            item.setMnemonicParsing(false);
            mark.instance()
                    .ifPresentOrElse(one -> item.setOnAction(_ -> open.accept(one.id())), () -> item.setDisable(true));
            list.getItems().add(item);
        }
        list.show(sign, Side.BOTTOM, 0, 0);
    }

    private boolean collides(Lane lane, List<Mark> near) {
        return collisions.stream()
                .filter(collision -> collision.host().equals(lane.host()))
                .anyMatch(collision -> near.stream().anyMatch(collision.marks()::contains));
    }

    /// What a person should look at first.
    static Fate worst(List<Mark> near) {
        return Stream.of(Fate.FAILED, Fate.HELD, Fate.RUNNING, Fate.NEXT, Fate.LEFT_OUT, Fate.DONE)
                .filter(fate -> near.stream().anyMatch(mark -> mark.fate() == fate))
                .findFirst()
                .orElse(Fate.DONE);
    }

    private static SVGPath path(Fate fate) {
        var path = new SVGPath();
        path.setContent(shape(fate));
        return path;
    }

    private Label count(int size) {
        var label = new Label(words.number(size));
        label.getStyleClass().add("strip-count");
        return label;
    }

    private static String shape(Fate fate) {
        return switch (fate) {
            case NEXT -> "M6 1a5 5 0 1 1 0 10a5 5 0 1 1 0-10zm0 1.8a3.2 3.2 0 1 0 0 6.4a3.2 3.2 0 1 0 0-6.4z";
            case RUNNING -> "M6 1a5 5 0 1 1 0 10a5 5 0 1 1 0-10zm0 1.8v6.4a3.2 3.2 0 0 0 0-6.4z";
            case HELD -> "M2.5 1.5h2.4v9H2.5zM7.1 1.5h2.4v9H7.1z";
            case DONE -> "M6 1a5 5 0 1 1 0 10a5 5 0 1 1 0-10z";
            case FAILED ->
                "M2.6 1.2 6 4.6 9.4 1.2 10.8 2.6 7.4 6 10.8 9.4 9.4 10.8 6 7.4 2.6 10.8 1.2 9.4 4.6 6 1.2 2.6z";
            case LEFT_OUT -> "M1.5 5.2h9v1.6h-9z";
        };
    }

    private double x(Instant at) {
        double share = (double) Duration.between(from, at).toMillis()
                / Duration.between(from, until).toMillis();
        return Math.round(labels + SIGN + Math.clamp(share, 0, 1) * (getWidth() - labels - RIGHT - 2 * SIGN));
    }

    /// @return what the shapes mean
    static List<Node> legend(Words words) {
        var entries = new ArrayList<Node>();
        for (var fate : List.of(Fate.NEXT, Fate.HELD, Fate.RUNNING, Fate.DONE, Fate.FAILED, Fate.LEFT_OUT)) {
            var sign = new StackPane(path(fate));
            sign.getStyleClass().addAll("strip-mark", "strip-" + ScheduleViewModel.word(fate));
            entries.add(entry(words.texts().text("schedule.fate." + ScheduleViewModel.word(fate)), sign));
        }
        var line = new Line(0, 0, 18, 0);
        line.getStyleClass().add("strip-often");
        entries.add(entry(words.texts().text("schedule.strip.often"), line));
        var block = new Region();
        block.getStyleClass().add("strip-maintenance");
        block.setMinSize(12, 12);
        block.setMaxSize(12, 12);
        entries.add(entry(words.texts().text("common.state.maintenance"), block));
        return entries;
    }

    private static Label entry(String meaning, Node sign) {
        var label = new Label(meaning, sign);
        label.getStyleClass().addAll("text-muted", "text-second");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
