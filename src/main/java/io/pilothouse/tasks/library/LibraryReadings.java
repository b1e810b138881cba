package io.pilothouse.tasks.library;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Stamps;
import io.pilothouse.domain.library.SyncRun;
import io.pilothouse.store.LibraryJournal.State;
import io.pilothouse.store.LibraryLikeness;
import io.pilothouse.store.LibraryPersonalRepository;
import io.pilothouse.store.LibraryQueries;
import io.pilothouse.store.LibraryRepository;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.library.Library.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// Reads the servers: one synchronisation of each at a time, eight of all; and tells how each stands.
final class LibraryReadings {

    /// The outcome of a run that met another library behind the address.
    static final String ANOTHER = "another";
    /// The outcome of a run that met other things under the numbers it knows.
    static final String RENUMBERED = "renumbered";

    private static final int SYNCS_AT_ONCE = 8;
    private static final int RUNS_LOOKED_AT = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<InstanceId> running = ConcurrentHashMap.newKeySet();
    private final Semaphore slots = new Semaphore(SYNCS_AT_ONCE);
    private final ReentrantLock comparing = new ReentrantLock();
    private final LibraryServers servers;
    private final LibraryRepository store;
    private final LibraryQueries queries;
    private final LibraryLikeness likeness;
    private final LibraryPersonalRepository personal;
    private final LibraryLines lines;
    private final Activity activity;
    private final Time time;
    private final Runnable changed;

    LibraryReadings(
            LibraryServers servers,
            LibraryRepository store,
            LibraryQueries queries,
            LibraryLikeness likeness,
            LibraryPersonalRepository personal,
            LibraryLines lines,
            Activity activity,
            Time time,
            Runnable changed) {
        this.servers = servers;
        this.store = store;
        this.queries = queries;
        this.likeness = likeness;
        this.personal = personal;
        this.lines = lines;
        this.activity = activity;
        this.time = time;
        this.changed = changed;
    }

    // --- keeping it up to date

    SyncReport sync(InstanceId id, SyncReport.Mode mode, boolean removals, TaskContext context)
            throws ProblemException, InterruptedException {
        var instance = servers.named(id);
        if (!instance.enabled()) {
            throw LibraryServers.problem(
                    ProblemCode.PAUSED,
                    instance.name() + " is switched off.",
                    "Switch it on to have its library read; what is known of it stays.");
        }
        boolean first = store.journal().state(instance.num()).fullAt().isEmpty();
        var meant = first ? SyncReport.Mode.FULL : mode;
        if (!running.add(id)) {
            throw LibraryServers.problem(
                    ProblemCode.PAUSED,
                    "The library of " + instance.name() + " is being read already.",
                    "Wait for its end, or stop it.");
        }
        var started = time.instant();
        try {
            slots.acquire();
            try {
                var report = lines.use(instance, line -> {
                    try {
                        return new Ended(
                                new LibrarySync(store, time, instance, line, mode, removals, context).run(), null);
                    } catch (ProblemException e) {
                        return new Ended(null, e);
                    }
                });
                var done = report.orThrow();
                if (first) {
                    store.upkeep().analyse();
                }
                compare();
                context.effect("added", done.added());
                context.effect("changed", done.changed());
                context.effect("gone", done.gone());
                if (!done.nothing()) {
                    activity.record(Activity.now(
                            time.instant(),
                            id,
                            context.origin(),
                            "library",
                            instance.name() + ": the library was read: " + done.added() + " added, " + done.changed()
                                    + " changed, " + done.gone() + " gone."));
                }
                remember(
                        instance,
                        done.mode(),
                        started,
                        done.held().isEmpty() ? "done" : "held",
                        "",
                        LibrarySync.json(stored(done)));
                return done;
            } finally {
                slots.release();
            }
        } catch (ConnectorException e) {
            remember(instance, meant, started, "failed", e.problem().summary(), "{}");
            throw new ProblemException(e.problem(), e);
        } catch (ProblemException e) {
            var why = e.problem();
            remember(instance, meant, started, outcome(e), why.summary(), "{}");
            throw e;
        } finally {
            running.remove(id);
            changed.run();
        }
    }

    private static String outcome(ProblemException e) {
        if (e.problem().code() != ProblemCode.IDENTITY_CHANGED) {
            return "failed";
        }
        return e.getCause() instanceof ServerReading.NumberedAnew ? RENUMBERED : ANOTHER;
    }

