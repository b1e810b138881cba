package io.pilothouse.ui.table;

import atlantafx.base.controls.CustomTextField;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.Filter;
import io.pilothouse.domain.query.FilterLanguage;
import io.pilothouse.domain.query.RowQuery;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.ui.action.Actions;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.WeakHashMap;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// The table of every view: filter box, rows, bulk bar and detail pane, for rows in memory or in the
/// store. How to put one on a page: see the package. FX thread only.
///
/// @param <R> an immutable row with value equality
public final class RowTable<R> extends VBox {

    private static final PseudoClass TICKED = PseudoClass.getPseudoClass("ticked");
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("error");
    private static final double DETAIL_WIDTH = 340;
    private static final double SCROLL_BAR = 10;

    private final WindowContext window;
    private final TableSpec<R> spec;
    private final RowFeed<R> feed;
    private final Ticks<R> ticks;
    private final RowMatch<R> match;
    private final FilterLanguage language;

    private final CustomTextField filter = new CustomTextField();
    private final Label wrong = new Label();
    private final HBox tools = new HBox(8);
    private final Label count = new Label();
    private final MenuButton columnsMenu = new MenuButton();
    private final HBox bar = new HBox(8);
    private final VBox strips = new VBox();
    private final TableView<R> table = new TableView<>();
    private final StackPane state = new StackPane();
    private final StackPane detail = new StackPane();
    private final HBox bulk = new HBox(8);
    private final Label chosenWords = new Label();
    private final Button clearChosen = new Button();

    private final Map<String, TableColumn<R, R>> byId = new LinkedHashMap<>();
    private final Set<Line> lines = Collections.newSetFromMap(new WeakHashMap<>());
    private RowQuery query = RowQuery.ALL;
    private Optional<Object> current = Optional.empty();
    private Optional<R> detailed = Optional.empty();
    private Optional<Problem> failure = Optional.empty();
    private int anchor = -1;
    private boolean settling;

    public RowTable(WindowContext window, TableSpec<R> spec) {
        this.window = window;
        this.spec = spec;
        match = new RowMatch<>(spec.columns());
        language = new FilterLanguage(window.services().zone());
        for (var column : spec.columns()) {
            if (column.isFilterable()) {
                language.add(column.id(), column.type(), List.of(text(column.titleKey())));
            }
        }
        ticks = new Ticks<>(spec.rows()::key, this::ticksChanged);
        feed = feed();
        getStyleClass().add("row-table");
        initializeBar();
        initializeTable();
        initializeBulk();
        var middle = new HBox(new StackPane(table, state), detail);
        HBox.setHgrow(middle.getChildren().getFirst(), Priority.ALWAYS);
        VBox.setVgrow(middle, Priority.ALWAYS);
        getChildren().setAll(bar, strips, middle, bulk);
        addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        closeDetail();
        query = new RowQuery(Filter.EVERYTHING, spec.sort());
        showSort(spec.sort());
        ticksChanged();
        feed.ask(query);
        showState();
    }

    private RowFeed<R> feed() {
        var services = window.services();
        var reading = text("table.reading", spec.title());
        var listener = new RowFeed.Listener() {
            @Override
            public void arranging() {
                settling = true; // the cursor jumps while rows are replaced
            }

            @Override
            public void arranged() {
                RowTable.this.arranged();
            }

            @Override
            public void refreshed(int from, int until) {
                RowTable.this.refreshed(from, until);
            }

            @Override
            public void failed(Problem problem) {
                failure = Optional.of(problem);
                showState();
            }
        };
        return switch (spec.rows()) {
            case MemoryRows<R> rows ->
                new MemoryFeed<>(
                        rows, spec.columns(), window.background(), services.fx(), services.later(), reading, listener);
            case PagedRows<R> rows ->
                new PagedFeed<>(rows, window.background(), services.fx(), services.later(), reading, listener);
        };
    }

    // what a page asks

    /// Puts the cursor into the filter box.
    ///
    /// @return true, as [io.pilothouse.ui.shell.PageView#focusFilter] wants
    public boolean focusFilter() {
        filter.requestFocus();
        filter.selectAll();
        return true;
    }

