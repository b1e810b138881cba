package io.pilothouse.store;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.instance.InstanceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Messages to people. Thread-safe.
public final class AlertRepository {

    private final Database database;

    public AlertRepository(Database database) {
        this.database = database;
    }

    /// @return the message with its id
    public Alert add(Alert alert) {
        return database.transaction(connection -> {
            Sql.update(
                    connection,
                    """
                    insert into alert (event, cause, subject, instances, at_ms, since_ms, sent, held, released_at_ms, \
                    ended_at_ms, acknowledged_at_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    alert.event().word(),
                    alert.cause(),
                    alert.subject(),
                    alert.instances().stream().map(InstanceId::value).collect(Collectors.joining(" ")),
                    alert.at(),
                    alert.since(),
                    channels(alert),
                    alert.held()
                            .map(held -> held.name().toLowerCase(Locale.ROOT))
                            .orElse(""),
                    alert.released().orElse(null),
                    alert.ended().orElse(null),
                    alert.acknowledged().orElse(null));
            return alert.withId(Sql.number(connection, "select last_insert_rowid()"));
        });
    }

    /// @return newest first
    public List<Alert> since(Instant since, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from alert where at_ms >= ? order by at_ms desc, id desc limit ?",
                AlertRepository::alert,
                since,
                limit));
    }

    /// @return those whose trouble has not ended, with what followed them; oldest first
    public List<Alert> lasting() {
        return database.read(connection -> Sql.list(
                connection, """
                select * from alert where ended_at_ms is null or event = ? and exists (
                  select 1 from alert down where down.cause = alert.cause and down.event = ? and down.id < alert.id
                  and down.ended_at_ms is null) order by id""", AlertRepository::alert, AlertEvent.STILL_DOWN.word(), AlertEvent.DOWN.word()));
    }

    /// @return oldest first; those that are no more stored are missing
    public List<Alert> find(Collection<Long> ids) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from alert where id in (%s) order by id"
                        .formatted(ids.stream().map(String::valueOf).collect(Collectors.joining(", "))),
                AlertRepository::alert));
    }

    /// @return the message that another follows
    public Optional<Alert> downBefore(Alert alert) {
        return database.read(connection -> Sql.first(
                connection,
                "select * from alert where event in (?, ?) and cause = ? and id < ? order by id desc limit 1",
                AlertRepository::alert,
                AlertEvent.DOWN.word(),
                AlertEvent.UNSTABLE.word(),
                alert.cause(),
                alert.id()));
    }

    /// Stores that what was held was sent.
    public void release(Collection<Alert> alerts) {
        database.transaction(connection -> {
            Sql.updateEach(
                    connection,
                    "update alert set sent = ?, released_at_ms = ? where id = ?",
                    alerts.stream()
                            .map(alert -> new Object[] {
                                channels(alert), alert.released().orElseThrow(), alert.id()
                            })
                            .toList());
            return true;
        });
    }

    private static String channels(Alert alert) {
        return alert.sent().stream().map(AlertChannel::word).sorted().collect(Collectors.joining(" "));
    }

    public void end(long id, Instant at) {
        database.transaction(
                connection -> Sql.update(connection, "update alert set ended_at_ms = ? where id = ?", at, id));
    }

    /// @param ids of messages that a person knows of now
    public void acknowledge(List<Long> ids, Instant at) {
        database.transaction(connection -> {
            Sql.updateEach(
                    connection,
                    "update alert set acknowledged_at_ms = ? where id = ? and acknowledged_at_ms is null",
                    ids.stream().map(id -> new Object[] {at, id}).toList());
            return true;
        });
    }

    public void forgetBefore(Instant before) {
        database.transaction(connection ->
                Sql.update(connection, "delete from alert where at_ms < ? and ended_at_ms is not null", before));
    }

    private static Alert alert(ResultSet row) throws SQLException {
        var held = row.getString("held");
        return new Alert(
                row.getLong("id"),
                AlertEvent.valueOf(row.getString("event").toUpperCase(Locale.ROOT)),
                row.getString("cause"),
                row.getString("subject"),
                words(row.getString("instances")).map(InstanceId::new).toList(),
                Sql.instant(row, "at_ms"),
                Sql.instant(row, "since_ms"),
                words(row.getString("sent")).map(AlertChannel::of).collect(Collectors.toSet()),
                held.isEmpty() ? Optional.empty() : Optional.of(Alert.Held.valueOf(held.toUpperCase(Locale.ROOT))),
                Sql.optionalInstant(row, "released_at_ms"),
                Sql.optionalInstant(row, "ended_at_ms"),
                Sql.optionalInstant(row, "acknowledged_at_ms"));
    }

    private static java.util.stream.Stream<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty());
    }
}
