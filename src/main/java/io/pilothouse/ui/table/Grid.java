package io.pilothouse.ui.table;

import io.pilothouse.domain.query.SortBy;
import io.pilothouse.ui.common.Later;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;

/// The columns and lines of a table. Frozen columns are a second view of the same rows at the left that
/// scrolls up and down with the first. FX thread only.
final class Grid<R> extends HBox {

    /// Kept free at the right; the last column ends as far before it as the page needs, see `app.css`.
    private static final double SCROLL_BAR = 10;
    private static final double TITLE_SIZE = 12;
    private static final double TITLE_PADDING = 28;
    private static final double HEAD = 36;
    /// The keys are on the rows: one line looks so in both views.
    private static final PseudoClass KEYS_HERE = PseudoClass.getPseudoClass("keys-here");
    /// The mark of the cursor stands at the left of the line once.
    private static final String BESIDE = "beside-frozen";
    /// So that the picture before is painted: a pulse that comes earlier waits for it.
    private static final Duration BETWEEN = Duration.ofMillis(20);

    /// What the table hears.
    interface Listener {
        /// A person chose another order.
        void sorted(List<SortBy> sort);

        /// A person widened or moved a column.
        void laidOut();

        /// Columns stand elsewhere now.
        void placed();
    }

    /// Where a visible column stands.
    ///
    /// @param x from the left edge, also while the table is scrolled sideways
    record Spot<R>(Column<R> column, double x, double width) {}

    private final List<Column<R>> columns;
    private final TableView<R> main = RowFlow.view();
    private final TableView<R> frozen = RowFlow.view();
    private final Map<String, TableColumn<R, R>> byId = new LinkedHashMap<>();
    private final Listener listener;
    /// Those that found no room, although they are wanted.
    private Set<String> aside = Set.of();
    private boolean columnsChosen;
    private List<TableLayout.Place> pressed = List.of();
    /// Columns whose width a person chose.
    private final Set<String> chosen = new HashSet<>();
    private boolean settling = true; // until columns are shown
    private List<SortBy> sorted = List.of();
    /// Whether Shift is held over the head of a column.
    private boolean adding;

