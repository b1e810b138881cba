package io.pilothouse.store;

import io.pilothouse.domain.query.SavedView;
import java.time.Instant;
import java.util.List;

/// Saved views of tables. Thread-safe.
public final class ViewRepository {

    private final Database database;

    public ViewRepository(Database database) {
        this.database = database;
    }

    /// @return by table, then by name
    public List<SavedView> all() {
        return database.read(connection -> Sql.list(
                connection,
                "select table_id, name, layout from saved_view order by table_id, name collate nocase",
                row -> new SavedView(row.getString("table_id"), row.getString("name"), row.getString("layout"))));
    }

    public void save(SavedView view, Instant now) {
        database.transaction(connection -> Sql.update(
                connection,
                "insert or replace into saved_view (table_id, name, layout, updated_at_ms) values (?, ?, ?, ?)",
                view.table(),
                view.name(),
                view.layout(),
                now));
    }

    public void delete(String table, String name) {
        database.transaction(connection ->
                Sql.update(connection, "delete from saved_view where table_id = ? and name = ?", table, name));
    }
}
