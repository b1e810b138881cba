package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.domain.torrent.DataSafety;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentAddition;
import io.pilothouse.domain.torrent.TorrentEntry;
import io.pilothouse.domain.torrent.TorrentFile;
import io.pilothouse.domain.torrent.TorrentHashes;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentOrder;
import io.pilothouse.domain.torrent.TorrentPeer;
import io.pilothouse.domain.torrent.TorrentResult;
import io.pilothouse.domain.torrent.TorrentTracker;
import io.pilothouse.store.TorrentRepository;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.undo.StoredUndoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Everything people do to torrents: split by client, each client on its own line, written to the ledger
/// before it is sent, confirmed by looking again, undoable where the client allows. Methods block: call
/// them from a task. Thread-safe.
public final class TorrentDesk {

    static final String UNDO = "torrents";

    private static final int NAMES_SHOWN = 50;
    private static final Duration COPIES_KEPT = Duration.ofDays(30);
    private static final Duration ENTRIES_KEPT = Duration.ofDays(400);
    private static final Duration RECHECK_EVERY = Duration.ofSeconds(1);

    private final Instances instances;
    private final TorrentLines lines;
    private final TorrentRepository store;
    private final TorrentWatch watch;
    private final Guards guards;
    private final TaskRegistry tasks;
    private final Time time;

    public TorrentDesk(
            Instances instances,
            TorrentLines lines,
            TorrentRepository store,
            TorrentWatch watch,
            Guards guards,
            TaskRegistry tasks,
            Time time) {
        this.instances = instances;
        this.lines = lines;
        this.store = store;
        this.watch = watch;
        this.guards = guards;
        this.tasks = tasks;
        this.time = time;
    }

    public TorrentWatch watch() {
        return watch;
    }

