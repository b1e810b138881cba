package io.pilothouse;

import io.pilothouse.cli.CliServices;
import io.pilothouse.cli.ShownWindow;
import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.Pauses;
import io.pilothouse.connectors.ProgramProxy;
import io.pilothouse.connectors.Recogniser;
import io.pilothouse.connectors.amc.AmcKind;
import io.pilothouse.connectors.arr.ArrKind;
import io.pilothouse.connectors.homeassistant.HomeAssistantKind;
import io.pilothouse.connectors.message.RemoteSender;
import io.pilothouse.connectors.qbittorrent.QBittorrentKind;
import io.pilothouse.connectors.stash.StashKind;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.AlertRepository;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.DamagedStoreException;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.DeliveryRepository;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.LibraryLikeness;
import io.pilothouse.store.LibraryPersonalRepository;
import io.pilothouse.store.LibraryQueries;
import io.pilothouse.store.LibraryRepository;
import io.pilothouse.store.ListRepository;
import io.pilothouse.store.SecretRepository;
import io.pilothouse.store.SentRequestRepository;
import io.pilothouse.store.StoreCopy;
import io.pilothouse.store.StoreException;
import io.pilothouse.store.TitleRepository;
import io.pilothouse.store.TorrentRepository;
import io.pilothouse.tasks.Engine;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.SystemTime;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.alert.LiveAlerts;
import io.pilothouse.tasks.alert.SetUpChannels;
import io.pilothouse.tasks.amc.Amc;
import io.pilothouse.tasks.amc.AmcCycles;
import io.pilothouse.tasks.amc.AmcTurns;
import io.pilothouse.tasks.amc.ApiCalls;
import io.pilothouse.tasks.amc.LoginNews;
import io.pilothouse.tasks.arr.StoredShelves;
import io.pilothouse.tasks.backup.Backups;
import io.pilothouse.tasks.compare.Comparing;
import io.pilothouse.tasks.compare.LiveComparing;
import io.pilothouse.tasks.connection.ConnectionTester;
import io.pilothouse.tasks.connection.ConnectionTests;
import io.pilothouse.tasks.connection.NetworkSettings;
import io.pilothouse.tasks.connection.OpenConnectors;
import io.pilothouse.tasks.connection.SentRequests;
import io.pilothouse.tasks.cycle.ArrCycles;
import io.pilothouse.tasks.cycle.CycleDesk;
import io.pilothouse.tasks.cycle.CycleTurns;
import io.pilothouse.tasks.cycle.FollowingRounds;
import io.pilothouse.tasks.cycle.HuntingCycles;
import io.pilothouse.tasks.cycle.MorningResults;
import io.pilothouse.tasks.cycle.StoppedRules;
import io.pilothouse.tasks.health.InstanceChecker;
import io.pilothouse.tasks.health.InstanceChecks;
import io.pilothouse.tasks.health.OwnNetwork;
import io.pilothouse.tasks.home.ConnectedHomes;
import io.pilothouse.tasks.instance.GroupDefaults;
import io.pilothouse.tasks.instance.InstanceEvent;
import io.pilothouse.tasks.instance.Kinds;
import io.pilothouse.tasks.library.ExternalPlayer;
import io.pilothouse.tasks.library.LibraryCycles;
import io.pilothouse.tasks.library.LibraryPauses;
import io.pilothouse.tasks.library.LibrarySettings;
import io.pilothouse.tasks.library.LibraryTurns;
import io.pilothouse.tasks.library.StoredLibrary;
import io.pilothouse.tasks.notice.Notice;
import io.pilothouse.tasks.notice.Notices;
import io.pilothouse.tasks.pause.Sparing;
import io.pilothouse.tasks.pause.SystemPower;
import io.pilothouse.tasks.room.StoreRoom;
import io.pilothouse.tasks.schedule.JoinedSchedules;
import io.pilothouse.tasks.schedule.Scheduler;
import io.pilothouse.tasks.secret.Keeping;
import io.pilothouse.tasks.secret.KeyFile;
import io.pilothouse.tasks.secret.KeyPlace;
import io.pilothouse.tasks.secret.Redactor;
import io.pilothouse.tasks.secret.SecretStore;
import io.pilothouse.tasks.secret.SystemKeyStore;
import io.pilothouse.tasks.torrent.ConnectedTorrentLines;
import io.pilothouse.tasks.torrent.TorrentCycles;
import io.pilothouse.tasks.torrent.TorrentRules;
import io.pilothouse.tasks.torrent.TorrentServices;
import io.pilothouse.tasks.torrent.TorrentTurns;
import io.pilothouse.tasks.transfer.Transfers;
import io.pilothouse.ui.alert.RemoteWords;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Builds the program, bottom up, with plain constructors. Read top to bottom to see what exists and
/// who knows whom. Making it opens the store and starts nothing that touches the network.
final class Wiring implements AutoCloseable {

