package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.connectors.TracksDownloads;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.torrent.ArrClient;
import io.pilothouse.domain.torrent.ArrDownload;
import io.pilothouse.domain.torrent.ArrHistory;
import io.pilothouse.domain.torrent.RemotePath;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentAdded;
import io.pilothouse.domain.torrent.TorrentAddition;
import io.pilothouse.domain.torrent.TorrentCategory;
import io.pilothouse.domain.torrent.TorrentFile;
import io.pilothouse.domain.torrent.TorrentHashes;
import io.pilothouse.domain.torrent.TorrentOutcome;
import io.pilothouse.domain.torrent.TorrentPeer;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import io.pilothouse.domain.torrent.TorrentTracker;
import io.pilothouse.domain.torrent.TransferState;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.TorrentRepository;
import io.pilothouse.tasks.notice.Notices;
import io.pilothouse.testing.FakeKind;
import io.pilothouse.testing.TestEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Torrent clients and one *arr in memory, over a real store. Everything that was sent is in one journal, in
/// order.
final class TorrentWorld implements TorrentLines, AutoCloseable {

    final TestEngine engine;
    final TorrentRepository store;
    final TorrentServices services;
    final Notices notices = new Notices();
    final List<String> journal = Collections.synchronizedList(new ArrayList<>());
    final Map<InstanceId, Client> clients = new HashMap<>();
    final Map<InstanceId, Arr> arrs = new HashMap<>();
    /// Why rules do not begin by themselves.
    volatile Optional<String> spared = Optional.empty();
    /// Lines to real servers, which stand in for the client in memory.
    final Map<InstanceId, KeepsTorrents> real = new HashMap<>();

    TorrentWorld(Path folder) {
        engine = new TestEngine(folder, List.of(FakeKind.of("sonarr"), FakeKind.of("qbittorrent")));
        store = new TorrentRepository(engine.database());
        services = again();
        services.register(engine.get().undoing());
    }

    /// The same as after another start of the program: nothing but the store is remembered.
    TorrentServices again() {
        var it = engine.get();
        return TorrentServices.of(new TorrentServices.Parts(
                it.instances(),
                this,
                store,
                new CycleRepository(engine.database()),
                it.guards(),
                it.runner(),
                engine.time,
                new Random(3),
                () -> false,
                () -> spared,
                it.health().states(),
                it.activity(),
                notices));
    }

    /// The program ends here.
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    Instance add(String kind, String name, GuardLevel guard) throws Exception {
        var configuration = Configuration.of(
                        new KindId(kind),
                        name,
                        Address.of("http://" + name.toLowerCase(java.util.Locale.ROOT) + ".lan/"))
                .withGuard(Optional.of(guard));
        var instance = engine.get().instances().add(configuration, Secrets.NONE, TestEngine.ME);
        if (kind.equals("qbittorrent")) {
            clients.put(instance.id(), new Client(instance.id()));
        } else {
            arrs.put(instance.id(), new Arr(name));
        }
        return instance;
    }

    static Consent seen() {
        return new Consent(io.pilothouse.domain.task.Origin.WINDOW, true, true, Optional.empty(), false);
    }

    @Override
    public <T> T client(Instance instance, Use<KeepsTorrents, T> use) throws ConnectorException, InterruptedException {
        var line = real.get(instance.id());
        return use.with(line == null ? clients.get(instance.id()) : line);
    }

    @Override
    public <T> T arr(Instance instance, Use<TracksDownloads, T> use) throws ConnectorException, InterruptedException {
        return use.with(arrs.get(instance.id()));
    }

    @Override
    public void close() {
        engine.close();
    }

    static ConnectorException down() {
        return ConnectorException.of(FaultCode.NO_ANSWER, "It does not answer.", "Wait.");
    }

