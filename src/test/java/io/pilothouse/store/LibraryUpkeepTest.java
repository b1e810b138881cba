package io.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.testing.HandTime;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryUpkeepTest {

    private static final Instant NOW = Instant.parse("2026-01-12T00:00:00Z");

    @TempDir
    Path folder;

    private Database database;
    private LibraryUpkeep upkeep;

    @BeforeEach
    void open() {
        database = Database.open(new DataFolder(folder), new HandTime(NOW));
        upkeep = new LibraryUpkeep(database);
        var instances = new InstanceRepository(database, new HandTime(NOW), new Random(2));
        var server = added(instances, "Server");
        added(instances, "Other");
        FilledLibrary.fill(database, server, NOW);
        wrong(); // what the filling leaves, which no server would tell so
    }

    private static Instance added(InstanceRepository instances, String name) {
        return ((Stored.Saved) instances.add(
                        Configuration.of(new KindId("stash"), name, Address.of("http://" + name + ".test/")),
                        Optional.empty()))
                .instance();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private int wrong() {
        int wrong = 0;
        for (var type : EntityType.values()) {
            wrong += upkeep.recountTotals(type);
        }
        for (var type : LibraryUpkeep.types()) {
            wrong += upkeep.recount(type, 0).wrong();
        }
        return wrong;
    }

    private long number(String sql) {
        return database.read(connection -> Sql.number(connection, sql));
    }

    @Test
    void countsThatWentWrongAreRightAgain() {
        assertThat(wrong()).isZero();
        long scenes = number("select scenes from library_count where type = 6 and k & 1099511627775 = 2");
        long live = number("select live from library_total where type = 1");
        assertThat(scenes).isPositive();
        database.transaction(connection ->
                Sql.update(connection, "update library_count set scenes = 70 where type = 6 and k & 1099511627775 = 2")
                        + Sql.update(connection, "delete from library_count where type = 4")
                        + Sql.update(connection, "update library_total set live = 99, gone = 98 where type = 1"));

        assertThat(wrong()).isEqualTo(3);

        assertThat(number("select scenes from library_count where type = 6 and k & 1099511627775 = 2"))
                .isEqualTo(scenes);
        assertThat(number("select live from library_total where type = 1")).isEqualTo(live);
        assertThat(wrong()).isZero();
    }

    @Test
    void theStoreKnowsHowTheLibraryIsFilledAndNothingElse() {
        upkeep.analyse();

        assertThat(number("select count(*) from sqlite_stat1 where tbl = 'library_scene'"))
                .isPositive();
        assertThat(number("select count(*) from sqlite_stat1 where tbl not like 'library@_%' escape '@'"))
                .isZero();
    }
}