    /// The store has other rows now; for paged sources.
    public void changed() {
        feed.changed();
    }

    /// Types a filter for the person, for example from a tab "Missing".
    public void filter(String words) {
        filter.setText(words);
    }

    /// Shows nodes of the page between the filter box and the count: chips, buttons.
    public void setTools(Node... nodes) {
        tools.getChildren().setAll(nodes);
    }

    /// Shows strips above the rows, for example that the shown data is old and why; none to take them
    /// away.
    public void setStrips(Node... nodes) {
        strips.getChildren().setAll(nodes);
    }

    /// Says that reading failed; the rows that are shown stay. Empty when it works again.
    public void setProblem(Optional<Problem> problem) {
        failure = problem;
        showState();
    }

    /// @return the row the cursor is on
    public Optional<R> selected() {
        int at = table.getSelectionModel().getSelectedIndex();
        return at < 0 || at >= feed.items().size()
                ? Optional.empty()
                : Optional.ofNullable(feed.items().get(at));
    }

    /// Puts the cursor on a row, if it is there.
    public void select(Object key) {
        feed.placeOf(key).ifPresent(at -> {
            table.getSelectionModel().clearAndSelect(at);
            table.scrollTo(Math.max(0, at - 3));
        });
    }

    /// @return what is ticked; without ticks the row under the cursor
    public Chosen<R> chosen() {
        return ticks.count() > 0
                ? ticks.chosen(spec.rows())
                : new Chosen.Rows<>(selected().map(List::of).orElse(List.of()));
    }

    /// @return what is shown now: filter and order
    public RowQuery query() {
        return query;
    }

    /// Ends what is on the way; the page is closed.
    public void close() {
        feed.close();
    }

    // the bar above

