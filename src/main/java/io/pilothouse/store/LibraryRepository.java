package io.pilothouse.store;

import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Relation;
import io.pilothouse.domain.library.RemoteEntity;
import io.pilothouse.domain.library.Stamps;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// What the servers hold, page by page: things, their files, links and external ids, with everything that
/// follows from them (counts, inherited tags, text index, clusters) in the same transaction. Thread-safe.
///
/// Nothing here deletes what a person said or thinks of a thing.
public final class LibraryRepository {

    private static final List<EntityType> HAVE_STUDIO =
            List.of(EntityType.SCENE, EntityType.IMAGE, EntityType.GALLERY, EntityType.GROUP);

    private final Database database;
    private final RandomGenerator random;
    private final LibraryJournal journal;
    private final LibraryActivity activity;
    private final LibraryRemovals removals;
    private final LibraryUpkeep upkeep;

    public LibraryRepository(Database database, RandomGenerator random) {
        this.database = database;
        this.random = random;
        journal = new LibraryJournal(database);
        activity = new LibraryActivity(database);
        removals = new LibraryRemovals(database);
        upkeep = new LibraryUpkeep(database);
    }

    /// Where reading the servers stands.
    public LibraryJournal journal() {
        return journal;
    }

    /// What was watched on the servers.
    public LibraryActivity activity() {
        return activity;
    }

    /// What is not on the servers any more.
    public LibraryRemovals removals() {
        return removals;
    }

    public LibraryUpkeep upkeep() {
        return upkeep;
    }

    /// What became of a page.
    public record Written(int added, int changed, int unchanged) {
        public Written plus(Written other) {
            return new Written(added + other.added, changed + other.changed, unchanged + other.unchanged);
        }
    }

    /// Work left over for later.
    public enum Todo {
        /// Named by a link and not here.
        MISSING,
        /// Read within the second of its change.
        UNSETTLED,
        /// Its inherited tags are to be made anew.
        INHERIT,
        /// Its words are to be indexed anew.
        INDEX,
        /// To be read again, as what it was linked to went away.
        REREAD,
        /// Was missed by the last inventory.
        SUSPECT,
        /// The server fails at it.
        UNREADABLE,
        /// Galleries whose images are to be compared anew.
        IMAGE_SET,
        /// What looks like it is to be found anew.
        LIKE;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    // --- writing things

    /// Stores a page. What did not change costs no write.
    ///
    /// @param served the server's clock when it answered
    /// @param cursor where the listing stands after this page
    public Written write(
            int instance,
            EntityType type,
            List<RemoteEntity> things,
            Instant served,
            Optional<LibraryJournal.Cursor> cursor,
            Instant now) {
        return database.transaction(connection -> {
            var written = write(connection, instance, type, things, served, now);
            if (cursor.isPresent()) {
                LibraryJournal.save(connection, instance, cursor.get());
            }
            return written;
        });
    }

    record Existing(String raw, long hash, boolean gone, String title) {}