    /// For work that was asked to stop, and again for taking leave of services.
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(2);

    private static final String COPY_MATTER = "store-copy";

    final Clock clock;
    final DataFolder folder;
    final Database database;
    final Redactor redactor;
    final SecretStore secrets;
    final SentRequests sentRequests;
    final HttpClients http;
    final ConnectorKinds kinds;
    final OpenConnectors connectors;
    private volatile boolean left;
    final Engine engine;
    final Backups backups;
    final LiveAlerts alerts;
    final ConnectionTests connectionTests;
    final HuntingCycles cycles;
    final StoredShelves shelves;
    final CycleDesk cycleDesk;
    private final TorrentTurns torrentTurns;
    private final AmcTurns amcTurns;
    final JoinedSchedules schedules;
    final ConnectedHomes homes;
    final StoredLibrary library;
    private final LibraryPauses libraryPauses;
    private Optional<CycleTurns> turns = Optional.empty();
    private Optional<LibraryTurns> libraryTurns = Optional.empty();
    private Optional<Sparing> sparing = Optional.empty();
    private final FollowingRounds rounds;
    final TorrentServices torrents;
    final Notices notices = new Notices();
    final Amc amc;
    final Transfers transfers;
    final Comparing comparing;
    final StoreRoom room;
    private final Subscription proxySetting;
    private final StoppedRules stoppedRules;
    private final SystemTime time;
    /// Of this start alone, so that it is told again at a later one.
    private final String missedMatter;
    private Optional<LogFile> log = Optional.empty();
    private Subscription logSetting = () -> {};
    private boolean started;

    /// @throws StoreException if the store cannot be opened or read
    static Wiring open(DataFolder folder, Clock clock, Redactor redactor) {
        try {
            return opened(folder, clock, redactor);
        } catch (DamagedStoreException e) {
            throw e;
        } catch (StoreException e) {
            if (e.problem().code() != ProblemCode.STORE_DAMAGED) {
                throw e;
            }
            return opened(folder, clock, redactor); // which now looks the whole file over and finds the good copies
        }
    }

    private static Wiring opened(DataFolder folder, Clock clock, Redactor redactor) {
        var time = new SystemTime(clock);
        var database = Database.open(folder, time);
        boolean wired = false;
        try {
            var wiring = new Wiring(folder, database, time, clock, redactor, systemKeyStore());
            wired = true;
            return wiring;
        } finally {
            if (!wired) {
                database.close();
            }
        }
    }

