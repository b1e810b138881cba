package io.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// A real SQLite that may not grow, which answers as on a full disk.
class DiskFullTest {

    @TempDir
    Path folder;

    private static void pages(Database database, String most) {
        database.transaction(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute("PRAGMA max_page_count = " + most);
            }
        });
    }

    @Test
    void aFullDiskIsKnownUntilAChangeIsKeptAgain() {
        try (var database = Database.open(new DataFolder(folder), Clock.systemUTC())) {
            var settings = new SettingRepository(database);
            assertThat(database.diskFull()).isFalse();
            pages(database, "1"); // which means: as many as there are

            assertThatThrownBy(() -> settings.save("long", "x".repeat(1_000_000)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("full");
            assertThat(database.diskFull()).isTrue();

            pages(database, "1000000");
            settings.save("long", "x".repeat(1_000_000));
            assertThat(database.diskFull()).isFalse();
        }
    }

    /// What SQLite says of a disk without room for its memory of the log.
    @Test
    void aDiskTooFullToOpenAStoreIsCalledFull() {
        var cause = new SQLiteException("disk I/O error", SQLiteErrorCode.SQLITE_IOERR_SHMSIZE);

        assertThat(StoreException.full(cause)).isTrue();
        assertThat(StoreException.of("open the store", cause)).hasMessageContaining("the disk is full");
    }
}
