package io.pilothouse.domain.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.RemoteIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The rows T1 to T19 of the transition table.
class StandingTest {

    private static final Instant NOON = Instant.parse("2026-07-18T12:00:00Z");
    private static final CheckPace PACE = new CheckPace(Duration.ofSeconds(60), 0, Duration.ofSeconds(20));
    private static final Set<FaultCode> NEVER_TRIED_AGAIN = EnumSet.of(
            FaultCode.SECRET_MISSING, FaultCode.SECRET_REFUSED, FaultCode.LOGIN_REFUSED, FaultCode.SECRET_LOCKED);

    @Test
    void t1ASavedInstanceIsPendingAndCheckedAtOnce() {
        var saved = Standing.unproven(NOON);

        assertThat(saved.lifecycle()).isEqualTo(Lifecycle.PENDING);
        assertThat(saved.health()).isEmpty();
        assertThat(saved.nextCheckAt()).contains(NOON);
    }

    @Test
    void t2T5T8AGoodCheckMakesEveryEnabledInstanceActive() {
        for (var before : List.of(pending(), active(), suspect(), inError())) {
            var after = before.after(passed(NOON.plusSeconds(60)), PACE, 0);

            assertThat(after.lifecycle()).isEqualTo(Lifecycle.ACTIVE);
            assertThat(after.health()).contains(Health.HEALTHY);
            assertThat(after.failures()).isZero();
            assertThat(after.code()).isEmpty();
            assertThat(after.lastHealthyAt()).contains(NOON.plusSeconds(60));
            assertThat(after.nextCheckAt()).contains(NOON.plusSeconds(120));
        }
    }

    @ParameterizedTest
    @EnumSource(FaultCode.class)
    void t3T4T6T7T9TheFirstBadCheck(FaultCode code) {
        if (code == FaultCode.THROTTLED) {
            return; // T19
        }
        var at = NOON.plusSeconds(60);

        var fromPending = pending().after(failed(at, code), PACE, 0);
        var fromActive = active().after(failed(at, code), PACE, 0);
        var fromError = inError().after(failed(at, code), PACE, 0);

        assertThat(fromPending.lifecycle()).isEqualTo(code.permanent() ? Lifecycle.ERROR : Lifecycle.PENDING);
        assertThat(fromActive.lifecycle()).isEqualTo(code.permanent() ? Lifecycle.ERROR : Lifecycle.ACTIVE);
        assertThat(fromError.lifecycle()).isEqualTo(Lifecycle.ERROR);
        for (var after : List.of(fromPending, fromActive, fromError)) {
            assertThat(after.health()).contains(code.health());
            assertThat(after.code()).contains(code);
            assertThat(after.nextCheckAt().isEmpty()).isEqualTo(NEVER_TRIED_AGAIN.contains(code));
        }
    }

    @Test
    void t4WaitsLongerAndLongerAndGivesUpAfterADay() {
        var waits = new ArrayList<Long>();
        var standing = pending();
        var at = NOON;
        for (int i = 0; i < 7; i++) {
            standing = standing.after(failed(at, FaultCode.NO_ANSWER), PACE, 0);
            waits.add(Duration.between(at, standing.nextCheckAt().orElseThrow()).toSeconds());
            assertThat(standing.lifecycle()).isEqualTo(Lifecycle.PENDING);
            at = standing.nextCheckAt().orElseThrow();
        }
        assertThat(waits).containsExactly(30L, 60L, 120L, 300L, 600L, 600L, 600L);

        var lastMoment =
                standing.after(failed(NOON.plus(Duration.ofHours(24)).minusMillis(1), FaultCode.NO_ANSWER), PACE, 0);
        var aDayLater = standing.after(failed(NOON.plus(Duration.ofHours(24)), FaultCode.NO_ANSWER), PACE, 0);
        assertThat(lastMoment.lifecycle()).isEqualTo(Lifecycle.PENDING);
        assertThat(aDayLater.lifecycle()).isEqualTo(Lifecycle.ERROR);
        assertThat(aDayLater.nextCheckAt())
                .contains(NOON.plus(Duration.ofHours(24)).plusSeconds(60));
    }

