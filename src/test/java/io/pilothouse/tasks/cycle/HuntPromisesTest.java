package io.pilothouse.tasks.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.LedgerEntry;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Generated fleets, rules and sequences of faults: whatever happens, the promises of a hunt are kept.
class HuntPromisesTest {

    private static final Instant START = Instant.parse("2026-03-20T00:00:00Z");
    /// More of them with `-Dpilothouse.fleets=2000`.
    private static final int FLEETS = Integer.getInteger("pilothouse.fleets", 100);
    private static final int TURNS = 20;
    private static final FaultCode[] FAULTS = {
        FaultCode.CONNECTION_CUT,
        FaultCode.TOO_SLOW,
        FaultCode.STARTING,
        FaultCode.REFUSED,
        FaultCode.MALFORMED,
        FaultCode.NO_ANSWER,
        FaultCode.SECRET_REFUSED
    };

    @TempDir
    Path folder;

    @Test
    void coolDownsAndBudgetsAreKeptWhateverGoesWrong() throws Exception {
        var clock = new TurningClock(START);
        try (var database = Database.open(new DataFolder(folder), clock)) {
            var store = new CycleRepository(database);
            var instances = new InstanceRepository(database, clock, new Random(1));
            for (int seed = 0; seed < FLEETS; seed++) {
                var random = new Random(seed);
                var saved = (Stored.Saved) instances.add(
                        Configuration.of(
                                new KindId("sonarr"), "Loft " + seed, Address.of("http://loft:" + (1000 + seed))),
                        Optional.empty());
                new World(store, clock, saved.instance().id(), random, seed).live();
            }
        }
    }

    /// One instance with one rule, and what was really searched there.
    private static final class World implements SearchesWanted {
        private final CycleRepository store;
        private final TurningClock clock;
        private final InstanceId id;
        private final Random random;
        private final int seed;
        private final HuntRule rule;
        private final List<Candidate> wanted = new ArrayList<>();
        private final Map<ItemKey, List<Instant>> searched = new LinkedHashMap<>();
        private final Map<String, CommandState> commands = new LinkedHashMap<>();
        private final Set<ItemKey> queued = new HashSet<>();
        private final List<Happening> happenings = new ArrayList<>();
        private boolean troubled;
        private int number;

        World(CycleRepository store, TurningClock clock, InstanceId id, Random random, int seed) throws Exception {
            this.store = store;
            this.clock = clock;
            this.id = id;
            this.random = random;
            this.seed = seed;
            var orders = HuntRule.Order.values();
            rule = RuleDocument.read("""
                    {"perRun":%d,"perHour":%s,"perDay":%d,"coolDown":"%dd","coolDownGrowth":%d,"grace":"0m",
                     "queueGate":null,"packsFirst":false,"order":"%s","perParent":%s,"exclude":{"tags":["keep"]}}
                    """.formatted(
                            1 + random.nextInt(6),
                            random.nextBoolean() ? "null" : String.valueOf(1 + random.nextInt(4)),
                            1 + random.nextInt(12),
                            1 + random.nextInt(9),
                            1 + random.nextInt(3),
                            orders[random.nextInt(orders.length)].word(),
                            random.nextBoolean() ? "null" : "2"));
            store.saveRule(id, rule.name(), RuleDocument.write(rule));
            int items = random.nextInt(260);
            for (int i = 0; i < items; i++) {
                wanted.add(new Candidate(
                        new ItemKey("episode", String.valueOf(i)),
                        Optional.of(new ItemKey("series", String.valueOf(i / 9))),
                        "episode " + i,
                        random.nextInt(20) > 0,
                        false,
                        random.nextInt(8) == 0 ? Set.of("keep") : Set.of(),
                        "1",
                        "/media",
                        Optional.of(START.minus(Duration.ofDays(random.nextInt(900)))),
                        true,
                        Optional.empty(),
                        List.of()));
            }
        }

