package io.pilothouse.store;

import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Relation;
import io.pilothouse.domain.library.RemoteEntity;
import io.pilothouse.domain.library.RemoteEntity.Link;
import io.pilothouse.domain.library.SortTitle;
import io.pilothouse.domain.library.Stamps;
import io.pilothouse.domain.library.SyncRun;
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
import org.jspecify.annotations.Nullable;

/// What the servers hold, page by page: things, their files, links and external ids, with everything that
/// follows from them (counts, inherited tags, text index, clusters) in the same transaction. Thread-safe.
///
/// Nothing here deletes what a person said or thinks of a thing.
public final class LibraryRepository {

    private static final int OWN = 1;
    private static final int BY_PERFORMER = 2;
    private static final int BY_STUDIO = 4;
    private static final int BY_GROUP = 8;

    private final Database database;
    private final RandomGenerator random;

    public LibraryRepository(Database database, RandomGenerator random) {
        this.database = database;
        this.random = random;
    }

    /// What became of a page.
    public record Written(int added, int changed, int unchanged) {
        public Written plus(Written other) {
            return new Written(added + other.added, changed + other.changed, unchanged + other.unchanged);
        }
    }

    /// Where the listing of one type stands.
    ///
    /// @param mode  the run it belongs to
    /// @param phase `listing` or `done`
    public record Cursor(
            EntityType type,
            String mode,
            String phase,
            long lastId,
            int page,
            String maxRaw,
            long rows,
            Instant startedAt) {}

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
        SUSPECT;

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
            Optional<Cursor> cursor,
            Instant now) {
        return database.transaction(connection -> {
            var written = write(connection, instance, type, things, served, now);
            if (cursor.isPresent()) {
                save(connection, instance, cursor.get());
            }
            return written;
        });
    }

    private record Existing(String raw, long hash, boolean gone, String title) {}

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
        var counts = new Counts();
        count(connection, type, live, counts, -1);
        var heirs = heirsOf(connection, type, known);
        saveRows(connection, instance, type, changed, hashes, now);
        saveFiles(connection, instance, type, changed, known);
        saveLinks(connection, instance, type, changed, known);
        saveExternalIds(connection, type, changed, known);
        count(connection, type, changed.keySet(), counts, 1);
        counts.save(connection);
        if (type == EntityType.SCENE) {
            inherit(connection, changed.keySet());
        }
        passOn(connection, type, changed, existing, heirs);
        index(connection, type, changed.keySet(), known);
        noteMissing(connection, instance, type, changed);
        Sql.update(connection, """
                insert into library_total (instance_num, type, live, gone) values (?1, ?2, ?3, 0)
                on conflict (instance_num, type) do update set live = live + excluded.live, gone = max(0, gone - ?4)
                """, instance, type.number(), added, known.size() - live.size());
        if (type == EntityType.SCENE || type == EntityType.IMAGE) {
            moveUserData(connection, type, changed.keySet(), known, now);
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

    private static void addTodo(Connection connection, List<Object[]> rows) throws SQLException {
        Sql.updateEach(connection, "insert or ignore into library_todo (what, type, k) values (?, ?, ?)", rows);
    }

    private void saveRows(
            Connection connection,
            int instance,
            EntityType type,
            Map<Long, RemoteEntity> things,
            Map<Long, Long> hashes,
            Instant now)
            throws SQLException {
        var hot = new ArrayList<@Nullable Object[]>();
        var cold = new ArrayList<@Nullable Object[]>();
        things.forEach((k, thing) -> {
            var file = thing.files().isEmpty() ? null : thing.files().getFirst();
            var figures = thing.figures();
            var title = thing.displayTitle();
            hot.add(new Object[] {
                k,
                instance,
                title,
                SortTitle.of(title),
                thing.fields().getOrDefault("date", ""),
                Stamps.instant(thing.createdRaw()).map(Instant::toEpochMilli).orElse(0L),
                Stamps.instant(thing.updatedRaw()).map(Instant::toEpochMilli).orElse(0L),
                file == null ? seconds(thing) : Math.round(file.duration()),
                thing.files().stream().mapToLong(RemoteEntity.MediaFile::size).sum(),
                file == null ? 0 : file.height(),
                file == null ? 0L : file.bitRate(),
                figures.rating(),
                figures.plays(),
                figures.lastPlayed().map(Instant::toEpochMilli).orElse(0L),
                figures.o(),
                random.nextLong(1L << 40),
                file == null ? 0 : file.width(),
                file == null ? "" : file.codec(),
                figures.organized(),
                figures.favourite(),
                thing.picture(),
                thing.parent().isPresent()
                        ? EntityKey.first(instance) | thing.parent().getAsLong()
                        : null
            });
            cold.add(new Object[] {
                type.number(),
                k,
                thing.createdRaw(),
                thing.updatedRaw(),
                hashes.get(k),
                now,
                String.valueOf(figures.playSeconds()),
                String.valueOf(figures.resumeSeconds()),
                thing.fields().size()
                        + thing.links().size()
                        + thing.externalIds().size(),
                LibraryJson.fields(thing.fields())
            });
        });
        Sql.updateEach(connection, """
                insert into TABLE (k, inst, title, s_title, s_date, s_created, s_updated, s_duration, s_size, s_height,
                    s_bitrate, s_rating, s_plays, s_last_played, s_o, shuffle, width, codec, organized, favourite,
                    picture, parent_k) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (k) do update set title = excluded.title, s_title = excluded.s_title,
                    s_date = excluded.s_date, s_created = excluded.s_created, s_updated = excluded.s_updated,
                    s_duration = excluded.s_duration, s_size = excluded.s_size, s_height = excluded.s_height,
                    s_bitrate = excluded.s_bitrate, s_rating = excluded.s_rating, s_plays = excluded.s_plays,
                    s_last_played = excluded.s_last_played, s_o = excluded.s_o, width = excluded.width,
                    codec = excluded.codec, organized = excluded.organized, favourite = excluded.favourite,
                    picture = excluded.picture, parent_k = excluded.parent_k, gone = null
                """.replace("TABLE", LibraryTables.table(type)), hot);
        Sql.updateEach(connection, """
                insert or replace into library_detail (type, k, created_raw, updated_raw, row_hash, read_at_ms,
                    play_seconds, resume_seconds, filled, fields)
                values (?, ?, ?, ?, ?, ?, cast(? as real), cast(? as real), ?, ?)
                """, cold);
    }

    /// The length of what has no file of its own: a group's, or the place of a marker.
    private static long seconds(RemoteEntity thing) {
        try {
            var text = thing.fields().getOrDefault("duration", thing.fields().getOrDefault("seconds", "0"));
            return Math.round(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static void saveFiles(
            Connection connection, int instance, EntityType type, Map<Long, RemoteEntity> things, Set<Long> known)
            throws SQLException {
        if (type != EntityType.SCENE && type != EntityType.IMAGE && type != EntityType.GALLERY) {
            return;
        }
        forget(connection, "delete from library_file where type = ? and k = ?", type, known);
        var rows = new ArrayList<@Nullable Object[]>();
        things.forEach((k, thing) -> {
            int pos = 0;
            for (var file : thing.files()) {
                rows.add(new Object[] {
                    type.number(),
                    k,
                    pos++,
                    EntityKey.first(instance) | file.id(),
                    file.path(),
                    file.updatedRaw(),
                    file.size(),
                    file.width(),
                    file.height(),
                    String.valueOf(file.duration()),
                    file.bitRate(),
                    file.codec(),
                    orNull(file.oshash()),
                    orNull(file.md5()),
                    orNull(file.phash())
                });
            }
        });
        Sql.updateEach(connection, """
                insert into library_file (type, k, pos, file_k, path, updated_raw, size, width, height, duration,
                    bitrate, codec, oshash, md5, phash)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as real), ?, ?, ?, ?, ?)
                """, rows);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static void forget(Connection connection, String sql, EntityType type, Collection<Long> keys)
            throws SQLException {
        Sql.updateEach(
                connection,
                sql,
                keys.stream().map(k -> new Object[] {type.number(), k}).toList());
    }

    private static void saveLinks(
            Connection connection, int instance, EntityType type, Map<Long, RemoteEntity> things, Set<Long> known)
            throws SQLException {
        for (var relation : Relation.from(type)) {
            Sql.updateEach(
                    connection,
                    "delete from library_link where relation = ? and from_k = ?",
                    known.stream().map(k -> new Object[] {relation.number(), k}).toList());
        }
        for (var relation : Relation.toldByTarget(type)) {
            Sql.updateEach(
                    connection,
                    "delete from library_link where relation = ? and to_k = ?",
                    things.keySet().stream()
                            .map(k -> new Object[] {relation.number(), k})
                            .toList());
        }
        var rows = new ArrayList<Object[]>();
        things.forEach((k, thing) -> {
            for (var link : thing.links()) {
                long other = EntityKey.first(instance) | link.other();
                rows.add(new Object[] {
                    link.relation().number(),
                    link.backwards() ? other : k,
                    link.backwards() ? k : other,
                    OWN,
                    link.place(),
                    link.note()
                });
            }
        });
        Sql.updateEach(connection, """
                insert into library_link (relation, from_k, to_k, src, place, note) values (?, ?, ?, ?, ?, ?)
                on conflict (relation, from_k, to_k) do update set src = src | 1, place = excluded.place,
                    note = excluded.note
                """, rows);
    }

    private static void saveExternalIds(
            Connection connection, EntityType type, Map<Long, RemoteEntity> things, Set<Long> known)
            throws SQLException {
        if (!type.hasExternalIds()) {
            return;
        }
        forget(connection, "delete from library_external_id where type = ? and k = ?", type, known);
        var endpoints = new HashMap<String, Long>();
        var rows = new ArrayList<Object[]>();
        for (var entry : things.entrySet()) {
            for (var id : entry.getValue().externalIds()) {
                var url = id.normalEndpoint();
                if (!endpoints.containsKey(url)) {
                    Sql.update(connection, "insert or ignore into library_endpoint (url) values (?)", url);
                    endpoints.put(url, Sql.number(connection, "select num from library_endpoint where url = ?", url));
                }
                rows.add(new Object[] {
                    type.number(), entry.getKey(), endpoints.get(url), id.normalValue(), id.updatedRaw()
                });
            }
        }
        Sql.updateEach(connection, """
                insert or replace into library_external_id (type, k, endpoint, sid, updated_raw)
                values (?, ?, ?, ?, ?)
                """, rows);
    }

    // --- counts

    private static final class Counts {
        private final Map<EntityType, Map<Long, long[]>> deltas = new EnumMap<>(EntityType.class);

        void add(EntityType what, EntityType of, long k, int sign) {
            int place =
                    switch (what) {
                        case SCENE -> 0;
                        case IMAGE -> 1;
                        case GALLERY -> 2;
                        default -> -1;
                    };
            if (place >= 0) {
                deltas.computeIfAbsent(of, _ -> new HashMap<>()).computeIfAbsent(k, _ -> new long[3])[place] += sign;
            }
        }

        void save(Connection connection) throws SQLException {
            var rows = new ArrayList<Object[]>();
            deltas.forEach((type, keys) -> keys.forEach((k, delta) -> {
                if (delta[0] != 0 || delta[1] != 0 || delta[2] != 0) {
                    rows.add(new Object[] {type.number(), k, delta[0], delta[1], delta[2]});
                }
            }));
            Sql.updateEach(connection, """
                    insert into library_count (type, k, scenes, images, galleries)
                    values (?1, ?2, max(0, ?3), max(0, ?4), max(0, ?5))
                    on conflict (type, k) do update set scenes = max(0, scenes + ?3), images = max(0, images + ?4),
                        galleries = max(0, galleries + ?5)
                    """, rows);
        }
    }

    /// Adds or takes away what these things count for the things they are linked to by themselves.
    private static void count(Connection connection, EntityType type, Set<Long> keys, Counts counts, int sign)
            throws SQLException {
        if (keys.isEmpty() || (type != EntityType.SCENE && type != EntityType.IMAGE && type != EntityType.GALLERY)) {
            return;
        }
        var list = LibraryTables.json(keys);
        for (var relation : Relation.from(type)) {
            Sql.list(connection, """
                            select l.to_k from json_each(?) j cross join library_link l on l.relation = ?
                                and l.from_k = j.value where l.src & 1
                            """, row -> row.getLong(1), list, relation.number())
                    .forEach(to -> counts.add(type, relation.to(), to, sign));
        }
        Sql.list(
                        connection,
                        "select h.parent_k from json_each(?) j cross join " + LibraryTables.table(type)
                                + " h on h.k = j.value where h.parent_k is not null",
                        row -> row.getLong(1),
                        list)
                .forEach(studio -> counts.add(type, EntityType.STUDIO, studio, sign));
    }

    // --- inheritance

    /// A scene has the tags of its performers, studio and groups as well; how it came by each is kept.
    private static void inherit(Connection connection, Collection<Long> scenes) throws SQLException {
        var list = LibraryTables.json(scenes);
        Sql.update(
                connection,
                "delete from library_link where relation = 1 and from_k in (select value from json_each(?)) and src & 1 = 0",
                list);
        Sql.update(
                connection,
                "update library_link set src = 1 where relation = 1 and from_k in (select value from json_each(?)) and src <> 1",
                list);
        inheritBy(connection, list, BY_PERFORMER, """
                select distinct s.from_k, t.to_k from json_each(?1) j
                cross join library_link s on s.relation = 2 and s.from_k = j.value
                cross join library_link t on t.relation = 10 and t.from_k = s.to_k
                """);
        inheritBy(connection, list, BY_STUDIO, """
                select distinct h.k, t.to_k from json_each(?1) j cross join library_scene h on h.k = j.value
                cross join library_link t on t.relation = 11 and t.from_k = h.parent_k
                """);
        inheritBy(connection, list, BY_GROUP, """
                select distinct s.from_k, t.to_k from json_each(?1) j
                cross join library_link s on s.relation = 3 and s.from_k = j.value
                cross join library_link t on t.relation = 12 and t.from_k = s.to_k
                """);
    }

    private static void inheritBy(Connection connection, String list, int source, String pairs) throws SQLException {
        Sql.update(
                connection,
                "insert into library_link (relation, from_k, to_k, src, place, note) select 1, p.*, ?2, 0, '' from ("
                        + pairs + ") p where true on conflict (relation, from_k, to_k) do update set src = src | ?2",
                list,
                source);
    }

    /// The tags that others inherit from these things, before they change.
    private static Map<Long, Set<Long>> heirsOf(Connection connection, EntityType type, Set<Long> keys)
            throws SQLException {
        var relation = bequest(type);
        var tags = new HashMap<Long, Set<Long>>();
        if (relation.isPresent() && !keys.isEmpty()) {
            Sql.list(
                            connection,
                            """
                            select l.from_k, l.to_k from json_each(?) j cross join library_link l
                                on l.relation = ? and l.from_k = j.value
                            """,
                            row -> Map.entry(row.getLong(1), row.getLong(2)),
                            LibraryTables.json(keys),
                            relation.get().number())
                    .forEach(pair -> tags.computeIfAbsent(pair.getKey(), _ -> new HashSet<>())
                            .add(pair.getValue()));
        }
        return tags;
    }

    private static Optional<Relation> bequest(EntityType type) {
        return switch (type) {
            case PERFORMER -> Optional.of(Relation.PERFORMER_TAG);
            case STUDIO -> Optional.of(Relation.STUDIO_TAG);
            case GROUP -> Optional.of(Relation.GROUP_TAG);
            default -> Optional.empty();
        };
    }

    /// Notes which scenes must be indexed or inherit anew because their performer, studio or group changed.
    private static void passOn(
            Connection connection,
            EntityType type,
            Map<Long, RemoteEntity> changed,
            Map<Long, Existing> existing,
            Map<Long, Set<Long>> tagsBefore)
            throws SQLException {
        if (bequest(type).isEmpty()) {
            return;
        }
        for (var entry : changed.entrySet()) {
            long k = entry.getKey();
            var had = existing.get(k);
            if (had == null || !had.title.equals(entry.getValue().displayTitle())) {
                holders(connection, type, k, Todo.INDEX);
            }
            var tags = entry.getValue().links().stream()
                    .map(Link::other)
                    .map(id -> (k >> 40 << 40) | id)
                    .collect(Collectors.toSet());
            if (had == null
                    || had.gone
                    || (bequest(type).isPresent()
                            && !tagsBefore.getOrDefault(k, Set.of()).equals(onlyTags(entry.getValue(), tags)))) {
                holders(connection, type, k, Todo.INHERIT);
            }
        }
    }

    private static Set<Long> onlyTags(RemoteEntity thing, Set<Long> all) {
        var others = thing.links().stream()
                .filter(link -> link.relation().to() != EntityType.TAG)
                .map(Link::other)
                .collect(Collectors.toSet());
        return all.stream()
                .filter(k ->
                        !others.contains(EntityKey.unpacked(EntityType.TAG, k).id()))
                .collect(Collectors.toSet());
    }

    private static void holders(Connection connection, EntityType type, long k, Todo what) throws SQLException {
        var from =
                switch (type) {
                    case PERFORMER -> "library_link where relation = 2 and to_k = ?";
                    case GROUP -> "library_link where relation = 3 and to_k = ?";
                    default -> "";
                };
        Sql.update(
                connection,
                "insert or ignore into library_todo (what, type, k) select ?, 1, "
                        + (from.isEmpty()
                                ? "k from library_scene where gone is null and parent_k = ?"
                                : "from_k from " + from),
                what.word(),
                k);
    }

    // --- words

    private static void index(Connection connection, EntityType type, Collection<Long> keys, Collection<Long> known)
            throws SQLException {
        Sql.updateEach(
                connection,
                "delete from library_text where rowid = ?",
                known.stream()
                        .map(k -> new Object[] {LibraryTables.textRow(type, k)})
                        .toList());
        var people = type == EntityType.SCENE
                ? "(select group_concat(p.title, ' ') from library_link l join library_performer p on p.k = l.to_k"
                        + " where l.relation = 2 and l.from_k = h.k)"
                : "''";
        var studio = type == EntityType.SCENE ? "(select s.title from library_studio s where s.k = h.parent_k)" : "''";
        Sql.update(
                connection,
                """
                insert into library_text (rowid, title, file, people, studio, code)
                select (? << 56) | h.k,
                    h.title || ' ' || coalesce(json_extract(d.fields, '$.aliases'), '') || ' '
                        || coalesce(json_extract(d.fields, '$.alias_list'), ''),
                    coalesce(replace(replace(f.path, '/', ' '), '\\', ' '), ''),
                    coalesce(PEOPLE, ''), coalesce(STUDIO, ''), coalesce(json_extract(d.fields, '$.code'), '')
                from json_each(?) j cross join TABLE h on h.k = j.value
                join library_detail d on d.type = ?3 and d.k = h.k
                left join library_file f on f.type = ?3 and f.k = h.k and f.pos = 0
                where h.gone is null
                """.replace("TABLE", LibraryTables.table(type))
                        .replace("PEOPLE", people)
                        .replace("STUDIO", studio),
                type.number(),
                LibraryTables.json(keys),
                type.number());
    }

    // --- what is left over

    private static void noteMissing(
            Connection connection, int instance, EntityType type, Map<Long, RemoteEntity> things) throws SQLException {
        forget(
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

    /// User data follows a thing that came back under another number on the same server: the same file,
    /// never merely a likeness.
    private static void moveUserData(
            Connection connection, EntityType type, Set<Long> keys, Set<Long> known, Instant now) throws SQLException {
        var fresh = keys.stream().filter(k -> !known.contains(k)).toList();
        var moves = Sql.list(
                connection,
                """
                select o.k, f.k from library_user u cross join TABLE h on h.k = u.k and h.gone is not null
                cross join library_file o on o.type = u.type and o.k = u.k
                cross join library_file f indexed by library_file_md5
                    on f.md5 = o.md5 and f.type = o.type and f.k >> 40 = o.k >> 40 and f.k <> o.k
                where u.type = ?2 and f.k in (select value from json_each(?1)) and FREE
                union select o.k, f.k from library_user u cross join TABLE h on h.k = u.k and h.gone is not null
                cross join library_file o on o.type = u.type and o.k = u.k
                cross join library_file f indexed by library_file_oshash
                    on f.oshash = o.oshash and f.size = o.size and f.type = o.type and f.k >> 40 = o.k >> 40
                    and f.k <> o.k
                where u.type = ?2 and f.k in (select value from json_each(?1)) and FREE
                """.replace("TABLE", LibraryTables.table(type)).replace("FREE", """
                        not exists (select 1 from library_user x where x.type = ?2 and x.k = f.k)
                        and not exists (select 1 from library_move m where m.type = ?2 and m.from_k in (o.k, f.k)
                            and m.to_k in (o.k, f.k))"""),
                row -> new Object[] {row.getLong(1), row.getLong(2)},
                LibraryTables.json(fresh),
                type.number());
        for (var move : moves) {
            Sql.update(connection, """
                    insert or ignore into library_user (type, k, rating, favourite, hidden, resume_ms, note, updated_at_ms)
                    select type, ?, rating, favourite, hidden, resume_ms, note, updated_at_ms
                    from library_user where type = ? and k = ?
                    """, move[1], type.number(), move[0]);
            Sql.update(
                    connection,
                    "insert into library_event (type, k, what, at_ms, seconds, pushed)"
                            + " select type, ?, what, at_ms, seconds, pushed from library_event where type = ? and k = ?",
                    move[1],
                    type.number(),
                    move[0]);
            Sql.update(
                    connection,
                    "insert or ignore into library_move (type, from_k, to_k, reason, at_ms) values (?, ?, ?, 'same file', ?)",
                    type.number(),
                    move[0],
                    move[1],
                    now);
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

    /// Makes inherited tags and words anew where that is due, a slice in one transaction.
    ///
    /// @return how many scenes were looked at; 0 when nothing is left
    public int catchUp(int instance) {
        var inherit = todo(instance, Todo.INHERIT, EntityType.SCENE, 500);
        var index = todo(instance, Todo.INDEX, EntityType.SCENE, 500);
        if (inherit.isEmpty() && index.isEmpty()) {
            return 0;
        }
        database.transaction(connection -> {
            inherit(connection, packed(inherit));
            index(connection, EntityType.SCENE, packed(index), packed(index));
            return 0;
        });
        done(Todo.INHERIT, inherit);
        done(Todo.INDEX, index);
        return inherit.size() + index.size();
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
            return Sql.update(connection, """
                    insert into library_count (type, k, scenes, images, galleries) values (?1, ?2, 0, ?3, 0)
                    on conflict (type, k) do update set images = excluded.images
                    """, EntityType.GALLERY.number(), to, images.size());
        });
    }

    // --- inventory

    public void seen(int instance, EntityType type, Map<Long, String> rows) {
        database.transaction(connection -> {
            Sql.updateEach(
                    connection,
                    "insert or replace into library_seen (type, k, raw) values (?, ?, ?)",
                    rows.entrySet().stream()
                            .map(row -> new Object[] {
                                type.number(), EntityKey.first(instance) | row.getKey(), row.getValue()
                            })
                            .toList());
            return rows.size();
        });
    }

    public void forgetSeen(int instance, EntityType type) {
        database.transaction(connection -> Sql.update(
                connection,
                "delete from library_seen where type = ? and k between ? and ?",
                type.number(),
                LibraryTables.firstKey(instance),
                LibraryTables.lastKey(instance)));
    }

    public long seenCount(int instance, EntityType type) {
        return database.read(connection -> Sql.number(
                connection,
                "select count(*) from library_seen where type = ? and k between ? and ?",
                type.number(),
                LibraryTables.firstKey(instance),
                LibraryTables.lastKey(instance)));
    }

    /// @return what is here and was not seen
    public List<EntityKey> unseen(int instance, EntityType type) {
        return database.read(connection -> Sql.list(
                connection,
                """
                select h.k from TABLE h where h.inst = ? and h.gone is null
                    and not exists (select 1 from library_seen s where s.type = ? and s.k = h.k) order by h.k
                """.replace("TABLE", LibraryTables.table(type)),
                row -> EntityKey.unpacked(type, row.getLong(1)),
                instance,
                type.number()));
    }

    /// @return ids that were seen and are not here, or with another stamp
    public List<Long> seenOtherwise(int instance, EntityType type) {
        return database.read(connection -> Sql.list(
                connection,
                """
                select s.k from library_seen s left join TABLE h on h.k = s.k
                left join library_detail d on d.type = s.type and d.k = s.k
                where s.type = ? and s.k between ? and ? and (h.k is null or h.gone is not null or d.updated_raw <> s.raw)
                order by s.k
                """.replace("TABLE", LibraryTables.table(type)),
                row -> EntityKey.unpacked(type, row.getLong(1)).id(),
                type.number(),
                LibraryTables.firstKey(instance),
                LibraryTables.lastKey(instance)));
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
                var counts = new Counts();
                count(connection, type, live, counts, -1);
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

    // --- where a run stands

    public List<Cursor> cursors(int instance) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from library_cursor where instance_num = ? order by type",
                row -> new Cursor(
                        EntityType.numbered(row.getInt("type")),
                        row.getString("mode"),
                        row.getString("phase"),
                        row.getLong("last_id"),
                        row.getInt("page"),
                        row.getString("max_raw"),
                        row.getLong("rows"),
                        Sql.instant(row, "started_at_ms")),
                instance));
    }

    public void save(int instance, Cursor cursor) {
        database.transaction(connection -> save(connection, instance, cursor));
    }

    private static int save(Connection connection, int instance, Cursor cursor) throws SQLException {
        return Sql.update(
                connection,
                """
                insert or replace into library_cursor
                    (instance_num, type, mode, phase, last_id, page, max_raw, rows, started_at_ms)
                select num, ?, ?, ?, ?, ?, ?, ?, ? from instance where num = ?
                """,
                cursor.type().number(),
                cursor.mode(),
                cursor.phase(),
                cursor.lastId(),
                cursor.page(),
                cursor.maxRaw(),
                cursor.rows(),
                cursor.startedAt(),
                instance);
    }

    public void forgetCursors(int instance) {
        database.transaction(
                connection -> Sql.update(connection, "delete from library_cursor where instance_num = ?", instance));
    }

    public Map<EntityType, String> watermarks(int instance) {
        return database.read(connection -> Sql.map(
                connection,
                "select type, raw from library_watermark where instance_num = ?",
                row -> EntityType.numbered(row.getInt(1)),
                row -> row.getString(2),
                instance));
    }

    /// Moves a watermark up, never down.
    public void raise(int instance, EntityType type, String raw) {
        if (!raw.isEmpty()) {
            database.transaction(connection -> Sql.update(connection, """
                    insert into library_watermark (instance_num, type, raw) select num, ?, ? from instance where num = ?
                    on conflict (instance_num, type) do update set raw = excluded.raw where excluded.raw > raw
                    """, type.number(), raw, instance));
        }
    }

    /// What is remembered of a server's library as a whole.
    ///
    /// @param counts        as JSON
    /// @param fileWatermark greatest file stamp seen
    /// @param zone          offset of the newest stamps
    /// @param held          deletions that wait for a person, as JSON
    /// @param writeBack     `off`, `manual` or `automatic`
    public record State(
            String software,
            String counts,
            String fileWatermark,
            String zone,
            Optional<Instant> fullAt,
            Optional<Instant> inventoryAt,
            Optional<Instant> activityAt,
            Optional<Instant> goodAt,
            String held,
            String writeBack) {

        public static final State NONE = new State(
                "", "{}", "", "", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "{}", "off");
    }

    public State state(int instance) {
        return database.read(connection -> Sql.first(
                        connection,
                        "select * from library_state where instance_num = ?",
                        row -> new State(
                                row.getString("software"),
                                row.getString("counts"),
                                row.getString("file_watermark"),
                                row.getString("zone"),
                                Sql.optionalInstant(row, "full_at_ms"),
                                Sql.optionalInstant(row, "inventory_at_ms"),
                                Sql.optionalInstant(row, "activity_at_ms"),
                                Sql.optionalInstant(row, "good_at_ms"),
                                row.getString("held"),
                                row.getString("write_back")),
                        instance)
                .orElse(State.NONE));
    }

    public void save(int instance, State state) {
        database.transaction(connection -> Sql.update(
                connection,
                """
                insert or replace into library_state (instance_num, software, counts, file_watermark, zone, full_at_ms,
                    inventory_at_ms, activity_at_ms, good_at_ms, held, write_back)
                select num, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? from instance where num = ?
                """,
                state.software(),
                state.counts(),
                state.fileWatermark(),
                state.zone(),
                state.fullAt(),
                state.inventoryAt(),
                state.activityAt(),
                state.goodAt(),
                state.held(),
                state.writeBack(),
                instance));
    }

    public void add(int instance, SyncRun run) {
        database.transaction(connection -> {
            Sql.update(
                    connection,
                    """
                    insert into library_run (instance_num, mode, started_at_ms, ended_at_ms, outcome, reason, report)
                    select num, ?, ?, ?, ?, ?, ? from instance where num = ?
                    """,
                    run.mode(),
                    run.startedAt(),
                    run.endedAt(),
                    run.outcome(),
                    run.reason(),
                    run.report(),
                    instance);
            return Sql.update(connection, """
                    delete from library_run where instance_num = ?1 and num <= (select num from library_run
                        where instance_num = ?1 order by num desc limit 1 offset 100)
                    """, instance);
        });
    }

    /// @return newest first
    public List<SyncRun> runs(int instance, int most) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from library_run where instance_num = ? order by num desc limit ?",
                row -> new SyncRun(
                        row.getString("mode"),
                        Sql.instant(row, "started_at_ms"),
                        Sql.instant(row, "ended_at_ms"),
                        row.getString("outcome"),
                        row.getString("reason"),
                        row.getString("report")),
                instance,
                most));
    }

    // --- knowing a library again

    /// @param content checksum of its first file, or its name
    public record Sample(EntityType type, long id, String createdRaw, String content) {}

    public List<Sample> samples(int instance) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from library_sample where instance_num = ? order by type, id",
                row -> new Sample(
                        EntityType.numbered(row.getInt("type")),
                        row.getLong("id"),
                        row.getString("created_raw"),
                        row.getString("content")),
                instance));
    }

    /// Takes a few things of each type that is easily known again, spread over the library. Earlier ones
    /// that are still there stay.
    public void sample(int instance, int ofEach) {
        database.transaction(connection -> {
            Sql.update(connection, """
                    delete from library_sample where instance_num = ?1 and not exists (
                        select 1 from library_detail d where d.type = library_sample.type
                            and d.k = (?1 << 40) | library_sample.id and d.created_raw = library_sample.created_raw)
                    """, instance);
            for (var type : List.of(EntityType.SCENE, EntityType.TAG, EntityType.PERFORMER, EntityType.STUDIO)) {
                var content = type == EntityType.SCENE ? "coalesce(f.oshash, f.md5, '')" : "h.title";
                var join = type == EntityType.SCENE
                        ? " join library_file f on f.type = 1 and f.k = h.k and f.pos = 0"
                        : "";
                Sql.update(
                        connection,
                        "insert or replace into library_sample (instance_num, type, id, created_raw, content)"
                                + " select ?1, ?2, h.k & 1099511627775, d.created_raw, " + content + " from "
                                + LibraryTables.table(type) + " h join library_detail d on d.type = ?2 and d.k = h.k"
                                + join
                                + " where h.inst = ?1 and h.gone is null and " + content + " <> ''"
                                + " and exists (select 1 from instance where num = ?1) order by h.shuffle limit ?3",
                        instance,
                        type.number(),
                        ofEach);
            }
            return 0;
        });
    }

    public void forgetSamples(int instance) {
        database.transaction(
                connection -> Sql.update(connection, "delete from library_sample where instance_num = ?", instance));
    }

    // --- life of an instance

    /// Puts the clusters of an instance in order again after its priority changed, a slice at a time.
    public void rankAgain(int instance) {
        for (var type : EntityType.values()) {
            long after = Long.MIN_VALUE;
            while (true) {
                long from = after;
                var clusters = database.read(
                        connection -> Sql.list(connection, """
                        select distinct cluster from library_member where type = ? and inst = ? and cluster > ?
                        order by cluster limit 1000
                        """, row -> row.getLong(1), type.number(), instance, from));
                if (clusters.isEmpty()) {
                    break;
                }
                database.transaction(connection -> {
                    LibraryFolds.rankAgain(connection, type, clusters);
                    return 0;
                });
                after = clusters.getLast();
            }
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
