package io.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pilothouse.domain.amc.Policies.SlotState;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.ScheduleSlot;
import io.pilothouse.domain.amc.Workflow;
import io.pilothouse.domain.instance.InstanceId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AmcRepositoriesTest {

    @TempDir
    private Path folder;

    private final HandClock clock = new HandClock();
    private Database database;
    private InstanceId id;
    private Instant now;

    @BeforeEach
    void open() {
        database = Database.open(new DataFolder(folder), clock);
        id = FilledStore.addInstance(database, clock, "amc", "Main").id();
        now = clock.instant();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aRunComesBackAsItWentIn() {
        var runs = new AmcRunRepository(database);
        var run = AmcFilling.run(id, now, 1);
        runs.add(List.of(run));

        assertThat(runs.find(run.id())).hasValue(run);
        var sent = run.with(run.progress().submitting(now).remote("remote", "RUNNING", now, true));
        assertThat(runs.move(sent, RunState.QUEUED)).isTrue();
        assertThat(runs.find(run.id())).hasValue(sent);
    }

    @Test
    void onlyWhoSawTheRunAsItIsMayMoveIt() {
        var runs = new AmcRunRepository(database);
        var run = AmcFilling.run(id, now, 1);
        runs.add(List.of(run));
        runs.move(run.with(run.progress().submitting(now)), RunState.QUEUED);

        assertThat(runs.move(run.with(run.progress().submitting(now)), RunState.QUEUED))
                .isFalse();
    }

    @Test
    void aWishToCancelIsNotForgottenByWhoDidNotSeeIt() {
        var runs = new AmcRunRepository(database);
        var run = AmcFilling.run(id, now, 1);
        runs.add(List.of(run));
        runs.move(run.with(run.progress().cancelWanted(now)), RunState.QUEUED);
        runs.move(run.with(run.progress().waiting(now, 1, "x")), RunState.QUEUED);

        assertThat(runs.find(run.id()).orElseThrow().progress().cancelAsked()).isTrue();
    }

    @Test
    void everyChangeOfAWorkflowIsAVersion() {
        var library = new AmcLibraryRepository(database);
        var first = library.save(AmcFilling.workflow(now), now);
        assertThat(library.save(AmcFilling.workflow(now), now).version()).isEqualTo(first.version());
        var changed = new Workflow(
                first.id(),
                "Y",
                first.sql(),
                first.parameters(),
                first.tags(),
                first.units(),
                first.privacy(),
                first.marker(),
                0,
                false,
                now,
                now);

        assertThat(library.save(changed, now).version()).isEqualTo(2);
        assertThat(library.versions(first.id())).extracting(Workflow::title).containsExactly("Y", "X");

        library.deleteWorkflow(first.id());
        assertThat(library.save(AmcFilling.workflow(now), now).version()).isEqualTo(3);
        assertThat(library.versions(first.id())).extracting(Workflow::title).containsExactly("X", "Y", "X");
    }

    @Test
    void callsAreKeptOneByOneForFourteenDaysAndByTheHourForFourHundred() {
        var calls = new AmcCallRepository(database);
        var on = Optional.of(id);
        calls.add(
                List.of(
                        new AmcCallRepository.Call(on, now, "GET workflows", 200, 100, 1_000),
                        new AmcCallRepository.Call(on, now.plusSeconds(1), "GET workflows", 200, 300, 2_000),
                        new AmcCallRepository.Call(on, now.plusSeconds(2), "GET workflows", 429, 20, 10),
                        new AmcCallRepository.Call(Optional.empty(), now.plusSeconds(3), "token", 0, 5_000, 0)),
                now);
        var all = calls.sums(now.minus(Duration.ofHours(1)));
        assertThat(all)
                .extracting(AmcCallRepository.Sum::instance, AmcCallRepository.Sum::endpoint)
                .contains(tuple(on, "GET workflows"), tuple(Optional.empty(), "token"));
        assertThat(all)
                .extracting(AmcCallRepository.Sum::status, AmcCallRepository.Sum::calls, AmcCallRepository.Sum::bytes)
                .containsExactlyInAnyOrder(tuple(200, 2L, 3_000L), tuple(429, 1L, 10L), tuple(0, 1L, 0L));
        assertThat(rows("amc_call")).isEqualTo(4);

        for (int day : List.of(15, 16, 390)) { // each call is in one of the two, whenever one looks
            calls.add(List.of(), now.plus(Duration.ofDays(day)));
            assertThat(rows("amc_call")).isZero();
            assertThat(rows("amc_call_hour")).isEqualTo(3);
            assertThat(calls.sums(now.minus(Duration.ofHours(1)))).containsExactlyInAnyOrderElementsOf(all);
        }
        assertThat(calls.sums(now.plus(Duration.ofHours(1)))).isEmpty();

        calls.add(List.of(), now.plus(Duration.ofDays(402)));
        assertThat(rows("amc_call_hour")).isZero();
    }

    @Test
    void aLateCallOfAnHourThatWasAddedUpIsAddedToIt() {
        var calls = new AmcCallRepository(database);
        var call = new AmcCallRepository.Call(Optional.of(id), now, "GET workflows", 200, 100, 1);
        calls.add(List.of(call), now.plus(Duration.ofDays(20)));
        calls.add(List.of(call), now.plus(Duration.ofDays(20)));

        assertThat(calls.sums(now.minus(Duration.ofHours(1))))
                .singleElement()
                .extracting(AmcCallRepository.Sum::calls)
                .isEqualTo(2L);
    }

    private long rows(String table) {
        return database.read(connection -> Sql.number(connection, "select count(*) from " + table));
    }

    @Test
    void aTurnIsClaimedOnce() {
        AmcFilling.fill(database, id, now);
        var schedules = new AmcScheduleRepository(database);
        var schedule = schedules.schedule("s").orElseThrow();
        var slot = new ScheduleSlot(
                "s", id, now.plusSeconds(60), SlotState.DUE, "", Optional.empty(), 0, Optional.of(now));

        assertThat(schedules.claim(schedule, List.of(slot), now.plusSeconds(60)))
                .isEqualTo(1);
        assertThat(schedules.claim(schedule, List.of(slot), now.plusSeconds(30)))
                .isZero();
        assertThat(schedules.schedule("s").orElseThrow().cursor()).isEqualTo(now.plusSeconds(60));
    }

    @Test
    void brandsAreReplacedAsAWhole() {
        var library = new AmcLibraryRepository(database);
        var tea = library.saveBrand(new io.pilothouse.domain.amc.Brand(
                        0, " Harbour   Tea ", java.util.Optional.empty(), java.util.Map.of()))
                .orElseThrow();
        var cups = library.saveBrand(
                        new io.pilothouse.domain.amc.Brand(0, "Cups", java.util.Optional.empty(), java.util.Map.of()))
                .orElseThrow();
        assertThat(tea.name()).isEqualTo("Harbour Tea");
        assertThat(library.saveBrand(new io.pilothouse.domain.amc.Brand(
                        0, "HARBOUR TEA", java.util.Optional.empty(), java.util.Map.of())))
                .isEmpty();
        library.setBrands(id, List.of(cups.number(), tea.number(), cups.number()));
        assertThat(library.brandsByInstance().get(id)).containsExactly(cups, tea);

        org.assertj.core.api.Assertions.assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> library.setBrands(id, List.of(tea.number(), 999L))); // fails after the delete

        assertThat(library.brandsByInstance().get(id)).containsExactly(cups, tea);
        library.mergeBrands(cups.number(), tea.number());
        assertThat(library.brandsByInstance().get(id)).containsExactly(tea);
    }
}
