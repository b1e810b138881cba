package io.pilothouse.tasks.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.connectors.arr.ArrKind;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.arr.ArrActivity;
import io.pilothouse.demo.arr.ArrSimulator;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.cycle.LedgerEntry.Outcome;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.ListRepository;
import io.pilothouse.testing.ArrServices;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.UnheardTask;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bar B6: a person gives each of the six apps rules, tries them, switches them on, and lets the program run
/// for days; then every number of the ledger is what the simulated apps themselves know.
class HuntingWeekTest {

    private static final List<String> KINDS = List.of("sonarr", "radarr", "lidarr", "readarr", "whisparr", "eros");
    private static final Consent SEEN = new Consent(Origin.WINDOW, true, true, Optional.of("Loft"), true);
    private static final int DAYS = 4;
    private static final int PER_DAY = 8;
    private static final int SHARED_PER_DAY = 10;

    @TempDir
    Path folder;

    private final HttpClients clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
    private final Map<InstanceId, SimulatedService> services = new LinkedHashMap<>();
    private final Map<InstanceId, SearchesWanted> lines = new LinkedHashMap<>();
    private TestEngine test;
    private DemoFleet fleet;
    private HuntingCycles cycles;
    private CycleTurns turns;

    @BeforeEach
    void open() throws Exception {
        test = new TestEngine(folder, List.<ConnectorKind>copyOf(ArrKind.all(clients)));
        var clock = test.time.withZone(ZoneOffset.UTC);
        fleet = DemoFleet.empty(11, clock);
        for (var kind : KINDS) {
            var service = fleet.add(
                    ServiceSpec.of(kind, kind + " loft").with("size", "600").with("rssMinutes", "400"));
            service.with(ArrSimulator.class, it -> {
                it.warn(List.of());
                return null;
            });
            var configuration = Configuration.of(
                    new KindId(kind),
                    service.name(),
                    Address.of(service.address().toString()));
            if (kind.equals("sonarr") || kind.equals("whisparr")) {
                configuration = configuration.withSettings(Map.of("budgetGroup", "indexers"));
            }
            var id = test.get()
                    .instances()
                    .add(configuration, new Secrets(Map.of("apiKey", new Secret("key"))), TestEngine.ME)
                    .id();
            services.put(id, service);
            lines.put(id, ArrServices.open(clients, service));
        }
        var engine = test.get();
        cycles = new HuntingCycles(
                new CycleRepository(test.database()),
                new ListRepository(test.database()),
                engine.instances(),
                engine.health(),
                engine.guards(),
                engine.activity(),
                engine.settings(),
                lines::get,
                _ -> List.of(),
                test.time::advance,
                clock,
                new Random(3));
        engine.settings().set(HuntingCycles.GROUP_LIMIT, SHARED_PER_DAY);
        engine.start();
        engine.health().check(List.copyOf(lines.keySet()), Origin.WINDOW);
        turns = new CycleTurns(cycles, engine.scheduler(), engine.instances(), engine.settings(), test.time);
    }

    @AfterEach
    void close() {
        turns.close();
        test.close();
        fleet.close();
        clients.close();
    }

    @Test
    void afterDaysEveryNumberOfTheLedgerIsWhatTheAppsKnow() throws Exception {
        for (var id : lines.keySet()) {
            rule(id, "Gaps", "missing", "3h", "oldest-search");
            rule(id, "Better", "cutoff", "5h", "random");
        }
        assertThat(services.values()).allMatch(it -> searches(it).isEmpty()); // dry runs do nothing

        for (int quarter = 0; quarter < DAYS * 24 * 4; quarter++) {
            pass(Duration.ofMinutes(15));
        }
        for (var id : lines.keySet()) {
            budgetsWereKept(id);
            cycles.enable(id, "Gaps", false, SEEN);
            cycles.enable(id, "Better", false, SEEN);
        }
        theSharedBudgetWasKept();
        pass(Duration.ofDays(15)); // longer than anything is followed
        for (int look = 0; look < 5; look++) {
            pass(Duration.ofMinutes(15));
        }

        for (var id : lines.keySet()) {
            agrees(id);
        }
        assertThat(Cycles.counts(ledger(List.copyOf(lines.keySet()))))
                .containsKeys(Outcome.NOTHING_FOUND, Outcome.IN_PLACE, Outcome.UPGRADED, Outcome.FAILED);
    }

