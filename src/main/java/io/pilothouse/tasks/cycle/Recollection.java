package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.cycle.Choice;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.SearchRepository.Limit;
import io.pilothouse.tasks.instance.GroupDefaults;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.settings.Settings;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the store remembers of searches and budgets; nobody is asked. Thread-safe.
final class Recollection {

    /// Runs of a rule among which its latest real one is looked for.
    private static final int RUNS_LOOKED_AT = 30;

    private final CycleRepository store;
    private final Instances instances;
    private final Settings settings;
    private final Clock clock;

    Recollection(CycleRepository store, Instances instances, Settings settings, Clock clock) {
        this.store = store;
        this.instances = instances;
        this.settings = settings;
        this.clock = clock;
    }

    List<LedgerEntry> ledger(
            Collection<InstanceId> ids, Instant since, Optional<String> rule, Optional<String> indexer, int limit) {
        if (ids.isEmpty()) {
            return store.searches().ledger(Optional.empty(), since, rule, indexer, limit);
        }
        return ids.stream()
                .flatMap(id -> store.searches().ledger(Optional.of(id), since, rule, indexer, limit).stream())
                .sorted(Comparator.comparing(LedgerEntry::askedAt).reversed())
                .limit(limit)
                .toList();
    }

    Map<ItemKey, Cycles.Remembered> remembered(InstanceId id, Collection<ItemKey> items) {
        var states = store.searches().itemStates(id, items);
        var last = store.searches().lastEntries(id, items);
        var known = new LinkedHashMap<ItemKey, Cycles.Remembered>();
        for (var item : items) {
            var state = Optional.ofNullable(states.get(item));
            var entry = Optional.ofNullable(last.get(item));
            if (state.isPresent() || entry.isPresent()) {
                known.put(item, new Cycles.Remembered(state, entry));
            }
        }
        return known;
    }

    List<LedgerEntry> ofLastRun(InstanceId id, String rule) {
        return store.runs(id, Optional.of(rule), RUNS_LOOKED_AT).stream()
                .filter(run -> !run.dryRun())
                .findFirst()
                .map(run -> store
                        .searches()
                        .ledger(Optional.of(id), run.startedAt(), Optional.of(rule), Optional.empty(), 1_000)
                        .stream()
                        .filter(it -> !it.askedAt().isAfter(run.endedAt()))
                        .toList())
                .orElse(List.of());
    }

    Optional<Cycles.Shared> shared(InstanceId id) {
        var defaults = new GroupDefaults(settings);
        var group = instances
                .find(id)
                .map(it -> defaults.budget("budgetGroup", it.configuration()))
                .orElse("");
        if (group.isEmpty()) {
            return Optional.empty();
        }
        var zone = clock.getZone();
        var midnight =
                clock.instant().atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
        int limit = settings.get(HuntingCycles.GROUP_LIMIT);
        var others = instances.fleet().get().live().stream()
                .filter(it -> !it.id().equals(id) && group.equals(defaults.budget("budgetGroup", it.configuration())))
                .map(Instance::id)
                .toList();
        return Optional.of(new Cycles.Shared(
                group,
                others,
                limit,
                store.searches().taken(id, "", group, new Limit(limit, midnight, Limit.Of.GROUP)),
                Choice.endOfDay(clock.instant(), zone)));
    }
}
