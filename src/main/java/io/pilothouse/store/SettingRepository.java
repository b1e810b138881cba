package io.pilothouse.store;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Settings of the program by name. What is not stored has its usual value. Thread-safe.
public final class SettingRepository {

    private final Database database;

    public SettingRepository(Database database) {
        this.database = database;
    }

    /// @return all stored settings by name
    public Map<String, String> all() {
        return database.read(connection -> {
            var all = new TreeMap<String, String>();
            Sql.list(
                            connection,
                            "select name, value from setting",
                            row -> Map.entry(row.getString("name"), row.getString("value")))
                    .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
            return Map.copyOf(all);
        });
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
