package io.pilothouse.tasks.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.ServerJobOrder;
import io.pilothouse.domain.library.SyncRun;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.LibraryRig;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.UnheardTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a server does not have any more, and what is left of a server that is gone for good.
class LibraryDeletionsTest {

    @TempDir
    Path folder;

    private LibraryRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new LibraryRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aLibraryThatShrinksByMuchIsHeldUntilAPersonDecides() throws Exception {
        var big = rig.add("Big", "scenes", "400");
        rig.full(big);
        rig.later(60);
        rig.on("Big", it -> {
            for (int id = 1; id <= 360; id++) {
                it.library().remove("scenes", id);
            }
            return null;
        });

        var report = rig.changes(big);

        assertThat(report.gone()).isZero();
        assertThat(report.held()).containsEntry(EntityType.SCENE, 360);
        assertThat(rig.library.status())
                .anySatisfy(status -> assertThat(status.held()).containsEntry("scene", 360));
        assertThat(rig.all(EntityType.SCENE)).hasSize(400);

        var decided = rig.library.sync(big.id(), SyncReport.Mode.INVENTORY, true, new UnheardTask());
        assertThat(decided.gone()).isEqualTo(360);
        assertThat(rig.all(EntityType.SCENE)).hasSize(40);
    }

    @ParameterizedTest
    @CsvSource({"60, 0, 60", "50, 50, 0"})
    void sixOfAHundredMissingAreHeldAndFiveAreNot(int missing, int gone, int held) throws Exception {
        var big = rig.add("Big", "scenes", "1000");
        rig.full(big);
        rig.later(60);
        rig.on("Big", it -> {
            for (int id = 1; id <= missing; id++) {
                it.library().remove("scenes", 10 * id);
            }
            return null;
        });

        var report = rig.changes(big);

        assertThat(report.gone()).isEqualTo(gone);
        assertThat(report.held().getOrDefault(EntityType.SCENE, 0)).isEqualTo(held);
        assertThat(rig.store.live(big.num(), EntityType.SCENE)).isEqualTo(1_000 - gone);
    }

    /// As if the server had begun anew while it listed: what it counts is more than what it lists.
    @Test
    void aListingThatEndsEarlyNeverDeletes() throws Exception {
        var big = rig.add("Big", "scenes", "100");
        rig.full(big);
        rig.later(60);
        for (var type : EntityType.values()) {
            rig.on("Big", it -> {
                var name = type == EntityType.MARKER ? "scene_markers" : type.plural();
                it.endOnceAfter(name, (int) it.library().count(name) - 1);
                return null;
            });
            var before = rig.store.live(big.num(), type);

            var report = rig.sync(big.id(), SyncReport.Mode.INVENTORY);

            assertThat(report.gone()).as(type.plural()).isZero();
            assertThat(rig.store.live(big.num(), type)).isEqualTo(before);
            rig.later(60);
        }
    }

