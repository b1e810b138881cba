package io.pilothouse.tasks.amc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.demo.amc.FaultRules;
import io.pilothouse.demo.amc.FaultRules.Rule;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.AmcCode;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.Brand;
import io.pilothouse.domain.amc.Policies;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.domain.amc.Trigger;
import io.pilothouse.domain.amc.WindowRule;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.AmcLibraryRepository;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Acceptance checks of section 19.3 that no other test is about; each names its number.
class AcceptanceTest {

    @TempDir
    private Path folder;

    private AmcRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /// 1, the last of them: what no list shows can only be typed, and is denied. That a check of it ends
    /// unhealthy is shown by [io.pilothouse.connectors.amc.AmcConnectorTest].
    @Test
    void theLostInstanceIsTypedAndDenied() throws Exception {
        var id = rig.stored("Lost", "amcpilot008", Map.of()).id();
        assertThatExceptionOfType(AmcException.class)
                .isThrownBy(() -> rig.amc().memory().refreshFacts(id))
                .matches(it -> it.code() == AmcCode.ACCESS_DENIED);
    }

    /// 6: a token that is refused is replaced once, and the call repeated once; refused again, it is this call
    /// that failed.
    @Test
    void aTokenRefusedTwiceFailsTheCallAlone() throws Exception {
        var id = rig.add("Main", "amcpilot001").id();
        rig.amc().memory().refreshFacts(id);
        rig.simulate(it -> it.faults().add(Rule.of(FaultRules.Kind.STATUS, "instance", -1, 401)));
        rig.service.forgetRequests();

        assertThatExceptionOfType(AmcException.class)
                .isThrownBy(() -> rig.amc().memory().refreshFacts(id))
                .matches(it -> it.code() == AmcCode.AUTH_EXPIRED);
        assertThat(rig.service.requests())
                .extracting(LoggedRequest::path)
                .containsExactly("/amc/instances/amcpilot001", "/auth/o2/token", "/amc/instances/amcpilot001");
    }

    /// 8: a secret that cannot be read locks its instance, stays as it is, and comes back.
    @Test
    void aSecretThatCannotBeReadLocksAndComesBack() throws Exception {
        var id = rig.add("Main", "amcpilot001").id();
        var before = rig.engine().secrets.read(id);
        rig.engine().secrets.locked.add(id);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> rig.amc().search().eyesOf(id))
                .matches(it -> it.problem().code() == ProblemCode.LOCKED);
        assertThat(rig.amc().logins().all())
                .singleElement()
                .satisfies(it -> assertThat(it.state()).isEqualTo(Logins.State.LOCKED));