    private Written write(
            Connection connection, int instance, EntityType type, List<RemoteEntity> all, Instant served, Instant now)
            throws SQLException {
        var things = new LinkedHashMap<Long, RemoteEntity>();
        for (var thing : titled(connection, instance, type, all)) {
            things.put(new EntityKey(instance, type, thing.id()).packed(), thing);
        }
        var existing = existing(connection, type, things.keySet());
        var hashes = new HashMap<Long, Long>();
        var changed = new LinkedHashMap<Long, RemoteEntity>();
        int added = 0;
        things.forEach((k, thing) -> hashes.put(k, hash(thing)));
        for (var entry : things.entrySet()) {
            var had = existing.get(entry.getKey());
            if (had == null
                    || had.gone
                    || had.hash != hashes.get(entry.getKey())
                    || !had.raw.equals(entry.getValue().updatedRaw())) {
                changed.put(entry.getKey(), entry.getValue());
                added += had == null || had.gone ? 1 : 0;
            }
        }
        unsettle(connection, type, things, served);
        if (changed.isEmpty()) {
            return new Written(0, 0, things.size());
        }
        var known = changed.keySet().stream().filter(existing::containsKey).collect(Collectors.toSet());
        var live = known.stream()
                .filter(k -> !java.util.Objects.requireNonNull(existing.get(k)).gone)
                .collect(Collectors.toSet());
        var counts = new LinkCounts();
        counts.count(connection, type, live, -1);
        var heirs = LibraryInheritance.heirsOf(connection, type, known);
        LibraryRows.saveRows(connection, random, instance, type, changed, hashes, now);
        LibraryRows.saveFiles(connection, instance, type, changed, known);
        LibraryRows.saveLinks(connection, instance, type, changed, known);
        LibraryRows.saveExternalIds(connection, type, changed, known);
        counts.count(connection, type, changed.keySet(), 1);
        counts.save(connection);
        if (type == EntityType.SCENE) {
            LibraryInheritance.inherit(connection, changed.keySet());
        }
        LibraryInheritance.passOn(connection, type, changed, existing, heirs);
        LibraryWords.index(connection, type, changed.keySet(), known);
        noteMissing(connection, instance, type, changed);
        if (LibraryLikeness.TYPES.contains(type)) {
            addTodo(
                    connection,
                    changed.keySet().stream()
                            .map(k -> new Object[] {Todo.LIKE.word(), type.number(), k})
                            .toList());
        }
        Sql.update(connection, """
                insert into library_total (instance_num, type, live, gone) values (?1, ?2, ?3, 0)
                on conflict (instance_num, type) do update set live = live + excluded.live, gone = max(0, gone - ?4)
                """, instance, type.number(), added, known.size() - live.size());
        if (type == EntityType.SCENE || type == EntityType.IMAGE) {
            LibraryMoves.follow(connection, type, changed.keySet(), known, now);
        }
        LibraryFolds.refold(connection, type, changed.keySet(), now);
        return new Written(added, changed.size() - added, things.size() - changed.size());
    }

    /// A marker without a name is called as its first tag.
    private static List<RemoteEntity> titled(
            Connection connection, int instance, EntityType type, List<RemoteEntity> things) throws SQLException {
        if (type != EntityType.MARKER) {
            return things;
        }
        var titled = new ArrayList<RemoteEntity>();
        for (var thing : things) {
            var tag = thing.links().stream()
                    .filter(link -> link.note().equals("primary"))
                    .findFirst();
            titled.add(
                    thing.title().isBlank() && tag.isPresent()
                            ? thing.withTitle(Sql.first(
                                            connection,
                                            "select title from library_tag where k = ?",
                                            row -> row.getString(1),
                                            new EntityKey(
                                                            instance,
                                                            EntityType.TAG,
                                                            tag.get().other())
                                                    .packed())
                                    .orElse(""))
                            : thing);
        }
        return titled;
    }

    private static Map<Long, Existing> existing(Connection connection, EntityType type, Collection<Long> keys)
            throws SQLException {
        return Sql.map(
                connection,
                """
                select h.k, d.updated_raw, d.row_hash, h.gone is not null, h.title
                from json_each(?) j cross join TABLE h on h.k = j.value join library_detail d on d.type = ? and d.k = h.k
                """.replace("TABLE", LibraryTables.table(type)),
                row -> row.getLong(1),
                row -> new Existing(row.getString(2), row.getLong(3), row.getBoolean(4), row.getString(5)),
                LibraryTables.json(keys),
                type.number());
    }

    /// FNV-1a over everything the server told.
    private static long hash(RemoteEntity thing) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : thing.toString().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    private static void unsettle(Connection connection, EntityType type, Map<Long, RemoteEntity> things, Instant served)
            throws SQLException {
        Sql.update(
                connection,
                "delete from library_todo where what = 'unsettled' and type = ? and k in (select value from json_each(?))",
                type.number(),
                LibraryTables.json(things.keySet()));
        var rows = new ArrayList<Object[]>();
        things.forEach((k, thing) -> {
            if (Stamps.unsettled(thing.updatedRaw(), served)) {
                rows.add(new Object[] {Todo.UNSETTLED.word(), type.number(), k});
            }
        });
        addTodo(connection, rows);
    }