    @Test
    void aPersonChoosesHowManyFailuresInARowAreAnError() {
        var once = PACE.downAfter(1);
        var down = active().after(failed(NOON, FaultCode.NO_ANSWER), once, 0);
        assertThat(down.lifecycle()).isEqualTo(Lifecycle.ERROR);
        assertThat(down.confirmed(1)).isTrue();

        var patient = PACE.downAfter(5);
        var standing = active();
        for (int failed = 1; failed <= 5; failed++) {
            standing = standing.after(failed(NOON.plusSeconds(20L * failed), FaultCode.NO_ANSWER), patient, 0);
            assertThat(standing.confirmed(5)).isEqualTo(failed == 5);
        }
        assertThat(standing.lifecycle()).isEqualTo(Lifecycle.ERROR);
    }

    @Test
    void t7ThreeTransientFailuresInARowAreAnError() {
        var first = active().after(failed(NOON, FaultCode.NO_ANSWER), PACE, 0);
        var second = first.after(failed(NOON.plusSeconds(20), FaultCode.TOO_SLOW), PACE, 0);
        var third = second.after(failed(NOON.plusSeconds(40), FaultCode.NO_ANSWER), PACE, 0);

        assertThat(List.of(first.lifecycle(), second.lifecycle(), third.lifecycle()))
                .containsExactly(Lifecycle.ACTIVE, Lifecycle.ACTIVE, Lifecycle.ERROR);
        assertThat(List.of(first.confirmed(3), second.confirmed(3), third.confirmed(3)))
                .containsExactly(false, false, true);
        assertThat(first.nextCheckAt()).contains(NOON.plusSeconds(20));
        assertThat(third.nextCheckAt()).contains(NOON.plusSeconds(100));
    }

    @Test
    void aRecheckIsDueTwentySecondsAfterTheFailedOneBegan() {
        var slowFailure = new HealthEvent.Checked(NOON, failedCheck(NOON.plusSeconds(10), FaultCode.NO_ANSWER));
        var verySlow = new HealthEvent.Checked(NOON, failedCheck(NOON.plusSeconds(45), FaultCode.NO_ANSWER));

        assertThat(active().after(slowFailure, PACE, 0).nextCheckAt()).contains(NOON.plusSeconds(20));
        assertThat(active().after(verySlow, PACE, 0).nextCheckAt()).contains(NOON.plusSeconds(46));
    }

    @Test
    void t9BacksOffUpToHalfAnHour() {
        var standing = active().after(failed(NOON, FaultCode.TLS_EXPIRED), PACE, 0);
        var waits = new ArrayList<Long>();
        var at = NOON;
        for (int i = 0; i < 6; i++) {
            var next = standing.nextCheckAt().orElseThrow();
            waits.add(Duration.between(at, next).toMinutes());
            at = next;
            standing = standing.after(failed(at, FaultCode.TLS_EXPIRED), PACE, 0);
        }
        assertThat(waits).containsExactly(1L, 2L, 5L, 15L, 30L, 30L);
    }

    @Test
    void t10SwitchingOffKeepsTheHealthAndStopsChecks() {
        for (var before : List.of(pending(), active(), inError())) {
            var off = before.after(new HealthEvent.SwitchedOff(NOON), PACE, 0);

            assertThat(off.lifecycle()).isEqualTo(Lifecycle.INACTIVE);
            assertThat(off.health()).isEqualTo(before.health());
            assertThat(off.nextCheckAt()).isEmpty();
        }
    }

    @Test
    void t11SwitchingOnStartsAnew() {
        var on = off().after(new HealthEvent.SwitchedOn(NOON), PACE, 0);

        assertThat(on.lifecycle()).isEqualTo(Lifecycle.PENDING);
        assertThat(on.health()).isEmpty();
        assertThat(on.nextCheckAt()).contains(NOON);
        assertThat(active().after(new HealthEvent.SwitchedOn(NOON), PACE, 0)).isEqualTo(active());
    }

