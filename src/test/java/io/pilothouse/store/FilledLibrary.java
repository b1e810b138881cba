package io.pilothouse.store;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Relation;
import io.pilothouse.domain.library.RemoteEntity;
import io.pilothouse.domain.library.RemoteEntity.ExternalId;
import io.pilothouse.domain.library.RemoteEntity.Figures;
import io.pilothouse.domain.library.RemoteEntity.Link;
import io.pilothouse.domain.library.RemoteEntity.MediaFile;
import io.pilothouse.domain.library.SyncRun;
import io.pilothouse.store.LibraryJournal.Cursor;
import io.pilothouse.store.LibraryJournal.State;
import io.pilothouse.store.LibraryPersonalRepository.Pick;
import io.pilothouse.store.LibraryRepository.Todo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;

/// Puts something into every table of the library.
final class FilledLibrary {

    private FilledLibrary() {}

    /// A thing with something in every column.
    static RemoteEntity thing(EntityType type, long id, String title, List<Link> links, ExternalId... ids) {
        return new RemoteEntity(
                type,
                id,
                "2026-01-11T10:15:02+02:00",
                "2026-01-11T10:15:0" + id % 10 + "+02:00",
                title,
                new TreeMap<>(Map.of("date", "2026-01-11", "details", "said")),
                new Figures(80, true, true, 1, 2, 3.5, 4.5, Optional.of(Instant.parse("2026-01-11T10:15:02Z"))),
                OptionalLong.of(1),
                links,
                List.of(new MediaFile(
                        id,
                        "/data/" + title + ".mp4",
                        "2026-01-11T10:15:02+02:00",
                        1_000 + id,
                        1_920,
                        1_080,
                        61.5,
                        3_000,
                        "h264",
                        "%016x".formatted(id + type.number() * 1_000L),
                        "%032x".formatted(id + type.number() * 1_000L),
                        "%016x".formatted(id))),
                List.of(ids),
                true);
    }

    static void fill(Database database, Instance instance, Instant now) {
        var store = new LibraryRepository(database, new Random(3));
        var personal = new LibraryPersonalRepository(database);
        int num = instance.num();
        for (var type : EntityType.values()) {
            var links = Relation.from(type).stream().map(it -> Link.to(it, 2)).toList();
            var cursor = new Cursor(type, "full", "listing", 3, "raw", 3, now);
            store.write(
                    num,
                    type,
                    List.of(
                            thing(
                                    type,
                                    1,
                                    "One " + num,
                                    links,
                                    new ExternalId("https://box.example/", "id" + num, "raw")),
                            thing(type, 2, "Two " + num, links),
                            thing(type, 3, "Three " + num, List.of())),
                    now,
                    Optional.of(cursor),
                    now);
            personal.say(new EntityKey(num, type, 1), new EntityKey(num, type, 2), true, "said", now);
            store.removals().gone(num, type, List.of(new EntityKey(num, type, 3)), now);
            store.journal().seen(num, type, Map.of(1L, "raw"));
            store.journal().raise(num, type, "raw");
        }
        var scene = new EntityKey(num, EntityType.SCENE, 1);
        personal.say(scene, new EntityKey(num, EntityType.SCENE, 3), true, "", now);
        personal.unsay(personal.rules(1).getFirst().number(), now);
        personal.pick(EntityType.SCENE, scene.packed(), new Pick("title", Optional.of(scene), "seen"), now);
        personal.rate(scene, OptionalInt.of(70), now);
        personal.favourite(scene, true, now);
        personal.hide(scene, false, now);
        personal.resume(scene, 1_500, now);
        personal.note(scene, "good", now);
        personal.add(scene, "play", now, 12.5);
        personal.order(scene, "rating", "70", "80", now);
        personal.save("filter " + num, "{}", now);
        store.addTodo(Todo.SUSPECT, List.of(scene));
        store.journal().sample(num, 2, java.util.Set.of());
        store.journal().add(num, new SyncRun("full", now, now.plusSeconds(1), "done", "because", "{}"));
        store.journal()
                .save(
                        num,
                        new State(
                                "v0.30.1",
                                "{}",
                                "raw",
                                "Z",
                                Optional.of(now),
                                Optional.of(now),
                                Optional.of(now),
                                Optional.of(now),
                                "{}",
                                "off"));
        moved(store, personal, num, now);
        conflict(database, num, now);
        store.catchUp(num, now);
        store.addTodo(Todo.MISSING, List.of(scene));
        new LibraryLikeness(database).catchUp();
    }

    /// A thing goes, and comes back under another number.
    private static void moved(LibraryRepository store, LibraryPersonalRepository personal, int num, Instant now) {
        var old = thing(EntityType.IMAGE, 7, "Old", List.of());
        store.write(num, EntityType.IMAGE, List.of(old), now, Optional.empty(), now);
        personal.rate(new EntityKey(num, EntityType.IMAGE, 7), OptionalInt.of(60), now);
        store.removals().gone(num, EntityType.IMAGE, List.of(new EntityKey(num, EntityType.IMAGE, 7)), now);
        var again = new RemoteEntity(
                EntityType.IMAGE,
                8,
                old.createdRaw(),
                old.updatedRaw(),
                "Again",
                old.fields(),
                old.figures(),
                old.parent(),
                List.of(),
                old.files(),
                List.of(),
                true);
        store.write(num, EntityType.IMAGE, List.of(again), now, Optional.empty(), now);
    }

    /// Two things of this server have the same mark as one of another.
    private static void conflict(Database database, int num, Instant now) {
        var other = database.read(connection -> Sql.number(
                connection, "select num from instance where num <> ? and deleted_at_ms is not null limit 1", num));
        var store = new LibraryRepository(database, new Random(3));
        var id = new ExternalId("https://box.example", "twice " + num, "");
        int elsewhere = other == 0 ? num + 1 : (int) (long) other;
        store.write(
                elsewhere,
                EntityType.TAG,
                List.of(thing(EntityType.TAG, 20, "There", List.of(), id)),
                now,
                Optional.empty(),
                now);
        store.write(
                num,
                EntityType.TAG,
                List.of(
                        thing(EntityType.TAG, 21, "Here", List.of(), id),
                        thing(EntityType.TAG, 22, "Here, too", List.of(), id)),
                now,
                Optional.empty(),
                now);
    }
}
