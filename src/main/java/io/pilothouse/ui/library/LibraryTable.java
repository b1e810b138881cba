package io.pilothouse.ui.library;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.library.LibrarySort;
import io.pilothouse.domain.query.Filter;
import io.pilothouse.domain.query.RowQuery;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.tasks.library.LibraryPager;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.PagedRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.Node;

/// The library as a table. What is typed into its box narrows down what the view above asks for.
final class LibraryTable {

    private final LibraryQuery query;
    private final Rows rows;
    private final RowTable<LibraryRow> table;

    LibraryTable(WindowContext window, LibraryViewModel model, RowWords words, LibraryQuery query) {
        this.query = query;
        rows = new Rows(model, query);
        var title = words.text("library.type." + query.type().word());
        var said = window.words();
        var columns = new ArrayList<Column<LibraryRow>>();
        columns.add(Column.<LibraryRow>text("title", "library.column.title", LibraryRow::title)
                .width(300)
                .growing());
        columns.add(Column.<LibraryRow>text("on", "library.column.on", row -> servers(model, row))
                .width(160)
                .notSortable());
        var parts = LibraryFilter.Part.of(query.type());
        if (parts.contains(LibraryFilter.Part.PARENT)) {
            columns.add(Column.<LibraryRow>text("studio", "library.column.studio", LibraryRow::under)
                    .width(140)
                    .notSortable());
        } else if (query.type() == EntityType.MARKER || query.type() == EntityType.STUDIO) {
            columns.add(Column.<LibraryRow>text(
                            "of", "library.column.of." + query.type().word(), LibraryRow::under)
                    .width(200)
                    .notSortable());
        }
        if (parts.contains(LibraryFilter.Part.DATE)) {
            columns.add(Column.<LibraryRow>text("date", "library.column.date", LibraryRow::date)
                    .inOurWords());
        }
        if (LibraryFilter.Value.DURATION.of(query.type())) {
            columns.add(Column.<LibraryRow>number(
                            "duration",
                            "library.column.duration",
                            row -> row.seconds() == 0 ? Double.NaN : row.seconds(),
                            row -> row.seconds() == 0 ? "" : RowWords.length(row.seconds()))
                    .width(80));
        }
        if (LibraryFilter.Value.HEIGHT.of(query.type())) {
            columns.add(Column.<LibraryRow>number(
                            "height",
                            "library.column.height",
                            row -> row.height() == 0 ? Double.NaN : row.height(),
                            row -> row.height() == 0 ? "" : row.height() + "p")
                    .width(80)
                    .notSortable());
            columns.add(Column.<LibraryRow>size("size", "library.column.size", LibraryRow::sizeBytes, said));
        }
        if (LibraryFilter.Value.RATING.of(query.type())) {
            var rating = Column.<LibraryRow>number(
                            "rating",
                            "library.column.rating",
                            row -> row.rating() == 0 ? Double.NaN : row.rating(),
                            row -> row.rating() == 0 ? "" : RowWords.stars(row.rating()))
                    .width(90);
            columns.add(LibrarySort.of(query.type()).contains(LibrarySort.RATING) ? rating : rating.notSortable());
        }
        columns.add(Column.<LibraryRow>time(
                "created",
                "library.column.created",
                row -> Optional.of(row.createdAt()),
                at -> said.time(at, window.services().clock().instant())));
        var spec = TableSpec.of("library." + query.type().plural(), title, rows, columns)
                .sortedBy(new SortBy(query.sort().word(), query.downwards()))
                .opening(row -> model.choose(row.key()));
        table = new RowTable<>(window, spec.withBulk(new LibraryBulk(model, window).acts(query.type())));
    }

    private static String servers(LibraryViewModel model, LibraryRow row) {
        return row.copies().stream()
                .flatMap(copy -> model.server(copy).stream())
                .map(Instance::name)
                .collect(Collectors.joining(", "));
    }

    LibraryQuery query() {
        return query;
    }

    Node node() {
        return table;
    }

    /// Something in the library changed.
    void changed() {
        rows.anew();
        table.changed();
    }

    void close() {
        table.close();
    }

    /// Rows of the store by number, for the table's scroll bar.
    private static final class Rows implements PagedRows<LibraryRow> {
        private final LibraryViewModel model;
        private final LibraryQuery base;
        private LibraryQuery asked;
        private LibraryPager pager;
        private volatile boolean moved;

        Rows(LibraryViewModel model, LibraryQuery base) {
            this.model = model;
            this.base = base;
            asked = base;
            pager = model.library().pager(base);
        }

        @Override
        public Object key(LibraryRow row) {
            return row.key();
        }

        @Override
        public synchronized long count(Filter filter) {
            return pager(narrowed(base, filter)).count();
        }

        @Override
        public synchronized List<LibraryRow> page(RowQuery rows, long offset, int limit) {
            var sorted = rows.sort().stream()
                    .flatMap(by -> LibrarySort.of(base.type()).stream()
                            .filter(sort -> sort.word().equals(by.column()))
                            .map(sort -> base.sorted(sort, by.descending())))
                    .findFirst()
                    .orElse(base);
            return pager(narrowed(sorted, rows.filter())).page(offset, limit);
        }

        /// Where rows stand may have changed.
        void anew() {
            moved = true;
        }

        private LibraryPager pager(LibraryQuery wanted) {
            if (moved || !wanted.equals(asked)) {
                moved = false;
                asked = wanted;
                pager = model.library().pager(wanted);
            }
            return pager;
        }

        private LibraryQuery narrowed(LibraryQuery query, Filter filter) {
            var filters = new ArrayList<LibraryFilter>(query.filters());
            new TypedFilter(model.library().servers()).of(filter).ifPresent(filters::add);
            return query.with(List.copyOf(filters));
        }
    }
}
