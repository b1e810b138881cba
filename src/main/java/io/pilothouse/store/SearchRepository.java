package io.pilothouse.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.ItemState;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.instance.InstanceId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Item states, budgets and the outcome ledger of processing cycles. What is stored for an instance that
/// was deleted meanwhile is silently dropped. Thread-safe.
public final class SearchRepository {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NUM = "(select num from instance where id = ?)";

    /// Type of the items of a queue's care, which are no searches.
    public static final String DOWNLOAD = "download";

    private final Database database;

    SearchRepository(Database database) {
        this.database = database;
    }

    /// @return what is remembered of these items; items never searched are absent
    public Map<ItemKey, ItemState> itemStates(InstanceId instance, Collection<ItemKey> items) {
        var keys = JSON.createArrayNode();
        items.forEach(it -> keys.addArray().add(it.type()).add(it.id()));
        return database.read(connection -> Sql.map(
                connection,
                """
                select c.* from json_each(?) wanted cross join cycle_item c
                where c.instance_num = (select num from instance where id = ?)
                  and c.item_type = wanted.value ->> 0 and c.item_id = wanted.value ->> 1
                """,
                row -> new ItemKey(row.getString("item_type"), row.getString("item_id")),
                SearchRepository::itemState,
                keys.toString(),
                instance));
    }

    /// @return the latest search of each item
    public Map<ItemKey, LedgerEntry> lastEntries(InstanceId instance, Collection<ItemKey> items) {
        var keys = JSON.createArrayNode();
        items.forEach(it -> keys.addArray().add(it.type()).add(it.id()));
        return database.read(connection -> Sql.map(
                connection,
                """
                select i.id as instance, l.* from json_each(?) wanted cross join cycle_ledger l
                join instance i on i.num = l.instance_num
                where l.instance_num = (select num from instance where id = ?)
                  and l.item_type = wanted.value ->> 0 and l.item_id = wanted.value ->> 1
                order by l.number
                """,
                row -> new ItemKey(row.getString("item_type"), row.getString("item_id")),
                SearchRepository::entry,
                keys.toString(),
                instance));
    }

    /// @return all searches of one item, newest first
    public List<LedgerEntry> entriesOf(InstanceId instance, ItemKey item) {
        return database.read(
                connection -> Sql.list(connection, """
                select i.id as instance, l.* from cycle_ledger l join instance i on i.num = l.instance_num
                where i.id = ? and l.item_type = ? and l.item_id = ? order by l.number desc
                """, SearchRepository::entry, instance, item.type(), item.id()));
    }

    public void saveItemState(InstanceId instance, Optional<ItemKey> parent, String rule, ItemState state) {
        database.transaction(connection -> saveItemState(connection, instance, parent, rule, state));
    }

    private static int saveItemState(
            Connection connection, InstanceId instance, Optional<ItemKey> parent, String rule, ItemState state)
            throws SQLException {
        return Sql.update(
                connection,
                """
                insert into cycle_item (instance_num, item_type, item_id, parent_type, parent_id, rule,
                    last_attempt_at_ms, attempts, fruitless, unsettled, next_eligible_at_ms)
                select num, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? from instance where id = ?
                on conflict (instance_num, item_type, item_id) do update set
                    parent_type = coalesce(excluded.parent_type, parent_type),
                    parent_id = coalesce(excluded.parent_id, parent_id), rule = excluded.rule,
                    last_attempt_at_ms = excluded.last_attempt_at_ms, attempts = excluded.attempts,
                    fruitless = excluded.fruitless, unsettled = excluded.unsettled,
                    next_eligible_at_ms = excluded.next_eligible_at_ms
                """,
                state.item().type(),
                state.item().id(),
                parent.map(ItemKey::type),
                parent.map(ItemKey::id),
                rule,
                state.lastAttemptAt(),
                state.attempts(),
                state.fruitless(),
                state.unsettled(),
                state.nextEligible(),
                instance);
    }

    /// Forgets items, so that they may be searched again at once.
    ///
    /// @param rule   only those this rule searched last; empty for all
    /// @param item   only this item; of any type where its type is empty
    /// @param parent only the items of this parent, likewise
    /// @return how many were forgotten
    public int reset(InstanceId instance, Optional<String> rule, Optional<ItemKey> item, Optional<ItemKey> parent) {
        return database.transaction(connection -> Sql.update(
                connection,
                "delete from cycle_item where instance_num = " + NUM + """
                         and (? is null or rule = ?)
                         and (? is null or (? in ('', item_type) and item_id = ?))
                         and (? is null or (? in ('', parent_type) and parent_id = ?))
                        """,
                instance,
                rule,
                rule,
                item.map(ItemKey::type),
                item.map(ItemKey::type),
                item.map(ItemKey::id),
                parent.map(ItemKey::type),
                parent.map(ItemKey::type),
                parent.map(ItemKey::id)));
    }

