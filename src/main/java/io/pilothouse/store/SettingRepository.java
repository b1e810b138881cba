package io.pilothouse.store;

import java.util.Map;
import java.util.Optional;

/// Settings of the program by name. What is not stored has its usual value. Thread-safe.
public final class SettingRepository {

    private final Database database;

    public SettingRepository(Database database) {
        this.database = database;
    }

    /// @return all stored settings by name
    public Map<String, String> all() {
        return database.read(connection -> Sql.map(
                connection,
                "select name, value from setting",
                row -> row.getString("name"),
                row -> row.getString("value")));
    }

    public Optional<String> find(String name) {
        return database.read(connection ->
                Sql.first(connection, "select value from setting where name = ?", row -> row.getString(1), name));
    }

    public void save(String name, String value) {
        database.transaction(connection -> Sql.update(
                connection,
                "insert into setting (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
                name,
                value));
    }

    public void delete(String name) {
        database.transaction(connection -> Sql.update(connection, "delete from setting where name = ?", name));
    }
}