    /// @param keyStore the operating system's
    private Wiring(
            DataFolder folder, Database database, SystemTime time, Clock clock, Redactor redactor, KeyPlace keyStore) {
        this.clock = clock;
        missedMatter = "missed-runs/" + clock.millis();
        this.folder = folder;
        this.database = database;
        this.time = time;
        var random = new SecureRandom();
        this.redactor = redactor;
        secrets = new SecretStore(
                database,
                new SecretRepository(database),
                new InstanceRepository(database, time, random),
                Keeping.usual(keyStore, new KeyFile(folder)),
                redactor,
                time,
                random,
                Thread.ofPlatform().daemon().name("key store").factory());
        sentRequests = new SentRequests(new SentRequestRepository(database));
        var amcCalls = new ApiCalls(sentRequests);
        var amcNews = new LoginNews();
        var proxy = ProgramProxy.installed();
        http = new HttpClients(clock, amcCalls, Version.NUMBER);
        kinds = new ConnectorKinds(kinds(http, clock, random, amcNews));
        connectors = new OpenConnectors(kinds, secrets::read);
        var recogniser = new Recogniser(kinds, http);
        var checker = new InstanceChecker(connectors, kinds, recogniser, clock);
        engine = new Engine(new Engine.Parts(
                database,
                kinds,
                secrets,
                new InstanceChecks() {
                    @Override
                    public Answered check(Instance instance) {
                        return answered(checker.check(instance));
                    }

                    @Override
                    public void anew(InstanceId id) {
                        connectors.close(id); // what it was told of a ban goes with it
                    }
                },
                time,
                clock.getZone(),
                random,
                new OwnNetwork(time),
                OwnNetwork::anyAnswers,
                Engine.Parts.USUAL_PUBLISH_EVERY,
                this::copyDaily));
        connectors.whenCallFails(engine.runner()::callFailed);
        connectors.leaveBy(this::leave);
        connectors.reachBy(new GroupDefaults(engine.settings())::connection);
        proxySetting = engine.settings()
                .values()
                .subscribe(Runnable::run, _ -> proxy.use(engine.settings().get(NetworkSettings.PROXY)));
        backups = new Backups(database);
        alerts = alerts();
        engine.instances().whenChanged(event -> {
            if (event instanceof InstanceEvent.Removed(var id)) {
                connectors.close(id);
            }
        });
        connectionTests = new ConnectionTester(
                http,
                kinds,
                recogniser,
                connectors,
                secrets::read,
                () -> engine.instances().fleet().get().live(),
                id -> engine.health().check(List.of(id), Origin.WINDOW).get(id),
                clock);
        var lines = new ServiceLines(engine.instances(), connectors, clock);
        var cycleStore = new CycleRepository(database);
        var lists = new ListRepository(database);
        cycles = new HuntingCycles(
                cycleStore,
                lists,
                engine.instances(),
                engine.health(),
                engine.guards(),
                engine.activity(),
                engine.settings(),
                lines::searcher,
                lines::linkedClients,
                Thread::sleep,
                clock,
                random);
        // a kind with cycles of its own is one line here
        engine.undoing().register(HuntingCycles.UNDO_CARE, cycles::takeBack);
        stoppedRules = new StoppedRules(cycles, engine.instances(), notices, clock);
        shelves = new StoredShelves(
                new TitleRepository(database),
                engine.instances(),
                lines::searcher,
                engine.guards(),
                engine.activity(),
                clock);
        engine.undoing().register(StoredShelves.UNDO_MONITOR, shelves::takeBack);
        rounds = new FollowingRounds(
                cycles,
                cycleStore.searches(),
                engine.instances(),
                engine.runner(),
                time,
                engine.pausing()::paused,
                engine.health().states());
        homes = new ConnectedHomes(
                engine.instances(), connectors, engine.guards(), engine.activity(), engine.runner(), lists, clock);
        torrents = torrents(cycleStore, random);
        amc = new Amc(new Amc.Parts(
                database,
                folder,
                engine.instances(),
                secrets,
                connectors,
                kinds,
                engine.health(),
                engine.guards(),
                engine.activity(),
                engine.runner(),
                notices,
                engine.pausing()::paused,
                engine.pausing()::spared,
                engine.pausing()::outsideHours,
                time,
                random,
                amcNews,
                amcCalls));
        engine.instances().whenChanged(event -> {
            if (event instanceof InstanceEvent.Edited(var _, var after, boolean identityEdited) && identityEdited) {
                amc.identityEdited(after.id());
            }
        });
        library = new StoredLibrary(
                new StoredLibrary.Keeping(
                        new LibraryRepository(database, random),
                        new LibraryQueries(database),
                        new LibraryLikeness(database),
                        new LibraryPersonalRepository(database),
                        folder.pictures(),
                        engine.settings().get(LibrarySettings.PICTURE_MEGABYTES) * (1L << 20),
                        folder.kept(),
                        new ExternalPlayer(
                                engine.settings(), java.util.Objects.requireNonNullElse(System.getenv("PATH"), ""))),
                engine.instances(),
                engine.guards(),
                engine.activity(),
                kind -> kind.value().equals("stash"),
                lines::library,
                time);
        libraryPauses = new LibraryPauses(engine.settings(), time);
        torrentTurns = new TorrentTurns(torrents.rules(), engine.instances(), cycleStore, time);
        amcTurns = new AmcTurns(amc.schedules(), engine.instances(), time);
        schedules = new JoinedSchedules(List.of(engine.scheduler(), torrentTurns, amcTurns));
        cycleDesk = new CycleDesk(List.of(
                new ArrCycles(cycles),
                new TorrentCycles(torrents, clock),
                new AmcCycles(amc, engine.instances(), clock, clock.getZone()),
                new LibraryCycles(library, libraryPauses, engine.guards())));
        comparing = new LiveComparing(
                engine.instances(), connectors, engine.guards(), engine.settings(), engine.undoing(), clock);
        room = new StoreRoom(() -> Files.getFileStore(folder.root()).getUsableSpace(), database::diskFull, time);
        room.shortage().subscribe(Runnable::run, shortage -> engine.pausing().holdWithoutRoom(shortage.isPresent()));
        transfers = new Transfers(
                database,
                secrets,
                engine.instances(),
                engine.instances()::reload,
                kindsForPeople(),
                engine.activity(),
                this::keepRule,
                clock,
                random);
    }

