package io.pilothouse.store;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Leaving;
import io.pilothouse.domain.library.Relation;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is not on the servers any more, and what is left of instances that are gone for good. What a person
/// said or thinks of a thing stays while its instance is there, and for a while longer. Thread-safe.
public final class LibraryRemovals {

    private final Database database;

    LibraryRemovals(Database database) {
        this.database = database;
    }

    /// Marks what is not on the server any more. It stays as it is, out of every list, until it is seen
    /// again; what a person said of it stays, too.
    public void gone(int instance, EntityType type, Collection<EntityKey> keys, Instant now) {
        var all = LibraryTables.packed(keys);
        for (int from = 0; from < all.size(); from += LibraryTables.SLICE) {
            var slice = all.subList(from, Math.min(all.size(), from + LibraryTables.SLICE));
            database.transaction(connection -> {
                var list = LibraryTables.json(slice);
                var live = new HashSet<>(Sql.list(
                        connection,
                        "select h.k from json_each(?) j cross join " + LibraryTables.table(type)
                                + " h on h.k = j.value where h.gone is null",
                        row -> row.getLong(1),
                        list));
                var counts = new LinkCounts();
                counts.count(connection, type, live, -1);
                counts.save(connection);
                Sql.updateEach(
                        connection,
                        "update " + LibraryTables.table(type) + " set gone = ? where k = ?",
                        live.stream().map(k -> new Object[] {now, k}).toList());
                Sql.updateEach(
                        connection,
                        "delete from library_text where rowid = ?",
                        live.stream()
                                .map(k -> new Object[] {LibraryTables.textRow(type, k)})
                                .toList());
                Sql.update(
                        connection,
                        "update library_total set live = max(0, live - ?), gone = gone + ? where instance_num = ? and type = ?",
                        live.size(),
                        live.size(),
                        instance,
                        type.number());
                LibraryFolds.refold(connection, type, live, now);
                return 0;
            });
        }
    }

    /// @return what goes when an instance is deleted for good
    public Leaving leaving(int instance) {
        long from = EntityKey.first(instance);
        long to = EntityKey.first(instance + 1) - 1;
        return database.read(connection -> {
            long folded = 0;
            for (var type : EntityType.values()) {
                folded += Sql.number(
                        connection,
                        "select count(*) from library_member where type = ? and k between ? and ?",
                        type.number(),
                        from,
                        to);
            }
            return new Leaving(
                    Sql.number(
                            connection,
                            "select coalesce(sum(live), 0) from library_total where instance_num = ?",
                            instance),
                    folded,
                    Sql.number(connection, """
                            select (select count(*) from library_user where k between ?1 and ?2)
                                + (select count(*) from library_event where k between ?1 and ?2)
                                + (select count(*) from library_rule where undone_at_ms is null
                                    and (a between ?1 and ?2 or b between ?1 and ?2))
                            """, from, to));
        });
    }

    /// @return numbers of instances that are gone for good and still have things here
    public List<Integer> orphaned() {
        return database.read(connection -> {
            var orphans = new java.util.TreeSet<Integer>();
            for (var type : EntityType.values()) {
                long from = 0;
                while (true) { // skips from instance to instance by the key
                    var next = Sql.first(
                            connection,
                            "select inst from " + LibraryTables.table(type) + " where k >= ? order by k limit 1",
                            row -> row.getInt(1),
                            from);
                    if (next.isEmpty()) {
                        break;
                    }
                    if (Sql.number(connection, "select count(*) from instance where num = ?", next.get()) == 0) {
                        orphans.add(next.get());
                    }
                    from = EntityKey.first(next.get() + 1);
                }
            }
            return List.copyOf(orphans);
        });
    }

    /// Deletes things of an instance, a slice of one type. What a person said of them is kept.
    ///
    /// @return whether there is more
    public boolean deleteSlice(int instance, Instant now) {
        for (var type : EntityType.values()) {
            var keys = database.read(connection -> Sql.list(
                    connection,
                    "select k from " + LibraryTables.table(type) + " where k between ? and ? order by k limit ?",
                    row -> row.getLong(1),
                    LibraryTables.firstKey(instance),
                    LibraryTables.lastKey(instance),
                    LibraryTables.SLICE));
            if (!keys.isEmpty()) {
                delete(instance, type, keys, now);
                return true;
            }
        }
        database.transaction(connection -> {
            for (var table : List.of("library_seen", "library_todo", "library_count")) {
                Sql.update(
                        connection,
                        "delete from " + table + " where k between ? and ?",
                        LibraryTables.firstKey(instance),
                        LibraryTables.lastKey(instance));
            }
            return 0;
        });
        return false;
    }

