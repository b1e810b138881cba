package io.pilothouse.store;

import io.pilothouse.domain.instance.InstanceId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes single instances out of another store of the same version, with what a person decided about them. The
/// columns are read from the schema, so that a new one comes along by itself.
public final class TakenInstances {

    /// What a person decided: taken for an instance that is here, too, in the place of what it has.
    static final Set<String> DECIDED = Set.of("secret", "cycle_rule");

    /// What happened: taken for an instance that is not here. One that is here keeps its own, which is newer.
    static final Set<String> HAPPENED = Set.of(
            "former_name",
            "instance_health",
            "health_sample",
            "health_rollup",
            "health_change",
            "cycle_run",
            "cycle_item",
            "cycle_unit",
            "cycle_ledger",
            "torrent_observation",
            "torrent_ledger",
            "torrent_breaker",
            "amc_run");

    private static final Set<String> OWN = Set.of("num", "place", "config_version", "deleted_at_ms", "updated_at_ms");

    private final Database from;
    private final Database to;
    private final InstantSource clock;

    /// @param from of the same version as `to`; nothing is changed in it
    public TakenInstances(Database from, Database to, InstantSource clock) {
        this.from = from;
        this.to = to;
        this.clock = clock;
    }

    /// Takes each of them that is in the other store: as it is there, under its id. All come, or none. A name that
    /// another instance has by now gets a number. Of secrets come those whose key is here; an instance without
    /// one is *Locked* until a person gives it anew.
    public void take(Collection<InstanceId> ids) {
        to.atomically(() -> {
            for (var id : ids) {
                from.read(there -> to.transaction(here -> {
                    take(there, here, id);
                    return true;
                }));
            }
            return true;
        });
    }

    private void take(Connection there, Connection here, InstanceId id) throws SQLException {
        var known = Sql.first(there, "select num from instance where id = ?", row -> row.getLong(1), id);
        if (known.isEmpty()) {
            return;
        }
        var before = Sql.first(here, "select num from instance where id = ?", row -> row.getLong(1), id);
        var columns = new ArrayList<>(columns(here, "instance"));
        columns.removeAll(OWN);
        var values = Sql.first(
                        there,
                        "select " + String.join(", ", columns) + " from instance where num = ?",
                        row -> values(row, columns.size()),
                        known.get())
                .orElseThrow();
        freeName(here, id, columns, values);
        var now = clock.instant();
        if (before.isPresent()) {
            values.add(now);
            values.add(before.get());
            Sql.update(
                    here,
                    "update instance set " + String.join(" = ?, ", columns)
                            + " = ?, updated_at_ms = ?, deleted_at_ms = null, config_version = config_version + 1"
                            + " where num = ?",
                    values.toArray());
        } else {
            Sql.update(here, "delete from spent_id where id = ?", id);
            values.add(now);
            Sql.update(
                    here,
                    "insert into instance (" + String.join(", ", columns)
                            + ", updated_at_ms, place, config_version) values (" + "?, ".repeat(columns.size() + 1)
                            + "(select coalesce(max(place), 0) + 1 from instance), 1)",
                    values.toArray());
        }
        long num = Sql.number(here, "select num from instance where id = ?", id);
        for (var table : DECIDED) {
            replace(there, here, table, known.get(), num);
        }
        if (before.isEmpty()) {
            for (var table : HAPPENED) {
                replace(there, here, table, known.get(), num);
            }
        }
        shareSecret(there, here, known.get(), num);
    }

    private static void freeName(Connection here, InstanceId id, List<String> columns, List<@Nullable Object> values)
            throws SQLException {
        int name = columns.indexOf("name");
        int key = columns.indexOf("name_key");
        var plain = String.valueOf(values.get(name));
        for (int number = 2;
                Sql.number(
                                here,
                                "select count(*) from instance where kind = ? and name_key = ? and id <> ?"
                                        + " and deleted_at_ms is null",
                                values.get(columns.indexOf("kind")),
                                values.get(key),
                                id)
                        > 0;
                number++) {
            values.set(name, plain + " " + number);
            values.set(key, InstanceRepository.nameKey(plain + " " + number));
        }
    }

    /// A table in which nothing can come along keeps what is here: a secret is not lost for one that cannot be read.
    private static void replace(Connection there, Connection here, String table, long from, long to)
            throws SQLException {
        var columns = new ArrayList<>(columns(here, table));
        columns.remove("instance_num");
        var numbers = Sql.list(
                here,
                "select name from pragma_table_info(?) where pk = 1 and type = 'INTEGER'"
                        + " and (select sum(pk > 0) from pragma_table_info(?)) = 1",
                row -> row.getString(1),
                table,
                table);
        columns.removeAll(numbers); // is given anew
        var rows = Sql.list(
                there,
                "select " + String.join(", ", columns) + " from " + table + " where instance_num = ?",
                row -> {
                    var values = values(row, columns.size());
                    values.add(to);
                    return values.toArray();
                },
                from);
        int key = columns.indexOf("key_id");
        var keys = Sql.list(here, "select key_id from data_key", row -> row.getString(1));
        var readable = rows.stream()
                .filter(values -> key < 0 || keys.contains(String.valueOf(values[key])))
                .toList();
        if (!readable.isEmpty()) {
            Sql.update(here, "delete from " + table + " where instance_num = ?", to);
            Sql.updateEach(
                    here,
                    "insert into " + table + " (" + String.join(", ", columns) + ", instance_num) values ("
                            + "?, ".repeat(columns.size()) + "?)",
                    readable);
        }
    }

    /// A record that several instances share is here already, or is lost with its key.
    private static void shareSecret(Connection there, Connection here, long from, long to) throws SQLException {
        var holder = Sql.first(
                there,
                "select h.key from secret_holder h join secret_user u on u.holder_number = h.number"
                        + " where u.instance_num = ?",
                row -> row.getString(1),
                from);
        if (holder.isPresent()) {
            Sql.update(
                    here,
                    "insert or replace into secret_user (instance_num, holder_number) select ?, number from secret_holder"
                            + " where key = ?",
                    to,
                    holder.get());
        }
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        return Sql.list(connection, "select name from pragma_table_info(?)", row -> row.getString(1), table);
    }

    private static List<@Nullable Object> values(java.sql.ResultSet row, int count) throws SQLException {
        var values = new ArrayList<@Nullable Object>();
        for (int i = 1; i <= count; i++) {
            values.add(row.getObject(i));
        }
        return values;
    }
}
