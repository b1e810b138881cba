package io.pilothouse.tasks.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.connectors.TendsQueue;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.arr.ArrSimulator;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.CareRule;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.HuntRule.Order;
import io.pilothouse.domain.cycle.HuntRule.Pass;
import io.pilothouse.domain.cycle.HuntRule.Unit;
import io.pilothouse.domain.cycle.SkipReason;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.SearchRepository;
import io.pilothouse.store.Stored;
import io.pilothouse.testing.ArrServices;
import io.pilothouse.testing.TurningClock;
import io.pilothouse.testing.UnheardTask;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Queues of simulated apps, tended for some hours: what gets no further goes, and nothing else.
class QueueCareTest {

    private static final String RULE =
            "{\"work\":\"queue-care\",\"strikes\":3,\"between\":\"10m\",\"perRun\":2,\"perDay\":6,\"imports\":\"%s\"}";

    @TempDir
    Path folder;

    private final TurningClock clock = new TurningClock(Instant.parse("2026-07-01T00:00:00Z"));
    private final HttpClients clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
    private final List<UndoStep> undo = new ArrayList<>();
    private DemoFleet fleet;
    private SimulatedService service;
    private SearchesWanted searches;
    private Database database;
    private CycleRepository store;
    private InstanceId id;
    private CareRule rule;
    private LinkedClients linked = _ -> List.of();

    @BeforeEach
    void open() throws Exception {
        fleet = DemoFleet.empty(31, clock);
        database = Database.open(new DataFolder(folder), clock);
        store = new CycleRepository(database);
    }

    @AfterEach
    void close() {
        database.close();
        fleet.close();
        clients.close();
    }

    private void start(String kind, String imports) throws Exception {
        service = fleet.add(ServiceSpec.of(kind, "Loft").with("size", "600").with("luck", "100"));
        searches = ArrServices.open(clients, service);
        var saved = (Stored.Saved) new InstanceRepository(database, clock, new Random(1))
                .add(
                        Configuration.of(
                                new KindId(kind),
                                "Loft",
                                Address.of(service.address().toString())),
                        Optional.empty());
        id = saved.instance().id();
        rule = (CareRule) RuleDocument.rule(RULE.formatted(imports), List.of(Unit.EPISODE));
        var wish = new SearchesWanted.Wish(Pass.MISSING, searches.units().getFirst(), Order.OLDEST_SEARCH, "");
        for (var row : searches.wanted(wish, 1).rows().subList(0, 30)) {
            searches.search(row.item());
            clock.pass(Duration.ofSeconds(10));
        }
        clock.pass(Duration.ofMinutes(100)); // what is well is imported, what is not stays
    }

    private CycleRun run(boolean dry) throws InterruptedException {
        var task = new UnheardTask() {
            @Override
            public void undoableBy(UndoStep step) {
                undo.add(step);
            }
        };
        return new QueueCare(store, clock, linked)
                .run(new QueueCare.Order(id, rule, List.of(), dry, 7), _ -> searches, task);
    }

    private List<String> inQueue() throws Exception {
        return searches.queue().items().stream()
                .map(SearchesWanted.QueueItem::downloadId)
                .toList();
    }

