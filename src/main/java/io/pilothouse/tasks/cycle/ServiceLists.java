package io.pilothouse.tasks.cycle;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.Care.Strike;
import io.pilothouse.domain.cycle.CareRule;
import io.pilothouse.domain.cycle.Choice;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.SkipReason;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.ListRepository;
import io.pilothouse.tasks.cycle.Cycles.ClientView;
import io.pilothouse.tasks.cycle.Cycles.RuleStatus;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What instances want and have on their way, as people look at it: asked now, or as it was last read.
/// Thread-safe.
final class ServiceLists {

    private static final String QUEUE = "queue";

    /// Pages read to list what is wanted.
    private static final int MOST_WANTED_PAGES = 20;

    /// Rows of a list that are kept at most.
    private static final int MOST_KEPT = 2_000;

    /// What people who tag the searched usually call the tag.
    private static final String USUAL_TAG = "upgradinatorr";

    private final CycleRepository store;
    private final ListRepository kept;
    private final Searchers searchers;
    private final LinkedClients clients;
    private final Supplier<List<RuleStatus>> rules;
    private final Clock clock;
    private final Instances names;

    /// Finds a live instance.
    @FunctionalInterface
    interface Instances {
        Instance of(InstanceId id) throws ProblemException;
    }

    ServiceLists(
            CycleRepository store,
            ListRepository kept,
            Searchers searchers,
            LinkedClients clients,
            Supplier<List<RuleStatus>> rules,
            Clock clock,
            Instances names) {
        this.store = store;
        this.kept = kept;
        this.searchers = searchers;
        this.clients = clients;
        this.rules = rules;
        this.clock = clock;
        this.names = names;
    }

