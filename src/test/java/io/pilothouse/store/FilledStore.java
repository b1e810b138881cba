package io.pilothouse.store;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.cycle.Care;
import io.pilothouse.domain.cycle.CareRule;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.ItemState;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.health.HistoryKept;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.query.SavedView;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.domain.torrent.Breaker;
import io.pilothouse.domain.torrent.TorrentEntry;
import io.pilothouse.testing.TestTorrents;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/// Puts something into every table, through the repositories.
final class FilledStore {

    static final Problem PROBLEM =
            new Problem(ProblemCode.UNREACHABLE, "Loft did not answer.", "Check that the service runs.");

    private FilledStore() {}

    static Instance addInstance(Database database, HandClock clock, String kind, String name) {
        var instances = new InstanceRepository(database, clock, new Random(name.hashCode()));
        var connection = Connection.to(Address.of("http://" + name.toLowerCase(java.util.Locale.ROOT) + ".test/"));
        var configuration = Configuration.of(new KindId(kind), name, connection.address())
                .withConnection(new Connection(
                        connection.address(),
                        Optional.of(Address.of("http://second.test/")),
                        connection.timeout(),
                        connection.proxy(),
                        connection.trust(),
                        List.of()))
                .withGuard(Optional.of(GuardLevel.GUARDED))
                .withCheckEvery(Optional.of(Duration.ofMinutes(1)));
        return ((Stored.Saved) instances.add(configuration, Optional.of("legacy-" + name))).instance();
    }

    /// Stores something of every sort about one instance, and about the program.
    static Instance fill(Database database, HandClock clock, String kind, String name) {
        var now = clock.instant();
        var instances = new InstanceRepository(database, clock, new Random(1));
        var instance = addInstance(database, clock, kind, name);
        var id = instance.id();
        instances.recordIdentity(id, identity());
        instances.update(id, 1, instance.configuration().withName(name + " renamed"));
        var gone = addInstance(database, clock, kind, name + "-gone");
        instances.purge(gone.id());
        fillHealth(database, id, now);
        new MaintenanceRepository(database).add(new MaintenanceRepository.Window(id, now, now.plusSeconds(60), true));
        fillTasks(database, id, now);
        fillCycles(database, id, now);
        fillTorrents(database, id, now);
        AmcFilling.fill(database, id, now);
        fillSecrets(database, id, now);
        new SettingRepository(database).save("appearance.theme", "dark");
        new PauseRepository(database).save(new PauseRepository.Pause(now, Optional.of(now.plusSeconds(5))));
        new WindowStateRepository(database).save("main", "{\"x\": 1}", now);
        new ViewRepository(database).save(new SavedView("radarr.movies", "Gaps", "sort size"), now);
        new AlertRepository(database)
                .add(new Alert(
                        0,
                        AlertEvent.DOWN,
                        "host nas2.lan",
                        "nas2.lan",
                        List.of(id),
                        now,
                        now,
                        AlertEvent.DOWN.usual(),
                        Optional.of(Alert.Held.FLOOD),
                        Optional.of(now),
                        Optional.of(now),
                        Optional.of(now)));
        new DeliveryRepository(database).add(AlertChannel.NTFY, List.of(1L), now);
        new ActiveInstanceRepository(database).save(id, now);
        new SentRequestRepository(database)
                .append(List.of(new SentRequestRepository.SentRequest(
                        now, Optional.of(id), "GET", "/api/v3/system/status", OptionalInt.of(200))));
        var trashed = addInstance(database, clock, kind, name + "-trashed");
        instances.trash(trashed.id());
        FilledLibrary.fill(database, instance, now);
        return instances.find(id).orElseThrow();
    }

    private static void fillHealth(Database database, InstanceId id, Instant now) {
        var health = new HealthRepository(database);
        health.save(List.of(health(id, now)));
        health.append(List.of(
                new HealthRepository.Sample(
                        id, now, Health.HEALTHY, Optional.empty(), Optional.of(Duration.ofMillis(12))),
                new HealthRepository.Sample(
                        id, now.plusMillis(1), Health.ERROR, Optional.of(FaultCode.NO_ANSWER), Optional.empty())));
        health.rollUpAndForget(now.plus(Duration.ofHours(2)), HistoryKept.USUAL);
        health.append(new HealthRepository.Change(
                id,
                now,
                ShownState.HEALTHY,
                ShownState.DOWN,
                Lifecycle.ERROR,
                Optional.of(Health.ERROR),
                Optional.of(FaultCode.NO_ANSWER),
                "Loft is down."));
    }

    private static void fillTasks(Database database, InstanceId id, Instant now) {
        var tasks = new TaskRepository(database);
        var task = tasks.reserve(1);
        tasks.save(new TaskView(
                task,
                "instance-test",
                "test Loft",
                List.of(id),
                Origin.TERMINAL,
                TaskState.FAILED,
                Optional.of("because"),
                3,
                OptionalLong.of(7),
                "asking",
                now,
                Optional.of(now.plusSeconds(1)),
                Map.of("searched", 2L),
                Optional.of(PROBLEM),
                true,
                false));
        tasks.appendLog(task, 0, List.of(new TaskRepository.Line(now, "one"), new TaskRepository.Line(now, "two")));
        var undo = new UndoRepository(database);
        var step = new UndoStep("instance-configuration", id, "{\"name\":\"Loft\"}", "rename it back");
        undo.append(task, step, now);
        undo.markUndone(task, step, now);
        new ActivityRepository(database)
                .append(new ActivityRepository.Entry(
                        now, Optional.of(id), Origin.WINDOW, Optional.of(task), "rename", "Loft became Attic."));
        var slots = new SlotRepository(database);
        slots.claim("hunt/" + id + "/1", Optional.of(id), now);
        slots.end("hunt/" + id + "/1", now, "acted");
    }

