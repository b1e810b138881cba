package io.pilothouse.tasks.amc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.demo.amc.Executions.Plan;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.alert.Figures;
import io.pilothouse.domain.amc.Policies.Missed;
import io.pilothouse.domain.amc.Policies.Overlap;
import io.pilothouse.domain.amc.Policies.SlotState;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.domain.amc.ScheduleSlot;
import io.pilothouse.domain.amc.SqlText;
import io.pilothouse.domain.amc.Trigger;
import io.pilothouse.domain.amc.WindowRule;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.cycle.CycleTurns;
import io.pilothouse.tasks.guard.LevelGuards;
import io.pilothouse.tasks.schedule.Schedules.PastTurn;
import io.pilothouse.tasks.schedule.Schedules.Trait;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Turns of schedules by a clock that the test moves; `tick` is called as the program's own loop does.
class SchedulesTest {

    @TempDir
    private Path folder;

    private AmcRig rig;
    private Instance main;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder); // 2026-07-18T12:00Z
        main = rig.add("Main", "amcpilot001");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aTurnAsksForTheDaysOfItsTimeAndEndsOnce() throws Exception {
        save(Missed.LATEST, Overlap.QUEUE);
        rig.amc().startRuns();
        pass(Duration.ofHours(21)); // 2026-07-19T09:00Z
        rig.amc().schedules().tick();
        rig.amc().schedules().tick();
        assertThat(turns()).extracting(ScheduleSlot::state).containsExactly(SlotState.RUNNING);

        var run = rig.ended(turns().getFirst().run().orElseThrow());
        rig.amc().schedules().tick();

        assertThat(run.ask().window().start()).isEqualTo(LocalDate.of(2026, 7, 10));
        assertThat(run.ask().window().end()).isEqualTo(LocalDate.of(2026, 7, 17));
        assertThat(turns()).extracting(ScheduleSlot::state).containsExactly(SlotState.SUCCEEDED);
        assertThat(rig.created()).isEqualTo(1);
    }

    @Test
    void aMissedTurnCanBeRunByAPersonWithTheWindowOfItsOwnTime() throws Exception {
        save(Missed.SKIP, Overlap.QUEUE);
        rig.amc().startRuns();
        pass(Duration.ofDays(2));
        rig.amc().schedules().tick();
        var missed = turns().getLast();
        assertThat(missed.state()).isEqualTo(SlotState.MISSED);

        rig.amc().schedules().runTurn(missed, TestEngine.ME);
        var run = rig.ended(turns().getLast().run().orElseThrow());
        rig.amc().schedules().tick();

        assertThat(run.ask().window().end()).isEqualTo(LocalDate.of(2026, 7, 17)); // slot 07-19, two days of lag
        assertThat(turns().getLast().state()).isEqualTo(SlotState.SUCCEEDED);
        assertThat(rig.amc().schedules().find("daily").took())
                .isEqualTo(run.progress().took());
    }

    /// Acceptance checks 31 and 32: the clock goes three days forward. Each policy decides about the missed turns,
    /// each turn that runs asks for the days of its own time, and one message says what became of them.
    @ParameterizedTest
    @CsvSource({
        "LATEST, 'MISSED_SUPERSEDED, MISSED_SUPERSEDED, RUNNING 2026-07-12 2026-07-19', running=1 left-out=2",
        "ALL, 'RUNNING 2026-07-10 2026-07-17, RUNNING 2026-07-11 2026-07-18, RUNNING 2026-07-12 2026-07-19', running=3",
        "SKIP, 'MISSED, MISSED, MISSED', left-out=3"
    })
    void aClockThatGoesForwardThreeDaysLeavesThreeMissedTurnsToTheirPolicy(Missed missed, String turns, String told)
            throws Exception {
        save(missed, Overlap.PARALLEL);
        pass(Duration.ofDays(3));
        rig.amc().schedules().tick();

        assertThat(turns().reversed()).extracting(this::said).containsExactly(turns.split(", "));
        assertThat(rig.notices.latest().get()).singleElement().satisfies(notice -> {
            assertThat(notice.event()).isEqualTo(AlertEvent.MISSED);
            assertThat(Figures.read(notice.summary())).isEqualTo(Figures.read(told));
            assertThat(notice.instances()).containsExactly(main.id());
            assertThat(notice.page()).isEqualTo("amc-schedules");
        });
        var before = rig.notices.latest().get();
        rig.amc().schedules().tick();
        assertThat(turns()).hasSize(3);
        assertThat(rig.notices.latest().get()).isEqualTo(before); // told once
    }

    /// @return how a turn ended, and the days its run asks for
    private String said(ScheduleSlot turn) {
        return turn.state()
                + turn.run()
                        .map(rig::find)
                        .map(run -> " " + run.ask().window().start() + " "
                                + run.ask().window().end())
                        .orElse("");
    }

    /// Acceptance check 32.
    @Test
    void aClockThatGoesBackMakesNoTurn() throws Exception {
        save(Missed.ALL, Overlap.PARALLEL);
        pass(Duration.ofDays(1));
        rig.amc().schedules().tick();
        int before = turns().size();

        rig.engine().time.advance(Duration.ofHours(-2));
        rig.amc().schedules().tick();
        rig.engine().time.advance(Duration.ofHours(2));
        rig.amc().schedules().tick();

        assertThat(before).isEqualTo(1);
        assertThat(turns()).hasSize(before);
        assertThat(rig.amc().schedules().all().getFirst().schedule().cursor())
                .isAfter(rig.clock().instant().minus(Duration.ofDays(1)));
    }

    @Test
    void tooManyMissedTurnsAreTooOld() throws Exception {
        save(Missed.ALL, Overlap.PARALLEL);
        pass(Duration.ofDays(12));
        rig.amc().schedules().tick();

        assertThat(turns().stream().filter(it -> it.state() == SlotState.RUNNING))
                .hasSize(7);
        assertThat(turns().stream().filter(it -> it.state() == SlotState.MISSED_TOO_OLD))
                .hasSize(5);
    }

    @Test
    void noTurnRunsTwiceWhateverIsRestarted() throws Exception {
        save(Missed.LATEST, Overlap.QUEUE);
        pass(Duration.ofHours(21));
        rig.amc().schedules().tick();
        rig.restart(); // between the claim and the sending
        rig.active(main.id());
        rig.amc().schedules().tick();
        rig.amc().startRuns();
        rig.ended(turns().getFirst().run().orElseThrow());
        rig.amc().schedules().tick();

        assertThat(turns()).hasSize(1);
        assertThat(rig.created()).isEqualTo(1);
    }

    @Test
    void aRunThatTakesTooLongHoldsTheNextBackOrIsSkipped() throws Exception {
        save(Missed.LATEST, Overlap.SKIP);
        rig.simulate(it -> it.runs().plan(Plan.USUAL.running(Duration.ofDays(3))));
        rig.amc().startRuns();
        pass(Duration.ofHours(21));
        rig.amc().schedules().tick();
        var first = turns().getFirst().run().orElseThrow();
        Eventually.that(() -> rig.find(first).state() == io.pilothouse.domain.amc.RunState.REMOTE);
        pass(Duration.ofHours(24));
        rig.amc().schedules().tick();

        assertThat(turns())
                .extracting(ScheduleSlot::state)
                .containsExactly(SlotState.SKIPPED_OVERLAP, SlotState.RUNNING);
    }

    @Test
    void aTurnIsHeldWhileItsInstanceIsInErrorAndStartsWhenItIsBack() throws Exception {
        save(Missed.LATEST, Overlap.QUEUE);
        pass(Duration.ofHours(20).plusMinutes(59));
        inError();
        pass(Duration.ofMinutes(1));
        rig.amc().schedules().tick();
        assertThat(turns()).extracting(ScheduleSlot::state).containsExactly(SlotState.HELD);

        rig.engine().checks.heal(main);
        check();
        rig.active(main.id());
        rig.amc().schedules().tick();
        assertThat(turns()).extracting(ScheduleSlot::state).containsExactly(SlotState.RUNNING);
    }

    @Test
    void aScheduleStandsInThePlanOfAllRegularWork() throws Exception {
        save(Missed.LATEST, Overlap.QUEUE);
        try (var planning = planning()) {
            var planned = Eventually.published(planning.plan(), plan -> !plan.isEmpty())
                    .getFirst();
            assertThat(planned.key()).isEqualTo(CycleTurns.key(main.id(), "daily"));
            assertThat(planned.nextAt()).contains(Instant.parse("2026-07-19T09:00:00Z"));
            assertThat(planned.traits()).containsExactly(Trait.ASKS);
            assertThat(comingDays(planning)).containsExactly("2026-07-19", "2026-07-20", "2026-07-21");
            assertThatThrownBy(() -> planning.runNow(planned.key())).isInstanceOf(ProblemException.class);

            assertThat(planning.skipNext(planned.key())).isEqualTo(Instant.parse("2026-07-19T09:00:00Z"));
            assertThat(planning.skipNext(planned.key())).isEqualTo(Instant.parse("2026-07-20T09:00:00Z"));

            Eventually.published(
                    planning.plan(),
                    plan -> plan.getFirst().nextAt().equals(Optional.of(Instant.parse("2026-07-21T09:00:00Z"))));
            assertThat(comingDays(planning)).containsExactly("2026-07-21");
            pass(Duration.ofDays(2));
            rig.amc().schedules().tick();
            assertThat(rig.created()).isZero();
            assertThat(planning.past(Instant.EPOCH))
                    .extracting(PastTurn::outcome)
                    .containsExactly(Optional.of("SKIPPED_BY_PERSON"), Optional.of("SKIPPED_BY_PERSON"));
        }
    }

    @Test
    void aTurnOfAGuardedInstanceIsReleasedOnce() throws Exception {
        save(Missed.LATEST, Overlap.PARALLEL);
        rig.engine().get().settings().set(LevelGuards.ofKind(main.kind()), GuardLevel.GUARDED);
        try (var planning = planning()) {
            pass(Duration.ofHours(21));
            rig.amc().schedules().tick();
            var held = Eventually.published(
                    planning.plan(), plan -> plan.stream().anyMatch(planned -> planned.is(Trait.WAITS_FOR_RELEASE)));
            assertThat(held.getFirst().waiting()).contains(RunSentence.IS_GUARDED.with("Main"));

            planning.releaseOnce(held.getFirst().key());
            assertThat(turns()).extracting(ScheduleSlot::state).containsExactly(SlotState.RUNNING);
            pass(Duration.ofDays(1));
            rig.amc().schedules().tick();
            assertThat(turns().getFirst().state()).isEqualTo(SlotState.HELD);
        }
    }

    /// Whoever answered the sheet has let it go.
    @Test
    void aMissedTurnThatAPersonRunsWaitsForNoRelease() throws Exception {
        save(Missed.SKIP, Overlap.QUEUE);
        pass(Duration.ofDays(2));
        rig.amc().schedules().tick();
        rig.engine().get().settings().set(LevelGuards.ofKind(main.kind()), GuardLevel.GUARDED);

        rig.amc().schedules().runTurn(turns().getLast(), TestEngine.ME);

        assertThat(turns().getLast().state()).isEqualTo(SlotState.RUNNING);
    }

    private AmcTurns planning() {
        var turns = new AmcTurns(rig.amc().schedules(), rig.engine().get().instances(), rig.engine().time);
        turns.start();
        return turns;
    }

    private List<String> comingDays(AmcTurns planning) {
        var now = rig.clock().instant();
        return planning.turns(now, now.plus(Duration.ofDays(3))).stream()
                .map(turn -> turn.at().toString().substring(0, 10))
                .toList();
    }

    @Test
    void aTurnWithoutAllowanceIsHeldForThatReasonAndStartsOnTheNextDay() throws Exception {
        main = rig.add("Small", "amcpilot002", Map.of("dailySoftLimit", "1"));
        save(Missed.LATEST, Overlap.QUEUE);
        rig.amc().startRuns();
        pass(Duration.ofHours(20)); // 2026-07-19T08:00Z
        rig.ended(rig.ask("ph.reach-by-campaign", main.id()).getFirst().id());
        pass(Duration.ofHours(1));
        rig.amc().schedules().tick();
        Eventually.that(() -> turns().getFirst().state() == SlotState.HELD);
        rig.amc().schedules().tick();
        assertThat(turns())
                .singleElement()
                .satisfies(turn -> assertThat(turn.state()).isEqualTo(SlotState.HELD))
                .satisfies(turn -> assertThat(turn.reason()).contains("tomorrow's allowance"));
        assertThat(rig.created()).isEqualTo(1);

        pass(Duration.ofHours(15)); // past midnight UTC
        rig.ended(turns().getFirst().run().orElseThrow());
        rig.amc().schedules().tick();
        assertThat(turns()).extracting(ScheduleSlot::state).containsExactly(SlotState.SUCCEEDED);
        assertThat(rig.created()).isEqualTo(2);
    }

    @Test
    void pastItsDeadlineATurnCouldNotStartAndFiveFailuresStopTheSchedule() throws Exception {
        save(Missed.LATEST, Overlap.QUEUE);
        pass(Duration.ofHours(20).plusMinutes(59));
        inError();
        for (int day = 0; day < 5; day++) {
            pass(Duration.ofMinutes(1));
            rig.amc().schedules().tick();
            pass(Duration.ofHours(6).plusMinutes(1));
            rig.amc().schedules().tick();
            assertThat(turns().getFirst().state()).isEqualTo(SlotState.FAILED_TO_START);
            pass(Duration.ofHours(17).plusMinutes(58));
        }
        var schedule = rig.amc().schedules().find("daily").schedule();
        assertThat(schedule.paused()).isEqualTo("by-failure");
        pass(Duration.ofDays(2));
        rig.amc().schedules().tick();
        assertThat(turns()).hasSize(5);
    }

    /// A turn that was missed has its whole deadline from when it was found, however long ago its time was.
    @Test
    void aTurnFoundLateMayWaitAsLongAsAnyOther() throws Exception {
        save(Missed.LATEST, Overlap.QUEUE);
        inError();
        pass(Duration.ofHours(30)); // 2026-07-19T18:00Z, nine hours late
        for (int look = 0; look < 3; look++) {
            rig.amc().schedules().tick();
            assertThat(turns()).extracting(ScheduleSlot::state).containsExactly(SlotState.HELD);
            pass(Duration.ofMinutes(1));
        }

        pass(Duration.ofHours(6));
        rig.amc().schedules().tick();
        assertThat(turns()).extracting(ScheduleSlot::state).containsExactly(SlotState.FAILED_TO_START);
    }

    @Test
    void onBatteryATurnWaits() throws Exception {
        save(Missed.LATEST, Overlap.QUEUE);
        pass(Duration.ofHours(20).plusMinutes(59));
        rig.spared = Optional.of("This computer runs on battery: cycles and schedules wait for the mains.");
        pass(Duration.ofMinutes(1));
        rig.amc().schedules().tick();
        assertThat(turns()).extracting(ScheduleSlot::state).containsExactly(SlotState.HELD);
        assertThat(turns().getFirst().reason()).contains("on battery");
        assertThat(rig.created()).isZero();

        rig.spared = Optional.empty();
        rig.amc().schedules().tick();
        assertThat(turns()).extracting(ScheduleSlot::state).containsExactly(SlotState.RUNNING);
    }

    /// It has not failed, however long the hours are away.
    @Test
    void outsideTheHoursATurnWaitsAndItsDeadlineCountsFromTheirBeginning() throws Exception {
        save(Missed.LATEST, Overlap.QUEUE);
        pass(Duration.ofHours(20).plusMinutes(59));
        rig.outsideHours = true;
        rig.spared = Optional.of("Outside the chosen hours: cycles and schedules wait until 22:00.");
        for (int hour = 0; hour < 13; hour++) {
            pass(Duration.ofHours(1));
            rig.amc().schedules().tick();
            assertThat(turns()).extracting(ScheduleSlot::state).containsExactly(SlotState.HELD);
        }
        rig.outsideHours = false; // now something else is in the way
        rig.spared = Optional.of("This computer runs on battery: cycles and schedules wait for the mains.");
        pass(Duration.ofHours(5));
        rig.amc().schedules().tick();
        assertThat(turns()).extracting(ScheduleSlot::state).containsExactly(SlotState.HELD);

        rig.spared = Optional.empty();
        rig.amc().schedules().tick();
        assertThat(turns()).extracting(ScheduleSlot::state).containsExactly(SlotState.RUNNING);
    }

    @Test
    void aPausedScheduleLeavesOutWhatFallsIntoItsPause() throws Exception {
        save(Missed.ALL, Overlap.QUEUE);
        rig.amc().schedules().pause("daily", true);
        pass(Duration.ofDays(3));
        rig.amc().schedules().tick();
        rig.amc().schedules().pause("daily", false);
        rig.amc().schedules().tick();

        assertThat(turns()).isEmpty();
        assertThat(rig.amc().schedules().find("daily").next()).hasValue(Instant.parse("2026-07-22T09:00:00Z"));
    }

    @Test
    void nothingNewIsNotAskedFor() throws Exception {
        rig.amc().schedules().save(schedule(Missed.LATEST, Overlap.QUEUE, "since-last-success:7"), TestEngine.ME);
        rig.amc().startRuns();
        pass(Duration.ofHours(21));
        rig.amc().schedules().tick();
        rig.ended(turns().getFirst().run().orElseThrow());
        rig.amc().schedules().tick();
        pass(Duration.ofHours(24));
        rig.amc().schedules().tick();

        var second = rig.find(turns().getFirst().run().orElseThrow());
        assertThat(second.ask().window().start()).isEqualTo(LocalDate.of(2026, 7, 17));
        assertThat(second.ask().window().end()).isEqualTo(LocalDate.of(2026, 7, 18));
    }

    @Test
    void badSchedulesAreRefused() {
        var never = schedule(Missed.LATEST, Overlap.QUEUE, "last-days:7", "0 0 30 2 *");
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> rig.amc().schedules().save(never, TestEngine.ME))
                .satisfies(e -> assertThat(e.problem().summary())
                        .isEqualTo("The schedule cannot run. No turn falls into the next five years."));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> ScheduleDocument.read(
                        "x",
                        "{\"workflow\":\"w\",\"trigger\":\"0 9 * * *\",\"zone\":\"Mars\"}",
                        _ -> main,
                        ZoneOffset.UTC,
                        Instant.EPOCH))
                .satisfies(e -> assertThat(e.problem().summary()).endsWith("Mars."));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> ScheduleDocument.read(
                        "x",
                        "{\"workflow\":\"w\",\"trigger\":\"0 9 * * *\",\"colour\":1}",
                        _ -> main,
                        ZoneOffset.UTC,
                        Instant.EPOCH))
                .withMessageContaining("colour");
    }

    @Test
    void amazonsOwnSchedulesAreWatched() throws Exception {
        var found = rig.amc().watch().look(main.id());

        assertThat(found)
                .extracting(it -> it.schedule().id() + " " + it.verdict())
                .containsExactlyInAnyOrder(
                        "ph.reach-daily GOOD", "ph.spend-failing FAILING", "ph.clicks-silent SILENT");
    }

    @Test
    void amazonsOwnSchedulesAreLookedAtEveryHourAndTroubleIsToldOnce() throws Exception {
        rig.amc().watch().tick();
        Eventually.that(() -> rig.notices.latest().get().size() == 2);
        var at = rig.amc().watch().seen(main.id()).orElseThrow().at();

        assertThat(rig.notices.latest().get())
                .extracting(it -> it.summary())
                .containsExactlyInAnyOrder(
                        "Amazon's schedule “ph.spend-failing” of Main failed: Unable to complete the workflow execution.",
                        "Amazon's schedule “ph.clicks-silent” of Main did not run when it was due.");
        rig.amc().watch().tick();
        assertThat(rig.amc().watch().seen(main.id()).orElseThrow().at()).isEqualTo(at);

        pass(Duration.ofMinutes(61));
        var told = rig.notices.latest().get();
        rig.amc().watch().tick();
        Eventually.that(
                () -> rig.amc().watch().seen(main.id()).orElseThrow().at().isAfter(at));
        assertThat(rig.notices.latest().get()).isEqualTo(told);
    }

    @Test
    void aScheduleTakenOverIsSwitchedOffAtAmazonAfterItsFirstSuccess() throws Exception {
        var taken = rig.amc().takeover().take(main.id(), "ph.reach-daily", TestEngine.ME);
        assertThat(taken.schedule().trigger().word()).isEqualTo("0 6 * * *");
        rig.amc().startRuns();
        rig.amc().takeover().tick();
        assertThat(remoteEnabled("ph.reach-daily")).isTrue();

        pass(Duration.ofHours(18)); // 06:00 of the next day
        rig.amc().schedules().tick();
        rig.ended(rig.amc()
                .schedules()
                .find(taken.schedule().id())
                .latest()
                .getFirst()
                .run()
                .orElseThrow());
        rig.amc().schedules().tick();
        rig.amc().takeover().tick();

        Eventually.that(() -> rig.amc().takeover().underWay(main.id()).isEmpty());
        assertThat(remoteEnabled("ph.reach-daily")).isFalse();
    }

    private boolean remoteEnabled(String id) throws Exception {
        return rig.amc().watch().look(main.id()).stream()
                .filter(it -> it.schedule().id().equals(id))
                .anyMatch(it -> it.schedule().enabled());
    }

    /// How much privacy takes away is never loosened by silence.
    @Test
    void whatAFileOfAWorkflowDoesNotSayStaysAsItWas() throws Exception {
        var library = rig.amc().library();
        library.save(library.read(
                Optional.of("ph.rows"),
                "{\"sql\":\"SELECT campaign FROM t\",\"privacy\":\"REMOVE_ROWS\",\"marker\":\"filtered\"}"));

        var changed = library.read(Optional.of("ph.rows"), "{\"title\":\"Rows\"}");

        assertThat(changed.privacy()).isEqualTo("REMOVE_ROWS");
        assertThat(changed.marker()).isEqualTo("filtered");
    }

    /// Section 6.5: what is saved at Amazon comes here whole, what Amazon adds to it of its own apart.
    @Test
    void aWorkflowSavedAtAmazonIsListedAndCopiedWithItsParameters() throws Exception {
        var library = rig.amc().library();
        library.push("ph.spend-by-campaign", main.id(), TestEngine.ME);
        var there = library.remote(main.id()).stream()
                .filter(it -> it.id().equals("ph.spend-by-campaign"))
                .findFirst()
                .orElseThrow();
        var ours = library.find("ph.spend-by-campaign");
        library.delete(ours.id());

        var taken = library.take(there);

        assertThat(ours.parameters()).isNotEmpty();
        assertThat(taken.parameters()).isEqualTo(ours.parameters());
        assertThat(taken.privacy()).isEqualTo(ours.privacy());
        assertThat(SqlText.of(taken.sql()).sent())
                .isEqualTo(SqlText.of(ours.sql()).sent());
        var amazons = new Remote.SavedWorkflow("analytics-1", taken.sql(), there.definition());
        assertThat(library.take(amazons).id()).isEqualTo("ph.copy-of-analytics-1");
        library.save(library.fresh("analytics-2", "Amazon's", taken.sql(), taken.parameters()));
        assertThatThrownBy(() -> library.push("analytics-2", main.id(), TestEngine.ME))
                .hasMessageContaining("Only Amazon itself");
        assertThat(library.lint(taken.sql(), taken.parameters(), Optional.empty()))
                .noneMatch(finding -> finding.blocks());
    }

    @Test
    void aScheduleThatStandsStillIsToldOnce() throws Exception {
        save(Missed.LATEST, Overlap.QUEUE);
        rig.amc().startRuns();
        rig.simulate(it -> it.runs().plan(io.pilothouse.demo.amc.Executions.Plan.USUAL.ending("FAILED", "NTILE")));
        for (int day = 0; day < 5; day++) {
            pass(Duration.ofHours(day == 0 ? 21 : 24));
            rig.amc().schedules().tick();
            rig.simulate(it -> it.runs().plan(io.pilothouse.demo.amc.Executions.Plan.USUAL.ending("FAILED", "NTILE")));
            turns().getFirst().run().ifPresent(run -> {
                try {
                    rig.ended(run);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            rig.amc().schedules().tick();
        }
        assertThat(rig.notices.latest().get())
                .extracting(it -> it.summary())
                .anySatisfy(words -> assertThat(words).contains("stands still after 5 failures"));
    }

    @Test
    void aCollectionAsksForEveryWeekAndSaysBeforehandWhatItTakes() throws Exception {
        var collection = new io.pilothouse.domain.amc.Collection(
                "weeks",
                "Weeks",
                "ph.reach-by-campaign",
                Map.of(),
                List.of(main.id()),
                true,
                java.time.DayOfWeek.MONDAY,
                LocalDate.of(2026, 6, 1),
                java.util.Optional.of(LocalDate.of(2026, 6, 22)),
                ZoneOffset.UTC,
                2,
                true,
                false);
        assertThat(rig.amc().collections().plan(collection).runs()).isEqualTo(3);
        rig.amc().startRuns();
        rig.amc().collections().start(collection, TestEngine.ME);
        for (int i = 0; i < 200 && !done(); i++) {
            rig.engine().time.advance(Duration.ofSeconds(10));
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            rig.amc().collections().tick();
        }

        assertThat(rig.amc().collections().find("weeks").counts())
                .isEqualTo(Map.of(io.pilothouse.domain.amc.Collection.PeriodState.SUCCEEDED, 3));
        assertThat(rig.created()).isEqualTo(3);
        var usage = rig.amc()
                .usage()
                .instances(Instant.EPOCH, Instant.parse("2027-01-01T00:00:00Z"))
                .getFirst();
        assertThat(usage.workflows()).isEqualTo(1); // three runs of one workflow
        assertThat(usage.runs()).isEqualTo(3);
    }

    private boolean done() {
        try {
            return rig.amc()
                    .collections()
                    .find("weeks")
                    .counts()
                    .keySet()
                    .equals(java.util.Set.of(io.pilothouse.domain.amc.Collection.PeriodState.SUCCEEDED));
        } catch (ProblemException e) {
            throw new AssertionError(e);
        }
    }

    private void save(Missed missed, Overlap overlap) throws ProblemException {
        rig.amc().schedules().save(schedule(missed, overlap, "last-days:7"), TestEngine.ME);
    }

    private Schedule schedule(Missed missed, Overlap overlap, String window) {
        return schedule(missed, overlap, window, "0 9 * * *");
    }

    private Schedule schedule(Missed missed, Overlap overlap, String window, String cron) {
        return new Schedule(
                "daily",
                "Daily",
                "ph.reach-by-campaign",
                Map.of(),
                List.of(main.id()),
                "",
                Trigger.of(cron),
                ZoneOffset.UTC,
                WindowRule.of(window),
                2,
                missed,
                overlap,
                Duration.ofHours(6),
                rig.clock().instant(),
                0,
                "");
    }

    private List<ScheduleSlot> turns() {
        try {
            return rig.amc().schedules().find("daily").latest();
        } catch (ProblemException e) {
            throw new AssertionError(e);
        }
    }

    private void pass(Duration span) {
        rig.engine().time.advance(span);
    }

    private void inError() throws InterruptedException {
        rig.engine().checks.fail(main, FaultCode.PERMISSION_MISSING);
        check();
        Eventually.that(
                () -> rig.engine().get().health().states().get().get(main.id()).lifecycle()
                        == io.pilothouse.domain.health.Lifecycle.ERROR);
    }

    private void check() throws InterruptedException {
        rig.engine().get().health().check(List.of(main.id()), io.pilothouse.domain.task.Origin.WINDOW);
    }
}
