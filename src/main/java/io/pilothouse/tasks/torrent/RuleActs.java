package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.TracksDownloads;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.domain.torrent.ArrHistory;
import io.pilothouse.domain.torrent.ContentFilter;
import io.pilothouse.domain.torrent.Observation;
import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.RuleEngine;
import io.pilothouse.domain.torrent.RuleKey;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.RuleStep;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentEntry;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.domain.torrent.TorrentHashes;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentOrder;
import io.pilothouse.domain.torrent.TorrentResult;
import io.pilothouse.domain.torrent.TorrentTracker;
import io.pilothouse.store.TorrentRepository;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.instance.Instances;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// Carries out what the rules decided: equal steps together, removals one by one and the *arr first.
/// Thread-safe.
public final class RuleActs {

    /// One refresh of an *arr serves all torrents that became complete.
    private static final Duration REFRESH_EVERY = Duration.ofSeconds(30);
    /// Questions about single torrents in one run of one client.
    private static final int MOST_QUESTIONS = 20;

    private static final TreeSet<String> SPACE = new TreeSet<>(Set.of(RuleEngine.SPACE));

    private final Instances instances;
    private final TorrentLines lines;
    private final TorrentDesk desk;
    private final TorrentRepository store;
    private final Guards guards;
    private final Time time;
    private final TorrentPaths paths;
    private final Map<InstanceId, Instant> refreshed = new ConcurrentHashMap<>();

    public RuleActs(
            Instances instances,
            TorrentLines lines,
            TorrentDesk desk,
            TorrentRepository store,
            Guards guards,
            TorrentPaths paths,
            Time time) {
        this.instances = instances;
        this.lines = lines;
        this.desk = desk;
        this.store = store;
        this.guards = guards;
        this.paths = paths;
        this.time = time;
    }

    /// Writes down what a run did, where it did anything.
    void told(RulesRun run, Origin origin) {
        var did = CycleRun.DoneAct.counted(run.report().acts());
        if (!did.isEmpty()) {
            desk.told(run.instance(), Consent.none(origin), "the torrent rules: " + did);
        }
    }

    /// Takes note of what an act changed.
    interface Change {
        void of(TorrentKey torrent, UnaryOperator<Observation> change);
    }

    /// What carrying out is done with.
    ///
    /// @param safety what is known of files; present where some may go
    /// @param room   how many more may be removed
    record Carrying(
            Instance client,
            RuleSet rules,
            TorrentFleet fleet,
            TaskContext context,
            Change change,
            Optional<FileSafety.Known> safety,
            AtomicInteger room) {}

    /// @return what was done, in order; a failure of one does not stop the others
    List<RulesRun.Act> carryOut(Carrying with, List<RulesRun.Said> todo) throws InterruptedException {
        var done = new ArrayList<RulesRun.Act>();
        var together = new LinkedHashMap<TorrentOrder, List<RulesRun.Said>>();
        var asks = new LinkedHashMap<InstanceId, List<TorrentKey>>();
        var questions = new int[] {0};
        for (var it : todo) {
            var step = it.verdict().step().orElseThrow();
            switch (step) {
                case RuleStep.Start _ ->
                    together.computeIfAbsent(new TorrentOrder.Resume(), _ -> new ArrayList<>())
                            .add(it);
                case RuleStep.Stop _ ->
                    together.computeIfAbsent(new TorrentOrder.Pause(), _ -> new ArrayList<>())
                            .add(it);
                case RuleStep.Recheck _ ->
                    together.computeIfAbsent(new TorrentOrder.Recheck(), _ -> new ArrayList<>())
                            .add(it);
                case RuleStep.Tag tag ->
                    together.computeIfAbsent(new TorrentOrder.Tag(tag.tags()), _ -> new ArrayList<>())
                            .add(it);
                case RuleStep.Untag untag ->
                    together.computeIfAbsent(new TorrentOrder.Untag(untag.tags()), _ -> new ArrayList<>())
                            .add(it);
                case RuleStep.Share share ->
                    together.computeIfAbsent(new TorrentOrder.Share(share.limits()), _ -> new ArrayList<>())
                            .add(it);
                case RuleStep.Limit limit ->
                    together.computeIfAbsent(
                                    new TorrentOrder.Limit(limit.download(), limit.upload()), _ -> new ArrayList<>())
                            .add(it);
                case RuleStep.Category category ->
                    together.computeIfAbsent(new TorrentOrder.Category(category.category()), _ -> new ArrayList<>())
                            .add(it);
                case RuleStep.Remove remove -> done.add(remove(with, it, remove));
                case RuleStep.Filter _ -> {
                    if (questions[0]++ < MOST_QUESTIONS) {
                        done.add(filter(with, it));
                    }
                }
                case RuleStep.AskImport _ ->
                    it.owner()
                            .ifPresent(owner -> asks.computeIfAbsent(owner, _ -> new ArrayList<>())
                                    .add(it.verdict().torrent()));
                case RuleStep.Scan _ -> {
                    if (questions[0]++ < MOST_QUESTIONS) {
                        done.add(scan(with, it));
                    }
                }
                case RuleStep.MarkImported _ -> done.add(imported(with, it));
                case RuleStep.Tell _, RuleStep.Queue _ -> {}
            }
        }
        for (var ask : asks.entrySet()) {
            done.add(askImport(with, ask.getKey(), ask.getValue()));
        }
        for (var group : together.entrySet()) {
            done.addAll(together(with, group.getKey(), group.getValue()));
        }
        return done;
    }

