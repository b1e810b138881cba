package io.pilothouse.store;

import java.time.Instant;
import java.util.Map;

/// Where windows stood and what they showed, each as one JSON document of the windows' own making.
/// Thread-safe.
public final class WindowStateRepository {

    private final Database database;

    public WindowStateRepository(Database database) {
        this.database = database;
    }

    /// @return the JSON of every window by its name
    public Map<String, String> all() {
        return database.read(connection -> Sql.map(
                connection,
                "select name, state from window_state",
                row -> row.getString("name"),
                row -> row.getString("state")));
    }

    public void save(String name, String json, Instant now) {
        database.transaction(connection -> Sql.update(
                connection,
                "insert or replace into window_state (name, state, updated_at_ms) values (?, ?, ?)",
                name,
                json,
                now));
    }

    public void delete(String name) {
        database.transaction(connection -> Sql.update(connection, "delete from window_state where name = ?", name));
    }
}
