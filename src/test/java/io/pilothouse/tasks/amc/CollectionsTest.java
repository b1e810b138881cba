package io.pilothouse.tasks.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.demo.amc.Executions.Plan;
import io.pilothouse.domain.amc.Collection;
import io.pilothouse.domain.amc.Collection.Period;
import io.pilothouse.domain.amc.Collection.PeriodState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.testing.TestEngine;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Collections by a clock that the test moves; `tick` is called as the program's own loop does.
class CollectionsTest {

    @TempDir
    private Path folder;

    private AmcRig rig;
    private InstanceId main;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder); // 2026-07-18T12:00Z
        main = rig.add("Main", "amcpilot001", Map.of("dailySoftLimit", "2")).id();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void begin(int weeks) throws Exception {
        var from = LocalDate.of(2026, 6, 1);
        rig.amc()
                .collections()
                .start(
                        new Collection(
                                "weeks",
                                "Weeks",
                                "ph.reach-by-campaign",
                                Map.of(),
                                List.of(main),
                                true,
                                DayOfWeek.MONDAY,
                                from,
                                Optional.of(from.plusWeeks(weeks)),
                                ZoneOffset.UTC,
                                2,
                                false,
                                false),
                        TestEngine.ME);
        rig.amc().startRuns();
    }

    private Collections.Status status() {
        try {
            return rig.amc().collections().find("weeks");
        } catch (io.pilothouse.domain.ProblemException e) {
            throw new AssertionError(e);
        }
    }

    private Period first() {
        return status().periods().getFirst();
    }

    private Period until(Predicate<Period> fits) {
        for (int i = 0; i < 3_000; i++) {
            rig.amc().collections().tick();
            if (fits.test(first())) {
                return first();
            }
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
            rig.engine().time.advance(Duration.ofSeconds(5));
        }
        throw new AssertionError("never came: " + first());
    }

    @Test
    void whatFailedInPassingIsTriedAgainThreeTimesAndWhatCannotWorkIsNot() throws Exception {
        for (int i = 0; i < 4; i++) {
            rig.simulate(it -> it.runs().plan(Plan.USUAL.ending("FAILED", "Endpoint request timed out")));
        }
        begin(1);
        var again = until(it -> it.attempts() == 1);
        assertThat(again.state()).isEqualTo(PeriodState.PENDING);
        assertThat(Duration.between(rig.clock().instant(), again.nextAt().orElseThrow()))
                .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        assertThat(rig.created()).isEqualTo(1);
        rig.engine().time.advance(Duration.ofDays(1)); // the day's allowance is no matter of this test
        until(it -> it.attempts() == 2);
        rig.engine().time.advance(Duration.ofDays(1));
        until(it -> it.attempts() == 3);
        rig.engine().time.advance(Duration.ofDays(1));
        var ended = until(it -> it.state() == PeriodState.FAILED);
        assertThat(ended.reason()).contains("timed out");
        assertThat(rig.created()).isEqualTo(4);

        rig.simulate(it -> it.runs().plan(Plan.USUAL.ending("REJECTED", "Unsupported scalar operation: NTILE")));
        rig.engine().time.advance(Duration.ofDays(1));
        rig.amc().collections().again(first(), TestEngine.ME);
        var rejected = until(it -> !it.open());
        assertThat(rejected.state()).isEqualTo(PeriodState.FAILED);
        assertThat(rejected.attempts()).isZero();
    }

    @Test
    void whatWasBroughtCountsUntilThereIsSomethingNewer() throws Exception {
        begin(1);
        var brought = until(it -> it.state() == PeriodState.SUCCEEDED);
        rig.simulate(it -> it.runs().plan(Plan.USUAL.ending("REJECTED", "Unsupported scalar operation: NTILE")));
        rig.amc().collections().again(brought, TestEngine.ME);
        var kept = until(it -> !it.open());
        assertThat(kept.state()).isEqualTo(PeriodState.SUCCEEDED);
        assertThat(kept.run()).isEqualTo(brought.run());
        assertThat(kept.reason()).contains("NTILE");

        rig.engine().time.advance(Duration.ofDays(1));
        rig.amc().collections().again(kept, TestEngine.ME);
        assertThat(until(it -> !it.open()).run()).isNotEqualTo(brought.run());
        assertThat(rig.created()).isEqualTo(3);
    }

    @Test
    void whatWaitsForTheAllowanceIsHeldForThatAndTheForecastSaysHowLong() throws Exception {
        begin(6);
        assertThat(status().forecast().orElseThrow().days()).isEqualTo(3);
        for (int i = 0; i < 2_000 && !twoBroughtAndTheNextHeld(); i++) {
            rig.engine().time.advance(Duration.ofSeconds(5));
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
            rig.amc().collections().tick();
        }
        assertThat(status().periods().stream().filter(it -> it.state() == PeriodState.HELD))
                .isNotEmpty()
                .allMatch(it -> it.reason().contains("allowance"));
        var ahead = status().forecast().orElseThrow();
        assertThat(ahead.left()).isEqualTo(4);
        assertThat(ahead.days()).isEqualTo(3); // nothing is left of today
        assertThat(ahead.time()).isPresent();
        assertThat(rig.created()).isEqualTo(2);
    }

    private boolean twoBroughtAndTheNextHeld() {
        var counts = status().counts();
        return counts.getOrDefault(PeriodState.SUCCEEDED, 0) == 2 && counts.containsKey(PeriodState.HELD);
    }

    @Test
    void whatIsPausedAsksForNothingMoreAndGoesOn() throws Exception {
        begin(2);
        rig.amc().collections().pause("weeks", true);
        until(it -> it.state() == PeriodState.SUCCEEDED);
        rig.amc().collections().again(first(), TestEngine.ME);
        for (int i = 0; i < 20; i++) {
            rig.engine().time.advance(Duration.ofMinutes(1));
            rig.amc().collections().tick();
        }
        assertThat(first().state()).isEqualTo(PeriodState.PENDING);
        rig.amc().collections().pause("weeks", false);
        rig.engine().time.advance(Duration.ofDays(1));
        until(it -> it.state() == PeriodState.SUCCEEDED);
    }
}