    private List<RulesRun.Act> together(Carrying with, TorrentOrder order, List<RulesRun.Said> group)
            throws InterruptedException {
        var acts = new ArrayList<RulesRun.Act>();
        var byRule = new LinkedHashMap<String, List<RulesRun.Said>>();
        group.forEach(
                it -> byRule.computeIfAbsent(rule(it), _ -> new ArrayList<>()).add(it));
        for (var part : byRule.entrySet()) {
            var keys =
                    part.getValue().stream().map(it -> it.verdict().torrent()).toList();
            try {
                var results = desk.part(
                        with.client,
                        order,
                        keys,
                        Optional.of(part.getKey()),
                        part.getValue().getFirst().verdict().reason(),
                        with.context);
                var good = results.stream()
                        .filter(result -> result.outcome() == TorrentResult.Outcome.DONE)
                        .map(TorrentResult::torrent)
                        .toList();
                var now = time.instant();
                part.getValue().stream()
                        .filter(it -> good.contains(it.verdict().torrent()))
                        .forEach(it -> with.change.of(it.verdict().torrent(), seen -> noted(seen, it, now)));
                tagSpace(with, part.getValue(), good);
                if (!good.isEmpty()) {
                    acts.add(done(order.word(), good));
                }
                results.stream()
                        .filter(result -> result.outcome() != TorrentResult.Outcome.DONE)
                        .forEach(result -> acts.add(failed(order.word(), result.torrent(), result.message())));
            } catch (ProblemException e) {
                keys.forEach(
                        key -> acts.add(failed(order.word(), key, e.problem().summary())));
            }
        }
        return acts;
    }

    private static Observation noted(Observation seen, RulesRun.Said it, Instant now) {
        return switch (it.verdict().step().orElseThrow()) {
            case RuleStep.Start _ ->
                it.verdict()
                                .deciding()
                                .filter(io.pilothouse.domain.torrent.TorrentRule.ERROR::equals)
                                .isPresent()
                        ? seen.started(now).done("start", now)
                        : seen.stopped("").done("start", now);
            case RuleStep.Stop stop -> seen.stopped(stop.why()).done("stop", now);
            case RuleStep.Recheck _ -> seen.done("recheck", now);
            case RuleStep.Category _ -> seen.done("category", now);
            default -> seen;
        };
    }

    /// The tag is for people who look at the client's own page; the store knows it anyway.
    private void tagSpace(Carrying with, List<RulesRun.Said> group, List<TorrentKey> good) throws InterruptedException {
        var stopped = keysOf(
                group, good, step -> step instanceof RuleStep.Stop(String why) && why.equals(RuleEngine.FOR_SPACE));
        var started = keysOf(group, good, step -> step instanceof RuleStep.Start).stream()
                .filter(key -> with.fleet
                        .find(key)
                        .filter(it -> it.tags().contains(RuleEngine.SPACE))
                        .isPresent())
                .toList();
        try {
            if (!stopped.isEmpty()) {
                lines.client(with.client, line -> line.act(new TorrentAct.AddTags(hashes(stopped), SPACE)));
            }
            if (!started.isEmpty()) {
                lines.client(with.client, line -> line.act(new TorrentAct.RemoveTags(hashes(started), SPACE)));
            }
        } catch (ConnectorException e) {
            with.context.line("The tag " + RuleEngine.SPACE + " could not be changed: "
                    + e.problem().summary());
        }
    }

