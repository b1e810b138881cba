package io.pilothouse.tasks.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.arr.ArrSimulator;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.cycle.SkipReason;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.ListRepository;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.instance.GroupDefaults;
import io.pilothouse.tasks.schedule.MissedTurns;
import io.pilothouse.tasks.schedule.Scheduler;
import io.pilothouse.tasks.schedule.Schedules;
import io.pilothouse.testing.ArrServices;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.UnheardTask;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rules that run by themselves: the real engine, its time moved by hand, against a simulated app.
class CycleTurnsTest {

    /// A person who looked at the dry run and said yes.
    private static final Consent SEEN = new Consent(Origin.WINDOW, true, true, Optional.of("Loft"), true);

    @TempDir
    Path folder;

    private final HttpClients clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
    private TestEngine test;
    private DemoFleet fleet;
    private SimulatedService service;
    private SearchesWanted searches;
    private CycleRepository store;
    private HuntingCycles cycles;
    private FollowingRounds rounds;
    private Optional<CycleTurns> turns = Optional.empty();
    private Instance loft;

    @BeforeEach
    void open() throws Exception {
        test = new TestEngine(folder);
        fleet = DemoFleet.empty(5, test.time.withZone(ZoneOffset.UTC));
        service = fleet.add(ServiceSpec.of("sonarr", "Loft").with("size", "600").with("emptyQueue", "true"));
        service.with(ArrSimulator.class, it -> {
            it.warn(List.of());
            return null;
        });
        searches = ArrServices.open(clients, service);
        loft = test.add("Loft", service.address().toString());
        wire();
    }

    @AfterEach
    void close() {
        turns.ifPresent(CycleTurns::close);
        rounds.close();
        test.close();
        fleet.close();
        clients.close();
    }

    private void wire() throws Exception {
        var engine = test.get();
        store = new CycleRepository(test.database());
        cycles = new HuntingCycles(
                store,
                new ListRepository(test.database()),
                engine.instances(),
                engine.health(),
                engine.guards(),
                engine.activity(),
                engine.settings(),
                _ -> searches,
                _ -> List.of(),
                test.time::advance,
                test.time.withZone(ZoneOffset.UTC),
                new Random(3));
        rounds = new FollowingRounds(
                cycles,
                store.searches(),
                engine.instances(),
                engine.runner(),
                test.time,
                engine.pausing()::paused,
                engine.health().states());
    }

    private void start() throws Exception {
        test.get().start();
        Eventually.published(
                test.get().health().states(),
                states -> states.containsKey(loft.id())
                        && !states.get(loft.id()).state().holdsCycles());
        rounds.start();
        turns = Optional.of(turns());
    }

    private CycleTurns turns() {
        var engine = test.get();
        return new CycleTurns(cycles, engine.scheduler(), engine.instances(), engine.settings(), test.time);
    }

    private void rule(String every) throws Exception {
        cycles.set(
                loft.id(),
                "Gaps",
                "{\"perRun\":2,\"perDay\":null,\"every\":\"" + every
                        + "\",\"jitter\":\"0m\",\"grace\":\"0m\",\"packsFirst\":false,\"queueGate\":null}",
                TestEngine.ME);
        cycles.dryRun(loft.id(), "Gaps", OptionalLong.empty(), new UnheardTask());
        cycles.enable(loft.id(), "Gaps", true, SEEN);
        planned();
    }

    private List<LedgerEntry> ledger() {
        return store.searches().ledger(Optional.empty(), Instant.EPOCH, Optional.empty(), Optional.empty(), 1_000);
    }

    private int searched() {
        return service.with(ArrSimulator.class, ArrSimulator::searches).size();
    }