    /// A client whose torrents a test sets.
    final class Client implements KeepsTorrents {
        final InstanceId id;
        final Map<String, Torrent> torrents = new TreeMap<>();
        final SortedMap<String, TorrentCategory> categories =
                new TreeMap<>(Map.of("tv", new TorrentCategory("tv", "", Optional.empty())));
        final SortedMap<String, Object> preferences = new TreeMap<>();
        final List<TorrentFile> files = new ArrayList<>();
        List<TorrentTracker> trackers = List.of();
        /// What is read anew where it differs from what polls tell.
        final Map<String, Torrent> fresh = new HashMap<>();
        volatile boolean down;
        /// Its answer brings a fault of ours to light.
        volatile boolean breaks;
        /// It does what it is told, and nobody hears of it.
        boolean loses;
        /// The program is killed before a torrent is deleted.
        boolean dies;
        boolean refusesCategories;
        boolean queueing;
        /// How long it needs to answer, and whether that is much for it.
        Duration took = Duration.ofMillis(3);

        boolean slow;
        final AtomicInteger polls = new AtomicInteger();
        boolean subcategories;
        /// Rises when the client was restarted.
        long session = 1;
        /// While it is not open, a look gets no answer.
        CountDownLatch hangs = new CountDownLatch(0);
        private Optional<TorrentSnapshot> last = Optional.empty();

        Client(InstanceId id) {
            this.id = id;
        }

        void put(Torrent torrent) {
            torrents.put(torrent.key().hash(), torrent);
        }

        @Override
        public boolean slow() {
            return slow;
        }

        @Override
        public TorrentSnapshot poll() throws ConnectorException {
            polls.incrementAndGet();
            try {
                hangs.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (down) {
                throw down();
            }
            if (breaks) {
                throw new IllegalStateException("a fault of ours");
            }
            var made = new TorrentSnapshot(
                    id,
                    session,
                    engine.time.instant(),
                    took,
                    Duration.ZERO,
                    Map.copyOf(torrents),
                    new TreeMap<>(categories),
                    new TreeSet<>(),
                    new TransferState(
                            Optional.of(TransferState.Connection.CONNECTED),
                            0,
                            0,
                            OptionalLong.of(1L << 40),
                            0,
                            0,
                            false,
                            queueing,
                            1,
                            1,
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            Optional.of(subcategories)),
                    new TorrentSnapshot.Changes(false, Set.of(), Set.of(), Set.of(), Set.of(), List.of()),
                    true);
            last = Optional.of(made);
            return made;
        }

        @Override
        public Optional<TorrentSnapshot> latest() {
            return last;
        }

        @Override
        public void reload() {}

        @Override
        public TorrentOutcome act(TorrentAct act) throws ConnectorException {
            if (down) {
                throw down();
            }
            if (dies && act instanceof TorrentAct.Delete) {
                throw new Killed();
            }
            journal.add(act.getClass().getSimpleName()
                    + (act instanceof TorrentAct.Delete(var _, boolean files1)
                            ? files1 ? " with files" : " keeping files"
                            : "")
                    + " " + act.torrents().hashes().size());
            var there = new HashSet<>(act.torrents().hashes());
            there.retainAll(torrents.keySet());
            if (act instanceof TorrentAct.SetCategory(var _, String category) && category.equals("nowhere")) {
                throw ConnectorException.of(FaultCode.REFUSED, "Box refused: Incorrect category name", "Make it.");
            }
            if (act instanceof TorrentAct.Delete) {
                torrents.keySet().removeAll(there);
            }
            if (loses) {
                throw down();
            }
            poll();
            return new TorrentOutcome(there, Set.of(), Set.of());
        }

        @Override
        public TorrentAdded add(TorrentAddition addition) {
            journal.add("add");
            return new TorrentAdded(Optional.empty(), false);
        }

        @Override
        public boolean createCategory(String name, String savePath) throws ConnectorException {
            if (down) {
                throw down();
            }
            journal.add(("category " + name + " " + savePath).strip());
            if (refusesCategories) {
                throw ConnectorException.of(FaultCode.REFUSED, "Box refused.", "Look at it.");
            }
            return categories.putIfAbsent(name, new TorrentCategory(name, savePath, Optional.empty())) == null;
        }

        @Override
        public boolean editCategory(String name, String savePath) throws ConnectorException {
            if (down) {
                throw down();
            }
            journal.add("edit category " + name + " " + savePath);
            categories.put(name, new TorrentCategory(name, savePath, Optional.empty()));
            return true;
        }

        @Override
        public void removeCategory(String name) {
            journal.add("remove category " + name);
            categories.remove(name);
        }

        @Override
        public void alternativeSpeed(boolean on) {}

        @Override
        public Optional<byte[]> export(String hash) {
            return Optional.of(new byte[] {1});
        }

        @Override
        public List<Torrent> read(TorrentHashes hashes) throws ConnectorException {
            if (down) {
                throw down();
            }
            return hashes.hashes().stream()
                    .filter(torrents::containsKey)
                    .map(hash -> fresh.getOrDefault(hash, torrents.get(hash)))
                    .toList();
        }

        @Override
        public List<TorrentFile> files(String hash) {
            return files;
        }

        @Override
        public void filePriority(String hash, Set<Integer> indexes, int priority) {
            journal.add("files " + indexes + " " + priority);
        }

        @Override
        public List<TorrentTracker> trackers(String hash) {
            journal.add("trackers");
            return trackers;
        }

        @Override
        public List<TorrentPeer> peers(String hash) {
            return List.of();
        }

        @Override
        public SortedMap<String, Object> preferences() {
            return new TreeMap<>(preferences);
        }

        @Override
        public SortedMap<String, Object> changePreferences(Map<String, Object> changes) {
            return new TreeMap<>();
        }
    }

