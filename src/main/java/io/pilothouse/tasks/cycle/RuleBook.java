package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.CycleRule;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.cycle.Slots;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.CycleRepository.StoredRule;
import io.pilothouse.store.SearchRepository.Limit;
import io.pilothouse.tasks.Mirror;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.cycle.Cycles.LastRun;
import io.pilothouse.tasks.cycle.Cycles.RuleStatus;
import io.pilothouse.tasks.guard.Guards;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The rules of instances: as they are stored, as they stand, and when they are due. Thread-safe.
final class RuleBook {

    private final CycleRepository store;
    private final LiveInstances live;
    private final Guards guards;
    private final Searchers searchers;
    private final Clock clock;
    private final Predicate<InstanceId> running;
    private final Mirror<List<RuleStatus>> rules;

    /// @param running whether a run of the instance is under way
    RuleBook(
            CycleRepository store,
            LiveInstances live,
            Guards guards,
            Searchers searchers,
            Clock clock,
            Predicate<InstanceId> running) {
        this.store = store;
        this.live = live;
        this.guards = guards;
        this.searchers = searchers;
        this.clock = clock;
        this.running = running;
        rules = new Mirror<>(this::allRules);
    }

    Published<List<RuleStatus>> all() {
        return rules.published();
    }

    RuleStatus set(InstanceId id, String name, String document, Consent consent) throws ProblemException {
        var instance = live.of(id);
        var units = searchers.of(id).units();
        var rule = RuleDocument.rule(document, units);
        if (rule instanceof HuntRule it) {
            refuseUnit(instance, it, units);
        }
        guards.require(Act.local(id, "change the rule \"" + name + "\""), consent);
        store.saveRule(id, name, RuleDocument.stored(rule, name)).orElseThrow(() -> LiveInstances.gone(instance));
        return published(id, name);
    }

