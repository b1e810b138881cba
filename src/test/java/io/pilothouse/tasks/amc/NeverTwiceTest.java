package io.pilothouse.tasks.amc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pilothouse.demo.amc.FaultRules.Kind;
import io.pilothouse.demo.amc.FaultRules.Rule;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Collection;
import io.pilothouse.domain.amc.Policies.Missed;
import io.pilothouse.domain.amc.Policies.Overlap;
import io.pilothouse.domain.amc.Policies.SlotState;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.domain.amc.ScheduleSlot;
import io.pilothouse.domain.amc.Trigger;
import io.pilothouse.domain.amc.WindowRule;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.StoreCopy;
import io.pilothouse.testing.TestEngine;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Section 11.3: nothing is sent to Amazon twice by itself, also where the answer, the memory or the order of
/// things is lost.
class NeverTwiceTest {

    private static final String REACH = "ph.reach-by-campaign";

    @TempDir
    private Path folder;

    private AmcRig rig;
    private InstanceId main;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder); // 2026-07-18T12:00Z
        main = rig.add("Main", "amcpilot001").id();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /// Amazon has the next run, says nothing of it, and lists it long after the third look only.
    private void arrivesLate() {
        rig.simulate(it -> {
            it.faults().add(Rule.of(Kind.DROP_AFTER, "createExecution", 1, 0));
            it.runs().unlisted(true);
        });
    }

    private void shownAfterAll() {
        rig.simulate(it -> it.runs().unlisted(false));
    }

    @Test
    void whoAsksAgainForARunThatShowsUpLaterGetsThatOne() throws Exception {
        arrivesLate();
        rig.amc().startRuns();
        var run = rig.ended(rig.ask(REACH, main).getFirst().id());
        assertThat(run.state()).isEqualTo(RunState.SUBMIT_FAILED);
        assertThat(rig.created()).isEqualTo(1);

        shownAfterAll();
        var again = rig.ended(rig.amc().runs().again(run.id(), TestEngine.ME).id());

        assertThat(again.id()).isEqualTo(run.id());
        assertThat(again.state()).isEqualTo(RunState.READY);
        assertThat(again.progress().adopted()).isTrue();
        assertThat(rig.created()).isEqualTo(1);
    }

    @Test
    void aTurnThatIsTriedAgainByItselfTakesTheRunThatShowsUpLater() throws Exception {
        daily();
        arrivesLate();
        rig.amc().startRuns();
        rig.engine().time.advance(Duration.ofHours(21));
        rig.amc().schedules().tick();
        rig.ended(turn().run().orElseThrow());
        rig.amc().schedules().tick();
        assertThat(turn().state()).isEqualTo(SlotState.DUE);

        shownAfterAll();
        rig.engine().time.advance(Duration.ofMinutes(6));
        rig.amc().schedules().tick();
        var run = rig.ended(turn().run().orElseThrow());
        rig.amc().schedules().tick();

        assertThat(run.progress().adopted()).isTrue();
        assertThat(turn().state()).isEqualTo(SlotState.SUCCEEDED);
        assertThat(rig.created()).isEqualTo(1);
    }

    @Test
    void aRunThatCannotBeLookedForKeepsItsIdUntilItCan() throws Exception {
        arrivesLate();
        rig.amc().startRuns();
        var run = rig.ended(rig.ask(REACH, main).getFirst().id());
        shownAfterAll();
        rig.simulate(it -> it.faults().add(Rule.of(Kind.STATUS, "listExecutions", 8, 503)));

        var again = rig.ended(rig.amc().runs().again(run.id(), TestEngine.ME).id());

        assertThat(again.state()).isEqualTo(RunState.READY);
        assertThat(again.progress().adopted()).isTrue();
        assertThat(rig.created()).isEqualTo(1);
    }

    @Test
    void aTurnWhoseRunAPersonSentAgainIsNotTriedOnceMore() throws Exception {
        daily();
        arrivesLate();
        rig.amc().startRuns();
        rig.engine().time.advance(Duration.ofHours(21));
        rig.amc().schedules().tick();
        var run = rig.ended(turn().run().orElseThrow());
        rig.amc().schedules().tick();
        assertThat(turn().state()).isEqualTo(SlotState.DUE);
        shownAfterAll();
        rig.ended(rig.amc().runs().again(run.id(), TestEngine.ME).id());

        rig.engine().time.advance(Duration.ofMinutes(6));
        rig.amc().schedules().tick();
        rig.amc().schedules().tick();

        assertThat(turn().run()).contains(run.id());
        assertThat(turn().state()).isEqualTo(SlotState.SUCCEEDED);
        assertThat(rig.created()).isEqualTo(1);
    }

    @Test
    void whatWasCancelledBeforeItWasFoundIsNotSentAgain() throws Exception {
        daily();
        arrivesLate();
        rig.amc().startRuns();
        rig.engine().time.advance(Duration.ofHours(21));
        rig.amc().schedules().tick();
        var id = turn().run().orElseThrow();
        rig.until(id, Duration.ZERO, run -> run.state() == RunState.SUBMIT_UNKNOWN);
        rig.amc().runs().cancel(id, TestEngine.ME);

        var run = rig.ended(id);
        rig.amc().schedules().tick();

        assertThat(run.state()).isEqualTo(RunState.CANCELLED);
        assertThat(turn().state()).isEqualTo(SlotState.CANCELLED);
    }

    @Test
    void aRunThatWaitedWhenACopyWasMadeIsFoundAgainInTheRestoredStore() throws Exception {
        var id = rig.ask(REACH, main).getFirst().id();
        var copy = copy();
        rig.amc().startRuns();
        rig.ended(id);

        restore(copy);
        assertThat(rig.find(id).state()).isEqualTo(RunState.QUEUED);
        rig.amc().startRuns();
        var run = rig.ended(id);

        assertThat(run.state()).isEqualTo(RunState.READY);
        assertThat(run.progress().adopted()).isTrue();
        assertThat(rig.created()).isEqualTo(1);
    }

    @Test
    void aTurnThatRanAfterACopyWasMadeIsFoundAgainInTheRestoredStore() throws Exception {
        daily();
        var copy = copy();
        rig.amc().startRuns();
        rig.engine().time.advance(Duration.ofHours(21));
        rig.amc().schedules().tick();
        rig.ended(turn().run().orElseThrow());

        restore(copy);
        assertThat(rig.amc().schedules().find("daily").latest()).isEmpty();
        rig.amc().schedules().tick();
        rig.amc().startRuns();
        var run = rig.ended(turn().run().orElseThrow());
        rig.amc().schedules().tick();

        assertThat(run.progress().adopted()).isTrue();
        assertThat(turn().state()).isEqualTo(SlotState.SUCCEEDED);
        assertThat(rig.created()).isEqualTo(1);
    }

    @Test
    void aPeriodThatWasAskedForAfterACopyWasMadeIsFoundAgainInTheRestoredStore() throws Exception {
        var copy = copy();
        rig.amc().startRuns();
        var first =
                rig.amc().collections().start(week(), TestEngine.ME).periods().getFirst();
        rig.ended(first.run().orElseThrow());

        restore(copy);
        rig.amc().startRuns();
        var again =
                rig.amc().collections().start(week(), TestEngine.ME).periods().getFirst();
        var run = rig.ended(again.run().orElseThrow());

        assertThat(run.state()).isEqualTo(RunState.READY);
        assertThat(run.progress().adopted()).isTrue();
        assertThat(rig.created()).isEqualTo(1);
    }

    @Test
    void ticksOfSeveralThreadsMakeOneRunForATurn() throws Exception {
        daily();
        rig.engine().time.advance(Duration.ofHours(21));
        var go = new CountDownLatch(1);
        var ticking = new ArrayList<Thread>();
        for (int i = 0; i < 8; i++) {
            ticking.add(Thread.ofVirtual().start(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                rig.amc().schedules().tick();
            }));
        }
        go.countDown();
        for (var thread : ticking) {
            thread.join();
        }

        assertThat(rig.amc().runs().runs(Optional.of(main), Instant.EPOCH, 99)).hasSize(1);
        assertThat(turn().state()).isEqualTo(SlotState.RUNNING);
    }

    @Test
    void aTurnThatIsUnderWayIsNotBegunOnceMore() throws Exception {
        daily();
        rig.engine().time.advance(Duration.ofHours(21));
        rig.amc().schedules().tick();
        var underWay = turn();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> rig.amc().schedules().runTurn(underWay, TestEngine.ME))
                .withMessageContaining("under way");
        assertThat(turn()).isEqualTo(underWay);
    }

    private Path copy() {
        return rig.engine().database().copy(StoreCopy.Reason.BEFORE_BULK).file();
    }

    /// As a person does it: the program is ended, the copy takes the store's place, the program begins.
    private void restore(Path copy) throws InterruptedException {
        rig.restart(() -> rig.engine().database().replaceWith(copy));
        rig.active(main);
    }

    private void daily() throws ProblemException {
        var schedule = new Schedule(
                "daily",
                "Daily",
                REACH,
                Map.of(),
                List.of(main),
                "",
                Trigger.of("0 9 * * *"),
                ZoneOffset.UTC,
                WindowRule.of("last-days:7"),
                2,
                Missed.LATEST,
                Overlap.QUEUE,
                Duration.ofHours(6),
                rig.clock().instant(),
                0,
                "");
        rig.amc().schedules().save(schedule, TestEngine.ME);
    }

    private ScheduleSlot turn() throws ProblemException {
        return rig.amc().schedules().find("daily").latest().getFirst();
    }

    private Collection week() {
        return new Collection(
                "week",
                "Week",
                REACH,
                Map.of(),
                List.of(main),
                true,
                DayOfWeek.MONDAY,
                LocalDate.of(2026, 6, 1),
                Optional.of(LocalDate.of(2026, 6, 8)),
                ZoneOffset.UTC,
                2,
                true,
                false);
    }
}
