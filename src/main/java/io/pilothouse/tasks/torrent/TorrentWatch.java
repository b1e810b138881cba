package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.torrent.ArrClient;
import io.pilothouse.domain.torrent.ArrDownload;
import io.pilothouse.domain.torrent.ArrView;
import io.pilothouse.domain.torrent.Ownership;
import io.pilothouse.domain.torrent.StorageGroups;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import io.pilothouse.domain.torrent.TorrentTracker;
import io.pilothouse.store.TorrentRepository;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.instance.Fleet;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.notice.Notices;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Watches all torrent clients, each on its own line, so that one that hangs delays nobody, and the queues
/// of the *arrs that use them. What was seen is published and stored, so that the next start shows it at
/// once. Thread-safe.
public final class TorrentWatch implements AutoCloseable {

    /// Contract section 16.
    private static final Duration LOOKED_AT = Duration.ofSeconds(3);

    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration OUT_OF_SIGHT = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration ARRS = Duration.ofSeconds(60);
    /// Which clients an *arr has is a setting of it: asked less often than its queue.
    private static final Duration CLIENTS_OF_ARRS = Duration.ofMinutes(10);
    private static final Duration STORED = Duration.ofSeconds(30);
    private static final Duration FIGURES_STORED = Duration.ofMinutes(5);
    /// A client may use a fifth of its time for us.
    private static final int SHARE = 5;

    private static final Set<String> ARR_KINDS = Set.of("sonarr", "radarr", "lidarr", "readarr", "whisparr", "eros");
    /// A port that an *arr does not say.
    private static final int USUAL_PORT = 8080;

    private final Instances instances;
    private final TorrentLines lines;
    private final TorrentRepository store;
    private final TaskRegistry tasks;
    private final Time time;
    private final RandomGenerator random;
    private final Published<TorrentFleet> fleet = new Published<>(TorrentFleet.EMPTY);
    private final WatchLoops loops;
    private final Map<InstanceId, ArrView> views = new ConcurrentHashMap<>();
    private final Map<InstanceId, Told> told = new ConcurrentHashMap<>();
    private final Map<InstanceId, Saved> saved = new ConcurrentHashMap<>();
    private final SpeedHistory speeds = new SpeedHistory();
    private final List<Consumer<InstanceId>> listeners = new CopyOnWriteArrayList<>();
    private final List<Set<InstanceId>> looking = new CopyOnWriteArrayList<>();
    private volatile boolean outOfSight;
    private @Nullable Subscription following;
    private @Nullable Owned owned;
    /// For which instances [#owned] was worked out.
    private volatile @Nullable Fleet ownedOf;

    /// By what owners are known.
    private record Owned(
            SortedMap<InstanceId, ArrView> views,
            Map<Ownership.Entry, InstanceId> places,
            Map<InstanceId, Set<InstanceId>> only) {}

    /// When an *arr last told its clients, and at which settings of the instance.
    private record Told(Instant at, long configVersion) {}

    /// What of a client is in the store.
    ///
    /// @param at        when it was last written, of [Time#elapsed]
    /// @param figuresAt when figures that move all the time were last written, too
    private record Saved(
            Map<String, Torrent> torrents, Duration at, Map<String, Torrent> figures, Duration figuresAt) {}

    public TorrentWatch(
            Instances instances,
            TorrentLines lines,
            TorrentRepository store,
            TaskRegistry tasks,
            Time time,
            RandomGenerator random,
            Notices notices) {
        this.instances = instances;
        this.lines = lines;
        this.store = store;
        this.tasks = tasks;
        this.time = time;
        this.random = random;
        this.loops = new WatchLoops(instances, tasks, time, notices, new Looks());
    }

    public Published<TorrentFleet> fleet() {
        return fleet;
    }

    /// @param listener called after each good look at a client, on the thread that looked; quick
    public void whenSeen(Consumer<InstanceId> listener) {
        listeners.add(listener);
    }

    static boolean client(Instance instance) {
        return instance.kind().value().equals("qbittorrent");
    }

    static boolean arr(Instance instance) {
        return ARR_KINDS.contains(instance.kind().value());
    }

    /// Starts watching everything that is there, and follows what comes and goes.
    public void start() {
        following = instances.fleet().subscribe(Runnable::run, _ -> follow());
    }

    @Override
    public void close() {
        if (following != null) {
            following.close();
        }
        loops.close();
    }

    /// Looks at these clients more often until closed.
    public Subscription watching(Set<InstanceId> clients) {
        looking.add(clients);
        loops.ring(clients);
        return () -> looking.remove(clients);
    }