    private static void refuseUnit(Instance instance, HuntRule rule, List<HuntRule.Unit> units)
            throws ProblemException {
        var possible = rule.pass() == HuntRule.Pass.TAG ? List.of(units.getLast()) : units; // tags are on parents
        if (!possible.contains(rule.unit())) {
            var words = possible.stream().map(HuntRule.Unit::word).toList();
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE,
                    instance.name() + " cannot be searched by " + rule.unit().word() + " for \""
                            + rule.pass().word() + "\".",
                    "Use " + String.join(" or ", words) + " as \"unit\"."));
        }
    }

    String show(InstanceId id, String name) throws ProblemException {
        var status = rule(id, name);
        return RuleDocument.shown(status.rule(), status.enabled());
    }

    RuleStatus enable(InstanceId id, String name, boolean enabled, Consent consent) throws ProblemException {
        var stored = stored(id, name);
        if (enabled && !stored.dryRunSeen()) {
            throw new ProblemException(new Problem(
                    ProblemCode.CONFIRM,
                    "Nobody has seen a dry run of \"" + name + "\" on "
                            + live.of(id).name() + " since its last change.",
                    "Run it dry, look at what it would ask for, then switch it on."));
        }
        guards.require(
                new Act(
                        enabled ? ActionClass.NEW_AUTOMATION : ActionClass.LOCAL_REVERSIBLE,
                        List.of(id),
                        (enabled ? "switch on" : "switch off") + " the rule \"" + name + "\"",
                        List.of(),
                        1),
                consent);
        store.setEnabled(id, name, enabled);
        return published(id, name);
    }

    void remove(InstanceId id, String name, Consent consent) throws ProblemException {
        stored(id, name);
        guards.require(Act.local(id, "remove the rule \"" + name + "\""), consent);
        store.deleteRule(id, name);
        publish(id);
    }

    RuleStatus skipNext(InstanceId id, String name, Consent consent) throws ProblemException {
        var rule = rule(id, name).rule();
        guards.require(Act.local(id, "skip the next run of \"" + name + "\""), consent);
        var slot = Slots.next(rule, clock.instant(), clock.getZone(), salt(id, name));
        store.setSkipSlot(id, name, slot.map(Slots.Slot::name));
        return published(id, name);
    }

    RuleStatus pauseUntil(InstanceId id, String name, Optional<Instant> until, Consent consent)
            throws ProblemException {
        stored(id, name);
        guards.require(Act.local(id, "pause the rule \"" + name + "\""), consent);
        store.setPausedUntil(id, name, until);
        return published(id, name);
    }

    RuleStatus exclude(InstanceId id, String name, ItemKey item, Optional<Instant> until, Consent consent)
            throws ProblemException {
        var instance = live.of(id);
        var stored = stored(id, name);
        if (!(RuleDocument.rule(stored.document(), List.of(HuntRule.Unit.EPISODE)) instanceof HuntRule rule)) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE,
                    "The rule \"" + name + "\" of " + instance.name() + " searches nothing.",
                    "Choose a hunting rule."));
        }
        guards.require(Act.local(id, "leave an item out of the rule \"" + name + "\""), consent);
        var items = new LinkedHashMap<>(rule.exclude().items());
        items.put(item, until.orElse(Instant.MAX));
        var exclude = rule.exclude();
        var narrower =
                rule.withExclude(new HuntRule.Exclusions(exclude.tags(), exclude.profiles(), exclude.roots(), items));
        var saved = store.saveRule(id, name, RuleDocument.stored(narrower, name))
                .orElseThrow(() -> LiveInstances.gone(instance));
        if (stored.dryRunSeen()) { // it does less than what was seen
            store.dryRunSeen(id, name, saved.version());
        }
        if (stored.enabled()) {
            store.setEnabled(id, name, true);
        }
        return published(id, name);
    }

    Optional<HuntRule> huntOf(LedgerEntry entry) {
        return store.findRule(entry.instance(), entry.rule())
                .flatMap(RuleBook::readable)
                .flatMap(rule -> rule instanceof HuntRule it ? Optional.of(it) : Optional.empty());
    }

    void countFailure(StoredRule rule, CycleRun run) {
        if (run.ended() != Ended.FAILED) {
            if (run.ended() != Ended.HELD && rule.failures() > 0) {
                store.setFailures(rule.instance(), rule.name(), 0);
            }
            return;
        }
        int failures = rule.failures() + 1;
        if (failures >= HuntingCycles.MOST_FAILURES) {
            store.setEnabled(rule.instance(), rule.name(), false);
        }
        store.setFailures(rule.instance(), rule.name(), failures);
    }

    /// Reads the store and tells those who watch.
    void publish() {
        rules.refresh();
    }

    /// Reads what is stored of one instance and tells those who watch.
    void publish(InstanceId id) {
        rules.change(
                before -> Stream.concat(
                                before.stream().filter(it -> !it.instance().equals(id)),
                                statuses(Optional.of(id)).stream())
                        .sorted(Comparator.comparing(
                                        (RuleStatus it) -> it.instance().value())
                                .thenComparing(RuleStatus::name))
                        .toList(),
                (_, _) -> {});
    }

    private List<RuleStatus> allRules() {
        return statuses(Optional.empty());
    }

    private List<RuleStatus> statuses(Optional<InstanceId> only) {
        var last = store.lastRuns(only).stream()
                .collect(Collectors.toMap(
                        it -> Map.entry(it.instance(), it.rule()), Function.identity(), (first, _) -> first));
        return store.rules().stream()
                .filter(stored -> only.isEmpty() || stored.instance().equals(only.get()))
                .flatMap(stored -> readable(stored)
                        .map(rule -> status(
                                stored,
                                rule,
                                Optional.ofNullable(last.get(Map.entry(stored.instance(), stored.name())))))
                        .stream())
                .toList();
    }

    private RuleStatus published(InstanceId id, String name) throws ProblemException {
        publish(id);
        return rule(id, name);
    }

    private RuleStatus status(StoredRule stored, CycleRule rule, Optional<CycleRepository.LastRun> last) {
        var now = clock.instant();
        var zone = clock.getZone();
        var midnight = now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
        return new RuleStatus(
                stored.instance(),
                rule,
                stored.enabled(),
                stored.dryRunSeen(),
                store.searches().taken(stored.instance(), stored.name(), "", new Limit(0, midnight, Limit.Of.RULE)),
                stored.enabled() ? slot(stored, rule, now).map(Slots.Slot::due) : Optional.empty(),
                last.map(run -> new LastRun(run.endedAt(), Ended.valueOf(run.ended()), run.reason(), run.accepted())),
                stored.pausedUntil().filter(now::isBefore),
                stored.failures(),
                running.test(stored.instance()));
    }

    /// The first slot of an enabled rule after `after`, skipped and paused ones left out.
    Optional<Slots.Slot> slotAfter(InstanceId id, String name, Instant after) {
        return store.findRule(id, name)
                .filter(StoredRule::enabled)
                .flatMap(stored -> readable(stored).flatMap(rule -> slot(stored, rule, after)));
    }

    private Optional<Slots.Slot> slot(StoredRule stored, CycleRule rule, Instant after) {
        var from = stored.pausedUntil().filter(after::isBefore).orElse(after);
        long salt = salt(stored.instance(), stored.name());
        var slot = Slots.next(rule, from, clock.getZone(), salt);
        return slot.isPresent() && stored.skipSlot().equals(slot.map(Slots.Slot::name))
                ? Slots.next(rule, slot.get().due(), clock.getZone(), salt)
                : slot;
    }

    private static long salt(InstanceId id, String name) {
        return (id.value() + "/" + name).hashCode();
    }

    private RuleStatus rule(InstanceId id, String name) throws ProblemException {
        var stored = stored(id, name);
        var last = store.lastRuns(Optional.of(id)).stream()
                .filter(it -> it.rule().equals(name))
                .findFirst();
        return status(stored, RuleDocument.rule(stored.document(), List.of(HuntRule.Unit.EPISODE)), last);
    }

    StoredRule stored(InstanceId id, String name) throws ProblemException {
        var instance = live.of(id);
        return store.findRule(id, name)
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.NOT_FOUND,
                        instance.name() + " has no rule \"" + name + "\".",
                        "List its rules to see their names.")));
    }

    private static Optional<CycleRule> readable(StoredRule stored) {
        try {
            return Optional.of(RuleDocument.rule(stored.document(), List.of(HuntRule.Unit.EPISODE)));
        } catch (ProblemException e) {
            return Optional.empty(); // written by a newer Pilothouse: it stays stored and does not run
        }
    }
}
