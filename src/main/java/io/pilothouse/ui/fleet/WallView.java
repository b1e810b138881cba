package io.pilothouse.ui.fleet;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.common.UptimeBars;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.transform.Scale;

/// What the wall shows: the time, how many need attention, the causes large, all others as tiles as
/// large as the screen allows, and what comes next. Drawn for a screen of 1440 by 900 and enlarged on
/// larger ones, so that it can be read from afar.
final class WallView extends Pane {

    private static final PseudoClass CALM = PseudoClass.getPseudoClass("calm");
    private static final double WIDTH = 1440;
    private static final double EDGE = 24;
    private static final double GAP = 16;
    private static final double HEAD = 68;
    private static final double FOOT = 36;
    private static final double CAUSE_HEIGHT = 194;
    private static final int MOST_CAUSES = 4;
    private static final int MOST_NEXT = 6;

    private final WindowContext window;
    private final Words words;
    private final FleetViewModel model;
    private final Consumer<InstanceId> open;
    private final Pane board = new Board();
    private final HBox head = new HBox(24);
    private final HBox causes = new HBox(GAP);
    private final Pane grid = new Board();
    private final HBox foot = new HBox(24);
    private final Map<InstanceTile.Detail, Map<InstanceId, InstanceTile>> tilesOf =
            new EnumMap<>(InstanceTile.Detail.class);

    /// A pane whose children stand where they were put.
    private static final class Board extends Pane {
        @Override
        protected void layoutChildren() {}
    }

    WallView(WindowContext window, FleetViewModel model, Consumer<InstanceId> open) {
        this.window = window;
        this.model = model;
        this.open = open;
        words = window.words();
        getStyleClass().add("wall");
        head.setAlignment(Pos.CENTER_LEFT);
        foot.setAlignment(Pos.CENTER_LEFT);
        board.getChildren().setAll(head, causes, grid, foot);
        getChildren().setAll(board);
        widthProperty().addListener((_, _, _) -> refresh());
        heightProperty().addListener((_, _, _) -> refresh());
    }

    /// Says everything anew.
    void refresh() {
        var view = model.view().get();
        if (getWidth() < 1 || getHeight() < 1 || view == null) {
            return;
        }
        double factor = Math.max(1, Math.min(getWidth() / WIDTH, getHeight() / 640));
        board.getTransforms().setAll(new Scale(factor, factor));
        double width = getWidth() / factor - 2 * EDGE;
        double height = getHeight() / factor;
        var rows = List.copyOf(model.rows());
        pseudoClassStateChanged(CALM, rows.stream().noneMatch(row -> row.state().problem()));
        showHead(view, rows);
        head.resizeRelocate(EDGE, 12, width, HEAD);
        boolean trouble = !view.causes().isEmpty();
        showCauses(view, rows, width);
        causes.setVisible(trouble);
        causes.resizeRelocate(EDGE, HEAD + 24, width, CAUSE_HEIGHT);
        double top = HEAD + 24 + (trouble ? CAUSE_HEIGHT + GAP : 0);
        var told = new HashSet<InstanceId>();
        view.causes().stream()
                .limit(MOST_CAUSES)
                .forEach(cause -> cause.members().forEach(member -> told.add(member.id())));
        showGrid(rows, told, width, height - top - FOOT - 12);
        grid.resizeRelocate(EDGE, top, width, height - top - FOOT - 12);
        showFoot();
        foot.resizeRelocate(EDGE, height - FOOT - 4, width, FOOT);
    }

    // ---- head and foot

    private void showHead(FleetViewModel.View view, List<FleetRow> rows) {
        var now = window.services().clock().instant();
        var time = new Label(words.time(now, now));
        time.getStyleClass().add("wall-clock");
        time.setMinWidth(Region.USE_PREF_SIZE);
        long troubled = rows.stream().filter(row -> row.state().problem()).count();
        var strong = new Label(
                troubled == 0
                        ? words.texts().text("wall.calm", rows.size())
                        : words.texts().text("wall.attention", troubled, rows.size()));
        strong.getStyleClass().add("wall-strong");
        var lines = new VBox(strong);
        lines.setAlignment(Pos.CENTER_LEFT);
        newest(now).ifPresent(since -> {
            var second = new Label(words.texts()
                    .text("wall.causes", view.causes().size() + view.more(), words.age(Duration.between(since, now))));
            second.getStyleClass().add("text-muted");
            lines.getChildren().add(second);
        });
        head.getChildren().setAll(time, lines, space());
        for (var tally : view.tallies()) {
            var entry = FleetHead.tally(words, tally, 20);
            entry.getStyleClass().add("wall-tally");
            entry.setMinWidth(Region.USE_PREF_SIZE);
            head.getChildren().add(entry);
        }
    }

    private Optional<Instant> newest(Instant now) {
        return window.services().health().causes().get().stream()
                .map(cause -> cause.since())
                .filter(since -> !since.isAfter(now))
                .max(Instant::compareTo);
    }

