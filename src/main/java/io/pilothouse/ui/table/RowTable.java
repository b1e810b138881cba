package io.pilothouse.ui.table;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.query.Filter;
import io.pilothouse.domain.query.FilterLanguage;
import io.pilothouse.domain.query.RowQuery;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.action.KeysFirst;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.FrontTable;
import io.pilothouse.ui.shell.Scope;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The table of every view: filter box, rows, bulk bar and detail pane, for rows in memory or in the
/// store. How to put one on a page: see the package. FX thread only.
///
/// @param <R> an immutable row with value equality
public final class RowTable<R> extends VBox implements FrontTable {

    /// In a low window the page scrolls, and some lines stay.
    private static final double LOWEST = 200;

    /// From when on a slow answer is shown to be on its way.
    private static final Duration SLOW = Duration.ofSeconds(1);

    private final WindowContext window;
    private final TableSpec<R> spec;
    private final RowFeed<R> feed;
    private final Ticks<R> ticks;
    private final RowMatch<R> match;
    private final FilterLanguage language;
    private final RowExport<R> export;

    private final FilterBox<R> filter;
    private final ViewsMenu<R> views;
    private final FilterRow<R> filterRow;
    private final TableBar<R> bar;
    private final VBox strips = new VBox();
    private final VBox failed = new VBox();
    private final ProgressBar slow = new ProgressBar();
    private final Grid<R> grid;
    private final TableView<R> table;
    private final StackPane state = new StackPane();
    private final TableStates<R> states;
    private final DetailPane<R> detail;
    private final BulkBar<R> bulk;
    private final List<Subscription> subscriptions = new ArrayList<>();

    private final Set<RowLine<R>> lines = Collections.newSetFromMap(new WeakHashMap<>());
    private final RowCursor<R> cursor;
    private final RowChoosing<R> choosing;
    private final RowInput<R> input;
    private final Optional<TableColumn<R, R>> boxes;
    private RowQuery query = RowQuery.ALL;
    private Optional<Problem> failure = Optional.empty();
    private Optional<Problem> failedAbove = Optional.empty();
    private Optional<Node> other = Optional.empty();
    private Optional<ShownState> teller = Optional.empty();
    private javafx.util.Subscription followed = javafx.util.Subscription.EMPTY;
    private Runnable shown = () -> {};
    private Optional<Runnable> reading = Optional.empty();
    private boolean came;
    private Predicate<R> scoped = _ -> true;
    private Optional<Scope> inScope = Optional.empty();
    private Predicate<R> part = _ -> true;

