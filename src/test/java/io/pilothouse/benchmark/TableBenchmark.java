package io.pilothouse.benchmark;

import io.pilothouse.FleetStores;
import io.pilothouse.MeasuredWindow;
import io.pilothouse.domain.query.Filter;
import io.pilothouse.domain.query.RowQuery;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.PagedRows;
import io.pilothouse.ui.table.RowSource;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kordamp.ikonli.octicons.Octicons;

/// V5 to V8: tables of 50,000 and 100,000 rows with twelve columns, in memory and in a store.
@Tag("benchmark")
class TableBenchmark {

    private static final int RUNS = Integer.getInteger("benchmark.runs", 20);
    private static final List<String> WORDS = List.of("Tide", "Timber", "Harbour", "Northern", "Light", "Copper");

    @TempDir
    Path folder;

    private MeasuredWindow measured;
    private RowTable<Item> table;

    private record Item(
            int id,
            String title,
            String group,
            String state,
            long size,
            double ratio,
            int year,
            Instant added,
            String tracker,
            String tags,
            String path,
            boolean wanted) {

        static Item of(int id, Random random) {
            var title = word(random) + " " + word(random) + " " + id;
            return new Item(
                    id,
                    title,
                    word(random),
                    id % 7 == 0 ? "missing" : "in place",
                    random.nextLong(80_000_000_000L),
                    random.nextDouble() * 5,
                    1950 + random.nextInt(76),
                    Instant.ofEpochSecond(1_700_000_000L + random.nextInt(60_000_000)),
                    "tracker " + random.nextInt(9),
                    word(random) + ", " + word(random),
                    "/data/" + title,
                    random.nextBoolean());
        }

        private static String word(Random random) {
            return WORDS.get(random.nextInt(WORDS.size()));
        }

        Item withSize(long newSize) {
            return new Item(id, title, group, state, newSize, ratio, year, added, tracker, tags, path, wanted);
        }
    }

    /// Rows in a file of SQLite, as a repository reads them.
    private static final class Stored implements PagedRows<Item> {
        private final Connection connection;

        Stored(Path file, List<Item> items) throws SQLException {
            connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            connection.setAutoCommit(false);
            try (var make = connection.createStatement();
                    var insert = insert(make)) {
                for (var item : items) {
                    insert.setInt(1, item.id);
                    insert.setString(2, item.title);
                    insert.setString(3, item.state);
                    insert.setLong(4, item.size);
                    insert.setInt(5, item.year);
                    insert.addBatch();
                }
                insert.executeBatch();
                make.executeUpdate("create index item_title on item (title)");
            }
            connection.commit();
        }

        private java.sql.PreparedStatement insert(java.sql.Statement make) throws SQLException {
            make.executeUpdate(
                    "create table item (id integer primary key, title text, state text, size integer, year integer)");
            return connection.prepareStatement("insert into item values (?, ?, ?, ?, ?)");
        }

        private static String where(Filter filter) {
            return filter.equals(Filter.EVERYTHING) ? "1" : "state = 'missing'";
        }

        @Override
        public Object key(Item item) {
            return item.id;
        }

        @Override
        public synchronized long count(Filter filter) throws SQLException {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select count(*) from item where " + where(filter))) {
                return rows.getLong(1);
            }
        }

