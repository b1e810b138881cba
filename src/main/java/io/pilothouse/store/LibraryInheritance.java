package io.pilothouse.store;

import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Relation;
import io.pilothouse.domain.library.RemoteEntity;
import io.pilothouse.domain.library.RemoteEntity.Link;
import io.pilothouse.store.LibraryRepository.Todo;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Tags that scenes have by their performers, studio and groups, and what follows when those change.
final class LibraryInheritance {

    private static final int BY_PERFORMER = 2;
    private static final int BY_STUDIO = 4;
    private static final int BY_GROUP = 8;

    private LibraryInheritance() {}

    /// A scene has the tags of its performers, studio and groups as well; how it came by each is kept.
    static void inherit(Connection connection, Collection<Long> scenes) throws SQLException {
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
    static Map<Long, Set<Long>> heirsOf(Connection connection, EntityType type, Set<Long> keys) throws SQLException {
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
    static void passOn(
            Connection connection,
            EntityType type,
            Map<Long, RemoteEntity> changed,
            Map<Long, LibraryRepository.Existing> existing,
            Map<Long, Set<Long>> tagsBefore)
            throws SQLException {
        if (bequest(type).isEmpty()) {
            return;
        }
        for (var entry : changed.entrySet()) {
            long k = entry.getKey();
            var had = existing.get(k);
            if (had == null || !had.title().equals(entry.getValue().displayTitle())) {
                holders(connection, type, k, Todo.INDEX);
            }
            var tags = entry.getValue().links().stream()
                    .map(Link::other)
                    .map(id -> (k >> 40 << 40) | id)
                    .collect(Collectors.toSet());
            if (had == null
                    || had.gone()
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
}
