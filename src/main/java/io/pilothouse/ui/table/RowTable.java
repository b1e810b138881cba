package io.pilothouse.ui.table;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.query.Filter;
import io.pilothouse.domain.query.FilterLanguage;
import io.pilothouse.domain.query.RowQuery;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.action.KeysFirst;
import io.pilothouse.ui.common.ToolRow;
import io.pilothouse.ui.shell.Scope;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// The table of every view: filter box, rows, bulk bar and detail pane, for rows in memory or in the
/// store. How to put one on a page: see the package. FX thread only.
///
/// @param <R> an immutable row with value equality
public final class RowTable<R> extends VBox {

    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("error");

    private static final Set<KeyCode> FOLDING = Set.of(KeyCode.ENTER, KeyCode.SPACE, KeyCode.LEFT, KeyCode.RIGHT);

    private static final Set<KeyCode> PAGING = Set.of(KeyCode.PAGE_DOWN, KeyCode.PAGE_UP);

    /// From when on a slow answer is shown to be on its way.
    private static final Duration SLOW = Duration.ofSeconds(1);

    /// Narrower bars show the signs of their buttons only.
    private static final double WORDS_NEED = 520;

    private final WindowContext window;
    private final TableSpec<R> spec;
    private final RowFeed<R> feed;
    private final Ticks<R> ticks;
    private final RowMatch<R> match;
    private final FilterLanguage language;
    private final RowExport<R> export;

    private final FilterBox<R> filter;
    private final Label wrong = new Label();
    private final Label count = new Label();
    private final ViewsMenu<R> views;
    private final FilterRow<R> filterRow;
    private final ToggleButton perColumn = new ToggleButton();
    private final ToolRow bar;
    private final VBox strips = new VBox();
    private final ProgressBar slow = new ProgressBar();
    private final Grid<R> grid;
    private final TableView<R> table;
    private final StackPane state = new StackPane();
    private final TableStates<R> states;
    private final DetailPane<R> detail;
    private final BulkBar<R> bulk;
    private final List<Subscription> subscriptions = new ArrayList<>();

    private final Set<RowLine<R>> lines = Collections.newSetFromMap(new WeakHashMap<>());
    private final RowLine.Table<R> ofLines = new Lines();
    private final Optional<TableColumn<R, R>> tickColumn;
    private RowQuery query = RowQuery.ALL;
    private Optional<Object> current = Optional.empty();
    private Optional<Problem> failure = Optional.empty();
    private Optional<Node> other = Optional.empty();
    private javafx.util.Subscription followed = javafx.util.Subscription.EMPTY;
    private Runnable shown = () -> {};
    private Runnable reading = () -> {};
    private int anchor = -1;
    private boolean settling;
    private boolean otherRows;
    private boolean came;
    private Predicate<R> scoped = _ -> true;
    private Predicate<R> part = _ -> true;

    public RowTable(WindowContext window, TableSpec<R> spec) {
        this.window = window;
        this.spec = spec;
        match = new RowMatch<>(spec.columns());
        language = new FilterLanguage(window.services().zone());
        for (var column : spec.columns()) {
            if (column.isFilterable()) {
                language.add(column.id(), column.type(), List.of(title(column)));
            }
        }
        export = new RowExport<>(window, spec);
        states = new TableStates<>(window, spec);
        ticks = new Ticks<>(spec.rows()::key, this::ticksChanged);
        filter = new FilterBox<>(window, spec.columns(), this::title);
        filterRow = new FilterRow<>(window, this::title, this::typed);
        views = new ViewsMenu<>(window, spec, new ViewsMenu.Table() {
            @Override
            public TableLayout layout() {
                return shownLayout();
            }

            @Override
            public String filter() {
                return typedWords();
            }

            @Override
            public void use(TableLayout layout) {
                filterRow.clear();
                filter.setText(layout.filter());
                typed();
                apply(layout);
            }
        });
        feed = feed();
        tickColumn = spec.boxes() ? Optional.of(tickColumn()) : Optional.empty();
        grid = new Grid<>(spec.columns(), this::title, feed.items(), this::line, new Grid.Listener() {
            @Override
            public void sorted(List<SortBy> sort) {
                RowTable.this.sorted(sort);
            }

            @Override
            public void laidOut() {
                views.store();
            }

            @Override
            public void placed() {
                placeFilterRow();
            }
        });
        table = grid.view();
        detail = new DetailPane<>(window, spec.detail().orElse(_ -> new Region()), this::closeDetail);
        bulk = new BulkBar<>(window, spec, ticks);
        getStyleClass().add("row-table");
        bar = bar();
        initializeTable();
        var rowsAndFilter = new VBox(filterRow, grid);
        rowsAndFilter.setMinHeight(0);
        VBox.setVgrow(grid, Priority.ALWAYS);
        var middle = new HBox(new StackPane(rowsAndFilter, state), detail);
        HBox.setHgrow(middle.getChildren().getFirst(), Priority.ALWAYS);
        VBox.setVgrow(middle, Priority.ALWAYS);
        slow.getStyleClass().add("slow");
        slow.setMaxWidth(Double.MAX_VALUE);
        slow.setAccessibleText(text("table.loading"));
        showSlow(false);
        getChildren().setAll(bar, slow, strips, middle, bulk);
        addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        KeysFirst.of(
                table,
                event -> selected().filter(row -> spec.keys().test(row, event)).isPresent());
        subscriptions.add(window.services()
                .settings()
                .values()
                .subscribe(window.services().fx(), _ -> showSettings()));
        showSettings();
        begin();
    }

