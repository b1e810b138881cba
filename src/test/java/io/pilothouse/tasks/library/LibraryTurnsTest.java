package io.pilothouse.tasks.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.demo.service.Fault;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.library.ServerJobOrder;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.LibraryRig;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.UnheardTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is done for the libraries by itself: the real engine, its time moved by hand, against a simulated
/// server.
class LibraryTurnsTest {

    @TempDir
    Path folder;

    private LibraryRig rig;
    private LibraryTurns turns;
    private LibraryPauses pauses;
    private Instance north;

    @BeforeEach
    void open() throws Exception {
        rig = new LibraryRig(folder);
        north = rig.add("North", "scenes", "60");
        rig.full(north);
        var engine = rig.engine.get();
        engine.start();
        pauses = new LibraryPauses(engine.settings(), rig.engine.time);
        pauses.every(north.id(), Duration.ofDays(7)); // so that nothing here is read by the clock
        turns = turns();
        passing(() -> rig.library.status().getFirst().last().isPresent());
    }

    private LibraryTurns turns() {
        var engine = rig.engine.get();
        return new LibraryTurns(
                rig.library,
                pauses,
                engine.scheduler(),
                engine.runner(),
                engine.instances(),
                engine.health().states(),
                rig.engine.time,
                ZoneOffset.UTC);
    }

    @AfterEach
    void close() {
        turns.close();
        rig.close();
    }

    private interface Wanted {
        boolean there() throws ProblemException;
    }

