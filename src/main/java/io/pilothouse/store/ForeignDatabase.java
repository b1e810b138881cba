package io.pilothouse.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/// The SQLite file of another program, read as the hostile thing it may be: a copy is opened, with its
/// log beside it, never the file itself; nothing in it is run; only real tables are read, and of them
/// only named columns, so many rows and so much text.
public final class ForeignDatabase implements AutoCloseable {

    private static final long LARGEST_BYTES = 2L << 30;
    private static final int LONGEST_TEXT = 5 << 20;
    private static final int LONGEST_NAME = 100;

    private final Path folder;
    private final Connection connection;
    private final Set<String> tables = new LinkedHashSet<>();

    private ForeignDatabase(Path folder, Connection connection) {
        this.folder = folder;
        this.connection = connection;
    }

    /// @throws IOException if it is no whole SQLite file of a bearable size; the text says why
    public static ForeignDatabase open(Path file) throws IOException {
        if (Files.size(file) > LARGEST_BYTES) {
            throw new IOException("it is larger than 2 GiB");
        }
        var folder = Files.createTempDirectory("pilothouse-import");
        try {
            for (var ending : List.of("", "-wal")) {
                var part = file.resolveSibling(file.getFileName() + ending);
                if (Files.isRegularFile(part)) {
                    Files.copy(part, folder.resolve("copy.db" + ending));
                }
            }
            var config = new SQLiteConfig();
            config.enableLoadExtension(false);
            var opened =
                    new ForeignDatabase(folder, config.createConnection("jdbc:sqlite:" + folder.resolve("copy.db")));
            opened.look();
            return opened;
        } catch (SQLException e) {
            forget(folder);
            throw new IOException("it is no whole SQLite file", e);
        } catch (IOException e) {
            forget(folder);
            throw e;
        }
    }

    private void look() throws SQLException, IOException {
        try (var statement = connection.createStatement()) {
            statement.execute("pragma trusted_schema = off");
            statement.execute("pragma cell_size_check = on");
            statement.execute("pragma query_only = on");
        }
        if (!StoreCopies.passesCheck(connection)) {
            throw new IOException("it is damaged");
        }
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select type, name from sqlite_master")) {
            while (rows.next()) {
                if ("table".equals(rows.getString(1))) {
                    tables.add(rows.getString(2));
                }
            }
        }
    }

    /// Views are no tables: whoever made the file would decide what they compute.
    public boolean hasTable(String table) {
        return tables.contains(table);
    }

    /// @return 0 if there is no such table
    public long count(String table) {
        if (!hasTable(table)) {
            return 0;
        }
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from " + quoted(table))) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException e) {
            return 0; // counts are for a report
        }
    }

    /// Reads a table's rows as texts by column. Columns that it lacks are left out.
    ///
    /// @param most rows
    /// @return empty if there is no such table
    /// @throws IOException if it cannot be read, or a text is longer than 5 MiB
    public List<Map<String, String>> rows(String table, List<String> columns, int most) throws IOException {
        if (!hasTable(table)) {
            return List.of();
        }
        try {
            var known = new ArrayList<>(columns);
            known.retainAll(columnsOf(table));
            if (known.isEmpty()) {
                return List.of();
            }
            return read(table, known, most);
        } catch (SQLException e) {
            throw new IOException("its table " + table + " cannot be read", e);
        }
    }

    private List<Map<String, String>> read(String table, List<String> columns, int most)
            throws SQLException, IOException {
        var quoted = columns.stream().map(ForeignDatabase::quoted).toList();
        var found = new ArrayList<Map<String, String>>();
        try (var statement = connection.prepareStatement(
                "select " + String.join(", ", quoted) + " from " + quoted(table) + " limit ?")) {
            statement.setInt(1, most);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var row = new HashMap<String, String>();
                    for (int i = 0; i < columns.size(); i++) {
                        @Nullable String text = rows.getString(i + 1);
                        if (text != null && text.length() > LONGEST_TEXT) {
                            throw new IOException("a text in its table " + table + " is longer than 5 MiB");
                        }
                        if (text != null) {
                            row.put(columns.get(i), text);
                        }
                    }
                    found.add(row);
                }
            }
        }
        return found;
    }

    private Set<String> columnsOf(String table) throws SQLException {
        var columns = new LinkedHashSet<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("pragma table_info(" + quoted(table) + ")")) {
            while (rows.next()) {
                columns.add(rows.getString("name"));
            }
        }
        return columns;
    }

    private static String quoted(String name) {
        if (name.length() > LONGEST_NAME || name.contains("\"")) {
            throw new IllegalArgumentException("not a name: " + name);
        }
        return "\"" + name + "\"";
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("a copy that is only read cannot be closed", e);
        } finally {
            forget(folder);
        }
    }

    private static void forget(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            folder.toFile().deleteOnExit(); // a temporary folder; the system forgets it too
        }
    }
}