    /// As the person left it.
    TableSpec<R> spec() {
        return spec;
    }

    private void begin() {
        var left = views.left();
        query = new RowQuery(Filter.EVERYTHING, left.sort());
        grid.show(left, tickColumn);
        ticksChanged();
        ask();
        showState();
    }

    private String title(Column<R> column) {
        return column.title(this::text);
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

    private RowLine<R> line() {
        var line = new RowLine<>(ofLines);
        lines.add(line);
        return line;
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

    /// @return what is typed in the filter box
    public String filterText() {
        return filter.getText();
    }

    /// Shows nodes of the page between the filter box and the count: chips, buttons.
    public void setTools(Node... nodes) {
        bar.setTools(nodes);
    }

    /// Shows strips above the rows, for example that the shown data is old and why; none to take them
    /// away.
    public void setStrips(Node... nodes) {
        strips.getChildren().setAll(nodes);
    }

    /// Stands the rows in groups, or not; only for rows in memory, with [TableSpec#withHeads].
    public void group(Optional<Grouping<R>> grouping) {
        feed.group(grouping);
    }

    /// Shows only rows of the instances of a scope, now and when it changes; only for rows in memory.
    public void within(Scope scope) {
        followed.unsubscribe();
        followed = scope.view().subscribe(view -> {
            var ids = view.ids();
            scoped = row -> spec.instance().apply(row).filter(ids::contains).isPresent();
            feed.within(scoped.and(part));
        });
    }

    /// Shows only some rows, from the first one on, for example those of a tab; only for rows in memory.
    ///
    /// @param shown pure, used on background threads
    public void showPart(Predicate<R> shown) {
        part = shown;
        otherRows = true;
        feed.within(scoped.and(part));
    }

    /// @return the rows as they stand, with the heads of groups; do not change it. A paged source holds
    ///         null where a row has not been read yet
    public ObservableList<R> shown() {
        return feed.items();
    }

    /// Runs each time that other rows, or newer values, are shown.
    public void whenShown(Runnable run) {
        shown = run;
    }

    /// Gives a column another head, for example when it shows something else now.
    ///
    /// @param atRight words at the right end of the head, empty for none
    public void setHead(String column, String words, String atRight) {
        grid.setHead(column, words, atRight);
    }

    /// Paints all lines anew, for example when drawings show something else now.
    public void repaint() {
        refreshed(0, feed.items().size());
    }

    /// Shows something else than rows; the filter box stays.
    public void setBody(Optional<Node> instead) {
        other = instead;
        showState();
    }

    /// Says that reading failed; the rows that are shown stay. Empty when it works again.
    public void setProblem(Optional<Problem> problem) {
        failure = problem;
        showState();
    }

    /// Reads the rows once more when a person tries again after a failure; for rows in memory, which somebody
    /// else reads.
    public void whenAskedAgain(Runnable read) {
        reading = read;
    }

    private void again() {
        reading.run();
        ask();
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
                : new Chosen.Rows<>(selected()
                        .filter(row -> !spec.isHead(row))
                        .map(List::of)
                        .orElse(List.of()));
    }

    /// @return what is shown now: filter and order
    public RowQuery query() {
        return query;
    }

    /// Opens the pane beside the table for the row under the cursor.
    public void openDetail() {
        if (spec.detail().isPresent() && selected().isPresent()) {
            detail.open();
            detail.show(selected());
        }
    }

    /// Ends what is on the way; the page is closed.
    public void close() {
        followed.unsubscribe();
        views.close();
        feed.close();
        subscriptions.forEach(Subscription::close);
    }

    // the bar above

    private ToolRow bar() {
        filter.textProperty().addListener((_, _, _) -> typed());
        filter.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) {
                toRows();
                event.consume();
            }
        });
        wrong.getStyleClass().addAll("text-danger", "text-second");
        count.setId("table-count");
        count.getStyleClass().addAll("text-muted", "text-second");
        count.setMinWidth(Region.USE_PREF_SIZE);
        perColumn.setGraphic(new FontIcon(Octicons.MULTI_SELECT_16));
        perColumn.setId("table-per-column");
        perColumn.getStyleClass().addAll("flat", "icon-button");
        perColumn.setAccessibleText(text("table.filter.row"));
        perColumn.setTooltip(new Tooltip(text("table.filter.row")));
        perColumn.setOnAction(_ -> window.background().store(TableSettings.FILTER_ROW, perColumn.isSelected()));
        views.setGraphic(new FontIcon(Octicons.BOOKMARK_16));
        var columns = new Button(text("table.columns"), new FontIcon(Octicons.COLUMNS_16));
        columns.setId("table-columns");
        columns.setMinWidth(Region.USE_PREF_SIZE);
        columns.setOnAction(_ -> chooseColumns());
        var more = new MenuButton(null, new FontIcon(Octicons.KEBAB_HORIZONTAL_16));
        more.setId("table-more");
        more.getStyleClass().addAll("flat", "icon-button");
        more.setAccessibleText(text("table.more"));
        for (var form : RowWriter.Form.values()) {
            more.getItems().add(item("table.copy." + form.ending(), () -> copy(form)));
        }
        more.getItems().add(new SeparatorMenuItem());
        boolean json = window.services().settings().get(TableSettings.EXPORT_FORM) == TableSettings.ExportForm.JSON;
        var forms = List.of(RowWriter.Form.CSV, RowWriter.Form.JSON);
        for (var form : json ? forms.reversed() : forms) {
            more.getItems().add(item("table.export." + form.ending(), () -> {
                more.hide(); // it would stand beside the chooser
                export(form, grid.shown());
            }));
            more.getItems().add(item("table.export.all." + form.ending(), () -> {
                more.hide();
                export(form, spec.columns());
            }));
        }
        wrong.managedProperty().bind(wrong.textProperty().isNotEmpty());
        var lead = new HBox(8, filter, perColumn, wrong);
        lead.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(filter, Priority.ALWAYS);
        filter.setMaxWidth(filter.getPrefWidth());
        var end = new HBox(8, count, views, columns, more);
        end.setAlignment(Pos.CENTER_RIGHT);
        var row = new ToolRow(lead, end);
        row.getStyleClass().add("table-bar");
        row.widthProperty()
                .subscribe(
                        width -> { // the signs alone where the words find no room
                            var shown = width.doubleValue() < WORDS_NEED
                                    ? ContentDisplay.GRAPHIC_ONLY
                                    : ContentDisplay.LEFT;
                            List.of(views, columns).forEach(button -> button.setContentDisplay(shown));
                        });
        return row;
    }

    private MenuItem item(String key, Runnable run) {
        var item = new MenuItem(text(key));
        item.setId(key.replace('.', '-'));
        item.setOnAction(_ -> run.run());
        return item;
    }

    private String typedWords() {
        return (filter.getText() + " " + filterRow.words()).strip();
    }

    private void typed() {
        var understood =
                language.understand(typedWords(), window.services().clock().instant());
        wrong.setText(
                understood.wrong().map(part -> text("table.filter.wrong", part)).orElse(""));
        filter.pseudoClassStateChanged(WRONG, understood.wrong().isPresent());
        if (!understood.filter().equals(query.filter())) {
            query = new RowQuery(understood.filter(), query.sort());
            otherRows = true;
            ask();
        }
        showState();
    }

    private void clearFilter() {
        filterRow.clear();
        filter.clear();
        typed();
    }

    private void placeFilterRow() {
        if (grid != null) { // widths are set while it is made
            filterRow.place(grid.spots());
        }
    }

    private void ask() {
        feed.ask(query);
        window.services().later().after(SLOW, () -> showSlow(feed.busy()));
    }

    private void showSlow(boolean shown) {
        slow.setVisible(shown);
        slow.setManaged(shown);
        slow.setProgress(shown ? ProgressIndicator.INDETERMINATE_PROGRESS : 0); // nothing moves while idle
    }

    /// Puts the cursor on the first row, if none has it.
    public void toRows() {
        table.requestFocus();
        if (table.getSelectionModel().getSelectedIndex() < 0 && !feed.items().isEmpty()) {
            table.getSelectionModel().selectFirst();
        }
    }

    // views and columns

    private TableLayout shownLayout() {
        return new TableLayout(grid.places(), query.sort(), "");
    }

    private void apply(TableLayout layout) {
        query = new RowQuery(query.filter(), layout.sort());
        grid.show(layout, tickColumn);
        ask();
        views.store();
    }

    private void chooseColumns() {
        var titles = new HashMap<String, String>();
        spec.columns().forEach(column -> titles.put(column.id(), title(column)));
        new ColumnsDialog(window, shownLayout(), id -> titles.getOrDefault(id, id), this::apply)
                .open(TableLayout.standard(spec));
    }

    private void showSettings() {
        var settings = window.services().settings();
        grid.setLineHeight(settings.get(TableSettings.DENSITY).pixels());
        boolean fields = settings.get(TableSettings.FILTER_ROW);
        perColumn.setSelected(fields);
        if (fields != filterRow.isVisible()) {
            var words = typedWords(); // what stood in the fields is not lost with them
            filterRow.show(fields);
            filterRow.clear();
            filter.setText(words);
            placeFilterRow();
        }
    }

    // taking rows out

    private void copy(RowWriter.Form form) {
        export.copy(form, chosen(), grid.shown());
    }

    private void export(RowWriter.Form form, List<Column<R>> columns) {
        List<R> snapshot = spec.rows() instanceof MemoryRows<R>
                ? feed.items().stream().filter(row -> !spec.isHead(row)).toList()
                : List.of();
        export.ask(form, query, snapshot, columns, getScene().getWindow());
    }

    // rows

    private void initializeTable() {
        table.setId("table-rows");
        table.setAccessibleText(spec.title());
        grid.addEventFilter(MouseEvent.MOUSE_MOVED, _ -> feed.aimed());
        table.getSelectionModel().selectedIndexProperty().subscribe(this::cursorMoved);
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
        made.setCellFactory(_ -> new RowLine.TickCell<>(ofLines, text("table.tick"), (index, range) -> {
            if (range && anchor >= 0) {
                tickRange(anchor, index);
            } else {
                tick(index);
            }
        }));
        return made;
    }

    private void sorted(List<SortBy> sort) {
        var wanted = sort.isEmpty() ? spec.sort() : sort;
        if (!wanted.equals(query.sort())) {
            query = new RowQuery(query.filter(), wanted);
            ask();
            views.store();
        }
    }

    private void arranged() {
        settling = false;
        failure = Optional.empty();
        showSlow(false);
        restoreCursor();
        showDetail();
        showState();
        if (spec.rows() instanceof MemoryRows<R> rows) {
            renewTicks(rows);
        }
        ticksChanged();
        shown.run();
    }

    /// What scope and tab leave out is not chosen any more: nobody would see what is acted on.
    private void renewTicks(MemoryRows<R> rows) {
        var within = scoped.and(part);
        ticks.renew(key -> rows.find(key).filter(within));
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
            if (otherRows) { // begins where the cursor is, else at the top
                otherRows = false;
                grid.showFrom(Math.max(0, at.orElse(0) - 3));
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
            renewTicks(rows);
        } else if (current.isPresent() && selected().isEmpty()) {
            restoreCursor(); // its page came
        }
        showDetail();
        shown.run();
    }

    private void cursorMoved(Number index) {
        if (settling) {
            return;
        }
        current = selected().map(spec.rows()::key);
        selected().ifPresent(spec.follows());
        showDetail();
    }

    // choosing rows

    private void tick(int index) {
        if (index >= 0 && index < feed.items().size() && !spec.bulk().isEmpty()) {
            var row = feed.items().get(index);
            if (row != null && !spec.isHead(row)) {
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
            if (row != null && !spec.isHead(row)) {
                rows.add(row);
            }
        }
        ticks.tickAll(rows);
    }

    /// Every row that matches the filter, seen or not.
    private void tickEverything() {
        switch (spec.rows()) {
            case MemoryRows<R> _ ->
                ticks.tickAll(
                        spec.heads().isEmpty()
                                ? feed.items()
                                : feed.items().stream()
                                        .filter(row -> !spec.isHead(row))
                                        .toList());
            case PagedRows<R> _ ->
                ticks.tickMatching(
                        query.filter(), match.of(query.filter()), feed.items().size());
        }
    }

    private void ticksChanged() {
        lines.forEach(RowLine::showTick);
        bulk.show(ticks, feed.total(), Map.of());
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
        var chosen = selected();
        if (chosen.flatMap(this::groupOf).isPresent() && FOLDING.contains(event.getCode()) && !event.isShiftDown()) {
            fold(groupOf(chosen.get()).orElseThrow());
            event.consume();
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
        } else if (PAGING.contains(event.getCode()) && !event.isShiftDown() && !event.isShortcutDown()) {
            grid.turnPage(event.getCode() == KeyCode.PAGE_DOWN ? 1 : -1);
        } else if (menu) {
            showMenu(table, Optional.empty());
        } else {
            return;
        }
        event.consume();
    }

    private void showCopyMenu() {
        var menu = new ContextMenu();
        for (var form : RowWriter.Form.values()) {
            menu.getItems().add(item("table.copy." + form.ending(), () -> copy(form)));
        }
        menu.show(table, Side.TOP, 48, 48);
    }

    private Optional<String> groupOf(R row) {
        return spec.heads().flatMap(heads -> heads.groupOf().apply(row));
    }

    private void fold(String group) {
        spec.heads().ifPresent(heads -> heads.fold().accept(group));
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
        } else if (!typedWords().isEmpty()) {
            clearFilter();
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

    private void closeDetail() {
        boolean had = detail.isVisible() && detail.getScene() != null;
        detail.hide();
        if (had) {
            table.requestFocus();
        }
    }

    private void showDetail() {
        detail.show(selected());
    }

    // what stands there instead of rows

    private void showState() {
        long shown = feed.matching();
        count.setText(
                !feed.loaded()
                        ? ""
                        : shown == feed.total()
                                ? text("table.count.all", window.words().number(feed.total()))
                                : text(
                                        "table.count.some",
                                        window.words().number(shown),
                                        window.words().number(feed.total())));
        var instead = states.instead(feed, failure, typedWords(), this::again, this::clearFilter)
                .or(() -> other);
        state.getChildren().setAll(instead.map(List::of).orElse(List.of()));
        state.setVisible(instead.isPresent());
        grid.setVisible(instead.isEmpty());
        if (!came && instead.isEmpty() && feed.loaded()) {
            came = true;
            if (spec.drawsFewAtATime()) {
                grid.comeIn(window.services().later());
            }
        }
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    private final class Lines implements RowLine.Table<R> {

        @Override
        public TableSpec<R> spec() {
            return spec;
        }

        @Override
        public boolean ticked(R row) {
            return ticks.has(row);
        }

        @Override
        public void clicked(R row, int index, MouseEvent event) {
            if (groupOf(row).isPresent()) {
                fold(groupOf(row).get());
                return;
            }
            if (event.isShiftDown() && anchor >= 0) {
                tickRange(anchor, index);
            } else if (event.isShortcutDown()) {
                tick(index);
            } else if (event.getClickCount() == 2) {
                open(row);
            } else if (spec.detail().isPresent() && event.getClickCount() == 1) {
                openDetail();
            }
            if (!event.isShiftDown()) {
                anchor = index;
            }
        }

        @Override
        public void menu(RowLine<R> line, int index, double screenX, double screenY) {
            table.getSelectionModel().clearAndSelect(index);
            showMenu(line, Optional.of(new double[] {screenX, screenY}));
        }
    }
}