    public RowTable(WindowContext window, TableSpec<R> spec) {
        this.window = window;
        this.spec = spec;
        match = new RowMatch<>(spec.columns());
        var words = new FilterWords<>(spec.columns(), this::title, window.texts());
        language = words.language(window.services().zone());
        export = new RowExport<>(window, spec);
        states = new TableStates<>(window, spec);
        ticks = new Ticks<>(spec.rows()::key, this::ticksChanged);
        filter = new FilterBox<>(window, words);
        filterRow = new FilterRow<>(window, words, this::typed);
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
                sayAside();
            }
        });
        table = grid.view();
        cursor = new RowCursor<>(spec, feed, grid, this::cursorMoved);
        choosing = new RowChoosing<>(spec, feed, ticks, match);
        input = new RowInput<>(
                spec, grid, cursor, choosing, ticks, () -> feed.items().size(), asked());
        boxes = spec.boxes() ? Optional.of(choosing.boxes(input, text("table.tick"))) : Optional.empty();
        detail = new DetailPane<>(window, spec.detail().orElse(_ -> new Region()), this::closeDetail);
        bulk = new BulkBar<>(window, spec, ticks);
        getStyleClass().add("row-table");
        filter.textProperty().addListener((_, _, _) -> typed());
        bar = new TableBar<>(window, filter, views, askedByBar());
        table.setId("table-rows");
        table.setAccessibleText(spec.title());
        grid.addEventFilter(MouseEvent.MOUSE_MOVED, _ -> feed.aimed());
        setMinHeight(LOWEST);
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
        getChildren().setAll(bar.node(), slow, strips, failed, middle, bulk);
        addEventFilter(KeyEvent.KEY_PRESSED, input::onKey);
        KeysFirst.of(
                table,
                event -> selected().filter(row -> spec.keys().test(row, event)).isPresent());
        subscriptions.add(window.services()
                .settings()
                .values()
                .subscribe(window.services().fx(), _ -> showSettings()));
        showSettings();
        begin();
        spec.teller()
                .map(TableSpec.Teller::instance)
                .ifPresent(teller -> subscriptions.add(window.services()
                        .health()
                        .states()
                        .subscribe(
                                window.services().fx(),
                                states -> told(
                                        Optional.ofNullable(states.get(teller)).map(InstanceHealth::state)))));
    }

    /// What stands instead of rows changes with the one who says what they are.
    private void told(Optional<ShownState> state) {
        if (!state.equals(teller)) {
            teller = state;
            showState();
        }
    }

    private TableBar.Table askedByBar() {
        return new TableBar.Table() {
            @Override
            public void toRows() {
                RowTable.this.toRows();
            }

            @Override
            public void chooseColumns() {
                RowTable.this.chooseColumns();
            }

            @Override
            public void copy(RowWriter.Form form) {
                RowTable.this.copy(form);
            }

            @Override
            public void export(RowWriter.Form form, boolean all) {
                RowTable.this.export(form, all ? spec.columns() : inFiles());
            }
        };
    }

    private RowInput.Asked asked() {
        return new RowInput.Asked() {
            @Override
            public boolean escape() {
                return RowTable.this.escape();
            }

            @Override
            public void openDetail() {
                RowTable.this.openDetail();
            }

            @Override
            public void tickEverything() {
                choosing.everything(query.filter());
            }

            @Override
            public boolean remove() {
                return RowTable.this.remove();
            }

            @Override
            public void copy(RowWriter.Form form) {
                RowTable.this.copy(form);
            }

            @Override
            public List<MenuItem> copies() {
                return bar.copies();
            }
        };
    }

    TableSpec<R> spec() {
        return spec;
    }

    /// As the person left it.
    private void begin() {
        var left = views.left();
        query = new RowQuery(Filter.EVERYTHING, left.sort());
        grid.show(left, boxes);
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
                cursor.rowsChange();
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
        var line = new RowLine<>(input);
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
        inScope = Optional.of(scope);
        followed = scope.view().subscribe(view -> {
            var ids = view.ids();
            scoped = row -> spec.instance().apply(row).filter(ids::contains).isPresent();
            feed.within(scoped.and(part));
            showState();
        });
    }

    /// Of nobody nothing is said, neither that it has nothing.
    private Optional<Node> nobodyChosen() {
        return inScope.filter(scope -> !scope.view().get().all().isEmpty()
                        && scope.view().get().chosen().isEmpty())
                .map(scope -> new StatePane(
                        Octicons.FILTER_16,
                        text("scope.nothing"),
                        "",
                        List.of(new StatePane.Choice(text("scope.nothing.choose"), scope::everything))));
    }

    /// Shows only some rows, from the first one on, for example those of a tab; only for rows in memory.
    ///
    /// @param shown pure, used on background threads
    public void showPart(Predicate<R> shown) {
        part = shown;
        cursor.rowsAreOthers();
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
        reading = Optional.of(read);
    }

    /// @return reads once more; empty where nobody was told how
    private Optional<Runnable> again() {
        return spec.rows() instanceof PagedRows<R> ? Optional.of(this::ask) : reading;
    }

    /// @return the row the cursor is on
    public Optional<R> selected() {
        return cursor.row();
    }

    /// Puts the cursor on a row, if it is there.
    public void select(Object key) {
        cursor.select(key);
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

    // the filter

    private String typedWords() {
        return (filter.getText() + " " + filterRow.words()).strip();
    }

    private void typed() {
        var understood =
                language.understand(typedWords(), window.services().clock().instant());
        bar.sayWrong(understood.wrong());
        if (!understood.filter().equals(query.filter())) {
            query = new RowQuery(understood.filter(), query.sort());
            cursor.rowsAreOthers();
            ask();
        }
        showState();
    }

    private void sayAside() {
        if (bar != null && grid != null) {
            bar.sayAside(spec.columns().stream()
                    .filter(column -> grid.aside().contains(column.id()))
                    .map(this::title)
                    .toList());
            bar.node().layout(); // it comes while the lines are laid out, when no other layout is heard
        }
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
        cursor.begin();
    }

    // views and columns

    private TableLayout shownLayout() {
        return new TableLayout(grid.places(), query.sort(), "", grid.chosen());
    }

    /// The same without what stepped aside.
    private TableLayout seenLayout() {
        return new TableLayout(grid.seen(), query.sort(), "", grid.chosen());
    }

    private void apply(TableLayout layout) {
        query = new RowQuery(query.filter(), layout.sort());
        grid.show(layout, boxes);
        ask();
        views.store();
    }

    @Override
    public void saveView() {
        views.save();
    }

    @Override
    public void chooseColumns() {
        var titles = new HashMap<String, String>();
        spec.columns().forEach(column -> titles.put(column.id(), title(column)));
        new ColumnsDialog(window, seenLayout(), id -> titles.getOrDefault(id, id), changed -> {
                    apply(changed.chosen() ? changed : changed.withShown(grid.aside()));
                    return seenLayout();
                })
                .open(views.usual());
    }

    private void showSettings() {
        var settings = window.services().settings();
        grid.setLineHeight(settings.get(TableSettings.DENSITY).pixels());
        boolean fields = settings.get(TableSettings.FILTER_ROW);
        bar.sayFields(fields);
        if (fields != filterRow.isVisible()) {
            var words = typedWords(); // what stood in the fields is not lost with them
            filterRow.show(fields);
            filterRow.clear();
            filter.setText(words);
            placeFilterRow();
        }
    }

    /// Does with what is chosen what the red button of the bulk bar would; where there are several, asks which.
    private boolean remove() {
        var chosen = chosen();
        if (chosen.count() == 0) {
            return false;
        }
        var acts = spec.bulk().stream()
                .filter(act -> act.danger() && act.fits().test(chosen))
                .toList();
        if (acts.size() == 1) {
            acts.getFirst().run().accept(chosen);
        } else if (!acts.isEmpty()) {
            input.showAtKey(new ContextMenu(acts.stream()
                    .map(act -> {
                        var item = new MenuItem(act.title());
                        item.setId("menu-" + act.id().replace('.', '-'));
                        item.setOnAction(_ -> act.run().accept(chosen));
                        return item;
                    })
                    .toArray(MenuItem[]::new)));
        }
        return !acts.isEmpty();
    }

    // taking rows out

    private void copy(RowWriter.Form form) {
        export.copy(form, chosen(), grid.shown());
    }

    /// @return the columns as shown, and those of every file
    List<Column<R>> inFiles() {
        var shown = grid.shown();
        return Stream.concat(
                        shown.stream(),
                        spec.columns().stream().filter(column -> column.isInEveryFile() && !shown.contains(column)))
                .toList();
    }

    private void export(RowWriter.Form form, List<Column<R>> columns) {
        List<R> snapshot = spec.rows() instanceof MemoryRows<R>
                ? feed.items().stream().filter(row -> !spec.isHead(row)).toList()
                : List.of();
        export.ask(form, query, snapshot, columns, getScene().getWindow());
    }

    // rows

    private void sorted(List<SortBy> sort) {
        var wanted = sort.isEmpty() ? spec.sort() : sort;
        if (!wanted.equals(query.sort())) {
            query = new RowQuery(query.filter(), wanted);
            ask();
            views.store();
        }
    }

    private void arranged() {
        failure = Optional.empty();
        showSlow(false);
        cursor.restore();
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

    private void refreshed(int from, int until) {
        for (var line : List.copyOf(lines)) {
            int at = line.getIndex();
            if (at >= from && at < until) {
                line.updateIndex(at);
            }
        }
        if (spec.rows() instanceof MemoryRows<R> rows) {
            renewTicks(rows);
        } else {
            cursor.restoreIfLost();
        }
        showDetail();
        shown.run();
    }

    private void cursorMoved() {
        selected().ifPresent(spec.follows());
        showDetail();
    }

    private void ticksChanged() {
        lines.forEach(RowLine::showTick);
        bulk.show(ticks, feed.total());
    }

    /// Closes the details, else what lies over the table, else clears the filter, else the selection.
    private boolean escape() {
        if (detail.isVisible()) {
            closeDetail();
        } else if (window.drawer().covers(this)) {
            window.drawer().close();
        } else if (!typedWords().isEmpty()) {
            clearFilter();
        } else if (ticks.count() > 0) {
            ticks.clear();
        } else {
            return false;
        }
        return true;
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
        bar.sayCount(feed);
        var instead = nobodyChosen()
                .or(() -> states.instead(feed, failure, typedWords(), again(), this::clearFilter))
                .or(() -> other);
        state.getChildren().setAll(instead.map(List::of).orElse(List.of()));
        state.setVisible(instead.isPresent());
        grid.setVisible(instead.isEmpty());
        showFailed(failure.filter(_ -> feed.total() > 0 && other.isEmpty()));
        if (!came && instead.isEmpty() && feed.loaded()) {
            came = true;
            if (spec.drawsFewAtATime()) {
                grid.comeIn(window.services().later());
            }
        }
    }

    /// Above the rows that are still shown.
    private void showFailed(Optional<Problem> problem) {
        if (!problem.equals(failedAbove)) {
            failedAbove = problem;
            failed.getChildren()
                    .setAll(problem.map(it -> states.above(it, again())).stream()
                            .toList());
        }
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