    @Test
    void nothingIsTakenAwayWhileTheServerScans() throws Exception {
        var loft = rig.add("Loft");
        rig.full(loft);
        rig.on("Loft", it -> {
            it.library().remove("scenes", 12);
            return null;
        });
        rig.library.jobs(loft.id());
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var job = executor.submit(
                    () -> rig.library.job(loft.id(), ServerJobOrder.SCAN, TestEngine.ME, new UnheardTask()));
            Eventually.that(() -> {
                try {
                    return !rig.library.jobs(loft.id()).isEmpty();
                } catch (ProblemException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(rig.sync(loft.id(), SyncReport.Mode.INVENTORY).gone()).isZero();
            rig.on("Loft", it -> {
                it.jobs().finish();
                return null;
            });
            rig.later(3);
            assertThat(job.get().status()).isEqualTo("FINISHED");
        }
        assertThat(rig.sync(loft.id(), SyncReport.Mode.INVENTORY).gone()).isEqualTo(1);
    }

    /// Too many to ask for each, too few to be held: they go when two inventories missed them.
    @Test
    void whatTwoInventoriesMissedGoes() throws Exception {
        var big = rig.add("Big", "scenes", "4400");
        rig.full(big);
        rig.later(60);
        rig.on("Big", it -> {
            for (int id = 1; id <= 205; id++) {
                it.library().remove("scenes", id);
            }
            return null;
        });

        assertThat(rig.sync(big.id(), SyncReport.Mode.INVENTORY).gone()).isZero();
        rig.on("Big", it -> {
            it.library().putBack("scenes", 7);
            return null;
        });
        rig.later(60);
        assertThat(rig.sync(big.id(), SyncReport.Mode.INVENTORY).gone()).isEqualTo(204);
        assertThat(rig.store.live(big.num(), EntityType.SCENE)).isEqualTo(4_196);
    }

    private long things(Instance server) {
        return Stream.of(EntityType.values())
                .mapToLong(type -> rig.store.live(server.num(), type))
                .sum();
    }

    /// The first reading is a full one, whatever was asked for; later ones are what came of them.
    @Test
    void theJournalTellsWhatAReadingWas() throws Exception {
        var loft = rig.add("Loft");
        rig.changes(loft);
        rig.later(60);
        rig.changes(loft);
        rig.later(Duration.ofHours(25).toSeconds());
        rig.changes(loft);
        rig.later(Duration.ofDays(8).toSeconds());
        rig.changes(loft);

        assertThat(rig.library.runs(loft.id(), 9))
                .extracting(SyncRun::mode)
                .containsExactly("full", "inventory", "changes", "full");
    }

    @Test
    void whatWasSaidOfAServerThatIsGoneIsWrittenOutAndKeptForAWhile() throws Exception {
        var loft = rig.add("Loft");
        var cellar = rig.add("Cellar");
        rig.full(loft);
        rig.full(cellar);
        var one = new EntityKey(loft.num(), EntityType.SCENE, 3);
        var other = new EntityKey(cellar.num(), EntityType.SCENE, 3);
        var title = rig.row(loft, EntityType.SCENE, 3).title();
        rig.library.rate(one, OptionalInt.of(80));
        rig.library.watched(one, 12);
        rig.library.rate(other, OptionalInt.of(40));
        rig.library.same(new EntityKey(loft.num(), EntityType.TAG, 2), new EntityKey(cellar.num(), EntityType.TAG, 5));
        rig.engine.get().instances().remove(loft.id(), TestEngine.ME);
        var leaving = rig.library.leaving(loft.id()).orElseThrow();
        assertThat(leaving.things()).isEqualTo(things(loft));
        assertThat(leaving.folded()).isPositive().isLessThan(leaving.things());
        assertThat(leaving.said()).as("a rating, a play, a decision").isEqualTo(3);
        rig.engine.get().instances().purge(loft.id(), TestEngine.ME);

        assertThat(rig.library.tidyUp()).isEqualTo(1);

        var file = folder.resolve("kept").resolve("library-" + loft.id() + ".json");
        var said = new ObjectMapper().readTree(Files.readString(file));
        assertThat(said.at("/items")).hasSize(1);
        assertThat(said.at("/items/0/key").asText()).isEqualTo(one.text(loft.id()));
        assertThat(said.at("/items/0/title").asText()).isEqualTo(title);
        assertThat(said.at("/items/0/rating").asInt()).isEqualTo(80);
        assertThat(said.at("/watched/0/what").asText()).isEqualTo("play");
        assertThat(said.at("/rules/0/b").asText()).startsWith(cellar.id().value());
        rig.library.upkeep(new UnheardTask());
        assertThat(rig.personal.opinions()).hasSize(2);

        rig.later(Duration.ofDays(91).toSeconds());
        rig.library.upkeep(new UnheardTask());

        assertThat(rig.personal.opinions())
                .singleElement()
                .matches(it -> it.key().equals(other));
        assertThat(rig.personal.events()).isEmpty();
        assertThat(rig.personal.rules(9)).isEmpty();
        assertThat(file).exists();
    }
}
