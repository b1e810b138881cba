package io.pilothouse.testing.ui;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.arr.Child;
import io.pilothouse.domain.arr.Coming;
import io.pilothouse.domain.arr.Past;
import io.pilothouse.domain.arr.Release;
import io.pilothouse.domain.arr.Setup;
import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.arr.Upkeep;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.arr.Shelves;
import io.pilothouse.tasks.cycle.ArrCycles;
import io.pilothouse.tasks.cycle.CycleDesk;
import io.pilothouse.tasks.cycle.Cycles;
import io.pilothouse.tasks.cycle.KindCycles;
import io.pilothouse.tasks.cycle.RuleDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Rules, runs, lists and libraries as a test sets them; remembers what was asked of it.
public final class FakeHunting implements Cycles, Shelves {

    public final Published<List<RuleStatus>> rules = new Published<>(List.of());
    public final List<CycleRun> runs = new ArrayList<>();
    public final List<KindCycles> others = new ArrayList<>();
    public final List<LedgerEntry> ledger = new ArrayList<>();
    public final List<String> asked = new ArrayList<>();
    public final List<String> typed = new ArrayList<>();
    public final List<Coming> coming = new ArrayList<>();
    private final Set<InstanceId> silent;
    public Wanted wanted = new Wanted(List.of(), OptionalLong.of(0));
    public Queue queue = new Queue(0, List.of());
    public Shelf shelf = new Shelf(List.of(), Optional.empty());
    public final Map<InstanceId, Shelf> shelves = new HashMap<>();
    public Upkeep upkeep = new Upkeep(List.of(), List.of(), List.of(), List.of(), List.of(), Set.of());
    public Optional<CycleRun> next = Optional.empty();
    public Optional<Instant> keptAt = Optional.empty();
    public Optional<Shared> shared = Optional.empty();
    public final List<Child> children = new ArrayList<>();
    public final List<Past> past = new ArrayList<>();
    public final List<Release> releases = new ArrayList<>();
    public Setup setup = new Setup(List.of(), List.of(), List.of(), List.of(), new LinkedHashMap<>());
    public final Map<ItemKey, Remembered> remembered = new HashMap<>();

    /// @param silent who answers nothing
    FakeHunting(Set<InstanceId> silent) {
        this.silent = silent;
    }

    private void ask(InstanceId id) throws ProblemException {
        if (silent.contains(id)) {
            throw new ProblemException(
                    new Problem(ProblemCode.UNREACHABLE, "It does not answer.", "Check that it runs."));
        }
    }

    /// Those of the *arr apps, then `others`.
    public CycleDesk desk() {
        var all = new ArrayList<KindCycles>(List.of(new ArrCycles(this)));
        all.addAll(others);
        return new CycleDesk(all);
    }

    @Override
    public Published<List<RuleStatus>> rules() {
        return rules;
    }

