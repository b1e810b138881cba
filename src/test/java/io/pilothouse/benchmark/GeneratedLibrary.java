package io.pilothouse.benchmark;

import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Relation;
import io.pilothouse.domain.library.RemoteEntity;
import io.pilothouse.domain.library.RemoteEntity.ExternalId;
import io.pilothouse.domain.library.RemoteEntity.Figures;
import io.pilothouse.domain.library.RemoteEntity.Link;
import io.pilothouse.domain.library.RemoteEntity.MediaFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Things of a generated library, as a server would tell them. Some scenes are the same on the next
/// server, so that clusters arise.
final class GeneratedLibrary {

    private static final String BOX = "https://box.example/graphql";
    private static final List<String> WORDS = List.of(
            "fog",
            "dunes",
            "spruce",
            "tide",
            "night",
            "pan",
            "evening",
            "snow",
            "cliffs",
            "orchard",
            "dawn",
            "violet",
            "moonrise",
            "glacier",
            "hills",
            "ice",
            "birch",
            "gulls",
            "reed",
            "concert",
            "quartet",
            "organ",
            "talk",
            "lecture",
            "walk",
            "timelapse",
            "harbour",
            "meadow",
            "bridge",
            "garden",
            "river",
            "summit");

    private final int server;
    private final long scenes;
    private final long shared;
    private final long tags;
    private final long performers;
    private final long studios;

    /// @param shared so many scenes have a copy on the server before
    GeneratedLibrary(int server, long scenes, long shared) {
        this.server = server;
        this.scenes = scenes;
        this.shared = shared;
        tags = Math.max(20, scenes / 100);
        performers = Math.max(20, scenes / 60);
        studios = Math.max(10, scenes / 500);
    }

    long count(EntityType type) {
        return switch (type) {
            case SCENE -> scenes;
            case TAG -> tags;
            case PERFORMER -> performers;
            case STUDIO -> studios;
            default -> 0;
        };
    }

    /// @param from the first id
    List<RemoteEntity> page(EntityType type, long from, int size) {
        var page = new ArrayList<RemoteEntity>();
        for (long id = from; id < from + size && id <= count(type); id++) {
            page.add(type == EntityType.SCENE ? scene(id) : named(type, id));
        }
        return page;
    }

    private RemoteEntity named(EntityType type, long id) {
        return new RemoteEntity(
                type,
                id,
                "2024-01-01T00:00:00Z",
                "2024-01-01T00:00:00Z",
                type.word() + " " + WORDS.get((int) (id % WORDS.size())) + " " + id,
                new TreeMap<>(),
                Figures.NONE,
                OptionalLong.empty(),
                List.of(),
                List.of(),
                List.of(),
                true);
    }

    private RemoteEntity scene(long id) {
        boolean twin = id <= shared;
        long same = twin ? id : server * 1_000_000_000L + id;
        var random = new SplittableRandom(same * 31 + 5);
        var own = new SplittableRandom(server * 1_000_003L + id);
        var stamp = Instant.ofEpochSecond(1_600_000_000L + own.nextLong(100_000_000L))
                .toString();
        var links = new ArrayList<Link>();
        for (int i = 0; i < 10; i++) { // a few tags are on very many scenes
            double skew = own.nextDouble();
            links.add(Link.to(Relation.SCENE_TAG, 1 + (long) (skew * skew * skew * (tags - 1))));
        }
        for (int i = own.nextInt(4); i > 0; i--) {
            links.add(Link.to(Relation.SCENE_PERFORMER, 1 + own.nextLong(performers)));
        }
        var title = WORDS.get(random.nextInt(WORDS.size())) + " " + WORDS.get(random.nextInt(WORDS.size())) + " "
                + random.nextInt(100_000);
        return new RemoteEntity(
                EntityType.SCENE,
                id,
                stamp,
                stamp,
                title,
                new TreeMap<>(Map.of(
                        "date",
                        "20%02d-%02d-%02d"
                                .formatted(10 + random.nextInt(16), 1 + random.nextInt(12), 1 + random.nextInt(28)))),
                new Figures(
                        own.nextInt(8) == 0 ? 20 * (1 + own.nextInt(5)) : 0,
                        false,
                        own.nextBoolean(),
                        0,
                        own.nextInt(5) == 0 ? 1 : 0,
                        0,
                        0,
                        own.nextInt(5) == 0 ? Optional.of(Instant.parse(stamp)) : Optional.empty()),
                OptionalLong.of(1 + own.nextLong(studios)),
                links.stream().distinct().toList(),
                List.of(new MediaFile(
                        id,
                        "/data/" + title.replace(' ', '/') + ".mp4",
                        stamp,
                        100_000_000L + random.nextLong(4_000_000_000L),
                        1_920,
                        random.nextInt(4) == 0 ? 2_160 : 1_080,
                        60 + random.nextInt(5_000),
                        3_000_000,
                        "h264",
                        "%016x".formatted(random.nextLong()),
                        "",
                        "%016x".formatted(random.nextLong()))),
                twin && own.nextInt(2) == 0 ? List.of(new ExternalId(BOX, "id-" + same, "")) : List.of(),
                true);
    }
}