    /// @throws ProblemException unless it is a live torrent client
    Instance client(InstanceId id) throws ProblemException {
        var instance = instances
                .find(id)
                .filter(it -> !it.trashed())
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.NOT_FOUND, "There is no instance " + id + ".", "Look at the list of instances.")));
        if (!TorrentWatch.client(instance)) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE,
                    instance.name() + " keeps no torrents.",
                    "Choose an instance of qBittorrent."));
        }
        return instance;
    }

    /// Does `order` to all of these. Each client is done on its own; that one does not answer stops no
    /// other one.
    ///
    /// @param keys as they were shown when the person confirmed
    /// @return one result for each key, in their order
    /// @throws ProblemException if the guards refuse or ask; then nothing was done
    public List<TorrentResult> act(
            TorrentOrder order, Collection<TorrentKey> keys, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        var byClient = new TreeMap<InstanceId, List<TorrentKey>>();
        keys.forEach(key ->
                byClient.computeIfAbsent(key.instance(), _ -> new ArrayList<>()).add(key));
        for (var id : byClient.keySet()) {
            client(id);
        }
        var fleet = watch.fleet().get();
        var names = keys.stream()
                .limit(NAMES_SHOWN)
                .map(key -> fleet.find(key).map(Torrent::name).orElse(key.hash()))
                .toList();
        var what = order.words() + " " + (keys.size() == 1 ? names.getFirst() : keys.size() + " torrents");
        var allowed = guards.require(
                new Act(order.actionClass(), List.copyOf(byClient.keySet()), what, names, keys.size()), consent);
        var started = new LinkedHashMap<InstanceId, TaskHandle<List<TorrentResult>>>();
        var results = new HashMap<TorrentKey, TorrentResult>();
        for (var part : byClient.entrySet()) {
            var id = part.getKey();
            var instance = client(id);
            if (allowed.leftOut().contains(id)) {
                part.getValue()
                        .forEach(key -> results.put(
                                key,
                                new TorrentResult(
                                        key, TorrentResult.Outcome.REFUSED, instance.name() + " is Read-only.")));
                continue;
            }
            var request = new TaskRequest(
                    "torrents-" + order.word(),
                    order.words() + " " + part.getValue().size() + " torrents on " + instance.name(),
                    List.of(id),
                    consent.origin(),
                    true);
            started.put(
                    id,
                    tasks.start(request, _ -> part(instance, order, part.getValue(), Optional.empty(), "", context)));
        }
        for (var part : started.entrySet()) {
            var keysOf = byClient.get(part.getKey());
            switch (awaited(part.getValue())) {
                case Outcome.Succeeded<List<TorrentResult>>(var done) ->
                    done.forEach(result -> results.put(result.torrent(), result));
                case Outcome.Failed<List<TorrentResult>>(var problem) ->
                    keysOf.forEach(key ->
                            results.put(key, new TorrentResult(key, TorrentResult.Outcome.FAILED, problem.summary())));
                case Outcome.Cancelled<List<TorrentResult>> _ ->
                    keysOf.forEach(key ->
                            results.put(key, new TorrentResult(key, TorrentResult.Outcome.UNKNOWN, "It was stopped.")));
            }
        }
        long done = results.values().stream()
                .filter(result -> result.outcome() == TorrentResult.Outcome.DONE)
                .count();
        context.effect(order.word(), done);
        return keys.stream().map(key -> results.get(key)).toList();
    }

    private static <T> Outcome<T> awaited(TaskHandle<T> task) throws InterruptedException {
        try {
            return task.await();
        } catch (InterruptedException e) {
            task.cancel();
            throw e;
        }
    }

    /// The part of one client.
    ///
    /// @param rule that wants it; empty for a person
    List<TorrentResult> part(
            Instance instance,
            TorrentOrder order,
            List<TorrentKey> keys,
            Optional<String> rule,
            String reason,
            TaskContext context)
            throws InterruptedException, ProblemException {
        try {
            return lines.client(instance, line -> {
                var fresh = new HashMap<String, Torrent>();
                line.read(TorrentHashes.of(keys.stream().map(TorrentKey::hash).toList()))
                        .forEach(torrent -> fresh.put(torrent.key().hash(), torrent));
                var results = new ArrayList<TorrentResult>();
                var there = new ArrayList<Torrent>();
                for (var key : keys) {
                    var torrent = fresh.get(key.hash());
                    if (torrent == null) {
                        results.add(new TorrentResult(
                                key,
                                order instanceof TorrentOrder.Delete
                                        ? TorrentResult.Outcome.DONE
                                        : TorrentResult.Outcome.REFUSED,
                                instance.name() + " does not have it."));
                    } else {
                        there.add(torrent);
                    }
                }
                if (order instanceof TorrentOrder.Delete(boolean withFiles) && withFiles) {
                    keepShared(there, results);
                }
                if (!there.isEmpty()) {
                    results.addAll(carryOut(line, instance, order, there, rule, reason, context));
                }
                return results;
            });
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    /// Data that another torrent uses stays, and so does the torrent (contract section 11.4).
    private void keepShared(List<Torrent> there, List<TorrentResult> results) throws InterruptedException {
        var safety = new DataSafety(watch.everywhere().torrents().toList(), watch.groups());
        for (var torrent : List.copyOf(there)) {
            var why = safety.keeps(torrent);
            if (why.isPresent()) {
                there.remove(torrent);
                results.add(new TorrentResult(
                        torrent.key(),
                        TorrentResult.Outcome.REFUSED,
                        "Its files stay: " + why.get() + ". Delete it without its files."));
            }
        }
    }

    private List<TorrentResult> carryOut(
            KeepsTorrents line,
            Instance instance,
            TorrentOrder order,
            List<Torrent> torrents,
            Optional<String> rule,
            String reason,
            TaskContext context)
            throws ConnectorException, InterruptedException {
        var numbers = store.plan(torrents, order.word(), rule, reason, TorrentEntry.State.SENT, time.instant());
        if (order instanceof TorrentOrder.Delete) {
            for (int i = 0; i < torrents.size(); i++) {
                var torrent = torrents.get(i);
                store.saveCopy(
                        new TorrentRepository.Copy(
                                numbers.get(i), line.export(torrent.key().hash()), TorrentCopies.write(torrent)),
                        time.instant());
            }
        }
        var done = new HashSet<String>();
        var failures = new HashMap<String, String>();
        var unknown = new HashSet<String>();
        for (var act : acts(order, torrents)) {
            var hashes = act.torrents().hashes();
            try {
                var outcome = line.act(act);
                done.addAll(outcome.confirmed());
                if (act instanceof TorrentAct.Delete) {
                    done.addAll(outcome.gone());
                }
                outcome.noEffect().forEach(hash -> failures.put(hash, "No effect was seen."));
                outcome.gone().stream()
                        .filter(hash -> !done.contains(hash))
                        .forEach(hash -> failures.put(hash, "It went meanwhile."));
            } catch (ConnectorException e) {
                boolean refused = e.problem().code() == ProblemCode.REFUSED;
                hashes.forEach(hash -> failures.put(hash, e.problem().summary()));
                if (!refused) {
                    unknown.addAll(hashes);
                }
            }
        }
        done.removeAll(failures.keySet());
        settle(torrents, numbers, done, failures, unknown);
        line.latest().ifPresent(watch::seen);
        remember(context, instance, order, torrents, numbers, done);
        return torrents.stream()
                .map(torrent -> {
                    var hash = torrent.key().hash();
                    if (done.contains(hash)) {
                        return new TorrentResult(torrent.key(), TorrentResult.Outcome.DONE, "");
                    }
                    return new TorrentResult(
                            torrent.key(),
                            unknown.contains(hash) ? TorrentResult.Outcome.UNKNOWN : TorrentResult.Outcome.FAILED,
                            failures.getOrDefault(hash, "No effect was seen."));
                })
                .toList();
    }

    private void settle(
            List<Torrent> torrents,
            List<Long> numbers,
            Set<String> done,
            Map<String, String> failures,
            Set<String> unknown) {
        var good = new ArrayList<Long>();
        for (int i = 0; i < torrents.size(); i++) {
            var hash = torrents.get(i).key().hash();
            if (done.contains(hash)) {
                good.add(numbers.get(i));
            } else if (!unknown.contains(hash)) { // what nobody knows stays open, for the next full look
                var error = failures.getOrDefault(hash, "");
                var state =
                        error.equals("No effect was seen.") ? TorrentEntry.State.NO_EFFECT : TorrentEntry.State.FAILED;
                store.settle(List.of(numbers.get(i)), state, error, time.instant());
            }
        }
        store.settle(good, TorrentEntry.State.CONFIRMED, "", time.instant());
    }

    private static List<TorrentAct> acts(TorrentOrder order, List<Torrent> torrents) {
        var all = hashes(torrents);
        return switch (order) {
            case TorrentOrder.Pause _ -> List.of(new TorrentAct.Stop(all));
            case TorrentOrder.Resume _ -> List.of(new TorrentAct.Start(all));
            case TorrentOrder.Force force -> List.of(new TorrentAct.Force(all, force.on()));
            case TorrentOrder.Recheck _ -> List.of(new TorrentAct.Recheck(all));
            case TorrentOrder.Reannounce _ -> List.of(new TorrentAct.Reannounce(all));
            case TorrentOrder.Category it -> List.of(new TorrentAct.SetCategory(all, it.category()));
            case TorrentOrder.Tag it -> List.of(new TorrentAct.AddTags(all, it.tags()));
            case TorrentOrder.Untag it -> List.of(new TorrentAct.RemoveTags(all, it.tags()));
            case TorrentOrder.Limit it -> {
                var acts = new ArrayList<TorrentAct>();
                if (it.download() >= 0) {
                    acts.add(new TorrentAct.SetDownloadLimit(all, it.download()));
                }
                if (it.upload() >= 0) {
                    acts.add(new TorrentAct.SetUploadLimit(all, it.upload()));
                }
                yield acts;
            }
            case TorrentOrder.Share it -> List.of(new TorrentAct.SetShareLimits(all, it.limits()));
            case TorrentOrder.Location it -> List.of(new TorrentAct.Move(all, it.folder()));
            case TorrentOrder.Delete it -> List.of(new TorrentAct.Delete(all, it.withFiles()));
        };
    }

    private static TorrentHashes hashes(Collection<Torrent> torrents) {
        return TorrentHashes.of(
                torrents.stream().map(torrent -> torrent.key().hash()).toList());
    }

    // taking back

    /// Remembers how to take it back, as steps of one client; what was so before is left out.
    private static void remember(
            TaskContext context,
            Instance instance,
            TorrentOrder order,
            List<Torrent> torrents,
            List<Long> numbers,
            Set<String> done) {
        var changed = torrents.stream()
                .filter(torrent -> done.contains(torrent.key().hash()))
                .toList();
        switch (order) {
            case TorrentOrder.Pause _ ->
                step(
                        context,
                        instance,
                        "resume",
                        "",
                        changed,
                        torrent -> !torrent.state().stopped());
            case TorrentOrder.Resume _ ->
                step(
                        context,
                        instance,
                        "pause",
                        "",
                        changed,
                        torrent -> torrent.state().stopped());
            case TorrentOrder.Force force ->
                step(
                        context,
                        instance,
                        force.on() ? "unforce" : "force",
                        "",
                        changed,
                        torrent -> torrent.forced() != force.on());
            case TorrentOrder.Category it ->
                changed.stream()
                        .filter(torrent -> !torrent.category().equals(it.category()))
                        .collect(Collectors.groupingBy(Torrent::category, TreeMap::new, Collectors.toList()))
                        .forEach((category, group) -> step(context, instance, "category", category, group, _ -> true));
            case TorrentOrder.Tag it ->
                it.tags()
                        .forEach(tag -> step(
                                context,
                                instance,
                                "untag",
                                tag,
                                changed,
                                torrent -> !torrent.tags().contains(tag)));
            case TorrentOrder.Untag it ->
                it.tags()
                        .forEach(tag -> step(
                                context,
                                instance,
                                "tag",
                                tag,
                                changed,
                                torrent -> torrent.tags().contains(tag)));
            case TorrentOrder.Limit it -> {
                if (it.download() >= 0) {
                    limits(context, instance, "download-limit", changed, Torrent::downloadLimit);
                }
                if (it.upload() >= 0) {
                    limits(context, instance, "upload-limit", changed, Torrent::uploadLimit);
                }
            }
            case TorrentOrder.Location _ ->
                changed.stream()
                        .collect(Collectors.groupingBy(Torrent::savePath, TreeMap::new, Collectors.toList()))
                        .forEach((folder, group) -> step(context, instance, "location", folder, group, _ -> true));
            case TorrentOrder.Share _ ->
                changed.stream()
                        .collect(Collectors.groupingBy(
                                torrent -> TorrentCopies.write(torrent), TreeMap::new, Collectors.toList()))
                        .forEach((copy, group) -> step(context, instance, "share", copy, group, _ -> true));
            case TorrentOrder.Delete it -> {
                if (!it.withFiles()) {
                    for (int i = 0; i < torrents.size(); i++) {
                        if (done.contains(torrents.get(i).key().hash())) {
                            step(
                                    context,
                                    instance,
                                    "add",
                                    Long.toString(numbers.get(i)),
                                    List.of(torrents.get(i)),
                                    _ -> true);
                        }
                    }
                }
            }
            case TorrentOrder.Recheck _, TorrentOrder.Reannounce _ -> {}
        }
    }

    private static void limits(
            TaskContext context,
            Instance instance,
            String way,
            List<Torrent> changed,
            java.util.function.ToLongFunction<Torrent> limit) {
        changed.stream()
                .collect(Collectors.groupingBy(limit::applyAsLong, TreeMap::new, Collectors.toList()))
                .forEach((value, group) -> step(context, instance, way, Long.toString(value), group, _ -> true));
    }

    private static void step(
            TaskContext context,
            Instance instance,
            String way,
            String value,
            List<Torrent> torrents,
            java.util.function.Predicate<Torrent> which) {
        var chosen = torrents.stream().filter(which).toList();
        if (chosen.isEmpty()) {
            return;
        }
        var payload = TorrentCopies.JSON.createObjectNode();
        payload.put("way", way);
        payload.put("value", value);
        var hashes = payload.putArray("hashes");
        chosen.forEach(torrent -> hashes.add(torrent.key().hash()));
        var what = chosen.size() == 1 ? chosen.getFirst().name() : chosen.size() + " torrents";
        context.undoableBy(new UndoStep(
                UNDO, instance.id(), payload.toString(), back(way, value) + " " + what + " on " + instance.name()));
    }

    private static String back(String way, String value) {
        return switch (way) {
            case "category" -> value.isEmpty() ? "take the category from" : "give the category " + value + " back to";
            case "tag" -> "put the tag " + value + " back on";
            case "untag" -> "take the tag " + value + " from";
            case "download-limit", "upload-limit" -> "put the speed limit back of";
            case "share" -> "put the share limits back of";
            case "location" -> "move back to " + value;
            case "add" -> "add, stopped, and recheck";
            case "unforce" -> "no longer force";
            default -> way;
        };
    }

    public void register(StoredUndoing undoing) {
        undoing.register(UNDO, this::takeBack);
    }

    private void takeBack(UndoStep step, Consent consent) throws ProblemException, InterruptedException {
        var payload = TorrentCopies.read(step.payload());
        var instance = client(step.instance());
        var hashes = new ArrayList<String>();
        payload.path("hashes").forEach(hash -> hashes.add(hash.asText()));
        guards.require(
                new Act(
                        ActionClass.REMOTE_REVERSIBLE,
                        List.of(step.instance()),
                        step.description(),
                        List.of(),
                        hashes.size()),
                consent);
        var value = payload.path("value").asText();
        try {
            lines.client(instance, line -> {
                var all = TorrentHashes.of(hashes);
                switch (payload.path("way").asText()) {
                    case "resume" -> line.act(new TorrentAct.Start(all));
                    case "pause" -> line.act(new TorrentAct.Stop(all));
                    case "force" -> line.act(new TorrentAct.Force(all, true));
                    case "unforce" -> line.act(new TorrentAct.Force(all, false));
                    case "category" -> line.act(new TorrentAct.SetCategory(all, value));
                    case "tag" -> line.act(new TorrentAct.AddTags(all, new TreeSet<>(Set.of(value))));
                    case "untag" -> line.act(new TorrentAct.RemoveTags(all, new TreeSet<>(Set.of(value))));
                    case "download-limit" -> line.act(new TorrentAct.SetDownloadLimit(all, Long.parseLong(value)));
                    case "upload-limit" -> line.act(new TorrentAct.SetUploadLimit(all, Long.parseLong(value)));
                    case "share" -> line.act(new TorrentAct.SetShareLimits(all, TorrentCopies.limits(value)));
                    case "location" -> line.act(new TorrentAct.Move(all, value));
                    case "files" -> {
                        var files = new TreeSet<Integer>();
                        List.of(value.split(",")).forEach(file -> files.add(Integer.valueOf(file)));
                        line.filePriority(hashes.getFirst(), files, 1);
                    }
                    case "add" -> addBack(line, Long.parseLong(value), all);
                    default -> throw new IllegalStateException("no such way back");
                }
                line.latest().ifPresent(watch::seen);
                return true;
            });
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    private void addBack(KeepsTorrents line, long ledger, TorrentHashes hash)
            throws ConnectorException, InterruptedException {
        var copy = store.copy(ledger);
        if (copy.isEmpty()) {
            throw ConnectorException.of(
                    io.pilothouse.domain.health.FaultCode.CONFIGURATION,
                    "The copy of the torrent is gone: copies are kept for 30 days.",
                    "Add it again from its .torrent file or magnet link.");
        }
        var addition = TorrentCopies.addition(copy.get().torrent(), copy.get().file());
        line.add(addition);
        var kept = TorrentCopies.read(copy.get().torrent());
        line.act(new TorrentAct.SetShareLimits(
                hash, TorrentCopies.limits(copy.get().torrent())));
        line.act(
                new TorrentAct.SetDownloadLimit(hash, kept.path("downloadLimit").asLong()));
        line.act(new TorrentAct.SetUploadLimit(hash, kept.path("uploadLimit").asLong()));
        line.act(new TorrentAct.Recheck(hash));
    }

    /// Forgets old copies and entries.
    public void tidy() {
        var now = time.instant();
        store.forgetBefore(now.minus(COPIES_KEPT), now.minus(ENTRIES_KEPT));
    }

    // adding

    /// @return the torrent, empty where its hash is not known yet
    public Optional<TorrentKey> add(InstanceId id, TorrentAddition addition, Consent consent)
            throws ProblemException, InterruptedException {
        var instance = client(id);
        guards.require(new Act(ActionClass.REMOTE_REVERSIBLE, List.of(id), "add a torrent", List.of(), 1), consent);
        try {
            return lines.client(instance, line -> {
                var hash = line.add(addition);
                line.latest().ifPresent(watch::seen);
                return hash.map(it -> new TorrentKey(id, it));
            });
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    // categories

    /// @param outcome `created`, `existed`, `missing` in a dry run, `other-case`, `skipped`, `failed`
    public record Ensured(InstanceId client, String category, InstanceId owner, String outcome, String message) {}

    /// Makes every category that an *arr uses on every client that lacks it.
    ///
    /// @param clients empty for all
    public List<Ensured> ensureCategories(
            Collection<InstanceId> clients, boolean dryRun, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        var fleet = watch.fleet().get();
        var ensured = new ArrayList<Ensured>();
        for (var instance : instances.fleet().get().live()) {
            if (!TorrentWatch.client(instance) || (!clients.isEmpty() && !clients.contains(instance.id()))) {
                continue;
            }
            var side = Optional.ofNullable(fleet.sides().get(instance.id()));
            var missing = new TreeMap<String, InstanceId>();
            for (var wanted : fleet.ownership().categories().entrySet()) {
                var owner = wanted.getValue().getFirst();
                var name = wanted.getKey();
                if (side.filter(TorrentSide::up).isEmpty()) {
                    ensured.add(
                            new Ensured(instance.id(), name, owner, "skipped", instance.name() + " does not answer."));
                } else if (side.get().categories().containsKey(name)) {
                    ensured.add(new Ensured(instance.id(), name, owner, "existed", ""));
                } else if (side.get().categories().keySet().stream().anyMatch(name::equalsIgnoreCase)) {
                    ensured.add(new Ensured(
                            instance.id(), name, owner, "other-case", "It has the category in other letters."));
                } else if (dryRun) {
                    ensured.add(new Ensured(instance.id(), name, owner, "missing", ""));
                } else {
                    missing.put(name, owner);
                }
            }
            if (!missing.isEmpty()) {
                guards.require(
                        new Act(
                                ActionClass.REMOTE_REVERSIBLE,
                                List.of(instance.id()),
                                "make " + missing.size() + " categories",
                                List.copyOf(missing.keySet()),
                                missing.size()),
                        consent);
                create(instance, missing, ensured);
                context.effect("created", missing.size());
            }
        }
        return ensured;
    }

    private void create(Instance instance, SortedMap<String, InstanceId> missing, List<Ensured> ensured)
            throws InterruptedException {
        for (var it : missing.entrySet()) {
            try {
                boolean made = lines.client(instance, line -> line.createCategory(it.getKey(), ""));
                ensured.add(new Ensured(instance.id(), it.getKey(), it.getValue(), made ? "created" : "existed", ""));
            } catch (ConnectorException e) {
                ensured.add(new Ensured(
                        instance.id(),
                        it.getKey(),
                        it.getValue(),
                        "failed",
                        e.problem().summary()));
            }
        }
        try {
            watch.seen(lines.client(instance, KeepsTorrents::poll));
        } catch (ConnectorException ignored) { // the next look tells
            return;
        }
    }

    // details and preferences

    private <T> T ask(InstanceId id, TorrentLines.Use<KeepsTorrents, T> use)
            throws ProblemException, InterruptedException {
        try {
            return lines.client(client(id), use);
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    public List<TorrentFile> files(TorrentKey key) throws ProblemException, InterruptedException {
        return ask(key.instance(), line -> line.files(key.hash()));
    }

    public List<TorrentTracker> trackers(TorrentKey key) throws ProblemException, InterruptedException {
        return ask(key.instance(), line -> line.trackers(key.hash()));
    }

    public List<TorrentPeer> peers(TorrentKey key) throws ProblemException, InterruptedException {
        return ask(key.instance(), line -> line.peers(key.hash()));
    }

    /// Whether the client downloads files of a torrent.
    ///
    /// @param indexes of the files
    public void want(TorrentKey key, Set<Integer> indexes, boolean wanted, Consent consent)
            throws ProblemException, InterruptedException {
        guards.require(
                new Act(
                        ActionClass.REMOTE_REVERSIBLE,
                        List.of(key.instance()),
                        (wanted ? "want " : "leave out ") + indexes.size() + " files",
                        List.of(),
                        indexes.size()),
                consent);
        ask(key.instance(), line -> {
            line.filePriority(key.hash(), indexes, wanted ? 1 : 0);
            return true;
        });
    }

    /// @return preferences of each client; one that does not answer is absent
    public SortedMap<InstanceId, SortedMap<String, Object>> preferences(Collection<InstanceId> clients)
            throws ProblemException, InterruptedException {
        var found = new TreeMap<InstanceId, SortedMap<String, Object>>();
        for (var id : clients) {
            try {
                found.put(id, lines.client(client(id), KeepsTorrents::preferences));
            } catch (ConnectorException ignored) { // its health says why
                continue;
            }
        }
        return found;
    }

    /// Changes preferences of several clients; each is on its own.
    ///
    /// @return by client what reads otherwise afterwards, or the error under the empty name
    public SortedMap<InstanceId, SortedMap<String, Object>> changePreferences(
            Collection<InstanceId> clients, Map<String, Object> changes, Consent consent)
            throws ProblemException, InterruptedException {
        for (var id : clients) {
            client(id);
        }
        var allowed = guards.require(
                new Act(
                        ActionClass.REMOTE_REVERSIBLE,
                        List.copyOf(clients),
                        "change " + String.join(", ", changes.keySet()),
                        List.copyOf(changes.keySet()),
                        changes.size()),
                consent);
        var left = new TreeMap<InstanceId, SortedMap<String, Object>>();
        for (var id : clients) {
            if (!allowed.leftOut().contains(id)) {
                try {
                    left.put(id, lines.client(client(id), line -> line.changePreferences(changes)));
                } catch (ConnectorException e) {
                    left.put(id, new TreeMap<>(Map.of("", e.problem().summary())));
                }
            }
        }
        return left;
    }

    public List<TorrentEntry> ledger(InstanceId id, Optional<String> hash, java.time.Instant since, int limit) {
        return store.ledger(id, hash, since, limit);
    }

    /// @return who asks for things without a person
    static Consent byRule() {
        return new Consent(Origin.CYCLE, true, true, Optional.empty(), false);
    }
}
