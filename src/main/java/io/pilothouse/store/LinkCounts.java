package io.pilothouse.store;

import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Relation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// How many scenes, images and galleries are linked to a thing by themselves, kept by adding and taking away.
final class LinkCounts {
    private final Map<EntityType, Map<Long, long[]>> deltas = new EnumMap<>(EntityType.class);
    private final Set<Long> otherImages = new HashSet<>();

    private void add(EntityType what, EntityType of, long k, int sign) {
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
        if (what == EntityType.IMAGE && of == EntityType.GALLERY) {
            otherImages.add(k);
        }
    }

    static Object[] imageSet(long gallery) {
        return new Object[] {LibraryRepository.Todo.IMAGE_SET.word(), EntityType.GALLERY.number(), gallery};
    }

    void save(Connection connection) throws SQLException {
        LibraryRepository.addTodo(
                connection, otherImages.stream().map(LinkCounts::imageSet).toList());
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

    /// Adds or takes away what these things count for the things they are linked to by themselves.
    void count(Connection connection, EntityType type, Set<Long> keys, int sign) throws SQLException {
        if (keys.isEmpty() || (type != EntityType.SCENE && type != EntityType.IMAGE && type != EntityType.GALLERY)) {
            return;
        }
        var list = LibraryTables.json(keys);
        for (var relation : Relation.from(type)) {
            Sql.list(connection, """
                            select l.to_k from json_each(?) j cross join library_link l on l.relation = ?
                                and l.from_k = j.value where l.src & 1
                            """, row -> row.getLong(1), list, relation.number())
                    .forEach(to -> add(type, relation.to(), to, sign));
        }
        Sql.list(
                        connection,
                        "select h.parent_k from json_each(?) j cross join " + LibraryTables.table(type)
                                + " h on h.k = j.value where h.parent_k is not null",
                        row -> row.getLong(1),
                        list)
                .forEach(studio -> add(type, EntityType.STUDIO, studio, sign));
    }
}
