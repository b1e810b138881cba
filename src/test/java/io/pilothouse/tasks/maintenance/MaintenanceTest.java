package io.pilothouse.tasks.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// 18 July 2026 is a Saturday; the time begins at noon.
class MaintenanceTest {

    @TempDir
    Path folder;

    private TestEngine test;

    @BeforeEach
    void open() {
        test = new TestEngine(folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private StoredMaintenance maintenance() {
        return test.get().maintenance();
    }

    @Test
    void aPlannedWindowCoversItsTimeAndNoOther() throws Exception {
        var loft = test.add("Loft", "http://nas.lan:8989/");
        var cellar = test.add("Cellar", "http://nas.lan:8990/");
        var from = test.time.instant().plus(Duration.ofHours(2));

        maintenance().plan(List.of(loft.id()), from, from.plusSeconds(3600), TestEngine.ME);

        assertThat(maintenance().covers(loft.id(), from.minusMillis(1))).isFalse();
        assertThat(maintenance().covers(loft.id(), from)).isTrue();
        assertThat(maintenance().covers(cellar.id(), from)).isFalse();
        assertThat(maintenance().covers(loft.id(), from.plusSeconds(3600))).isFalse();
        test.restart();
        assertThat(maintenance().planned().get())
                .containsExactly(new Maintenance.Period(loft.id(), from, from.plusSeconds(3600)));
        maintenance().cancel(maintenance().planned().get().getFirst(), TestEngine.ME);
        assertThat(maintenance().planned().get()).isEmpty();
    }

    @Test
    void aWeeklyWindowComesAgainAndSurvivesARestart() throws Exception {
        var loft = test.add("Loft", "http://nas.lan:8989/");
        maintenance().weekly(List.of(loft.id()), SleepTimes.parse("sun 03:00-05:00"), TestEngine.ME);
        test.restart();

        assertThat(maintenance().covers(loft.id(), Instant.parse("2026-07-19T04:00:00Z")))
                .isTrue();
        assertThat(maintenance().covers(loft.id(), Instant.parse("2026-07-26T04:00:00Z")))
                .isTrue();
        assertThat(maintenance().covers(loft.id(), Instant.parse("2026-07-20T04:00:00Z")))
                .isFalse();
    }

    /// What a person began with one click, Ctrl+Z ends.
    @Test
    void maintenanceIsTakenBackAsWhatItWasBefore() throws Exception {
        var loft = test.add("Loft", "http://nas.lan:8989/");
        var soon = test.time.instant().plus(Duration.ofHours(2));
        maintenance().plan(List.of(loft.id()), soon, soon.plusSeconds(60), TestEngine.ME);
        var planned = maintenance().planned().get();
        var began = act(() ->
                maintenance().begin(List.of(loft.id()), test.time.instant().plusSeconds(3600), TestEngine.ME));
        assertThat(maintenance().covers(loft.id(), test.time.instant())).isTrue();
        var inMaintenance = maintenance().planned().get();
        var ended = act(() -> maintenance().end(List.of(loft.id()), TestEngine.ME));
        assertThat(maintenance().covers(loft.id(), test.time.instant())).isFalse();

        assertThat(test.get().undoing().undoable().get())
                .extracting(one -> one.what())
                .contains("put the maintenance of Loft back as it was");
        test.get().undoing().undo(ended, TestEngine.ME);
        assertThat(maintenance().planned().get()).isEqualTo(inMaintenance);
        test.get().undoing().undo(began, TestEngine.ME);
        assertThat(maintenance().planned().get()).isEqualTo(planned);
    }

    @Test
    void aTimetableIsTakenBackWhereItIsStillTheOne() throws Exception {
        var loft = test.add("Loft", "http://nas.lan:8989/");
        maintenance().weekly(List.of(loft.id()), SleepTimes.parse("sun 03:00-05:00"), TestEngine.ME);
        var changed =
                act(() -> maintenance().weekly(List.of(loft.id()), SleepTimes.parse("mon 03:00-05:00"), TestEngine.ME));

        test.get().undoing().undo(changed, TestEngine.ME);

        assertThat(maintenance().weekly(loft.id()).text()).isEqualTo("sun 03:00-05:00");
    }

    private interface Doing {
        void run() throws Exception;
    }

    private TaskId act(Doing doing) throws InterruptedException {
        var handle = test.get()
                .tasks()
                .start(new TaskRequest("maintenance", "change maintenance", List.of(), Origin.WINDOW), _ -> {
                    doing.run();
                    return true;
                });
        handle.await();
        return handle.id();
    }

    @Test
    void aWeeklyWindowEndedByHandStaysEndedUntilTheNext() throws Exception {
        var loft = test.add("Loft", "http://nas.lan:8989/");
        maintenance().weekly(List.of(loft.id()), SleepTimes.parse("sat 11:00-14:00"), TestEngine.ME);
        assertThat(maintenance().covers(loft.id(), test.time.instant())).isTrue();

        maintenance().end(List.of(loft.id()), TestEngine.ME);

        assertThat(maintenance().covers(loft.id(), test.time.instant())).isFalse();
        assertThat(maintenance().covers(loft.id(), Instant.parse("2026-07-18T13:30:00Z")))
                .isFalse();
        assertThat(maintenance().covers(loft.id(), Instant.parse("2026-07-25T11:30:00Z")))
                .isTrue();
    }

    @Test
    void anInstanceInItsWeeklyWindowIsShownSo() throws Exception {
        var loft = test.add("Loft", "http://nas.lan:8989/");
        maintenance().weekly(List.of(loft.id()), SleepTimes.parse("sat 11:00-14:00"), TestEngine.ME);

        test.get().start();
        test.pass(Duration.ofSeconds(5));

        Eventually.published(
                test.get().health().states(), states -> states.get(loft.id()).state() == ShownState.MAINTENANCE);
    }

    @Test
    void anEndBeforeTheBeginningIsRefused() throws Exception {
        var loft = test.add("Loft", "http://nas.lan:8989/");
        var from = test.time.instant().plusSeconds(60);
        assertThatThrownBy(() -> maintenance().plan(List.of(loft.id()), from, from, TestEngine.ME))
                .isInstanceOf(ProblemException.class);
    }
}