    private static void fillCycles(Database database, InstanceId id, Instant now) {
        var cycles = new CycleRepository(database);
        var item = new ItemKey("episode", "5501");
        var series = Optional.of(new ItemKey("series", "7"));
        cycles.saveRule(id, "Missing", "{\"perRun\":3}");
        cycles.setPausedUntil(id, "Missing", Optional.of(now.plusSeconds(9)));
        cycles.setSkipSlot(id, "Missing", Optional.of("2026-11-21T02:00"));
        cycles.addRun(id, "Missing", false, now, now.plusSeconds(1), "ACTED", "Asked for 1 of 1.", "{}");
        long unit = cycles.searches()
                .reserve(id, "Missing", "public", item, "Ebb", 1, now, List.of())
                .orElseThrow();
        var entry = new LedgerEntry(
                0,
                id,
                "Missing",
                item,
                "Ebb",
                now,
                "17",
                LedgerEntry.Outcome.IN_PLACE,
                "hash",
                "Beacon",
                Optional.of(now.plusSeconds(60)),
                "WEB 1080p");
        cycles.searches().accepted(unit, series, new ItemState(item, now, 1, 0, true, now.plusSeconds(99)), entry);
        cycles.setListPage(id, "Missing", 3);
        new ListRepository(database).save(id, "queue", now, "{\"downloads\":0,\"items\":[]}");
        new TitleRepository(database)
                .replace(
                        id,
                        List.of(new Title(
                                new ItemKey("series", "7"),
                                "Ebb",
                                "ebb",
                                OptionalInt.of(2019),
                                "ended",
                                true,
                                8,
                                10,
                                1_000,
                                "HD",
                                "/media/tv",
                                new TreeSet<>(List.of("hd", "keep")),
                                Optional.of(now),
                                "series/ebb",
                                "400001")),
                        now);
        cycles.strikes()
                .replace(
                        id,
                        List.of(new Care.Strike(
                                "hash", OptionalLong.of(500), now, 2, Optional.of(CareRule.Reason.STALLED))));
    }

    private static void fillTorrents(Database database, InstanceId id, Instant now) {
        var torrents = new TorrentRepository(database);
        var torrent = TestTorrents.seeding(id, 1);
        torrents.saveTorrents(id, List.of(torrent), List.of(), now);
        torrents.saveObservations(id, Map.of(torrent.key().hash(), "{\"first\":1}"));
        long number = torrents.plan(
                        List.of(torrent), "delete", Optional.of("stalled"), "no progress", TorrentEntry.State.SENT, now)
                .getFirst();
        torrents.settle(List.of(number), TorrentEntry.State.CONFIRMED, "", now.plusSeconds(2));
        torrents.saveCopy(new TorrentRepository.Copy(number, Optional.of(new byte[] {1, 2}), "{}"), now);
        torrents.tripBreaker(id, new Breaker.Tripped(Breaker.Cause.DISK, "Its disk went."), now);
    }

    private static void fillSecrets(Database database, InstanceId id, Instant now) {
        var secrets = new SecretRepository(database);
        var sealed = new SecretRepository.SealedBytes(new byte[12], new byte[] {1, 2, 3});
        secrets.saveKey(
                new SecretRepository.DataKey("k1", now, sealed),
                List.of(new SecretRepository.Wrap("k1", SecretRepository.Keeper.KEY_STORE, "{}", sealed)));
        secrets.save(List.of(new SecretRepository.SealedSecret(id, "apiKey", "k1", sealed, now)));
        var holder = secrets.addHolder(id.value(), now);
        secrets.share(id, holder);
        secrets.save(List.of(new SecretRepository.SealedSecret(holder, "token", "k1", sealed, now)));
    }

    static RemoteIdentity identity() {
        return new RemoteIdentity("Sonarr", "4.0.1", "Loft", "abc", new TreeMap<>(Map.of("os", "linux")));
    }

    static InstanceHealth health(InstanceId id, Instant now) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("version", "4.0.1");
        facts.put("freeBytes", "123");
        return new InstanceHealth(
                id,
                Lifecycle.ERROR,
                Optional.of(Health.ERROR),
                ShownState.DOWN,
                now.minusSeconds(9),
                Optional.of(FaultCode.NO_ANSWER),
                Optional.of(PROBLEM),
                Optional.of(new Cause(Cause.Kind.HOST_SILENT, "nas2.lan", now, List.of(id))),
                Optional.of(new CheckAnswer(
                        identity(),
                        List.of(
                                new ServiceWarning(
                                        ServiceWarning.Severity.WARNING,
                                        "RootFolderCheck",
                                        "Root folder is missing",
                                        Optional.of("https://wiki.test/")),
                                new ServiceWarning(
                                        ServiceWarning.Severity.NOTICE, "Update", "New version", Optional.empty())),
                        facts,
                        Optional.of(now.plusSeconds(99)),
                        true)),
                Optional.of(Duration.ofNanos(12_345_000)),
                3,
                Optional.of(now),
                Optional.of(now.minusSeconds(60)),
                Optional.of(now.plusSeconds(60)),
                false);
    }
}
