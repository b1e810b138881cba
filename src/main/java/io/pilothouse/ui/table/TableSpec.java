package io.pilothouse.ui.table;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.input.KeyEvent;

/// What one table shows and can do. Immutable; the methods make changed copies.
///
/// @param <R> an immutable row with value equality
public final class TableSpec<R> implements Cloneable {

    private final String id;
    private final String title;
    private final RowSource<R> rows;
    private final List<Column<R>> columns;
    private List<SortBy> sort = List.of();
    private Function<R, Optional<InstanceId>> instance = _ -> Optional.empty();
    private List<BulkAct<R>> bulk = List.of();
    private Optional<Consumer<R>> opens = Optional.empty();
    private Optional<Function<R, Node>> detail = Optional.empty();
    private Optional<Function<R, ContextMenu>> menu = Optional.empty();
    private Optional<Supplier<Node>> empty = Optional.empty();
    private Optional<Heads<R>> heads = Optional.empty();
    private Optional<Function<R, String>> spoken = Optional.empty();
    private BiPredicate<R, KeyEvent> keys = (_, _) -> false;
    private Consumer<R> follows = _ -> {};
    private boolean boxes = true;
    private boolean fewAtATime;
    private String loading = "";
    private Optional<Teller> teller = Optional.empty();

    /// Who says what the rows are.
    ///
    /// @param at when it said so last; empty for never
    record Teller(InstanceId instance, Supplier<Optional<Instant>> at) {}

    private TableSpec(String id, String title, RowSource<R> rows, List<Column<R>> columns) {
        this.id = id;
        this.title = title;
        this.rows = rows;
        this.columns = List.copyOf(columns);
    }

    /// @param id    stable name under which views are saved, the same for all instances of a kind: `radarr.library`
    /// @param title what the table holds, for screen readers: "Movies of Radarr 4K"
    public static <R> TableSpec<R> of(String id, String title, RowSource<R> rows, List<Column<R>> columns) {
        return new TableSpec<>(id, title, rows, columns);
    }

    /// The order until a person chooses another.
    public TableSpec<R> sortedBy(SortBy... keysOfOrder) {
        return with(copy -> copy.sort = List.of(keysOfOrder));
    }

    /// Whose row it is.
    public TableSpec<R> ofInstance(Function<R, InstanceId> owner) {
        return with(copy -> copy.instance = row -> Optional.of(owner.apply(row)));
    }

    /// The same where some rows belong to no instance.
    public TableSpec<R> ofAnyInstance(Function<R, Optional<InstanceId>> owner) {
        return with(copy -> copy.instance = owner);
    }

    public TableSpec<R> withBulk(List<BulkAct<R>> acts) {
        return with(copy -> copy.bulk = List.copyOf(acts));
    }

    /// What Enter and a double click do; without it they open the pane beside the table.
    public TableSpec<R> opening(Consumer<R> open) {
        return with(copy -> copy.opens = Optional.of(open));
    }

    /// The pane beside the table for one row; asked again when the row changes.
    public TableSpec<R> withDetail(Function<R, Node> pane) {
        return with(copy -> copy.detail = Optional.of(pane));
    }

    public TableSpec<R> withMenu(Function<R, ContextMenu> ofRow) {
        return with(copy -> copy.menu = Optional.of(ofRow));
    }

    /// What stands there when there are no rows at all.
    ///
    /// @param pane usually a [io.pilothouse.ui.common.StatePane]
    public TableSpec<R> whenEmpty(Supplier<Node> pane) {
        return with(copy -> copy.empty = Optional.of(pane));
    }

    /// An instance says what the rows are: while it cannot be asked, nothing is said of what it has, only of why.
    ///
    /// @param at when it said so last; empty for never
    public TableSpec<R> toldBy(InstanceId told, Supplier<Optional<Instant>> at) {
        return with(copy -> copy.teller = Optional.of(new Teller(told, at)));
    }

    /// What is said until the first rows have come.
    ///
    /// @param words for example "Loading the library of Radarr 4K for the first time"
    public TableSpec<R> whileLoading(String words) {
        return with(copy -> copy.loading = words);
    }

    /// Some rows are the heads of groups; see [RowTable#group].
    public TableSpec<R> withHeads(Heads<R> ofGroups) {
        return with(copy -> copy.heads = Optional.of(ofGroups));
    }

    /// What a screen reader says of a whole row; without it the first column.
    public TableSpec<R> spokenAs(Function<R, String> words) {
        return with(copy -> copy.spoken = Optional.of(words));
    }

    /// Keys of its own on the row under the cursor, before those of the table.
    ///
    /// @param taken whether the key did something
    public TableSpec<R> withKeys(BiPredicate<R, KeyEvent> taken) {
        return with(copy -> copy.keys = taken);
    }

    /// Hears each row the cursor moves to.
    public TableSpec<R> following(Consumer<R> row) {
        return with(copy -> copy.follows = row);
    }

    /// Rows are chosen with Ctrl and Shift only; there is no column of boxes.
    public TableSpec<R> withoutBoxes() {
        return with(copy -> copy.boxes = false);
    }

    /// The first lines are drawn a few at a time, for rows that come in thousands to a page that already stands:
    /// the window goes on answering meanwhile.
    public TableSpec<R> fewAtATime() {
        return with(copy -> copy.fewAtATime = true);
    }

    @SuppressWarnings("unchecked")
    private TableSpec<R> with(Consumer<TableSpec<R>> change) {
        try {
            var copy = (TableSpec<R>) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    RowSource<R> rows() {
        return rows;
    }

    List<Column<R>> columns() {
        return columns;
    }

    List<SortBy> sort() {
        return sort;
    }

    Function<R, Optional<InstanceId>> instance() {
        return instance;
    }

    List<BulkAct<R>> bulk() {
        return bulk;
    }

    Optional<Consumer<R>> opens() {
        return opens;
    }

    Optional<Function<R, Node>> detail() {
        return detail;
    }

    Optional<Function<R, ContextMenu>> menu() {
        return menu;
    }

    Optional<Supplier<Node>> empty() {
        return empty;
    }

    Optional<Teller> teller() {
        return teller;
    }

    Optional<Heads<R>> heads() {
        return heads;
    }

    boolean isHead(R row) {
        return heads.flatMap(ofGroups -> ofGroups.groupOf().apply(row)).isPresent();
    }

    String spoken(R row) {
        return spoken.map(words -> words.apply(row))
                .orElseGet(() -> columns.getFirst().text(row));
    }

    BiPredicate<R, KeyEvent> keys() {
        return keys;
    }

    Consumer<R> follows() {
        return follows;
    }

    boolean boxes() {
        return boxes && !bulk.isEmpty();
    }

    boolean drawsFewAtATime() {
        return fewAtATime;
    }

    String loading() {
        return loading;
    }
}
