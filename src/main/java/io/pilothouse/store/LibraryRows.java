package io.pilothouse.store;

import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Relation;
import io.pilothouse.domain.library.RemoteEntity;
import io.pilothouse.domain.library.SortTitle;
import io.pilothouse.domain.library.Stamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Writes things as their server tells them: what lists and pages about one thing need, files, links and
/// external ids.
final class LibraryRows {

    /// How a scene came by a tag: by itself.
    static final int OWN = 1;

    private LibraryRows() {}

    static void saveRows(
            Connection connection,
            RandomGenerator random,
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
        Sql.insertEach(connection, """
                insert into TABLE (k, inst, title, s_title, s_date, s_created, s_updated, s_duration, s_size, s_height,
                    s_bitrate, s_rating, s_plays, s_last_played, s_o, shuffle, width, codec, organized, favourite,
                    picture, parent_k) values ROWS
                on conflict (k) do update set title = excluded.title, s_title = excluded.s_title,
                    s_date = excluded.s_date, s_created = excluded.s_created, s_updated = excluded.s_updated,
                    s_duration = excluded.s_duration, s_size = excluded.s_size, s_height = excluded.s_height,
                    s_bitrate = excluded.s_bitrate, s_rating = excluded.s_rating, s_plays = excluded.s_plays,
                    s_last_played = excluded.s_last_played, s_o = excluded.s_o, width = excluded.width,
                    codec = excluded.codec, organized = excluded.organized, favourite = excluded.favourite,
                    picture = excluded.picture, parent_k = excluded.parent_k, gone = null
                """.replace("TABLE", LibraryTables.table(type)), row(22), hot);
        Sql.insertEach(connection, """
                insert or replace into library_detail (type, k, created_raw, updated_raw, row_hash, read_at_ms,
                    play_seconds, resume_seconds, filled, fields)
                values ROWS
                """, "(?, ?, ?, ?, ?, ?, cast(? as real), cast(? as real), ?, ?)", cold);
    }

    private static String row(int columns) {
        return "(" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
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

    static void saveFiles(
            Connection connection, int instance, EntityType type, Map<Long, RemoteEntity> things, Set<Long> known)
            throws SQLException {
        if (type != EntityType.SCENE && type != EntityType.IMAGE && type != EntityType.GALLERY) {
            return;
        }
        forget(connection, "library_file", "type", type.number(), "k", known);
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
        Sql.insertEach(connection, """
                insert into library_file (type, k, pos, file_k, path, updated_raw, size, width, height, duration,
                    bitrate, codec, oshash, md5, phash)
                values ROWS
                """, "(?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as real), ?, ?, ?, ?, ?)", rows);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /// Deletes what is kept of some things, all with one statement: running each takes longer than deleting.
    ///
    /// @param first the value before the keys, for example the type
    static void forget(Connection connection, String table, String first, int value, String k, Collection<Long> keys)
            throws SQLException {
        if (!keys.isEmpty()) {
            Sql.update(
                    connection,
                    "delete from " + table + " where " + first + " = ? and " + k
                            + " in (select value from json_each(?))",
                    value,
                    LibraryTables.json(keys));
        }
    }

    static void saveLinks(
            Connection connection, int instance, EntityType type, Map<Long, RemoteEntity> things, Set<Long> known)
            throws SQLException {
        for (var relation : Relation.from(type)) {
            forget(connection, "library_link", "relation", relation.number(), "from_k", known);
        }
        for (var relation : Relation.toldByTarget(type)) {
            forget(connection, "library_link", "relation", relation.number(), "to_k", things.keySet());
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
        Sql.insertEach(connection, """
                insert into library_link (relation, from_k, to_k, src, place, note) values ROWS
                on conflict (relation, from_k, to_k) do update set src = src | 1, place = excluded.place,
                    note = excluded.note
                """, row(6), rows);
    }

    static void saveExternalIds(Connection connection, EntityType type, Map<Long, RemoteEntity> things, Set<Long> known)
            throws SQLException {
        if (!type.hasExternalIds()) {
            return;
        }
        forget(connection, "library_external_id", "type", type.number(), "k", known);
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
        Sql.insertEach(connection, """
                insert or replace into library_external_id (type, k, endpoint, sid, updated_raw)
                values ROWS
                """, row(5), rows);
    }
}