    @Test
    void anEnabledRuleRunsAtItsTurnsAndItsSearchesAreFollowed() throws Exception {
        start();
        rule("1h");
        assertThat(searched()).isZero();

        test.time.advance(Duration.ofMinutes(61));
        Eventually.that(() -> searched() == 2);
        Eventually.that(() -> ledger().size() == 2);
        for (int i = 0; i < 60 && asked() > 0; i++) {
            test.time.advance(Duration.ofSeconds(15));
            int tick = i;
            Eventually.that(() -> asked() == 0 || looks() > tick / 30);
        }
        Eventually.that(() -> {
            test.time.advance(Duration.ofSeconds(20));
            return asked() == 0;
        });

        assertThat(ledger()).noneMatch(it -> it.outcome() == LedgerEntry.Outcome.ASKED);
        assertThat(test.get().activity().entries(List.of(loft.id()), Instant.EPOCH, 10))
                .filteredOn(entry -> entry.kind().equals("cycle"))
                .isNotEmpty()
                .allMatch(entry -> entry.words().startsWith("Loft: the rule ")
                        && !entry.origin().person());
    }

    @Test
    void itsGroupLimitsTheSearchesOfAnInstanceWithoutALimitOfItsOwn() throws Exception {
        test.get()
                .instances()
                .edit(
                        loft.id(),
                        loft.configVersion(),
                        loft.configuration().withGroup("Attic"),
                        Map.of(),
                        TestEngine.ME);
        start();
        rule("1h");
        test.get().settings().set(GroupDefaults.budget("searchesPerDay", "Attic"), "1");

        cycles.run(
                loft.id(), "Gaps", OptionalLong.empty(), OptionalInt.empty(), Origin.WINDOW, SEEN, new UnheardTask());

        assertThat(searched()).isEqualTo(1);
    }

