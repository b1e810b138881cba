package io.pilothouse.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/// The ways in which Pilothouse opens an SQLite file.
final class Connections {

    private static final int BUSY_MILLIS = 5_000; // another program, such as a store browser, may look in

    private static final int LOG_PAGES = 16_384;

    private Connections() {}

    /// The one connection that writes. Every commit is on the disk when it returns.
    static Connection writing(Path file) throws SQLException {
        var config = config();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        // a page of a library changes some thousand pages of the file, many of them the same as the page before:
        // brought home together they are written once
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, String.valueOf(LOG_PAGES));
        config.setJournalSizeLimit(LOG_PAGES * 4_096);
        config.setCacheSize(-65_536); // KiB: a library's indices are touched all over (contract for Stash, 17)
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return config.createConnection(url(file));
    }

    /// A connection that sees what is committed.
    static Connection reading(Path file) throws SQLException {
        var config = config();
        config.setReadOnly(true);
        config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, String.valueOf(1L << 30)); // contract for Stash, 17
        return config.createConnection(url(file));
    }

    /// A connection that writes the file anew. What it needs meanwhile is on the disk, as the store may be large; it
    /// waits for nobody.
    static Connection compacting(Path file) throws SQLException {
        var config = config();
        config.setTempStore(SQLiteConfig.TempStore.FILE);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(0);
        return config.createConnection(url(file));
    }

    /// Opens a file that nobody has open, and changes nothing about it.
    static Connection inspecting(Path file) throws SQLException {
        var config = config();
        config.setReadOnly(true);
        config.setOpenMode(org.sqlite.SQLiteOpenMode.OPEN_URI);
        return config.createConnection(
                "jdbc:sqlite:" + file.toUri().toASCIIString().replaceFirst("^file:/+", "file:/") + "?immutable=1");
    }

    private static SQLiteConfig config() {
        var config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.enableLoadExtension(false);
        return config;
    }

    private static String url(Path file) {
        return "jdbc:sqlite:" + file;
    }
}