        @Override
        public synchronized List<Item> page(RowQuery query, long offset, int limit) throws SQLException {
            var found = new ArrayList<Item>(limit);
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select id, title, state, size, year from item where "
                            + where(query.filter()) + " order by "
                            + (query.sort().isEmpty()
                                    ? "id"
                                    : query.sort().getFirst().column()) + ", id limit "
                            + limit + " offset " + offset)) {
                while (rows.next()) {
                    found.add(new Item(
                            rows.getInt(1),
                            rows.getString(2),
                            "",
                            rows.getString(3),
                            rows.getLong(4),
                            0,
                            rows.getInt(5),
                            Instant.EPOCH,
                            "",
                            "",
                            "",
                            false));
                }
            }
            return found;
        }
    }

    @BeforeEach
    void open() throws Exception {
        FleetStores.unplugged(folder.resolve("data"), 3, false);
        measured = MeasuredWindow.open(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        FxToolkit.run(() -> table.close());
        measured.close();
    }

    private static List<Item> items(int count) {
        var random = new Random(11);
        var items = new ArrayList<Item>(count);
        for (int i = 0; i < count; i++) {
            items.add(Item.of(i, random));
        }
        return items;
    }

    private static List<Column<Item>> columns(Words words) {
        return List.of(
                Column.<Item>text("title", "fleet.column.instance", Item::title)
                        .width(260)
                        .growing(),
                Column.<Item>choice("state", "fleet.column.state", Item::state, List.of("missing", "in place")),
                Column.<Item>size("size", "fleet.column.p95", Item::size, words).summed(),
                Column.<Item>number("ratio", "fleet.column.next", Item::ratio, item -> words.decimal(item.ratio, 2)),
                Column.<Item>count("year", "fleet.column.kind", Item::year, words),
                Column.<Item>time(
                        "added",
                        "fleet.column.work",
                        item -> Optional.of(item.added),
                        at -> words.time(at, Instant.EPOCH)),
                Column.<Item>text("group", "fleet.column.latency", Item::group),
                Column.<Item>text("tracker", "fleet.column.state", Item::tracker),
                Column.<Item>text("tags", "fleet.column.kind", Item::tags),
                Column.<Item>text("path", "fleet.column.work", Item::path),
                Column.<Item>truth("wanted", "fleet.column.next", Item::wanted, "yes", "no"),
                Column.<Item>count("id", "fleet.column.instance", Item::id, words));
    }

    private void show(RowSource<Item> rows) {
        FxToolkit.run(() -> {
            var context = measured.window().context();
            table = new RowTable<>(
                    context,
                    TableSpec.of("benchmark.items", "Items", rows, columns(context.words()))
                            .withBulk(List.of(BulkAct.of("items.search", "Search", Octicons.SEARCH_16, _ -> {}))));
            ((Pane) scene().lookup("#content")).getChildren().setAll(table);
        });
    }

    private Scene scene() {
        return measured.window().scene();
    }

    @SuppressWarnings("unchecked")
    private TableView<Item> view() {
        return (TableView<Item>) scene().lookup("#table-rows");
    }

    private String counted() {
        return ((Label) scene().lookup("#table-count")).getText();
    }

    private boolean painted() {
        return view().lookupAll(".table-row-cell").stream()
                .map(node -> (TableRow<?>) node)
                .anyMatch(row -> row.isVisible() && row.getItem() != null);
    }

    @Test
    void fiftyThousandRowsInMemory() throws Exception {
        memory(50_000, "");
    }

    @Test
    void aHundredThousandRowsInMemory() throws Exception {
        memory(100_000, "-100k");
    }

    private void memory(int size, String suffix) throws Exception {
        var items = items(size);
        var rows = new MemoryRows<Item>(Item::id);
        show(rows);
        double first = Pulses.until(scene(), () -> rows.set(items), this::painted);
        Figure.of("table-first" + suffix, "first rows of a table of " + size, "ms")
                .record(first);
        filter(size, suffix);
        sort(size, suffix);
        scroll(size, suffix);
        live(rows, items, suffix);
        selectAll(size, suffix);
    }

    private void filter(int size, String suffix) throws Exception {
        var times = new ArrayList<Double>();
        var blocked = new ArrayList<Blocks.Longest>();
        var field = FxToolkit.call(() -> (TextField) scene().lookup("#table-filter"));
        try (var blocks = new Blocks()) {
            for (int run = 0; run < RUNS; run++) {
                for (var typed :
                        List.of("copper", "copper 1", "copper 12", "copper 123", "state:missing size>10GB", "")) {
                    var before = FxToolkit.call(this::counted);
                    blocks.take();
                    times.add(Pulses.until(
                            scene(),
                            () -> field.setText(typed),
                            () -> !counted().equals(before)));
                    FxToolkit.run(() -> {}); // the pulse is over
                    blocked.add(blocks.take());
                }
            }
        }
        Figure.of("V6" + suffix, "filter key to result, " + size + " rows", "ms")
                .almostAll(100)
                .record(times.subList(12, times.size()));
        blocked("V6", "a filter key", 8, size, suffix, blocked.subList(12, blocked.size()));
    }

    private void sort(int size, String suffix) throws Exception {
        var times = new ArrayList<Double>();
        var blocked = new ArrayList<Blocks.Longest>();
        try (var blocks = new Blocks()) {
            for (int run = 0; run < RUNS; run++) {
                for (var id : List.of("title", "size", "added")) {
                    var before =
                            FxToolkit.call(() -> view().getItems().getFirst().id());
                    blocks.take();
                    times.add(Pulses.until(
                            scene(),
                            () -> sortBy(id),
                            () -> view().getItems().getFirst().id() != before));
                    FxToolkit.run(() -> {});
                    blocked.add(blocks.take());
                }
            }
        }
        Figure.of("V7" + suffix, "sort by one column, " + size + " rows", "ms")
                .almostAll(200)
                .record(times.subList(3, times.size()));
        blocked("V7", "a sort", 16, size, suffix, blocked.subList(3, blocked.size()));
    }

    private static void blocked(
            String bar, String at, double most, int size, String suffix, List<Blocks.Longest> blocked)
            throws IOException {
        Figure.of(bar + "-block" + suffix, "longest the window does not answer at " + at + ", " + size + " rows", "ms")
                .almostAll(most)
                .record(blocked.stream().map(Blocks.Longest::late).toList());
        Figure.of(bar + "-work" + suffix, "most work of its thread in one go at " + at + ", " + size + " rows", "ms")
                .almostAll(most)
                .record(blocked.stream().map(Blocks.Longest::work).toList());
    }

    private void sortBy(String id) {
        TableColumn<Item, ?> column = view().getColumns().stream()
                .filter(one -> id.equals(one.getId()))
                .findFirst()
                .orElseThrow();
        column.setSortType(TableColumn.SortType.DESCENDING);
        view().getSortOrder().setAll(Collections.singletonList(column));
    }

    /// A held key comes again every 16 ms, or as soon as the window takes it.
    private void scroll(int size, String suffix) throws Exception {
        int pages = 300;
        FxToolkit.run(() -> {
            view().requestFocus();
            view().getSelectionModel().selectFirst();
            view().scrollTo(0);
        });
        long begun = System.nanoTime();
        var gaps = Pulses.during(() -> {
            long next = System.nanoTime();
            for (int page = 0; page < pages; page++) {
                FxToolkit.run(() -> view().fireEvent(new KeyEvent(
                        KeyEvent.KEY_PRESSED, "", "", KeyCode.PAGE_DOWN, false, false, false, false)));
                next = Math.max(next + TimeUnit.MILLISECONDS.toNanos(16), System.nanoTime());
                LockSupport.parkNanos(next - System.nanoTime());
            }
        });
        double seconds = (System.nanoTime() - begun) / 1e9;
        int reached = FxToolkit.call(() -> view().getSelectionModel().getSelectedIndex());
        Figure.of("V5-rows" + suffix, "rows shown in a second by Page Down, " + size + " rows", "1/s")
                .record(reached / seconds);
        Figure.of("V5" + suffix, "pulses in a second while scrolling, " + size + " rows", "1/s")
                .record(gaps.size() / (gaps.stream().mapToDouble(gap -> gap).sum() / 1000));
    }

    /// Two hundred changes every 100 ms, as the bar of the design's probe.
    private void live(MemoryRows<Item> rows, List<Item> items, String suffix) throws Exception {
        var random = new Random(3);
        var gaps = Pulses.during(() -> {
            for (int round = 0; round < RUNS; round++) {
                FxToolkit.run(() -> {
                    var changed = new ArrayList<Item>();
                    for (int i = 0; i < 200; i++) {
                        changed.add(items.get(random.nextInt(items.size())).withSize(random.nextLong(80_000_000_000L)));
                    }
                    rows.change(changed, List.of());
                });
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        });
        Figure.of(
                        "table-live" + suffix,
                        "between pulses while 200 of " + items.size() + " rows change each 100 ms",
                        "ms")
                .record(gaps);
    }

    private void selectAll(int size, String suffix) throws Exception {
        var times = new ArrayList<Double>();
        for (int run = 0; run < RUNS; run++) {
            times.add(Pulses.until(
                    scene(),
                    () -> view().fireEvent(
                                    new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.A, false, true, false, false)),
                    () -> scene().lookup("#table-bulk").isVisible()));
            FxToolkit.run(() -> view().fireEvent(
                            new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ESCAPE, false, false, false, false)));
        }
        Figure.of("V8" + suffix, "choose all that match, " + size + " rows", "ms")
                .almostAll(150)
                .record(times.subList(2, times.size()));
    }

    @Test
    void aHundredThousandRowsInTheStore() throws Exception {
        int size = 100_000;
        show(new Stored(folder.resolve("items.db"), items(size)));
        var field = FxToolkit.call(() -> (TextField) scene().lookup("#table-filter"));
        Pulses.until(scene(), () -> {}, this::painted);
        var times = new ArrayList<Double>();
        for (int run = 0; run < RUNS; run++) {
            for (var typed : List.of("state:missing", "")) {
                var before = FxToolkit.call(this::counted);
                times.add(Pulses.until(
                        scene(), () -> field.setText(typed), () -> !counted().equals(before)));
            }
        }
        Figure.of("V6-store", "filter to result, 100,000 rows in the store", "ms")
                .almostAll(100)
                .record(times.subList(4, times.size()));
        var jumps = new ArrayList<Double>();
        for (int run = 0; run < RUNS; run++) {
            int at = (run * 7919 + 500) % (size - 100);
            jumps.add(Pulses.until(
                    scene(), () -> view().scrollTo(at), () -> view().getItems().get(at) != null));
        }
        Figure.of("table-jump", "jump to a page of 100,000 rows in the store", "ms")
                .almostAll(100)
                .record(jumps);
        selectAll(size, "-store");
    }
}