    private List<String> stuck() throws Exception {
        return searches.queue().items().stream()
                .filter(it -> it.trouble() && it.state().equals("downloading"))
                .map(SearchesWanted.QueueItem::downloadId)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sonarr", "radarr", "lidarr", "readarr", "whisparr", "eros"})
    void whatIsStuckGoesAfterThreeStrikesAndNothingElse(String kind) throws Exception {
        start(kind, "leave");
        var stuck = stuck();
        assertThat(stuck).isNotEmpty();
        var gone = new ArrayList<String>();
        for (int turn = 0; turn < 8; turn++) {
            var before = inQueue();
            var run = run(false);
            if (turn < 3) {
                assertThat(run.ended()).describedAs(run.reason()).isEqualTo(Ended.NOTHING);
            }
            assertThat(run.accepted()).isLessThanOrEqualTo(2);
            run.acts().forEach(it -> gone.add(it.items().getFirst().id()));
            assertThat(before)
                    .containsAll(run.acts().stream()
                            .map(it -> it.items().getFirst().id())
                            .toList());
            clock.pass(Duration.ofMinutes(11));
        }
        assertThat(gone).isNotEmpty().hasSizeLessThanOrEqualTo(6).doesNotHaveDuplicates();
        assertThat(stuck).containsAll(gone.subList(0, Math.min(gone.size(), stuck.size())));
        assertThat(inQueue()).doesNotContainAnyElementsOf(gone);
        assertThat(undo).hasSameSizeAs(gone);
    }

    @Test
    void aDryRunRemembersAndDoesNothing() throws Exception {
        start("sonarr", "leave");
        for (int turn = 0; turn < 6; turn++) {
            assertThat(run(true).ended()).isEqualTo(Ended.NOTHING);
            clock.pass(Duration.ofMinutes(11));
        }
        assertThat(store.strikes().all(id)).isEmpty();
    }

    @Test
    void aDryRunDecidesWhatTheNextRunDoes() throws Exception {
        start("sonarr", "leave");
        for (int turn = 0; turn < 3; turn++) {
            run(false);
            clock.pass(Duration.ofMinutes(11));
        }
        var dry = run(true);
        var real = run(false);
        assertThat(dry.decisions().stream()
                        .filter(Decision::chosen)
                        .map(it -> it.candidate().item()))
                .isNotEmpty()
                .containsExactlyElementsOf(real.decisions().stream()
                        .filter(Decision::chosen)
                        .map(it -> it.candidate().item())
                        .toList());
        assertThat(dry.acts()).isEmpty();
    }

    @Test
    void whatWasTakenOutCanBeLetBack() throws Exception {
        start("radarr", "leave");
        for (int turn = 0; turn < 4; turn++) {
            run(false);
            clock.pass(Duration.ofMinutes(11));
        }
        var tender = (TendsQueue) searches;
        int blocked = tender.blocklist(500).size();
        assertThat(QueueCare.takeBack(undo.getFirst().payload(), tender)).isTrue();
        assertThat(tender.blocklist(500)).hasSize(blocked - 1);
        assertThat(QueueCare.takeBack(undo.getFirst().payload(), tender)).isFalse();
    }

    @Test
    void whatWaitsForAPersonIsImportedWhereTheAppKnowsItsPlace() throws Exception {
        start("sonarr", "try");
        var blocked = searches.queue().items().stream()
                .filter(it -> it.trouble() && it.state().equals("importBlocked"))
                .toList();
        assertThat(blocked).isNotEmpty();

        var run = run(false);

        assertThat(run.acts()).allMatch(it -> it.act().equals("import"));
        assertThat(run.accepted()).isEqualTo(Math.min(2, blocked.size()));
        clock.pass(Duration.ofMinutes(1));
        assertThat(inQueue())
                .doesNotContain(run.acts().getFirst().items().getFirst().id());
        assertThat(undo).isEmpty();
    }

    @Test
    void anImportThatAPersonHasToLookAtIsNoFailureAndCostsNothing() throws Exception {
        start("sonarr", "try");
        service.with(ArrSimulator.class, it -> {
            it.library().parents().forEach(parent -> it.library().remove(parent.id()));
            return null;
        });

        var run = run(false);

        assertThat(run.acts()).isNotEmpty().noneMatch(CycleRun.DoneAct::accepted);
        assertThat(run.ended()).describedAs(run.reason()).isEqualTo(Ended.NOTHING);
        assertThat(run.budget().orElseThrow().used()).isZero();
    }

    @Test
    void aLinkedClientThatCannotBeAskedHoldsTheRun() throws Exception {
        start("sonarr", "leave");
        linked = _ -> {
            throw new ProblemException(new Problem(ProblemCode.UNREACHABLE, "Home qBit is down.", "Start it."));
        };
        var run = run(false);
        assertThat(run.ended()).isEqualTo(Ended.HELD);
        assertThat(run.reason()).contains("Home qBit");
        assertThat(store.strikes().all(id)).isEmpty();
    }

    @Test
    void whatNeverReachedTheServiceTakesNoUnit() throws Exception {
        start("sonarr", "leave");
        for (int turn = 0; turn < 3; turn++) {
            run(false);
            clock.pass(Duration.ofMinutes(11));
        }
        var real = searches;
        searches = (SearchesWanted) Proxy.newProxyInstance(
                SearchesWanted.class.getClassLoader(),
                new Class<?>[] {SearchesWanted.class, TendsQueue.class},
                (_, method, values) -> {
                    if (method.getName().equals("removeFromQueue")) {
                        throw ConnectorException.of(FaultCode.CONNECTION_REFUSED, "Nobody listens.", "Start it.");
                    }
                    return method.invoke(real, values);
                });

        var run = run(false);

        assertThat(run.ended()).isEqualTo(Ended.FAILED);
        assertThat(taken()).isZero();
    }

    private int taken() {
        var ofTheRule = new SearchRepository.Limit(6, Instant.EPOCH, SearchRepository.Limit.Of.RULE);
        return store.searches().taken(id, rule.name(), "", ofTheRule);
    }

    @Test
    void aFaultInTheMiddleEndsTheRunWithAStatedOutcomeAndNoUnitIsLost() throws Exception {
        start("sonarr", "leave");
        for (int turn = 0; turn < 3; turn++) {
            run(false);
            clock.pass(Duration.ofMinutes(11));
        }
        service.fault(new Fault.ServerError(500));
        var run = run(false);
        assertThat(run.ended()).isEqualTo(Ended.FAILED);
        assertThat(run.reason()).isNotBlank();
        service.heal();
        assertThat(run(false).accepted()).isPositive();
        assertThat(taken()).isEqualTo(undo.size());
    }

    @Test
    void protectedOnesSayWhy() throws Exception {
        start("sonarr", "leave");
        var run = run(true);
        assertThat(run.decisions())
                .extracting(it -> it.reason().orElseThrow())
                .isSubsetOf(
                        SkipReason.NOT_STRUCK,
                        SkipReason.WAITS_FOR_IMPORT,
                        SkipReason.PROGRESSING,
                        SkipReason.FEW_STRIKES);
    }
}
