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
import io.pilothouse.domain.cycle.SkipReason;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.SearchRepository.Limit;
import io.pilothouse.tasks.TaskContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// One run of one hunting rule: gates, candidates, decisions, and, unless it is a dry run, the searches.
///
/// Each search is one unit of budget, reserved before the call and given back when the service says
/// no. When nobody can know whether the service accepted it (the connection broke, the program was
/// killed), the unit stays used and the item rests as if it had been searched, so that nothing is
/// searched twice.
final class Hunt {

    /// Pages of candidates read in one run at most, so that a run never reads a whole library.
    private static final int MOST_PAGES = 4;

    /// Reads of one run at most; where the service keeps no list of what is wanted, the run that begins a walk
    /// through its library may need two more.
    private static final int MOST_READS = 4;

    /// Searches of ours that a service has at a time: they share its few workers with imports and
    /// refreshes (section 11.3 of the contract of the *arr apps).
    static final int MOST_OUTSTANDING = 2;

    /// Longest wait for a search of ours to end before the run stops asking.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    private final CycleRepository store;
    private final Clock clock;
    private final Seeding seeding;
    private final Waiting waiting;

    Hunt(CycleRepository store, Clock clock, Seeding seeding, Waiting waiting) {
        this.store = store;
        this.clock = clock;
        this.seeding = seeding;
        this.waiting = waiting;
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

    /// Searches what a person chose: no list is read and nothing rests, but budgets hold, and what is on its
    /// way is left alone.
    CycleRun ask(Order order, List<Candidate> items, Searchers searchers, TaskContext context)
            throws InterruptedException {
        var run = new Progress(order, clock.instant());
        if (run.closedGate().isPresent()) {
            return run.ended(Ended.HELD, run.closedGate().get().reason());
        }
        try {
            var service = searchers.of(order.instance());
            run.requestsFrom(service);
            settleDoubtful(order.instance(), order.rule(), service);
            if (!run.pass(budgetGate(run)) || !run.pass(serviceGate(order, service))) {
                return run.ended(Ended.HELD, run.closedGate().orElseThrow().reason());
            }
            var onTheirWay = service.queue().onTheirWay();
            int left =
                    run.budget.map(it -> Choice.left(it.limit(), it.used(), 0)).orElse(Integer.MAX_VALUE);
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
            run.decisions = List.copyOf(decisions);
            return chosen.isEmpty()
                    ? run.ended(Ended.NOTHING, whyNothing(run.decisions))
                    : act(run, chosen, service, context);
        } catch (ProblemException e) {
            return run.ended(Ended.HELD, e.problem().summary());
        } catch (ConnectorException e) {
            return run.ended(Ended.FAILED, e.problem().summary());
        }
    }

    private CycleRun hunt(Progress run, SearchesWanted service, TaskContext context) throws InterruptedException {
        var order = run.order;
        try {
            settleDoubtful(order.instance(), order.rule(), service);
            if (!run.pass(budgetGate(run))
                    || !run.pass(serviceGate(order, service))
                    || !run.pass(passGate(service, order.rule()))
                    || !run.pass(seedingGate(order))) {
                return run.ended(Ended.HELD, run.closedGate().orElseThrow().reason());
            }
            var queue = service.queue();
            if (!run.pass(queueGate(order.rule(), queue))) {
                return run.ended(Ended.HELD, run.closedGate().orElseThrow().reason());
            }
            var unknown = unknownProfiles(run, service);
            if (!unknown.isEmpty()) {
                run.pass(Gate.closed(
                        "exclude", "There is no quality profile " + String.join(", ", unknown) + " to leave out."));
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
            return run.ended(
                    Ended.NOTHING,
                    run.more && run.decisions.isEmpty()
                            ? "Nothing is wanted in the part that was looked at; the next run goes on."
                            : whyNothing(run.decisions));
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

    private static Gate serviceGate(Order order, SearchesWanted service)
            throws ConnectorException, InterruptedException {
        var blocked = order.warnings().isPresent()
                ? service.searchBlocked(order.warnings().get())
                : service.searchBlocked();
        return blocked.map(words -> Gate.closed("service", "A search cannot end in a download: " + words))
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

    private Gate seedingGate(Order order) throws InterruptedException {
        var most = order.rule().seedingGate();
        if (most.isEmpty()) {
            return Gate.passed("seeding");
        }
        try {
            int seeds = seeding.count(order.instance());
            return seeds <= most.getAsInt()
                    ? Gate.passed("seeding")
                    : Gate.closed("seeding", seeds + " torrents are seeding, more than " + most.getAsInt() + ".");
        } catch (ProblemException e) {
            return Gate.closed("seeding", e.problem().summary()); // what cannot be known holds the run
        }
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

    /// Profiles may be left out by name; candidates have their ids.
    ///
    /// @return names that no profile has
    private static List<String> unknownProfiles(Progress run, SearchesWanted service)
            throws ConnectorException, InterruptedException {
        var exclude = run.rule.exclude();
        if (exclude.profiles().stream().allMatch(it -> it.matches("\\d+"))) {
            return List.of();
        }
        var ids = new HashSet<String>();
        var unknown = new ArrayList<String>();
        var names = service.profileNames();
        for (var profile : exclude.profiles()) {
            var matching = names.entrySet().stream()
                    .filter(it -> it.getValue().equalsIgnoreCase(profile)
                            || it.getKey().equals(profile))
                    .map(Map.Entry::getKey)
                    .toList();
            ids.addAll(matching);
            if (matching.isEmpty()) {
                unknown.add(profile);
            }
        }
        run.rule = run.rule.withExclude(new HuntRule.Exclusions(exclude.tags(), ids, exclude.roots(), exclude.items()));
        return unknown;
    }

    /// Reads the first page, which has what is new, and then goes on where the last run came to, so that
    /// whatever lies deep in a large list has its turn too.
    private void choose(Progress run, SearchesWanted service, SearchesWanted.Queue queue)
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
            if (read > free && run.requests.getAsLong() + cost > MOST_READS) {
                break; // its turn comes in the next run
            }
            if (page > 1) {
                rows = service.wanted(wish, page);
            }
            if (page > 1 || pages.firstCounts()) {
                for (var row : rows.rows()) {
                    singles.putIfAbsent(row.item(), onTheirWay.contains(row.item()) ? row.queued() : row);
                }
                run.decisions = decide(run, List.copyOf(singles.values()), service, onTheirWay).stream()
                        .map(it -> onItsWay(it, queue))
                        .toList();
            }
            long chosen = run.decisions.stream().filter(Decision::chosen).count();
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
            Progress run, List<Candidate> singles, SearchesWanted service, Set<ItemKey> onTheirWay) {
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
        int left = run.budget
                .map(budget -> Choice.left(budget.limit(), budget.used(), 0))
                .orElse(Integer.MAX_VALUE);
        return Choice.decide(
                run.rule,
                candidates,
                states,
                service::cost,
                left,
                run.budget.map(Budget::resetsAt),
                run.startedAt,
                order.seed());
    }

    private static String whyNothing(List<Decision> decisions) {
        if (decisions.isEmpty()) {
            return "Nothing is wanted.";
        }
        return "0 of " + decisions.size() + " asked: "
                + SkipReason.counted(decisions.stream().map(it -> it.reason().orElseThrow())) + ".";
    }

    // acting

    private CycleRun act(Progress run, List<Candidate> chosen, SearchesWanted service, TaskContext context)
            throws InterruptedException {
        var tagged = new LinkedHashSet<ItemKey>();
        var outstanding = outstanding(run.order.instance());
        try {
            for (var candidate : chosen) {
                context.progress(run.acts.size(), chosen.size());
                context.line("asking for " + candidate.title());
                if (!room(outstanding, service, context)) {
                    return finish(run, service, tagged, "The service does not get to the searches it has.");
                }
                var stopped = ask(run, candidate, service, outstanding, tagged, context);
                if (stopped.isPresent()) {
                    return finish(run, service, tagged, stopped.get());
                }
            }
        } catch (ConnectorException e) {
            return finish(run, service, tagged, e.problem().summary());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // what was asked so far is recorded; the caller passes it on
            return run.ended(
                    run.acts.isEmpty() ? Ended.HELD : Ended.PARTLY,
                    "Stopped after " + run.acts.size() + " of " + chosen.size() + ".");
        }
        context.progress(run.acts.size(), chosen.size());
        return finish(run, service, tagged, "");
    }

    /// @return why no further item may be asked for; empty when the next may
    private Optional<String> ask(
            Progress run,
            Candidate candidate,
            SearchesWanted service,
            Set<String> outstanding,
            LinkedHashSet<ItemKey> tagged,
            TaskContext context)
            throws InterruptedException {
        var unit = store.searches()
                .reserve(
                        run.order.instance(),
                        run.rule.name(),
                        run.order.budgets().group(),
                        candidate.item(),
                        candidate.title(),
                        service.cost(candidate.item()),
                        clock.instant(),
                        limits(run.order).stream().map(Window::limit).toList());
        if (unit.isEmpty()) {
            return Optional.of("The budget was used up meanwhile.");
        }
        try {
            var command = service.search(candidate.item());
            accepted(run, candidate, unit.get(), command);
            outstanding.add(command.id());
            tagged.add(candidate.parent().orElse(candidate.item()));
            context.effect("searched", 1);
            return Optional.empty();
        } catch (ConnectorException e) {
            if (!lostOnTheWay(e.code())) {
                store.searches().giveBack(unit.get());
            }
            run.acts.add(new DoneAct(
                    "search",
                    List.of(candidate.item()),
                    "",
                    false,
                    clock.instant(),
                    e.problem().summary()));
            context.itemFailed(e.problem());
            return aboutTheItem(e.code())
                    ? Optional.empty()
                    : Optional.of(e.problem().summary());
        }
    }

    /// @return searches of ours, of any rule, that may still wait or run there
    private Set<String> outstanding(InstanceId instance) {
        var since = clock.instant().minus(FollowingRounds.AWAITED);
        return store.searches().openEntries(instance).stream()
                .filter(it -> it.outcome() == LedgerEntry.Outcome.ASKED
                        && !it.commandId().isEmpty()
                        && it.askedAt().isAfter(since))
                .map(LedgerEntry::commandId)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /// Waits until the service has ended enough of our searches for one more.
    ///
    /// @return false when it takes too long
    private boolean room(Set<String> outstanding, SearchesWanted service, TaskContext context)
            throws ConnectorException, InterruptedException {
        var began = clock.instant();
        while (outstanding.size() >= MOST_OUTSTANDING) {
            var waited = Duration.between(began, clock.instant());
            if (waited.compareTo(LONGEST_WAIT) > 0) {
                return false;
            }
            context.line("waiting for a search to end");
            waiting.pause(FollowingRounds.pause(Optional.of(began), clock.instant()));
            var going = service.commands().stream()
                    .filter(it -> switch (it.phase()) {
                        case QUEUED, RUNNING -> true;
                        case COMPLETED, FAILED, ORPHANED, CANCELLED, UNKNOWN -> false;
                    })
                    .map(SearchesWanted.CommandState::id)
                    .collect(Collectors.toSet());
            outstanding.retainAll(going);
        }
        return true;
    }

    private void accepted(Progress run, Candidate candidate, long unit, SearchesWanted.CommandState command) {
        var now = clock.instant();
        var before = Optional.ofNullable(store.searches()
                .itemStates(run.order.instance(), List.of(candidate.item()))
                .get(candidate.item()));
        var state = ItemState.afterSearch(before, candidate.item(), run.order.rule(), now);
        store.searches()
                .accepted(
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
        run.budget = tightest(run.order);
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
    private void settleDoubtful(InstanceId instance, HuntRule rule, SearchesWanted service)
            throws ConnectorException, InterruptedException {
        var doubts = store.searches().doubtful(instance);
        var commands = doubts.isEmpty() ? List.<SearchesWanted.CommandState>of() : service.commands();
        for (var doubt : doubts) {
            var command = commands.stream()
                    .filter(it -> it.items().contains(doubt.item()) && !endedBefore(it, doubt.at()))
                    .map(SearchesWanted.CommandState::id)
                    .findFirst()
                    .orElse("");
            var before = Optional.ofNullable(
                    store.searches().itemStates(instance, List.of(doubt.item())).get(doubt.item()));
            var state = ItemState.afterSearch(before, doubt.item(), rule, doubt.at());
            store.searches()
                    .accepted(
                            doubt.unit(),
                            Optional.empty(),
                            state,
                            entry(instance, doubt.rule(), doubt.item(), doubt.title(), doubt.at(), command));
        }
    }

    /// Whether a command is of an earlier search, the clocks of the two computers allowed for.
    private static boolean endedBefore(SearchesWanted.CommandState command, Instant asked) {
        return command.endedAt()
                .filter(at -> at.isBefore(asked.minus(Following.CLOCKS_DIFFER)))
                .isPresent();
    }

    // budgets

    /// A limit and when it has room again.
    private record Window(Limit limit, Instant resetsAt) {}

    private List<Window> limits(Order order) {
        var now = clock.instant();
        var zone = clock.getZone();
        var day = now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
        var nextDay = Choice.endOfDay(now, zone);
        var hour = now.truncatedTo(ChronoUnit.HOURS);
        var nextHour = Choice.endOfHour(now);
        var windows = new ArrayList<Window>();
        var rule = order.rule();
        rule.perHour().ifPresent(it -> windows.add(new Window(new Limit(it, hour, Limit.Of.RULE), nextHour)));
        rule.perDay().ifPresent(it -> windows.add(new Window(new Limit(it, day, Limit.Of.RULE), nextDay)));
        var budgets = order.budgets();
        budgets.perHour().ifPresent(it -> windows.add(new Window(new Limit(it, hour, Limit.Of.INSTANCE), nextHour)));
        budgets.perDay().ifPresent(it -> windows.add(new Window(new Limit(it, day, Limit.Of.INSTANCE), nextDay)));
        if (!budgets.group().isEmpty()) {
            windows.add(new Window(new Limit(budgets.groupLimit(), day, Limit.Of.GROUP), nextDay));
        }
        return windows;
    }

    private Optional<Budget> tightest(Order order) {
        return limits(order).stream()
                .map(it -> new Budget(
                        it.limit().limit(),
                        store.searches()
                                .taken(
                                        order.instance(),
                                        order.rule().name(),
                                        order.budgets().group(),
                                        it.limit()),
                        0,
                        it.resetsAt()))
                .min(Comparator.comparingInt(budget -> Choice.left(budget.limit(), budget.used(), 0)));
    }

    /// What a run has come to so far.
    private final class Progress {
        private final Order order;
        private final Instant startedAt;
        private HuntRule rule; // the order's, its names resolved
        private final List<Gate> gates;
        private final List<DoneAct> acts = new ArrayList<>();
        private List<Decision> decisions = List.of();
        private boolean more; // than was looked at
        private Optional<Budget> budget = Optional.empty();
        private java.util.function.LongSupplier requests = () -> 0;

        private Progress(Order order, Instant startedAt) {
            this.order = order;
            this.startedAt = startedAt;
            rule = order.rule();
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
                    acts.isEmpty() ? budget : tightest(order), // with what this run used
                    decisions,
                    acts,
                    (int) requests.getAsLong());
        }
    }
}