    Grid(
            List<Column<R>> columns,
            Function<Column<R>, String> title,
            ObservableList<R> items,
            Supplier<TableRow<R>> line,
            Listener listener) {
        this.columns = columns;
        this.listener = listener;
        for (var view : List.of(main, frozen)) {
            view.setItems(items);
            view.getStyleClass().add("edge-to-edge");
            view.setPlaceholder(new Region());
            view.setRowFactory(_ -> line.get());
            view.setSortPolicy(_ -> {
                readSort(view);
                return true;
            });
            view.skinProperty().subscribe(this::scrollTogether);
            view.getVisibleLeafColumns().subscribe(this::columnsChanged);
        }
        frozen.getStyleClass().add("frozen");
        frozen.setFocusTraversable(false);
        frozen.getSelectionModel().selectedIndexProperty().subscribe(index -> {
            if (index.intValue() >= 0
                    && index.intValue() != main.getSelectionModel().getSelectedIndex()) {
                main.getSelectionModel().clearAndSelect(index.intValue());
            }
        });
        main.getSelectionModel().selectedIndexProperty().subscribe(index -> {
            if (index.intValue() != frozen.getSelectionModel().getSelectedIndex()) {
                if (index.intValue() < 0) {
                    frozen.getSelectionModel().clearSelection();
                } else {
                    frozen.getSelectionModel().clearAndSelect(index.intValue());
                }
            }
        });
        main.focusedProperty().subscribe(focused -> frozen.pseudoClassStateChanged(KEYS_HERE, focused));
        frozen.addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> main.requestFocus());
        for (var column : columns) {
            byId.put(column.id(), made(column, title.apply(column)));
        }
        addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> pressed = places());
        addEventFilter(MouseEvent.MOUSE_RELEASED, released -> {
            adding = released.isShiftDown();
            pointed();
        });
        main.widthProperty().subscribe(this::fillWidth);
        HBox.setHgrow(main, Priority.ALWAYS);
        getChildren().setAll(main);
    }

    private TableColumn<R, R> made(Column<R> column, String title) {
        var made = new TableColumn<R, R>(title);
        made.setId(column.id());
        made.setMinWidth(Math.max(Math.min(column.width(), 48), widthOf(title)));
        made.setSortable(column.isSortable());
        made.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        made.setCellFactory(_ -> new RowCell<>(column, title));
        if (column.right()) {
            made.getStyleClass().add("align-right");
        }
        made.widthProperty().addListener((_, _, _) -> {
            if (!settling) {
                chosen.add(column.id());
                fillWidth();
            }
        });
        return made;
    }

    /// So that the head of a column is never cut off.
    private static double widthOf(String title) {
        var words = new Text(title);
        words.setFont(Font.font(null, FontWeight.BOLD, TITLE_SIZE));
        return Math.ceil(words.getLayoutBounds().getWidth()) + TITLE_PADDING;
    }

    TableView<R> view() {
        return main;
    }

    /// @return the visible columns from left to right
    List<Spot<R>> spots() {
        var spots = new ArrayList<Spot<R>>();
        boolean pinned = getChildren().contains(frozen);
        double edge = pinned ? frozen.getWidth() : 0;
        double scrolled = bar(main, Orientation.HORIZONTAL)
                .filter(ScrollBar::isVisible)
                .map(ScrollBar::getValue)
                .orElse(0.0);
        if (pinned) {
            spots(frozen, 0, spots);
        }
        spots(main, edge - scrolled, spots);
        return spots;
    }

    private void spots(TableView<R> view, double from, List<Spot<R>> to) {
        double x = from;
        for (var column : view.getVisibleLeafColumns()) {
            double left = x;
            columns.stream()
                    .filter(one -> one.id().equals(column.getId()))
                    .findFirst()
                    .ifPresent(one -> to.add(new Spot<>(one, left, column.getWidth())));
            x += column.getWidth();
        }
    }

    /// Gives a column another head.
    ///
    /// @param atRight words at the right end of the head, empty for none
    void setHead(String column, String title, String atRight) {
        var head = byId.get(column);
        if (atRight.isEmpty()) {
            head.setText(title);
            head.setGraphic(null);
            return;
        }
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var right = new Label(atRight);
        right.getStyleClass().addAll("text-muted", "now");
        var both = new HBox(new Label(title), space, right);
        both.getStyleClass().add("split-head");
        both.prefWidthProperty().bind(head.widthProperty().subtract(20));
        head.setText(null);
        head.setGraphic(both);
    }

    /// Draws the lines one at a time, from the top. Making a line for the first time takes milliseconds: a window
    /// that makes a whole page of them at once does not answer meanwhile.
    void comeIn(Later later) {
        grow(later, 0);
    }

    private void grow(Later later, int lines) {
        double height = HEAD + lines * main.getFixedCellSize();
        boolean whole = height >= getHeight();
        for (var view : List.of(main, frozen)) {
            view.setMaxHeight(whole ? USE_COMPUTED_SIZE : height);
        }
        if (!whole) {
            later.after(BETWEEN, () -> grow(later, lines + 1));
        }
    }

    void setLineHeight(double pixels) {
        main.setFixedCellSize(pixels);
        frozen.setFixedCellSize(pixels);
    }

    /// Puts columns and order in place, without saying so to the listener.
    void show(TableLayout layout, Optional<TableColumn<R, R>> first) {
        settling = true;
        chosen.clear();
        columnsChosen = layout.chosen();
        aside = Set.of();
        try {
            var pinned = new ArrayList<TableColumn<R, R>>();
            var free = new ArrayList<TableColumn<R, R>>();
            for (var place : layout.columns()) {
                var column = byId.get(place.column());
                column.setPrefWidth(place.width());
                if (Math.abs(place.width() - usual(place.column()).width()) >= 1) {
                    chosen.add(place.column());
                }
                column.setVisible(place.shown());
                (place.frozen() ? pinned : free).add(column);
            }
            first.ifPresent(column -> (pinned.isEmpty() ? free : pinned).addFirst(column));
            frozen.getColumns().clear();
            main.getColumns().setAll(free);
            frozen.getColumns().setAll(pinned);
            showSort(layout.sort());
        } finally {
            settling = false;
        }
        showFrozen();
        fillWidth();
    }

    private void showSort(List<SortBy> sort) {
        sorted = sort;
        var order = new ArrayList<TableColumn<R, ?>>();
        for (var key : sort) {
            var column = byId.get(key.column());
            if (column != null) {
                column.setSortType(key.descending() ? TableColumn.SortType.DESCENDING : TableColumn.SortType.ASCENDING);
                order.add(column);
            }
        }
        main.getSortOrder()
                .setAll(order.stream().filter(main.getColumns()::contains).toList());
        frozen.getSortOrder()
                .setAll(order.stream().filter(frozen.getColumns()::contains).toList());
    }

    /// @return whether a person chose which columns are shown
    boolean chosen() {
        return columnsChosen;
    }

    /// @return the columns that are wanted and found no room
    Set<String> aside() {
        return aside;
    }

    /// @return the columns as they stand now, without those that found no room
    List<TableLayout.Place> seen() {
        return places().stream()
                .map(it -> aside.contains(it.column())
                        ? new TableLayout.Place(it.column(), it.width(), false, it.frozen())
                        : it)
                .toList();
    }

    /// @return the columns as they are wanted
    List<TableLayout.Place> places() {
        var places = new ArrayList<TableLayout.Place>();
        for (var view : List.of(frozen, main)) {
            for (var column : view.getColumns()) {
                if (byId.containsKey(column.getId())) {
                    var usual = usual(column.getId());
                    double width = growing().filter(usual::equals).isPresent() || wide(usual)
                            ? usual.width()
                            : column.getWidth();
                    places.add(new TableLayout.Place(
                            column.getId(),
                            width,
                            column.isVisible() || aside.contains(column.getId()),
                            view == frozen));
                }
            }
        }
        return places;
    }

    /// @return the columns a person sees, in their order
    List<Column<R>> shown() {
        return places().stream()
                .filter(TableLayout.Place::shown)
                .map(place -> columns.stream()
                        .filter(column -> column.id().equals(place.column()))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private void columnsChanged() {
        showEdges();
        showFrozen();
        fillWidth();
    }

    /// The words of the outer columns begin and end where those of the page do.
    private void showEdges() {
        var all = new ArrayList<TableColumn<R, ?>>(frozen.getVisibleLeafColumns());
        all.addAll(main.getVisibleLeafColumns());
        for (var column : byId.values()) {
            mark(column, "first-column", !all.isEmpty() && all.getFirst() == column);
            mark(column, "last-column", !all.isEmpty() && all.getLast() == column);
        }
    }

    private static void mark(TableColumn<?, ?> column, String style, boolean on) {
        if (on != column.getStyleClass().contains(style)) {
            if (on) {
                column.getStyleClass().add(style);
            } else {
                column.getStyleClass().remove(style);
            }
        }
    }

    /// Columns are widened and moved by the pointer; what the window does to their widths is no wish.
    private void pointed() {
        var before = pressed;
        Platform.runLater(() -> {
            if (!before.equals(places())) {
                listener.laidOut();
            }
        });
    }

    private void showFrozen() {
        boolean any = frozen.getColumns().stream().anyMatch(TableColumn::isVisible);
        if (any != getChildren().contains(frozen)) {
            if (any) {
                getChildren().addFirst(frozen);
                main.getStyleClass().add(BESIDE);
            } else {
                getChildren().remove(frozen);
                main.getStyleClass().remove(BESIDE);
            }
        }
        double width = frozen.getVisibleLeafColumns().stream()
                .mapToDouble(column -> Math.max(column.getWidth(), column.getPrefWidth()))
                .sum();
        frozen.setMinWidth(width + 1);
        frozen.setPrefWidth(width + 1);
        frozen.setMaxWidth(width + 1);
    }

    /// @return the column that takes what the others leave, as long as no person chose its width
    private Optional<Column<R>> growing() {
        return columns.stream()
                .filter(Column::grows)
                .findFirst()
                .or(() -> columns.stream().findFirst())
                .filter(column -> !chosen.contains(column.id()));
    }

    private Column<R> usual(String id) {
        return columns.stream()
                .filter(column -> column.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /// Whether the window decides how wide it is.
    private boolean wide(Column<R> column) {
        return column.most() > column.width() && !chosen.contains(column.id());
    }

    /// Those that may be wider share what is left over, each as much as it may grow.
    private void widen() {
        var shown = main.getVisibleLeafColumns();
        var wide = columns.stream()
                .filter(this::wide)
                .filter(column -> shown.contains(byId.get(column.id())))
                .toList();
        double left = main.getWidth()
                - SCROLL_BAR
                - shown.stream().mapToDouble(this::needed).sum();
        double wanted = wide.stream()
                .mapToDouble(column -> column.most() - column.width())
                .sum();
        double share = Math.clamp(left / Math.max(1, wanted), 0, 1);
        for (var column : wide) {
            byId.get(column.id()).setPrefWidth(Math.floor(column.width() + share * (column.most() - column.width())));
        }
    }

    private double needed(TableColumn<R, ?> shown) {
        return columns.stream()
                .filter(column -> column.id().equals(shown.getId()))
                .filter(column ->
                        wide(column) || growing().filter(column::equals).isPresent())
                .findFirst()
                .map(Column::width)
                .orElseGet(shown::getWidth);
    }

    /// One column takes what the others leave; where they need more, the table scrolls sideways.
    private void fillWidth() {
        if (settling || main.getWidth() <= 0) {
            return;
        }
        settling = true;
        try {
            stepAside();
            widen();
            growing()
                    .map(column -> Map.entry(column, byId.get(column.id())))
                    .filter(growing -> main.getVisibleLeafColumns().contains(growing.getValue()))
                    .ifPresent(growing -> {
                        double others = main.getVisibleLeafColumns().stream()
                                .filter(column -> column != growing.getValue())
                                .mapToDouble(TableColumn::getWidth)
                                .sum();
                        double left = main.getWidth() - others - SCROLL_BAR;
                        growing.getValue()
                                .setPrefWidth(Math.max(growing.getKey().width(), left));
                    });
            showFrozen();
        } finally {
            settling = false;
        }
        listener.placed();
    }

    private void stepAside() {
        double boxes = 0;
        var wanted = new ArrayList<NarrowColumns.Place>();
        for (var column : main.getColumns()) {
            var id = column.getId();
            if (!byId.containsKey(id)) {
                boxes += column.getWidth();
            } else if (column.isVisible() || aside.contains(id)) {
                boolean stays = wanted.isEmpty() && !getChildren().contains(frozen)
                        || usual(id).stays()
                        || growing().filter(usual(id)::equals).isPresent();
                wanted.add(new NarrowColumns.Place(id, needed(column), stays));
            }
        }
        double scale = getLocalToSceneTransform().getMxx();
        var next = columnsChosen
                ? Set.<String>of()
                : NarrowColumns.aside(wanted, main.getWidth() - SCROLL_BAR - boxes, scale);
        var before = aside;
        aside = next;
        byId.forEach((id, column) -> {
            if (next.contains(id) != before.contains(id)) {
                column.setVisible(!next.contains(id));
            }
        });
    }

    /// With Shift a column comes after those of both views, without it a new order begins.
    private void readSort(TableView<R> clicked) {
        if (settling) {
            return;
        }
        var other = clicked == main ? frozen : main;
        if (!adding
                && clicked.getSortOrder().size() == 1
                && !other.getSortOrder().isEmpty()) {
            settling = true;
            other.getSortOrder().clear();
            settling = false;
        }
        var sort = new ArrayList<SortBy>();
        for (var view : List.of(other, clicked)) {
            for (var column : view.getSortOrder()) {
                sort.add(new SortBy(column.getId(), column.getSortType() == TableColumn.SortType.DESCENDING));
            }
        }
        if (!other.getSortOrder().isEmpty()) {
            var before = sorted.stream().map(SortBy::column).toList();
            sort.sort(Comparator.comparingInt(
                    key -> before.contains(key.column()) ? before.indexOf(key.column()) : before.size()));
        }
        sorted = List.copyOf(sort);
        listener.sorted(sort);
    }

    /// Moves the cursor by as many lines as are seen, and what is seen with it. JavaFX's own way fills every
    /// line twice.
    ///
    /// @param direction 1 down, -1 up
    void turnPage(int direction) {
        if (main.getItems().isEmpty() || !(main.lookup(".virtual-flow") instanceof VirtualFlow<?> flow)) {
            return;
        }
        double line = main.getFixedCellSize();
        double seen = flow.lookup(".clipped-container").getLayoutBounds().getHeight();
        int last = main.getItems().size() - 1;
        int page = Math.max(1, (int) (seen / line) - 1); // the line at the edge is seen again
        double hidden = Math.max(0, (last + 1) * line - seen);
        int top = (int) Math.round(flow.getPosition() * hidden / line);
        int cursor = main.getSelectionModel().getSelectedIndex();
        int from = cursor < top || cursor > top + page ? top : cursor;
        int next = Math.clamp(from + (long) direction * page, 0, last);
        main.getSelectionModel().clearAndSelect(next);
        main.getFocusModel().focus(next);
        flow.scrollToTop(Math.clamp(top + (long) direction * page, 0, (int) Math.ceil(hidden / line)));
    }

    /// Shows a row at the top. Where the first one stands there already nothing is done: JavaFX would fill every
    /// line at once, and again in the next picture.
    void showFrom(int row) {
        boolean atTop = main.lookup(".virtual-flow") instanceof VirtualFlow<?> flow && flow.getPosition() == 0;
        if (row > 0 || !atTop) {
            main.scrollTo(row);
        }
    }

    /// The bars exist as soon as both views have their skins.
    private void scrollTogether() {
        var first = bar(main, Orientation.VERTICAL);
        var second = bar(frozen, Orientation.VERTICAL);
        if (first.isPresent() && second.isPresent()) {
            second.get().valueProperty().bindBidirectional(first.get().valueProperty());
            bar(main, Orientation.HORIZONTAL).ifPresent(bar -> {
                bar.valueProperty().subscribe(listener::placed);
                bar.visibleProperty().subscribe(() -> endAbove(bar));
                bar.heightProperty().subscribe(() -> endAbove(bar));
            });
        }
    }

    /// Both views must be equally high, else the lines of one stand between those of the other.
    private void endAbove(ScrollBar bar) {
        HBox.setMargin(frozen, new Insets(0, 0, bar.isVisible() ? bar.getHeight() : 0, 0));
    }

    private static Optional<ScrollBar> bar(TableView<?> view, Orientation orientation) {
        return view.lookupAll(".scroll-bar").stream()
                .filter(ScrollBar.class::isInstance)
                .map(ScrollBar.class::cast)
                .filter(bar -> bar.getOrientation() == orientation)
                .findFirst();
    }
}