    private void initializeBar() {
        bar.getStyleClass().add("toolbar");
        filter.setId("table-filter");
        filter.setPromptText(text("table.filter"));
        filter.setAccessibleText(text("table.filter"));
        filter.setPrefWidth(260);
        filter.setLeft(new FontIcon(Octicons.FILTER_16));
        var key = new Label();
        key.getStyleClass().add("key-hint");
        window.actions()
                .find("filter")
                .flatMap(action -> action.key())
                .ifPresent(combination -> key.setText(Actions.keyWords(combination)));
        filter.setRight(key);
        filter.textProperty().addListener((_, _, typed) -> typed(typed));
        filter.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) {
                toRows();
                event.consume();
            }
        });
        wrong.getStyleClass().addAll("text-danger", "text-second");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        count.setId("table-count");
        count.getStyleClass().addAll("text-muted", "text-second");
        count.setMinWidth(Region.USE_PREF_SIZE);
        tools.setAlignment(Pos.CENTER_LEFT);
        columnsMenu.setText(text("table.columns"));
        columnsMenu.setGraphic(new FontIcon(Octicons.COLUMNS_16));
        columnsMenu.setMinWidth(Region.USE_PREF_SIZE);
        bar.getChildren().setAll(filter, wrong, tools, space, count, columnsMenu);
    }

    private void typed(String typed) {
        var understood = language.understand(typed, window.services().clock().instant());
        wrong.setText(
                understood.wrong().map(part -> text("table.filter.wrong", part)).orElse(""));
        filter.pseudoClassStateChanged(WRONG, understood.wrong().isPresent());
        if (!understood.filter().equals(query.filter())) {
            query = new RowQuery(understood.filter(), query.sort());
            feed.ask(query);
        }
        showState();
    }

    private void toRows() {
        table.requestFocus();
        if (table.getSelectionModel().getSelectedIndex() < 0 && !feed.items().isEmpty()) {
            table.getSelectionModel().selectFirst();
        }
    }

    // rows and columns

    private void initializeTable() {
        table.setItems(feed.items());
        table.setFixedCellSize(32);
        table.setAccessibleText(spec.title());
        table.getStyleClass().add("edge-to-edge");
        table.setPlaceholder(new Region());
        table.setTableMenuButtonVisible(false);
        if (!spec.bulk().isEmpty()) {
            table.getColumns().add(tickColumn());
        }
        for (var column : spec.columns()) {
            var made = column(column);
            byId.put(column.id(), made);
            table.getColumns().add(made);
            var item = new CheckMenuItem(text(column.titleKey()));
            item.selectedProperty().bindBidirectional(made.visibleProperty());
            columnsMenu.getItems().add(item);
        }
        table.setSortPolicy(_ -> {
            readSort();
            return true;
        });
        table.setRowFactory(_ -> new Line());
        table.widthProperty().subscribe(this::fillWidth);
        table.getVisibleLeafColumns().subscribe(this::fillWidth);
        table.addEventFilter(MouseEvent.MOUSE_MOVED, _ -> feed.aimed());
        table.getSelectionModel().selectedIndexProperty().subscribe(this::cursorMoved);
    }

    private TableColumn<R, R> column(Column<R> column) {
        var title = text(column.titleKey());
        var made = new TableColumn<R, R>(title);
        made.setId(column.id());
        made.setPrefWidth(column.width());
        made.setMinWidth(Math.min(column.width(), 48));
        made.setVisible(column.isShown());
        made.setSortable(column.isSortable());
        made.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        made.setCellFactory(_ -> new RowCell<>(column, title));
        if (column.right()) {
            made.getStyleClass().add("align-right");
        }
        made.widthProperty().subscribe(this::fillWidth);
        return made;
    }

    private TableColumn<R, R> tickColumn() {
        var made = new TableColumn<R, R>();
        made.setId("tick");
        made.setPrefWidth(40);
        made.setMinWidth(40);
        made.setMaxWidth(40);
        made.setSortable(false);
        made.setReorderable(false);
        made.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        made.setCellFactory(_ -> new TickCell());
        return made;
    }

    /// One column takes what the others leave; where they need more, the table scrolls sideways.
    private void fillWidth() {
        if (settling || table.getWidth() <= 0) {
            return;
        }
        settling = true;
        try {
            var growing = spec.columns().stream()
                    .filter(Column::grows)
                    .findFirst()
                    .or(() -> spec.columns().stream().findFirst());
            if (growing.isEmpty() || !byId.get(growing.get().id()).isVisible()) {
                return;
            }
            var grown = byId.get(growing.get().id());
            double others = table.getVisibleLeafColumns().stream()
                    .filter(column -> column != grown)
                    .mapToDouble(TableColumn::getWidth)
                    .sum();
            double left = table.getWidth() - others - SCROLL_BAR;
            grown.setPrefWidth(Math.max(growing.get().width(), left));
        } finally {
            settling = false;
        }
    }

    private void readSort() {
        if (settling) {
            return;
        }
        var sort = new ArrayList<SortBy>();
        for (var column : table.getSortOrder()) {
            sort.add(new SortBy(column.getId(), column.getSortType() == TableColumn.SortType.DESCENDING));
        }
        var wanted = sort.isEmpty() ? spec.sort() : sort;
        if (!wanted.equals(query.sort())) {
            query = new RowQuery(query.filter(), wanted);
            feed.ask(query);
        }
    }

    private void showSort(List<SortBy> sort) {
        settling = true;
        try {
            for (var key : sort) {
                Optional.ofNullable(byId.get(key.column())).ifPresent(column -> {
                    column.setSortType(
                            key.descending() ? TableColumn.SortType.DESCENDING : TableColumn.SortType.ASCENDING);
                    table.getSortOrder().add(column);
                });
            }
        } finally {
            settling = false;
        }
    }

    private void arranged() {
        settling = false;
        failure = Optional.empty();
        restoreCursor();
        showDetail();
        showState();
        ticksChanged();
    }

    /// The person's choice is a row, not a line.
    private void restoreCursor() {
        settling = true;
        try {
            var at = current.map(feed::placeOf).orElse(OptionalInt.empty());
            if (at.isPresent()) {
                table.getSelectionModel().clearAndSelect(at.getAsInt());
            } else {
                table.getSelectionModel().clearSelection();
            }
        } finally {
            settling = false;
        }
    }

    private void refreshed(int from, int until) {
        for (var line : List.copyOf(lines)) {
            int at = line.getIndex();
            if (at >= from && at < until) {
                line.updateIndex(at);
            }
        }
        if (spec.rows() instanceof MemoryRows<R> rows) {
            ticks.renew(rows::find);
        } else if (current.isPresent() && selected().isEmpty()) {
            restoreCursor(); // its page came
        }
        showDetail();
    }

    private void cursorMoved(Number index) {
        if (settling) {
            return;
        }
        current = selected().map(spec.rows()::key);
        showDetail();
    }

    // choosing rows

    private void tick(int index) {
        if (index >= 0 && index < feed.items().size() && !spec.bulk().isEmpty()) {
            var row = feed.items().get(index);
            if (row != null) {
                anchor = index;
                ticks.tick(row, !ticks.has(row));
            }
        }
    }

    private void tickRange(int from, int until) {
        var rows = new ArrayList<R>();
        for (int at = Math.max(0, Math.min(from, until));
                at <= Math.max(from, until) && at < feed.items().size();
                at++) {
            var row = feed.items().get(at);
            if (row != null) {
                rows.add(row);
            }
        }
        ticks.tickAll(rows);
    }

    /// Every row that matches the filter, seen or not.
    private void tickEverything() {
        switch (spec.rows()) {
            case MemoryRows<R> _ -> ticks.tickAll(feed.items());
            case PagedRows<R> _ ->
                ticks.tickMatching(
                        query.filter(), match.of(query.filter()), feed.items().size());
        }
    }

    private void ticksChanged() {
        lines.forEach(Line::showTick);
        long number = ticks.count();
        bulk.setVisible(number > 0);
        bulk.setManaged(number > 0);
        if (number > 0) {
            chosenWords.setText(chosenText(number));
        }
    }

    private String chosenText(long number) {
        var said = window.words().number(number);
        if (ticks.everythingMatching()) {
            return feed.total() == number
                    ? text("table.chosen.every", said)
                    : text("table.chosen.all", said, window.words().number(feed.total()));
        }
        var split = new LinkedHashMap<InstanceId, Long>();
        ticks.rows().forEach(row -> spec.instance().apply(row).ifPresent(id -> split.merge(id, 1L, Long::sum)));
        if (split.isEmpty()) {
            return text("table.chosen", said);
        }
        var names = split.entrySet().stream()
                .map(one -> split.size() == 1
                        ? nameOf(one.getKey())
                        : text("table.chosen.split", window.words().number(one.getValue()), nameOf(one.getKey())))
                .toList();
        return split.size() == 1
                ? text("table.chosen.on", said, names.getFirst())
                : text("table.chosen", said) + ": " + String.join(", ", names);
    }

    /// @return the name, with the guard level where it is strict
    private String nameOf(InstanceId id) {
        var name = window.services().instances().find(id).map(Instance::name).orElse(id.value());
        var level = window.services().guards().levelOf(id);
        return level.compareTo(GuardLevel.GUARDED) >= 0
                ? text("table.chosen.guarded", name, window.words().guard(level))
                : name;
    }

    private void initializeBulk() {
        bulk.getStyleClass().addAll("bulk-bar");
        bulk.setId("table-bulk");
        chosenWords.setId("table-chosen");
        chosenWords.getStyleClass().add("text-strong");
        clearChosen.setText(text("table.chosen.clear"));
        clearChosen.getStyleClass().add("flat");
        clearChosen.setOnAction(_ -> ticks.clear());
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        bulk.getChildren().setAll(chosenWords, space);
        var order = new ArrayList<>(
                spec.bulk().stream().filter(act -> !act.danger()).toList());
        order.addAll(spec.bulk().stream().filter(BulkAct::danger).toList());
        for (var act : order) {
            var button = new Button(act.title());
            button.setId(act.id().replace('.', '-'));
            act.icon().ifPresent(icon -> button.setGraphic(new FontIcon(icon)));
            if (act.danger()) {
                button.getStyleClass().add("danger");
            }
            button.setOnAction(_ -> act.run().accept(ticks.chosen(spec.rows())));
            bulk.getChildren().add(button);
        }
        bulk.getChildren().add(clearChosen);
    }

    // keys

    private void onKey(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            if (escape()) {
                event.consume();
            }
            return;
        }
        if (event.getTarget() != table) {
            return;
        }
        int at = table.getSelectionModel().getSelectedIndex();
        boolean menu = event.getCode() == KeyCode.CONTEXT_MENU || event.isShiftDown() && event.getCode() == KeyCode.F10;
        if (event.getCode() == KeyCode.ENTER) {
            selected().ifPresent(this::open);
        } else if (event.getCode() == KeyCode.SPACE && !event.isShortcutDown()) {
            tick(at);
        } else if (event.getCode() == KeyCode.A
                && event.isShortcutDown()
                && !spec.bulk().isEmpty()) {
            tickEverything();
        } else if (event.isShiftDown() && (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.UP)) {
            extend(at, event.getCode() == KeyCode.DOWN ? 1 : -1);
        } else if (menu) {
            showMenu(table, Optional.empty());
        } else {
            return;
        }
        event.consume();
    }

    private void extend(int at, int step) {
        int next = Math.clamp(at + step, 0, Math.max(0, feed.items().size() - 1));
        if (anchor < 0) {
            anchor = at;
        }
        if (!spec.bulk().isEmpty()) {
            tickRange(at, next);
        }
        table.getSelectionModel().clearAndSelect(next);
        table.getFocusModel().focus(next);
        table.scrollTo(Math.max(0, next - 5));
    }

    /// Closes the details, else clears the filter, else the selection.
    private boolean escape() {
        if (detail.isVisible()) {
            closeDetail();
        } else if (!filter.getText().isEmpty()) {
            filter.clear();
        } else if (ticks.count() > 0) {
            ticks.clear();
        } else {
            return false;
        }
        return true;
    }

    private void open(R row) {
        if (spec.opens().isPresent()) {
            spec.opens().get().accept(row);
        } else {
            openDetail();
        }
    }

    private void showMenu(Node at, Optional<double[]> place) {
        var row = selected();
        if (row.isEmpty() || spec.menu().isEmpty()) {
            return;
        }
        var menu = spec.menu().get().apply(row.get());
        if (place.isPresent()) {
            menu.show(at, place.get()[0], place.get()[1]);
        } else {
            menu.show(at, Side.TOP, 48, 48);
        }
    }

    // details

    private void openDetail() {
        if (spec.detail().isPresent() && selected().isPresent()) {
            detail.setVisible(true);
            detail.setManaged(true);
            detailed = Optional.empty();
            showDetail();
        }
    }

    private void closeDetail() {
        boolean had = detail.isVisible() && detail.getScene() != null;
        detail.setVisible(false);
        detail.setManaged(false);
        detail.getChildren().clear();
        detailed = Optional.empty();
        if (had) {
            table.requestFocus();
        }
    }

    private void showDetail() {
        if (!detail.isVisible() || spec.detail().isEmpty()) {
            return;
        }
        var row = selected();
        if (row.equals(detailed)) {
            return;
        }
        detailed = row;
        if (row.isEmpty()) {
            detail.getChildren().clear();
            return;
        }
        var close = new Button(null, new FontIcon(Octicons.X_16));
        close.getStyleClass().addAll("flat", "icon-button");
        close.setAccessibleText(text("table.detail.close"));
        close.setTooltip(new Tooltip(text("table.detail.close")));
        close.setOnAction(_ -> closeDetail());
        StackPane.setAlignment(close, Pos.TOP_RIGHT);
        StackPane.setMargin(close, new Insets(12));
        detail.getStyleClass().setAll("table-detail");
        detail.setMinWidth(DETAIL_WIDTH);
        detail.setPrefWidth(DETAIL_WIDTH);
        detail.setMaxWidth(DETAIL_WIDTH);
        detail.getChildren().setAll(spec.detail().get().apply(row.get()), close);
    }

    // what stands there instead of rows

    private void showState() {
        var shown = feed.items().size();
        count.setText(
                !feed.loaded()
                        ? ""
                        : shown == feed.total()
                                ? text("table.count.all", window.words().number(feed.total()))
                                : text(
                                        "table.count.some",
                                        window.words().number(shown),
                                        window.words().number(feed.total())));
        var instead = instead(shown);
        state.getChildren().setAll(instead.map(List::of).orElse(List.of()));
        state.setVisible(instead.isPresent());
        table.setVisible(instead.isEmpty());
    }

    private Optional<Node> instead(int shown) {
        if (failure.isPresent() && shown == 0) {
            var problem = failure.get();
            return Optional.of(new StatePane(
                    Octicons.ALERT_24,
                    problem.summary(),
                    problem.advice(),
                    List.of(new StatePane.Choice(text("table.failed.again"), () -> feed.ask(query)))));
        }
        if (!feed.loaded()) {
            var words = spec.loading().isEmpty() ? text("table.loading") : spec.loading();
            return Optional.of(new StatePane(Octicons.SYNC_24, words, "", List.of()));
        }
        if (shown > 0 || feed.busy()) {
            return Optional.empty();
        }
        if (feed.total() > 0) {
            return Optional.of(new StatePane(
                    Octicons.SEARCH_24,
                    text("table.nothing", window.words().number(feed.total()), filter.getText()),
                    "",
                    List.of(new StatePane.Choice(text("table.nothing.clear"), filter::clear))));
        }
        return Optional.of(spec.empty()
                .map(pane -> pane.get())
                .orElseGet(() -> new StatePane(Octicons.INBOX_24, text("table.empty"), "", List.of())));
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    private final class Line extends TableRow<R> {

        Line() {
            lines.add(this);
            setOnMouseClicked(this::clicked);
            setOnContextMenuRequested(event -> {
                if (getItem() != null) {
                    table.getSelectionModel().clearAndSelect(getIndex());
                    showMenu(this, Optional.of(new double[] {event.getScreenX(), event.getScreenY()}));
                    event.consume();
                }
            });
        }

        private void clicked(MouseEvent event) {
            if (event.getButton() != MouseButton.PRIMARY || getItem() == null) {
                return;
            }
            if (event.isShiftDown() && anchor >= 0) {
                tickRange(anchor, getIndex());
            } else if (event.isShortcutDown()) {
                tick(getIndex());
            } else if (event.getClickCount() == 2) {
                open(getItem());
            } else if (spec.detail().isPresent() && event.getClickCount() == 1) {
                openDetail();
            }
            if (!event.isShiftDown()) {
                anchor = getIndex();
            }
        }

        @Override
        protected void updateItem(@Nullable R row, boolean empty) {
            super.updateItem(row, empty);
            if (row == null) {
                getProperties().remove("instance");
                setAccessibleText("");
            } else {
                spec.instance().apply(row).ifPresent(id -> getProperties().put("instance", id));
                setAccessibleText(spec.columns().getFirst().text(row));
            }
            showTick();
        }

        private void showTick() {
            var row = getItem();
            pseudoClassStateChanged(TICKED, row != null && ticks.has(row));
            for (var child : getChildren()) {
                if (child instanceof RowTable<?>.TickCell cell) {
                    cell.showTick();
                }
            }
        }
    }

    private final class TickCell extends TableCell<R, R> {

        private final CheckBox box = new CheckBox();

        TickCell() {
            box.setFocusTraversable(false);
            box.setMouseTransparent(true);
            box.setAccessibleText(text("table.tick"));
            setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY && getItem() != null) {
                    if (event.isShiftDown() && anchor >= 0) {
                        tickRange(anchor, getIndex());
                    } else {
                        tick(getIndex());
                    }
                    event.consume();
                }
            });
        }

        @Override
        protected void updateItem(@Nullable R row, boolean empty) {
            super.updateItem(row, empty);
            setGraphic(empty || row == null ? null : box);
            showTick();
        }

        private void showTick() {
            var row = getItem();
            box.setSelected(row != null && ticks.has(row));
        }
    }
}