    /// Lets seconds pass until it is so, never faster than the engine follows: what falls far behind the
    /// clock is taken for a sleep of the computer.
    private void passing(Wanted wanted) throws InterruptedException {
        Eventually.that(() -> {
            try {
                rig.engine.pass(Duration.ofSeconds(1));
                return wanted.there();
            } catch (ProblemException e) {
                throw new AssertionError(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
    }

    private String told(long scene, String field) {
        return rig.on(
                "North", it -> String.valueOf(it.library().row("scenes", scene).get(field)));
    }

    @Test
    void aRatingIsWrittenByItselfWhereThatIsWanted() throws Exception {
        rig.library.rate(new EntityKey(north.num(), EntityType.SCENE, 3), OptionalInt.of(20));
        rig.library.writeBack(north.id(), "automatic");

        rig.library.rate(new EntityKey(north.num(), EntityType.SCENE, 4), OptionalInt.of(40));

        passing(() -> rig.library.waiting(north.id()).isEmpty());
        assertThat(told(4, "rating100")).isEqualTo("40");
        assertThat(told(3, "rating100")).isNotEqualTo("20");
    }

    @Test
    void whatAScanFoundIsReadSoonAfterItAndItsJobIsSeenToGoOn() throws Exception {
        var seen = new java.util.concurrent.atomic.AtomicBoolean();
        rig.library.jobNews().subscribe(Runnable::run, jobs -> {
            if (jobs.containsKey(north.id())) {
                seen.set(true);
            }
        });
        rig.on("North", it -> it.library().addLike("scenes", 1, row -> row.put("title", "Found by a scan")));
        var scans = new ArrayList<Thread>();

        passing(() -> {
            if (!seen.get() && scans.stream().noneMatch(Thread::isAlive)) { // until its news are heard
                scans.add(Thread.ofVirtual().start(this::scan));
            }
            return seen.get()
                    && rig.all(EntityType.SCENE).stream()
                            .anyMatch(row -> row.title().equals("Found by a scan"));
        });

        passing(() -> scans.stream().noneMatch(Thread::isAlive)); // they look again only as time passes
    }

    @Test
    void aServerThatIsAddedIsReadSoonAndNotAtItsNextTurn() throws Exception {
        rig.engine.pass(Duration.ofMinutes(2)); // the program began long ago
        var south = rig.add("South", "scenes", "60");

        var soon = rig.now().plus(Duration.ofMinutes(1));
        var plan = rig.engine.get().scheduler().plan();
        Eventually.that(() -> plan.get().stream()
                .filter(planned -> planned.instance().equals(Optional.of(south.id())))
                .anyMatch(planned -> planned.nextAt().filter(soon::isAfter).isPresent()));
        passing(() -> rig.store.live(south.num(), EntityType.SCENE) == 60);
    }

    @Test
    void whatIsShownFollowsTheServersThatAreThere() throws Exception {
        var south = rig.add("South", "scenes", "60");
        rig.full(south);
        pauses.every(south.id(), Duration.ofDays(7));
        var folded = rig.library.page(LibraryQuery.all(EntityType.SCENE, rig.library.shown(List.of()))).stream()
                .filter(row -> row.copies().size() == 2)
                .findFirst()
                .orElseThrow();
        assertThat(folded.key().instance()).isEqualTo(north.num());
        var instances = rig.engine.get().instances();
        passing(() -> rig.engine.get().scheduler().plan().get().stream()
                .anyMatch(planned -> planned.key().contains(south.id().value())));

        long before = rig.library.changes().get();
        instances.setEnabled(south.id(), false, TestEngine.ME);
        passing(() -> rig.library.changes().get() > before);
        var off = instances.find(south.id()).orElseThrow();
        instances.edit(off.id(), off.configVersion(), off.configuration().withPriority(1), Map.of(), TestEngine.ME);
        instances.setEnabled(south.id(), true, TestEngine.ME);

        passing(() ->
                rig
                        .library
                        .page(LibraryQuery.all(EntityType.SCENE, rig.library.shown(List.of()))
                                .limit(500))
                        .stream()
                        .anyMatch(row -> row.key().instance() == south.num()
                                && row.copies().contains(folded.key())));

        long later = rig.library.changes().get();
        instances.remove(south.id(), TestEngine.ME);
        passing(() -> rig.library.changes().get() > later);
    }

    @Test
    void anotherPriorityGivenWhileNothingRanIsFollowedAtTheNextStart() throws Exception {
        var south = rig.add("South", "scenes", "60");
        rig.full(south);
        var all =
                LibraryQuery.all(EntityType.SCENE, rig.library.shown(List.of())).limit(500);
        var folded = rig.library.page(all).stream()
                .filter(row -> row.copies().size() == 2)
                .map(LibraryRow::key)
                .toList();
        assertThat(folded).isNotEmpty().allMatch(key -> key.instance() == north.num());
        turns.close();
        rig.engine
                .get()
                .instances()
                .edit(
                        south.id(),
                        south.configVersion(),
                        south.configuration().withPriority(1),
                        Map.of(),
                        TestEngine.ME);
        assertThat(rig.library.page(all)).extracting(LibraryRow::key).containsAll(folded);

        long before = rig.library.changes().get();

        turns = turns();

        Eventually.that(() -> rig.library.changes().get() > before);
        assertThat(rig.library.page(all))
                .filteredOn(row -> row.copies().size() == 2)
                .allMatch(row -> row.key().instance() == south.num());
        assertThat(rig.store.rankWhereOtherwise()).isZero();
    }

    @Test
    void whatCouldNotBeReadWhileAServerWasAwayIsReadWhenItIsBack() throws Exception {
        var health = rig.engine.get().health().states();
        rig.service("North").fault(new Fault.Refused());
        rig.engine.checks.fail(north, FaultCode.CONNECTION_REFUSED);
        var reading =
                new FutureTask<>(() -> rig.library.sync(north.id(), SyncReport.Mode.CHANGES, false, new UnheardTask()));
        Thread.ofVirtual().start(reading);
        passing(reading::isDone); // a connection that was open is cut, and a cut one is tried again as time passes
        assertThatThrownBy(reading::get).hasCauseInstanceOf(ProblemException.class);
        passing(() -> health.get().get(north.id()).state().holdsCycles());
        assertThat(rig.library.status().getFirst().failed()).isTrue();

        rig.service("North").heal();
        rig.engine.checks.heal(north);

        passing(() -> !rig.library.status().getFirst().failed());
    }

    private void scan() {
        try {
            rig.library.job(north.id(), ServerJobOrder.SCAN, TestEngine.ME, new UnheardTask());
        } catch (ProblemException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