    private static List<TorrentKey> keysOf(
            List<RulesRun.Said> group, List<TorrentKey> good, java.util.function.Predicate<RuleStep> which) {
        return group.stream()
                .filter(it -> which.test(it.verdict().step().orElseThrow()))
                .map(it -> it.verdict().torrent())
                .filter(good::contains)
                .toList();
    }

    private static TorrentHashes hashes(List<TorrentKey> keys) {
        return TorrentHashes.of(keys.stream().map(TorrentKey::hash).toList());
    }

    // removing

    /// First the *arr, then the client; what cannot be told to the *arr is not removed (contract, R-delete).
    private RulesRun.Act remove(Carrying with, RulesRun.Said it, RuleStep.Remove step) throws InterruptedException {
        var key = it.verdict().torrent();
        var word = step.word();
        try {
            var fresh = lines.client(with.client, line -> line.read(TorrentHashes.of(key.hash())));
            if (fresh.isEmpty()) {
                return failed(word, key, "It went meanwhile.");
            }
            var torrent = fresh.getFirst();
            var planned = with.fleet.find(key);
            boolean same = !RuleEngine.leftAlone(torrent, with.rules.of(torrent))
                    && planned.filter(then -> then.family() == torrent.family()
                                    && then.category().equals(torrent.category())
                                    && then.tags().equals(torrent.tags())
                                    && (torrent.complete() || torrent.completed() <= then.completed()))
                            .isPresent();
            if (!same) {
                return failed(word, key, "It changed meanwhile; it is looked at again.");
            }
            boolean withFiles = step.withFiles();
            if (withFiles) {
                var held = with.safety.orElseThrow().keepsFromRules(torrent);
                if (held.isPresent()) {
                    return failed(word, key, "It stays: " + held.get() + ".");
                }
                if (!dataAllowed(with.client)) {
                    return failed(word, key, "The guard of " + with.client.name() + " keeps files.");
                }
            }
            if (owner(with, it, torrent) instanceof Owner.Arr owner) {
                tellOwner(with, owner, torrent, step);
            }
            if (step.keepTorrent()) {
                with.change.of(key, seen -> seen.done("search-again", time.instant()));
                return done(word, List.of(key));
            }
            var result = desk.part(
                            with.client,
                            new TorrentOrder.Delete(withFiles),
                            List.of(key),
                            Optional.of(rule(it)),
                            it.verdict().reason(),
                            with.context)
                    .getFirst();
            return result.outcome() == TorrentResult.Outcome.DONE
                    ? done(word, List.of(key))
                    : failed(word, key, result.message());
        } catch (ConnectorException e) {
            return failed(word, key, e.problem().summary());
        } catch (ProblemException e) {
            return failed(word, key, e.problem().summary());
        }
    }

    /// A person who put it into a command category took it out of that of its owner.
    private static Owner owner(Carrying with, RulesRun.Said it, Torrent torrent) {
        var owner = with.fleet.ownership().of(torrent);
        var before = it.verdict().seen().previousCategory();
        return owner instanceof Owner.Nobody && !before.isEmpty()
                ? with.fleet.ownership().of(torrent, before)
                : owner;
    }

    private boolean dataAllowed(Instance client) {
        var act = new Act(ActionClass.DESTRUCTIVE, List.of(client.id()), "delete torrents with files", List.of(), 1);
        return guards.ask(act, TorrentDesk.byRule()) instanceof Verdict.Allowed;
    }

    private void tellOwner(Carrying with, Owner.Arr owner, Torrent torrent, RuleStep.Remove step)
            throws ConnectorException, InterruptedException, ProblemException {
        var arr = instances.find(owner.instance());
        var queued = with.fleet.ownership().queued(owner.instance(), torrent);
        if (arr.isEmpty() || queued.isEmpty()) {
            return; // it does not know the download: there is nothing to tell
        }
        var number = store.plan(
                List.of(torrent),
                step.blocklist() ? "tell-owner-blocklist" : "tell-owner",
                Optional.of("rules"),
                arr.get().name(),
                TorrentEntry.State.SENT,
                time.instant());
        try {
            lines.arr(arr.get(), line -> {
                line.forget(queued.get(), step.blocklist(), step.searchAgain());
                return true;
            });
            store.settle(number, TorrentEntry.State.CONFIRMED, "", time.instant());
        } catch (ConnectorException e) {
            store.settle(number, TorrentEntry.State.FAILED, e.problem().summary(), time.instant());
            throw e;
        }
    }