    private RuleStatus rule(String name) throws ProblemException {
        return rules.get().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        new Problem(ProblemCode.NOT_FOUND, "There is no rule " + name + ".", "Look again.")));
    }

    @Override
    public RuleStatus set(InstanceId id, String name, String document, Consent consent) throws ProblemException {
        var read = RuleDocument.rule(document, List.of(HuntRule.Unit.EPISODE));
        asked.add("set " + name + " " + read.perRun());
        var status = new RuleStatus(
                id, read, false, false, 0, Optional.empty(), Optional.empty(), Optional.empty(), 0, false);
        rules.update(all -> {
            var more = new ArrayList<>(all);
            more.removeIf(it -> it.name().equals(name));
            more.add(status);
            return List.copyOf(more);
        });
        return status;
    }

    @Override
    public String show(InstanceId id, String name) throws ProblemException {
        return RuleDocument.write(rule(name).rule());
    }

    @Override
    public RuleStatus enable(InstanceId id, String name, boolean enabled, Consent consent) throws ProblemException {
        asked.add((enabled ? "enable " : "disable ") + name);
        return rule(name);
    }

    @Override
    public void remove(InstanceId id, String name, Consent consent) {
        asked.add("remove " + name);
    }

    @Override
    public CycleRun dryRun(InstanceId id, String name, OptionalLong seed, TaskContext context) throws ProblemException {
        asked.add("dry-run " + name);
        return next.orElseThrow();
    }

    @Override
    public CycleRun run(
            InstanceId id,
            String name,
            OptionalLong seed,
            OptionalInt limit,
            Origin origin,
            Consent consent,
            TaskContext context) {
        asked.add("run " + name);
        return next.orElseThrow();
    }

    @Override
    public CycleRun searchNow(InstanceId id, List<Candidate> items, Consent consent, TaskContext context) {
        items.forEach(it -> asked.add("search " + it.item()));
        return next.orElseThrow();
    }

    @Override
    public RuleStatus skipNext(InstanceId id, String name, Consent consent) throws ProblemException {
        asked.add("skip " + name);
        return rule(name);
    }

    @Override
    public RuleStatus pauseUntil(InstanceId id, String name, Optional<Instant> until, Consent consent)
            throws ProblemException {
        asked.add(until.map(at -> "pause " + name + " until " + at).orElse("go on with " + name));
        return rule(name);
    }

    @Override
    public int reset(
            InstanceId id, Optional<String> rule, Optional<ItemKey> item, Optional<ItemKey> parent, Consent consent) {
        asked.add("reset"
                + rule.map(it -> " rule " + it).orElse("")
                + item.map(it -> " " + it).orElse("")
                + parent.map(it -> " of " + it).orElse(""));
        return 1;
    }

    @Override
    public List<CycleRun> runs(InstanceId id, Optional<String> rule, int limit) {
        return runs.stream()
                .filter(it -> it.instance().equals(id))
                .filter(it -> rule.isEmpty() || rule.get().equals(it.rule()))
                .toList();
    }

    @Override
    public Wanted wanted(InstanceId id, HuntRule.Pass pass, int limit) throws ProblemException {
        ask(id);
        return wanted;
    }

    @Override
    public Queue queue(InstanceId id) throws ProblemException {
        ask(id);
        return queue;
    }

    @Override
    public int removeFromQueue(
            InstanceId id,
            List<Queued> downloads,
            boolean blocklist,
            boolean searchAgain,
            Consent consent,
            TaskContext context) {
        consent.typed().ifPresent(typed::add);
        asked.add("remove " + downloads.size() + " " + blocklist + " " + searchAgain);
        return downloads.size();
    }

    @Override
    public int importNow(InstanceId id, List<Queued> downloads, Consent consent, TaskContext context) {
        downloads.forEach(it -> asked.add("import " + it.title()));
        return downloads.size();
    }

    @Override
    public List<HuntRule.Unit> units(InstanceId id) {
        return List.of(HuntRule.Unit.MOVIE);
    }

    @Override
    public List<LedgerEntry> ledger(
            Collection<InstanceId> ids, Instant since, Optional<String> rule, Optional<String> indexer, int limit) {
        return ledger.stream()
                .filter(it -> ids.isEmpty() || ids.contains(it.instance()))
                .filter(it -> !it.askedAt().isBefore(since))
                .toList();
    }

    @Override
    public int follow(InstanceId id) {
        return 0;
    }

    @Override
    public Shelf stored(InstanceId id) {
        return shelves.getOrDefault(id, shelf);
    }

    @Override
    public Shelf read(InstanceId id) throws ProblemException {
        ask(id);
        asked.add("read");
        shelves.remove(id);
        return shelf;
    }

    @Override
    public List<Copy> named(String words, int limit) {
        return List.of();
    }

    @Override
    public List<Copy> elsewhere(InstanceId id, Title title) {
        return List.of();
    }

    @Override
    public List<Coming> calendar(InstanceId id, Instant from, Instant until, boolean unmonitored)
            throws ProblemException {
        ask(id);
        return List.copyOf(coming);
    }

    @Override
    public Upkeep upkeep(InstanceId id) throws ProblemException {
        ask(id);
        return upkeep;
    }

    @Override
    public void doNow(InstanceId id, Upkeep.Chore chore, Consent consent) {
        asked.add("do " + chore.command());
    }

    @Override
    public void monitor(
            InstanceId id, Collection<ItemKey> items, boolean monitored, Consent consent, TaskContext context) {
        asked.add((monitored ? "monitor " : "unmonitor ") + items.size());
    }

    @Override
    public List<Release> releases(InstanceId id, ItemKey item) throws ProblemException {
        ask(id);
        return List.copyOf(releases);
    }

    @Override
    public void grab(InstanceId id, Release release, Consent consent) {
        asked.add("grab " + release.title());
    }

    @Override
    public Kept<Wanted> keptWanted(InstanceId id, HuntRule.Pass pass) {
        return new Kept<>(wanted, keptAt);
    }

    @Override
    public Kept<Queue> keptQueue(InstanceId id) {
        return new Kept<>(queue, keptAt);
    }

    @Override
    public Map<ItemKey, Remembered> remembered(InstanceId id, Collection<ItemKey> items) {
        var known = new HashMap<>(remembered);
        known.keySet().retainAll(items);
        return known;
    }

    @Override
    public List<LedgerEntry> entriesOf(InstanceId id, ItemKey item) {
        return ledger.stream().filter(it -> it.item().equals(item)).toList();
    }

    @Override
    public List<LedgerEntry> ofLastRun(InstanceId id, String rule) {
        return ledger.stream()
                .filter(it -> it.instance().equals(id) && it.rule().equals(rule))
                .limit(10)
                .toList();
    }

    @Override
    public Optional<Shared> shared(InstanceId id) {
        return shared;
    }

    @Override
    public RuleStatus exclude(InstanceId id, String name, ItemKey item, Optional<Instant> until, Consent consent)
            throws ProblemException {
        asked.add("exclude " + item + " from " + name);
        return rule(name);
    }

    @Override
    public List<Child> children(InstanceId id, ItemKey parent) throws ProblemException {
        ask(id);
        return List.copyOf(children);
    }

    @Override
    public List<Past> past(InstanceId id, ItemKey item) throws ProblemException {
        ask(id);
        return List.copyOf(past);
    }

    @Override
    public Setup setup(InstanceId id) throws ProblemException {
        ask(id);
        return setup;
    }
}
