package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentAdded;
import io.pilothouse.domain.torrent.TorrentAddition;
import io.pilothouse.domain.torrent.TorrentEntry;
import io.pilothouse.domain.torrent.TorrentHashes;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentOrder;
import io.pilothouse.domain.torrent.TorrentResult;
import io.pilothouse.store.TorrentRepository;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.activity.Activity;
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
import java.util.TreeMap;

/// Everything people do to torrents: split by client, each client on its own line, written to the ledger
/// before it is sent, confirmed by looking again, undoable where the client allows. Methods block: call
/// them from a task. Thread-safe.
public final class TorrentDesk {

    private static final int NAMES_SHOWN = 50;
    private static final Duration COPIES_KEPT = Duration.ofDays(30);
    private static final Duration ENTRIES_KEPT = Duration.ofDays(400);

    private final Instances instances;
    private final TorrentLines lines;
    private final TorrentRepository store;
    private final TorrentWatch watch;
    private final FileSafety safety;
    private final Guards guards;
    private final TaskRegistry tasks;
    private final Activity activity;
    private final Time time;

    TorrentDesk(
            Instances instances,
            TorrentLines lines,
            TorrentRepository store,
            TorrentWatch watch,
            FileSafety safety,
            Guards guards,
            TaskRegistry tasks,
            Activity activity,
            Time time) {
        this.instances = instances;
        this.lines = lines;
        this.store = store;
        this.watch = watch;
        this.safety = safety;
        this.guards = guards;
        this.tasks = tasks;
        this.activity = activity;
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
        byClient.forEach((id, part) -> told(
                id,
                consent,
                order.words() + " "
                        + (part.size() == 1
                                ? "“"
                                        + fleet.find(part.getFirst())
                                                .map(Torrent::name)
                                                .orElse(part.getFirst().hash())
                                        + "”"
                                : part.size() + " torrents"),
                part.stream().map(results::get).toList()));
        long done = done(results.values());
        context.effect(order.word(), done);
        results.values().stream()
                .filter(result -> result.outcome() != TorrentResult.Outcome.DONE)
                .findFirst()
                .ifPresent(result -> context.itemFailed(new Problem(
                        ProblemCode.PARTLY,
                        results.size() - done + " of " + results.size() + " torrents: " + result.message(),
                        "Look at the others, then try these again.")));
        return keys.stream().map(key -> results.get(key)).toList();
    }

    private static long done(Collection<TorrentResult> results) {
        return results.stream()
                .filter(result -> result.outcome() == TorrentResult.Outcome.DONE)
                .count();
    }

    private void told(InstanceId id, Consent consent, String what, List<TorrentResult> results) {
        long done = done(results);
        var ended = done == results.size()
                ? "done"
                : results.size() == 1 ? results.getFirst().outcome().word() : done + " of " + results.size() + " done";
        told(id, consent, what + ": " + ended);
    }

    /// Writes down who wanted what of a client.
    ///
    /// @param what never with an address of a torrent, which may hold a person's key
    void told(InstanceId id, Consent consent, String what) {
        var name = instances.find(id).map(Instance::name).orElse(id.value());
        activity.record(Activity.now(time.instant(), id, consent.origin(), "torrents", name + ": " + what + "."));
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
                boolean byPerson = rule.isEmpty(); // rules have looked before they told the *arr
                if (byPerson && order instanceof TorrentOrder.Delete(boolean withFiles) && withFiles) {
                    keepShared(there, results, context);
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

    /// Data that somebody else uses stays, and so does the torrent (contract section 11.4).
    private void keepShared(List<Torrent> there, List<TorrentResult> results, TaskContext context)
            throws InterruptedException {
        var known = safety.ask();
        known.silent().forEach(arr -> context.line(arr + " did not tell where its library lies."));
        for (var torrent : List.copyOf(there)) {
            var why = known.keeps(torrent);
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
                hashes.forEach(hash -> failures.put(hash, e.problem().summary()));
                boolean answered = e.code().health() == Health.UNHEALTHY; // it said no
                if (!answered) {
                    unknown.addAll(hashes);
                }
            }
        }
        done.removeAll(failures.keySet());
        settle(torrents, numbers, done, failures, unknown);
        line.latest().ifPresent(watch::seen);
        TorrentUndo.remember(context, instance, order, torrents, numbers, done);
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

    public void register(StoredUndoing undoing) {
        undoing.register(TorrentUndo.UNDO, new TorrentUndo(this, lines, store, watch, guards)::takeBack);
    }

    /// Forgets old copies and entries.
    public void tidy() {
        var now = time.instant();
        store.forgetBefore(now.minus(COPIES_KEPT), now.minus(ENTRIES_KEPT));
    }

    // adding

    /// A torrent that is there already stays as it is.
    public TorrentAdded add(InstanceId id, TorrentAddition addition, Consent consent)
            throws ProblemException, InterruptedException {
        var instance = client(id);
        guards.require(new Act(ActionClass.REMOTE_REVERSIBLE, List.of(id), "add a torrent", List.of(), 1), consent);
        try {
            return lines.client(instance, line -> {
                var added = line.add(addition);
                line.latest().ifPresent(watch::seen);
                told(
                        id,
                        consent,
                        "add a torrent" + added.hash().map(it -> " " + it).orElse("")
                                + (added.there() ? ": it was there already" : ": done"));
                return added;
            });
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    /// @return who asks for things without a person
    static Consent byRule() {
        return new Consent(Origin.CYCLE, true, true, Optional.empty(), false);
    }
}