    // content

    private RulesRun.Act filter(Carrying with, RulesRun.Said it) throws InterruptedException {
        var key = it.verdict().torrent();
        try {
            var filter = new ContentFilter(with.rules);
            var torrent = with.fleet.find(key);
            if (torrent.isEmpty()) {
                return failed("filter", key, "It went meanwhile.");
            }
            var files = lines.client(with.client, line -> line.files(key.hash()));
            var out = filter.unwanted(torrent.get(), files);
            long wanted = files.stream().filter(file -> file.wanted()).count();
            if (!out.isEmpty() && out.size() == wanted) {
                if (with.room.getAndDecrement() <= 0) {
                    return failed("filter", key, "None of its files is wanted, but no more may be removed now.");
                }
                return remove(with, it, new RuleStep.Remove(true, true, false, false));
            }
            if (!out.isEmpty()) {
                var number = store.plan(
                        List.of(torrent.get()),
                        "filter",
                        Optional.of(rule(it)),
                        out.size() + " of " + files.size() + " files are not wanted",
                        TorrentEntry.State.SENT,
                        time.instant());
                lines.client(with.client, line -> {
                    line.filePriority(key.hash(), out, 0);
                    return true;
                });
                store.settle(number, TorrentEntry.State.CONFIRMED, "", time.instant());
                with.context.undoableBy(unfilter(with.client, key, torrent.get().name(), out));
            }
            with.change.of(key, seen -> seen.filtered(filter.version()));
            return done("filter", List.of(key));
        } catch (ConnectorException e) {
            return failed("filter", key, e.problem().summary());
        }
    }

    private static UndoStep unfilter(Instance client, TorrentKey key, String name, Set<Integer> files) {
        var payload = TorrentCopies.JSON.createObjectNode();
        payload.put("way", "files");
        var value = new StringBuilder();
        files.forEach(file -> value.append(value.isEmpty() ? "" : ",").append(file));
        payload.put("value", value.toString());
        payload.putArray("hashes").add(key.hash());
        return new UndoStep(
                TorrentUndo.UNDO,
                client.id(),
                payload.toString(),
                "want " + files.size() + " files of " + name + " again on " + client.name());
    }

    // importing

    /// One question serves all torrents of an *arr.
    private RulesRun.Act askImport(Carrying with, InstanceId owner, List<TorrentKey> keys) throws InterruptedException {
        var now = time.instant();
        var last = refreshed.get(owner);
        if (last == null || now.isAfter(last.plus(REFRESH_EVERY))) {
            try {
                ask(owner, TracksDownloads::refreshDownloads);
                refreshed.put(owner, now);
            } catch (ConnectorException e) {
                return new RulesRun.Act(
                        "ask-import", words(keys), false, now, e.problem().summary());
            }
        }
        keys.forEach(key -> with.change.of(key, seen -> seen.importAsked(now)));
        return done("ask-import", keys);
    }

    private <T> T ask(InstanceId arr, TorrentLines.Use<TracksDownloads, T> use)
            throws ConnectorException, InterruptedException {
        return lines.arr(instance(arr), use);
    }

    private Instance instance(InstanceId arr) throws ConnectorException {
        return instances
                .find(arr)
                .orElseThrow(() -> ConnectorException.of(
                        io.pilothouse.domain.health.FaultCode.CONFIGURATION,
                        "The owner was removed.",
                        "Restore it from the trash."));
    }