    @Test
    void aRunIsKeptAlsoWhereItsInstanceGoesIntoTheTrashMeanwhile() throws Exception {
        start();
        rule("1h");
        var trashing = new UnheardTask() {
            @Override
            public void line(String text) {
                if (test.get().instances().fleet().get().findLive(loft.id()).isPresent()) {
                    try {
                        test.get().instances().remove(loft.id(), TestEngine.ME);
                    } catch (ProblemException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        };

        cycles.run(loft.id(), "Gaps", OptionalLong.empty(), OptionalInt.empty(), Origin.WINDOW, SEEN, trashing);

        assertThat(searched()).isPositive();
        assertThat(cycles.runs(loft.id(), Optional.of("Gaps"), 10))
                .filteredOn(run -> !run.dryRun())
                .singleElement()
                .satisfies(run -> assertThat(run.accepted()).isPositive());
        assertThat(test.get().activity().entries(List.of(loft.id()), Instant.EPOCH, 10))
                .anyMatch(entry -> entry.words().matches("Loft: the rule Gaps: \\d+ searched for\\."));
    }

    @Test
    void betweenDueTimesNobodyLooksIntoTheStore() throws Exception {
        test.get().health().check(List.of(loft.id()), Origin.WINDOW); // once; the rounds do not run
        test.get().scheduler().start();
        rounds.start();
        turns = Optional.of(turns());
        rule("6h");
        test.get().scheduler().plan().get().stream()
                .map(Schedules.Planned::key)
                .filter(key -> !key.startsWith("cycle/")) // the program's own hourly upkeep has turns too
                .forEach(test.get().scheduler()::remove);
        Eventually.that(test.time::asleep);
        long before = test.database().uses();

        for (int i = 0; i < 35; i++) {
            test.time.advance(Duration.ofMinutes(10));
            Eventually.that(test.time::asleep);
        }

        assertThat(test.database().uses()).isEqualTo(before);
        test.time.advance(Duration.ofMinutes(11));
        Eventually.that(() -> realRuns() == 1);
    }

    private long asked() {
        return ledger().stream()
                .filter(it -> it.outcome() == LedgerEntry.Outcome.ASKED)
                .count();
    }

    private long looks() {
        return service.requests().stream()
                .filter(it -> it.method().equals("GET") && it.path().endsWith("/command"))
                .count();
    }

    @Test
    void ofTurnsMissedWhileTheProgramWasOffOnlyTheNewestRuns() throws Exception {
        start();
        rule("1h");
        test.time.advance(Duration.ofMinutes(61));
        Eventually.that(() -> realRuns() == 1);
        turns.ifPresent(CycleTurns::close);
        rounds.close();
        test.restart();
        test.time.advance(Duration.ofHours(9));
        wire();

        start();

        Eventually.that(() -> realRuns() == 2);
        test.time.advance(Duration.ofMinutes(30));
        test.settle();
        assertThat(ledger()).hasSize(4);
        assertThat(realRuns()).isEqualTo(2);
    }

    /// The program is closed for nine hours and a little, so that nine turns of the rule are late.
    private void closedOver9Turns() throws Exception {
        start();
        rule("1h");
        test.time.advance(Duration.ofMinutes(61));
        Eventually.that(() -> endsOfTurns().equals(List.of("SUCCEEDED")));
        turns.ifPresent(CycleTurns::close);
        rounds.close();
        test.restart();
        test.time.advance(Duration.ofHours(9).plusMinutes(10));
        wire();
    }

    private List<String> endsOfTurns() {
        return test.get().scheduler().past(Instant.EPOCH).stream()
                .filter(turn -> turn.key().startsWith("cycle/"))
                .map(turn -> turn.outcome().orElse(""))
                .sorted()
                .toList();
    }

    @Test
    void wherePeopleWantItAllMissedTurnsRunOneAfterTheOther() throws Exception {
        test.get().settings().set(MissedTurns.CHOSEN, MissedTurns.ALL);
        closedOver9Turns();

        start();

        Eventually.that(() -> endsOfTurns().equals(Collections.nCopies(10, "SUCCEEDED")));
        assertThat(realRuns()).isEqualTo(10);
        assertThat(test.get().scheduler().missed().get().figures().of(Scheduler.Missed.RUNNING))
                .isEqualTo(9);
    }

    @Test
    void wherePeopleWantItNoMissedTurnRunsAndTheNextOneDoes() throws Exception {
        test.get().settings().set(MissedTurns.CHOSEN, MissedTurns.SKIP);
        closedOver9Turns();

        start();

        Eventually.that(() -> Collections.frequency(endsOfTurns(), "MISSED") == 9);
        assertThat(realRuns()).isEqualTo(1);
        assertThat(test.get().scheduler().missed().get().figures().of(Scheduler.Missed.LEFT_OUT))
                .isEqualTo(9);
        test.time.advance(Duration.ofMinutes(50)); // a minute after the next one
        Eventually.that(() -> realRuns() == 2);
    }

    @Test
    void whatWasChosenForOneRuleGoesBeforeWhatHoldsForAllAndIsPlannedAtOnce() throws Exception {
        start();
        rule("1h");
        var own = MissedTurns.chosenFor(CycleTurns.key(loft.id(), "Gaps"));
        assertThat(plannedMissed()).contains(MissedTurns.LATEST);

        test.get().settings().set(own, Optional.of(MissedTurns.SKIP));
        Eventually.that(() -> plannedMissed().equals(Optional.of(MissedTurns.SKIP)));
        test.get().settings().set(MissedTurns.CHOSEN, MissedTurns.ALL);
        test.get().settings().set(own, Optional.empty());

        Eventually.that(() -> plannedMissed().equals(Optional.of(MissedTurns.ALL)));
    }

    private Optional<MissedTurns> plannedMissed() {
        return test.get().scheduler().plan().get().stream()
                .filter(planned -> planned.key().startsWith("cycle/"))
                .map(Schedules.Planned::missed)
                .findFirst();
    }

    @Test
    void aRuleThatWasSwitchedOffHasMissedNothing() throws Exception {
        test.get().settings().set(MissedTurns.CHOSEN, MissedTurns.ALL);
        start();
        rule("1h");
        test.time.advance(Duration.ofMinutes(61));
        Eventually.that(() -> endsOfTurns().equals(List.of("SUCCEEDED")));
        cycles.enable(loft.id(), "Gaps", false, SEEN);
        Eventually.that(() -> plannedMissed().isEmpty());
        test.time.advance(Duration.ofHours(9));

        cycles.enable(loft.id(), "Gaps", true, SEEN);

        planned();
        test.settle();
        assertThat(endsOfTurns()).containsExactly("SUCCEEDED");
        test.time.advance(Duration.ofMinutes(60)); // not two minutes after the next one
        Eventually.that(() -> realRuns() == 2);
    }

    private long realRuns() {
        return cycles.runs(loft.id(), Optional.of("Gaps"), 100).stream()
                .filter(it -> !it.dryRun())
                .count();
    }

    @Test
    void aPausedProgramSearchesNothing() throws Exception {
        start();
        rule("1h");
        test.get().pausing().pause(Optional.empty());

        test.time.advance(Duration.ofMinutes(61));
        Eventually.published(
                test.get().scheduler().plan(),
                plan -> plan.stream()
                        .anyMatch(it -> it.key().startsWith("cycle/")
                                && it.nextAt()
                                        .filter(test.time.instant()::isBefore)
                                        .isPresent())); // the turn has passed by
        test.get().pausing().resume();
        test.time.advance(Duration.ofMinutes(60));

        Eventually.that(() -> ledger().size() == 2);
        assertThat(searched()).isEqualTo(2);
    }

    @Test
    void anInstanceThatIsDownHoldsItsRule() throws Exception {
        start();
        rule("1h");
        test.checks.fail(loft, FaultCode.CONNECTION_REFUSED);
        test.get().health().check(List.of(loft.id()), Origin.WINDOW);
        test.get().health().check(List.of(loft.id()), Origin.WINDOW);
        test.get().health().check(List.of(loft.id()), Origin.WINDOW);

        test.time.advance(Duration.ofMinutes(61));
        Eventually.published(
                test.get().scheduler().plan(),
                plan -> plan.stream()
                        .anyMatch(it ->
                                it.key().startsWith("cycle/") && it.waiting().isPresent()));

        assertThat(searched()).isZero();
        assertThat(ledger()).isEmpty();
    }

    @Test
    void whatIsExcludedIsLeftOutAndTheRuleStaysOn() throws Exception {
        start();
        rule("1h");
        var first = cycles.dryRun(loft.id(), "Gaps", OptionalLong.of(1), new UnheardTask()).decisions().stream()
                .filter(it -> it.chosen())
                .findFirst()
                .orElseThrow()
                .candidate()
                .item();

        cycles.exclude(loft.id(), "Gaps", first, Optional.empty(), TestEngine.ME);

        var rule = cycles.rules().get().getFirst();
        assertThat(rule.enabled()).isTrue();
        assertThat(rule.dryRunSeen()).isTrue();
        assertThat(cycles.show(loft.id(), "Gaps")).contains(first.id());
        var again = cycles.dryRun(loft.id(), "Gaps", OptionalLong.of(1), new UnheardTask());
        assertThat(again.decisions())
                .filteredOn(it -> it.candidate().item().equals(first))
                .allSatisfy(it -> assertThat(it.reason()).hasValue(SkipReason.ITEM_EXCLUDED))
                .hasSize(1);
    }

    @Test
    void listsAreKeptAsTheyWereReadLast() throws Exception {
        start();
        assertThat(cycles.keptWanted(loft.id(), HuntRule.Pass.MISSING).readAt()).isEmpty();

        var wanted = cycles.wanted(loft.id(), HuntRule.Pass.MISSING, 2_000);
        assertThat(cycles.wanted(loft.id(), HuntRule.Pass.MISSING, 5).items()).hasSize(5);
        var queue = cycles.queue(loft.id());

        assertThat(cycles.keptWanted(loft.id(), HuntRule.Pass.MISSING).list()).isEqualTo(wanted);
        assertThat(cycles.keptWanted(loft.id(), HuntRule.Pass.MISSING).readAt()).hasValue(test.time.instant());
        assertThat(cycles.keptWanted(loft.id(), HuntRule.Pass.CUTOFF).readAt()).isEmpty();
        assertThat(cycles.keptQueue(loft.id()).list()).isEqualTo(queue);
    }

    @Test
    void aRuleThatIsSwitchedOffOrSkippedHasNoTurn() throws Exception {
        start();
        rule("1h");
        cycles.skipNext(loft.id(), "Gaps", TestEngine.ME);
        var after = cycles.rules().get().getFirst().next().orElseThrow();

        assertThat(planned()).contains(after);
        cycles.enable(loft.id(), "Gaps", false, TestEngine.ME);
        assertThat(planned()).isEmpty();
    }

    private Optional<Instant> planned() throws InterruptedException {
        var wanted = cycles.rules().get().getFirst().next();
        var plan = Eventually.published(
                test.get().scheduler().plan(),
                all -> all.stream()
                        .filter(it -> it.key().startsWith("cycle/"))
                        .map(it -> it.nextAt())
                        .findFirst()
                        .orElse(Optional.empty())
                        .equals(wanted));
        return plan.stream()
                .filter(it -> it.key().startsWith("cycle/"))
                .findFirst()
                .flatMap(it -> it.nextAt());
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "30, 5", "120, 15", "1200, 300"})
    void searchesAreLookedAtOftenAtFirst(int ageSeconds, int pauseSeconds) {
        var now = Instant.parse("2026-07-01T12:00:00Z");

        assertThat(FollowingRounds.pause(Optional.of(now.minusSeconds(ageSeconds)), now))
                .isEqualTo(Duration.ofSeconds(pauseSeconds));
        assertThat(FollowingRounds.pause(Optional.empty(), now)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void whatAPersonTakesOutOfAQueueStandsInTheHistory() throws Exception {
        searches = ArrServices.open(
                clients, fleet.add(ServiceSpec.of("sonarr", "Attic").with("size", "600")));
        var download = searches.queue().items().getFirst();
        var queued = queued(download, OptionalDouble.empty());

        assertThat(cycles.removeFromQueue(loft.id(), List.of(queued), false, false, SEEN, new UnheardTask()))
                .isEqualTo(1);

        assertThat(test.get().activity().entries(List.of(loft.id()), Instant.EPOCH, 10))
                .extracting(Activity.Entry::words)
                .contains("Took “" + download.title() + "” out of the queue of Loft.");
        assertThat(searches.queue().items())
                .extracting(SearchesWanted.QueueItem::downloadId)
                .doesNotContain(download.downloadId());
    }

    @Test
    void onlyACompleteDownloadIsImportedByHand() throws Exception {
        searches = ArrServices.open(
                clients, fleet.add(ServiceSpec.of("sonarr", "Attic").with("size", "600")));
        var download = searches.queue().items().stream()
                .filter(it -> !it.items().isEmpty())
                .findFirst()
                .orElseThrow();
        var half = queued(download, OptionalDouble.of(0.5));
        var whole = queued(download, OptionalDouble.of(1));

        assertThatThrownBy(() -> cycles.importNow(loft.id(), List.of(half), SEEN, new UnheardTask()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has not got all of");
        assertThat(cycles.importNow(loft.id(), List.of(half, whole), SEEN, new UnheardTask()))
                .isEqualTo(1);

        assertThat(test.get().activity().entries(List.of(loft.id()), Instant.EPOCH, 10))
                .extracting(Activity.Entry::words)
                .containsOnlyOnce("Told Loft to import “" + download.title() + "” from its queue.");
    }

    private static Cycles.Queued queued(SearchesWanted.QueueItem download, OptionalDouble progress) {
        return new Cycles.Queued(
                download.queueIds(),
                download.downloadId(),
                download.items(),
                download.title(),
                "",
                progress,
                OptionalLong.empty(),
                "",
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