    /// A failure is told at once: without a copy nothing can be taken back.
    private void copyDaily() {
        boolean copied = false;
        try {
            database.copy(StoreCopy.Reason.DAILY);
            copied = true;
        } finally {
            notices.tell(
                    copied
                            ? Notice.over(COPY_MATTER, List.of(), "", "The store was copied again.", clock.instant())
                            : Notice.of(
                                            COPY_MATTER,
                                            List.of(),
                                            "",
                                            "The daily copy of the store could not be made.",
                                            "Look into Settings, Backup and data, and make one by hand.",
                                            clock.instant())
                                    .toldAs(AlertEvent.COPY));
        }
    }

    private void tellMissed(Scheduler.Missed missed) {
        if (!missed.instances().isEmpty()) {
            notices.tell(Notice.of(
                            missedMatter,
                            missed.instances(),
                            "",
                            missed.figures().subject(),
                            "Look at the schedules to change what happens to missed runs.",
                            clock.instant())
                    .toldAs(AlertEvent.MISSED));
        }
    }

    private LiveAlerts alerts() {
        var settings = engine.settings();
        var speech = new RemoteWords(engine.instances(), settings, Locale.getDefault(), clock.getZone());
        var sender = new RemoteSender(http, sentRequests, clock);
        var deliveries = new DeliveryRepository(database);
        return new LiveAlerts(new LiveAlerts.Parts(
                new AlertRepository(database),
                deliveries,
                engine.health().causes(),
                notices,
                engine.health().states(),
                () -> engine.instances().fleet().get().live(),
                settings,
                new SetUpChannels(settings, secrets, sender::send, speech, deliveries, time),
                speech,
                engine.runner(),
                time,
                clock.getZone()));
    }

    /// Keeps a rule that came with an import, switched off.
    private void keepRule(InstanceId id, String rule, String document, Consent consent) throws ProblemException {
        if (rule.equals(TorrentRules.NAME)) {
            torrents.rules().set(id, document, consent);
        } else {
            cycles.set(id, rule, document, consent);
        }
    }

    /// @param opened closed with everything else
    void logTo(LogFile opened) {
        log = Optional.of(opened);
        logSetting = engine.settings()
                .values()
                .subscribe(Runnable::run, _ -> opened.detailed(engine.settings().get(Engine.LOG_DETAILS)));
    }

    private static KeyPlace systemKeyStore() {
        return new SystemKeyStore(System.getProperty("os.name"));
    }

    /// A new kind of service is one line here and one folder under `connectors`.
    private static List<ConnectorKind> kinds(HttpClients http, Clock clock, RandomGenerator random, LoginNews amcNews) {
        var kinds = new ArrayList<ConnectorKind>(ArrKind.all(http));
        kinds.add(new QBittorrentKind(http, clock));
        kinds.add(new StashKind(http, clock));
        kinds.add(new HomeAssistantKind(http, clock, random));
        kinds.add(new AmcKind(http, clock, Pauses.REAL, random, amcNews));
        return kinds;
    }

    private static InstanceChecks.Answered answered(InstanceChecker.Checked checked) {
        return new InstanceChecks.Answered(checked.check(), checked.seen().map(CheckAnswer::identity));
    }

