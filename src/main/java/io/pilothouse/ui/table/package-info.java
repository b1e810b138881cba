/// The one table of the program. To put a table on a page:
///
/// ```java
/// record Movie(InstanceId instance, int id, String title, long bytes, Optional<Instant> added) {}
///
/// var columns = List.<Column<Movie>>of(
///         Column.<Movie>text("title", "movies.column.title", Movie::title).width(260).growing(),
///         Column.<Movie>choice("state", "movies.column.state", m -> words(m.state()),
/// allStates).drawn(StateCell::new),
///         Column.<Movie>size("size", "movies.column.size", Movie::bytes, window.words()).summed(),
///         Column.<Movie>time("added", "movies.column.added", Movie::added, at -> words.time(at, now)));
/// var spec = TableSpec.of("radarr.movies", title, rows, columns)
///         .sortedBy(new SortBy("title", false))
///         .ofInstance(Movie::instance)
///         .withBulk(List.of(BulkAct.of("movies.search", text, Octicons.SEARCH_16, this::search)))
///         .withDetail(this::pane)                       // or .opening(this::open)
///         .withMenu(this::menu)
///         .whenEmpty(() -> new StatePane(...));
/// var table = new RowTable<>(window, spec);             // a node; give it all the height there is
/// ```
///
/// `rows` is one of two:
///
/// - [io.pilothouse.ui.table.MemoryRows]: all rows in memory, up to some ten thousand, live.
///   `new MemoryRows<>(m -> m.id())`, then `rows.set(list)` or `rows.change(newOrChanged, goneKeys)`, on
///   the FX thread. Until the first `set` the table says "Loading".
/// - [io.pilothouse.ui.table.PagedRows]: the store is asked for `count(filter)` and
///   `page(query, offset, limit)` on a background thread. Give `query` through `tasks` to the store;
///   `io.pilothouse.store.QuerySql` turns it into SQL. Call `table.changed()` when there is news.
///
/// In the page ([io.pilothouse.ui.shell.PageView]): `focusFilter()` returns `table.focusFilter()`,
/// `close()` calls `table.close()`. Put own chips and buttons with `table.setTools(...)`, strips about old
/// data with `table.setStrips(...)`, a failed first reading with `table.setProblem(...)`.
///
/// An act gets [io.pilothouse.ui.table.Chosen]: `Rows` (captured rows) or `Matching` (a filter over a
/// paged source; give the filter to the service, or `read()` all rows in a task). Ids and titles of
/// columns are the words of the filter box: `state:down size>8GB added<30d -1080p "two words" a|b`.
///
/// Column functions run on background threads: pure, no nodes. A [io.pilothouse.ui.table.CellDrawing] is
/// made once per visible cell and must show each row completely. Keys must have value equality and hold
/// the instance's id where rows of several instances mix.
///
/// May use: domain, ui.common, ui.action, ui.shell.
@NullMarked
package io.pilothouse.ui.table;

import org.jspecify.annotations.NullMarked;