    static void addTodo(Connection connection, List<Object[]> rows) throws SQLException {
        Sql.insertEach(connection, "insert or ignore into library_todo (what, type, k) values ROWS", "(?, ?, ?)", rows);
    }

    // --- what is left over

    private static void noteMissing(
            Connection connection, int instance, EntityType type, Map<Long, RemoteEntity> things) throws SQLException {
        LibraryRows.forget(
                connection,
                "library_todo",
                "what in ('missing', 'unreadable') and type",
                type.number(),
                "k",
                things.keySet());
        var targets = new EnumMap<EntityType, Set<Long>>(EntityType.class);
        things.values().forEach(thing -> {
            thing.links()
                    .forEach(link -> targets.computeIfAbsent(
                                    link.backwards()
                                            ? link.relation().from()
                                            : link.relation().to(),
                                    _ -> new HashSet<>())
                            .add(EntityKey.first(instance) | link.other()));
            thing.parent()
                    .ifPresent(id -> targets.computeIfAbsent(
                                    type == EntityType.MARKER ? EntityType.SCENE : EntityType.STUDIO,
                                    _ -> new HashSet<>())
                            .add(EntityKey.first(instance) | id));
        });
        for (var target : targets.entrySet()) {
            Sql.update(
                    connection,
                    "insert or ignore into library_todo (what, type, k) select 'missing', ?, j.value from json_each(?) j"
                            + " where not exists (select 1 from " + LibraryTables.table(target.getKey())
                            + " h where h.k = j.value and h.gone is null)",
                    target.getKey().number(),
                    LibraryTables.json(target.getValue()));
        }
    }

    /// @return keys of left-over work of one instance, ascending, at most so many
    public List<EntityKey> todo(int instance, Todo what, EntityType type, int most) {
        return database.read(connection -> Sql.list(
                connection,
                "select k from library_todo where what = ? and type = ? and k between ? and ? order by k limit ?",
                row -> EntityKey.unpacked(type, row.getLong(1)),
                what.word(),
                type.number(),
                LibraryTables.firstKey(instance),
                LibraryTables.lastKey(instance),
                most));
    }

    public void addTodo(Todo what, Collection<EntityKey> keys) {
        if (!keys.isEmpty()) {
            database.transaction(connection -> {
                addTodo(
                        connection,
                        keys.stream()
                                .map(key ->
                                        new Object[] {what.word(), key.type().number(), key.packed()})
                                .toList());
                return keys.size();
            });
        }
    }

    public void done(Todo what, Collection<EntityKey> keys) {
        if (!keys.isEmpty()) {
            database.transaction(connection -> {
                Sql.updateEach(
                        connection,
                        "delete from library_todo where what = ? and type = ? and k = ?",
                        keys.stream()
                                .map(key ->
                                        new Object[] {what.word(), key.type().number(), key.packed()})
                                .toList());
                return keys.size();
            });
        }
    }

    /// Makes inherited tags, words and sets of images anew where that is due, a slice in one transaction.
    ///
    /// @return how many things were looked at; 0 when nothing is left
    public int catchUp(int instance, Instant now) {
        var inherit = todo(instance, Todo.INHERIT, EntityType.SCENE, 500);
        var index = todo(instance, Todo.INDEX, EntityType.SCENE, 500);
        var galleries = todo(instance, Todo.IMAGE_SET, EntityType.GALLERY, 500);
        if (inherit.isEmpty() && index.isEmpty() && galleries.isEmpty()) {
            return 0;
        }
        database.transaction(connection -> {
            LibraryInheritance.inherit(connection, LibraryTables.packed(inherit));
            LibraryWords.index(connection, EntityType.SCENE, LibraryTables.packed(index), LibraryTables.packed(index));
            LibraryImageSets.compare(connection, LibraryTables.packed(galleries), now);
            return 0;
        });
        done(Todo.INHERIT, inherit);
        done(Todo.INDEX, index);
        done(Todo.IMAGE_SET, galleries);
        return inherit.size() + index.size() + galleries.size();
    }

