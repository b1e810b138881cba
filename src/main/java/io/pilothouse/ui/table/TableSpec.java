package io.pilothouse.ui.table;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;

/// What one table shows and can do. Immutable; the methods make changed copies.
///
/// @param id       stable name under which views are saved, the same for all instances of a kind: `radarr.library`
/// @param title    what the table holds, for screen readers: "Movies of Radarr 4K"
/// @param instance whose row it is; empty where rows belong to no instance
/// @param opens    what Enter and a double click do; empty for the detail pane
/// @param detail   the pane beside the table for one row; asked again when the row changes
/// @param menu     the context menu of a row
/// @param empty    what stands there when there are no rows at all
/// @param loading  what is said until the first rows have come
public record TableSpec<R>(
        String id,
        String title,
        RowSource<R> rows,
        List<Column<R>> columns,
        List<SortBy> sort,
        Function<R, Optional<InstanceId>> instance,
        List<BulkAct<R>> bulk,
        Optional<Consumer<R>> opens,
        Optional<Function<R, Node>> detail,
        Optional<Function<R, ContextMenu>> menu,
        Optional<Supplier<Node>> empty,
        String loading) {

    public TableSpec {
        columns = List.copyOf(columns);
        sort = List.copyOf(sort);
        bulk = List.copyOf(bulk);
    }

    public static <R> TableSpec<R> of(String id, String title, RowSource<R> rows, List<Column<R>> columns) {
        return new TableSpec<>(
                id,
                title,
                rows,
                columns,
                List.of(),
                _ -> Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    /// The order until a person chooses another.
    public TableSpec<R> sortedBy(SortBy... keys) {
        return new TableSpec<>(
                id, title, rows, columns, List.of(keys), instance, bulk, opens, detail, menu, empty, loading);
    }

    public TableSpec<R> ofInstance(Function<R, InstanceId> owner) {
        return new TableSpec<>(
                id,
                title,
                rows,
                columns,
                sort,
                row -> Optional.of(owner.apply(row)),
                bulk,
                opens,
                detail,
                menu,
                empty,
                loading);
    }

    public TableSpec<R> withBulk(List<BulkAct<R>> acts) {
        return new TableSpec<>(id, title, rows, columns, sort, instance, acts, opens, detail, menu, empty, loading);
    }

    public TableSpec<R> opening(Consumer<R> open) {
        return new TableSpec<>(
                id, title, rows, columns, sort, instance, bulk, Optional.of(open), detail, menu, empty, loading);
    }

    public TableSpec<R> withDetail(Function<R, Node> pane) {
        return new TableSpec<>(
                id, title, rows, columns, sort, instance, bulk, opens, Optional.of(pane), menu, empty, loading);
    }

    public TableSpec<R> withMenu(Function<R, ContextMenu> ofRow) {
        return new TableSpec<>(
                id, title, rows, columns, sort, instance, bulk, opens, detail, Optional.of(ofRow), empty, loading);
    }

    /// @param pane usually a [io.pilothouse.ui.common.StatePane]
    public TableSpec<R> whenEmpty(Supplier<Node> pane) {
        return new TableSpec<>(
                id, title, rows, columns, sort, instance, bulk, opens, detail, menu, Optional.of(pane), loading);
    }

    /// @param words for example "Loading the library of Radarr 4K for the first time"
    public TableSpec<R> whileLoading(String words) {
        return new TableSpec<>(id, title, rows, columns, sort, instance, bulk, opens, detail, menu, empty, words);
    }
}
