package io.pilothouse.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pilothouse.domain.instance.InstanceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What must hold for every table there is or will be: the schema itself says which.
final class WholeStoreTest {

    @TempDir
    Path root;

    private final HandClock clock = new HandClock();
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(new DataFolder(root.resolve("data")), clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void backupWipeRestoreGivesEveryTableAndColumnBack() throws IOException {
        FilledStore.fill(database, clock, "sonarr", "Loft");
        FilledStore.fill(database, clock, "radarr", "Cellar");
        var before = content();
        before.forEach((table, rows) -> assertFalse(rows.isEmpty(), "FilledStore leaves this table empty: " + table));
        assertEquals(List.of(), database.read(WholeStoreTest::columnsWithoutValue), "FilledStore leaves columns null");
        var backup = root.resolve("backup.db");
        database.copyTo(backup);

        close();
        try (var files = Files.walk(root.resolve("data"))) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        open();
        assertEquals(
                0L,
                database.read(connection -> Sql.number(connection, "select count(*) from instance"))
                        .longValue());
        database.replaceWith(backup);

        assertEquals(before, content());
    }

    @Test
    void whatIsStoredAboutAnInstanceGoesWithItAndNothingElseDoes() {
        var loft = FilledStore.fill(database, clock, "sonarr", "Loft");
        var cellar = FilledStore.fill(database, clock, "radarr", "Cellar");
        var instances = new InstanceRepository(database, clock, new Random(1));
        var cellarBefore = database.read(connection -> rowsOf(connection, cellar.num()));
        assertTrue(cellarBefore.values().stream().noneMatch(List::isEmpty), cellarBefore::toString);

        instances.purge(loft.id());

        database.read(connection -> rowsOf(connection, loft.num()))
                .forEach((table, rows) -> assertEquals(List.of(), rows, table));
        assertEquals(cellarBefore, database.read(connection -> rowsOf(connection, cellar.num())));
        assertEquals(
                0L,
                database.read(
                                connection -> Sql.number(
                                        connection,
                                        "select count(*) from task where number not in (select task_number from task_instance)"))
                        .longValue());
    }

    @Test
    void everyTableThatNamesAnInstanceIsDeletedWithIt() {
        var references = database.read(WholeStoreTest::instanceColumns);

        assertTrue(references.size() >= 10, references::toString);
        for (var reference : references) {
            assertEquals("CASCADE", reference.onDelete(), reference.table());
        }
        var named = database.read(connection -> Sql.list(
                connection,
                "select s.name from sqlite_schema s join pragma_table_info(s.name) c "
                        + "where s.type = 'table' and c.name = 'instance_num' order by s.name",
                row -> row.getString(1)));
        assertEquals(named, references.stream().map(Reference::table).sorted().toList());
    }

    @Test
    void everyTableIsStrict() {
        assertEquals(
                List.of(),
                database.read(connection -> Sql.list(
                        connection,
                        "select name from pragma_table_list where schema = 'main' and type = 'table' "
                                + "and strict = 0 and name not like 'sqlite_%'",
                        row -> row.getString(1))));
    }

    @Test
    void nothingIsStoredAboutAnInstanceThatIsGone() {
        var gone = new InstanceId("sonarr-2601010000aaa");
        var trashed = FilledStore.addInstance(database, clock, "sonarr", "Trashed");
        new InstanceRepository(database, clock, new Random(1)).trash(trashed.id());
        var before = content();
        var now = clock.instant();
        for (var id : List.of(gone, trashed.id())) {
            var health = new HealthRepository(database);
            health.save(List.of(FilledStore.health(id, now)));
            health.append(List.of(new HealthRepository.Sample(
                    id, now, io.pilothouse.domain.health.Health.HEALTHY, Optional.empty(), Optional.empty())));
            health.append(new HealthRepository.Change(
                    id,
                    now,
                    io.pilothouse.domain.health.ShownState.UNKNOWN,
                    io.pilothouse.domain.health.ShownState.DOWN,
                    io.pilothouse.domain.health.Lifecycle.PENDING,
                    Optional.empty(),
                    Optional.empty(),
                    "late"));
            new MaintenanceRepository(database)
                    .add(new MaintenanceRepository.Window(id, now, now.plusSeconds(1), true));
            assertFalse(new SlotRepository(database).claim("k", Optional.of(id), now));
        }

        assertEquals(before, content());
    }

    private Map<String, List<List<Object>>> content() {
        return database.read(connection -> {
            var content = new TreeMap<String, List<List<Object>>>();
            for (var table : tables(connection)) {
                content.put(table, rows(connection, "select * from " + table));
            }
            return content;
        });
    }

    private static List<String> tables(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' "
                        + "and name not like 'library_text%' order by name",
                row -> row.getString(1));
    }

    private static List<String> columnsWithoutValue(Connection connection) throws SQLException {
        var empty = new ArrayList<String>();
        for (var table : tables(connection)) {
            for (var column :
                    Sql.list(connection, "select name from pragma_table_info(?)", row -> row.getString(1), table)) {
                if (Sql.number(connection, "select count(" + column + ") from " + table) == 0) {
                    empty.add(table + "." + column);
                }
            }
        }
        return empty;
    }

    private static Map<String, List<List<Object>>> rowsOf(Connection connection, int num) throws SQLException {
        var rows = new TreeMap<String, List<List<Object>>>();
        for (var reference : instanceColumns(connection)) {
            rows.put(
                    reference.table(),
                    rows(
                            connection,
                            "select * from " + reference.table() + " where " + reference.column() + " = " + num));
        }
        rows.put("instance", rows(connection, "select * from instance where num = " + num));
        return rows;
    }

    private static List<Reference> instanceColumns(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                "select s.name, f.\"from\", f.on_delete from sqlite_schema s join pragma_foreign_key_list(s.name) f "
                        + "where s.type = 'table' and f.\"table\" = 'instance' order by s.name",
                row -> new Reference(row.getString(1), row.getString(2), row.getString(3)));
    }

    private static List<List<Object>> rows(Connection connection, String query) throws SQLException {
        var rows = new ArrayList<>(Sql.list(connection, query, WholeStoreTest::cells));
        rows.sort(java.util.Comparator.comparing(List::toString));
        return List.copyOf(rows);
    }

    private static List<Object> cells(ResultSet row) throws SQLException {
        var cells = new ArrayList<Object>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            var cell = row.getObject(i);
            cells.add(cell instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(cell));
        }
        return List.copyOf(cells);
    }

    private record Reference(String table, String column, String onDelete) {}
}
