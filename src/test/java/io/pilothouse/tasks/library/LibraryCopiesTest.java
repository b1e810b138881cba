package io.pilothouse.tasks.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.demo.service.Fault;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.testing.LibraryRig;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.UnheardTask;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of the several copies of one thing.
class LibraryCopiesTest {

    @TempDir
    Path folder;

    private LibraryRig rig;
    private Instance north;
    private Instance south;

    @BeforeEach
    void open() throws Exception {
        rig = new LibraryRig(folder);
        north = rig.add("North", "scenes", "60");
        south = rig.add("South", "scenes", "60");
        rig.full(north);
        rig.full(south);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private LibraryRow folded() {
        return rig.library.page(LibraryQuery.all(EntityType.SCENE, rig.library.shown(List.of()))).stream()
                .filter(row -> row.copies().size() > 1)
                .findFirst()
                .orElseThrow();
    }

    private EntityKey firstOf(LibraryRow row) {
        return rig.queries
                .things()
                .copiesOf(row.key(), rig.library.shown(List.of()))
                .getFirst();
    }

    private static void sharpen(Map<String, Object> row) {
        var file = new HashMap<String, Object>();
        ((Map<?, ?>) ((List<?>) row.get("files")).getFirst()).forEach((name, value) -> file.put((String) name, value));
        file.put("height", 9_000);
        row.put("files", List.of(file));
    }

    @Test
    void theBestPictureIsShownFirstWhereThatIsWanted() throws Exception {
        var shown = folded();
        var other = shown.copies().getLast();
        var server = rig.library.server(other.instance()).orElseThrow();
        rig.on(server.name(), it -> {
            it.library().update("scenes", other.id(), LibraryCopiesTest::sharpen);
            return null;
        });
        rig.later(60);
        rig.full(server);
        assertThat(firstOf(shown)).isEqualTo(shown.key());

        rig.engine.get().settings().set(StoredLibrary.SHOWN_COPY, StoredLibrary.ShownCopy.BEST);
        rig.library.ranked();
        assertThat(firstOf(shown)).isEqualTo(other);

        rig.engine.get().settings().set(StoredLibrary.SHOWN_COPY, StoredLibrary.ShownCopy.BY_SERVER);
        rig.library.ranked();
        assertThat(firstOf(shown)).isEqualTo(shown.key());
    }

    @Test
    void aSceneIsPlayedFromTheNextServerWhenItsOwnIsSilent() throws Exception {
        var played = new ArrayList<URI>();
        rig.player = (stream, _) -> {
            played.add(stream);
            return Optional.of("player");
        };
        var shown = folded();
        var other = shown.copies().getLast();
        assertThat(rig.library.play(shown.key()).from()).isEqualTo(shown.key());
        rig.service(rig.library.server(shown.key().instance()).orElseThrow().name())
                .fault(new Fault.Refused());

        assertThat(rig.library.play(shown.key()).from()).isEqualTo(other);

        assertThat(played).hasSize(2);
        assertThat(played.getLast().getPath()).isEqualTo("/scene/" + other.id() + "/stream");
        assertThat(played.getLast().getPort())
                .isNotEqualTo(played.getFirst().getPort())
                .isEqualTo(rig.service(rig.library
                                .server(other.instance())
                                .orElseThrow()
                                .name())
                        .address()
                        .getPort());
        assertThat(firstOf(shown)).isEqualTo(shown.key());
    }

    @Test
    void twoTagsOfOneServerAreMergedThereAfterAWarning() throws Exception {
        var scene =
                rig.library.page(LibraryQuery.all(EntityType.SCENE, rig.library.shown(List.of(north.id())))).stream()
                        .map(row -> rig.queries.things().copy(row.key()).orElseThrow())
                        .filter(copy -> copy.links().containsKey(EntityType.TAG))
                        .findFirst()
                        .orElseThrow();
        var source = scene.links().get(EntityType.TAG).getFirst().key();
        var into = rig.library.page(LibraryQuery.all(EntityType.TAG, rig.library.shown(List.of(north.id())))).stream()
                .map(LibraryRow::key)
                .filter(key -> scene.links().get(EntityType.TAG).stream()
                        .noneMatch(tag -> tag.key().equals(key)))
                .findFirst()
                .orElseThrow();
        assertThat(catchThrowableOfType(
                                ProblemException.class,
                                () -> rig.library.mergeOnServer(
                                        source, into, Consent.none(Origin.WINDOW), new UnheardTask()))
                        .problem()
                        .code())
                .isEqualTo(ProblemCode.CONFIRM);
        assertThat(catchThrowableOfType(
                                ProblemException.class,
                                () -> rig.library.mergeOnServer(
                                        source,
                                        new EntityKey(south.num(), EntityType.TAG, into.id()),
                                        TestEngine.ME,
                                        new UnheardTask()))
                        .problem()
                        .code())
                .isEqualTo(ProblemCode.BAD_VALUE);

        rig.library.mergeOnServer(
                source,
                into,
                new Consent(Origin.WINDOW, true, true, Optional.of(north.name()), false),
                new UnheardTask());

        var tags = rig.queries.things().copy(scene.key()).orElseThrow().links().get(EntityType.TAG);
        assertThat(tags).extracting(tag -> tag.key()).contains(into).doesNotContain(source);
        assertThat(rig.queries.things().copy(source).orElseThrow().gone()).isPresent();
    }
}
