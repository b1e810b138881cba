package io.pilothouse.ui.shell;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Rows;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.common.Wheel;
import io.pilothouse.ui.common.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.IntStream;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The rail at the left of a window: all instances, in a virtual list. FX thread only.
final class RailView extends VBox {

    private static final PseudoClass ON = PseudoClass.getPseudoClass("on");
    private static final PseudoClass ACTIVE = PseudoClass.getPseudoClass("active");
    private static final PseudoClass TARGET = PseudoClass.getPseudoClass("target");
    private static final double LINE = 28;

    /// As many states as fit beside each other, the worst first.
    private static final int TALLIES = 5;

    /// A lower rail shows one button at its foot when it is folded.
    private static final double FOOT_NEEDS = 620;

    private final WindowContext window;
    private final RailViewModel model;
    private final Words words;
    private final Label title = new Label();
    private final Region headSpace = new Region();
    private final Button add;
    private final Button fold;
    private final HBox head;
    private final StackPane fleetCell;
    private final Label fleetText = new Label();
    private final Region fleetSpace = new Region();
    private final Label fleetCount = new Label();
    private final HBox tally = new HBox();
    private final Rows<RailRow> rows = new Rows<>();
    private final ListView<RailRow> list = new ListView<>(rows) {
        @Override
        protected void layoutChildren() {
            super.layoutChildren();
            reveal();
        }
    };
    private final Set<Cell> cells = Collections.newSetFromMap(new WeakHashMap<>());
    private final Label empty = new Label();
    private final FlowPane foot = new FlowPane(4, 4);
    private final Label messages = new Label();
    private final Button footMore = new Button();
    private final List<String> footIds;
    private final List<Node> footButtons;
    private Set<InstanceId> scoped = Set.of();
    private boolean hasScope;
    private boolean collapsed;
    /// The line of the active instance is still to be shown.
    private boolean sought = true;
    private Map<ShownState, Integer> tallies = Map.of();

    /// @param footActions ids of the actions at the lower end
    RailView(WindowContext window, RailViewModel model, List<String> footActions) {
        this.window = window;
        this.model = model;
        words = window.words();
        getStyleClass().add("rail");
        setId("rail");
        setAccessibleText(window.texts().text("shell.area.rail"));
        title.setText(window.texts().text("common.application"));
        title.getStyleClass().add("rail-name");
        HBox.setHgrow(headSpace, Priority.ALWAYS);
        add = window.actions().find("instance.add").isPresent()
                ? window.actions().iconButton("instance.add", Optional::empty)
                : new Button();
        fold = window.actions().iconButton("rail.fold", Optional::empty);
        head = new HBox(new Wheel(18), title, headSpace, add, fold);
        head.getStyleClass().add("rail-head");
        fleetCell = fleetCell();
        tally.getStyleClass().add("rail-tally");
        list.getStyleClass().add("rail-list");
        list.setId("rail-list");
        list.setFixedCellSize(LINE);
        list.setAccessibleText(window.texts().text("shell.area.rail"));
        list.setCellFactory(_ -> new Cell());
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        VBox.setVgrow(list, Priority.ALWAYS);
        empty.setText(window.texts().text("shell.rail.empty"));
        empty.getStyleClass().add("rail-empty");
        empty.setWrapText(true);
        foot.getStyleClass().add("rail-foot");
        footIds = footActions.stream()
                .filter(id -> window.actions().find(id).isPresent())
                .toList();
        footButtons = footIds.stream().map(this::footButton).toList();
        footMore.setGraphic(new Icon(Octicons.KEBAB_HORIZONTAL_16));
        footMore.setId("rail-more");
        footMore.getStyleClass().addAll("flat", "icon-button");
        footMore.setAccessibleText(window.texts().text("common.tabs.more"));
        footMore.setOnAction(_ -> {
            var at = footMore.localToScreen(footMore.getWidth(), 0);
            window.actions().showMenu(footIds, window.active().id(), footMore, at.getX(), at.getY());
        });
        heightProperty().addListener((_, _, _) -> showFoot());
        model.view().subscribe(this::show);
        mark();
        window.navigation().location().addListener((_, _, _) -> mark());
        window.active().onSwitched(_ -> {
            mark();
            sought = true;
            list.requestLayout();
        });
    }

    private Node footButton(String id) {
        var button = window.actions().iconButton(id, () -> window.active().id());
        if (!id.equals("messages.open")) {
            return button;
        }
        messages.getStyleClass().add("rail-badge");
        messages.setId("rail-messages");
        messages.setMouseTransparent(true);
        messages.setVisible(false);
        var both = new StackPane(button, messages);
        StackPane.setAlignment(messages, javafx.geometry.Pos.TOP_RIGHT);
        return both;
    }

