package io.pilothouse.store;

import io.pilothouse.domain.instance.InstanceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Windows of time in which an instance is expected to misbehave. Thread-safe.
public final class MaintenanceRepository {

    private final Database database;

    public MaintenanceRepository(Database database) {
        this.database = database;
    }

    /// @param holdsCycles whether background cycles wait until it ends
    public record Window(InstanceId id, Instant from, Instant until, boolean holdsCycles) {}

    /// Adds a window; of an instance that is gone or in the trash nothing is stored.
    public void add(Window window) {
        database.transaction(connection -> Sql.update(
                connection,
                "insert into maintenance (instance_num, from_ms, until_ms, holds_cycles) "
                        + "select num, ?, ?, ? from instance where id = ? and deleted_at_ms is null",
                window.from(),
                window.until(),
                window.holdsCycles(),
                window.id()));
    }

    /// Ends the windows of an instance that are under way.
    ///
    /// @return how many there were
    public int end(InstanceId id, Instant now) {
        return database.transaction(connection -> Sql.update(
                connection,
                "update maintenance set until_ms = ? where from_ms <= ? and until_ms > ? "
                        + "and instance_num = (select num from instance where id = ?)",
                now,
                now,
                now,
                id));
    }

    /// Takes windows with exactly these ends away.
    ///
    /// @return how many there were
    public int remove(InstanceId id, Instant from, Instant until) {
        return database.transaction(connection -> Sql.update(
                connection,
                "delete from maintenance where from_ms = ? and until_ms = ? "
                        + "and instance_num = (select num from instance where id = ?)",
                from,
                until,
                id));
    }

    /// @return windows under way or to come, those that begin first before others
    public List<Window> notEnded(Instant now) {
        return database.read(connection -> Sql.list(
                connection,
                "select instance.id as owner, maintenance.* from maintenance "
                        + "join instance on num = instance_num where until_ms > ? "
                        + "order by from_ms, until_ms desc, maintenance.id",
                MaintenanceRepository::window,
                now));
    }

    /// @return newest first
    public List<Window> all(InstanceId id) {
        return database.read(connection -> Sql.list(
                connection,
                "select instance.id as owner, maintenance.* from maintenance join instance on num = instance_num "
                        + "where instance.id = ? order by from_ms desc, maintenance.id desc",
                MaintenanceRepository::window,
                id));
    }

    private static Window window(ResultSet row) throws SQLException {
        return new Window(
                new InstanceId(row.getString("owner")),
                Sql.instant(row, "from_ms"),
                Sql.instant(row, "until_ms"),
                row.getBoolean("holds_cycles"));
    }
}