    /// One limit on searches.
    ///
    /// @param since start of its window
    /// @param of    whose searches count
    public record Limit(int limit, Instant since, Of of) {

        public enum Of {
            RULE,
            /// All rules of the instance.
            INSTANCE,
            /// All rules of all instances of the budget group.
            GROUP
        }
    }

    /// Takes units of budget for one item, if all limits have as many left. Counting and taking are one
    /// transaction, so two runs cannot take the same last unit.
    ///
    /// @param units what one search of it costs, at least 1
    /// @return the number of the first unit, which stands for all of them; empty when a limit is reached
    public Optional<Long> reserve(
            InstanceId instance,
            String rule,
            String group,
            ItemKey item,
            String title,
            int units,
            Instant now,
            List<Limit> limits) {
        return database.transaction(connection -> {
            for (var limit : limits) {
                if (taken(connection, instance, rule, group, limit) + units > limit.limit()) {
                    return Optional.empty();
                }
            }
            int rows = 0;
            long first = 0;
            for (int unit = 0; unit < units; unit++) { // the first is in doubt until the answer comes
                rows += Sql.update(
                        connection, """
                        insert into cycle_unit
                            (instance_num, rule, budget_group, item_type, item_id, title, at_ms, used)
                        select num, ?, ?, ?, ?, ?, ?, ? from instance where id = ?
                        """, rule, group, item.type(), item.id(), title, now, unit > 0, instance);
                first = unit == 0 ? Sql.number(connection, "select last_insert_rowid()") : first;
            }
            return rows == 0 ? Optional.empty() : Optional.of(first);
        });
    }

    /// A search of which nobody knows whether the service accepted it.
    public record Doubtful(long unit, String rule, ItemKey item, String title, Instant at) {}

