package io.pilothouse.store;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The stored preference of the active instance: one per kind, and the kind shown last. An instance in
/// the trash stays preferred until somebody clears it, so that the person can be told. Thread-safe.
public final class ActiveInstanceRepository {

    private final Database database;

    public ActiveInstanceRepository(Database database) {
        this.database = database;
    }

    public Map<KindId, InstanceId> byKind() {
        return database.read(connection -> Sql.map(
                connection,
                "select active_instance.kind as kind, id from active_instance join instance on num = instance_num",
                row -> new KindId(row.getString("kind")),
                row -> new InstanceId(row.getString("id"))));
    }

    public Optional<KindId> lastKind() {
        return database.read(connection ->
                Sql.first(connection, "select kind from active_kind", row -> new KindId(row.getString(1))));
    }

    /// Prefers this instance for its kind, and its kind over others; nothing if it is gone.
    public void save(InstanceId id, Instant now) {
        database.transaction(connection -> {
            int stored = Sql.update(
                    connection,
                    "insert or replace into active_instance (kind, instance_num, chosen_at_ms) "
                            + "select kind, num, ? from instance where id = ?",
                    now,
                    id);
            if (stored == 1) {
                Sql.update(connection, "insert or replace into active_kind (one, kind) values (1, ?)", id.kind());
            }
            return null;
        });
    }

    public void clear(KindId kind) {
        database.transaction(connection -> Sql.update(connection, "delete from active_instance where kind = ?", kind));
    }
}