    private StackPane fleetCell() {
        fleetText.setText(window.texts().text("shell.rail.fleet"));
        fleetText.getStyleClass().add("rail-text");
        fleetCount.getStyleClass().addAll("text-muted", "text-second");
        HBox.setHgrow(fleetSpace, Priority.ALWAYS);
        var line = new HBox(new Icon(Octicons.ROWS_16), fleetText, fleetSpace, fleetCount);
        line.getStyleClass().add("rail-line");
        var button = new Button();
        button.setId("rail-fleet");
        button.getStyleClass().setAll("rail-button");
        button.setGraphic(line);
        button.setMaxWidth(Double.MAX_VALUE);
        line.prefWidthProperty().bind(button.widthProperty());
        button.setAccessibleText(window.texts().text("shell.rail.fleet"));
        button.setOnAction(_ -> window.actions().run("go.fleet", Optional.empty()));
        var padded = new StackPane(button);
        padded.getStyleClass().add("rail-cell");
        var edge = edge();
        var cell = new StackPane(padded, edge);
        StackPane.setAlignment(edge, javafx.geometry.Pos.CENTER_LEFT);
        padded.getStyleClass().add("rail-fleet");
        VBox.setMargin(cell, new javafx.geometry.Insets(4, 0, 0, 0));
        cell.getStyleClass().addAll("rail-cell-frame", "rail-fleet");
        return cell;
    }

    private static Region edge() {
        var edge = new Region();
        edge.getStyleClass().add("rail-edge");
        edge.setMouseTransparent(true);
        return edge;
    }

    private void show(RailViewModel.View view) {
        boolean folded = collapsed;
        collapsed = view.collapsed();
        showFoot();
        if (getChildren().isEmpty() || folded != collapsed) { // else with every check all of it were styled anew
            showHead();
        }
        fleetCount.setText(words.number(view.total()));
        messages.setText(view.messages() > 99 ? "99+" : words.number(view.messages()));
        messages.setVisible(view.messages() > 0);
        for (var node : List.of(fleetText, fleetSpace, fleetCount)) {
            node.setVisible(!collapsed);
            node.setManaged(!collapsed);
        }
        if (!view.tally().equals(tallies)) {
            tallies = view.tally();
            tally.getChildren()
                    .setAll(tallies.entrySet().stream()
                            .limit(TALLIES)
                            .map(this::tallied)
                            .toList());
        }
        var parts = new java.util.ArrayList<Node>(List.of(head, fleetCell));
        if (view.total() == 0) {
            if (!collapsed) {
                parts.add(empty);
            }
            var space = new Region();
            VBox.setVgrow(space, Priority.ALWAYS);
            parts.add(space);
        } else {
            if (!collapsed) {
                parts.add(tally);
            }
            parts.add(list);
        }
        if (!footButtons.isEmpty()) {
            parts.add(foot);
        }
        if (!getChildren().equals(parts)) {
            getChildren().setAll(parts);
        }
        rows.replace(view.rows());
        if (folded != collapsed) {
            mark(); // every line looks different now
        }
    }

    private void showHead() {
        getStyleClass().remove("collapsed");
        if (collapsed) {
            getStyleClass().add("collapsed");
        }
        head.getChildren().setAll(collapsed ? List.of(fold) : List.of(new Wheel(18), title, headSpace, add, fold));
        if (window.actions().find("instance.add").isEmpty()) {
            head.getChildren().remove(add);
        }
        fold.setGraphic(new Icon(collapsed ? Octicons.SIDEBAR_EXPAND_16 : Octicons.SIDEBAR_COLLAPSE_16));
    }

    /// One button with a menu where a folded, low rail has no room for all of them.
    private void showFoot() {
        boolean low = collapsed && getHeight() > 0 && getHeight() < FOOT_NEEDS;
        var shown = low ? List.<Node>of(footMore) : footButtons;
        if (!foot.getChildren().equals(shown)) {
            foot.getChildren().setAll(shown);
        }
        foot.setPrefWrapLength(collapsed ? LINE : LINE * shown.size());
    }

    private Node tallied(Map.Entry<ShownState, Integer> entry) {
        var count = new Label(words.number(entry.getValue()));
        count.getStyleClass().add("text-muted");
        count.setMinWidth(Region.USE_PREF_SIZE);
        var pair = new HBox(new StateShape(entry.getKey(), 12), count);
        pair.getStyleClass().add("tally-entry");
        pair.setAccessibleRole(AccessibleRole.TEXT);
        pair.setAccessibleText(window.texts().text("shell.rail.tally", entry.getValue(), words.state(entry.getKey())));
        return pair;
    }