    /// @param hidden whether all windows are minimised, so that nobody looks whatever page is open
    public void outOfSight(boolean hidden) {
        outOfSight = hidden;
        if (!hidden) {
            loops.ring();
        }
    }

    private void follow() {
        for (var id : loops.follow(() -> watched(instances.fleet().get()))) {
            views.remove(id);
            told.remove(id);
            saved.remove(id);
            fleet.update(it -> it.without(id));
        }
        own(); // an *arr that was given other clients owns nothing on those it lost
    }

    private static Map<InstanceId, Instance> watched(Fleet known) {
        var watched = new LinkedHashMap<InstanceId, Instance>();
        known.live().stream()
                .filter(instance -> client(instance) || arr(instance))
                .filter(Instance::enabled)
                .forEach(instance -> watched.put(instance.id(), instance));
        return watched;
    }

    /// What the loops of instances do.
    private final class Looks implements WatchLoops.Watched {
        @Override
        public void begin(Instance instance) {
            if (client(instance)) {
                remember(instance.id());
            }
        }

        @Override
        public Duration look(Instance instance) throws InterruptedException {
            return client(instance) ? poll(instance) : ask(instance, false);
        }

        @Override
        public boolean hurried(InstanceId id, Duration rested) {
            return rested.compareTo(LOOKED_AT) >= 0 && lookedAt(id);
        }

        @Override
        public void brokeDown(Instance instance, Problem problem) {
            if (client(instance)) {
                failed(instance.id(), problem);
            } else {
                silent(instance.id());
                own();
            }
        }
    }

    /// What was stored is shown until the client answers.
    private void remember(InstanceId id) {
        if (!fleet.get().sides().containsKey(id)) {
            var torrents = new HashMap<String, Torrent>();
            store.torrents(id).forEach(torrent -> torrents.put(torrent.key().hash(), torrent));
            var side = TorrentSide.stored(id, Map.copyOf(torrents), store.lastSeen(id));
            fleet.update(it -> it.sides().containsKey(id) ? it : it.with(side));
        }
    }

    /// Looks at these now, all at once, and at all *arrs where wanted.
    ///
    /// @return everything as it is then; who did not answer is marked
    public TorrentFleet now(Collection<InstanceId> clients, boolean arrs) throws InterruptedException {
        var started = new ArrayList<TaskHandle<Boolean>>();
        for (var instance : instances.fleet().get().live()) {
            boolean wanted = client(instance) ? clients.contains(instance.id()) : arrs && arr(instance);
            if (wanted && instance.enabled()) {
                var request = new TaskRequest(
                        "torrents-look", "look at " + instance.name(), List.of(instance.id()), Origin.PROGRAM, true);
                started.add(tasks.start(request, _ -> {
                    if (client(instance)) {
                        remember(instance.id());
                        poll(instance);
                    } else {
                        ask(instance, true);
                    }
                    return true;
                }));
            }
        }
        for (var task : started) {
            task.await();
        }
        return fleet.get();
    }

    /// @return where a client keeps data that goes nowhere else; empty where it never told
    String usualFolder(InstanceId client) {
        return instances
                .find(client)
                .flatMap(Instance::identity)
                .map(identity -> identity.facts().getOrDefault("savePath", ""))
                .orElse("");
    }

    /// Which clients see the same disks, as they are set.
    StorageGroups groups() {
        var names = new HashMap<InstanceId, String>();
        instances.fleet().get().live().stream()
                .filter(TorrentWatch::client)
                .forEach(it -> names.put(it.id(), it.configuration().settings().getOrDefault("storageGroup", "")));
        return new StorageGroups(names);
    }

    /// Looks at every client, or shows what was stored of one that is down: who deletes files must know of
    /// all torrents that may use them.
    TorrentFleet everywhere() throws InterruptedException {
        var clients = instances.fleet().get().live().stream()
                .filter(TorrentWatch::client)
                .map(Instance::id)
                .toList();
        clients.forEach(this::remember);
        return now(clients, false);
    }

    /// @return when to look again
    private Duration poll(Instance instance) throws InterruptedException {
        var id = instance.id();
        try {
            var slow = new AtomicBoolean();
            var snapshot = lines.client(instance, line -> {
                var answer = line.poll();
                slow.set(line.slow());
                return answer;
            });
            seen(snapshot);
            return pause(snapshot, slow.get());
        } catch (ConnectorException e) {
            return failed(id, e.problem());
        }
    }

    /// @return how fast a torrent was in the last minutes, oldest first; empty for one that did nothing
    public List<Speed> speeds(TorrentKey torrent) {
        return speeds.of(torrent);
    }

