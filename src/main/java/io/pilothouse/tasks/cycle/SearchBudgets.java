package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.cycle.Choice;
import io.pilothouse.domain.cycle.CycleRun.Budget;
import io.pilothouse.store.SearchRepository;
import io.pilothouse.store.SearchRepository.Limit;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The limits under which a hunting rule searches: its own, its instance's, its group's. Thread-safe.
final class SearchBudgets {

    private final SearchRepository store;
    private final Clock clock;

    SearchBudgets(SearchRepository store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// A limit and when it has room again.
    record Window(Limit limit, Instant resetsAt) {}

    List<Window> limits(Hunt.Order order) {
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

    /// @return the limit that leaves least, with what is used of it; empty where nothing is limited
    Optional<Budget> tightest(Hunt.Order order) {
        return limits(order).stream()
                .map(it -> new Budget(
                        it.limit().limit(),
                        store.taken(
                                order.instance(),
                                order.rule().name(),
                                order.budgets().group(),
                                it.limit()),
                        0,
                        it.resetsAt()))
                .min(Comparator.comparingInt(budget -> Choice.left(budget.limit(), budget.used(), 0)));
    }
}
