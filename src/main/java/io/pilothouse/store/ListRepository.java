package io.pilothouse.store;

import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.Optional;

/// Lists of *arr apps as they were last read, so that pages open without asking. Thread-safe.
public final class ListRepository {

    private final Database database;

    public ListRepository(Database database) {
        this.database = database;
    }

    /// @param document JSON
    public record Kept(Instant readAt, String document) {}

    /// Replaces a list of an instance; of one that is gone nothing is stored.
    ///
    /// @param list its name
    public void save(InstanceId instance, String list, Instant readAt, String document) {
        database.transaction(connection -> Sql.update(connection, """
                insert into arr_list (instance_num, list, read_at_ms, document)
                select num, ?, ?, ? from instance where id = ?
                on conflict (instance_num, list) do update
                set read_at_ms = excluded.read_at_ms, document = excluded.document
                """, list, readAt, document, instance));
    }

    public Optional<Kept> find(InstanceId instance, String list) {
        return database.read(connection -> Sql.first(
                connection,
                """
                select read_at_ms, document from arr_list
                where instance_num = (select num from instance where id = ?) and list = ?
                """,
                row -> new Kept(Sql.instant(row, "read_at_ms"), row.getString("document")),
                instance,
                list));
    }
}
