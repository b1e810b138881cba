package io.pilothouse.store;

import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was watched on the servers: no stamp moves with it, so that it is compared by itself. Thread-safe.
public final class LibraryActivity {

    private final Database database;

    LibraryActivity(Database database) {
        this.database = database;
    }

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

    /// @return the sum of all O counters, as far as it is known here
    public long oSum(int instance) {
        return database.read(connection -> Sql.number(connection, """
                select (select coalesce(sum(s_o), 0) from library_scene where inst = ?1 and gone is null and s_o > 0)
                    + (select coalesce(sum(s_o), 0) from library_image where inst = ?1 and gone is null and s_o > 0)
                """, instance));
    }

    /// @return ids of scenes that were played, as far as it is known here
    public List<Long> played(int instance) {
        return scenes(instance, "s_last_played > 0");
    }

    /// @return ids of scenes that have an O, as far as it is known here
    public List<Long> withO(int instance) {
        return scenes(instance, "s_o > 0");
    }

    private List<Long> scenes(int instance, String which) {
        return database.read(connection -> Sql.list(
                connection,
                "select k from library_scene where inst = ? and gone is null and " + which + " order by k",
                row -> EntityKey.unpacked(EntityType.SCENE, row.getLong(1)).id(),
                instance));
    }
}
