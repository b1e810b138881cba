package io.pilothouse.domain.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which state is seen where several apply.
class CircumstancesTest {

    private static final Instant NOON = Instant.parse("2026-07-18T12:00:00Z");
    private static final CheckPace PACE = new CheckPace(Duration.ofSeconds(60), 0, Duration.ofSeconds(20));

    /// Turns off, one after the other, the strongest reason that is left: the states seen must be
    /// those of the order of precedence.
    @Test
    void precedenceIsThatOfTheEnumeration() {
        var seen = new ArrayList<ShownState>();
        var refusedTwice = standing(FaultCode.STARTING, 2);
        var identity = standing(FaultCode.IDENTITY_CHANGED, 1);
        var paused = identity.after(new HealthEvent.SwitchedOff(NOON), PACE, 0);
        var down = standing(FaultCode.NO_ANSWER, 3);
        var refused = standing(FaultCode.SECRET_REFUSED, 1);
        var healthy = standing(FaultCode.NO_ANSWER, 0);
        var never = Standing.unproven(NOON);

        seen.add(all(paused, true, true, true, true).shown());
        seen.add(all(identity, true, true, true, true).shown());
        seen.add(all(identity, false, true, true, true).shown());
        seen.add(all(down, false, true, true, true).shown());
        seen.add(all(down, false, false, true, true).shown());
        seen.add(all(down, false, false, false, true).shown());
        seen.add(all(refused, false, false, false, true).shown());
        seen.add(all(healthy, false, false, false, true).shown());
        seen.add(all(refusedTwice, false, false, false, false).shown());
        seen.add(all(healthy, false, false, false, false).shown());
        seen.add(Circumstances.plain(healthy).shown());
        seen.add(Circumstances.plain(never).shown());

        assertThat(seen).containsExactly(ShownState.values());
    }

    private static Circumstances all(
            Standing standing, boolean locked, boolean maintenance, boolean asleep, boolean unstable) {
        return new Circumstances(standing, locked, maintenance, asleep, false, false, unstable, true, true, true, 3);
    }

    @ParameterizedTest
    @CsvSource({
        // code, failures, state
        "NO_ANSWER, 1, CHECKING",
        "NO_ANSWER, 2, CHECKING",
        "NO_ANSWER, 3, DOWN",
        "SERVER_ERROR, 2, CHECKING",
        "SERVER_ERROR, 3, DOWN",
        "TLS_EXPIRED, 1, DOWN",
        "SECRET_REFUSED, 1, REFUSED",
        "BANNED, 1, REFUSED",
        "WRONG_PRODUCT, 1, REFUSED",
        "STARTING, 1, CHECKING",
        "STARTING, 3, REFUSED",
        "SECRET_LOCKED, 1, LOCKED",
        "IDENTITY_CHANGED, 1, IDENTITY_CHANGED",
    })
    void definiteRefusalsShowAtOnceOthersAfterThreeFailures(FaultCode code, int failures, ShownState shown) {
        assertThat(Circumstances.plain(standing(code, failures)).shown()).isEqualTo(shown);
    }

    @Test
    void aServiceThatWasNeverReachedIsDownAfterThreeFailuresToo() {
        var standing = Standing.unproven(NOON);
        for (int i = 0; i < 3; i++) {
            standing = standing.after(StandingTest.failed(NOON.plusSeconds(60L * i), FaultCode.NO_ANSWER), PACE, 0);
        }
        assertThat(standing.lifecycle()).isEqualTo(Lifecycle.PENDING);
        assertThat(Circumstances.plain(standing).shown()).isEqualTo(ShownState.DOWN);
    }

    @Test
    void nothingIsJudgedWhileThisComputerIsOffline() {
        for (int failures = 0; failures <= 3; failures++) {
            var offline = new Circumstances(
                    standing(FaultCode.NO_ANSWER, failures),
                    false,
                    false,
                    false,
                    true,
                    false,
                    true,
                    true,
                    true,
                    true,
                    3);
            assertThat(offline.shown()).isEqualTo(ShownState.UNKNOWN);
        }
    }