    /// @return the id of an instance that is gone for good; empty while it is there
    public Optional<InstanceId> goneForGood(int instance) {
        return database.read(connection -> Sql.first(
                connection,
                "select id from spent_id s where s.num = ?1 and not exists (select 1 from instance i where i.num = ?1)",
                row -> new InstanceId(row.getString(1)),
                instance));
    }

    /// Deletes what a person said of things of instances that were deleted for good before `before`.
    ///
    /// @return how many ratings, watched things and decisions that were
    public int forgetSaid(Instant before) {
        return database.transaction(connection -> {
            var spent = Sql.list(
                    connection,
                    "select s.num from spent_id s where s.purged_at_ms < ? and not exists"
                            + " (select 1 from instance i where i.num = s.num) order by s.num",
                    row -> row.getInt(1),
                    before);
            int forgotten = 0;
            for (int instance : spent) {
                for (var which : List.of(
                        "library_user where k between ?1 and ?2",
                        "library_event where k between ?1 and ?2",
                        "library_pick where k between ?1 and ?2",
                        "library_move where from_k between ?1 and ?2",
                        "library_rule where a between ?1 and ?2 or b between ?1 and ?2")) {
                    forgotten += Sql.update(
                            connection,
                            "delete from " + which,
                            LibraryTables.firstKey(instance),
                            LibraryTables.lastKey(instance));
                }
            }
            return forgotten;
        });
    }

    /// Deletes things that went away before `before` and of which a person said nothing, at most a slice of
    /// one type. What a person rated, watched or decided on stays.
    ///
    /// @return how many were deleted
    public int forget(EntityType type, Instant before, Instant now) {
        var keys = database.read(connection -> Sql.list(
                connection,
                """
                select k from TABLE where gone < ?2 and k not in (
                    select k from library_user where type = ?1
                    union all select k from library_event where type = ?1
                    union all select k from library_outbox where type = ?1
                    union all select a from library_rule where type = ?1 and undone_at_ms is null
                    union all select b from library_rule where type = ?1 and undone_at_ms is null
                    union all select k from library_pick where type = ?1 and k is not null)
                order by k limit ?3
                """.replace("TABLE", LibraryTables.table(type)),
                row -> row.getLong(1),
                type.number(),
                before,
                LibraryTables.SLICE));
        keys.stream()
                .collect(Collectors.groupingBy(k -> EntityKey.unpacked(type, k).instance()))
                .forEach((instance, those) -> delete(instance, type, those, now));
        return keys.size();
    }

    private void delete(int instance, EntityType type, List<Long> keys, Instant now) {
        gone(instance, type, keys.stream().map(k -> EntityKey.unpacked(type, k)).toList(), now);
        database.transaction(connection -> {
            var list = LibraryTables.json(keys);
            for (var table : List.of("library_detail", "library_file", "library_external_id", "library_count")) {
                Sql.update(
                        connection,
                        "delete from " + table + " where type = ? and k in (select value from json_each(?))",
                        type.number(),
                        list);
            }
            for (var side : List.of("a", "b")) {
                Sql.update(
                        connection,
                        "delete from library_like where type = ? and " + side + " in (select value from json_each(?))",
                        type.number(),
                        list);
            }
            if (type == EntityType.GALLERY) {
                Sql.update(
                        connection, "delete from library_image_set where k in (select value from json_each(?))", list);
            }
            for (var relation : Relation.from(type)) {
                Sql.update(
                        connection,
                        "delete from library_link where relation = ? and from_k in (select value from json_each(?))",
                        relation.number(),
                        list);
            }
            Sql.update(
                    connection,
                    "update library_total set gone = max(0, gone - ?) where instance_num = ? and type = ?",
                    keys.size(),
                    instance,
                    type.number());
            return Sql.update(
                    connection,
                    "delete from " + LibraryTables.table(type) + " where k in (select value from json_each(?))",
                    list);
        });
    }
}
