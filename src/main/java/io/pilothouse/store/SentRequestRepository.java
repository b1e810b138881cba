package io.pilothouse.store;

import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What was sent where: the last [#MOST] requests, without anything that was in them. Thread-safe.
public final class SentRequestRepository {

    public static final int MOST = 1_000;

    private final Database database;

    public SentRequestRepository(Database database) {
        this.database = database;
    }

    /// @param instance empty for an address that is not saved
    /// @param path     of the address, without the query
    /// @param status   empty without an answer
    public record SentRequest(
            Instant at, Optional<InstanceId> instance, String method, String path, OptionalInt status) {}

    /// Adds requests in order; those of an instance that is gone for good are dropped.
    public void append(Collection<SentRequest> requests) {
        database.transaction(connection -> {
            var rows = new ArrayList<@Nullable Object[]>();
            for (var request : requests) {
                rows.add(new Object[] {
                    request.at(),
                    request.instance(),
                    request.method(),
                    request.path(),
                    request.status().isPresent() ? request.status().getAsInt() : null
                });
            }
            Sql.insertEach(connection, """
                    with sent (at_ms, of_instance, method, path, status) as (values ROWS)
                    insert into sent_request (at_ms, instance_num, method, path, status)
                    select sent.at_ms, num, method, path, status from sent left join instance on instance.id = of_instance
                    where of_instance is null or num is not null
                    """, "(?, ?, ?, ?, ?)", rows);
            Sql.update(connection, "delete from sent_request where id <= (select max(id) from sent_request) - ?", MOST);
            return null;
        });
    }

    /// @return newest first
    public List<SentRequest> all() {
        return database.read(connection -> Sql.list(
                connection,
                "select sent_request.*, instance.id as owner from sent_request "
                        + "left join instance on num = instance_num order by sent_request.id desc",
                row -> {
                    int status = row.getInt("status");
                    return new SentRequest(
                            Sql.instant(row, "at_ms"),
                            Sql.optionalText(row, "owner").map(InstanceId::new),
                            row.getString("method"),
                            row.getString("path"),
                            status == 0 ? OptionalInt.empty() : OptionalInt.of(status));
                }));
    }
}