        rig.engine().secrets.locked.clear();
        assertThat(rig.engine().secrets.read(id)).isEqualTo(before);
        assertThat(rig.amc().logins().all().getFirst().state()).isEqualTo(Logins.State.OK);
    }

    /// 10: one entry for each of a hundred; how many at once, [io.pilothouse.tasks.health.CheckSlotsTest] shows.
    @Test
    void aHundredAreCheckedWithOneEntryEach() throws Exception {
        try (var many =
                new AmcRig(folder.resolve("many"), ServiceSpec.of("amc", "Many").with("instances", "100"))) {
            var eyes = new AccountSearch.Eyes(many.address(), many.secrets("A"), Map.of());
            var found = many.amc().search().discover(eyes, List.of(), false);
            var added = many.amc().search().add(eyes, found.instances(), TestEngine.ME);
            var ids = new ArrayList<InstanceId>();
            added.forEach(it -> ids.add(it.id()));
            var answer = many.engine().get().health().check(ids, Origin.WINDOW);
            assertThat(ids).hasSizeGreaterThanOrEqualTo(100);
            assertThat(answer.keySet()).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(answer.values().stream().filter(HealthCheck.Passed.class::isInstance))
                    .hasSizeGreaterThanOrEqualTo(100);
        }
    }

    /// 12: a date says when to come back, too; beyond a quarter of an hour nobody waits.
    @Test
    void aDateToComeBackAtIsHeeded() throws Exception {
        var id = rig.add("Main", "amcpilot001").id();
        rig.simulate(it -> it.faults().add(new Rule(FaultRules.Kind.THROTTLE, "instance", "", 1, 1, 30, "date")));
        rig.pauses.clear();
        rig.amc().memory().refreshFacts(id);
        assertThat(rig.pauses)
                .singleElement()
                .satisfies(pause -> assertThat(pause).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(61)));

        rig.pauses.clear();
        rig.simulate(it -> it.faults().add(new Rule(FaultRules.Kind.THROTTLE, "instance", "", 1, 1, 3_600, "")));
        assertThatExceptionOfType(AmcException.class)
                .isThrownBy(() -> rig.amc().memory().refreshFacts(id))
                .matches(it ->
                        it.code() == AmcCode.RATE_LIMITED && it.retryAfter().isPresent());
        assertThat(rig.pauses).isEmpty();
    }

    /// 36: what goes wrong between taking the old set away and putting the new one in changes nothing.
    @Test
    void brandsAreReplacedWholeOrNotAtAll() throws Exception {
        var id = rig.add("Main", "amcpilot001").id();
        rig.amc().brands().set(id, List.of("Harbour Tea", "Harbour Coffee"), TestEngine.ME);
        var store = new AmcLibraryRepository(rig.engine().database());
        long unknown = 999;
        assertThatThrownBy(() ->
                        store.setBrands(id, List.of(store.brands().getFirst().number(), unknown)))
                .isInstanceOf(io.pilothouse.store.StoreException.class);
        assertThat(rig.amc().brands().byInstance().get(id))
                .extracting(Brand::name)
                .containsExactly("Harbour Tea", "Harbour Coffee");
    }

    /// Section 17: whoever chose by a brand follows its name, and no schedule is left without instances.
    @Test
    void aBrandIsRenamedMergedAndRemovedAndSchedulesFollow() throws Exception {
        var main = rig.add("Main", "amcpilot001").id();
        var outlet = rig.add("Outlet", "amcpilot002").id();
        var brands = rig.amc().brands();
        brands.set(main, List.of("Tea", "Cups"), TestEngine.ME);
        brands.set(outlet, List.of("Cups"), TestEngine.ME);
        rig.amc().schedules().save(chosenBy("Tea"), TestEngine.ME);

        brands.save(Brands.called(brands.find("tea"), "Harbour  Tea"), TestEngine.ME);
        assertThat(rig.amc().schedules().find("s").schedule().brand()).isEqualTo("Harbour Tea");
        var tea = brands.find("harbour tea");
        assertThatThrownBy(() -> brands.remove(tea.number(), TestEngine.ME)).hasMessageContaining("Weekly");
        assertThatThrownBy(() -> brands.save(Brands.called(tea, "CUPS"), TestEngine.ME))
                .hasMessageContaining("already");

        var cups = brands.find("Cups");
        brands.merge(tea.number(), cups.number(), TestEngine.ME);
        assertThat(rig.amc().schedules().find("s").schedule().brand()).isEqualTo("Cups");
        assertThat(brands.byInstance().get(main)).containsExactly(cups);
        assertThat(brands.all()).containsExactly(cups);

        brands.save(cups, List.of(main), TestEngine.ME);
        assertThat(brands.byInstance()).containsOnlyKeys(main);
        assertThat(brands.suggestions(main)).contains("Harbour Goods US Tea").doesNotContain("Cups");
    }

    private static Schedule chosenBy(String brand) {
        return new Schedule(
                "s",
                "Weekly",
                "ph.reach-by-campaign",
                Map.of(),
                List.of(),
                brand,
                Trigger.of("0 8 * * 1"),
                ZoneOffset.UTC,
                WindowRule.of("last-days:7"),
                2,
                Policies.Missed.LATEST,
                Policies.Overlap.QUEUE,
                Duration.ofHours(6),
                Instant.EPOCH,
                0,
                "");
    }

    /// 38: an edit is seen at once by who had the instance in hand, and nobody else is asked anew.
    @Test
    void anEditIsSeenAtOnceAndOthersStayAsTheyAre() throws Exception {
        var main = rig.add("Main", "amcpilot001").id();
        var outlet = rig.add("Outlet", "amcpilot002").id();
        rig.amc().memory().refreshFacts(main);
        rig.amc().memory().refreshFacts(outlet);
        rig.service.forgetRequests();

        var before = rig.engine().get().instances().find(main).orElseThrow();
        var settings = new java.util.TreeMap<>(before.configuration().settings());
        settings.put("instanceId", "amcpilot005");
        rig.engine()
                .get()
                .instances()
                .edit(
                        main,
                        before.configVersion(),
                        before.configuration().withSettings(settings),
                        Map.of(),
                        TestEngine.ME);
        rig.amc().identityEdited(main);

        assertThat(rig.amc().memory().refreshFacts(main).id().value()).isEqualTo("amcpilot005");
        assertThat(rig.amc().memory().knownFacts(outlet).orElseThrow().id().value())
                .isEqualTo("amcpilot002");
        assertThat(rig.service.requests())
                .noneMatch(request -> request.path().contains("amcpilot001"))
                .noneMatch(request -> request.path().contains("amcpilot002"))
                .noneMatch(request ->
                        request.path().equals("/auth/o2/token") && request.secret() == LoggedRequest.SecretSeen.OWN);
    }

    /// 10: whoever stops a check of many is free at once, and nothing is judged by it.
    @Test
    void aCheckOfManyCanBeCancelled() throws Exception {
        var first = rig.add("Main", "amcpilot001");
        var second = rig.add("Outlet", "amcpilot002");
        var checks = rig.engine().checks;
        var held = List.of(checks.block(first), checks.block(second));
        int before = checks.total();
        var health = rig.engine().get().health();
        var lifecycle = health.states().get().get(first.id()).lifecycle();
        var interrupted = new java.util.concurrent.CompletableFuture<Boolean>();
        var asking = Thread.ofVirtual().start(() -> {
            try {
                health.check(List.of(first.id(), second.id()), Origin.WINDOW);
                interrupted.complete(false);
            } catch (InterruptedException _) {
                interrupted.complete(true);
            }
        });
        Eventually.that(() -> checks.total() == before + 2);

        asking.interrupt();

        assertThat(interrupted.get(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        Eventually.that(() -> health.states().get().values().stream().noneMatch(it -> it.checking()));
        assertThat(health.states().get().get(first.id()).lifecycle()).isEqualTo(lifecycle);
        assertThat(health.states().get().get(first.id()).failures()).isZero();
        held.forEach(java.util.concurrent.CountDownLatch::countDown);
    }

    /// 11 and section 10: an answer that is no answer is asked for again, and then says what it is.
    @ParameterizedTest
    @CsvSource({"CUT, NETWORK", "BROKEN_JSON, MALFORMED", "HTML, SERVER_ERROR", "DROP_BEFORE, NETWORK"})
    void anAnswerThatCannotBeReadIsAskedForFiveTimes(FaultRules.Kind kind, AmcCode code) throws Exception {
        var id = rig.add("Main", "amcpilot001").id();
        rig.service.forgetRequests();
        rig.simulate(it -> it.faults().add(Rule.of(kind, "instance", 4, 0)));
        assertThat(rig.amc().memory().refreshFacts(id).name()).isEqualTo("harbour us main");

        rig.simulate(it -> it.faults().add(Rule.of(kind, "instance", -1, 0)));
        assertThatExceptionOfType(AmcException.class)
                .isThrownBy(() -> rig.amc().memory().refreshFacts(id))
                .satisfies(it -> assertThat(it.code()).isEqualTo(code))
                .satisfies(it -> assertThat(it.code().what()).isEqualTo(AmcCode.Class.TRANSIENT));
    }

    /// The row TIMEOUT of section 10: reading is asked again. A run whose answer comes too late may have
    /// been made: it is found again, and never sent twice.
    @Test
    void readingIsAskedAgainAfterATimeoutAndWhatMayHaveBeenDoneIsFoundAgain() throws Exception {
        var added = rig.add("Main", "amcpilot001");
        var configuration = added.configuration();
        var impatient = rig.engine()
                .get()
                .instances()
                .edit(
                        added.id(),
                        added.configVersion(),
                        configuration.withConnection(configuration.connection().withTimeout(Duration.ofSeconds(1))),
                        java.util.Map.of(),
                        TestEngine.ME)
                .id();
        rig.simulate(it -> it.faults().add(Rule.of(FaultRules.Kind.SILENT, "instance", 1, 0)));
        rig.service.forgetRequests();
        assertThat(rig.amc().memory().refreshFacts(impatient).name()).isEqualTo("harbour us main");
        assertThat(rig.service.requests())
                .filteredOn(it -> it.path().endsWith("/amcpilot001"))
                .hasSize(2);

        rig.simulate(it -> it.faults().add(Rule.of(FaultRules.Kind.SLOW, "createExecution", 1, 600_000)));
        rig.active(impatient);
        rig.amc().startRuns();
        var run =
                rig.ended(rig.ask("ph.reach-by-campaign", impatient).getFirst().id());

        assertThat(run.state()).isEqualTo(RunState.READY);
        assertThat(run.progress().adopted()).isTrue();
        assertThat(rig.created()).isEqualTo(1);
        assertThat(rig.service.requests())
                .filteredOn(it -> it.method().equals("POST") && it.path().endsWith("/workflowExecutions"))
                .hasSize(1);
    }

    /// 23: what was cancelled, here or in Amazon's console, stays in the history.
    @Test
    void cancelledRunsStayInTheHistory() throws Exception {
        var id = rig.add("Main", "amcpilot001").id();
        rig.amc().startRuns();
        var runs = new ArrayList<Run>();
        for (int i = 0; i < 4; i++) {
            runs.addAll(rig.ask("ph.reach-by-campaign", id));
        }
        for (var run : runs) {
            rig.until(run.id(), Duration.ofSeconds(1), it -> it.state() == RunState.REMOTE);
        }
        rig.simulate(it -> it.runs().cancelAll());

        for (var run : runs) {
            assertThat(rig.ended(run.id()).state()).isEqualTo(RunState.CANCELLED);
        }
        assertThat(rig.amc().runs().runs(java.util.Optional.of(id), java.time.Instant.EPOCH, 10))
                .hasSize(4)
                .allMatch(run -> run.state() == RunState.CANCELLED);
    }
}