    private void showFoot() {
        var now = window.services().clock().instant();
        var checked = window.services().health().states().get().values().stream()
                .flatMap(health -> health.lastCheckAt().stream())
                .max(Instant::compareTo);
        foot.getChildren().clear();
        checked.ifPresent(at -> foot.getChildren()
                .add(muted(words.texts().text("wall.updated", words.age(Duration.between(at, now))))));
        window.services()
                .pausing()
                .state()
                .get()
                .ifPresent(_ -> foot.getChildren().add(muted(words.texts().text("shell.status.paused"))));
        foot.getChildren().addAll(space(), key("F11"), muted(words.texts().text("wall.leave")));
        foot.getChildren().addAll(key("Enter"), muted(words.texts().text("wall.open")));
    }

    private static Label muted(String said) {
        var label = new Label(said);
        label.getStyleClass().add("text-muted");
        return label;
    }

    private static Label key(String name) {
        var label = new Label(name);
        label.getStyleClass().add("key-hint");
        return label;
    }

    private static Region space() {
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    // ---- causes

    private void showCauses(FleetViewModel.View view, List<FleetRow> rows, double width) {
        var byId = new HashMap<InstanceId, FleetRow>();
        rows.forEach(row -> byId.put(row.instance().id(), row));
        var shown = view.causes().stream().limit(MOST_CAUSES).toList();
        double parts = shown.stream().mapToInt(cause -> cause.host() ? 2 : 1).sum();
        double part = (width - GAP * (shown.size() - 1)) / parts;
        var tiles = new ArrayList<Node>();
        for (var cause : shown) {
            var tile = cause(cause, byId);
            tile.setPrefSize(part * (cause.host() ? 2 : 1), CAUSE_HEIGHT);
            tile.setMinWidth(0);
            HBox.setHgrow(tile, Priority.ALWAYS);
            tiles.add(tile);
        }
        causes.getChildren().setAll(tiles);
    }

    private Region cause(FleetCause cause, Map<InstanceId, FleetRow> rows) {
        var box = new VBox(12);
        box.getStyleClass().addAll("wall-cause", "state-" + cause.sign().word());
        var first = cause.members().getFirst();
        boolean several = cause.host() || cause.members().size() > 1;
        box.getChildren()
                .setAll(several ? headOfSeveral(cause) : instanceHead(first), several ? members(cause) : sign(cause));
        var grows = new Region();
        VBox.setVgrow(grows, Priority.ALWAYS);
        var bars = UptimeBars.stretching(24);
        Optional.ofNullable(rows.get(first.id())).ifPresent(row -> {
            model.want(first.id());
            bars.show(row.history().bars(), Spoken.bars(words, row));
        });
        box.getChildren().addAll(grows, bars);
        choosable(box, first.id(), cause.title());
        return box;
    }

    private Node headOfSeveral(FleetCause cause) {
        var title = new Label(cause.title());
        title.getStyleClass().add("wall-strong");
        var since = muted(cause.since());
        var lines = new VBox(title, since);
        lines.setMinWidth(0);
        var effect = muted(cause.effect());
        var head = new HBox(16, new StateShape(cause.sign(), 32), lines, space(), effect);
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private Node instanceHead(Instance instance) {
        var title = new Label(instance.name());
        title.getStyleClass().add("wall-strong");
        var lines = new VBox(title, muted(words.kindAndVersion(instance)));
        lines.setMinWidth(0);
        var head = new HBox(16, Monogram.of(instance, Monogram.Size.WALL), lines);
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private Node sign(FleetCause cause) {
        var state = new Label(cause.title());
        state.getStyleClass().addAll("wall-state", "state-word");
        var why = muted(cause.effect().isEmpty() ? cause.since() : cause.effect());
        var lines = new VBox(state, why);
        lines.setMinWidth(0);
        var box = new HBox(16, new StateShape(cause.sign(), 28), lines);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private Node members(FleetCause cause) {
        var box = new HBox(12);
        cause.members().stream().limit(4).forEach(member -> {
            var name = new Label(member.name());
            name.getStyleClass().add("tile-name");
            name.setMinWidth(0);
            var one = new HBox(12, Monogram.of(member, Monogram.Size.LARGE), name);
            one.getStyleClass().add("wall-member");
            one.setMinWidth(48);
            HBox.setHgrow(one, Priority.ALWAYS);
            one.setMaxWidth(Double.MAX_VALUE);
            box.getChildren().add(one);
        });
        if (cause.members().size() > 4) {
            box.getChildren()
                    .add(muted(words.texts()
                            .text("fleet.members.more", cause.members().size() - 4)));
        }
        return box;
    }

    // ---- tiles

    private void showGrid(List<FleetRow> rows, Set<InstanceId> told, double width, double height) {
        var others =
                rows.stream().filter(row -> !told.contains(row.instance().id())).toList();
        var next = next();
        int wanted = others.size() + (next.isEmpty() ? 0 : 1);
        var detail = fits(wanted, width, height, 220, 200)
                ? InstanceTile.Detail.FULL
                : fits(wanted, width, height, 200, 100) ? InstanceTile.Detail.BARS : InstanceTile.Detail.LINE;
        double tall = detail == InstanceTile.Detail.FULL ? 200 : 100;
        boolean line = detail == InstanceTile.Detail.LINE;
        int columns = line
                ? Math.max(1, (int) ((width + 8) / 188))
                : columns(wanted, width, height, detail == InstanceTile.Detail.FULL ? 220 : 200, tall);
        double gap = line ? 8 : GAP;
        int needed = (int) Math.ceil((double) wanted / columns);
        int lineCount = line ? Math.min(needed, Math.max(1, (int) ((height + gap) / (44 + gap)))) : needed;
        double tileWidth = (width - gap * (columns - 1)) / columns;
        double tileHeight = Math.min(line ? 84 : 280, (height - gap * (lineCount - 1)) / lineCount);
        int room = columns * lineCount;
        var tiles = new ArrayList<Region>();
        for (var row : others) {
            if (tiles.size() == room - (others.size() > room ? 1 : 0)) {
                break; // problems come first, so what does not fit is well
            }
            tiles.add(tile(row, detail));
        }
        if (others.size() > tiles.size()) {
            var more = new Label(words.texts().text("wall.more", others.size() - tiles.size()));
            more.getStyleClass().addAll("text-muted", "wall-more");
            tiles.add(more);
        } else if (!line && !next.isEmpty()) {
            tiles.add(nextTile(next));
        }
        for (int i = 0; i < tiles.size(); i++) {
            tiles.get(i)
                    .resizeRelocate(
                            i % columns * (tileWidth + gap),
                            (double) (i / columns) * (tileHeight + gap),
                            tileWidth,
                            tileHeight);
        }
        grid.getChildren().setAll(tiles);
    }

    private static boolean fits(int count, double width, double height, double least, double tall) {
        int columns = (int) ((width + GAP) / (least + GAP));
        int lines = (int) ((height + GAP) / (tall + GAP));
        return columns * lines >= count;
    }

    /// @return the number of columns that makes the tiles about as high as wide
    private static int columns(int count, double width, double height, double least, double tall) {
        int most = (int) ((width + GAP) / (least + GAP));
        int lines = (int) ((height + GAP) / (tall + GAP));
        return Math.clamp((int) Math.ceil((double) count / Math.max(1, lines)), 1, Math.max(1, most));
    }

    private Region tile(FleetRow row, InstanceTile.Detail detail) {
        var id = row.instance().id();
        var tile = tilesOf.computeIfAbsent(detail, _ -> new HashMap<>())
                .computeIfAbsent(id, _ -> new InstanceTile(words, detail));
        if (detail != InstanceTile.Detail.LINE) {
            model.want(id);
        }
        tile.show(row);
        choosable(tile, id, tile.getAccessibleText());
        return tile;
    }

    private void choosable(Region tile, InstanceId id, String spoken) {
        tile.setFocusTraversable(true);
        tile.setAccessibleRole(AccessibleRole.BUTTON);
        tile.setAccessibleText(spoken);
        tile.setOnMouseClicked(_ -> open.accept(id));
        tile.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.ENTER) {
                open.accept(id);
                key.consume();
            }
        });
    }

    private record Next(String at, Optional<Instance> instance, String title) {}

    private List<Next> next() {
        var now = window.services().clock().instant();
        var fleet = window.services().instances().fleet().get();
        return window.services().schedules().plan().get().stream()
                .filter(planned -> planned.instance().isPresent()
                        && planned.nextAt().isPresent()
                        && planned.waiting().isEmpty())
                .limit(MOST_NEXT)
                .map(planned -> new Next(
                        words.time(planned.nextAt().orElseThrow(), now),
                        planned.instance().flatMap(fleet::find),
                        words.workKind(planned.kind(), planned.title())))
                .toList();
    }

    private Region nextTile(List<Next> shown) {
        var title = new Label(words.texts().text("wall.next"));
        title.getStyleClass().add("tile-name");
        var box = new VBox(8, title);
        box.getStyleClass().addAll("instance-tile", "wall-next");
        for (var each : shown) {
            var at = muted(each.at());
            at.setMinWidth(Region.USE_PREF_SIZE);
            var what = new Label(each.title());
            what.setMinWidth(0);
            var line = new HBox(8, at);
            each.instance().ifPresent(one -> line.getChildren().add(Monogram.of(one, Monogram.Size.SMALL)));
            line.getChildren().add(what);
            line.setAlignment(Pos.CENTER_LEFT);
            box.getChildren().add(line);
        }
        return box;
    }
}
