package io.pilothouse.tasks.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.LedgerEntry.Outcome;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.Stored;
import io.pilothouse.testing.TurningClock;
import io.pilothouse.testing.UnheardTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HuntTest {

    @TempDir
    Path folder;

    private final TurningClock clock = new TurningClock(Instant.parse("2026-06-20T10:00:00Z"));
    private final Service service = new Service();
    private Database database;
    private CycleRepository store;
    private InstanceId loft;
    private Hunt hunt;
    private Following following;
    private HuntRule rule;

    @BeforeEach
    void open() throws ProblemException {
        database = Database.open(new DataFolder(folder), clock);
        store = new CycleRepository(database);
        var saved = (Stored.Saved) new InstanceRepository(database, clock, new Random(1))
                .add(Configuration.of(new KindId("sonarr"), "Loft", Address.of("http://loft:8989")), Optional.empty());
        loft = saved.instance().id();
        hunt = new Hunt(store, clock, _ -> 0, _ -> service.endSearches());
        rule = RuleDocument.read("{\"perRun\":3,\"perDay\":5,\"grace\":\"0m\",\"packsFirst\":false}");
        following = new Following(store.searches(), clock, _ -> Optional.of(rule));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void asksForTheChosenOnesAndRemembersThem() throws InterruptedException {
        service.want("a", "b", "c", "d");

        var run = run(false);

        assertThat(run.ended()).isEqualTo(Ended.ACTED);
        assertThat(service.searched).containsExactly("a", "b", "c");
        assertThat(store.searches().openEntries(loft))
                .extracting(it -> it.item().id())
                .containsExactly("a", "b", "c");
        assertThat(run.requests()).isEqualTo(6); // queue, one page, three searches, one look whether they have ended
        assertThat(run(false).decisions().stream()
                        .filter(Decision::chosen)
                        .map(it -> it.candidate().item().id()))
                .containsExactly("d");
    }

    @Test
    void aDryRunDecidesTheSameAndAsksForNothing() throws InterruptedException {
        service.want("a", "b", "c", "d");

        var dry = run(true);
        assertThat(service.searched).isEmpty();
        var real = run(false);

        assertThat(dry.decisions()).isEqualTo(real.decisions());
    }

    @Test
    void theBudgetIsNeverExceededAndGrowsAgainTheNextDay() throws InterruptedException {
        service.want(IntStream.range(0, 20).mapToObj(i -> "e" + i).toArray(String[]::new));

        run(false);
        run(false);
        var third = run(false);

        assertThat(service.searched).hasSize(5);
        assertThat(third.ended()).isEqualTo(Ended.HELD);
        assertThat(third.reason()).contains("budget of 5");
        clock.pass(Duration.ofDays(1));
        assertThat(run(false).ended()).isEqualTo(Ended.ACTED);
    }

    /// The search for a whole series looks for each of its seasons.
    @Test
    void aSearchThatStandsForSeveralTakesAsManyUnits() throws InterruptedException {
        service.want("a", "b", "c");
        service.costs.put("a", 4);
        service.costs.put("b", 2);
        service.failing.put("a", FaultCode.REFUSED);

        var run = run(false);

        assertThat(run.decisions())
                .filteredOn(Decision::chosen)
                .extracting(it -> it.candidate().item().id())
                .containsExactly("a", "c"); // five a day: four and one
        assertThat(run.accepted()).isEqualTo(1);
        assertThat(run.budget().orElseThrow().used()).isEqualTo(1); // what was refused is given back
        service.failing.clear();
        assertThat(run(false).accepted()).isEqualTo(1); // four are left
        assertThat(run(false).reason()).contains("budget of 5");
        assertThat(service.searched).containsExactly("a", "c", "a");
    }

    @Test
    void aRefusedSearchGivesItsUnitBackAndMarksNothing() throws InterruptedException {
        service.want("a", "b");
        service.failing.put("a", FaultCode.STARTING);

        var run = run(false);

        assertThat(run.ended()).isEqualTo(Ended.FAILED);
        assertThat(service.searched).containsExactly("a");
        assertThat(store.searches().openEntries(loft)).isEmpty();
        service.failing.clear();
        assertThat(run(false).accepted()).isEqualTo(2);
    }

    @Test
    void aLostAnswerIsNotAskedAgain() throws InterruptedException {
        service.want("a", "b");
        service.failing.put("a", FaultCode.CONNECTION_CUT);

        run(false);
        service.failing.clear();
        var second = run(false);

        assertThat(service.searched).containsExactly("a", "b");
        assertThat(second.decisions().stream().filter(Decision::chosen)).hasSize(1);
        assertThat(store.searches().openEntries(loft))
                .extracting(it -> it.item().id())
                .containsExactlyInAnyOrder("a", "b");
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultCode.class,
            names = {"NAME_UNKNOWN", "NO_ROUTE", "CONNECTION_REFUSED", "NO_ANSWER", "PROXY_FAILED"})
    void aSearchThatNeverLeftTakesNoUnitAndIsAskedAgain(FaultCode nobodyThere) throws InterruptedException {
        service.want("a");
        service.failing.put("a", nobodyThere);

        var run = run(false);

        assertThat(run.ended()).isEqualTo(Ended.FAILED);
        assertThat(run.budget()).map(it -> it.used()).contains(0);
        assertThat(store.searches().openEntries(loft)).isEmpty();
        assertThat(store.searches().doubtful(loft)).isEmpty();
        service.failing.clear();
        assertThat(run(false).accepted()).isEqualTo(1);
    }

    @Test
    void aKillBetweenCallAndAnswerCountsAsSearched() throws InterruptedException {
        service.want("a");
        store.searches().reserve(loft, rule.name(), "", key("a"), "a", 1, clock.instant(), List.of());

        var run = run(false);

        assertThat(service.searched).isEmpty();
        assertThat(run.ended()).isEqualTo(Ended.NOTHING);
        assertThat(run.reason()).contains("1 asked with an open outcome");
    }

    @Test
    void whatIsInTheQueueIsNotAskedFor() throws InterruptedException {
        service.want("a", "b");
        service.download("a", "hash-a");

        run(false);

        assertThat(service.searched).containsExactly("b");
    }

    @Test
    void everyOutcomeReachesTheLedger() throws Exception {
        service.want("none", "grabbed", "broken");
        run(false);
        service.complete("none", 0);
        service.complete("grabbed", 1);
        service.commandFails("broken", "Failed");

        following.tick(loft, _ -> service);
        assertThat(outcomes())
                .isEqualTo(Map.of("none", Outcome.NOTHING_FOUND, "grabbed", Outcome.GRABBED, "broken", Outcome.FAILED));

        service.happened(SearchesWanted.What.GRABBED, "grabbed", "hash-g", "");
        service.download("grabbed", "hash-g");
        following.tick(loft, _ -> service);
        assertThat(outcomes()).containsEntry("grabbed", Outcome.DOWNLOADING);

        service.queue.clear();
        service.happened(SearchesWanted.What.IMPORTED, "grabbed", "hash-g", "SDTV");
        assertThat(following.tick(loft, _ -> service)).isZero();
        assertThat(outcomes()).containsEntry("grabbed", Outcome.UPGRADED);
    }

    /// A search is followed for up to 14 days: its history is not read from the beginning each time.
    @Test
    void theHistoryIsReadOnFromWhatWasReadLast() throws Exception {
        service.want("a", "b");
        run(false);
        var asked = clock.instant();
        service.complete("a", 1);
        service.complete("b", 1);
        clock.pass(Duration.ofMinutes(3));
        service.happened(SearchesWanted.What.GRABBED, "a", "hash", "");
        service.download("a", "hash");
        service.download("b", "other");
        var grabbed = clock.instant();
        clock.pass(Duration.ofMinutes(10));

        following.tick(loft, _ -> service);
        clock.pass(Duration.ofDays(2));
        following.tick(loft, _ -> service);

        assertThat(service.histories)
                .containsExactly(asked.minus(Following.CLOCKS_DIFFER), grabbed.minus(Following.CLOCKS_DIFFER));
        service.happened(SearchesWanted.What.IMPORTED, "a", "HASH", ""); // written otherwise than at the grab
        following.tick(loft, _ -> service);
        assertThat(outcomes()).containsEntry("a", Outcome.IN_PLACE);
    }

    @Test
    void aFruitlessSearchRestsLongerThanTheLastOne() throws Exception {
        service.want("a");
        for (int days : new int[] {7, 14, 28}) {
            assertThat(run(false).ended()).isEqualTo(Ended.ACTED);
            service.complete("a", 0);
            following.tick(loft, _ -> service);
            clock.pass(Duration.ofDays(days).minusSeconds(1));
            assertThat(run(false).ended()).isEqualTo(Ended.NOTHING);
            clock.pass(Duration.ofSeconds(2));
        }
    }

    @Test
    void anOutcomeThatNeverComesIsSettledAfterFourteenDays() throws Exception {
        service.want("a");
        run(false);
        service.complete("a", 1);
        service.happened(SearchesWanted.What.GRABBED, "a", "hash-a", "");
        service.download("a", "hash-a");
        following.tick(loft, _ -> service);

        clock.pass(Duration.ofDays(15));
        following.tick(loft, _ -> service);

        assertThat(outcomes()).containsEntry("a", Outcome.UNSETTLED);
    }

    @Test
    void nothingIsOutOfReachHoweverLongTheListIs() throws Exception {
        rule = RuleDocument.read("{\"perRun\":100,\"perDay\":null,\"grace\":\"0m\",\"packsFirst\":false,"
                + "\"exclude\":{\"tags\":[\"Keep\"]}}");
        for (int i = 0; i < 900; i++) { // excluded ones are never searched and so always come first
            service.wantTagged("kept" + i, "keep");
        }
        for (int i = 0; i < 250; i++) {
            service.want("e" + i);
        }

        store.saveRule(loft, rule.name(), RuleDocument.write(rule));

        for (int turn = 0; turn < 12; turn++) {
            run(false);
            clock.pass(Duration.ofHours(6));
        }

        assertThat(service.searched).hasSize(250).doesNotHaveDuplicates();
    }

    @Test
    void atMostTwoSearchesWaitAtTheServiceAtATime() throws InterruptedException {
        service.want("a", "b", "c", "d", "e");
        rule = rule.withPerRun(5);
        var most = new ArrayList<Long>();
        hunt = new Hunt(store, clock, _ -> 0, _ -> {
            most.add(service.commands.values().stream()
                    .filter(it -> it.phase() == SearchesWanted.Phase.QUEUED)
                    .count());
            service.endSearches();
        });

        assertThat(run(false).accepted()).isEqualTo(5);

        assertThat(most).containsExactly(2L, 2L);
    }

    @Test
    void aServiceThatNeverEndsASearchIsNotFlooded() throws InterruptedException {
        service.want("a", "b", "c");
        hunt = new Hunt(store, clock, _ -> 0, clock::pass);

        var run = run(false);

        assertThat(run.ended()).isEqualTo(Ended.PARTLY);
        assertThat(service.searched).containsExactly("a", "b");
        assertThat(run.reason()).contains("does not get to");
    }

    @Test
    void profilesAreLeftOutByNameAndAnUnknownNameHoldsTheRun() throws Exception {
        service.want("a");
        rule = RuleDocument.read("{\"grace\":\"0m\",\"exclude\":{\"profiles\":[\"Anything\"]}}");
        assertThat(run(true).ended()).isEqualTo(Ended.HELD);
        assertThat(run(true).reason()).contains("Anything");

        rule = RuleDocument.read("{\"grace\":\"0m\",\"exclude\":{\"profiles\":[\"hd\"]}}");
        assertThat(run(true).decisions()).extracting(Decision::reason).containsExactly(Optional.empty());
    }

    @Test
    void whatSeedsHoldsTheRun() throws Exception {
        service.want("a");
        rule = RuleDocument.read("{\"grace\":\"0m\",\"seedingGate\":10}");
        hunt = new Hunt(store, clock, _ -> 11, clock::pass);
        assertThat(run(false).reason()).contains("11 torrents are seeding");

        hunt = new Hunt(
                store,
                clock,
                _ -> {
                    throw new io.pilothouse.domain.ProblemException(new Problem(
                            io.pilothouse.domain.ProblemCode.UNREACHABLE, "Home qBit is down.", "Start it."));
                },
                clock::pass);
        assertThat(run(false).ended()).isEqualTo(Ended.HELD);
        assertThat(service.searched).isEmpty();
    }

    @Test
    void theLimitOfTheInstanceHoldsForAllItsRules() throws Exception {
        service.want("a", "b", "c", "d");
        var budgets = new Hunt.Budgets(OptionalInt.of(2), OptionalInt.of(3), "", 0);
        for (var name : List.of("One", "Two", "Three")) {
            rule = RuleDocument.read("{\"name\":\"" + name + "\",\"grace\":\"0m\",\"perRun\":3}");
            hunt.run(new Hunt.Order(loft, rule, List.of(), false, 7, budgets), _ -> service, new UnheardTask());
        }

        assertThat(service.searched).containsExactly("a", "b");
        clock.pass(Duration.ofHours(1));
        hunt.run(new Hunt.Order(loft, rule, List.of(), false, 7, budgets), _ -> service, new UnheardTask());
        assertThat(service.searched).containsExactly("a", "b", "c");
    }

    @Test
    void whatWasFoundAndRefusedIsToldFromNothingFound() throws Exception {
        rule = RuleDocument.read("{\"grace\":\"0m\",\"askWhy\":true}");
        service.want("none", "refused");
        service.refusals.put(
                "refused",
                List.of(
                        new SearchesWanted.Refusal("A", "Beacon", List.of("Too big")),
                        new SearchesWanted.Refusal("B", "Beacon", List.of("Too big", "Wrong language"))));
        run(false);
        service.complete("none", 0);
        service.complete("refused", 0);

        following.tick(loft, _ -> service);
        following.tick(loft, _ -> service);

        assertThat(outcomes()).isEqualTo(Map.of("none", Outcome.NOTHING_FOUND, "refused", Outcome.REJECTED));
        assertThat(store.searches().ledger(Optional.of(loft), Instant.EPOCH, Optional.empty(), Optional.empty(), 9))
                .extracting(it -> it.reason())
                .contains("2 found and refused: Too big (2); Wrong language (1)");
    }

    @Test
    void oldRunsGoTheNewestOfEachRuleAndTheLedgerStay() throws Exception {
        service.want("a");
        var run = run(false);
        for (int day : new int[] {40, 10, 5, 0}) {
            store.addRun(
                    loft,
                    rule.name(),
                    false,
                    clock.instant(),
                    clock.instant().minus(Duration.ofDays(day)),
                    day == 10 ? "ACTED" : "NOTHING",
                    "day " + day,
                    RunDocument.write(run).toString());
        }
        store.addRun(
                loft,
                "Rare",
                false,
                clock.instant(),
                clock.instant().minus(Duration.ofDays(90)),
                "NOTHING",
                "long ago",
                RunDocument.write(run).toString());

        store.forgetOld(clock.instant());

        assertThat(store.runs(loft, Optional.of(rule.name()), 9))
                .extracting(it -> it.reason())
                .containsExactly("day 0", "day 10");
        assertThat(store.lastRuns()).extracting(it -> it.reason()).containsExactlyInAnyOrder("day 0", "long ago");
        assertThat(store.lastRuns()).allMatch(it -> it.accepted() == 1);
        assertThat(store.searches().openEntries(loft)).hasSize(1);
    }

    private Map<String, Outcome> outcomes() {
        var outcomes = new HashMap<String, Outcome>();
        store.searches()
                .ledger(Optional.of(loft), Instant.EPOCH, Optional.empty(), Optional.empty(), 100)
                .forEach(entry -> outcomes.put(entry.item().id(), entry.outcome()));
        return outcomes;
    }

    private CycleRun run(boolean dryRun) throws InterruptedException {
        return hunt.run(
                new Hunt.Order(loft, rule, List.of(), dryRun, 7, Hunt.Budgets.NONE), _ -> service, new UnheardTask());
    }

    private static ItemKey key(String id) {
        return new ItemKey("episode", id);
    }

    /// A service whose wishes and answers a test sets.
    private final class Service implements SearchesWanted {
        private final List<Candidate> wanted = new ArrayList<>();
        private final List<String> searched = new ArrayList<>();
        private final Map<String, FaultCode> failing = new HashMap<>();
        private final Map<String, CommandState> commands = new HashMap<>();
        private final List<QueueItem> queue = new ArrayList<>();
        private final List<Happening> happenings = new ArrayList<>();
        private final Map<String, List<Refusal>> refusals = new HashMap<>();
        private final Map<String, Integer> costs = new HashMap<>();
        private final List<Integer> pages = new ArrayList<>();
        private final List<Instant> histories = new ArrayList<>();
        private long requests;

        @Override
        public int cost(ItemKey item) {
            return costs.getOrDefault(item.id(), 1);
        }

        void want(String... ids) {
            for (var id : ids) {
                wanted.add(new Candidate(
                        key(id),
                        Optional.empty(),
                        id,
                        true,
                        false,
                        Set.of(),
                        "",
                        "",
                        Optional.empty(),
                        true,
                        Optional.empty(),
                        List.of()));
            }
        }

        void wantTagged(String id, String tag) {
            want(id);
            var it = wanted.removeLast();
            wanted.add(new Candidate(
                    it.item(),
                    it.parent(),
                    it.title(),
                    true,
                    false,
                    Set.of(tag),
                    "",
                    "",
                    Optional.empty(),
                    true,
                    Optional.empty(),
                    List.of()));
        }

        void download(String id, String hash) {
            queue.add(new QueueItem(
                    List.of(1L),
                    hash,
                    List.of(key(id)),
                    id,
                    "downloading",
                    OptionalDouble.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    "qBit",
                    "Beacon",
                    "",
                    "downloading",
                    false));
        }

        void complete(String id, int grabbed) {
            commands.put(
                    id,
                    new CommandState(
                            "command-" + id,
                            Phase.COMPLETED,
                            OptionalInt.of(grabbed),
                            "",
                            Optional.empty(),
                            Set.of(key(id))));
        }

        void commandFails(String id, String message) {
            commands.put(
                    id,
                    new CommandState(
                            "command-" + id,
                            Phase.FAILED,
                            OptionalInt.empty(),
                            message,
                            Optional.empty(),
                            Set.of(key(id))));
        }

        void happened(What what, String id, String hash, String from) {
            happenings.add(
                    new Happening(clock.instant(), what, List.of(key(id)), hash, "Beacon", from, "WEB 1080p", ""));
        }

        @Override
        public List<HuntRule.Unit> units() {
            return List.of(HuntRule.Unit.EPISODE);
        }

        @Override
        public Set<HuntRule.Pass> passes() {
            return Set.of(HuntRule.Pass.MISSING);
        }

        @Override
        public Optional<String> searchBlocked(List<ServiceWarning> warnings) {
            return Optional.empty();
        }

        @Override
        public Optional<String> searchBlocked() {
            return Optional.empty();
        }

        @Override
        public Queue queue() {
            requests++;
            return new Queue(queue.size(), List.copyOf(queue));
        }

        @Override
        public WantedPage wanted(Wish wish, int page) {
            requests++;
            pages.add(page);
            int from = Math.min(wanted.size(), (page - 1) * 100);
            return WantedPage.of(
                    List.copyOf(wanted.subList(from, Math.min(wanted.size(), from + 100))), wanted.size(), 100);
        }

        @Override
        public Map<String, String> profileNames() {
            return Map.of("4", "HD", "6", "Any");
        }

        @Override
        public List<Refusal> refusals(ItemKey item) {
            requests++;
            return refusals.getOrDefault(item.id(), List.of());
        }

        /// Ends whatever still runs, nobody knows how.
        void endSearches() {
            commands.replaceAll((_, it) -> it.phase() != Phase.QUEUED
                    ? it
                    : new CommandState(it.id(), Phase.UNKNOWN, it.grabbed(), "", it.endedAt(), it.items()));
        }

        @Override
        public CommandState search(ItemKey item) throws ConnectorException {
            requests++;
            searched.add(item.id());
            var fault = failing.get(item.id());
            if (fault != null) {
                throw new ConnectorException(
                        fault, new Problem(fault.problemCode(), "Loft did not take it.", "Try again."), null);
            }
            var command = new CommandState(
                    "command-" + item.id(), Phase.QUEUED, OptionalInt.empty(), "", Optional.empty(), Set.of(item));
            commands.put(item.id(), command);
            return command;
        }

        @Override
        public List<CommandState> commands() {
            requests++;
            return List.copyOf(commands.values());
        }

        @Override
        public Optional<CommandState> command(String id) {
            requests++;
            return commands.values().stream().filter(it -> it.id().equals(id)).findFirst();
        }

        @Override
        public List<Happening> historySince(Instant since) {
            requests++;
            histories.add(since);
            return List.copyOf(happenings);
        }

        @Override
        public void tag(Collection<ItemKey> items, String label) {
            requests++;
        }

        @Override
        public void removeFromQueue(Collection<Long> ids, boolean data, boolean blocklist, boolean searchAgain) {
            requests++;
        }

        @Override
        public long requestsSent() {
            return requests;
        }
    }
}