    /// Marks the instances that a page is about instead of the active one.
    void scope(Optional<Content.Scoped> shown) {
        var next = shown.map(one -> one.view().ids()).orElse(Set.of());
        boolean now = shown.isPresent();
        if (!next.equals(scoped) || now != hasScope) {
            scoped = next;
            hasScope = now;
            mark();
        }
    }

    private void mark() {
        boolean fleet = window.navigation().location().get().equals(Navigation.FLEET);
        fleetCell.getChildren().getFirst().pseudoClassStateChanged(ON, fleet);
        fleetCell.pseudoClassStateChanged(ON, fleet);
        cells.forEach(Cell::showNow); // never list.refresh(), which makes and styles every line anew
    }

    /// Once after each switch, wherever it came from; then people scroll as they like. One that is pinned has two
    /// lines, either will do.
    private void reveal() {
        if (!sought || !(list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) || flow.getHeight() <= 0) {
            return;
        }
        flow.layout(); // only then it knows which lines are seen
        var active = window.active().id();
        var lines = IntStream.range(0, rows.size())
                .filter(line -> active.isPresent() && idOf(rows.get(line)).equals(active))
                .boxed()
                .toList();
        sought = lines.isEmpty();
        lines.stream()
                .filter(line -> flow.getVisibleCell(line) != null)
                .findFirst()
                .or(() -> lines.stream().findFirst())
                .ifPresent(line -> {
                    flow.scrollTo(line);
                    flow.layout(); // a line that had no cell stands only nearly in sight
                    flow.scrollTo(line);
                });
    }

    private static Optional<InstanceId> idOf(RailRow row) {
        return row instanceof RailRow.Entry entry ? Optional.of(entry.id()) : Optional.empty();
    }

    private void onKey(KeyEvent event) {
        var row = list.getSelectionModel().getSelectedItem();
        if (row == null) {
            return;
        }
        if (event.isAltDown() && (event.getCode() == KeyCode.UP || event.getCode() == KeyCode.DOWN)) {
            idOf(row).ifPresent(id -> model.step(id, event.getCode() == KeyCode.UP ? -1 : 1));
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
            open(row);
            event.consume();
        } else if (event.getCode() == KeyCode.CONTEXT_MENU || event.isShiftDown() && event.getCode() == KeyCode.F10) {
            idOf(row).ifPresent(id -> {
                var at = list.localToScreen(list.getWidth() / 2, LINE * 2);
                window.actions().showMenu(InstanceMenu.ACTIONS, Optional.of(id), list, at.getX(), at.getY());
            });
            event.consume();
        }
    }

    private void open(RailRow row) {
        switch (row) {
            case RailRow.Section section -> model.fold(section.name());
            case RailRow.Entry entry -> window.navigation().goTo(entry.id());
        }
    }

    private final class Cell extends ListCell<RailRow> {

        private final Monogram monogram = new Monogram(Monogram.Size.NORMAL);
        private final Monogram small = new Monogram(Monogram.Size.SMALL);
        private final Label name = new Label();
        private final Icon lock = new Icon(Octicons.LOCK_16);
        private final Icon pencil = new Icon(Octicons.PENCIL_16);
        private final StateShape shape = new StateShape(ShownState.UNKNOWN, 12);
        private final HBox line = new HBox();
        private final Region edge = edge();
        private final StackPane padded = new StackPane(line);
        private final StackPane cell = new StackPane(padded, edge);
        private final Label sectionTitle = new Label();
        private final Label sectionCount = new Label();
        private final Icon arrow = new Icon(Octicons.CHEVRON_DOWN_16);
        private final HBox section = new HBox(arrow, sectionTitle, sectionCount);
        private final Region gap = new Region();
        private Optional<RailRow> shown = Optional.empty();
        private boolean shownCollapsed;

        Cell() {
            cells.add(this);
            setPrefWidth(0); // as wide as the list, never wider
            name.getStyleClass().add("rail-text");
            HBox.setHgrow(name, Priority.ALWAYS);
            name.setMaxWidth(Double.MAX_VALUE);
            lock.getStyleClass().addAll("small-icon", "muted-icon");
            pencil.getStyleClass().addAll("small-icon", "muted-icon");
            line.getStyleClass().add("rail-line");
            cell.getStyleClass().add("rail-cell-frame");
            padded.getStyleClass().add("rail-cell");
            StackPane.setAlignment(edge, javafx.geometry.Pos.CENTER_LEFT);
            arrow.getStyleClass().add("small-icon");
            section.getStyleClass().add("rail-section");
            sectionTitle.getStyleClass().add("section-title");
            sectionCount.getStyleClass().add("section-count");
            gap.getStyleClass().add("rail-gap");
            setOnMouseClicked(event -> {
                if (getItem() != null && event.getButton() == MouseButton.PRIMARY) {
                    open(getItem());
                }
            });
            setOnContextMenuRequested(event -> {
                if (getItem() instanceof RailRow.Section) {
                    window.actions()
                            .showMenu(
                                    ShellActions.RAIL_ORDER,
                                    Optional.empty(),
                                    this,
                                    event.getScreenX(),
                                    event.getScreenY());
                    event.consume();
                } else if (getItem() instanceof RailRow.Entry entry) {
                    window.actions()
                            .showMenu(
                                    InstanceMenu.ACTIONS,
                                    Optional.of(entry.id()),
                                    this,
                                    event.getScreenX(),
                                    event.getScreenY());
                    event.consume();
                }
            });
            installDrag();
        }

