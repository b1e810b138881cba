package io.pilothouse.tasks.cycle;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.Choice;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.RunSentence;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What has to hold before a hunting rule looks for candidates, after what [RunGates] looks at. Thread-safe.
final class HuntGates {

    private final SearchBudgets budgets;
    private final Hunt.Seeding seeding;

    HuntGates(SearchBudgets budgets, Hunt.Seeding seeding) {
        this.budgets = budgets;
        this.seeding = seeding;
    }

    /// Looks at everything that can be known before the queue is read.
    ///
    /// @return whether all of it holds; the run says which does not
    boolean passed(HuntRun run, SearchesWanted service) throws ConnectorException, InterruptedException {
        return passedForPerson(run, service)
                && run.soFar.pass(pass(service, run.rule))
                && run.soFar.pass(seeds(run.order));
    }

    /// What holds for a person too who chose the items.
    boolean passedForPerson(HuntRun run, SearchesWanted service) throws ConnectorException, InterruptedException {
        return run.soFar.pass(budget(run)) && run.soFar.pass(service(run.order, service));
    }

    private Gate budget(HuntRun run) {
        run.soFar.budget = budgets.tightest(run.order);
        return run.soFar
                .budget
                .filter(it -> Choice.left(it.limit(), it.used(), 0) == 0)
                .map(it -> Gate.closed(
                        "budget",
                        RunSentence.BUDGET_USED.with(it.limit(), it.resetsAt().truncatedTo(ChronoUnit.SECONDS))))
                .orElseGet(() -> Gate.passed("budget"));
    }

    private static Gate service(Hunt.Order order, SearchesWanted service)
            throws ConnectorException, InterruptedException {
        var blocked = order.warnings().isPresent()
                ? service.searchBlocked(order.warnings().get())
                : service.searchBlocked();
        return blocked.map(words -> Gate.closed("service", RunSentence.SEARCH_BLOCKED.with(words)))
                .orElseGet(() -> Gate.passed("service"));
    }

    private static Gate pass(SearchesWanted service, HuntRule rule) throws ConnectorException, InterruptedException {
        return service.passes().contains(rule.pass())
                ? Gate.passed("pass")
                : Gate.closed("pass", RunSentence.NO_LIST.with(rule.pass().word()));
    }

    private Gate seeds(Hunt.Order order) throws InterruptedException {
        var most = order.rule().seedingGate();
        if (most.isEmpty()) {
            return Gate.passed("seeding");
        }
        try {
            int seeds = seeding.count(order.instance());
            return seeds <= most.getAsInt()
                    ? Gate.passed("seeding")
                    : Gate.closed("seeding", RunSentence.SEEDING.with(seeds, most.getAsInt()));
        } catch (ProblemException e) {
            return Gate.closed("seeding", e.problem().summary()); // what cannot be known holds the run
        }
    }

    /// @return whether the queue is short enough, and the profiles to leave out exist
    static boolean passed(HuntRun run, SearchesWanted service, SearchesWanted.Queue queue)
            throws ConnectorException, InterruptedException {
        if (!run.soFar.pass(queue(run.rule, queue))) {
            return false;
        }
        var unknown = unknownProfiles(run, service);
        return unknown.isEmpty()
                || run.soFar.pass(Gate.closed("exclude", RunSentence.NO_PROFILE.with(String.join(", ", unknown))));
    }

    private static Gate queue(HuntRule rule, SearchesWanted.Queue queue) {
        var most = rule.queueGate();
        return most.isPresent() && queue.downloads() > most.getAsInt()
                ? Gate.closed("queue", RunSentence.QUEUE_LONG.with(queue.downloads(), most.getAsInt()))
                : Gate.passed("queue");
    }

    /// Profiles may be left out by name; candidates have their ids.
    ///
    /// @return names that no profile has
    private static List<String> unknownProfiles(HuntRun run, SearchesWanted service)
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
}