    private TorrentServices torrents(CycleRepository cycleStore, RandomGenerator random) {
        var made = TorrentServices.of(new TorrentServices.Parts(
                engine.instances(),
                new ConnectedTorrentLines(connectors),
                new TorrentRepository(database),
                cycleStore,
                engine.guards(),
                engine.runner(),
                time,
                random,
                engine.pausing()::paused,
                engine.pausing()::spared,
                engine.health().states(),
                engine.activity(),
                notices));
        made.register(engine.undoing());
        return made;
    }

    /// Opens the secrets' key, without waiting for it.
    void openSecrets() {
        secrets.start();
    }

    /// The same for a command, which tells once what is locked: it waits a little for a keeper that answers
    /// at once, as a file does, and does not wait for one that asks a person first.
    void openSecrets(Duration atMost) {
        secrets.start();
        try {
            if (secrets.answered(atMost) && !secrets.locked().isEmpty()) {
                engine.instances().reload();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the command stops at its first step
        }
    }

    /// Starts all background work. Starting it again does nothing.
    synchronized void start() {
        if (!started) {
            started = true;
            engine.scheduler().missed().subscribe(Runnable::run, this::tellMissed);
            engine.start();
            sparing = Optional.of(
                    new Sparing(new SystemPower(), engine.settings(), engine.pausing(), engine.scheduler()));
            alerts.start();
            engine.scheduler().put(new MorningResults(cycles, engine.instances(), notices, clock.getZone()).work());
            turns = Optional.of(
                    new CycleTurns(cycles, engine.scheduler(), engine.instances(), engine.settings(), time));
            libraryTurns = Optional.of(new LibraryTurns(
                    library,
                    libraryPauses,
                    engine.scheduler(),
                    engine.runner(),
                    engine.instances(),
                    engine.health().states(),
                    time,
                    clock.getZone()));
            rounds.start();
            homes.start();
            torrents.start();
            torrentTurns.start();
            engine.runner()
                    .start(
                            new TaskRequest(
                                    "torrents-tidy", "forget old copies of torrents", List.of(), Origin.PROGRAM, true),
                            _ -> {
                                torrents.desk().tidy();
                                return true;
                            });
            amc.start();
            amcTurns.start();
        }
    }

    Kinds kindsForPeople() {
        return new Kinds(kinds);
    }

    /// @param window the window, when this program shows one
    CliServices forTerminal(Optional<ShownWindow> window) {
        return new CliServices(
                clock,
                kindsForPeople(),
                engine.instances(),
                engine.health(),
                connectionTests,
                engine.tasks(),
                engine.guards(),
                engine.pausing(),
                engine.maintenance(),
                engine.undoing(),
                engine.activity(),
                engine.activePreference(),
                engine.settings(),
                backups,
                secrets,
                transfers,
                cycles,
                cycleDesk,
                homes,
                torrents,
                library,
                amc,
                new io.pilothouse.cli.Engine() {
                    @Override
                    public void startHealth() {
                        start();
                    }

                    @Override
                    public void start() {
                        Wiring.this.start();
                    }
                },
                window,
                this::close);
    }

    /// In a task of its own, as some services are told.
    private void leave(InstanceId id, Connector connector) {
        if (left) {
            return; // it is too late to tell anybody, and all is closed with this process
        }
        var name = engine.instances().find(id).map(Instance::name).orElse(id.value());
        engine.runner().start(new TaskRequest("leave", "leave " + name, List.of(id), Origin.PROGRAM, true), _ -> {
            connector.close();
            return true;
        });
    }

    /// Closes the connectors while tasks can still do it; those that are silent hold nobody up.
    private void leaveAll() {
        try {
            engine.runner().drain(_ -> true, LONGEST_GOODBYE);
            connectors.close();
            engine.runner().drain(_ -> true, LONGEST_GOODBYE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        left = true;
    }

    /// In reverse: first what starts work, last what holds data.
    @Override
    public void close() {
        logSetting.close();
        proxySetting.close();
        stoppedRules.close();
        turns.ifPresent(CycleTurns::close);
        schedules.close();
        torrentTurns.close();
        amcTurns.close();
        libraryTurns.ifPresent(LibraryTurns::close);
        sparing.ifPresent(Sparing::close);
        room.close();
        rounds.close();
        homes.close();
        torrents.watch().close();
        amc.close();
        alerts.close();
        engine.stop();
        leaveAll();
        engine.close();
        http.close();
        sentRequests.close();
        database.close();
        log.ifPresent(LogFile::close);
    }
}
