package io.pilothouse.store;

import io.pilothouse.domain.cycle.Care.Strike;
import io.pilothouse.domain.cycle.CareRule;
import io.pilothouse.domain.instance.InstanceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What was seen of downloads that get no further. What is stored for an instance that was deleted
/// meanwhile is silently dropped. Thread-safe.
public final class StrikeRepository {

    private static final String NUM = "(select num from instance where id = ?)";

    private final Database database;

    StrikeRepository(Database database) {
        this.database = database;
    }

    /// @return by the download client's id
    public Map<String, Strike> all(InstanceId instance) {
        return database.read(connection -> {
            var strikes = new HashMap<String, Strike>();
            Sql.list(
                            connection,
                            "select * from queue_strike where instance_num = " + NUM,
                            StrikeRepository::strike,
                            instance)
                    .forEach(it -> strikes.put(it.download(), it));
            return strikes;
        });
    }

    private static Strike strike(ResultSet row) throws SQLException {
        long left = row.getLong("left_bytes");
        var known = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(left);
        var reason = row.getString("reason");
        return new Strike(
                row.getString("download_id"),
                known,
                Sql.instant(row, "seen_at_ms"),
                row.getInt("strikes"),
                reason.isEmpty() ? Optional.empty() : Optional.of(CareRule.Reason.valueOf(reason)));
    }

    /// Replaces everything seen of the queue of an instance.
    public void replace(InstanceId instance, Collection<Strike> strikes) {
        database.transaction(connection -> {
            Sql.update(connection, "delete from queue_strike where instance_num = " + NUM, instance);
            for (var it : strikes) {
                Sql.update(
                        connection,
                        """
                        insert into queue_strike
                            (instance_num, download_id, left_bytes, seen_at_ms, strikes, reason)
                        select num, ?, ?, ?, ?, ? from instance where id = ?
                        """,
                        it.download(),
                        it.leftBytes().isPresent() ? Optional.of(it.leftBytes().getAsLong()) : Optional.empty(),
                        it.seenAt(),
                        it.strikes(),
                        it.reason().map(Enum::name).orElse(""),
                        instance);
            }
            return strikes.size();
        });
    }
}