    /// Takes in what somebody else asked a client for.
    void seen(TorrentSnapshot snapshot) {
        var id = snapshot.instance();
        fleet.update(it -> it.with(it.sides()
                .getOrDefault(id, TorrentSide.stored(id, Map.of(), Optional.empty()))
                .seen(snapshot)));
        speeds.seen(snapshot);
        save(snapshot);
        listeners.forEach(listener -> listener.accept(id));
    }

    private Duration failed(InstanceId id, Problem problem) {
        fleet.update(it -> it.with(it.sides()
                .getOrDefault(id, TorrentSide.stored(id, Map.of(), Optional.empty()))
                .failed(problem)));
        int failures = Optional.ofNullable(fleet.get().sides().get(id))
                .map(TorrentSide::failures)
                .orElse(1);
        var pause = WatchLoops.afterFailures(failures);
        return pause.plusMillis((long) (pause.toMillis() * (random.nextDouble() - 0.5) * 0.4));
    }

    private boolean lookedAt(InstanceId id) {
        return !outOfSight && looking.stream().anyMatch(ids -> ids.contains(id));
    }

    private Duration pause(TorrentSnapshot snapshot, boolean slow) {
        var pause = outOfSight ? OUT_OF_SIGHT : lookedAt(snapshot.instance()) && snapshot.delta() ? LOOKED_AT : USUAL;
        boolean active = snapshot.transfer().downloadSpeed() > 0
                || snapshot.transfer().uploadSpeed() > 0
                || snapshot.torrents().values().stream()
                        .anyMatch(it ->
                                it.family() == TorrentFamily.DOWNLOADING || it.family() == TorrentFamily.METADATA);
        if (!active) {
            pause = pause.multipliedBy(2);
        }
        if (slow) {
            pause = pause.multipliedBy(2);
        }
        var fair = snapshot.took().multipliedBy(SHARE);
        var longer = pause.compareTo(fair) < 0 ? fair : pause;
        return longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
    }

    /// At most every 30 s, and only what changed; figures that move all the time less often.
    private void save(TorrentSnapshot snapshot) {
        var id = snapshot.instance();
        var now = time.elapsed();
        var last = saved.get(id);
        if (last != null && now.compareTo(last.at.plus(STORED)) < 0) {
            return;
        }
        var torrents = snapshot.torrents();
        if (last == null) {
            var stored = new HashMap<String, Torrent>();
            store.torrents(id).forEach(torrent -> stored.put(torrent.key().hash(), torrent));
            write(id, torrents, stored, (was, is) -> !sameFacts(was, is) || !sameFigures(was, is));
            saved.put(id, new Saved(torrents, now, torrents, now));
        } else if (now.compareTo(last.figuresAt.plus(FIGURES_STORED)) < 0) {
            write(id, torrents, last.torrents, (was, is) -> was != is && !sameFacts(was, is));
            saved.put(id, new Saved(torrents, now, last.figures, last.figuresAt));
        } else {
            write(id, torrents, last.figures, (was, is) -> was != is);
            saved.put(id, new Saved(torrents, now, torrents, now));
        }
    }

    private void write(
            InstanceId id,
            Map<String, Torrent> torrents,
            Map<String, Torrent> before,
            BiPredicate<Torrent, Torrent> differs) {
        var changed = torrents.values().stream()
                .filter(torrent -> {
                    var was = before.get(torrent.key().hash());
                    return was == null || differs.test(was, torrent);
                })
                .toList();
        var gone = before.keySet().stream()
                .filter(hash -> !torrents.containsKey(hash))
                .toList();
        if (!changed.isEmpty() || !gone.isEmpty()) {
            store.saveTorrents(id, changed, gone, time.instant());
        }
    }

    private static boolean sameFacts(Torrent one, Torrent other) {
        return one.state() == other.state()
                && one.size() == other.size()
                && one.complete() == other.complete()
                && one.name().equals(other.name())
                && one.category().equals(other.category())
                && one.tags().equals(other.tags())
                && one.savePath().equals(other.savePath())
                && one.contentPath().equals(other.contentPath())
                && one.isPrivate().equals(other.isPrivate())
                && one.addedAt().equals(other.addedAt())
                && TorrentTracker.shown(one.tracker()).equals(TorrentTracker.shown(other.tracker()));
    }

    private static boolean sameFigures(Torrent one, Torrent other) {
        return one.completed() == other.completed() && one.uploaded() == other.uploaded();
    }

