package io.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.InstanceId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Single instances out of a copy, over the whole schema.
class TakenInstancesTest {

    /// Belongs to a run of the program, or is read anew from the service.
    private static final Set<String> LEFT = Set.of(
            "active_instance",
            "activity",
            "maintenance",
            "queue_strike",
            "secret_user", // its own way
            "sent_request",
            "slot",
            "task_instance",
            "undo_step");

    private static final List<String> READ_ANEW = List.of("amc_", "arr_", "library_", "torrent", "alert");

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

    private static Set<String> taken() {
        var taken = new TreeSet<>(TakenInstances.DECIDED);
        taken.addAll(TakenInstances.HAPPENED);
        return taken;
    }

    @Test
    void ofEveryTableItIsDecidedWhetherItComesAlong() {
        var undecided = new ArrayList<>(database.read(connection -> Sql.list(
                connection,
                "select m.name from sqlite_schema m where m.type = 'table'"
                        + " and 'instance_num' in (select name from pragma_table_info(m.name))",
                row -> row.getString(1))));
        assertThat(undecided).containsAll(taken());
        undecided.removeAll(taken());
        undecided.removeAll(LEFT);
        undecided.removeIf(table -> READ_ANEW.stream().anyMatch(table::startsWith));

        assertThat(undecided).isEmpty();
    }

    @Test
    void whatIsGoneComesBackWithItsHistoryAndItsSecretsAndOthersStay() throws Exception {
        var loft = FilledStore.fill(database, clock, "sonarr", "Loft").id();
        var cellar = FilledStore.fill(database, clock, "radarr", "Cellar").id();
        var instances = new InstanceRepository(database, clock, RandomGenerator.getDefault());
        var before = rows(database, loft);
        var others = rows(database, cellar);
        before.forEach((table, rows) -> assertThat(rows).as(table).isNotEmpty());
        var copy = new DataFolder(root.resolve("copy"));
        copy.create();
        database.copyTo(copy.store());
        instances.trash(loft);
        assertThat(instances.purge(loft)).isTrue();
        assertThat(rows(database, loft).values()).allMatch(List::isEmpty);

        try (var there = Database.open(copy, clock)) {
            new TakenInstances(there, database, clock).take(List.of(loft));
        }

        assertThat(rows(database, loft)).isEqualTo(before);
        assertThat(rows(database, cellar)).isEqualTo(others);
        assertThat(instances.find(loft).orElseThrow().trashed()).isFalse();
        assertThat(database.passesCheck()).isTrue();
        assertThat(Files.exists(copy.store())).isTrue();
    }

    /// @return what each table that comes along holds of it, without numbers that are given anew
    private static Map<String, List<String>> rows(Database of, InstanceId id) {
        return of.read(connection -> {
            var rows = new TreeMap<String, List<String>>();
            for (var table : taken()) {
                rows.put(table, rows(connection, table, id));
            }
            return rows;
        });
    }

    private static List<String> rows(Connection connection, String table, InstanceId id) throws SQLException {
        var columns = Sql.list(
                connection,
                "select name from pragma_table_info(?) where name not in ('instance_num', 'num', 'number', 'id')",
                row -> row.getString(1),
                table);
        return Sql.list(
                connection,
                "select " + String.join(", ", columns) + " from " + table
                        + " where instance_num = (select num from instance where id = ?) order by 1, 2",
                row -> {
                    var values = new ArrayList<String>();
                    for (int i = 1; i <= columns.size(); i++) {
                        var value = row.getObject(i);
                        values.add(value instanceof byte[] bytes ? java.util.Arrays.toString(bytes) : "" + value);
                    }
                    return values.toString();
                },
                id);
    }
}