    Cycles.Wanted wanted(InstanceId id, HuntRule.Pass pass, int limit) throws ProblemException, InterruptedException {
        var service = searchers.of(id);
        try {
            if (!service.passes().contains(pass)) {
                throw new ProblemException(new Problem(
                        ProblemCode.BAD_VALUE,
                        names.of(id).name() + " has no list for \"" + pass.word() + "\".",
                        "Choose another pass."));
            }
            var rule = wantedRule(id, pass, service.units());
            var wish = SearchesWanted.Wish.of(rule).labelled();
            var queue = service.queue();
            var onTheirWay = queue.onTheirWay();
            var rows = new LinkedHashMap<ItemKey, Candidate>();
            var page = service.wanted(wish, 1);
            long total = page.total();
            for (int next = 2; ; next++) {
                page.rows()
                        .forEach(it -> rows.putIfAbsent(it.item(), onTheirWay.contains(it.item()) ? it.queued() : it));
                boolean allRead = next > page.pages();
                if (allRead && total < 0) { // it does not say, but it was counted
                    total = rows.size();
                }
                if (rows.size() >= limit || allRead || next > MOST_WANTED_PAGES) {
                    break;
                }
                page = service.wanted(wish, next);
            }
            var shown = rows.values().stream().limit(limit).toList();
            var states = store.searches()
                    .itemStates(id, shown.stream().map(Candidate::item).toList());
            var decisions = Choice.decide(
                    rule.withPerRun(100), shown, states, Integer.MAX_VALUE, Optional.empty(), clock.instant(), 0);
            var byItem = decisions.stream()
                    .collect(Collectors.toMap(it -> it.candidate().item(), Function.identity()));
            var read = new Cycles.Wanted(
                    shown.stream()
                            .map(it -> withoutRunLimits(Objects.requireNonNull(byItem.get(it.item()))))
                            .map(it -> Hunt.onItsWay(it, queue))
                            .toList(),
                    total >= 0 ? OptionalLong.of(total) : OptionalLong.empty());
            if (shown.size() < limit
                    || limit >= MOST_KEPT) { // who asks for a few does not shorten what pages open from
                kept.save(id, name(pass), clock.instant(), ListDocument.of(read));
            }
            return read;
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    /// That a run asks for a few only says nothing about one item.
    private static Decision withoutRunLimits(Decision it) {
        boolean ofTheRun = it.reason()
                .filter(why -> why == SkipReason.PER_RUN || why == SkipReason.PER_PARENT || why == SkipReason.BUDGET)
                .isPresent();
        return ofTheRun ? new Decision(it.candidate(), Optional.empty(), Optional.empty()) : it;
    }

    private HuntRule wantedRule(InstanceId id, HuntRule.Pass pass, List<HuntRule.Unit> units) {
        return rules.get().stream()
                .filter(it -> it.instance().equals(id))
                .flatMap(it -> it.rule() instanceof HuntRule rule ? Stream.of(rule) : Stream.empty())
                .filter(rule -> rule.pass() == pass)
                .findFirst()
                .orElseGet(() -> usual(pass, pass == HuntRule.Pass.TAG ? units.getLast() : units.getFirst()));
    }

    Cycles.Queue queue(InstanceId id) throws ProblemException, InterruptedException {
        var service = searchers.of(id);
        try {
            var queue = service.queue();
            var strikes = store.strikes().all(id);
            boolean tended =
                    rules.get().stream().anyMatch(it -> it.instance().equals(id) && it.rule() instanceof CareRule);
            var torrents = torrents(id);
            var read = new Cycles.Queue(
                    queue.downloads(),
                    queue.items().stream()
                            .map(it -> queued(it, Optional.ofNullable(strikes.get(it.downloadId())), tended, torrents))
                            .toList());
            kept.save(id, QUEUE, clock.instant(), ListDocument.of(read));
            return read;
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    private static Cycles.Queued queued(
            SearchesWanted.QueueItem it, Optional<Strike> strike, boolean tended, Map<String, ClientView> torrents) {
        return new Cycles.Queued(
                it.queueIds(),
                it.downloadId(),
                it.items(),
                it.title(),
                it.state(),
                it.progress(),
                it.sizeBytes(),
                it.reason(),
                strike.map(Strike::strikes)
                        .map(OptionalInt::of)
                        .orElse(tended ? OptionalInt.of(0) : OptionalInt.empty()),
                strike.flatMap(Strike::reason),
                Optional.ofNullable(torrents.get(it.downloadId().toLowerCase(Locale.ROOT))));
    }

    /// What the linked clients say of their torrents. A client that does not answer says nothing: the queue of
    /// the app is shown all the same.
    private Map<String, ClientView> torrents(InstanceId id) throws InterruptedException {
        var seen = new HashMap<String, ClientView>();
        try {
            for (var snapshot : clients.of(id)) {
                snapshot.torrents().values().forEach(it -> {
                    var view = new ClientView(
                            snapshot.instance(),
                            it.state(),
                            it.progress(),
                            it.seeds(),
                            it.swarmSeeds(),
                            it.downloadSpeed(),
                            it.availability(),
                            it.trackersFail().orElse(false));
                    List.of(it.key().hash(), it.infohashV1(), it.infohashV2()).stream()
                            .filter(hash -> !hash.isEmpty())
                            .forEach(hash -> seen.put(hash.toLowerCase(Locale.ROOT), view));
                });
            }
        } catch (ProblemException silent) {
            return Map.of();
        }
        return seen;
    }

    Cycles.Kept<Cycles.Wanted> keptWanted(InstanceId id, HuntRule.Pass pass) {
        return kept.find(id, name(pass))
                .map(it -> new Cycles.Kept<>(ListDocument.wanted(it.document()), Optional.of(it.readAt())))
                .orElseGet(
                        () -> new Cycles.Kept<>(new Cycles.Wanted(List.of(), OptionalLong.empty()), Optional.empty()));
    }

    Cycles.Kept<Cycles.Queue> keptQueue(InstanceId id) {
        return kept.find(id, QUEUE)
                .map(it -> new Cycles.Kept<>(ListDocument.queue(it.document()), Optional.of(it.readAt())))
                .orElseGet(() -> new Cycles.Kept<>(new Cycles.Queue(0, List.of()), Optional.empty()));
    }

    private static String name(HuntRule.Pass pass) {
        return "wanted-" + pass.word();
    }

    private static HuntRule usual(HuntRule.Pass pass, HuntRule.Unit unit) {
        try {
            return RuleDocument.read("{\"pass\":\"" + pass.word() + "\",\"unit\":\"" + unit.word()
                    + "\",\"tagSearched\":\"" + (pass == HuntRule.Pass.TAG ? USUAL_TAG : "") + "\"}");
        } catch (ProblemException e) {
            throw new IllegalStateException("the usual rule is not valid", e);
        }
    }
}
