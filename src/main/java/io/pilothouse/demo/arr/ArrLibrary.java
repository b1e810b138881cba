package io.pilothouse.demo.arr;

import io.pilothouse.demo.service.Setting;
import io.pilothouse.demo.service.Titles;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one simulated app manages: parents (series, artists, authors; for movies the movie itself)
/// and the units that are searched for. The same seed gives the same library.
public final class ArrLibrary {

    private final Map<Integer, Parent> parents = new TreeMap<>();
    private final Map<Integer, Unit> units = new TreeMap<>();
    private final Map<Integer, List<Integer>> unitsByParent = new HashMap<>();

    /// @param foreignId the id in the metadata service
    public record Parent(
            int id,
            String title,
            String foreignId,
            int year,
            boolean monitored,
            int qualityProfileId,
            List<Integer> tags,
            boolean ended,
            Instant added) {

        Parent withTags(List<Integer> now) {
            return new Parent(id, title, foreignId, year, monitored, qualityProfileId, now, ended, added);
        }

        Parent withMonitored(boolean now) {
            return new Parent(id, title, foreignId, year, now, qualityProfileId, tags, ended, added);
        }

        Parent withProfile(int now) {
            return new Parent(id, title, foreignId, year, monitored, now, tags, ended, added);
        }
    }

    /// One episode, movie, album or book.
    ///
    /// @param group    the season; 1 where there are none
    /// @param number   the place in the group
    /// @param released when it came out; may lie in the future
    public record Unit(
            int id,
            int parentId,
            String title,
            int group,
            int number,
            boolean monitored,
            boolean hasFile,
            boolean belowCutoff,
            long sizeBytes,
            Instant released,
            @Nullable Instant lastSearch) {

        Unit withLastSearch(Instant at) {
            return new Unit(
                    id, parentId, title, group, number, monitored, hasFile, belowCutoff, sizeBytes, released, at);
        }

        Unit withFile(long size) {
            return new Unit(id, parentId, title, group, number, monitored, true, false, size, released, lastSearch);
        }

        Unit withMonitored(boolean now) {
            return new Unit(
                    id, parentId, title, group, number, now, hasFile, belowCutoff, sizeBytes, released, lastSearch);
        }
    }

    ArrLibrary(ArrApp app, Setting setting) {
        var random = setting.random("library");
        boolean small = setting.spec().option("size", "").equals("small");
        var now = setting.start().truncatedTo(ChronoUnit.DAYS);
        boolean movies = app.shape == ArrApp.Shape.MOVIES;
        int parentCount = movies ? (small ? 40 : 1_204) : (small ? 6 : 64);
        var size = setting.spec().option("size", "");
        int unitCount = size.matches("\\d{1,6}") ? Integer.parseInt(size) : 0;
        for (int i = 1; unitCount > 0 ? units.size() < unitCount : i <= parentCount; i++) {
            var parent = parent(app, random, i, now);
            parents.put(parent.id(), parent);
            if (movies) {
                add(unit(random, i, parent, 1, 1, now));
                continue;
            }
            int groups = app.shape == ArrApp.Shape.SERIES ? 1 + random.nextInt(3) : 1;
            for (int group = 1; group <= groups; group++) {
                int count = 4 + random.nextInt(small ? 4 : 9);
                for (int number = 1; number <= count; number++) {
                    add(unit(random, units.size() + 1, parent, group, number, now));
                }
            }
        }
    }

    /// By id.
    public List<Parent> parents() {
        return List.copyOf(parents.values());
    }

    public Optional<Parent> parent(int id) {
        return Optional.ofNullable(parents.get(id));
    }

    /// By id.
    public List<Unit> units() {
        return List.copyOf(units.values());
    }

    Stream<Unit> unitsOf(int parentId) {
        return unitsByParent.getOrDefault(parentId, List.of()).stream().map(units::get);
    }

    public Optional<Unit> unit(int id) {
        return Optional.ofNullable(units.get(id));
    }

    /// Deletes a parent with everything below it.
    public void remove(int parent) {
        parents.remove(parent);
        unitsByParent.getOrDefault(parent, List.of()).forEach(units::remove);
        unitsByParent.remove(parent);
    }

    void replace(Parent changed) {
        parents.replace(changed.id(), changed);
    }

    /// Puts a changed unit in the place of the old one.
    public void replace(Unit changed) {
        units.replace(changed.id(), changed);
    }

    private void add(Unit unit) {
        units.put(unit.id(), unit);
        unitsByParent.computeIfAbsent(unit.parentId(), _ -> new ArrayList<>()).add(unit.id());
    }

    private static Parent parent(ArrApp app, SplittableRandom random, int id, Instant now) {
        var title = Titles.title(random);
        var foreign =
                switch (app) {
                    case SONARR, WHISPARR -> String.valueOf(400_000 + random.nextInt(90_000) * 10 + id % 10);
                    case RADARR -> String.valueOf(10_000 + id * 7);
                    case READARR -> String.valueOf(1_000_000 + id);
                    case LIDARR, EROS -> uuid(random);
                };
        return new Parent(
                id,
                title,
                foreign,
                1990 + random.nextInt(36),
                random.nextInt(10) != 0,
                1 + random.nextInt(2),
                random.nextInt(4) == 0 ? List.of(1 + random.nextInt(3)) : List.of(),
                random.nextBoolean(),
                now.minus(Duration.ofDays(random.nextInt(900))));
    }

    private static Unit unit(SplittableRandom random, int id, Parent parent, int group, int number, Instant now) {
        boolean future = random.nextInt(25) == 0;
        boolean hasFile = !future && random.nextInt(12) != 0;
        var released = future
                ? now.plus(Duration.ofDays(1 + random.nextInt(90)))
                : now.minus(Duration.ofHours(1 + random.nextInt(20_000)));
        return new Unit(
                id,
                parent.id(),
                group == 1 && number == 1 ? parent.title() : Titles.title(random),
                group,
                number,
                random.nextInt(12) != 0,
                hasFile,
                hasFile && random.nextInt(9) == 0,
                hasFile ? 300_000_000L + random.nextLong(4_000_000_000L) : 0,
                released,
                random.nextInt(3) == 0 ? null : now.minus(Duration.ofHours(random.nextInt(900))));
    }

    private static String uuid(SplittableRandom random) {
        return new java.util.UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() >>> 2 | 1L << 63)
                .toString();
    }
}