        @Override
        protected void updateItem(RailRow row, boolean nothing) {
            super.updateItem(row, nothing);
            showNow();
        }

        /// Only what is another than before: each change of a line is styled and laid out.
        void showNow() {
            var row = isEmpty() ? null : getItem();
            section.setVisible(row instanceof RailRow.Section);
            cell.setVisible(row instanceof RailRow.Entry);
            if (row == null) { // hidden, not taken out: what is put in again is styled anew
                return;
            }
            if (shown.filter(row::equals).isEmpty() || shownCollapsed != collapsed) {
                shown = Optional.of(row);
                shownCollapsed = collapsed;
                switch (row) {
                    case RailRow.Section head -> show(head);
                    case RailRow.Entry entry -> show(entry);
                }
            }
            if (row instanceof RailRow.Entry entry) {
                mark(entry);
            }
        }

        private void show(RailRow.Section head) {
            sectionTitle.setText(head.title());
            sectionCount.setText(words.number(head.count()));
            arrow.setIconCode(head.folded() ? Octicons.CHEVRON_RIGHT_16 : Octicons.CHEVRON_DOWN_16);
            section.getChildren().setAll(collapsed ? List.of(gap) : List.of(arrow, sectionTitle, sectionCount));
            HBox.setHgrow(gap, Priority.ALWAYS);
            setGraphic(section);
            setAccessibleText(window.texts().text("shell.rail.section", head.title(), head.count()));
        }

        private void show(RailRow.Entry entry) {
            var instance = entry.instance();
            shape.show(entry.state());
            if (collapsed) {
                small.show(instance);
                line.getChildren().setAll(small, shape);
            } else {
                monogram.show(instance);
                name.setText(instance.name());
                var signs = new ArrayList<Node>(List.of(monogram, name));
                if (entry.unsaved()) {
                    signs.add(pencil);
                }
                if (entry.guarded()) {
                    signs.add(lock);
                }
                signs.add(shape);
                line.getChildren().setAll(signs);
            }
            cell.getStyleClass()
                    .setAll(
                            "rail-cell-frame",
                            Monogram.styleClass(instance.configuration().colour()));
            setGraphic(cell);
            var said = window.texts()
                    .text(
                            entry.guarded() ? "shell.rail.entry.guarded" : "shell.rail.entry",
                            instance.name(),
                            words.state(entry.state()));
            setAccessibleText(entry.unsaved() ? window.texts().text("shell.rail.entry.unsaved", said) : said);
        }

        private void mark(RailRow.Entry entry) {
            boolean in = scoped.contains(entry.id());
            boolean on = window.navigation().location().get() instanceof Location.OfInstance there
                    && there.instance().equals(entry.id());
            boolean active = hasScope ? in : window.active().id().equals(Optional.of(entry.id()));
            for (var node : List.of(padded, cell)) {
                node.pseudoClassStateChanged(ON, on);
                node.pseudoClassStateChanged(ACTIVE, active);
            }
        }

        private void installDrag() {
            setOnDragDetected(event -> {
                if (getItem() instanceof RailRow.Entry entry && model.ownOrder()) {
                    var content = new ClipboardContent();
                    content.putString(entry.id().value());
                    startDragAndDrop(TransferMode.MOVE).setContent(content);
                    event.consume();
                }
            });
            setOnDragOver(event -> {
                if (getItem() instanceof RailRow.Entry
                        && event.getGestureSource() instanceof Cell source
                        && source != this) {
                    event.acceptTransferModes(TransferMode.MOVE);
                    padded.pseudoClassStateChanged(TARGET, true);
                }
                event.consume();
            });
            setOnDragExited(_ -> padded.pseudoClassStateChanged(TARGET, false));
            setOnDragDropped(event -> {
                boolean moved = getItem() instanceof RailRow.Entry target
                        && event.getDragboard().hasString();
                if (moved && getItem() instanceof RailRow.Entry target) {
                    model.move(new InstanceId(event.getDragboard().getString()), Optional.of(target.id()));
                }
                event.setDropCompleted(moved);
                event.consume();
            });
        }
    }
}