    /// What its *arr has imported already is only marked; what it waits for it is told of, once.
    private RulesRun.Act scan(Carrying with, RulesRun.Said it) throws InterruptedException {
        var key = it.verdict().torrent();
        var torrent = with.fleet.find(key);
        if (it.owner().isEmpty() || torrent.isEmpty()) {
            return failed("import-scan", key, "It went meanwhile.");
        }
        try {
            var history = ask(it.owner().get(), line -> line.history(key.hash()));
            if (history.stream().anyMatch(event -> event.what() == ArrHistory.What.IMPORTED)) {
                return imported(with, it);
            }
            boolean awaited = with.fleet
                            .ownership()
                            .queued(it.owner().get(), torrent.get())
                            .isPresent()
                    || history.stream().anyMatch(event -> event.what() == ArrHistory.What.GRABBED);
            if (!awaited) { // its *arr never asked for it, or forgot it long ago: there is nothing to import
                with.change.of(key, seen -> seen.scanned(time.instant()));
                return done("not-awaited", List.of(key));
            }
            var path = paths.mapped(with.client, instance(it.owner().get()), torrent.get());
            ask(it.owner().get(), line -> line.importFrom(path, key.hash()));
            store.plan(
                    List.of(torrent.get()),
                    "import-scan",
                    Optional.of(rule(it)),
                    it.verdict().reason(),
                    TorrentEntry.State.CONFIRMED,
                    time.instant());
            with.change.of(key, seen -> seen.scanned(time.instant()));
            return done("import-scan", List.of(key));
        } catch (ConnectorException e) {
            return failed("import-scan", key, e.problem().summary());
        }
    }

    private RulesRun.Act imported(Carrying with, RulesRun.Said it) throws InterruptedException {
        var key = it.verdict().torrent();
        with.change.of(key, seen -> seen.imported(time.instant()));
        boolean tag = with.fleet
                .find(key)
                .map(torrent -> with.rules.of(torrent).truth(RuleKey.IMPORT_TAG))
                .orElse(false);
        if (tag) {
            try {
                desk.part(
                        with.client,
                        new TorrentOrder.Tag(new TreeSet<>(Set.of(RuleEngine.IMPORTED))),
                        List.of(key),
                        Optional.of(rule(it)),
                        "imported",
                        with.context);
            } catch (ProblemException e) {
                with.context.line(e.problem().summary());
            }
        }
        return done("mark-imported", List.of(key));
    }

    // the queue

    /// Puts the torrents of these trackers before all others, the first tracker's foremost, where they are
    /// not so already.
    List<RulesRun.Act> order(Instance client, TorrentFleet fleet, RuleSet rules) throws InterruptedException {
        var trackers = rules.general().words(RuleKey.QUEUE_TRACKERS);
        var side = fleet.sides().get(client.id());
        boolean queueing = side != null
                && side.transfer().filter(transfer -> transfer.queueing()).isPresent();
        if (!queueing || trackers.isEmpty()) {
            return List.of();
        }
        var places = new HashMap<String, Integer>();
        trackers.forEach(tracker -> places.putIfAbsent(tracker, places.size()));
        var queue = side.torrents().values().stream()
                .filter(torrent -> torrent.queuePlace() > 0 && torrent.family() != TorrentFamily.TRANSIENT)
                .filter(torrent -> fleet.ownership().of(torrent) instanceof Owner.Arr)
                .filter(torrent -> !RuleEngine.leftAlone(torrent, rules.of(torrent)))
                .sorted(Comparator.comparing(Torrent::queuePlace))
                .toList();
        Comparator<Torrent> wanted = Comparator.comparing(
                torrent -> places.getOrDefault(TorrentTracker.hostOf(torrent.tracker()), Integer.MAX_VALUE));
        if (queue.equals(queue.stream().sorted(wanted).toList())) {
            return List.of();
        }
        var acts = new ArrayList<RulesRun.Act>();
        for (var tracker : trackers.reversed()) {
            var keys = queue.stream()
                    .filter(torrent -> TorrentTracker.hostOf(torrent.tracker()).equals(tracker))
                    .map(Torrent::key)
                    .toList();
            if (!keys.isEmpty()) {
                try {
                    lines.client(client, line -> line.act(new TorrentAct.ToTop(hashes(keys))));
                    acts.add(done("queue", keys));
                } catch (ConnectorException e) {
                    acts.add(failed("queue", keys.getFirst(), e.problem().summary()));
                }
            }
        }
        return acts;
    }

    private static String rule(RulesRun.Said it) {
        return it.verdict().deciding().map(rule -> rule.word()).orElse("");
    }

    private RulesRun.Act done(String act, List<TorrentKey> keys) {
        return new RulesRun.Act(act, words(keys), true, time.instant(), "");
    }

    private RulesRun.Act failed(String act, TorrentKey key, String why) {
        return new RulesRun.Act(act, words(List.of(key)), false, time.instant(), why);
    }

    private static List<String> words(List<TorrentKey> keys) {
        return keys.stream().map(key -> key.hash() + "@" + key.instance()).toList();
    }
}
