package io.pilothouse.store;

import java.time.Instant;
import java.util.Optional;

/// Whether all background work is held. Thread-safe.
public final class PauseRepository {

    private final Database database;

    public PauseRepository(Database database) {
        this.database = database;
    }

    /// @param until empty for "until a person says so"
    public record Pause(Instant since, Optional<Instant> until) {}

    /// @return empty while work goes on; may lie in the past
    public Optional<Pause> find() {
        return database.read(connection -> Sql.first(
                connection,
                "select since_ms, until_ms from pause",
                row -> new Pause(Sql.instant(row, "since_ms"), Sql.optionalInstant(row, "until_ms"))));
    }

    public void save(Pause pause) {
        database.transaction(connection -> Sql.update(
                connection,
                "insert or replace into pause (one, since_ms, until_ms) values (1, ?, ?)",
                pause.since(),
                pause.until()));
    }

    public void delete() {
        database.transaction(connection -> Sql.update(connection, "delete from pause"));
    }
}
