package io.pilothouse.tasks.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.alert.AlertLedger;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.HealthRepository;
import io.pilothouse.tasks.Engine;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveHealthRoundsTest {

    @TempDir
    Path folder;

    private TestEngine test;
    private final AlertLedger ledger = new AlertLedger(List.of());
    private final List<AlertLedger.News> heard = new ArrayList<>();

    @BeforeEach
    void open() {
        test = new TestEngine(folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aSavedInstanceIsCheckedAtOnceAndThenEveryMinute() throws Exception {
        test.get().start();
        var loft = test.add("Loft", "http://nas:8989/");
        test.settle();

        assertThat(state(loft)).isEqualTo(ShownState.HEALTHY);
        assertThat(health(loft).lifecycle()).isEqualTo(Lifecycle.ACTIVE);
        test.pass(Duration.ofMinutes(3));
        assertThat(test.checks.count(loft)).isEqualTo(4);
        assertThat(test.get().instances().find(loft.id()).orElseThrow().identity())
                .isPresent();
    }

    @Test
    void anOutageIsDownWithinTheIntervalAndAMinute() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        test.checks.fail(loft, FaultCode.NO_ANSWER);

        test.pass(Duration.ofSeconds(60 + 39));
        assertThat(state(loft)).isEqualTo(ShownState.CHECKING);
        test.pass(Duration.ofSeconds(2));
        assertThat(state(loft)).isEqualTo(ShownState.DOWN);
        assertThat(changes(loft)).containsSubsequence(ShownState.DOWN, ShownState.CHECKING, ShownState.HEALTHY);
    }

    @Test
    void aPersonChoosesAfterHowManyFailuresItIsDown() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        test.get().settings().set(Engine.DOWN_AFTER, 1);
        test.checks.fail(loft, FaultCode.NO_ANSWER);
        test.pass(Duration.ofSeconds(61));
        assertThat(state(loft)).isEqualTo(ShownState.DOWN);

        test.get().settings().set(Engine.DOWN_AFTER, 10); // holds at once, also for what is judged already
        test.settle();
        assertThat(state(loft)).isEqualTo(ShownState.CHECKING);
        test.get().settings().reset(Engine.DOWN_AFTER);
        assertThat(test.get().settings().get(Engine.DOWN_AFTER)).isEqualTo(3);
    }

    @Test
    void checksAreKeptAsLongAsAPersonChooses() throws Exception {
        test.get().settings().set(Engine.LOCAL_PAUSE, 3_600);
        var loft = running("Loft", "http://nas:8989/");
        var samples = new HealthRepository(test.database());
        for (int hour = 0; hour < 30; hour++) {
            test.pass(Duration.ofHours(1));
        }
        var usual = samples.samples(loft.id(), Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"))
                .size();

        test.get().settings().set(Engine.CHECKS_KEPT, 24);
        test.pass(Duration.ofHours(1));
        Eventually.that(() -> samples.samples(loft.id(), Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"))
                        .size()
                < usual);
    }

    @Test
    void slownessIsAWarningUnlessAPersonSwitchesThatOff() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        test.checks.takes(loft, Duration.ofMillis(100));
        test.pass(Duration.ofMinutes(30));
        test.checks.takes(loft, Duration.ofSeconds(3));
        test.pass(Duration.ofMinutes(10));
        assertThat(state(loft)).isEqualTo(ShownState.WARNING);

        test.get().settings().set(Engine.SLOW_COUNTS, false);
        assertThat(state(loft)).isEqualTo(ShownState.HEALTHY);
        test.get().settings().reset(Engine.SLOW_COUNTS);
        assertThat(state(loft)).isEqualTo(ShownState.WARNING);
    }

    /// T17 and T18 of the lifecycle.
    @Test
    void whatFailsBetweenChecksIsTakenIn() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        fail(loft, "search", FaultCode.NO_ANSWER);
        assertThat(health(loft).failures()).isEqualTo(1);
        fail(loft, "search", FaultCode.NO_ANSWER); // at most one a minute
        fail(loft, "instance-test", FaultCode.NO_ANSWER);
        assertThat(health(loft).failures()).isEqualTo(1);
        test.pass(Duration.ofSeconds(61));
        assertThat(health(loft).failures()).isZero();

        int checked = test.checks.count(loft);
        fail(loft, "search", FaultCode.SECRET_REFUSED); // a check decides, at once
        test.settle();
        assertThat(test.checks.count(loft)).isEqualTo(checked + 1);
        assertThat(state(loft)).isEqualTo(ShownState.HEALTHY);
    }

    private void fail(Instance instance, String kind, FaultCode code) throws InterruptedException {
        var request = new TaskRequest(kind, kind + " " + instance.name(), List.of(instance.id()), Origin.WINDOW);
        test.get()
                .runner()
                .start(request, _ -> {
                    throw ConnectorException.of(code, instance.name() + " failed.", "Look at it.");
                })
                .await();
    }

    @Test
    void oneLostAnswerIsNeverDown() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        test.checks.fail(loft, FaultCode.NO_ANSWER);
        test.pass(Duration.ofSeconds(61));
        test.checks.heal(loft);
        test.pass(Duration.ofMinutes(5));

        assertThat(state(loft)).isEqualTo(ShownState.HEALTHY);
        assertThat(changes(loft)).doesNotContain(ShownState.DOWN);
    }

    @Test
    void aSilentHostIsOneCauseOfAllItsInstances() throws Exception {
        var sonarr = running("Anime", "http://nas2:8989/");
        var stash = test.add("Music", "http://nas2:8686/");
        var other = test.add("Loft", "http://nas1:8989/");
        test.settle();
        test.checks.fail(sonarr, FaultCode.NO_ANSWER);
        test.checks.fail(stash, FaultCode.NO_ANSWER);

        test.pass(Duration.ofSeconds(120));

        assertThat(test.get().health().causes().get())
                .extracting(Cause::kind, Cause::subject, Cause::members)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        Cause.Kind.HOST_SILENT, "nas2", List.of(sonarr.id(), stash.id())));
        assertThat(List.of(state(sonarr), state(stash), state(other)))
                .containsExactly(ShownState.DOWN, ShownState.DOWN, ShownState.HEALTHY);
        assertThat(health(stash).cause().orElseThrow().subject()).isEqualTo("nas2");
    }

    @Test
    void nothingIsJudgedOrCountedWhileThisComputerIsOffline() throws Exception {
        var one = running("Loft", "http://nas1:8989/");
        var two = test.add("Cellar", "http://nas2:8989/");
        var far = test.add("Cabin", "https://cabin.example.org/");
        var here = test.add("Here", "http://localhost:8989/");
        test.settle();
        for (var instance : List.of(one, two, far)) {
            test.checks.fail(instance, FaultCode.NO_ROUTE);
        }

        test.pass(Duration.ofSeconds(90));
        assertThat(test.get().health().causes().get()).extracting(Cause::kind).containsExactly(Cause.Kind.OFFLINE);
        assertThat(List.of(state(one), state(two), state(far), state(here)))
                .containsExactly(ShownState.UNKNOWN, ShownState.UNKNOWN, ShownState.UNKNOWN, ShownState.HEALTHY);
        test.pass(Duration.ofMinutes(10));
        for (var instance : List.of(one, two, far)) {
            assertThat(health(instance).failures()).isZero();
            assertThat(health(instance).lifecycle()).isEqualTo(Lifecycle.ACTIVE);
            assertThat(changes(instance)).doesNotContain(ShownState.DOWN);
            assertThat(test.get().health().checks(instance.id(), Instant.EPOCH, 100))
                    .isNotEmpty()
                    .allMatch(made -> made.health() == Health.HEALTHY);
            test.checks.heal(instance);
        }

        test.pass(Duration.ofMinutes(2));
        assertThat(List.of(state(one), state(two), state(far))).containsOnly(ShownState.HEALTHY);
        assertThat(test.get().health().causes().get()).isEmpty();
    }

    @Test
    void whenNoAddressOfTheOwnNetworkAnswersWhatIsSilentIsNotJudgedAndWhatAnswersIs() throws Exception {
        var one = running("Loft", "http://nas1:8989/");
        var two = test.add("Cellar", "http://nas2:8989/");
        var far = test.add("Cabin", "https://cabin.example.org/");
        test.settle();
        test.get().settings().set(OwnTargets.CHOSEN, OwnTargets.CHOSEN.read().apply("192.168.1.1"));
        test.pass(Duration.ofMinutes(6));
        assertThat(test.targetsAsked).as("while nothing is silent").hasValue(0);
        test.targetsAnswer.set(false);
        test.checks.fail(one, FaultCode.NO_ROUTE);
        test.checks.fail(far, FaultCode.NO_ANSWER);

        test.pass(Duration.ofMinutes(6));
        assertThat(test.get().health().causes().get())
                .extracting(Cause::kind, Cause::members)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Cause.Kind.OFFLINE, List.of(one.id(), far.id())));
        assertThat(List.of(state(one), state(two), state(far)))
                .containsExactly(ShownState.UNKNOWN, ShownState.HEALTHY, ShownState.UNKNOWN);
        assertThat(health(one).failures()).isZero();
        assertThat(changes(one)).doesNotContain(ShownState.DOWN);
        assertThat(test.get().health().changes(one.id(), Instant.EPOCH, 1))
                .first()
                .satisfies(change -> assertThat(change.words())
                        .isEqualTo("This computer is offline: no address that is to tell of its network answers."));

        test.targetsAnswer.set(true); // it was not the network: now it is judged
        test.pass(Duration.ofMinutes(10));
        assertThat(List.of(state(one), state(two), state(far)))
                .containsExactly(ShownState.DOWN, ShownState.HEALTHY, ShownState.DOWN);
    }

    @Test
    void whileAnAddressOfTheOwnNetworkAnswersTheSilenceOfAllIsTheirOwn() throws Exception {
        var one = running("Loft", "http://nas1:8989/");
        var two = test.add("Cellar", "http://nas2:8989/");
        test.settle();
        test.get().settings().set(OwnTargets.CHOSEN, OwnTargets.CHOSEN.read().apply("router.lan:443, 192.168.1.1"));
        test.checks.fail(one, FaultCode.NO_ANSWER);
        test.checks.fail(two, FaultCode.NO_ANSWER);

        test.pass(Duration.ofMinutes(3));
        assertThat(List.of(state(one), state(two))).containsOnly(ShownState.DOWN);
        assertThat(test.targetsAsked.get()).isPositive();
    }

    @Test
    void noLongerChosenTheAddressesSayNothingAtOnce() throws Exception {
        var one = running("Loft", "http://nas1:8989/");
        test.add("Cellar", "http://nas2:8989/");
        test.settle();
        test.get().settings().set(OwnTargets.CHOSEN, OwnTargets.CHOSEN.read().apply("192.168.1.1"));
        test.targetsAnswer.set(false);
        test.checks.fail(one, FaultCode.NO_ANSWER);
        test.pass(Duration.ofMinutes(3));
        assertThat(state(one)).isEqualTo(ShownState.UNKNOWN);

        test.get().settings().set(OwnTargets.CHOSEN, List.of());
        Eventually.published(test.get().health().causes(), List::isEmpty);
        test.pass(Duration.ofMinutes(3));
        assertThat(state(one)).isEqualTo(ShownState.DOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://router.lan", "router.lan/status", "me@router.lan", "router.lan:0", "router.lan:99999",
                "192.168.1.300", "localhost", "127.0.0.1:80", "a b c d e f", "?"
            })
    void anAddressThatCanTellNothingOfTheNetworkIsRefused(String text) {
        assertThatThrownBy(() -> OwnTargets.CHOSEN.read().apply(text)).isInstanceOf(IllegalArgumentException.class);
    }

    /// Even a port that is closed is closed by somebody.
    @Test
    void aDoorThatRefusesHasAnswered() throws Exception {
        List<Address> door;
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            door = List.of(Address.of("http://127.0.0.1:" + listening.getLocalPort()));
            assertThat(OwnNetwork.anyAnswers(door)).isTrue();
        }
        assertThat(OwnNetwork.anyAnswers(door)).isTrue();
        assertThat(OwnNetwork.anyAnswers(List.of(Address.of("http://nobody.invalid"))))
                .isFalse();
    }

    @Test
    void aRefusedSecretIsNotTriedAgainUntilItChanges() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        test.checks.fail(loft, FaultCode.SECRET_REFUSED);
        test.pass(Duration.ofSeconds(61));
        assertThat(state(loft)).isEqualTo(ShownState.REFUSED);
        int tried = test.checks.count(loft);

        test.pass(Duration.ofMinutes(20));
        assertThat(test.checks.count(loft)).isEqualTo(tried);

        test.checks.heal(loft);
        var now = test.get().instances().find(loft.id()).orElseThrow();
        test.get()
                .instances()
                .edit(
                        now.id(),
                        now.configVersion(),
                        now.configuration(),
                        Map.of("apiKey", Optional.of(new Secret("new"))),
                        TestEngine.ME);
        Eventually.that(() -> state(loft) == ShownState.HEALTHY); // it is asked once the change was heard of
    }

    @Test
    void aBanIsWaitedForUnlessAPersonWantsItTriedNow() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        test.checks.fail(loft, FaultCode.BANNED);
        test.pass(Duration.ofMinutes(2));
        assertThat(state(loft)).isEqualTo(ShownState.REFUSED);
        assertThat(test.checks.anew(loft)).isZero();

        test.checks.heal(loft);
        test.get().health().check(List.of(loft.id()), Origin.WINDOW);
        assertThat(test.checks.anew(loft)).isOne();
        assertThat(state(loft)).isEqualTo(ShownState.HEALTHY);

        test.get().health().check(List.of(loft.id()), Origin.WINDOW);
        assertThat(test.checks.anew(loft)).isOne();
    }

    @Test
    void aCheckBegunBeforeItsSecretBrokeSaysNothing() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        int before = test.checks.count(loft);
        var latch = test.checks.block(loft);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var check = threads.submit(() -> test.get().health().check(List.of(loft.id()), Origin.WINDOW));
            Eventually.that(() -> test.checks.count(loft) == before + 1);
            test.get()
                    .health()
                    .broken(
                            List.of(loft.id()),
                            FaultCode.LOGIN_REFUSED,
                            _ -> new Problem(ProblemCode.REFUSED, "Loft was refused.", "Give another secret."));
            latch.countDown();
            check.get();
        }

        assertThat(state(loft)).isEqualTo(ShownState.REFUSED);
        var health = test.get().health().states().get().get(loft.id());
        assertThat(health.health()).hasValue(Health.ERROR);
        assertThat(health.nextCheckAt()).isEmpty();
    }

    @Test
    void aStrangerAtTheAddressHoldsWritingUntilItIsAccepted() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        test.checks.becomes(loft, "another");
        test.pass(Duration.ofSeconds(61));
        assertThat(state(loft)).isEqualTo(ShownState.IDENTITY_CHANGED);

        var now = test.get().instances().find(loft.id()).orElseThrow();
        test.get().instances().acceptIdentity(loft.id(), now.configVersion(), TestEngine.ME);
        test.settle();
        assertThat(state(loft)).isEqualTo(ShownState.HEALTHY);
    }

    @Test
    void aSecondRequestJoinsTheCheckUnderWay() throws Exception {
        var loft = test.add("Loft", "http://nas:8989/");
        var latch = test.checks.block(loft);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> test.get().health().check(List.of(loft.id()), Origin.WINDOW));
            Eventually.that(() -> test.checks.count(loft) == 1);
            var second = threads.submit(() -> test.get().health().check(List.of(loft.id()), Origin.TERMINAL));
            latch.countDown();

            assertThat(second.get()).isEqualTo(first.get());
        }
        assertThat(test.checks.count(loft)).isEqualTo(1);
    }

    @Test
    void checkingManyAnswersForEveryIdAndKeepsTheBounds() throws Exception {
        var ids = new ArrayList<InstanceId>();
        var latches = new ArrayList<java.util.concurrent.CountDownLatch>();
        for (int i = 0; i < 90; i++) {
            var instance = test.add("Loft " + i, "http://nas" + i / 3 + ":8989/");
            ids.add(instance.id());
            latches.add(test.checks.block(instance));
        }
        var unknown = new InstanceId("sonarr-2607181200zzz");
        ids.add(unknown);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = threads.submit(() -> test.get().health().check(ids, Origin.TERMINAL));
            Eventually.that(() -> test.checks.total() == 32);
            latches.forEach(java.util.concurrent.CountDownLatch::countDown);

            assertThat(all.get()).hasSize(91);
            assertThat(all.get().get(unknown)).isInstanceOf(HealthCheck.Failed.class);
        }
        assertThat(test.checks.mostAtOnce()).isEqualTo(32);
        assertThat(test.get().health().states().get().values())
                .extracting(InstanceHealth::state)
                .containsOnly(ShownState.HEALTHY);
    }

    @Test
    void oneHostNeverHasMoreThanTwoChecks() throws Exception {
        var ids = new ArrayList<InstanceId>();
        for (int i = 0; i < 20; i++) {
            ids.add(test.add("Loft " + i, "http://nas:" + (9000 + i) + "/").id());
        }
        test.get().health().check(ids, Origin.WINDOW);

        assertThat(test.checks.mostAtOnce()).isLessThanOrEqualTo(2);
        assertThat(test.checks.total()).isEqualTo(20);
    }

    @Test
    void oneHungInstanceDelaysNobodyElse() throws Exception {
        var hung = running("Hung", "http://hung:8989/");
        var loft = test.add("Loft", "http://nas:8989/");
        test.settle();
        var latch = test.checks.block(hung);
        test.time.advance(Duration.ofSeconds(59));
        test.time.advance(Duration.ofSeconds(2));
        Eventually.that(() -> test.checks.count(hung) == 2 && test.checks.count(loft) >= 2);

        Eventually.published(
                test.get().health().states(),
                states -> states.get(loft.id()).state() == ShownState.HEALTHY
                        && states.get(hung.id()).checking());
        latch.countDown();
    }

    @Test
    void statesSurviveARestartAndAreShownBeforeTheFirstCheck() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        var down = test.add("Cellar", "http://nas2:8989/");
        test.checks.fail(down, FaultCode.TLS_EXPIRED);
        test.pass(Duration.ofSeconds(61));
        var before = test.get().health().states().get();

        var engine = test.restart();

        assertThat(engine.health().states().get()).isEqualTo(before);
        assertThat(state(down)).isEqualTo(ShownState.DOWN);
        assertThat(state(loft)).isEqualTo(ShownState.HEALTHY);
    }

    /// Another program, such as a store browser, holds the store for longer than it is waited for.
    @Test
    void whatFoundTheStoreBusyIsWrittenLater() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        try (var browser = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pilothouse.db"));
                var holding = browser.createStatement()) {
            holding.execute("begin immediate");
            test.checks.fail(loft, FaultCode.NO_ANSWER);
            test.pass(Duration.ofSeconds(101));
            assertThat(changes(loft)).doesNotContain(ShownState.DOWN);
            holding.execute("rollback");
        }
        test.pass(Duration.ofSeconds(11)); // who reads does not wait for the store again and again

        assertThat(changes(loft)).startsWith(ShownState.DOWN, ShownState.CHECKING, ShownState.HEALTHY);
    }

    @Test
    void switchedOffTrashedAndDeletedInstancesAreNotCheckedAnyMore() throws Exception {
        var off = running("Off", "http://nas1:8989/");
        var gone = test.add("Gone", "http://nas2:8989/");
        test.settle();
        test.get().instances().setEnabled(off.id(), false, TestEngine.ME);
        test.get().instances().remove(gone.id(), TestEngine.ME);
        int done = test.checks.total();

        test.pass(Duration.ofMinutes(3));

        assertThat(test.checks.total()).isEqualTo(done);
        assertThat(state(off)).isEqualTo(ShownState.PAUSED);
        assertThat(test.get().health().states().get()).doesNotContainKey(gone.id());

        test.get().instances().restore(gone.id(), TestEngine.ME);
        test.settle();
        assertThat(state(gone)).isEqualTo(ShownState.HEALTHY);
    }

    @Test
    void aCheckBegunBeforeAnEditSaysNothingAboutTheNewAddress() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        var latch = test.checks.block(loft);
        test.checks.fail(loft, FaultCode.SECRET_REFUSED);
        test.time.advance(Duration.ofSeconds(61));
        Eventually.that(() -> test.checks.count(loft) == 2);

        var now = test.get().instances().find(loft.id()).orElseThrow();
        test.checks.heal(loft);
        test.get()
                .instances()
                .edit(
                        now.id(),
                        now.configVersion(),
                        now.configuration().withSettings(Map.of("username", "me")),
                        Map.of(),
                        TestEngine.ME);
        latch.countDown();
        test.settle();

        assertThat(state(loft)).isEqualTo(ShownState.HEALTHY);
        assertThat(changes(loft)).doesNotContain(ShownState.REFUSED);
    }

    @Test
    void pausingStopsNewChecksAndResumingSpreadsARound() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        test.get().pausing().pause(Optional.empty());
        test.time.advance(Duration.ofMinutes(10));
        test.time.advance(Duration.ofSeconds(15));
        assertThat(test.checks.count(loft)).isEqualTo(1);

        test.get().pausing().resume();
        Eventually.that(() -> {
            test.time.advance(Duration.ofSeconds(1));
            return test.checks.count(loft) == 2;
        });
        test.settle();
        assertThat(state(loft)).isEqualTo(ShownState.HEALTHY);
    }

    @Test
    void afterASleepOfTheComputerOneRoundIsSpreadOverHalfAMinute() throws Exception {
        test.get().start();
        var all = new ArrayList<Instance>();
        for (int i = 0; i < 20; i++) {
            all.add(test.add("Loft " + i, "http://nas" + i + ":8989/"));
        }
        test.settle();
        int before = test.checks.total();
        var woken = test.time.instant().plus(Duration.ofHours(8));
        test.time.advance(Duration.ofHours(8));

        Eventually.that(() -> test.get().health().states().get().values().stream()
                .allMatch(health -> health.nextCheckAt()
                        .filter(next -> next.isAfter(woken.minusSeconds(1)))
                        .isPresent()));
        var next = test.get().health().states().get().values().stream()
                .map(health -> health.nextCheckAt().orElseThrow())
                .toList();
        assertThat(next).allMatch(at -> at.isBefore(woken.plusSeconds(91)));
        assertThat(test.checks.total() - before).as("no burst").isLessThan(10);

        test.pass(Duration.ofSeconds(31));
        assertThat(test.checks.total() - before).isBetween(20, 40);
    }

    @Test
    void maintenanceIsShownAndEndsByItself() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        test.get()
                .maintenance()
                .begin(List.of(loft.id()), test.time.instant().plus(Duration.ofMinutes(5)), TestEngine.ME);
        Eventually.published(
                test.get().health().states(), states -> states.get(loft.id()).state() == ShownState.MAINTENANCE);
        test.checks.fail(loft, FaultCode.NO_ANSWER);
        test.pass(Duration.ofMinutes(4));
        assertThat(state(loft)).isEqualTo(ShownState.MAINTENANCE);
        test.checks.heal(loft);
        test.pass(Duration.ofMinutes(4));

        assertThat(state(loft)).isEqualTo(ShownState.HEALTHY);
        assertThat(changes(loft)).doesNotContain(ShownState.DOWN);
    }

    @Test
    void whatWasDownBeforeItsMaintenanceIsDownSinceThen() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        test.checks.fail(loft, FaultCode.NO_ANSWER);
        test.pass(Duration.ofMinutes(4));
        assertThat(state(loft)).isEqualTo(ShownState.DOWN);
        var since = test.get().health().states().get().get(loft.id()).stateSince();
        test.get()
                .maintenance()
                .begin(List.of(loft.id()), test.time.instant().plus(Duration.ofHours(1)), TestEngine.ME);
        Eventually.published(
                test.get().health().states(), states -> states.get(loft.id()).state() == ShownState.MAINTENANCE);
        test.pass(Duration.ofMinutes(2));
        test.get().maintenance().end(List.of(loft.id()), TestEngine.ME);
        Eventually.published(
                test.get().health().states(), states -> states.get(loft.id()).state() == ShownState.DOWN);

        assertThat(test.get().health().states().get().get(loft.id()).stateSince())
                .isEqualTo(since);
    }

    @Test
    void aSleepingInstanceIsNotChecked() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        test.get().settings().set(Engine.sleepTimes(loft.id()), SleepTimes.parse("12:01-13:00"));
        test.pass(Duration.ofMinutes(2));
        int before = test.checks.count(loft);
        test.time.advance(Duration.ofSeconds(30));

        assertThat(state(loft)).isEqualTo(ShownState.ASLEEP);
        assertThat(test.checks.count(loft)).isEqualTo(before);
    }

    @Test
    void aLockedSecretIsShownAndCheckedAgainWhenItOpens() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        test.secrets.locked.add(loft.id());
        test.get().instances().reload();
        Eventually.published(
                test.get().health().states(), states -> states.get(loft.id()).state() == ShownState.LOCKED);
        int before = test.checks.count(loft);

        test.secrets.locked.clear();
        test.get().instances().reload();
        Eventually.that(() -> test.checks.count(loft) == before + 1);
        test.settle();
        assertThat(state(loft)).isEqualTo(ShownState.HEALTHY);
    }

    @Test
    void aSecretThatOpenedWhilePilothouseWasClosedIsCheckedAtTheNextStart() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        test.secrets.locked.add(loft.id());
        test.get().instances().reload();
        Eventually.published(
                test.get().health().states(), states -> states.get(loft.id()).state() == ShownState.LOCKED);
        test.settle();

        test.secrets.locked.clear();
        test.restart().health().start();
        test.pass(Duration.ofMinutes(2));

        assertThat(state(loft)).isEqualTo(ShownState.HEALTHY);
    }

    /// What a person is told of it now.
    private void hear() {
        var now = test.time.instant();
        var states = test.get().health().states().get();
        for (var news : ledger.look(
                        test.get().health().causes().get(),
                        List.of(),
                        List.of(),
                        id -> Optional.ofNullable(states.get(id))
                                .map(health -> new AlertLedger.Shown(health.state(), health.lastHealthyAt())),
                        AlertLedger.SUCCESSES_UNTIL_RECOVERED,
                        now)
                .news()) {
            heard.add(news);
            ledger.told(new Alert(
                    heard.size(),
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

    @Test
    void goingUpAndDownEveryFortySecondsIsOnceUnstableAndOnceCalmAgain() throws Exception {
        var loft = running("Loft", "http://nas:8989/");
        for (int i = 0; i < 45; i++) {
            if (i % 2 == 0) {
                test.checks.fail(loft, FaultCode.NO_ANSWER);
            } else {
                test.checks.heal(loft);
            }
            hear();
            test.pass(Duration.ofSeconds(40));
            hear();
        }
        test.checks.heal(loft);
        for (int minute = 0; minute < 12; minute++) {
            test.pass(Duration.ofMinutes(1));
            hear();
        }

        assertThat(state(loft)).isEqualTo(ShownState.HEALTHY);
        assertThat(heard)
                .extracting(AlertLedger.News::event, AlertLedger.News::cause)
                .containsExactly(
                        tuple(AlertEvent.UNSTABLE, "unstable " + loft.id()),
                        tuple(AlertEvent.RECOVERED, "unstable " + loft.id())); // which is "calm again"
        assertThat(changes(loft)).filteredOn(ShownState.UNSTABLE::equals).hasSize(1);
        assertThat(changes(loft)).doesNotContain(ShownState.DOWN);
        assertThat(changes(loft).subList(0, 2)).containsExactly(ShownState.HEALTHY, ShownState.UNSTABLE);
    }

    @Test
    void aThousandInstancesAreWatched() throws Exception {
        test.database().atomically(() -> {
            for (int i = 0; i < 1_000; i++) {
                test.add("Loft " + i, "http://nas" + i % 100 + ":" + (9000 + i / 100) + "/");
            }
            return null;
        });
        test.get().start();
        test.pass(Duration.ofSeconds(31));

        assertThat(test.checks.total()).isEqualTo(1_000);
        assertThat(test.get().health().states().get().values())
                .extracting(InstanceHealth::state)
                .containsOnly(ShownState.HEALTHY);
        for (int i = 0; i < 65; i++) {
            test.time.advance(Duration.ofSeconds(1));
        }
        Eventually.that(() -> test.checks.total() >= 2_000);
    }

    @Test
    void theBarsTellWhatWasCheckedJustNow() throws Exception {
        var start = test.time.instant();
        var loft = running("Loft", "http://nas:8989/");
        test.pass(Duration.ofMinutes(1));
        test.checks.fail(loft, FaultCode.WRONG_PRODUCT);
        test.get().health().check(List.of(loft.id()), Origin.WINDOW);

        var bars =
                test.get().health().bars(loft.id(), start, test.time.instant().plusSeconds(1), 1);

        assertThat(bars.getFirst().worst()).isEqualTo(ShownState.REFUSED);
    }

    @Test
    void theHistoryIsKeptAndDrawnAsBars() throws Exception {
        var start = test.time.instant();
        var loft = running("Loft", "http://nas:8989/");
        test.pass(Duration.ofMinutes(5));
        test.checks.fail(loft, FaultCode.WRONG_PRODUCT);
        test.pass(Duration.ofMinutes(5));
        var bars = test.restart().health().bars(loft.id(), start, start.plus(Duration.ofMinutes(15)), 3);

        assertThat(bars)
                .extracting(HealthRounds.Bar::worst)
                .containsExactly(ShownState.HEALTHY, ShownState.REFUSED, ShownState.UNKNOWN);
        assertThat(bars.getFirst().passed()).isEqualTo(bars.getFirst().checks());
        assertThat(test.get().health().fleetOverTime(start, start.plus(Duration.ofMinutes(15)), 3))
                .extracting(HealthRounds.FleetPart::instances)
                .containsExactly(Map.of(ShownState.HEALTHY, 1), Map.of(ShownState.REFUSED, 1), Map.of());
        assertThat(test.get().health().fleetChanges(start, 10)).first().satisfies(newest -> {
            assertThat(newest.id()).isEqualTo(loft.id());
            assertThat(newest.change().to()).isEqualTo(ShownState.REFUSED);
        });
        var latency = test.get().health().latency(loft.id(), start, start.plus(Duration.ofMinutes(5)), 1);
        assertThat(latency.p50Millis()).isBetween(35.0, 45.0);
    }

    @Test
    void everyCheckIsATaskOfItsOwnThatPeopleSeeOnlyWhenTheyAsk() throws Exception {
        var loft = test.add("Loft", "http://nas:8989/");
        var shownBefore = test.get().tasks().tasks().get().size();

        test.get().health().check(List.of(loft.id()), Origin.TERMINAL);

        assertThat(test.get().tasks().tasks().get()).hasSize(shownBefore);
    }

    private Instance running(String name, String address) throws ProblemException, InterruptedException {
        test.get().start();
        var instance = test.add(name, address);
        test.settle();
        return instance;
    }

    private InstanceHealth health(Instance instance) {
        return test.get().health().states().get().get(instance.id());
    }

    private ShownState state(Instance instance) {
        return health(instance).state();
    }

    /// States as they were entered, newest first.
    private List<ShownState> changes(Instance instance) {
        return test.get().health().changes(instance.id(), Instant.EPOCH, 100).stream()
                .map(HealthRounds.StateChange::to)
                .toList();
    }
}
