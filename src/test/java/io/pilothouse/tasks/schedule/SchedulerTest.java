package io.pilothouse.tasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulerTest {

    private static final Duration QUARTER = Duration.ofMinutes(15);

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<Instant> ran = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Consent> consents = new ConcurrentLinkedQueue<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private TestEngine test;

    @BeforeEach
    void open() {
        test = new TestEngine(folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void workRunsAtItsTurns() throws Exception {
        var loft = healthy();
        test.get().scheduler().put(hunt(loft, MissedTurns.LATEST));

        turns(3);

        assertThat(ran).containsExactly(at("12:15"), at("12:30"), at("12:45"));
        assertThat(planned().nextAt()).contains(at("13:00"));
    }

    @Test
    void noTurnEverRunsTwiceOverRestartsSleepsAndClocksThatGoBack() throws Exception {
        var loft = healthy();
        var random = new Random(3);
        var policies = MissedTurns.values();
        for (int i = 0; i < 15; i++) {
            for (int step = 0; step < 70; step++) {
                long seconds = random.nextInt(12) == 0 ? 40_000 : random.nextInt(1200) - 150;
                test.time.advance(Duration.ofSeconds(seconds));
                test.get().scheduler().surroundingsChanged();
                Thread.yield();
            }
            var engine = test.restart();
            engine.scheduler().put(hunt(loft, policies[i % policies.length]));
            engine.start();
        }
        Eventually.that(() -> !ran.isEmpty());
        test.restart();

        assertThat(new HashSet<>(ran)).hasSameSizeAs(ran);
        assertThat(ran.size()).isGreaterThan(10);
    }

    /// Another program, such as a store browser, holds the store for longer than it is waited for.
    @Test
    void aTurnThatFoundTheStoreBusyComesLater() throws Exception {
        var loft = healthy();
        test.get().scheduler().put(hunt(loft, MissedTurns.LATEST));
        test.pass(untilNextTurn().minusSeconds(1));
        try (var browser = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pilothouse.db"));
                var holding = browser.createStatement()) {
            holding.execute("begin immediate");
            turnsWithoutWaiting(1);
            Eventually.that(test.time::asleep);
            holding.execute("rollback");
        }
        test.time.advance(Duration.ofSeconds(31));

        Eventually.that(() -> ran.size() == 1);
    }

    @Test
    void ofMissedTurnsOnlyTheNewestRuns() throws Exception {
        var loft = healthy();
        test.get().scheduler().put(hunt(loft, MissedTurns.LATEST));
        turns(1);

        test.close();
        test.time.advance(Duration.ofHours(5).plusMinutes(7));
        test = reopened();
        test.get().scheduler().put(hunt(loft, MissedTurns.LATEST));
        startHealthy(loft);

        Eventually.that(() -> ran.size() == 2);
        assertThat(ran).containsExactly(at("12:15"), at("17:15"));
    }

    @Test
    void whatWasMissedWhileTheProgramWasClosedIsCountedOnce() throws Exception {
        var loft = healthy();
        test.get().scheduler().put(hunt(loft, MissedTurns.LATEST));
        turns(1);
        assertThat(test.get().scheduler().missed().get().instances()).isEmpty();

        test.close();
        test.time.advance(Duration.ofHours(1).plusMinutes(7));
        test = reopened();
        test.get().scheduler().put(hunt(loft, MissedTurns.LATEST));
        startHealthy(loft);

        Eventually.that(() -> ran.size() == 2);
        assertThat(test.get().scheduler().missed().get()).isEqualTo(new Scheduler.Missed(1, 3, List.of(loft.id())));
    }

    @Test
    void aTurnLeftOutDoesNotComeNotEvenAfterARestart() throws Exception {
        var loft = healthy();
        test.get().scheduler().put(hunt(loft, MissedTurns.LATEST));
        var key = "hunt/" + loft.id() + "/missing";

        assertThat(test.get().scheduler().skipNext(key)).isEqualTo(at("12:15"));
        var engine = test.restart();
        engine.scheduler().put(hunt(loft, MissedTurns.LATEST));
        startHealthy(loft);
        turnsWithoutWaiting(1);
        turns(1);

        assertThat(ran).containsExactly(at("12:30"));
        assertThat(test.get().scheduler().past(at("12:00")))
                .anySatisfy(turn -> {
                    assertThat(turn.due()).isEqualTo(at("12:15"));
                    assertThat(turn.outcome()).contains("SKIPPED");
                })
                .anySatisfy(turn -> assertThat(turn.due()).isEqualTo(at("12:30")));
    }

    @Test
    void aPersonMayGiveWorkATurnNow() throws Exception {
        var loft = healthy();
        test.get().scheduler().put(hunt(loft, MissedTurns.LATEST));

        test.get().scheduler().runNow("hunt/" + loft.id() + "/missing");

        Eventually.that(() -> ran.size() == 1);
        assertThat(ran.peek()).isBefore(at("12:15"));
        assertThat(test.get().scheduler().turns(at("12:05"), at("13:00")).stream()
                        .filter(turn -> turn.key().startsWith("hunt/"))
                        .map(Schedules.Turn::at))
                .containsExactly(at("12:15"), at("12:30"), at("12:45"));
    }

    @Test
    void guardedWorkIsHeldVisiblyAndSendsNothingUntilReleased() throws Exception {
        var loft = healthy();
        edit(loft, GuardLevel.GUARDED);
        test.get().scheduler().put(hunt(loft, MissedTurns.LATEST));
        turnsWithoutWaiting(2);

        var held = Eventually.published(
                test.get().tasks().tasks(), tasks -> tasks.stream().anyMatch(SchedulerTest::held));
        assertThat(held.stream()
                        .filter(SchedulerTest::held)
                        .findFirst()
                        .orElseThrow()
                        .reason())
                .contains(RunSentence.IS_GUARDED.with("Loft")); // so that a window says it in its language
        assertThat(ran).isEmpty();

        test.get().guards().release(loft.id());
        Eventually.that(() -> ran.size() == 1);
        Eventually.published(test.get().tasks().tasks(), tasks -> tasks.stream().noneMatch(SchedulerTest::held));
    }

    @Test
    void aTurnThatIsReleasedOnceRunsAndTheNextWaitsAgain() throws Exception {
        var loft = healthy();
        edit(loft, GuardLevel.GUARDED);
        var work = hunt(loft, MissedTurns.LATEST);
        test.get().scheduler().put(work);
        turnsWithoutWaiting(1);
        waitsForARelease(true);

        test.get().scheduler().releaseOnce(work.key());
        Eventually.that(() -> ran.size() == 1);
        assertThat(consents).extracting(Consent::released).containsExactly(true);

        turnsWithoutWaiting(1);
        waitsForARelease(true);
        assertThat(ran).hasSize(1);
    }

    @Test
    void aReleaseOfATurnHoldsForTheOneThatTakesItsPlaceWhileTheInstanceIsDown() throws Exception {
        var loft = healthy();
        edit(loft, GuardLevel.GUARDED);
        var work = hunt(loft, MissedTurns.LATEST);
        test.get().scheduler().put(work);
        turnsWithoutWaiting(1);
        waitsForARelease(true);
        test.checks.fail(loft, FaultCode.WRONG_PRODUCT);
        test.pass(Duration.ofMinutes(1));
        test.get().scheduler().releaseOnce(work.key());
        waitsForARelease(false);
        turnsWithoutWaiting(1);
        assertThat(ran).isEmpty();

        test.checks.heal(loft);
        test.get().health().check(List.of(loft.id()), Origin.WINDOW);
        Eventually.that(() -> ran.size() == 1);
        assertThat(ran).containsExactly(at("12:30"));
    }

    @Test
    void aHeldTurnThatIsLeftOutNeverRunsAndTheNextComes() throws Exception {
        var loft = healthy();
        edit(loft, GuardLevel.GUARDED);
        var work = hunt(loft, MissedTurns.ALL);
        test.get().scheduler().put(work);
        turnsWithoutWaiting(1);
        waitsForARelease(true);

        assertThat(test.get().scheduler().skipHeld(work.key())).isEqualTo(at("12:15"));
        assertThatThrownBy(() -> test.get().scheduler().skipHeld(work.key()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.NOT_FOUND));
        turnsWithoutWaiting(1);
        waitsForARelease(true);
        test.get().guards().release(loft.id());
        Eventually.that(() -> ran.size() == 1);

        assertThat(ran).containsExactly(at("12:30"));
    }

    @Test
    void whatDoesNotWaitForAReleaseIsNotReleased() throws Exception {
        var loft = healthy();
        var work = hunt(loft, MissedTurns.LATEST);
        test.get().scheduler().put(work);

        assertThatThrownBy(() -> test.get().scheduler().releaseOnce(work.key()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.NOT_FOUND));
    }

    private void waitsForARelease(boolean wanted) throws Exception {
        Eventually.published(
                test.get().scheduler().plan(),
                plan -> plan.stream().anyMatch(planned -> planned.is(Schedules.Trait.WAITS_FOR_RELEASE)) == wanted);
    }

    @Test
    void readOnlyWorkIsSkippedWithItsReason() throws Exception {
        var loft = healthy();
        edit(loft, GuardLevel.READ_ONLY);
        test.get().scheduler().put(hunt(loft, MissedTurns.LATEST));
        turnsWithoutWaiting(1);

        var tasks = Eventually.published(
                test.get().tasks().tasks(), all -> all.stream().anyMatch(task -> task.state() == TaskState.SKIPPED));
        assertThat(tasks.stream()
                        .filter(task -> task.state() == TaskState.SKIPPED)
                        .findFirst()
                        .orElseThrow()
                        .reason()
                        .orElseThrow())
                .contains("Read-only");
        assertThat(ran).isEmpty();
    }

    @Test
    void workOfAnInstanceThatIsDownWaitsForItAndRunsWhenItIsBack() throws Exception {
        var loft = healthy();
        test.get().scheduler().put(hunt(loft, MissedTurns.LATEST));
        test.checks.fail(loft, FaultCode.WRONG_PRODUCT);
        test.pass(Duration.ofMinutes(16));
        Eventually.published(test.get().tasks().tasks(), tasks -> tasks.stream().anyMatch(SchedulerTest::held));
        assertThat(ran).isEmpty();

        test.checks.heal(loft);
        test.get().health().check(List.of(loft.id()), Origin.WINDOW);
        Eventually.that(() -> ran.size() == 1);
    }

    /// Bar B3.
    @Test
    void aPauseLetsTurnsPassAndSurvivesARestart() throws Exception {
        var loft = healthy();
        test.get().pausing().pause(Optional.empty());
        test.get().scheduler().put(hunt(loft, MissedTurns.ALL));
        turnsWithoutWaiting(2);

        var engine = test.restart();
        assertThat(engine.pausing().paused()).isTrue();
        engine.scheduler().put(hunt(loft, MissedTurns.ALL));
        engine.start();
        turnsWithoutWaiting(1);
        plannedFor("13:00");
        assertThat(ran).isEmpty();

        engine.pausing().resume();
        startHealthy(loft);
        turns(1);
        assertThat(ran).containsExactly(at("13:00"));
    }

    @Test
    void withoutRoomForTheStoreNothingBeginsAndThenItGoesOnByItself() throws Exception {
        var loft = healthy();
        test.get().pausing().holdWithoutRoom(true);
        test.get().scheduler().put(hunt(loft, MissedTurns.ALL));
        turnsWithoutWaiting(2);
        plannedFor("12:45");
        assertThat(test.get().pausing().paused()).isTrue();
        assertThat(test.get().pausing().state().get()).isEmpty(); // nobody chose a pause
        assertThat(ran).isEmpty();

        test.get().pausing().holdWithoutRoom(false);
        turns(1);
        assertThat(ran).containsExactly(at("12:45"));
    }

    @Test
    void oneInstanceNeverHasTwoPiecesOfWorkAtOnce() throws Exception {
        var loft = healthy();
        gate = new CountDownLatch(1);
        test.get().scheduler().put(hunt(loft, MissedTurns.ALL));
        test.get().scheduler().put(new Hunt("hunt/" + loft.id() + "/upgrades", loft, MissedTurns.ALL));
        turnsWithoutWaiting(1);
        Eventually.that(() -> ran.size() == 1);
        Eventually.that(() -> test.get().scheduler().plan().get().stream()
                .anyMatch(one -> one.waiting().equals(Optional.of("Other work of the instance runs first."))));

        gate.countDown();
        Eventually.that(() -> ran.size() == 2);
    }

    @Test
    void theWorkOfATrashedInstanceIsForgotten() throws Exception {
        var loft = healthy();
        test.get().scheduler().put(hunt(loft, MissedTurns.ALL));
        turns(1);

        test.get().instances().remove(loft.id(), TestEngine.ME);
        Eventually.published(
                test.get().scheduler().plan(),
                plan -> plan.stream().noneMatch(one -> one.instance().equals(Optional.of(loft.id()))));
        turnsWithoutWaiting(2);
        assertThat(ran).hasSize(1);
    }

    @Test
    void theStoreIsTidiedUpEveryNightAlsoWhenTheProgramWasOffThen() throws Exception {
        test.get().start();
        test.close();
        test.time.advance(Duration.ofDays(2));
        test = reopened();
        test.get().start();

        Eventually.that(() -> test.copies.get() == 1);
    }

    private TestEngine reopened() {
        return new TestEngine(folder, test);
    }

    private Instance healthy() throws Exception {
        test.get().start();
        var loft = test.add("Loft", "http://nas:8989/");
        test.settle();
        return loft;
    }

    private void startHealthy(Instance loft) throws Exception {
        test.get().start();
        test.get().health().check(List.of(loft.id()), Origin.WINDOW);
    }

    private void edit(Instance loft, GuardLevel level) throws Exception {
        var now = test.get().instances().find(loft.id()).orElseThrow();
        test.get()
                .instances()
                .edit(
                        now.id(),
                        now.configVersion(),
                        now.configuration().withGuard(Optional.of(level)),
                        Map.of(),
                        TestEngine.ME);
    }

    /// Lets so many turns come, each run before the next.
    private void turns(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            int before = ran.size();
            test.pass(untilNextTurn());
            Eventually.that(() -> ran.size() > before);
        }
    }

    private void turnsWithoutWaiting(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            test.pass(untilNextTurn());
        }
    }

    private Duration untilNextTurn() {
        return Duration.between(test.time.instant(), nextTurn(test.time.instant()));
    }

    /// Waits until the turns before this one have come or passed by.
    private void plannedFor(String time) throws InterruptedException {
        Eventually.published(
                test.get().scheduler().plan(),
                plan -> plan.stream()
                        .anyMatch(one ->
                                one.key().startsWith("hunt/") && one.nextAt().equals(Optional.of(at(time)))));
    }

    private Schedules.Planned planned() {
        return test.get().scheduler().plan().get().stream()
                .filter(one -> one.key().startsWith("hunt/"))
                .findFirst()
                .orElseThrow();
    }

    private static boolean held(TaskView task) {
        return task.state() == TaskState.HELD;
    }

    private static Instant at(String time) {
        return Instant.parse("2026-07-18T" + time + ":00Z");
    }

    private static Instant nextTurn(Instant after) {
        long quarter = QUARTER.toMillis();
        return Instant.ofEpochMilli((after.toEpochMilli() / quarter + 1) * quarter);
    }

    private ScheduledWork hunt(Instance instance, MissedTurns missed) {
        return new Hunt("hunt/" + instance.id() + "/missing", instance, missed);
    }

    private final class Hunt implements ScheduledWork {
        private final String key;
        private final Instance instance;
        private final MissedTurns missed;

        Hunt(String key, Instance instance, MissedTurns missed) {
            this.key = key;
            this.instance = instance;
            this.missed = missed;
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public TaskRequest request() {
            return new TaskRequest("hunt", "hunt on " + instance.name(), List.of(instance.id()), Origin.CYCLE);
        }

        @Override
        public Optional<InstanceId> instance() {
            return Optional.of(instance.id());
        }

        @Override
        public ActionClass actionClass() {
            return ActionClass.BACKGROUND_CYCLE;
        }

        @Override
        public Optional<Instant> next(Instant after) {
            return Optional.of(nextTurn(after));
        }

        @Override
        public MissedTurns missed() {
            return missed;
        }

        @Override
        public void run(Instant turn, Consent consent, TaskContext context) throws InterruptedException {
            consents.add(consent);
            ran.add(turn);
            gate.await();
        }
    }

    @Test
    void theFateOfMissedTurnsFollowsThePolicy() {
        var now = at("20:00");
        var turns = List.of(at("12:00"), at("16:00"), at("19:59"));
        var allMissed = turns.subList(0, 2);

        assertThat(MissedTurns.LATEST.decide(turns, now).values())
                .containsExactly(
                        MissedTurns.Fate.MISSED_SUPERSEDED, MissedTurns.Fate.MISSED_SUPERSEDED, MissedTurns.Fate.RUN);
        assertThat(MissedTurns.LATEST.decide(allMissed, now).values())
                .containsExactly(MissedTurns.Fate.MISSED_SUPERSEDED, MissedTurns.Fate.RUN);
        assertThat(MissedTurns.SKIP.decide(turns, now).values())
                .containsExactly(MissedTurns.Fate.MISSED, MissedTurns.Fate.MISSED, MissedTurns.Fate.RUN);
        assertThat(MissedTurns.ALL.decide(turns, now.plus(Duration.ofDays(7))).values())
                .containsExactly(
                        MissedTurns.Fate.MISSED_TOO_OLD,
                        MissedTurns.Fate.MISSED_TOO_OLD,
                        MissedTurns.Fate.MISSED_TOO_OLD);
        assertThat(Set.copyOf(MissedTurns.ALL.decide(turns, now).values())).containsExactly(MissedTurns.Fate.RUN);
    }
}
