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

    private final Database database;
    private final RandomGenerator random;
    private final LibraryJournal journal;

    public LibraryRepository(Database database, RandomGenerator random) {
        this.database = database;
        this.random = random;
        journal = new LibraryJournal(database);
    }

    /// Where reading the servers stands.
    public LibraryJournal journal() {
        return journal;
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
        Sql.updateEach(connection, "insert or ignore into library_todo (what, type, k) values (?, ?, ?)", rows);
    }

    // --- what is left over

    private static void noteMissing(
            Connection connection, int instance, EntityType type, Map<Long, RemoteEntity> things) throws SQLException {
        LibraryRows.forget(
                connection,
                "delete from library_todo where what = 'missing' and type = ? and k = ?",
                type,
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
            LibraryInheritance.inherit(connection, packed(inherit));
            LibraryWords.index(connection, EntityType.SCENE, packed(index), packed(index));
            LibraryImageSets.compare(connection, packed(galleries), now);
            return 0;
        });
        done(Todo.INHERIT, inherit);
        done(Todo.INDEX, index);
        done(Todo.IMAGE_SET, galleries);
        return inherit.size() + index.size() + galleries.size();
    }

    private static List<Long> packed(Collection<EntityKey> keys) {
        return keys.stream().map(EntityKey::packed).toList();
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
                for (var type : List.of(EntityType.SCENE, EntityType.IMAGE, EntityType.GALLERY, EntityType.GROUP)) {
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

    /// Marks what is not on the server any more. It stays as it is, out of every list, until it is seen
    /// again; what a person said of it stays, too.
    public void gone(int instance, EntityType type, Collection<EntityKey> keys, Instant now) {
        var all = packed(keys);
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

    public long live(int instance, EntityType type) {
        return database.read(connection -> Sql.number(
                connection,
                "select live from library_total where instance_num = ? and type = ?",
                instance,
                type.number()));
    }

    // --- activity

    /// What was watched, as the server tells; no stamp moves with it.
    public record Watched(
            long id, int o, int plays, double playSeconds, double resumeSeconds, Optional<Instant> lastPlayed) {}

    /// @return how many differ from what was here
    public int watched(int instance, List<Watched> scenes) {
        return database.transaction(connection -> {
            int changed = 0;
            for (var it : scenes) {
                long k = EntityKey.first(instance) | it.id();
                changed += Sql.update(
                        connection,
                        """
                        update library_scene set s_o = ?1, s_plays = ?2, s_last_played = ?3
                        where k = ?4 and (s_o <> ?1 or s_plays <> ?2 or s_last_played <> ?3)
                        """,
                        it.o(),
                        it.plays(),
                        it.lastPlayed().map(Instant::toEpochMilli).orElse(0L),
                        k);
                Sql.update(connection, """
                        update library_detail set play_seconds = cast(?1 as real), resume_seconds = cast(?2 as real)
                        where type = 1 and k = ?3
                            and (play_seconds <> cast(?1 as real) or resume_seconds <> cast(?2 as real))
                        """, String.valueOf(it.playSeconds()), String.valueOf(it.resumeSeconds()), k);
            }
            return changed;
        });
    }

    /// Sets the O counters of images; those that are not named have none.
    ///
    /// @return how many differ from what was here
    public int counted(int instance, Map<Long, Integer> images) {
        return database.transaction(connection -> {
            int changed = Sql.update(
                    connection,
                    "update library_image set s_o = 0 where inst = ? and s_o > 0 and k not in (select value from json_each(?))",
                    instance,
                    LibraryTables.json(images.keySet().stream()
                            .map(id -> EntityKey.first(instance) | id)
                            .toList()));
            for (var image : images.entrySet()) {
                changed += Sql.update(
                        connection,
                        "update library_image set s_o = ?1 where k = ?2 and s_o <> ?1",
                        image.getValue(),
                        EntityKey.first(instance) | image.getKey());
            }
            return changed;
        });
    }

    /// @return sums of what was watched, as far as it is known here: plays, then scenes with at least one
    public long[] watchedSums(int instance) {
        return database.read(connection -> Sql.first(
                        connection, """
                        select coalesce(sum(s_plays), 0), count(*) from library_scene indexed by library_scene_played
                        where inst = ? and gone is null and s_last_played > 0
                        """, row -> new long[] {row.getLong(1), row.getLong(2)}, instance)
                .orElseThrow());
    }

    /// @return ids of scenes that were played, as far as it is known here
    public List<Long> played(int instance) {
        return database.read(connection -> Sql.list(
                connection,
                "select k from library_scene where inst = ? and gone is null and s_last_played > 0 order by k",
                row -> EntityKey.unpacked(EntityType.SCENE, row.getLong(1)).id(),
                instance));
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

    private void rankAgain(EntityType type, String which) {
        long after = Long.MIN_VALUE;
        while (true) {
            long from = after;
            var clusters = database.read(connection -> Sql.list(
                    connection,
                    "select distinct cluster from library_member where type = ? and cluster > ? and " + which
                            + " order by cluster limit 1000",
                    row -> row.getLong(1),
                    type.number(),
                    from));
            if (clusters.isEmpty()) {
                return;
            }
            database.transaction(connection -> {
                LibraryFolds.rankAgain(connection, type, clusters);
                return 0;
            });
            after = clusters.getLast();
        }
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

    private void delete(int instance, EntityType type, List<Long> keys, Instant now) {
        gone(instance, type, keys.stream().map(k -> EntityKey.unpacked(type, k)).toList(), now);
        database.transaction(connection -> {
            long first = keys.getFirst();
            long last = keys.getLast();
            for (var table : List.of("library_detail", "library_file", "library_external_id", "library_count")) {
                Sql.update(
                        connection,
                        "delete from " + table + " where type = ? and k between ? and ?",
                        type.number(),
                        first,
                        last);
            }
            Sql.update(
                    connection,
                    "delete from library_like where type = ?1 and (a between ?2 and ?3 or b between ?2 and ?3)",
                    type.number(),
                    first,
                    last);
            if (type == EntityType.GALLERY) {
                Sql.update(connection, "delete from library_image_set where k between ? and ?", first, last);
            }
            for (var relation : Relation.from(type)) {
                Sql.update(
                        connection,
                        "delete from library_link where relation = ? and from_k between ? and ?",
                        relation.number(),
                        first,
                        last);
            }
            return Sql.update(
                    connection, "delete from " + LibraryTables.table(type) + " where k between ? and ?", first, last);
        });
    }
}
