package io.pilothouse.tasks.cycle;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.DoneAct;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.ItemState;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.SearchRepository;
import io.pilothouse.tasks.TaskContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Asks a service for what a run chose.
///
/// Each search is one unit of budget, reserved before the call and given back when the service says
/// no. When nobody can know whether the service accepted it (the connection broke, the program was
/// killed), the unit stays used and the item rests as if it had been searched, so that nothing is
/// searched twice.
final class HuntSearches {

    /// Searches of ours that a service has at a time: they share its few workers with imports and
    /// refreshes (section 11.3 of the contract of the *arr apps).
    static final int MOST_OUTSTANDING = 2;

    /// Longest wait for a search of ours to end before the run stops asking.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    private final SearchRepository store;
    private final SearchBudgets budgets;
    private final Clock clock;
    private final Waiting waiting;

    HuntSearches(SearchRepository store, SearchBudgets budgets, Clock clock, Waiting waiting) {
        this.store = store;
        this.budgets = budgets;
        this.clock = clock;
        this.waiting = waiting;
    }

    /// Asks for one after the other, and says what became of it.
    CycleRun act(HuntRun run, List<Candidate> chosen, SearchesWanted service, TaskContext context)
            throws InterruptedException {
        var tagged = new LinkedHashSet<ItemKey>();
        var outstanding = outstanding(run.order.instance());
        try {
            for (var candidate : chosen) {
                context.progress(run.soFar.acts.size(), chosen.size());
                context.line("asking for " + candidate.title());
                if (!room(outstanding, service, context)) {
                    return finish(run, service, tagged, RunSentence.BUSY.with());
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
            return run.soFar.ended(
                    run.soFar.acts.isEmpty() ? Ended.HELD : Ended.PARTLY,
                    RunSentence.STOPPED.with(run.soFar.acts.size(), chosen.size()));
        }
        context.progress(run.soFar.acts.size(), chosen.size());
        return finish(run, service, tagged, "");
    }

    /// @return why no further item may be asked for; empty when the next may
    private Optional<String> ask(
            HuntRun run,
            Candidate candidate,
            SearchesWanted service,
            Set<String> outstanding,
            LinkedHashSet<ItemKey> tagged,
            TaskContext context)
            throws InterruptedException {
        var unit = store.reserve(
                run.order.instance(),
                run.rule.name(),
                run.order.budgets().group(),
                candidate.item(),
                candidate.title(),
                service.cost(candidate.item()),
                clock.instant(),
                budgets.limits(run.order).stream()
                        .map(SearchBudgets.Window::limit)
                        .toList());
        if (unit.isEmpty()) {
            return Optional.of(RunSentence.BUDGET_GONE.with());
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
                store.giveBack(unit.get());
            }
            run.soFar.acts.add(new DoneAct(
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
        return store.openEntries(instance).stream()
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

    private void accepted(HuntRun run, Candidate candidate, long unit, SearchesWanted.CommandState command) {
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
        run.soFar.acts.add(new DoneAct("search", List.of(candidate.item()), command.id(), true, now, ""));
    }

    private static LedgerEntry entry(
            InstanceId instance, String rule, ItemKey item, String title, Instant at, String commandId) {
        return new LedgerEntry(
                0, instance, rule, item, title, at, commandId, LedgerEntry.Outcome.ASKED, "", "", Optional.empty(), "");
    }

    private CycleRun finish(HuntRun run, SearchesWanted service, LinkedHashSet<ItemKey> tagged, String stopped)
            throws InterruptedException {
        var trouble = stopped;
        if (!run.order.rule().tagSearched().isEmpty() && !tagged.isEmpty()) {
            try {
                service.tag(tagged, run.order.rule().tagSearched());
            } catch (ConnectorException e) {
                trouble = (trouble + " "
                                + RunSentence.TAG_NOT_SET.with(e.problem().summary()))
                        .strip();
            }
        }
        long accepted = run.soFar.acts.stream().filter(DoneAct::accepted).count();
        long wanted = run.soFar.decisions.stream().filter(Decision::chosen).count();
        var words = RunSentence.ASKED.with(accepted, run.soFar.decisions.size());
        if (accepted == wanted && trouble.isEmpty()) {
            return run.soFar.ended(Ended.ACTED, words);
        }
        var failed =
                run.soFar.acts.stream().filter(it -> !it.accepted()).findFirst().map(DoneAct::error);
        return run.soFar.ended(
                accepted == 0 ? Ended.FAILED : Ended.PARTLY,
                (words + " " + (trouble.isEmpty() ? failed.orElse("") : trouble)).strip());
    }

    /// Whether the request may have reached the service although no answer came back.
    private static boolean lostOnTheWay(FaultCode code) {
        return switch (code) {
            case CONNECTION_CUT, TOO_SLOW, MALFORMED, TOO_LARGE, PROXY_PAGE -> true;
            default -> false;
        };
    }

    /// Whether only this item is at fault, so that the next one may be tried.
    private static boolean aboutTheItem(FaultCode code) {
        return code == FaultCode.REFUSED;
    }

    /// What was cut off between call and answer counts as searched.
    void settleDoubtful(InstanceId instance, HuntRule rule, SearchesWanted service)
            throws ConnectorException, InterruptedException {
        var doubts = store.doubtful(instance);
        var commands = doubts.isEmpty() ? List.<SearchesWanted.CommandState>of() : service.commands();
        for (var doubt : doubts) {
            var command = commands.stream()
                    .filter(it -> it.items().contains(doubt.item()) && !endedBefore(it, doubt.at()))
                    .map(SearchesWanted.CommandState::id)
                    .findFirst()
                    .orElse("");
            var before = Optional.ofNullable(
                    store.itemStates(instance, List.of(doubt.item())).get(doubt.item()));
            var state = ItemState.afterSearch(before, doubt.item(), rule, doubt.at());
            store.accepted(
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
}
