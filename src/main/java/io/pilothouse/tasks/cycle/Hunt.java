package io.pilothouse.tasks.cycle;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.Choice;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.Budget;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.cycle.SkipReason;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.tasks.TaskContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// One run of one hunting rule: gates, candidates, decisions, and, unless it is a dry run, the searches.
final class Hunt {

    /// Pages of candidates read in one run at most, so that a run never reads a whole library.
    private static final int MOST_PAGES = 4;

    /// Reads of one run at most; where the service keeps no list of what is wanted, the run that begins a walk
    /// through its library may need two more.
    private static final int MOST_READS = 4;

    private final CycleRepository store;
    private final Clock clock;
    private final SearchBudgets budgets;
    private final HuntGates gates;
    private final HuntSearches searches;

    Hunt(CycleRepository store, Clock clock, Seeding seeding, Waiting waiting) {
        this.store = store;
        this.clock = clock;
        budgets = new SearchBudgets(store.searches(), clock);
        gates = new HuntGates(budgets, seeding);
        searches = new HuntSearches(store.searches(), budgets, clock, waiting);
    }

    /// @param gates   what was looked at before: rule, hours, guard, health, identity
    /// @param budgets of the instance and its group
    /// @param warnings what the service complained about a moment ago; empty when it has to be asked
    record Order(
            InstanceId instance,
            HuntRule rule,
            List<Gate> gates,
            boolean dryRun,
            long seed,
            Budgets budgets,
            Optional<List<ServiceWarning>> warnings) {

        Order(InstanceId instance, HuntRule rule, List<Gate> gates, boolean dryRun, long seed, Budgets budgets) {
            this(instance, rule, gates, dryRun, seed, budgets, Optional.empty());
        }
    }

    /// Limits that hold beside the rule's own.
    ///
    /// @param perHour    units of all rules of the instance in a clock hour
    /// @param perDay     units of all rules of the instance in a local day
    /// @param group      shared budget, empty for none
    /// @param groupLimit units a day of the shared budget
    record Budgets(OptionalInt perHour, OptionalInt perDay, String group, int groupLimit) {

        static final Budgets NONE = new Budgets(OptionalInt.empty(), OptionalInt.empty(), "", 0);
    }

    /// Counts what seeds on the clients linked to an instance.
    @FunctionalInterface
    interface Seeding {

        /// @throws ProblemException if none is linked, or one cannot be asked
        int count(InstanceId instance) throws ProblemException, InterruptedException;
    }

    CycleRun run(Order order, Searchers searchers, TaskContext context) throws InterruptedException {
        var run = new HuntRun(order, budgets, clock);
        if (run.soFar.closedGate().isPresent()) {
            return run.soFar.held();
        }
        try {
            var service = searchers.of(order.instance());
            run.soFar.requestsFrom(service);
            return hunt(run, service, context);
        } catch (ProblemException e) {
            return run.soFar.ended(Ended.HELD, e.problem().summary());
        }
    }

    /// Searches what a person chose: no list is read and nothing rests, but budgets hold, and what is on its
    /// way is left alone.
    CycleRun ask(Order order, List<Candidate> items, Searchers searchers, TaskContext context)
            throws InterruptedException {
        var run = new HuntRun(order, budgets, clock);
        if (run.soFar.closedGate().isPresent()) {
            return run.soFar.held();
        }
        try {
            var service = searchers.of(order.instance());
            run.soFar.requestsFrom(service);
            searches.settleDoubtful(order.instance(), order.rule(), service);
            if (!gates.passedForPerson(run, service)) {
                return run.soFar.held();
            }
            var onTheirWay = service.queue().onTheirWay();
            int left = run.soFar
                    .budget
                    .map(it -> Choice.left(it.limit(), it.used(), 0))
                    .orElse(Integer.MAX_VALUE);
            var chosen = new ArrayList<Candidate>();
            var decisions = new ArrayList<Decision>();
            for (var item : items) {
                int units = service.cost(item.item());
                var skip = onTheirWay.contains(item.item())
                        ? Optional.of(SkipReason.IN_QUEUE)
                        : units > left ? Optional.of(SkipReason.BUDGET) : Optional.<SkipReason>empty();
                decisions.add(new Decision(item, skip, Optional.empty()));
                if (skip.isEmpty()) {
                    chosen.add(item);
                    left -= units;
                }
            }
            run.soFar.decisions = List.copyOf(decisions);
            return chosen.isEmpty()
                    ? run.soFar.ended(Ended.NOTHING, whyNothing(run.soFar.decisions))
                    : searches.act(run, chosen, service, context);
        } catch (ProblemException e) {
            return run.soFar.ended(Ended.HELD, e.problem().summary());
        } catch (ConnectorException e) {
            return run.soFar.ended(Ended.FAILED, e.problem().summary());
        }
    }