    private void rule(InstanceId id, String name, String pass, String every, String order) throws Exception {
        cycles.set(id, name, """
                {"pass": "%s", "perRun": 3, "perDay": %d, "every": "%s", "order": "%s", "coolDown": "1d",
                 "grace": "0m", "queueGate": null}
                """.formatted(pass, PER_DAY, every, order), TestEngine.ME);
        var run = cycles.dryRun(id, name, OptionalLong.empty(), new UnheardTask());
        assertThat(run.ended()).describedAs(run.reason()).isIn(Ended.ACTED, Ended.NOTHING);
        cycles.enable(id, name, true, SEEN);
    }

    /// Lets time go by, and all that is due then be done; what is followed is looked at.
    private void pass(Duration span) throws Exception {
        test.time.advance(span);
        Eventually.that(this::quiet);
        for (var id : lines.keySet()) {
            cycles.follow(id);
        }
    }

    private boolean allKnown(InstanceId id) {
        return ledger(List.of(id)).stream().allMatch(it -> it.settledAt().isPresent());
    }

    /// Whether whatever was due has been begun and has ended.
    private boolean quiet() {
        var now = test.time.instant();
        return test.get().scheduler().plan().get().stream()
                        .filter(it -> it.key().startsWith("cycle/"))
                        .allMatch(it -> it.waiting().isEmpty()
                                && it.nextAt().filter(at -> !at.isAfter(now)).isEmpty())
                && cycles.rules().get().stream().noneMatch(Cycles.RuleStatus::running)
                && test.get().runner().tasks().get().stream()
                        .noneMatch(it ->
                                it.kind().startsWith("cycle") && it.endedAt().isEmpty());
    }

    private List<LedgerEntry> ledger(List<InstanceId> ids) {
        return cycles.ledger(ids, Instant.EPOCH, Optional.empty(), Optional.empty(), 100_000);
    }

    private static List<ArrActivity.Search> searches(SimulatedService service) {
        return service.with(ArrSimulator.class, ArrSimulator::searches);
    }

    private void agrees(InstanceId id) {
        var truth = searches(services.get(id)).stream()
                .collect(Collectors.toMap(it -> String.valueOf(it.commandId()), Function.identity()));
        var ledger = ledger(List.of(id));
        assertThat(ledger).describedAs(id.value()).hasSizeGreaterThan(DAYS * 5).hasSize(truth.size());
        assertThat(allKnown(id)).isTrue();
        var told = new EnumMap<Outcome, Long>(Outcome.class);
        truth.values().forEach(search -> told.merge(outcome(search), 1L, Long::sum));
        assertThat(Cycles.counts(ledger)).describedAs(id.value()).isEqualTo(told);
        long inPlace = told.getOrDefault(Outcome.IN_PLACE, 0L) + told.getOrDefault(Outcome.UPGRADED, 0L);
        assertThat(Cycles.inPlacePerHundred(ledger)).isEqualTo(100.0 * inPlace / truth.size());
        assertThat(ledger).allSatisfy(entry -> {
            var search = truth.get(entry.commandId());
            assertThat(entry.outcome())
                    .describedAs("%s after %s", entry, search)
                    .isEqualTo(outcome(search));
            assertThat(entry.indexer())
                    .isEqualTo(
                            search.grabs().isEmpty()
                                    ? ""
                                    : search.grabs().getFirst().indexer());
        });
    }

    /// What goes on after two weeks is given up.
    private static Outcome outcome(ArrActivity.Search search) {
        var outcome = SearchTruth.outcomes(search).getFirst();
        return outcome == Outcome.DOWNLOADING ? Outcome.UNSETTLED : outcome;
    }

    private void budgetsWereKept(InstanceId id) {
        var days = ledger(List.of(id)).stream()
                .collect(Collectors.groupingBy(
                        it -> it.rule() + it.askedAt().atZone(ZoneOffset.UTC).toLocalDate(), Collectors.counting()));
        assertThat(days.values()).isNotEmpty().allMatch(count -> count <= PER_DAY);
    }

    private void theSharedBudgetWasKept() {
        var shared = lines.keySet().stream()
                .filter(id -> cycles.shared(id).isPresent())
                .toList();
        assertThat(shared).hasSize(2);
        var days = ledger(shared).stream()
                .collect(Collectors.groupingBy(
                        it -> it.askedAt().atZone(ZoneOffset.UTC).toLocalDate(), Collectors.counting()));
        assertThat(days.values()).allMatch(count -> count <= SHARED_PER_DAY).contains((long) SHARED_PER_DAY);
    }
}
