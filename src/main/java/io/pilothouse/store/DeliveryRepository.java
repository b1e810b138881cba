package io.pilothouse.store;

import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.Delivery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Messages on their way to channels outside this computer. Thread-safe.
public final class DeliveryRepository {

    private final Database database;

    public DeliveryRepository(Database database) {
        this.database = database;
    }

    /// Adds a new one, which waits.
    public void add(AlertChannel channel, Collection<Long> alerts, Instant at) {
        database.transaction(connection -> Sql.update(
                connection,
                "insert into delivery (channel, alerts, state, attempts, made_at_ms, due_at_ms, answer) "
                        + "values (?, ?, 'waiting', 0, ?, ?, '')",
                channel.word(),
                alerts.stream().map(String::valueOf).collect(Collectors.joining(" ")),
                at,
                at));
    }

    /// @return in the order in which they were made
    public List<Delivery> waiting() {
        return database.read(connection -> Sql.list(
                connection,
                "select * from delivery where state = 'waiting' order by id",
                DeliveryRepository::delivery));
    }

    /// @return newest first
    public List<Delivery> since(Instant since, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from delivery where made_at_ms >= ? order by id desc limit ?",
                DeliveryRepository::delivery,
                since,
                limit));
    }

    /// Whether a message is known on a channel.
    public boolean arrived(AlertChannel channel, long alert) {
        return database.read(connection -> Sql.number(
                        connection,
                        "select count(*) from delivery where channel = ? and state = 'sent' "
                                + "and ' ' || alerts || ' ' like '% ' || ? || ' %'",
                        channel.word(),
                        alert))
                > 0;
    }

    /// Stores what has become of one.
    public void save(Delivery delivery) {
        database.transaction(connection -> Sql.update(
                connection,
                "update delivery set state = ?, attempts = ?, due_at_ms = ?, answer = ? where id = ?",
                delivery.state().name().toLowerCase(Locale.ROOT),
                delivery.attempts(),
                delivery.due(),
                delivery.answer(),
                delivery.id()));
    }

    public void forgetBefore(Instant before) {
        database.transaction(connection ->
                Sql.update(connection, "delete from delivery where made_at_ms < ? and state <> 'waiting'", before));
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getLong("id"),
                AlertChannel.of(row.getString("channel")),
                Arrays.stream(row.getString("alerts").split(" "))
                        .map(Long::valueOf)
                        .toList(),
                Delivery.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInt("attempts"),
                Sql.instant(row, "due_at_ms"),
                row.getString("answer"));
    }
}
