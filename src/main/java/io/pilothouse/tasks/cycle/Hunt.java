package io.pilothouse.tasks.cycle;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.Choice;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.Budget;
import io.pilothouse.domain.cycle.CycleRun.DoneAct;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.ItemState;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.CycleRepository.Limit;
import io.pilothouse.tasks.TaskContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One run of one hunting rule: gates, candidates, decisions, and, unless it is a dry run, the searches.
///
/// Each search is one unit of budget, reserved before the call and given back when the service says
/// no. When nobody can know whether the service accepted it (the connection broke, the program was
/// killed), the unit stays used and the item rests as if it had been searched, so that nothing is
/// searched twice.
final class Hunt {

    /// Pages of candidates read in one run at most, so that a run never reads a whole library.
    private static final int MOST_PAGES = 4;

    private final CycleRepository store;
    private final Clock clock;

    Hunt(CycleRepository store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// @param gates       what was looked at before: rule, hours, guard, health, identity
    /// @param budgetGroup shared budget, empty for none
    /// @param groupLimit  units a day of the shared budget
    record Order(
            InstanceId instance,
            HuntRule rule,
            List<Gate> gates,
            boolean dryRun,
            long seed,
            String budgetGroup,
            int groupLimit) {}

    CycleRun run(Order order, Searchers searchers, TaskContext context) throws InterruptedException {
        var run = new Progress(order, clock.instant());
        if (run.closedGate().isPresent()) {
            return run.ended(Ended.HELD, run.closedGate().get().reason());
        }
        try {
            var service = searchers.of(order.instance());
            run.requestsFrom(service);
            return hunt(run, service, context);
        } catch (ProblemException e) {
            return run.ended(Ended.HELD, e.problem().summary());
        }
    }

    private CycleRun hunt(Progress run, SearchesWanted service, TaskContext context) throws InterruptedException {
        var order = run.order;
        try {
            settleDoubtful(order.instance(), order.rule());
            if (!run.pass(budgetGate(run))
                    || !run.pass(serviceGate(service))
                    || !run.pass(passGate(service, order.rule()))) {
                return run.ended(Ended.HELD, run.closedGate().orElseThrow().reason());
            }
            var queue = service.queue();
            if (!run.pass(queueGate(order.rule(), queue))) {
                return run.ended(Ended.HELD, run.closedGate().orElseThrow().reason());
            }
            choose(run, service, queue);
        } catch (ConnectorException e) {
            return run.ended(Ended.FAILED, e.problem().summary());
        }
        var chosen = run.decisions.stream()
                .filter(Decision::chosen)
                .map(Decision::candidate)
                .toList();
        if (chosen.isEmpty()) {
            return run.ended(Ended.NOTHING, whyNothing(run.decisions));
        }
        if (order.dryRun()) {
            return run.ended(Ended.ACTED, "Would ask for " + chosen.size() + " of " + run.decisions.size() + ".");
        }
        return act(run, chosen, service, context);
    }

    // gates

    private Gate budgetGate(Progress run) {
        var budget = tightest(run.order);
        run.budget = budget;
        if (budget.isPresent() && Choice.left(budget.get().limit(), budget.get().used(), 0) == 0) {
            return Gate.closed(
                    "budget",
                    "The budget of " + budget.get().limit() + " searches is used up until "
                            + budget.get().resetsAt().truncatedTo(ChronoUnit.SECONDS) + ".");
        }
        return Gate.passed("budget");
    }

    private static Gate serviceGate(SearchesWanted service) throws ConnectorException, InterruptedException {
        return service.searchBlocked()
                .map(words -> Gate.closed("service", "A search cannot end in a download: " + words))
                .orElseGet(() -> Gate.passed("service"));
    }

    private static Gate passGate(SearchesWanted service, HuntRule rule)
            throws ConnectorException, InterruptedException {
        return service.passes().contains(rule.pass())
                ? Gate.passed("pass")
                : Gate.closed(
                        "pass",
                        "This version of the service has no list for \""
                                + rule.pass().word() + "\".");
    }

    private static Gate queueGate(HuntRule rule, SearchesWanted.Queue queue) {
        if (rule.queueGate().isPresent() && queue.downloads() > rule.queueGate().getAsInt()) {
            return Gate.closed(
                    "queue",
                    queue.downloads() + " downloads are in the queue, more than "
                            + rule.queueGate().getAsInt() + ".");
        }
        return Gate.passed("queue");
    }

    // choosing

    private void choose(Progress run, SearchesWanted service, SearchesWanted.Queue queue)
            throws ConnectorException, InterruptedException {
        var order = run.order;
        var onTheirWay = new HashSet<>(queue.onTheirWay());
        var singles = new ArrayList<Candidate>();
        var seen = new HashSet<ItemKey>();
        for (int page = 1; page <= MOST_PAGES; page++) {
            var rows = service.wanted(order.rule().pass(), order.rule().unit(), page);
            boolean anyNew = false;
            for (var row : rows.rows()) {
                if (seen.add(row.item())) {
                    anyNew = true;
                    singles.add(onTheirWay.contains(row.item()) ? queued(row) : row);
                }
            }
            run.decisions = decide(run, singles, service, onTheirWay);
            long chosen = run.decisions.stream().filter(Decision::chosen).count();
            if (rows.last() || !anyNew || chosen >= order.rule().perRun()) {
                return;
            }
        }
    }

    private List<Decision> decide(
            Progress run, List<Candidate> singles, SearchesWanted service, HashSet<ItemKey> onTheirWay) {
        var order = run.order;
        var candidates = new ArrayList<>(singles);
        if (order.rule().packsFirst()) {
            for (var pack : service.packs(singles)) {
                boolean queued = onTheirWay.contains(pack.item())
                        || pack.covers().stream().anyMatch(onTheirWay::contains);
                candidates.add(queued ? queued(pack) : pack);
            }
        }
        var keys = new LinkedHashSet<ItemKey>();
        candidates.forEach(candidate -> keys.add(candidate.item()));
        var states = store.itemStates(order.instance(), keys);
        int left = run.budget
                .map(budget -> Choice.left(budget.limit(), budget.used(), 0))
                .orElse(Integer.MAX_VALUE);
        return Choice.decide(
                order.rule(), candidates, states, left, run.budget.map(Budget::resetsAt), run.startedAt, order.seed());
    }

    private static Candidate queued(Candidate it) {
        return new Candidate(
                it.item(),
                it.parent(),
                it.title(),
                it.monitored(),
                true,
                it.tags(),
                it.profile(),
                it.root(),
                it.releasedAt(),
                it.available(),
                it.lastSearchAt(),
                it.covers());
    }

    private static String whyNothing(List<Decision> decisions) {
        if (decisions.isEmpty()) {
            return "Nothing is wanted.";
        }
        var counts = new java.util.TreeMap<String, Integer>();
        decisions.forEach(it -> counts.merge(it.reason().orElseThrow().word(), 1, Integer::sum));
        var words = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .map(it -> it.getValue() + " " + it.getKey())
                .toList();
        return "0 of " + decisions.size() + " asked: " + String.join(", ", words) + ".";
    }

    // acting

    private CycleRun act(Progress run, List<Candidate> chosen, SearchesWanted service, TaskContext context)
            throws InterruptedException {
        var tagged = new LinkedHashSet<ItemKey>();
        for (var candidate : chosen) {
            context.progress(run.acts.size(), chosen.size());
            context.line("asking for " + candidate.title());
            var unit = store.reserve(
                    run.order.instance(),
                    run.order.rule().name(),
                    run.order.budgetGroup(),
                    candidate.item(),
                    candidate.title(),
                    clock.instant(),
                    limits(run.order));
            if (unit.isEmpty()) {
                return finish(run, service, tagged, "The budget was used up meanwhile.");
            }
            try {
                var command = service.search(candidate.item());
                accepted(run, candidate, unit.get(), command);
                tagged.add(candidate.parent().orElse(candidate.item()));
                context.effect("searched", 1);
            } catch (ConnectorException e) {
                boolean doubtful = lostOnTheWay(e.code());
                if (!doubtful) {
                    store.giveBack(unit.get());
                }
                run.acts.add(new DoneAct(
                        "search",
                        List.of(candidate.item()),
                        "",
                        false,
                        clock.instant(),
                        e.problem().summary()));
                context.itemFailed(e.problem());
                if (!aboutTheItem(e.code())) {
                    return finish(run, service, tagged, e.problem().summary());
                }
            }
        }
        context.progress(run.acts.size(), chosen.size());
        return finish(run, service, tagged, "");
    }

    private void accepted(Progress run, Candidate candidate, long unit, SearchesWanted.CommandState command) {
        var now = clock.instant();
        var before = Optional.ofNullable(store.itemStates(run.order.instance(), List.of(candidate.item()))
                .get(candidate.item()));
        var state = ItemState.afterSearch(before, candidate.item(), run.order.rule(), now);
        store.accepted(
                unit,
                candidate.parent(),
                state,
                entry(
                        run.order.instance(),
                        run.order.rule().name(),
                        candidate.item(),
                        candidate.title(),
                        now,
                        command.id()));
        run.acts.add(new DoneAct("search", List.of(candidate.item()), command.id(), true, now, ""));
    }

    private static LedgerEntry entry(
            InstanceId instance, String rule, ItemKey item, String title, Instant at, String commandId) {
        return new LedgerEntry(
                0, instance, rule, item, title, at, commandId, LedgerEntry.Outcome.ASKED, "", "", Optional.empty(), "");
    }

    private CycleRun finish(Progress run, SearchesWanted service, LinkedHashSet<ItemKey> tagged, String stopped)
            throws InterruptedException {
        var trouble = stopped;
        if (!run.order.rule().tagSearched().isEmpty() && !tagged.isEmpty()) {
            try {
                service.tag(tagged, run.order.rule().tagSearched());
            } catch (ConnectorException e) {
                trouble = (trouble + " The tag was not set: " + e.problem().summary()).strip();
            }
        }
        long accepted = run.acts.stream().filter(DoneAct::accepted).count();
        long wanted = run.decisions.stream().filter(Decision::chosen).count();
        var words = "Asked for " + accepted + " of " + run.decisions.size() + ".";
        if (accepted == wanted && trouble.isEmpty()) {
            return run.ended(Ended.ACTED, words);
        }
        var failed = run.acts.stream().filter(it -> !it.accepted()).findFirst().map(DoneAct::error);
        return run.ended(
                accepted == 0 ? Ended.FAILED : Ended.PARTLY,
                (words + " " + (trouble.isEmpty() ? failed.orElse("") : trouble)).strip());
    }

    /// Whether the request may have reached the service although no answer came back.
    private static boolean lostOnTheWay(FaultCode code) {
        return switch (code) {
            case CONNECTION_CUT, TOO_SLOW, NO_ANSWER, MALFORMED, TOO_LARGE, PROXY_PAGE -> true;
            default -> false;
        };
    }

    /// Whether only this item is at fault, so that the next one may be tried.
    private static boolean aboutTheItem(FaultCode code) {
        return code == FaultCode.REFUSED;
    }

    /// What was cut off between call and answer counts as searched.
    private void settleDoubtful(InstanceId instance, HuntRule rule) {
        for (var doubt : store.doubtful(instance)) {
            var before = Optional.ofNullable(
                    store.itemStates(instance, List.of(doubt.item())).get(doubt.item()));
            var state = ItemState.afterSearch(before, doubt.item(), rule, doubt.at());
            store.accepted(
                    doubt.unit(),
                    Optional.empty(),
                    state,
                    entry(instance, doubt.rule(), doubt.item(), doubt.title(), doubt.at(), ""));
        }
    }

    // budgets

    private List<Limit> limits(Order order) {
        var now = clock.instant();
        var zone = clock.getZone();
        var startOfDay = now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
        var limits = new ArrayList<Limit>();
        order.rule()
                .perHour()
                .ifPresent(limit -> limits.add(new Limit(limit, now.truncatedTo(ChronoUnit.HOURS), false)));
        order.rule().perDay().ifPresent(limit -> limits.add(new Limit(limit, startOfDay, false)));
        if (!order.budgetGroup().isEmpty()) {
            limits.add(new Limit(order.groupLimit(), startOfDay, true));
        }
        return limits;
    }

    private Optional<Budget> tightest(Order order) {
        var now = clock.instant();
        return limits(order).stream()
                .map(limit -> new Budget(
                        limit.limit(),
                        store.taken(order.instance(), order.rule().name(), order.budgetGroup(), limit),
                        0,
                        limit.since().equals(now.truncatedTo(ChronoUnit.HOURS)) && !limit.shared()
                                ? Choice.endOfHour(now)
                                : Choice.endOfDay(now, clock.getZone())))
                .min(Comparator.comparingInt(budget -> Choice.left(budget.limit(), budget.used(), 0)));
    }

    /// What a run has come to so far.
    private final class Progress {
        private final Order order;
        private final Instant startedAt;
        private final List<Gate> gates;
        private final List<DoneAct> acts = new ArrayList<>();
        private List<Decision> decisions = List.of();
        private Optional<Budget> budget = Optional.empty();
        private java.util.function.LongSupplier requests = () -> 0;

        private Progress(Order order, Instant startedAt) {
            this.order = order;
            this.startedAt = startedAt;
            gates = new ArrayList<>(order.gates());
        }

        private void requestsFrom(SearchesWanted service) {
            long before = service.requestsSent();
            requests = () -> service.requestsSent() - before;
        }

        private boolean pass(Gate gate) {
            gates.add(gate);
            return gate.passed();
        }

        private Optional<Gate> closedGate() {
            return gates.stream().filter(gate -> !gate.passed()).findFirst();
        }

        private CycleRun ended(Ended ended, String reason) {
            return new CycleRun(
                    0,
                    order.instance(),
                    order.rule().name(),
                    order.dryRun(),
                    order.seed(),
                    startedAt,
                    clock.instant(),
                    ended,
                    reason,
                    gates,
                    budget,
                    decisions,
                    acts,
                    (int) requests.getAsLong());
        }
    }
}