    /// Two that are read at once are compared by whoever is first.
    private void compare() throws InterruptedException {
        comparing.lockInterruptibly();
        try {
            while (likeness.catchUp()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            comparing.unlock();
        }
    }

    /// A report, or why there is none: a line passes on only its own failures.
    private record Ended(
            @org.jspecify.annotations.Nullable SyncReport report,
            @org.jspecify.annotations.Nullable ProblemException failure) {

        SyncReport orThrow() throws ProblemException {
            if (failure != null) {
                throw failure;
            }
            return java.util.Objects.requireNonNull(report);
        }
    }

    private static Map<String, Object> stored(SyncReport report) {
        var values = report.values();
        values.put("startedAt", report.startedAt().toString());
        return values;
    }

    private void remember(
            Instance instance, SyncReport.Mode mode, Instant started, String outcome, String reason, String report) {
        store.journal().add(instance.num(), new SyncRun(mode.word(), started, time.instant(), outcome, reason, report));
    }

    void accept(InstanceId id) throws ProblemException {
        var instance = servers.named(id);
        if (runs(id, 1).stream().anyMatch(run -> run.outcome().equals(RENUMBERED))) {
            throw LibraryServers.problem(
                    ProblemCode.IDENTITY_CHANGED,
                    "The numbers of " + instance.name()
                            + " belong to other things now: what you said of the ones would be taken for the others'.",
                    "Add it as a new instance.");
        }
        store.journal().forgetSamples(instance.num());
        store.journal().save(instance.num(), again(store.journal().state(instance.num())));
        changed.run();
    }

    /// Keeps what its server does not list any more, until the next inventory tells of it again.
    void keep(InstanceId id) throws ProblemException {
        int num = servers.named(id).num();
        store.journal().save(num, store.journal().state(num).withNothingHeld());
        changed.run();
    }

    /// Has everything listed next time, as something changed that moves no stamp (contract for Stash, 12.2).
    void listAgain(Instance instance) {
        var state = store.journal().state(instance.num());
        store.journal()
                .save(instance.num(), state.withFullAt(state.fullAt().map(at -> at.minus(LibrarySync.LISTED_EVERY))));
    }

    /// The same, to be read in full.
    private static State again(State state) {
        return new State(
                state.software(),
                "{}",
                "",
                state.zone(),
                Optional.empty(),
                Optional.empty(),
                state.activityAt(),
                state.goodAt(),
                "{}",
                state.writeBack());
    }

    List<Status> status() {
        var totals = queries.totals();
        return servers.all().stream()
                .map(instance -> {
                    var state = store.journal().state(instance.num());
                    var runs = store.journal().runs(instance.num(), RUNS_LOOKED_AT);
                    var good = runs.stream() // one that found nothing changed writes down no more than that
                            .filter(run -> run.outcome().equals("done")
                                    || run.outcome().equals("held"))
                            .map(SyncRun::endedAt)
                            .findFirst()
                            .or(state::goodAt);
                    return new Status(
                            instance,
                            totals.getOrDefault(instance.num(), Map.of()),
                            held(state.held()),
                            running.contains(instance.id()),
                            good,
                            state.fullAt(),
                            state.inventoryAt(),
                            runs.stream().findFirst(),
                            personal.orders(instance.num()).size(),
                            state.writeBack());
                })
                .toList();
    }

    private static Map<String, Integer> held(String json) {
        try {
            return JSON.readValue(json, new TypeReference<Map<String, Integer>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds a document that cannot be read", e);
        }
    }

    List<SyncRun> runs(InstanceId id, int most) throws ProblemException {
        return store.journal().runs(servers.named(id).num(), most);
    }

    /// What a reading would find.
    ///
    /// @param differing things of each type that changed or are new, 500 of each at most
    /// @param there     things the server has
    record Preview(Map<EntityType, Long> differing, long there, long requests) {}

    Preview preview(InstanceId id) throws ProblemException, InterruptedException {
        var instance = servers.named(id);
        try {
            return lines.use(instance, line -> {
                long before = line.cost().requests();
                var look = line.look();
                var watermarks = store.journal().watermarks(instance.num());
                var bounds = new java.util.EnumMap<EntityType, String>(EntityType.class);
                for (var type : EntityType.values()) {
                    bounds.put(type, Stamps.bound(watermarks.getOrDefault(type, ""), Stamps.OVERLAP));
                }
                var differing = new java.util.EnumMap<EntityType, Long>(EntityType.class);
                line.changed(bounds, 500)
                        .forEach((type, listing) -> differing.put(type, (long) store.differing(
                                        instance.num(),
                                        type,
                                        listing.rows().stream()
                                                .collect(Collectors.toMap(
                                                        LibraryLine.Row::id, LibraryLine.Row::updatedRaw)))
                                .size()));
                return new Preview(
                        differing,
                        look.counts().things().values().stream()
                                .mapToLong(Long::longValue)
                                .sum(),
                        line.cost().requests() - before);
            });
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }
}