    @Test
    void t12AManualCheckOfAnInactiveInstanceOnlyUpdatesItsHealth() {
        var good = off().after(passed(NOON), PACE, 0);
        var bad = off().after(failed(NOON, FaultCode.SECRET_REFUSED), PACE, 0);

        assertThat(List.of(good.lifecycle(), bad.lifecycle())).containsOnly(Lifecycle.INACTIVE);
        assertThat(good.health()).contains(Health.HEALTHY);
        assertThat(bad.health()).contains(Health.UNHEALTHY);
        assertThat(good.nextCheckAt()).isEmpty();
        assertThat(bad.nextCheckAt()).isEmpty();
    }

    @Test
    void t13EditingTheIdentityStartsAnewExceptWhenSwitchedOff() {
        for (var before : List.of(pending(), active(), suspect(), inError())) {
            var edited = before.after(new HealthEvent.IdentityEdited(NOON), PACE, 0);

            assertThat(edited.lifecycle()).isEqualTo(Lifecycle.PENDING);
            assertThat(edited.health()).isEmpty();
            assertThat(edited.failures()).isZero();
            assertThat(edited.nextCheckAt()).contains(NOON);
        }
        var off = off().after(new HealthEvent.IdentityEdited(NOON), PACE, 0);
        assertThat(off.lifecycle()).isEqualTo(Lifecycle.INACTIVE);
        assertThat(off.health()).isEmpty();
        assertThat(off.nextCheckAt()).isEmpty();
    }

    @Test
    void t14EditingDetailsChangesNothing() {
        for (var before : List.of(pending(), active(), suspect(), inError(), off())) {
            assertThat(before.after(new HealthEvent.DetailsEdited(NOON), PACE, 0))
                    .isEqualTo(before);
        }
    }

    @Test
    void t15T16ABrokenAccountOrSecretIsAnErrorUntilRepaired() {
        var why = problem(FaultCode.SECRET_REFUSED);
        for (var before : List.of(pending(), active(), inError())) {
            var broken = before.after(new HealthEvent.Broken(NOON, FaultCode.SECRET_REFUSED, why), PACE, 0);
            assertThat(broken.lifecycle()).isEqualTo(Lifecycle.ERROR);
            assertThat(broken.problem()).contains(why);
            assertThat(broken.nextCheckAt()).isEmpty();

            var repaired = broken.after(new HealthEvent.SecretRepaired(NOON), PACE, 0);
            assertThat(repaired.lifecycle()).isEqualTo(Lifecycle.PENDING);
            assertThat(repaired.nextCheckAt()).contains(NOON);
        }
        assertThat(off().after(new HealthEvent.Broken(NOON, FaultCode.CONFIGURATION, why), PACE, 0))
                .isEqualTo(off());
        assertThat(inError().after(new HealthEvent.SecretRepaired(NOON), PACE, 0))
                .as("an error that did not come from the secret")
                .isEqualTo(inError());
    }

    @Test
    void t17ARefusedCallLetsACheckDecideAtOnce() {
        var called =
                new HealthEvent.CallFailed(NOON, FaultCode.PERMISSION_MISSING, problem(FaultCode.PERMISSION_MISSING));

        var after = active().after(called, PACE, 0);

        assertThat(after).isEqualTo(active().nextAt(Optional.of(NOON)));
        assertThat(inError().after(called, PACE, 0)).isEqualTo(inError());
    }

    @Test
    void t18FailedCallsCountOnceAMinute() {
        var standing = active();
        for (int second = 0; second <= 60; second += 10) {
            standing = standing.after(callFailed(NOON.plusSeconds(second)), PACE, 0);
        }
        assertThat(standing.failures()).isEqualTo(2);
        assertThat(standing.lifecycle()).isEqualTo(Lifecycle.ACTIVE);

        standing = standing.after(callFailed(NOON.plusSeconds(120)), PACE, 0);
        assertThat(standing.lifecycle()).isEqualTo(Lifecycle.ERROR);
        assertThat(standing.nextCheckAt()).contains(NOON.plusSeconds(180));
    }

