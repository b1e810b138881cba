package io.pilothouse.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertLedgerTest {

    private static final Instant START = Instant.parse("2026-06-18T14:00:00Z");
    private static final List<InstanceId> TEN = IntStream.range(0, 10)
            .mapToObj(number -> new InstanceId("sonarr-260618140000" + number))
            .toList();

    private final AlertLedger ledger = new AlertLedger(List.of());
    private final Map<InstanceId, ShownState> states = new HashMap<>();
    private final List<AlertEvent> said = new ArrayList<>();
    private List<InstanceId> about = List.of();
    private final List<AlertLedger.Certificate> certificates = new ArrayList<>();
    private Optional<Instant> next = Optional.empty();
    private Instant now = START;
    private final Set<InstanceId> gone = new HashSet<>();
    private final Map<InstanceId, Instant> answered = new HashMap<>();
    private int successes = AlertLedger.SUCCESSES_UNTIL_RECOVERED;
    private Optional<Instant> ended = Optional.empty();

    /// What is not said to be anything else is healthy, and was just asked.
    private AlertLedger.Shown shown(InstanceId id) {
        return new AlertLedger.Shown(
                states.getOrDefault(id, ShownState.HEALTHY), Optional.of(answered.getOrDefault(id, now)));
    }

    private void look(Cause... causes) {
        var found = ledger.look(
                List.of(causes),
                List.of(),
                certificates,
                id -> gone.contains(id) ? Optional.empty() : Optional.of(shown(id)),
                successes,
                now);
        next = found.next();
        for (var news : found.news()) {
            said.add(news.event());
            about = news.about();
            ended = news.ended();
            ledger.told(new Alert(
                    said.size(),
                    news.event(),
                    news.cause(),
                    news.subject(),
                    news.about(),
                    now,
                    news.since(),
                    news.event().usual(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
        }
    }

    private void pass(Duration time, Cause... causes) {
        now = now.plus(time);
        look(causes);
    }

    private void lasting(Cause... causes) {
        look(causes);
        pass(AlertLedger.SETTLE, causes);
    }

    private Cause host(List<InstanceId> members) {
        members.forEach(id -> states.put(id, ShownState.DOWN));
        return new Cause(Cause.Kind.HOST_SILENT, "nas2.lan", START, members);
    }

    private Cause alone(InstanceId id, ShownState state) {
        states.put(id, state);
        return new Cause(Cause.Kind.INSTANCE, state.word(), START, List.of(id));
    }

    @Test
    void aHostOfTenInstancesIsOneMessageAndOneRecovery() {
        lasting(host(TEN));
        pass(Duration.ofHours(1), host(TEN));
        for (int answering = 1; answering < 10; answering++) { // they come back one by one
            TEN.subList(0, answering).forEach(id -> states.put(id, ShownState.HEALTHY));
            pass(
                    Duration.ofSeconds(30),
                    TEN.subList(answering, 10).stream()
                            .map(id -> alone(id, ShownState.DOWN))
                            .toArray(Cause[]::new));
        }
        states.clear();
        pass(Duration.ofSeconds(30));
        pass(Duration.ofSeconds(30));

        assertThat(said).containsExactly(AlertEvent.DOWN, AlertEvent.RECOVERED);
    }

    @Test
    void instancesThatFallOneByOneAreGatheredUnderTheirHost() {
        look(alone(TEN.get(0), ShownState.DOWN));
        pass(Duration.ofSeconds(5), alone(TEN.get(0), ShownState.DOWN), alone(TEN.get(1), ShownState.DOWN));
        pass(Duration.ofSeconds(5), host(TEN));
        pass(AlertLedger.SETTLE, host(TEN));

        assertThat(said).containsExactly(AlertEvent.DOWN);
    }

    @Test
    void whatPassesBeforeItWasToldIsNotTold() {
        look(alone(TEN.get(0), ShownState.DOWN));
        states.clear();
        pass(Duration.ofSeconds(10));
        pass(Duration.ofMinutes(1));

        assertThat(said).isEmpty();
    }

    @Test
    void nothingIsJudgedWhileThisComputerIsOffline() {
        lasting(alone(TEN.get(0), ShownState.DOWN));
        pass(Duration.ofMinutes(10), host(TEN), new Cause(Cause.Kind.OFFLINE, "", START, List.of()));

        assertThat(said).containsExactly(AlertEvent.DOWN);
    }

    @ParameterizedTest
    @EnumSource(
            value = ShownState.class,
            names = {"MAINTENANCE", "PAUSED", "ASLEEP", "LOCKED"})
    void whatIsDownAndNoLongerAskedHasNotAnswered(ShownState unasked) {
        lasting(alone(TEN.get(0), ShownState.DOWN));
        states.put(TEN.get(0), unasked);
        pass(Duration.ofMinutes(1));
        pass(Duration.ofHours(7));

        assertThat(said).containsExactly(AlertEvent.DOWN);
    }

    @Test
    void oneCheckThatPassesIsNoRecoveryYet() {
        lasting(alone(TEN.get(0), ShownState.DOWN));
        states.clear();
        pass(Duration.ofMinutes(10));
        answered.put(TEN.get(0), now);
        pass(Duration.ofSeconds(30)); // looked at again without another check
        assertThat(said).containsExactly(AlertEvent.DOWN);

        answered.put(TEN.get(0), now);
        pass(Duration.ofSeconds(1));
        assertThat(said).containsExactly(AlertEvent.DOWN, AlertEvent.RECOVERED);
    }

    /// As after a time offline, which takes back what was counted.
    @Test
    void aCheckThatPassedBeforeItWasDownIsNone() {
        successes = 1;
        answered.put(TEN.get(0), START.minusSeconds(60));
        lasting(alone(TEN.get(0), ShownState.DOWN));
        states.clear();
        pass(Duration.ofMinutes(1));
        assertThat(said).containsExactly(AlertEvent.DOWN);

        answered.put(TEN.get(0), now);
        pass(Duration.ofSeconds(1));
        assertThat(said).containsExactly(AlertEvent.DOWN, AlertEvent.RECOVERED);
    }

    @Test
    void aFailureBetweenThemCountsAnewAndTellsNothing() {
        lasting(alone(TEN.get(0), ShownState.DOWN));
        for (int round = 0; round < 3; round++) {
            states.put(TEN.get(0), ShownState.HEALTHY);
            pass(Duration.ofMinutes(1));
            states.put(TEN.get(0), ShownState.CHECKING);
            pass(Duration.ofSeconds(20));
            pass(Duration.ofMinutes(1), alone(TEN.get(0), ShownState.DOWN));
        }
        pass(AlertLedger.SETTLE, alone(TEN.get(0), ShownState.DOWN));

        assertThat(said).containsExactly(AlertEvent.DOWN);
    }

    @Test
    void aPersonChoosesHowManySuccessesARecoveryTakes() {
        successes = 1;
        lasting(alone(TEN.get(0), ShownState.DOWN));
        states.clear();
        pass(Duration.ofMinutes(1));
        assertThat(said).containsExactly(AlertEvent.DOWN, AlertEvent.RECOVERED);

        successes = 4;
        lasting(alone(TEN.get(0), ShownState.DOWN));
        states.clear();
        for (int passed = 1; passed < 4; passed++) {
            pass(Duration.ofMinutes(1));
        }
        assertThat(said).hasSize(3);
        pass(Duration.ofMinutes(1));
        assertThat(said).hasSize(4).endsWith(AlertEvent.RECOVERED);
    }

    /// The checks that made sure of it are not part of how long it was down.
    @Test
    void aRecoveryEndedWithTheFirstCheckThatPassed() {
        lasting(host(TEN));
        states.clear();
        pass(Duration.ofMinutes(10));
        var first = now;
        pass(Duration.ofMinutes(5));

        assertThat(said).containsExactly(AlertEvent.DOWN, AlertEvent.RECOVERED);
        assertThat(ended).contains(first);
    }

    @Test
    void whatIsComingBackIsNotToldToBeStillDown() {
        lasting(alone(TEN.get(0), ShownState.DOWN));
        states.clear();
        answered.put(TEN.get(0), now);
        pass(AlertLedger.AGAIN.plusSeconds(1));

        assertThat(said).containsExactly(AlertEvent.DOWN);
    }

    @Test
    void whatWasRemovedWhileItWasDownHasNotRecovered() {
        lasting(alone(TEN.get(0), ShownState.DOWN));
        gone.add(TEN.get(0));
        pass(Duration.ofMinutes(1));
        pass(Duration.ofHours(7));

        assertThat(said).containsExactly(AlertEvent.DOWN);
    }

    /// That it refuses is told, and is no recovery.
    @Test
    void whatAnswersAndRefusesHasNotRecovered() {
        lasting(alone(TEN.get(0), ShownState.DOWN));
        lasting(alone(TEN.get(0), ShownState.REFUSED));
        pass(Duration.ofHours(7), alone(TEN.get(0), ShownState.REFUSED));

        assertThat(said).containsExactly(AlertEvent.DOWN, AlertEvent.REFUSED);
    }

    @Test
    void theRecoveryOfAHostIsThatOfThoseThatAnswer() {
        lasting(host(TEN));
        states.clear();
        states.put(TEN.get(3), ShownState.MAINTENANCE);
        pass(Duration.ofMinutes(1));
        pass(Duration.ofMinutes(1));

        assertThat(said).containsExactly(AlertEvent.DOWN, AlertEvent.RECOVERED);
        assertThat(about).hasSize(9).doesNotContain(TEN.get(3));
    }

    @Test
    void aRefusedKeyIsToldOnceAndNeverRecovers() {
        lasting(alone(TEN.get(0), ShownState.REFUSED));
        pass(Duration.ofDays(3), alone(TEN.get(0), ShownState.REFUSED));
        states.clear();
        pass(Duration.ofMinutes(1));

        assertThat(said).containsExactly(AlertEvent.REFUSED);
    }

    /// So that a person can choose it alone.
    @Test
    void anotherInstallationIsAnEventOfItsOwn() {
        lasting(alone(TEN.get(0), ShownState.IDENTITY_CHANGED));
        pass(Duration.ofDays(3), alone(TEN.get(0), ShownState.IDENTITY_CHANGED));

        assertThat(said).containsExactly(AlertEvent.IDENTITY);
    }

    @Test
    void unstableReplacesTheSingleDowns() {
        lasting(alone(TEN.get(0), ShownState.UNSTABLE));
        pass(Duration.ofSeconds(40), alone(TEN.get(0), ShownState.DOWN));
        pass(AlertLedger.SETTLE.multipliedBy(2), alone(TEN.get(0), ShownState.UNSTABLE));

        assertThat(said).containsExactly(AlertEvent.UNSTABLE);
    }

    @ParameterizedTest
    @EnumSource(
            value = ShownState.class,
            names = {"HEALTHY", "WARNING"})
    void whatWasUnstableAndIsWellIsToldOnceToBeCalmAgain(ShownState well) {
        lasting(alone(TEN.get(0), ShownState.UNSTABLE));
        var told = now;
        states.put(TEN.get(0), ShownState.CHECKING); // not known yet
        pass(Duration.ofMinutes(1));
        assertThat(said).containsExactly(AlertEvent.UNSTABLE);

        states.put(TEN.get(0), well);
        pass(Duration.ofMinutes(10));
        pass(Duration.ofMinutes(10));
        assertThat(said).containsExactly(AlertEvent.UNSTABLE, AlertEvent.RECOVERED);
        assertThat(about).containsExactly(TEN.get(0));
        assertThat(ended).contains(told.plus(Duration.ofMinutes(11)));
    }

    @ParameterizedTest
    @EnumSource(
            value = ShownState.class,
            names = {"DOWN", "REFUSED", "IDENTITY_CHANGED", "MAINTENANCE", "PAUSED", "ASLEEP", "LOCKED"})
    void whatWasUnstableAndIsNotWellIsNotCalm(ShownState other) {
        lasting(alone(TEN.get(0), ShownState.UNSTABLE));
        lasting(alone(TEN.get(0), other));

        assertThat(said).startsWith(AlertEvent.UNSTABLE).doesNotContain(AlertEvent.RECOVERED);
    }

    @Test
    void whatWasRemovedWhileItWasUnstableIsNotCalm() {
        lasting(alone(TEN.get(0), ShownState.UNSTABLE));
        gone.add(TEN.get(0));
        pass(Duration.ofMinutes(1));

        assertThat(said).containsExactly(AlertEvent.UNSTABLE);
    }

    @Test
    void whatIsStillDownIsToldEverySixHoursAndAfterADayDaily() {
        lasting(host(TEN));
        var told = now;
        var times = new ArrayList<Duration>();
        while (now.isBefore(told.plus(Duration.ofDays(4)))) {
            now = next.orElseThrow();
            int before = said.size();
            look(host(TEN));
            said.subList(before, said.size()).forEach(_ -> times.add(Duration.between(told, now)));
        }

        assertThat(times)
                .containsExactly(
                        Duration.ofHours(6),
                        Duration.ofHours(12),
                        Duration.ofHours(18),
                        Duration.ofHours(24),
                        Duration.ofHours(48),
                        Duration.ofHours(72),
                        Duration.ofHours(96));
        assertThat(said.subList(1, said.size())).containsOnly(AlertEvent.STILL_DOWN);
    }

    @Test
    void acknowledgedItIsNotToldAgainUntilItFallsAnew() {
        lasting(host(TEN));
        ledger.told(new Alert(
                1,
                AlertEvent.DOWN,
                "host nas2.lan",
                "nas2.lan",
                TEN,
                now,
                START,
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(now)));
        pass(Duration.ofDays(3), host(TEN));
        assertThat(said).containsExactly(AlertEvent.DOWN);

        states.clear();
        pass(Duration.ofMinutes(1));
        pass(Duration.ofMinutes(1));
        lasting(host(TEN));
        pass(Duration.ofHours(6), host(TEN));
        assertThat(said).containsExactly(AlertEvent.DOWN, AlertEvent.RECOVERED, AlertEvent.DOWN, AlertEvent.STILL_DOWN);
    }

    @Test
    void theEndOfACertificateIsToldOnceAtEachOfThreeSteps() {
        certificates.add(new AlertLedger.Certificate(TEN.getFirst(), START.plus(Duration.ofDays(30)), true));
        for (int hours = 0; hours < 30 * 24; hours += 6) {
            pass(
                    Duration.ofHours(6),
                    hours < 9 * 24 ? new Cause[0] : new Cause[] {alone(TEN.getFirst(), ShownState.WARNING)});
        }

        assertThat(said)
                .containsExactly(AlertEvent.CERTIFICATE, AlertEvent.CERTIFICATE_SOON, AlertEvent.CERTIFICATE_SOON);
    }

    @Test
    void secretsThatAreLockedAreOneMessage() {
        TEN.forEach(id -> states.put(id, ShownState.LOCKED));
        lasting(TEN.stream().map(id -> alone(id, ShownState.LOCKED)).toArray(Cause[]::new));

        assertThat(said).containsExactly(AlertEvent.LOCKED);
    }

    @Test
    void whatALoginTellsOfItsInstancesIsNotToldOfEachOfThemAgain() {
        TEN.forEach(id -> states.put(id, ShownState.REFUSED));
        var causes = TEN.stream()
                .map(id -> new Cause(Cause.Kind.INSTANCE, FaultCode.LOGIN_REFUSED.name(), START, List.of(id)))
                .toList();
        var login = new AlertLedger.Matter(
                AlertEvent.WORK,
                "amc-login/1",
                "The login was refused.",
                TEN.subList(0, 9),
                START,
                Optional.of(FaultCode.LOGIN_REFUSED));
        ledger.look(causes, List.of(login), List.of(), id -> Optional.of(shown(id)), successes, START);
        var told = ledger.look(
                        causes,
                        List.of(login),
                        List.of(),
                        id -> Optional.of(shown(id)),
                        successes,
                        START.plus(AlertLedger.SETTLE))
                .news();

        assertThat(told)
                .extracting(AlertLedger.News::event, AlertLedger.News::about)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(AlertEvent.WORK, TEN.subList(0, 9)),
                        org.assertj.core.groups.Tuple.tuple(AlertEvent.REFUSED, List.of(TEN.get(9))));
    }
}
