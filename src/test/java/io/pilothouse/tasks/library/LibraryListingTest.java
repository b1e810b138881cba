package io.pilothouse.tasks.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.stash.StashSimulator;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.LibraryRig;
import io.pilothouse.testing.UnheardTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Listing everything of a server that fails, changes or goes away meanwhile.
class LibraryListingTest {

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

    private void server(String name, Consumer<StashSimulator> change) {
        rig.on(name, it -> {
            change.accept(it);
            return null;
        });
    }

    private long asked(String name, String document) {
        return rig.service(name).requests().stream()
                .map(LoggedRequest::body)
                .filter(body -> body.contains("query " + document + "("))
                .count();
    }

    private void cutAfterOnePage(Instance server) {
        assertThatThrownBy(() ->
                        rig.library.sync(server.id(), SyncReport.Mode.FULL, false, new Cutting(new AtomicInteger(), 1)))
                .isInstanceOf(Cutting.Cut.class);
    }

    @Test
    void oneThingThatCannotBeReadMakesNoPageAfterItSmall() throws Exception {
        var big = rig.add("Big", "scenes", "2000");
        server("Big", it -> it.breakRow("scenes", 3));

        var report = rig.full(big);

        assertThat(report.unreadable()).containsExactly("scene 3");
        assertThat(rig.store.live(big.num(), EntityType.SCENE)).isEqualTo(1_999);
        assertThat(asked("Big", "ScenesPage")).isLessThan(35);
    }

    @Test
    void oneThingThatCannotBeReadIsNoReasonToCompareEverythingEachTime() throws Exception {
        var loft = rig.add("Loft");
        server("Loft", it -> it.breakRow("scenes", 7));
        rig.full(loft);
        rig.later(900);
        assertThat(rig.changes(loft).mode()).isEqualTo(SyncReport.Mode.CHANGES);

        server("Loft", it -> it.mendRow("scenes", 7));
        rig.later(900);
        rig.changes(loft);
        assertThat(rig.store.live(loft.num(), EntityType.SCENE)).isEqualTo(60);
        rig.later(900);
        assertThat(rig.changes(loft).nothing()).isTrue();

        server("Loft", it -> it.library().remove("scenes", 9));
        rig.later(900);
        assertThat(rig.changes(loft).gone()).isEqualTo(1);
    }

    /// Types that are read by page number: what was deleted meanwhile has moved all others to earlier pages.
    @Test
    void whatIsGoneOnWithAfterTheServerShrankLeavesNothingOut() throws Exception {
        var big = rig.add("Big", "scenes", "24000"); // 1,200 tags
        cutAfterOnePage(big);
        assertThat(rig.store.live(big.num(), EntityType.TAG)).isEqualTo(1_000);
        server("Big", it -> {
            for (int tag = 1; tag <= 300; tag++) {
                it.library().remove("tags", tag);
            }
        });

        cutAfterOnePage(big);

        assertThat(rig.store.live(big.num(), EntityType.TAG))
                .as("also those that moved")
                .isEqualTo(1_200);
    }

    @Test
    void whatIsGoneOnWithReadsAgainOnlyThePageThatTellsWhereItStands() throws Exception {
        var big = rig.add("Big", "scenes", "44000"); // 2,200 tags
        cutAfterOnePage(big);
        cutAfterOnePage(big);
        cutAfterOnePage(big);

        assertThat(rig.store.live(big.num(), EntityType.TAG)).isEqualTo(2_200);
        assertThat(asked("Big", "TagsPage")).isLessThanOrEqualTo(5);
    }

    @Test
    void aRowWithoutAProperNumberIsNoEndOfTheList() throws Exception {
        var big = rig.add("Big", "scenes", "700");
        server("Big", it -> it.library().edit("scenes", 5, row -> row.put("id", "1099511627776")));

        rig.full(big);

        assertThat(asked("Big", "ScenesPage")).isEqualTo(2);
        assertThat(rig.store.live(big.num(), EntityType.SCENE)).isEqualTo(699);
    }

    @Test
    void aServerThatRestartsInTheMiddleOfAPageIsGoneOnWith() throws Exception {
        var big = rig.add("Big", "scenes", "2600");
        var pages = new AtomicInteger();
        var failure = new CompletableFuture<ProblemException>();
        var reading = Thread.ofVirtual().start(() -> {
            try {
                rig.library.sync(big.id(), SyncReport.Mode.FULL, false, new UnheardTask() {
                    @Override
                    public void progress(long done, long total) {
                        if (pages.incrementAndGet() == 7) {
                            rig.service("Big").fault(new Fault.CutOff(3_000));
                        }
                    }
                });
                failure.completeExceptionally(new AssertionError("it was read to its end"));
            } catch (ProblemException e) {
                failure.complete(e);
            } catch (InterruptedException e) {
                failure.completeExceptionally(e);
            }
        });
        Eventually.that(() -> {
            rig.later(1); // it asks again after a while
            return failure.isDone();
        });
        reading.join();
        assertThat(failure.get().problem().summary()).contains("Big");
        var before = rig.store.live(big.num(), EntityType.SCENE);
        assertThat(before).isPositive().isLessThan(2_600);

        rig.service("Big").heal();
        rig.service("Big").forgetRequests();
        var report = rig.full(big);

        assertThat(rig.store.live(big.num(), EntityType.SCENE)).isEqualTo(2_600);
        assertThat(report.gone()).isZero();
        assertThat(asked("Big", "ScenesPage")).isEqualTo((2_600 - before) / 500 + 1);
    }
}