    /// An *arr that owns the category `tv`.
    final class Arr implements TracksDownloads {
        final String name;
        final Map<String, ArrDownload> queue = new TreeMap<>();
        final List<ArrHistory> history = new ArrayList<>();
        boolean down;
        volatile boolean breaks;
        boolean refuses;
        boolean superseded;
        boolean silentAboutRoots;
        final List<RemotePath> paths = new ArrayList<>();
        final List<String> roots = new ArrayList<>(List.of("/data/media"));
        final Set<String> visible = new HashSet<>();
        final AtomicInteger clientsAsked = new AtomicInteger();
        final AtomicInteger queueAsked = new AtomicInteger();

        Arr(String name) {
            this.name = name;
        }

        void queued(Torrent torrent, String state, String status, String... messages) {
            queue.put(
                    torrent.key().hash(),
                    new ArrDownload(
                            List.of(7L),
                            torrent.key().hash(),
                            torrent.name(),
                            "episode:1",
                            "Tide 1x01",
                            state,
                            status,
                            List.of(messages),
                            "qb"));
        }

        private void answer() throws ConnectorException {
            if (down) {
                throw down();
            }
        }

        @Override
        public List<ArrClient> torrentClients() throws ConnectorException {
            answer();
            clientsAsked.incrementAndGet();
            return List.of(new ArrClient("qb", "box", 8080, "", "tv", "", false));
        }

        @Override
        public List<ArrDownload> downloads() throws ConnectorException {
            answer();
            queueAsked.incrementAndGet();
            if (breaks) {
                throw new IllegalStateException("a fault of ours");
            }
            return List.copyOf(queue.values());
        }

        @Override
        public List<ArrHistory> history(String downloadId) throws ConnectorException {
            answer();
            return List.copyOf(history);
        }

        @Override
        public String refreshDownloads() throws ConnectorException {
            answer();
            journal.add("refresh");
            return "1";
        }

        @Override
        public String importFrom(String path, String downloadId) throws ConnectorException {
            answer();
            journal.add("import " + path);
            return "2";
        }

        @Override
        public boolean superseded(String downloadId) throws ConnectorException {
            answer();
            journal.add("superseded?");
            return superseded;
        }

        @Override
        public List<RemotePath> remotePaths() throws ConnectorException {
            answer();
            return List.copyOf(paths);
        }

        @Override
        public List<String> rootFolders() throws ConnectorException {
            if (silentAboutRoots) {
                throw down();
            }
            return List.copyOf(roots);
        }

        @Override
        public boolean sees(String path) throws ConnectorException {
            answer();
            return visible.contains(path);
        }

        @Override
        public Optional<Boolean> ended(String command) {
            return Optional.of(true);
        }

        @Override
        public void forget(ArrDownload download, boolean blocklist, boolean searchAgain) throws ConnectorException {
            if (refuses) {
                throw down();
            }
            journal.add("forget blocklist=" + blocklist + " search=" + searchAgain);
            queue.remove(download.downloadId());
        }
    }
}
