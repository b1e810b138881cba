package io.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.Relation;
import io.pilothouse.domain.library.RemoteEntity;
import io.pilothouse.domain.library.RemoteEntity.Figures;
import io.pilothouse.domain.library.RemoteEntity.Link;
import io.pilothouse.domain.library.RemoteEntity.MediaFile;
import io.pilothouse.testing.HandTime;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryImageSetsTest {

    private static final Instant NOW = Instant.parse("2026-01-12T00:00:00Z");
    private static final int NORTH = 1;
    private static final int SOUTH = 2;

    @TempDir
    Path folder;

    private Database database;
    private LibraryRepository store;
    private LibraryQueries queries;

    @BeforeEach
    void open() {
        database = Database.open(new DataFolder(folder), new HandTime(NOW));
        store = new LibraryRepository(database, new Random(1));
        queries = new LibraryQueries(database);
        var instances = new InstanceRepository(database, new HandTime(NOW), new Random(2));
        for (var server : List.of(NORTH, SOUTH)) {
            instances.add(
                    Configuration.of(
                            new KindId("stash"), "Server " + server, Address.of("http://server" + server + ".test/")),
                    Optional.empty());
            write(server, thing(EntityType.GALLERY, 10L + server, "", List.of()));
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static RemoteEntity thing(EntityType type, long id, String md5, List<Link> links) {
        return new RemoteEntity(
                type,
                id,
                "2026-01-11T10:15:02Z",
                "2026-01-11T10:15:02Z",
                type + " " + id,
                new TreeMap<>(),
                Figures.NONE,
                OptionalLong.empty(),
                links,
                type == EntityType.IMAGE
                        ? List.of(new MediaFile(id, "/data/" + id + ".jpg", "", 1, 1, 1, 0, 0, "", "", md5, ""))
                        : List.of(),
                List.of(),
                false);
    }

    private void write(int server, RemoteEntity thing) {
        store.write(server, thing.type(), List.of(thing), NOW, Optional.empty(), NOW);
    }

    private void image(int server, long id, String md5) {
        write(server, thing(EntityType.IMAGE, id, md5, List.of(Link.to(Relation.IMAGE_GALLERY, 10L + server))));
    }

    private int galleries() {
        for (var server : List.of(NORTH, SOUTH)) {
            while (store.catchUp(server, NOW) > 0) {
                continue;
            }
        }
        return queries.page(LibraryQuery.all(EntityType.GALLERY, new TreeSet<>(Set.of(NORTH, SOUTH))))
                .size();
    }

    @Test
    void galleriesOfTheSameImagesAreOne() {
        image(NORTH, 1, "aa");
        image(NORTH, 2, "bb");
        image(SOUTH, 8, "bb");
        assertThat(galleries()).isEqualTo(2);

        image(SOUTH, 9, "aa");
        assertThat(galleries()).isEqualTo(1);

        image(NORTH, 2, "cc");
        assertThat(galleries()).isEqualTo(2);
        image(NORTH, 2, "bb");
        assertThat(galleries()).isEqualTo(1);

        store.removals().gone(SOUTH, EntityType.IMAGE, List.of(new EntityKey(SOUTH, EntityType.IMAGE, 9)), NOW);
        assertThat(galleries()).isEqualTo(2);
    }

    /// However much is linked to what went away, all of it is read again.
    @Test
    void everythingLinkedToATagIsReadAgain() {
        var tag = new EntityKey(NORTH, EntityType.TAG, 4);
        for (int from = 1; from <= 5_100; from += 100) {
            var some = java.util.stream.LongStream.range(from, from + 100)
                    .mapToObj(id -> thing(EntityType.SCENE, id, "", List.of(Link.to(Relation.SCENE_TAG, 4))))
                    .toList();
            store.write(NORTH, EntityType.SCENE, some, NOW, Optional.empty(), NOW);
        }
        write(SOUTH, thing(EntityType.SCENE, 1, "", List.of(Link.to(Relation.SCENE_TAG, 4))));

        store.rereadLinkedTo(List.of(tag));

        assertThat(store.todo(NORTH, LibraryRepository.Todo.REREAD, EntityType.SCENE, 9_000))
                .hasSize(5_100);
        assertThat(store.todo(SOUTH, LibraryRepository.Todo.REREAD, EntityType.SCENE, 9_000))
                .isEmpty();
    }

    @Test
    void anImageWithoutAChecksumTellsNothing() {
        image(NORTH, 1, "aa");
        image(NORTH, 2, "");
        image(SOUTH, 8, "aa");
        image(SOUTH, 9, "");
        assertThat(galleries()).isEqualTo(2);

        image(NORTH, 2, "bb");
        image(SOUTH, 9, "bb");
        assertThat(galleries()).isEqualTo(1);
    }
}
