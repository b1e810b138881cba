package io.pilothouse.tasks.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.arr.ArrActivity;
import io.pilothouse.demo.arr.ArrSimulator;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.cycle.LedgerEntry.Outcome;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.Stored;
import io.pilothouse.testing.ArrServices;
import io.pilothouse.testing.TurningClock;
import io.pilothouse.testing.UnheardTask;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Rules that run for simulated days on the simulated apps: what the ledger says is what happened.
class HuntingDaysTest {

    private static final Instant START = Instant.parse("2026-07-01T00:00:00Z");

    @TempDir
    Path folder;

    private final TurningClock clock = new TurningClock(START);
    private final HttpClients clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
    private DemoFleet fleet;
    private SimulatedService service;
    private SearchesWanted searches;
    private Database database;
    private CycleRepository store;
    private InstanceId id;
    private Hunt hunt;
    private Following following;
    private HuntRule rule;

    @BeforeEach
    void open() throws Exception {
        fleet = DemoFleet.empty(23, clock);
        database = Database.open(new DataFolder(folder), clock);
        store = new CycleRepository(database);
        hunt = new Hunt(store, clock, _ -> 0, clock::pass);
        following = new Following(store.searches(), clock, _ -> Optional.of(rule));
    }

    @AfterEach
    void close() {
        database.close();
        fleet.close();
        clients.close();
    }

    @ParameterizedTest
    @CsvSource({
        "sonarr, missing",
        "sonarr, cutoff",
        "radarr, missing",
        "lidarr, missing",
        "readarr, cutoff",
        "whisparr, missing",
        "eros, missing"
    })
    void everyNumberInTheLedgerIsWhatHappened(String kind, String pass) throws Exception {
        start(ServiceSpec.of(kind, "Loft").with("size", "1000").with("rssMinutes", "300"), pass, 3, 12);
        for (int turn = 0; turn < 6 * 6; turn++) {
            service.forgetRequests();
            var run = run(it -> it);
            long writes = service.requests().stream()
                    .filter(it -> !it.method().equals("GET"))
                    .count();
            long reads = service.requests().size() - writes - looksAtCommands();
            assertThat(run.requests()).isEqualTo(service.requests().size());
            assertThat(writes).isEqualTo(run.acts().size());
            assertThat(reads).describedAs(run.reason()).isLessThanOrEqualTo(4);
            if (turn == 20) {
                takeOutOfTheQueue();
            }
            if (turn == 25) {
                restart();
            }
            follow(5, 15, 40, 120, 900, 3_600);
            clock.pass(Duration.ofHours(4).minusSeconds(4_680));
        }
        follow(7_200, 7_200, 7_200);

        var truth = truth();
        var ledger = ledger();
        assertThat(ledger).hasSizeGreaterThan(40).hasSize(truth.size());
        assertThat(ledger.stream().filter(it -> it.settledAt().isPresent()).count())
                .isGreaterThan(ledger.size() * 3L / 4);
        assertThat(ledger).allSatisfy(entry -> {
            var search = truth.get(entry.commandId());
            assertThat(entry.outcome())
                    .describedAs("%s after %s", entry, search)
                    .isIn(SearchTruth.outcomes(search));
            assertThat(entry.indexer())
                    .isEqualTo(
                            search.grabs().isEmpty()
                                    ? ""
                                    : search.grabs().getFirst().indexer());
        });
        assertThat(ledger).extracting(LedgerEntry::outcome).contains(Outcome.NOTHING_FOUND, Outcome.FAILED);
        nothingWasSearchedTwiceWithin(Duration.ofDays(7));
        theBudgetWasKept(12);
    }