    @Test
    void t19BeingToldToSlowDownOrStoppedJudgesNothing() {
        for (var before : List.of(pending(), active(), suspect(), inError())) {
            var throttled = before.after(failed(NOON, FaultCode.THROTTLED), PACE, 0);
            var cancelled = before.after(new HealthEvent.Checked(NOON, new HealthCheck.Cancelled(NOON)), PACE, 0);

            assertThat(throttled).isEqualTo(before.nextAt(Optional.of(NOON.plusSeconds(60))));
            assertThat(cancelled).isEqualTo(before.nextAt(Optional.of(NOON.plusSeconds(20))));
        }
        var longWait = new HealthCheck.Failed(
                NOON, FaultCode.THROTTLED, problem(FaultCode.THROTTLED), Optional.of(Duration.ofMinutes(5)));
        assertThat(active().after(new HealthEvent.Checked(NOON, longWait), PACE, 0)
                        .nextCheckAt())
                .contains(NOON.plusSeconds(300));
        assertThat(off().after(failed(NOON, FaultCode.THROTTLED), PACE, 0)).isEqualTo(off());
    }

    @Test
    void aBanIsWaitedOut() {
        var banned = new HealthCheck.Failed(
                NOON, FaultCode.BANNED, problem(FaultCode.BANNED), Optional.of(Duration.ofMinutes(61)));

        assertThat(active().after(new HealthEvent.Checked(NOON, banned), PACE, 0)
                        .nextCheckAt())
                .contains(NOON.plus(Duration.ofMinutes(61)));
    }

    @Test
    void thePauseIsSpreadByTheJitterAndNoMore() {
        var amc = new CheckPace(Duration.ofMinutes(15), 0.1, Duration.ofSeconds(60));

        assertThat(active().after(passed(NOON), amc, -1).nextCheckAt()).contains(NOON.plusSeconds(810));
        assertThat(active().after(passed(NOON), amc, 0).nextCheckAt()).contains(NOON.plusSeconds(900));
        assertThat(active().after(passed(NOON), amc, 1).nextCheckAt()).contains(NOON.plusSeconds(990));
    }

    private static Standing pending() {
        return Standing.unproven(NOON);
    }

    private static Standing active() {
        return pending().after(passed(NOON), PACE, 0);
    }

    private static Standing suspect() {
        return active().after(failed(NOON, FaultCode.NO_ANSWER), PACE, 0);
    }

    private static Standing inError() {
        return active().after(failed(NOON, FaultCode.WRONG_PRODUCT), PACE, 0);
    }

    private static Standing off() {
        return active().after(new HealthEvent.SwitchedOff(NOON), PACE, 0);
    }

    static HealthEvent passed(Instant at) {
        var identity = new RemoteIdentity("Sonarr", "4.0", "Loft", "", new TreeMap<>(Map.of()));
        var answer = new CheckAnswer(identity, List.of(), new LinkedHashMap<>(), Optional.empty(), false);
        return new HealthEvent.Checked(at, new HealthCheck.Passed(at, Duration.ofMillis(40), answer));
    }

    static HealthEvent failed(Instant at, FaultCode code) {
        return new HealthEvent.Checked(at, failedCheck(at, code));
    }

    private static HealthCheck.Failed failedCheck(Instant at, FaultCode code) {
        return new HealthCheck.Failed(at, code, problem(code), Optional.empty());
    }

    private static HealthEvent callFailed(Instant at) {
        return new HealthEvent.CallFailed(at, FaultCode.NO_ANSWER, problem(FaultCode.NO_ANSWER));
    }

    static Problem problem(FaultCode code) {
        return new Problem(code.problemCode(), "Loft: " + code + ".", "Look at Loft.");
    }
}