    private CycleRun hunt(HuntRun run, SearchesWanted service, TaskContext context) throws InterruptedException {
        var order = run.order;
        try {
            searches.settleDoubtful(order.instance(), order.rule(), service);
            if (!gates.passed(run, service)) {
                return run.soFar.held();
            }
            var queue = service.queue();
            if (!HuntGates.passed(run, service, queue)) {
                return run.soFar.held();
            }
            choose(run, service, queue);
        } catch (ConnectorException e) {
            return run.soFar.ended(Ended.FAILED, e.problem().summary());
        }
        var chosen = run.soFar.decisions.stream()
                .filter(Decision::chosen)
                .map(Decision::candidate)
                .toList();
        if (chosen.isEmpty()) {
            return run.soFar.ended(
                    Ended.NOTHING,
                    run.more && run.soFar.decisions.isEmpty()
                            ? RunSentence.NOTHING_HERE.with()
                            : whyNothing(run.soFar.decisions));
        }
        if (order.dryRun()) {
            return run.soFar.ended(Ended.ACTED, RunSentence.WOULD_ASK.with(chosen.size(), run.soFar.decisions.size()));
        }
        return searches.act(run, chosen, service, context);
    }

    /// Reads the first page, which has what is new, and then goes on where the last run came to, so that
    /// whatever lies deep in a large list has its turn too.
    private void choose(HuntRun run, SearchesWanted service, SearchesWanted.Queue queue)
            throws ConnectorException, InterruptedException {
        var wish = SearchesWanted.Wish.of(run.rule);
        var onTheirWay = queue.onTheirWay();
        var singles = new LinkedHashMap<ItemKey, Candidate>();
        var first = service.wanted(wish, 1);
        var pages = new PageOrder(
                run.rule.order(),
                first.pages(),
                store.listPage(run.order.instance(), run.rule.name()),
                run.order.seed());
        var rows = first;
        var next = OptionalInt.of(1);
        int cost = service.pageCost(run.rule.pass());
        int free = pages.firstCounts() && !first.rows().isEmpty() ? 1 : 2; // something is looked at in any case
        for (int read = 1; next.isPresent() && read <= MOST_PAGES; read++) {
            int page = next.getAsInt();
            if (read > free && run.soFar.requests() + cost > MOST_READS) {
                break; // its turn comes in the next run
            }
            if (page > 1) {
                rows = service.wanted(wish, page);
            }
            if (page > 1 || pages.firstCounts()) {
                for (var row : rows.rows()) {
                    singles.putIfAbsent(row.item(), onTheirWay.contains(row.item()) ? row.queued() : row);
                }
                run.soFar.decisions = decide(run, List.copyOf(singles.values()), service, onTheirWay).stream()
                        .map(it -> onItsWay(it, queue))
                        .toList();
            }
            long chosen = run.soFar.decisions.stream().filter(Decision::chosen).count();
            next = pages.after(page, chosen >= run.rule.perRun());
        }
        run.more = next.isPresent();
        if (!run.order.dryRun()) {
            store.setListPage(run.order.instance(), run.rule.name(), pages.nextRun());
        }
    }

    /// Says of what is in the queue how far it is, and where.
    static Decision onItsWay(Decision decision, SearchesWanted.Queue queue) {
        if (decision.reason().filter(SkipReason.IN_QUEUE::equals).isEmpty()) {
            return decision;
        }
        var candidate = decision.candidate();
        return queue.items().stream()
                .filter(it -> it.items().contains(candidate.item())
                        || candidate.covers().stream().anyMatch(it.items()::contains))
                .findFirst()
                .map(it -> decision.withDetail((it.progress().isPresent()
                                ? Math.round(100 * it.progress().getAsDouble()) + " %"
                                : it.state())
                        + (it.client().isEmpty() ? "" : ", " + it.client())))
                .orElse(decision);
    }

    private List<Decision> decide(
            HuntRun run, List<Candidate> singles, SearchesWanted service, Set<ItemKey> onTheirWay) {
        var order = run.order;
        var candidates = new ArrayList<>(singles);
        if (run.rule.packsFirst() && run.rule.pass() != HuntRule.Pass.TAG) {
            for (var pack : service.packs(singles)) {
                boolean queued = onTheirWay.contains(pack.item())
                        || pack.covers().stream().anyMatch(onTheirWay::contains);
                candidates.add(queued ? pack.queued() : pack);
            }
        }
        var keys = new LinkedHashSet<ItemKey>();
        candidates.forEach(candidate -> keys.add(candidate.item()));
        var states = store.searches().itemStates(order.instance(), keys);
        int left = run.soFar
                .budget
                .map(budget -> Choice.left(budget.limit(), budget.used(), 0))
                .orElse(Integer.MAX_VALUE);
        return Choice.decide(
                run.rule,
                candidates,
                states,
                service::cost,
                left,
                run.soFar.budget.map(Budget::resetsAt),
                run.soFar.startedAt(),
                order.seed());
    }

    private static String whyNothing(List<Decision> decisions) {
        if (decisions.isEmpty()) {
            return RunSentence.NOTHING_WANTED.with();
        }
        return RunSentence.NONE_ASKED.with(
                decisions.size(),
                SkipReason.counted(decisions.stream().map(it -> it.reason().orElseThrow())));
    }
}