    @Test
    void oneFailureIsEnoughOnceTheHostIsKnownToBeSilent() {
        var member = new Circumstances(
                standing(FaultCode.NO_ANSWER, 1), false, false, false, false, true, false, false, false, false, 3);
        assertThat(member.shown()).isEqualTo(ShownState.DOWN);
    }

    @Test
    void theFirstCheckIsShownWhileItRuns() {
        var standing = Standing.unproven(NOON);
        var running = new Circumstances(standing, false, false, false, false, false, false, false, false, true, 3);
        assertThat(running.shown()).isEqualTo(ShownState.CHECKING);
    }

    @Test
    void changesEveryFortySecondsAreUnstableOnceAndCalmAgainOnce() {
        var flapping = Flapping.CALM;
        var shown = new ArrayList<Boolean>();
        for (int second = 0; second <= 1800; second += 20) {
            flapping = flapping.after(NOON.plusSeconds(second), second / 40 % 2 == 0);
            shown.add(flapping.unstable());
        }
        for (int second = 1820; second <= 3600; second += 20) {
            flapping = flapping.after(NOON.plusSeconds(second), true);
            shown.add(flapping.unstable());
        }
        var changes = new ArrayList<Boolean>();
        for (var one : shown) {
            if (changes.isEmpty() || !changes.getLast().equals(one)) {
                changes.add(one);
            }
        }
        assertThat(changes).containsExactly(false, true, false);
    }

    @Test
    void threeChangesInHalfAnHourAreNotUnstable() {
        var flapping = Flapping.CALM;
        for (int minute = 0; minute <= 300; minute += 10) {
            flapping = flapping.after(NOON.plus(Duration.ofMinutes(minute)), minute / 10 % 2 == 0);
            assertThat(flapping.unstable()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // latency ms, median ms, slow
        "900, 100, false",
        "1000, 100, false",
        "1001, 100, true",
        "1500, 500, false",
        "1501, 500, true",
    })
    void slowIsAboveASecondAndThreeTimesTheMedian(long latency, long median, boolean slow) {
        var recent = List.of(Duration.ofMillis(latency), Duration.ofMillis(latency), Duration.ofMillis(latency));
        assertThat(Slowness.slow(recent, Optional.of(Duration.ofMillis(median))))
                .isEqualTo(slow);
        assertThat(Slowness.slow(recent.subList(0, 2), Optional.of(Duration.ofMillis(median))))
                .isFalse();
        assertThat(Slowness.slow(recent, Optional.empty())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, HERE",
        "127.0.0.1, HERE",
        "[::1], HERE",
        "127.0.0.2, LOCAL",
        "192.168.1.4, LOCAL",
        "10.0.0.1, LOCAL",
        "172.16.0.1, LOCAL",
        "172.32.0.1, ELSEWHERE",
        "8.8.8.8, ELSEWHERE",
        "nas, LOCAL",
        "nas.lan, LOCAL",
        "cabin.home.arpa, LOCAL",
        "example.org, ELSEWHERE",
        "[fd00::1], LOCAL",
        "2001:db8::1, ELSEWHERE",
        "1921.68.de, ELSEWHERE",
    })
    void placesAreJudgedByNameAlone(String host, NetworkPlace place) {
        assertThat(NetworkPlace.of(host)).isEqualTo(place);
    }

    /// A proven instance after so many failures of this kind in a row.
    private static Standing standing(FaultCode code, int failures) {
        var standing = Standing.unproven(NOON).after(StandingTest.passed(NOON), PACE, 0);
        for (int i = 0; i < failures; i++) {
            standing = standing.after(StandingTest.failed(NOON.plusSeconds(20L * i), code), PACE, 0);
        }
        return standing;
    }

    /// The first check after a start, while the computer has much else to do.
    @Test
    void oneSlowAnswerAmongQuickOnesIsNoWarning() {
        var quick = Duration.ofMillis(20);
        var slow = Duration.ofMillis(1_500);
        var usual = Optional.of(quick);

        assertThat(Slowness.slow(List.of(slow, quick, quick), usual)).isFalse();
        assertThat(Slowness.slow(List.of(slow, quick, slow), usual)).isTrue();
    }
}