    private Duration ask(Instance instance, boolean anew) throws InterruptedException {
        var id = instance.id();
        var before = views.get(id);
        try {
            var view = lines.arr(instance, line -> {
                var known = Optional.ofNullable(views.get(id));
                var downloads = new HashMap<String, ArrDownload>();
                line.downloads().forEach(download -> downloads.put(download.downloadId(), download));
                var clients = known.map(ArrView::clients).orElse(List.of());
                if (anew || known.isEmpty() || clientsMayDiffer(instance, known.get(), downloads)) {
                    var fresh = line.torrentClients();
                    clients = fresh.isEmpty() ? clients : fresh;
                    told.put(id, new Told(time.instant(), instance.configVersion()));
                }
                return new ArrView(id, true, time.instant(), clients, downloads);
            });
            views.merge(id, view, (known, fresh) -> known.says(fresh) ? known : fresh);
        } catch (ConnectorException e) {
            silent(id);
        }
        if (views.get(id) != before || instances.fleet().get() != ownedOf) {
            own();
        }
        return ARRS;
    }

    private void silent(InstanceId arr) {
        views.computeIfPresent(arr, (_, view) -> view.reachable() ? view.unreachable() : view);
    }

    private boolean clientsMayDiffer(Instance instance, ArrView known, Map<String, ArrDownload> downloads) {
        var last = told.get(instance.id());
        var since = Duration.between(last == null ? Instant.EPOCH : last.at, time.instant());
        return last == null
                || last.configVersion != instance.configVersion()
                || since.isNegative() // the clock was put back
                || since.compareTo(CLIENTS_OF_ARRS) >= 0
                || !known.reachable()
                || !known.clientNames()
                        .containsAll(downloads.values().stream()
                                .map(ArrDownload::client)
                                .collect(Collectors.toSet()));
    }

    /// Who owns what is worked out anew only when somebody told something else: everything is judged and
    /// painted by it.
    private synchronized void own() {
        var known = instances.fleet().get();
        ownedOf = known;
        var answers = new TreeMap<>(views);
        answers.keySet().retainAll(watched(known).keySet()); // one may come after its *arr is gone
        var next = new Owned(answers, places(known), only(known));
        if (!next.equals(owned)) {
            owned = next;
            var ownership = new Ownership(next.views.values(), next.places, next.only);
            fleet.update(it -> it.with(ownership));
        }
    }

    /// Which clients those *arrs watch that do not watch all. A client that is gone is none.
    private static Map<InstanceId, Set<InstanceId>> only(Fleet known) {
        var clients = known.live().stream()
                .filter(TorrentWatch::client)
                .map(Instance::id)
                .collect(Collectors.toSet());
        var only = new HashMap<InstanceId, Set<InstanceId>>();
        known.live().stream().filter(TorrentWatch::arr).forEach(arr -> {
            var named = ArrClient.watched(arr.configuration().settings().getOrDefault(ArrClient.WATCHED, ""));
            if (!named.isEmpty()) { // none of them left is not all of them
                named.retainAll(clients);
                only.put(arr.id(), named);
            }
        });
        return only;
    }

    /// Which instance an *arr's entry leads to, by host, port and path; nothing is asked of the network.
    private Map<Ownership.Entry, InstanceId> places(Fleet known) {
        var byPlace = new HashMap<Place, InstanceId>();
        known.live().stream().filter(TorrentWatch::client).forEach(instance -> {
            var connection = instance.configuration().connection();
            byPlace.putIfAbsent(Place.of(connection.address()), instance.id());
            connection.second().ifPresent(second -> byPlace.putIfAbsent(Place.of(second), instance.id()));
        });
        var places = new HashMap<Ownership.Entry, InstanceId>();
        for (var view : views.values()) {
            for (var entry : view.clients()) {
                var client = byPlace.get(Place.of(entry.host(), entry.port(), entry.path()));
                if (client != null) {
                    places.put(new Ownership.Entry(view.instance(), entry.name()), client);
                }
            }
        }
        return places;
    }

    /// Where a client is reached, in the form in which *arrs write it.
    private record Place(String host, int port, String path) {

        static Place of(String host, int port, String path) {
            return new Place(host.toLowerCase(Locale.ROOT), port > 0 ? port : USUAL_PORT, path);
        }

        static Place of(Address address) {
            var uri = URI.create(address.toString());
            int port = uri.getPort() > 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
            var path = Optional.ofNullable(uri.getPath()).orElse("").replaceAll("^/+|/+$", "");
            return new Place(String.valueOf(uri.getHost()), port, path);
        }
    }
}