        void live() throws Exception {
            var hunt = new Hunt(store, clock, _ -> 0, span -> {
                clock.pass(span);
                endSearches();
            });
            var following = new Following(store.searches(), clock, _ -> Optional.of(rule));
            for (int turn = 0; turn < TURNS; turn++) {
                troubled = false;
                var dry = hunt.run(order(true, turn), _ -> this, new UnheardTask());
                troubled = random.nextInt(3) == 0;
                var run = hunt.run(order(false, turn), _ -> this, new UnheardTask());
                oneDecisionEach(run);
                if (!troubled) {
                    assertThat(chosen(run))
                            .describedAs("fleet %d turn %d", seed, turn)
                            .isEqualTo(chosen(dry));
                }
                assertThat(run.reason()).isNotBlank();
                assertThat(run.ended() == CycleRun.Ended.HELD || !run.gates().isEmpty())
                        .isTrue();
                troubled = false;
                endSearches();
                clock.pass(Duration.ofMinutes(1 + random.nextInt(20)));
                following.tick(id, _ -> this);
                clock.pass(Duration.ofMinutes(random.nextInt(900)));
            }
            restsWereKept();
            budgetsWereKept();
            nothingIsForgotten();
        }

        private Hunt.Order order(boolean dry, int turn) {
            return new Hunt.Order(id, rule, List.of(CycleRun.Gate.passed("health")), dry, turn, Hunt.Budgets.NONE);
        }

        private static List<ItemKey> chosen(CycleRun run) {
            return run.decisions().stream()
                    .filter(Decision::chosen)
                    .map(it -> it.candidate().item())
                    .toList();
        }

        private void oneDecisionEach(CycleRun run) {
            assertThat(run.decisions()).extracting(it -> it.candidate().item()).doesNotHaveDuplicates();
            assertThat(chosen(run)).hasSizeLessThanOrEqualTo(rule.perRun());
            for (var decision : run.decisions()) {
                if (decision.chosen()) {
                    assertThat(decision.candidate().tags()).doesNotContain("keep");
                    assertThat(decision.candidate().monitored()).isTrue();
                    assertThat(queued).doesNotContain(decision.candidate().item());
                }
            }
        }

        private void restsWereKept() {
            searched.forEach((item, times) -> {
                for (int i = 1; i < times.size(); i++) {
                    assertThat(Duration.between(times.get(i - 1), times.get(i)))
                            .describedAs("fleet %d, %s", seed, item)
                            .isGreaterThanOrEqualTo(rule.coolDown().minusMinutes(5));
                }
            });
        }

        private void budgetsWereKept() {
            var all = searched.values().stream().flatMap(List::stream).toList();
            var byDay = all.stream()
                    .collect(Collectors.groupingBy(
                            it -> it.atZone(ZoneOffset.UTC).toLocalDate(), Collectors.counting()));
            byDay.values()
                    .forEach(count -> assertThat(count)
                            .describedAs("fleet %d", seed)
                            .isLessThanOrEqualTo(rule.perDay().orElseThrow()));
            if (rule.perHour().isPresent()) {
                all.stream()
                        .collect(Collectors.groupingBy(it -> it.getEpochSecond() / 3_600, Collectors.counting()))
                        .values()
                        .forEach(count -> assertThat(count)
                                .isLessThanOrEqualTo(rule.perHour().getAsInt()));
            }
        }

        /// Each search that the service took is in the ledger, once.
        private void nothingIsForgotten() {
            var asked = store.searches()
                    .ledger(Optional.of(id), Instant.EPOCH, Optional.empty(), Optional.empty(), 100_000);
            var doubtful = store.searches().doubtful(id).size();
            long really = searched.values().stream().mapToLong(List::size).sum();
            assertThat((long) asked.size() + doubtful)
                    .describedAs("fleet %d", seed)
                    .isGreaterThanOrEqualTo(really);
            var numbers = new HashMap<String, Integer>();
            asked.stream()
                    .map(LedgerEntry::commandId)
                    .filter(it -> !it.isEmpty())
                    .forEach(it -> numbers.merge(it, 1, Integer::sum));
            assertThat(numbers.values()).allMatch(count -> count == 1);
        }

