package io.pilothouse.tasks.pause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.pause.Power.Metered;
import io.pilothouse.tasks.pause.Power.Supply;
import io.pilothouse.tasks.pause.Sparing.Choice;
import io.pilothouse.tasks.schedule.MissedTurns;
import io.pilothouse.tasks.schedule.ScheduledWork;
import io.pilothouse.tasks.schedule.Scheduler;
import io.pilothouse.tasks.schedule.Schedules;
import io.pilothouse.tasks.settings.Settings.Setting;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SparingTest {

    private static final String BATTERY = "This computer runs on battery: cycles and schedules wait for the mains.";
    private static final String METERED = "The network is metered: cycles and schedules wait for another one.";

    @TempDir
    Path folder;

    private final AtomicInteger looked = new AtomicInteger();
    private final ConcurrentLinkedQueue<Instant> ran = new ConcurrentLinkedQueue<>();
    private volatile Power power = new Power(Supply.BATTERY, Metered.NO);
    private volatile Duration every = Duration.ofHours(1);
    private volatile MissedTurns missed = MissedTurns.LATEST;
    private TestEngine test;
    private Sparing sparing;
    private Instance loft;

    @BeforeEach
    void open() throws Exception {
        test = new TestEngine(folder);
        test.get().start();
        loft = test.add("Loft", "http://nas:8989/");
        test.settle();
        sparing = new Sparing(
                () -> {
                    looked.incrementAndGet();
                    return power;
                },
                test.get().settings(),
                test.get().pausing(),
                scheduler());
        scheduler().put(new Regular());
    }

    @AfterEach
    void close() {
        sparing.close();
        test.close();
    }

    @Test
    void nobodyLooksWhileNobodyWantsWorkToWait() throws Exception {
        test.pass(Duration.ofHours(1));

        Eventually.that(() -> ran.size() == 1);
        assertThat(looked).hasValue(0);
        assertThat(test.get().pausing().power().get()).isEmpty();
    }

    @Test
    void onBatteryATurnWaitsSaysWhyAndGoesOnWithTheMains() throws Exception {
        hold(Sparing.ON_BATTERY);
        test.pass(Duration.ofHours(1));

        Eventually.published(scheduler().plan(), plan -> waiting().equals(Optional.of(BATTERY)));
        assertThat(held().reason()).contains(BATTERY);
        assertThat(ran).isEmpty();
        assertThat(looked.get()).isBetween(2, 61);

        power = new Power(Supply.MAINS, Metered.NO);
        test.pass(Duration.ofMinutes(2));
        Eventually.that(() -> ran.size() == 1);
        assertThat(test.get().pausing().spared()).isEmpty();
    }

    @Test
    void onAMeteredNetworkATurnWaits() throws Exception {
        power = new Power(Supply.MAINS, Metered.YES);
        hold(Sparing.ON_METERED);
        test.pass(Duration.ofHours(1));

        Eventually.published(scheduler().plan(), plan -> waiting().equals(Optional.of(METERED)));
        assertThat(ran).isEmpty();
    }

    @Test
    void eachIsHeldOnlyForWhatItWasChosenFor() throws Exception {
        hold(Sparing.ON_METERED);
        test.pass(Duration.ofHours(1));

        Eventually.that(() -> ran.size() == 1);
        assertThat(looked.get()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(
            value = Supply.class,
            names = {"UNKNOWN", "NO_BATTERY"})
    void whatTheSystemDoesNotTellHoldsNothing(Supply supply) throws Exception {
        power = new Power(supply, Metered.UNKNOWN);
        hold(Sparing.ON_BATTERY);
        hold(Sparing.ON_METERED);
        test.pass(Duration.ofHours(1));

        Eventually.that(() -> ran.size() == 1);
        assertThat(test.get().pausing().power().get()).contains(power);
    }

    @Test
    void outsideTheChosenHoursATurnWaitsSaysUntilWhenAndBeginsWithThem() throws Exception {
        var from = hours(2, 3);
        test.pass(Duration.ofHours(1));

        var outside = "Outside the chosen hours: cycles and schedules wait until " + from + ".";
        Eventually.published(scheduler().plan(), plan -> waiting().equals(Optional.of(outside)));
        assertThat(held().reason()).contains(outside);
        assertThat(ran).isEmpty();
        assertThat(looked).hasValue(0);

        test.pass(Duration.ofHours(1));
        Eventually.that(() -> !ran.isEmpty());
    }

    /// Not given up after the six hours in which it could not start.
    @Test
    void aTurnADayOutsideTheHoursRunsWhenTheyBegin() throws Exception {
        every = Duration.ofDays(1);
        scheduler().put(new Regular());
        var turn = new Regular().next(test.time.instant()).orElseThrow();
        var from = LocalTime.ofInstant(turn, ZoneOffset.UTC).plusHours(9);
        test.get().settings().set(Sparing.HOURS, SleepTimes.parse(from + "-" + from.plusHours(1)));
        for (var at = turn; at.isBefore(turn.plus(Duration.ofHours(8))); at = at.plus(Duration.ofHours(1))) {
            test.time.advance(Duration.between(test.time.instant(), at));
            test.pass(Duration.ofMinutes(1));
            Eventually.published(scheduler().plan(), _ -> waiting().isPresent());
        }
        assertThat(ran).isEmpty();

        test.time.advance(Duration.between(test.time.instant(), turn.plus(Duration.ofHours(9))));
        test.pass(Duration.ofMinutes(1));
        Eventually.that(() -> List.copyOf(ran).equals(List.of(turn)));
    }

    @Test
    void ofTheTurnsOutsideTheHoursTheLatestRuns() throws Exception {
        missed = MissedTurns.ALL;
        scheduler().put(new Regular());
        hours(4, 5);
        for (int hour = 0; hour < 3; hour++) {
            int superseded = hour;
            test.pass(Duration.ofHours(1));
            Eventually.published(scheduler().plan(), _ -> waiting().isPresent());
            Eventually.that(() -> skipped().equals(Collections.nCopies(superseded, Optional.of("the next turn came"))));
        }
        var latest = test.time.instant().truncatedTo(ChronoUnit.HOURS);
        test.get().settings().set(Sparing.HOURS, SleepTimes.NEVER);

        test.pass(Duration.ofMinutes(1));
        Eventually.that(() -> List.copyOf(ran).equals(List.of(latest)));
    }

    @Test
    void aTurnThatWaitsForItsHoursOutlivesTheProgram() throws Exception {
        every = Duration.ofDays(1);
        scheduler().put(new Regular());
        var turn = new Regular().next(test.time.instant()).orElseThrow();
        var from = LocalTime.ofInstant(turn, ZoneOffset.UTC).plusHours(9);
        test.get().settings().set(Sparing.HOURS, SleepTimes.parse(from + "-" + from.plusHours(1)));
        test.time.advance(Duration.between(test.time.instant(), turn));
        test.pass(Duration.ofMinutes(1));
        Eventually.published(scheduler().plan(), _ -> waiting().isPresent());

        test.restart().start();
        scheduler().put(new Regular());
        test.pass(Duration.ofMinutes(1));
        Eventually.published(scheduler().plan(), _ -> waiting().isPresent());
        assertThat(ran).isEmpty();
        test.time.advance(Duration.between(test.time.instant(), turn.plus(Duration.ofHours(9))));
        test.pass(Duration.ofMinutes(1));
        Eventually.that(() -> List.copyOf(ran).equals(List.of(turn)));
    }

    @Test
    void outsideTheHoursAPersonLetsItBeginAnyway() throws Exception {
        hours(2, 3);
        test.pass(Duration.ofHours(1));
        Eventually.published(scheduler().plan(), _ -> waiting().isPresent());
        scheduler().runNow(new Regular().key());

        Eventually.that(() -> ran.size() == 1);
    }

    @Test
    void hoursThatAreFarAreSaidWithTheirDay() {
        var day = LocalDate.ofInstant(test.time.instant(), ZoneOffset.UTC).plusDays(3);
        var word = day.getDayOfWeek().name().substring(0, 3).toLowerCase(Locale.ROOT);
        test.get().settings().set(Sparing.HOURS, SleepTimes.parse(word + " 22:00-23:00"));

        assertThat(test.get().pausing().spared())
                .contains("Outside the chosen hours: cycles and schedules wait until " + day + " at 22:00.");
        assertThat(test.get().pausing().saving()).isFalse();
    }

    @Test
    void checksKeepTheirPaceOutsideTheHours() throws Exception {
        hours(5, 6);
        test.pass(Duration.ofMinutes(2));
        int before = test.checks.count(loft);
        test.pass(Duration.ofMinutes(20));

        assertThat(test.checks.count(loft) - before).isGreaterThan(10);
    }

    /// @return when the hours begin
    private LocalTime hours(int from, int until) {
        var now = LocalTime.ofInstant(test.time.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.HOURS);
        test.get().settings().set(Sparing.HOURS, SleepTimes.parse(now.plusHours(from) + "-" + now.plusHours(until)));
        return now.plusHours(from);
    }

    @Test
    void aPersonLetsItBeginAnyway() throws Exception {
        hold(Sparing.ON_BATTERY);
        test.pass(Duration.ofHours(1));
        Eventually.published(scheduler().plan(), plan -> waiting().isPresent());

        assertThatThrownBy(() -> scheduler().turnNow(new Regular().key())) // as work does that nobody asked for
                .isInstanceOf(ProblemException.class);
        assertThat(ran).isEmpty();
        scheduler().runNow(new Regular().key());

        Eventually.that(() -> ran.size() == 1);
        assertThat(test.get().pausing().spared()).contains(BATTERY);
    }

    @Test
    void aTurnThatAPersonGivesWaitsForNothing() throws Exception {
        hold(Sparing.ON_BATTERY);
        scheduler().runNow(new Regular().key());

        Eventually.that(() -> ran.size() == 1);
    }

    @Test
    void choosingOtherwiseLetsItGoOnAtOnceAndNobodyLooksAnyMore() throws Exception {
        hold(Sparing.ON_BATTERY);
        test.pass(Duration.ofHours(1));
        Eventually.published(scheduler().plan(), plan -> waiting().isPresent());

        test.get().settings().set(Sparing.ON_BATTERY, Choice.GO_ON);

        Eventually.that(() -> ran.size() == 1);
        int before = looked.get();
        test.pass(Duration.ofMinutes(5));
        assertThat(looked).hasValue(before);
    }

    @Test
    void checksGoOnButNotOften() throws Exception {
        hold(Sparing.ON_BATTERY);
        test.pass(Duration.ofMinutes(2));
        int before = test.checks.count(loft);
        test.pass(Duration.ofMinutes(20));

        assertThat(test.checks.count(loft) - before)
                .isBetween(3, 5); // every five minutes, a tenth more or less, against one a minute
    }

    private void hold(Setting<Choice> what) throws Exception {
        test.get().settings().set(what, Choice.HOLD);
        Eventually.that(() -> test.get().pausing().power().get().isPresent());
    }

    private Scheduler scheduler() {
        return test.get().scheduler();
    }

    private Optional<String> waiting() {
        return scheduler().plan().get().stream()
                .filter(one -> one.key().equals(new Regular().key()))
                .findFirst()
                .flatMap(Schedules.Planned::waiting);
    }

    private List<Optional<String>> skipped() {
        return test.get().tasks().tasks().get().stream()
                .filter(task -> task.state() == TaskState.SKIPPED)
                .map(TaskView::reason)
                .toList();
    }

    private TaskView held() {
        return test.get().tasks().tasks().get().stream()
                .filter(task -> task.state() == TaskState.HELD)
                .findFirst()
                .orElseThrow();
    }

    private final class Regular implements ScheduledWork {

        @Override
        public String key() {
            return "hunt/" + loft.id() + "/missing";
        }

        @Override
        public TaskRequest request() {
            return new TaskRequest("hunt", "hunt missing items on Loft", List.of(loft.id()), Origin.CYCLE);
        }

        @Override
        public Optional<InstanceId> instance() {
            return Optional.of(loft.id());
        }

        @Override
        public ActionClass actionClass() {
            return ActionClass.BACKGROUND_CYCLE;
        }

        @Override
        public Optional<Instant> next(Instant after) {
            long span = every.toMillis();
            return Optional.of(Instant.ofEpochMilli((after.toEpochMilli() / span + 1) * span));
        }

        @Override
        public MissedTurns missed() {
            return missed;
        }

        @Override
        public void run(Instant turn, Consent consent, TaskContext context) {
            ran.add(turn);
        }
    }
}