    /// @return searches that were cut off between the call and its answer, by a crash or a lost
    ///     connection, oldest first
    public List<Doubtful> doubtful(InstanceId instance) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from cycle_unit where used = 0 and item_type <> '" + DOWNLOAD + "' and instance_num = " + NUM
                        + " order by id",
                row -> new Doubtful(
                        row.getLong("id"),
                        row.getString("rule"),
                        new ItemKey(row.getString("item_type"), row.getString("item_id")),
                        row.getString("title"),
                        Sql.instant(row, "at_ms")),
                instance));
    }

    /// @return units taken since the start of the limit's window, reserved ones included
    public int taken(InstanceId instance, String rule, String group, Limit limit) {
        return database.read(connection -> taken(connection, instance, rule, group, limit));
    }

    private static int taken(Connection connection, InstanceId instance, String rule, String group, Limit limit)
            throws SQLException {
        long count =
                switch (limit.of()) {
                    case RULE ->
                        Sql.number(
                                connection,
                                "select count(*) from cycle_unit where instance_num = " + NUM
                                        + " and rule = ? and at_ms >= ?",
                                instance,
                                rule,
                                limit.since());
                    case INSTANCE ->
                        Sql.number(
                                connection,
                                "select count(*) from cycle_unit where item_type <> '" + DOWNLOAD
                                        + "' and instance_num = " + NUM + " and at_ms >= ?",
                                instance,
                                limit.since());
                    case GROUP ->
                        Sql.number(
                                connection,
                                "select count(*) from cycle_unit where budget_group = ? and at_ms >= ?",
                                group,
                                limit.since());
                };
        return (int) count;
    }

    /// Gives back what was reserved with this unit: the service did not accept the search.
    public void giveBack(long unit) {
        database.transaction(connection -> Sql.update(connection, """
                delete from cycle_unit
                where (instance_num, rule, item_type, item_id, at_ms)
                    = (select instance_num, rule, item_type, item_id, at_ms from cycle_unit where id = ?)
                """, unit));
    }

    /// Records an accepted search: the unit is used, the item rests, the ledger follows it. All or
    /// nothing.
    ///
    /// @return the ledger entry's number; empty when the instance is gone
    public OptionalInt accepted(long unit, Optional<ItemKey> parent, ItemState state, LedgerEntry entry) {
        return database.transaction(connection -> {
            Sql.update(connection, "update cycle_unit set used = 1 where id = ?", unit);
            saveItemState(connection, entry.instance(), parent, entry.rule(), state);
            int rows = addEntry(connection, entry);
            return rows == 0
                    ? OptionalInt.empty()
                    : OptionalInt.of((int) Sql.number(connection, "select last_insert_rowid()"));
        });
    }

    private static int addEntry(Connection connection, LedgerEntry entry) throws SQLException {
        return Sql.update(
                connection,
                """
                insert into cycle_ledger (instance_num, rule, item_type, item_id, title, asked_at_ms,
                    command_id, outcome, download_id, indexer, settled_at_ms, reason)
                select num, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? from instance where id = ?
                """,
                entry.rule(),
                entry.item().type(),
                entry.item().id(),
                entry.title(),
                entry.askedAt(),
                entry.commandId(),
                entry.outcome(),
                entry.downloadId(),
                entry.indexer(),
                entry.settledAt(),
                entry.reason(),
                entry.instance());
    }

    /// Stores what another program remembered: items that rest, and searches of the past.
    ///
    /// @param past settled entries of this instance
    public void remember(InstanceId instance, Collection<ItemState> rests, Collection<LedgerEntry> past) {
        database.transaction(connection -> {
            for (var rest : rests) {
                saveItemState(connection, instance, Optional.empty(), "", rest);
            }
            for (var entry : past) {
                addEntry(connection, entry);
            }
            return rests.size() + past.size();
        });
    }

    /// Stores what became of a search, and the item's state with it.
    public void follow(LedgerEntry entry, Optional<ItemState> state) {
        database.transaction(connection -> {
            if (state.isPresent()) {
                saveItemState(connection, entry.instance(), Optional.empty(), entry.rule(), state.get());
            }
            return Sql.update(
                    connection,
                    """
                    update cycle_ledger set outcome = ?, download_id = ?, indexer = ?, settled_at_ms = ?, reason = ?
                    where number = ?
                    """,
                    entry.outcome(),
                    entry.downloadId(),
                    entry.indexer(),
                    entry.settledAt(),
                    entry.reason(),
                    entry.number());
        });
    }

    /// @return live instances with searches whose outcome is open, each with when the newest was asked of
    ///     which nothing is known yet; empty when something is known of all
    public Map<InstanceId, Optional<Instant>> following() {
        return database.read(connection -> {
            var open = new HashMap<InstanceId, Optional<Instant>>();
            Sql.list(
                            connection,
                            """
                            select i.id, max(case when l.outcome = 'ASKED' then l.asked_at_ms end) as asked_ms
                            from cycle_ledger l join instance i on i.num = l.instance_num
                            where l.settled_at_ms is null and i.deleted_at_ms is null group by i.id
                            """,
                            row -> Map.entry(new InstanceId(row.getString("id")), Sql.optionalInstant(row, "asked_ms")))
                    .forEach(it -> open.put(it.getKey(), it.getValue()));
            return open;
        });
    }

    /// @return searches without a final outcome, oldest first
    public List<LedgerEntry> openEntries(InstanceId instance) {
        return database.read(connection -> Sql.list(connection, """
                select i.id as instance, l.* from cycle_ledger l join instance i on i.num = l.instance_num
                where i.id = ? and l.settled_at_ms is null order by l.number
                """, SearchRepository::entry, instance));
    }

    /// @param instance empty for all live instances
    /// @return newest first
    public List<LedgerEntry> ledger(
            Optional<InstanceId> instance, Instant since, Optional<String> rule, Optional<String> indexer, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                """
                select i.id as instance, l.* from cycle_ledger l join instance i on i.num = l.instance_num
                where i.deleted_at_ms is null and (? is null or i.id = ?) and l.asked_at_ms >= ?
                  and (? is null or l.rule = ?) and (? is null or l.indexer = ?)
                order by l.asked_at_ms desc, l.number desc limit ?
                """,
                SearchRepository::entry,
                instance,
                instance,
                since,
                rule,
                rule,
                indexer,
                indexer,
                limit));
    }

    /// A unit that was acted upon, whatever the service said.
    public void used(long unit) {
        database.transaction(connection -> Sql.update(connection, "update cycle_unit set used = 1 where id = ?", unit));
    }

    /// Deletes budget units that no limit counts any more.
    static int forgetUnits(Connection connection, Instant before) throws SQLException {
        return Sql.update(
                connection,
                "delete from cycle_unit where (used = 1 or item_type = '" + DOWNLOAD + "') and at_ms < ?",
                before);
    }

    private static ItemState itemState(ResultSet row) throws SQLException {
        return new ItemState(
                new ItemKey(row.getString("item_type"), row.getString("item_id")),
                Sql.instant(row, "last_attempt_at_ms"),
                row.getInt("attempts"),
                row.getInt("fruitless"),
                row.getBoolean("unsettled"),
                Sql.instant(row, "next_eligible_at_ms"));
    }

    private static LedgerEntry entry(ResultSet row) throws SQLException {
        return new LedgerEntry(
                row.getLong("number"),
                new InstanceId(row.getString("instance")),
                row.getString("rule"),
                new ItemKey(row.getString("item_type"), row.getString("item_id")),
                row.getString("title"),
                Sql.instant(row, "asked_at_ms"),
                row.getString("command_id"),
                LedgerEntry.Outcome.valueOf(row.getString("outcome")),
                row.getString("download_id"),
                row.getString("indexer"),
                Sql.optionalInstant(row, "settled_at_ms"),
                row.getString("reason"));
    }
}