        private void endSearches() {
            for (var command : List.copyOf(commands.values())) {
                if (command.phase() != Phase.QUEUED) {
                    continue;
                }
                int grabbed = random.nextInt(3) == 0 ? 1 : 0;
                var item = command.items().iterator().next();
                commands.put(
                        command.id(),
                        new CommandState(
                                command.id(),
                                random.nextInt(12) == 0 ? Phase.FAILED : Phase.COMPLETED,
                                OptionalInt.of(grabbed),
                                "",
                                Optional.of(clock.instant()),
                                command.items()));
                if (grabbed == 1 && commands.get(command.id()).phase() == Phase.COMPLETED) {
                    var hash = "hash" + command.id();
                    happenings.add(happening(What.GRABBED, item, hash));
                    happenings.add(happening(random.nextBoolean() ? What.IMPORTED : What.DOWNLOAD_FAILED, item, hash));
                }
            }
        }

        private Happening happening(What what, ItemKey item, String hash) {
            return new Happening(clock.instant(), what, List.of(item), hash, "Beacon", "", "HD", "");
        }

        private void maybeFail() throws ConnectorException {
            if (troubled && random.nextInt(5) == 0) {
                fail(FAULTS[random.nextInt(FAULTS.length)]);
            }
        }

        private static void fail(FaultCode fault) throws ConnectorException {
            throw new ConnectorException(fault, new Problem(fault.problemCode(), "Loft did not.", "Try again."), null);
        }

        @Override
        public CommandState search(ItemKey item) throws ConnectorException {
            if (troubled && random.nextInt(4) == 0) {
                var fault = FAULTS[random.nextInt(FAULTS.length)];
                boolean lost = fault == FaultCode.CONNECTION_CUT
                        || fault == FaultCode.TOO_SLOW
                        || fault == FaultCode.MALFORMED;
                if (lost && random.nextBoolean()) {
                    take(item); // it arrived, only the answer did not
                }
                fail(fault);
            }
            return take(item);
        }

        private CommandState take(ItemKey item) {
            searched.computeIfAbsent(item, _ -> new ArrayList<>()).add(clock.instant());
            var command = new CommandState(
                    String.valueOf(++number), Phase.QUEUED, OptionalInt.empty(), "", Optional.empty(), Set.of(item));
            commands.put(command.id(), command);
            return command;
        }

        @Override
        public WantedPage wanted(Wish wish, int page) throws ConnectorException {
            maybeFail();
            int from = Math.min(wanted.size(), (page - 1) * 100);
            return WantedPage.of(
                    List.copyOf(wanted.subList(from, Math.min(wanted.size(), from + 100))), wanted.size(), 100);
        }

        @Override
        public Queue queue() throws ConnectorException {
            maybeFail();
            var items = queued.stream()
                    .map(it -> new QueueItem(
                            List.of(1L),
                            "hash",
                            List.of(it),
                            "",
                            "downloading",
                            OptionalDouble.empty(),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            "",
                            "",
                            "",
                            "downloading",
                            false))
                    .toList();
            return new Queue(items.size(), items);
        }

        @Override
        public List<CommandState> commands() throws ConnectorException {
            maybeFail();
            return List.copyOf(commands.values());
        }

        @Override
        public Optional<CommandState> command(String command) {
            return Optional.ofNullable(commands.get(command));
        }

        @Override
        public List<Happening> historySince(Instant since) {
            return List.copyOf(happenings);
        }

        @Override
        public Optional<String> searchBlocked(List<ServiceWarning> warnings) {
            return Optional.empty();
        }

        @Override
        public Optional<String> searchBlocked() throws ConnectorException {
            maybeFail();
            return Optional.empty();
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
        public Map<String, String> profileNames() {
            return Map.of();
        }

        @Override
        public List<Refusal> refusals(ItemKey item) {
            return List.of();
        }

        @Override
        public void tag(Collection<ItemKey> items, String label) {}

        @Override
        public void removeFromQueue(Collection<Long> ids, boolean data, boolean blocklist, boolean searchAgain) {}

        @Override
        public long requestsSent() {
            return 0;
        }
    }
}