    private long looksAtCommands() {
        return service.requests().stream()
                .filter(it -> it.method().equals("GET") && it.path().endsWith("/command"))
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000", "10000"})
    void aRunCostsTheSameOnAnyLibrary(String size) throws Exception {
        start(ServiceSpec.of("sonarr", "Loft").with("size", size).with("luck", "0"), "missing", 8, 100);
        service.forgetRequests();

        var run = run(it -> it);

        assertThat(run.accepted()).isEqualTo(8);
        assertThat(service.requests().stream()
                        .filter(it -> it.method().equals("GET") && !it.path().endsWith("/command")))
                .hasSizeLessThanOrEqualTo(4);
        assertThat(service.requests().stream().filter(it -> it.method().equals("POST")))
                .hasSize(8);
        assertThat(service.requests())
                .noneMatch(it -> it.path().endsWith("/series") || it.path().endsWith("/episode"));
        service.forgetRequests();
        clock.pass(Duration.ofSeconds(3));
        following.tick(id, _ -> searches);
        assertThat(service.requests().size()).isEqualTo(1);
    }

    /// The run that begins a walk through a library reads the lists that the next ones go by.
    @ParameterizedTest
    @CsvSource({
        "sonarr, format",
        "radarr, format",
        "lidarr, format",
        "whisparr, format",
        "eros, format",
        "sonarr, tag",
        "radarr, tag",
        "lidarr, tag",
        "readarr, tag",
        "whisparr, tag",
        "eros, tag"
    })
    void aPassWithoutAListReadsNoMoreThanTheOthers(String kind, String pass) throws Exception {
        start(ServiceSpec.of(kind, "Loft").with("size", "1000").with("luck", "0"), "missing", 2, 100);
        var unit = pass.equals("tag")
                ? searches.units().getLast()
                : searches.units().getFirst();
        rule = RuleDocument.read("{\"pass\":\"" + pass + "\",\"unit\":\"" + unit.word()
                + "\",\"perRun\":2,\"perDay\":null,\"grace\":\"0m\",\"queueGate\":null,"
                + "\"tagSearched\":\"" + (pass.equals("tag") ? "hunted" : "") + "\"}");
        var reasons = new ArrayList<String>();
        for (int turn = 0; turn < 25; turn++) {
            service.forgetRequests();
            var run = hunt.run(
                    new Hunt.Order(id, rule, List.of(), false, 7, Hunt.Budgets.NONE, Optional.of(List.of())),
                    _ -> searches,
                    new UnheardTask());
            reasons.add(run.reason());
            long reads = service.requests().stream()
                            .filter(it -> it.method().equals("GET") || it.path().endsWith("/movie/bulk"))
                            .count()
                    - looksAtCommands();
            assertThat(reads).describedAs(run.reason()).isLessThanOrEqualTo(turn % 20 == 0 ? 6 : 4);
            follow(20, 1_000);
        }
        assertThat(reasons).anyMatch(it -> it.matches("(Asked for|0 of) .*"));
    }

    @Test
    void theSearchedAreTaggedInOneCall() throws Exception {
        start(ServiceSpec.of("sonarr", "Loft").with("size", "1000"), "missing", 8, 100);
        rule = RuleDocument.read("{\"perRun\":8,\"grace\":\"0m\",\"tagSearched\":\"hunted\",\"queueGate\":null}");
        service.forgetRequests();

        run(it -> it);

        assertThat(service.requests().stream().filter(it -> it.path().endsWith("/editor")))
                .hasSize(1);
    }

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of("it restarts in the middle", "starting", Ended.PARTLY),
                Arguments.of("it answers 400", "400", Ended.PARTLY),
                Arguments.of("it answers 409", "409", Ended.PARTLY),
                Arguments.of("it answers 429", "429", Ended.PARTLY),
                Arguments.of("it answers 500", "500", Ended.PARTLY),
                Arguments.of("the gateway gives up", "504", Ended.PARTLY),
                Arguments.of("the answer is cut", "cut", Ended.PARTLY),
                Arguments.of("the port closes", "refused", Ended.PARTLY),
                Arguments.of("another app answers", "stranger", Ended.PARTLY),
                Arguments.of("the items are deleted", "deleted", Ended.ACTED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void whateverGoesWrongBetweenTwoSearchesTheRunEndsAndNothingIsSearchedTwice(
            String what, String trouble, Ended ended) throws Exception {
        start(ServiceSpec.of("sonarr", "Loft").with("size", "1000"), "missing", 5, 10);
        var calls = new AtomicInteger();

        var run = run(real -> hooked(real, method -> {
            if (method.equals("search") && calls.getAndIncrement() == 2) {
                make(trouble);
            }
        }));

        assertThat(run.ended()).describedAs(run.reason()).isEqualTo(ended);
        assertThat(run.reason()).isNotBlank();
        service.heal();
        follow(10, 60, 1_000);
        for (int i = 0; i < 8; i++) {
            clock.pass(Duration.ofHours(6));
            assertThat(run(it -> it).ended()).isIn(Ended.ACTED, Ended.HELD, Ended.NOTHING, Ended.PARTLY);
            follow(10, 60, 1_000, 3_000);
        }
        nothingWasSearchedTwiceWithin(Duration.ofDays(7));
        theBudgetWasKept(10);
        assertThat(ledger()).hasSizeGreaterThanOrEqualTo(truth().size());
        assertThat(ledger().stream().filter(it -> !it.commandId().isEmpty()))
                .allSatisfy(entry ->
                        assertThat(entry.outcome()).isIn(SearchTruth.outcomes(truth().get(entry.commandId()))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v3/health", "/api/v3/queue", "/api/v3/tag", "/api/v3/wanted"})
    void anAnswerCutOffBeforeTheChoiceEndsTheRunWithoutASearch(String path) throws Exception {
        start(ServiceSpec.of("sonarr", "Loft").with("size", "1000"), "missing", 5, 10);
        rule = rule.withExclude(new HuntRule.Exclusions(Set.of("none"), Set.of(), Set.of(), Map.of())); // asks for tags
        service.fault(new Fault.CutOff(40), path);

        var run = run(it -> it);

        assertThat(run.ended()).isEqualTo(Ended.FAILED);
        assertThat(run.reason()).contains("closed the connection");
        assertThat(truth()).isEmpty();
        assertThat(ledger()).isEmpty();
        service.heal();
        assertThat(run(it -> it).accepted()).isEqualTo(5);
    }

    @Test
    void anotherAppBehindTheAddressIsNotSearched() throws Exception {
        start(ServiceSpec.of("sonarr", "Loft").with("size", "1000"), "missing", 5, 10);
        service.fault(new Fault.WrongProduct("radarr"));

        var run = run(it -> it);

        assertThat(run.ended()).isEqualTo(Ended.FAILED);
        assertThat(run.acts()).isEmpty();
        assertThat(service.requests()).noneMatch(it -> it.method().equals("POST"));
    }

    @Test
    void aSearchThatARestartOrphanedHasFailedAndRestsBeforeItIsAskedAgain() throws Exception {
        start(ServiceSpec.of("radarr", "Loft").with("size", "1000"), "missing", 2, 10);
        run(it -> it);
        restart();

        follow(5, 30, 1_000);

        assertThat(ledger()).hasSize(2).allMatch(it -> it.outcome() == Outcome.FAILED);
        var again = run(it -> it);
        var asked = ledger().stream().map(LedgerEntry::item).toList();
        assertThat(asked).doesNotHaveDuplicates().hasSize(4);
        assertThat(again.ended()).isEqualTo(Ended.ACTED);
    }

    @Test
    void outcomesAreFoundAfterTheProgramWasAwayForHours() throws Exception {
        start(ServiceSpec.of("sonarr", "Loft").with("size", "1000").with("luck", "70"), "missing", 8, 20);
        run(it -> it);
        clock.pass(Duration.ofHours(9));
        following = new Following(store.searches(), clock, _ -> Optional.of(rule));

        follow(1, 2_000, 2_000);

        assertThat(ledger())
                .hasSize(8)
                .allSatisfy(entry ->
                        assertThat(entry.outcome()).isIn(SearchTruth.outcomes(truth().get(entry.commandId()))));
    }

    @ParameterizedTest
    @ValueSource(longs = {-26, 26})
    void aClockThatJumpsNeitherRepeatsASearchNorBreaksTheBudget(long hours) throws Exception {
        start(ServiceSpec.of("sonarr", "Loft").with("size", "1000"), "missing", 5, 10);
        run(it -> it);
        follow(5, 30);
        clock.pass(Duration.ofHours(hours));
        run(it -> it);
        clock.pass(Duration.ofHours(-hours));
        run(it -> it);
        follow(5, 30, 1_000);

        var items = ledger().stream().map(LedgerEntry::item).toList();
        assertThat(items).doesNotHaveDuplicates();
        assertThat(items.size()).isLessThanOrEqualTo(20);
    }

    @Test
    void theSameSeedOnTheSameDataChoosesTheSame() throws Exception {
        start(ServiceSpec.of("lidarr", "Loft").with("size", "1000"), "missing", 5, 10);
        rule = RuleDocument.read("{\"perRun\":5,\"unit\":\"album\",\"order\":\"random\",\"queueGate\":null}");

        var dry = hunt.run(order(true), _ -> searches, new UnheardTask());
        var real = hunt.run(order(false), _ -> searches, new UnheardTask());

        assertThat(dry.decisions().stream().filter(Decision::chosen).toList())
                .hasSize(5)
                .isEqualTo(real.decisions().stream().filter(Decision::chosen).toList());
        assertThat(dry.acts()).isEmpty();
    }

    // the world

    private void start(ServiceSpec spec, String pass, int perRun, int perDay) throws Exception {
        service = fleet.add(spec);
        searches = ArrServices.open(clients, service);
        service.with(ArrSimulator.class, it -> {
            it.warn(List.of());
            return null;
        });
        var saved = (Stored.Saved) new InstanceRepository(database, clock, new Random(1))
                .add(
                        Configuration.of(
                                new KindId(spec.kind()),
                                spec.name(),
                                Address.of(service.address().toString())),
                        Optional.empty());
        id = saved.instance().id();
        rule = RuleDocument.read("{\"pass\":\"" + pass + "\",\"unit\":\""
                + searches.units().getFirst().word() + "\",\"perRun\":" + perRun + ",\"perDay\":" + perDay
                + ",\"grace\":\"0m\",\"queueGate\":null}");
    }

    private CycleRun run(Function<SearchesWanted, SearchesWanted> through) throws InterruptedException {
        return hunt.run(order(false), _ -> through.apply(searches), new UnheardTask());
    }

    private Hunt.Order order(boolean dryRun) {
        return new Hunt.Order(id, rule, List.of(), dryRun, 7, Hunt.Budgets.NONE);
    }

    private void follow(int... seconds) throws Exception {
        for (int pause : seconds) {
            clock.pass(Duration.ofSeconds(pause));
            try {
                following.tick(id, _ -> searches);
            } catch (ConnectorException e) {
                assertThat(e.code()).isEqualTo(FaultCode.STARTING); // the next tick looks again
            }
        }
    }

    private void restart() {
        service.with(ArrSimulator.class, it -> {
            it.restart(0);
            return null;
        });
    }

    private void takeOutOfTheQueue() throws Exception {
        var queue = searches.queue().items();
        if (!queue.isEmpty()) {
            searches.removeFromQueue(queue.getLast().queueIds(), true, false, false);
        }
    }

    private void make(String trouble) {
        var commands = "/api/v3/command";
        switch (trouble) {
            case "starting" ->
                service.with(ArrSimulator.class, it -> {
                    it.restart(3);
                    return null;
                });
            case "cut" -> service.fault(new Fault.CutOff(10), commands);
            case "refused" -> service.fault(new Fault.Refused());
            case "stranger" -> service.fault(new Fault.WrongProduct("radarr"));
            case "deleted" ->
                service.with(ArrSimulator.class, it -> {
                    it.library().parents().forEach(parent -> {
                        if (parent.id() % 2 == 0) {
                            it.library().remove(parent.id());
                        }
                    });
                    return null;
                });
            case "504" -> service.fault(new Fault.HtmlFromProxy(504), commands);
            default -> service.fault(new Fault.ServerError(Integer.parseInt(trouble)), commands);
        }
    }

    private List<LedgerEntry> ledger() {
        return store.searches().ledger(Optional.of(id), Instant.EPOCH, Optional.empty(), Optional.empty(), 10_000);
    }

    private List<ArrActivity.Search> allSearches() {
        return service.with(ArrSimulator.class, ArrSimulator::searches);
    }

    private Map<String, ArrActivity.Search> truth() {
        return allSearches().stream()
                .collect(Collectors.toMap(it -> String.valueOf(it.commandId()), Function.identity()));
    }

    /// By what the app was asked, not by what the ledger says.
    private void nothingWasSearchedTwiceWithin(Duration rest) {
        var asked = ledger().stream().collect(Collectors.groupingBy(LedgerEntry::item));
        asked.values().forEach(entries -> {
            var times = entries.stream().map(LedgerEntry::askedAt).sorted().toList();
            for (int i = 1; i < times.size(); i++) {
                assertThat(Duration.between(times.get(i - 1), times.get(i))).isGreaterThanOrEqualTo(rest);
            }
        });
        var posted = new ArrayList<Integer>();
        allSearches().stream()
                .filter(it -> it.command().equals("EpisodeSearch"))
                .forEach(it -> posted.addAll(it.units()));
        assertThat(posted).doesNotHaveDuplicates();
    }

    private void theBudgetWasKept(int perDay) {
        var days = ledger().stream()
                .collect(Collectors.groupingBy(
                        it -> it.askedAt().atZone(java.time.ZoneOffset.UTC).toLocalDate(), Collectors.counting()));
        assertThat(days.values()).allMatch(count -> count <= perDay);
    }

    /// The same service, with something done before each call.
    private static SearchesWanted hooked(SearchesWanted real, java.util.function.Consumer<String> before) {
        return (SearchesWanted) Proxy.newProxyInstance(
                SearchesWanted.class.getClassLoader(), new Class<?>[] {SearchesWanted.class}, (_, method, values) -> {
                    before.accept(method.getName());
                    try {
                        return method.invoke(real, values);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