    // --- comparing

    /// @param rows id and stamp as the server tells them
    /// @return ids that are not here, or have another stamp
    public List<Long> differing(int instance, EntityType type, Map<Long, String> rows) {
        var stamps = database.read(connection -> Sql.map(
                connection,
                """
                select d.k, d.updated_raw from json_each(?) j cross join library_detail d on d.type = ? and d.k = j.value
                join TABLE h on h.k = d.k and h.gone is null
                """.replace("TABLE", LibraryTables.table(type)),
                row -> EntityKey.unpacked(type, row.getLong(1)).id(),
                row -> row.getString(2),
                LibraryTables.json(rows.keySet().stream()
                        .map(id -> EntityKey.first(instance) | id)
                        .toList()),
                type.number()));
        return rows.entrySet().stream()
                .filter(row -> !row.getValue().equals(stamps.get(row.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /// @return ids greater than `after` of scenes none of whose files has a perceptual hash here, ascending,
    ///     at most so many
    public List<Long> withoutPhash(int instance, long after, int most) {
        return database.read(connection -> Sql.list(
                connection,
                """
                select h.k from library_scene h where h.k > ? and h.k <= ? and h.gone is null and not exists (
                    select 1 from library_file f where f.type = 1 and f.k = h.k and f.phash is not null)
                order by h.k limit ?
                """,
                row -> EntityKey.unpacked(EntityType.SCENE, row.getLong(1)).id(),
                EntityKey.first(instance) | after,
                LibraryTables.lastKey(instance),
                most));
    }

    /// @return whom the files belong to whose stamps are others than here
    public Set<EntityKey> ownersOfChanged(int instance, Map<Long, String> files) {
        return database.read(connection -> {
            var owners = new HashSet<EntityKey>();
            for (var file : files.entrySet()) {
                owners.addAll(Sql.list(
                        connection,
                        "select type, k from library_file where file_k = ? and updated_raw <> ?",
                        row -> EntityKey.unpacked(EntityType.numbered(row.getInt(1)), row.getLong(2)),
                        EntityKey.first(instance) | file.getKey(),
                        file.getValue()));
            }
            return owners;
        });
    }

    /// @return what is linked to a thing, at most so many
    public List<EntityKey> linkedTo(EntityKey key, int most) {
        return database.read(connection -> {
            var linked = new ArrayList<EntityKey>();
            for (var relation : Relation.to(key.type())) {
                linked.addAll(Sql.list(
                        connection,
                        "select from_k from library_link where relation = ? and to_k = ? and src & 1 order by from_k limit ?",
                        row -> EntityKey.unpacked(relation.from(), row.getLong(1)),
                        relation.number(),
                        key.packed(),
                        most));
            }
            if (key.type() == EntityType.STUDIO) {
                for (var type : HAVE_STUDIO) {
                    linked.addAll(Sql.list(
                            connection,
                            "select k from " + LibraryTables.table(type)
                                    + " where gone is null and parent_k = ? limit ?",
                            row -> EntityKey.unpacked(type, row.getLong(1)),
                            key.packed(),
                            most));
                }
            }
            return linked;
        });
    }

    /// Replaces a gallery's images by what the server lists.
    public void setImages(EntityKey gallery, Set<Long> images) {
        database.transaction(connection -> {
            long to = gallery.packed();
            int number = Relation.IMAGE_GALLERY.number();
            Sql.update(connection, "delete from library_link where relation = ? and to_k = ?", number, to);
            Sql.updateEach(
                    connection,
                    "insert or ignore into library_link (relation, from_k, to_k, src, place, note) values (?, ?, ?, 1, 0, '')",
                    images.stream()
                            .map(id -> new Object[] {number, EntityKey.first(gallery.instance()) | id, to})
                            .toList());
            addTodo(connection, List.<Object[]>of(LinkCounts.imageSet(to)));
            return Sql.update(connection, """
                    insert into library_count (type, k, scenes, images, galleries) values (?1, ?2, 0, ?3, 0)
                    on conflict (type, k) do update set images = excluded.images
                    """, EntityType.GALLERY.number(), to, images.size());
        });
    }

    /// Has everything that is linked to these read again, however much that is.
    public void rereadLinkedTo(Collection<EntityKey> keys) {
        database.transaction(connection -> {
            for (var key : keys) {
                for (var relation : Relation.to(key.type())) {
                    Sql.update(
                            connection,
                            "insert or ignore into library_todo (what, type, k) select ?, ?, from_k from library_link"
                                    + " where relation = ? and to_k = ? and src & 1",
                            Todo.REREAD.word(),
                            relation.from().number(),
                            relation.number(),
                            key.packed());
                }
                if (key.type() == EntityType.STUDIO) {
                    for (var type : HAVE_STUDIO) {
                        Sql.update(
                                connection,
                                "insert or ignore into library_todo (what, type, k) select ?, ?, k from "
                                        + LibraryTables.table(type) + " where gone is null and parent_k = ?",
                                Todo.REREAD.word(),
                                type.number(),
                                key.packed());
                    }
                }
            }
            return keys.size();
        });
    }

    /// @return how many things the server has of which not even an old state is here, as it fails at them
    public long unreadable(int instance, EntityType type) {
        return database.read(connection -> Sql.number(
                connection,
                """
                select count(*) from library_todo t where t.what = 'unreadable' and t.type = ? and t.k between ? and ?
                    and not exists (select 1 from TABLE h where h.k = t.k and h.gone is null)
                """.replace("TABLE", LibraryTables.table(type)),
                type.number(),
                LibraryTables.firstKey(instance),
                LibraryTables.lastKey(instance)));
    }

    public long live(int instance, EntityType type) {
        return database.read(connection -> Sql.number(
                connection,
                "select live from library_total where instance_num = ? and type = ?",
                instance,
                type.number()));
    }

    /// @return the greatest stamp of a file; empty for none
    public String newestFile(int instance) {
        return database.read(connection -> Sql.first(
                        connection,
                        "select coalesce(max(updated_raw), '') from library_file where file_k between ? and ?",
                        row -> row.getString(1),
                        LibraryTables.firstKey(instance),
                        LibraryTables.lastKey(instance))
                .orElse(""));
    }

    // --- life of an instance

    /// Puts the clusters of an instance in order again after its priority changed, a slice at a time.
    public void rankAgain(int instance) {
        for (var type : EntityType.values()) {
            rankAgain(type, "inst = " + instance);
        }
    }

    /// Puts the copies of all scenes in order again, after the way to do so changed.
    public void rankScenesAgain() {
        rankAgain(EntityType.SCENE, "true");
    }

    /// Puts the copies in order again where that is another one by now: while nobody looked, priorities may
    /// have changed.
    ///
    /// @return how many clusters are ordered otherwise than before
    public int rankWhereOtherwise() {
        int ranked = 0;
        for (var type : EntityType.values()) {
            for (var some = clusters(type, "true", Long.MIN_VALUE);
                    !some.isEmpty();
                    some = clusters(type, "true", some.getLast())) {
                var looked = some;
                var wrong = database.read(connection -> LibraryFolds.disordered(connection, type, looked));
                if (!wrong.isEmpty()) {
                    rankAgain(type, wrong);
                    ranked += wrong.size();
                }
            }
        }
        return ranked;
    }

    private void rankAgain(EntityType type, Collection<Long> clusters) {
        database.transaction(connection -> {
            LibraryFolds.rankAgain(connection, type, clusters);
            return 0;
        });
    }

    private List<Long> clusters(EntityType type, String which, long after) {
        return database.read(connection -> Sql.list(
                connection,
                "select distinct cluster from library_member where type = ? and cluster > ? and " + which
                        + " order by cluster limit 1000",
                row -> row.getLong(1),
                type.number(),
                after));
    }

    private void rankAgain(EntityType type, String which) {
        long after = Long.MIN_VALUE;
        while (true) {
            var clusters = clusters(type, which, after);
            if (clusters.isEmpty()) {
                return;
            }
            rankAgain(type, clusters);
            after = clusters.getLast();
        }
    }
}
