package io.pilothouse.ui.table;

import io.pilothouse.domain.query.Filter;
import io.pilothouse.domain.query.RowQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What an act of the bulk bar is about, captured when the button was pressed.
///
/// @param <R> the row
public sealed interface Chosen<R> {

    long count();

    /// Reads them all. Blocks; call it in a task. Prefer giving the filter of [Matching] to the store.
    List<R> read() throws Exception;

    /// These rows.
    record Rows<R>(List<R> rows) implements Chosen<R> {
        public Rows {
            rows = List.copyOf(rows);
        }

        @Override
        public long count() {
            return rows.size();
        }

        @Override
        public List<R> read() {
            return rows;
        }
    }

    /// Every row of a paged source that matches, but for a few.
    ///
    /// @param except keys
    record Matching<R>(PagedRows<R> source, Filter filter, long count, Set<Object> except) implements Chosen<R> {

        private static final int PAGE = 1000;

        public Matching {
            except = Set.copyOf(except);
        }

        @Override
        public List<R> read() throws Exception {
            var rows = new ArrayList<R>();
            for (long offset = 0; ; offset += PAGE) {
                var page = source.page(new RowQuery(filter, List.of()), offset, PAGE);
                page.stream().filter(row -> !except.contains(source.key(row))).forEach(rows::add);
                if (page.size() < PAGE) {
                    return rows;
                }
            }
        }
    }
}
