package io.pilothouse.demo.arr;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.arr.ArrDownload.Fate;
import io.pilothouse.demo.service.Metainfo;
import io.pilothouse.demo.service.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// What one simulated app does by the clock: commands wait for a worker, run and end; searches find
/// nothing, are rejected or grab; downloads proceed, stall, fail, are imported; all of it leaves a
/// history. The same seed and the same requests give the same events. Time only ever passes in
/// [#advance].
public final class ArrActivity {

    private static final int SMALLEST_PACK = 3;
    private static final int STALLED_FROM = 3;
    private static final int BLOCKED_AT = 4;
    private static final String[] INDEXERS = {"ExampleIndexer", "SecondIndexer", "UsenetExample"};

    private final ArrApp app;
    private final Setting setting;
    private final ArrLibrary library;
    private final int luck;
    private final Duration rssEvery;
    private final ArrCommands commands;
    private final List<ArrCommand> searches = new ArrayList<>();
    private final Map<String, ArrDownload> downloads = new LinkedHashMap<>();
    private final Map<String, ArrDownload> ended = new HashMap<>();
    private final ArrHistory history;
    private final Map<Integer, Integer> attempts = new HashMap<>();
    private int lastDownload;
    private Instant nextRss;
    private boolean indexersAsked = true;

    /// What really became of one search command, whatever a client was told.
    ///
    /// @param units  ids of the units that were looked for
    /// @param status of the command: `queued`, `started`, `completed`, `failed`, `orphaned`, `cancelled`
    public record Search(int commandId, String command, Set<Integer> units, String status, List<Grab> grabs) {}

    /// One download that a search brought.
    ///
    /// @param end `imported`, `upgraded`, `failed`, `removed`, `ignored`; empty while it goes on
    public record Grab(
            String downloadId,
            List<Integer> units,
            Instant at,
            String indexer,
            String end,
            Optional<Instant> endedAt) {}

    ArrActivity(ArrApp app, Setting setting, ArrLibrary library) {
        this.app = app;
        this.setting = setting;
        this.library = library;
        commands = new ArrCommands(app, setting);
        history = new ArrHistory(app);
        luck = Integer.parseInt(setting.spec().option("luck", "45"));
        rssEvery = Duration.ofMinutes(Long.parseLong(setting.spec().option("rssMinutes", "0")));
        nextRss = setting.start().plus(rssEvery);
        beginQueue();
    }

    /// What the queue shows before anybody looked closer.
    static Map<String, @Nullable Object> firstQueueStatus(Setting setting) {
        int count = firstCount(setting, setting.random("queue"));
        return io.pilothouse.demo.service.Json.object(
                "totalCount",
                count,
                "count",
                count > 1 ? count - 1 : count,
                "unknownCount",
                count > 1 ? 1 : 0,
                "errors",
                false,
                "warnings",
                count > STALLED_FROM,
                "unknownErrors",
                false,
                "unknownWarnings",
                false);
    }

    private static int firstCount(Setting setting, SplittableRandom random) {
        int count = random.nextInt(6);
        return setting.spec().flag("emptyQueue") ? 0 : count;
    }

    /// Something is always under way when a service is first looked at.
    private void beginQueue() {
        var random = setting.random("queue");
        int count = firstCount(setting, random);
        var missing = library.units().stream()
                .filter(unit -> !unit.hasFile() && !unit.released().isAfter(setting.start()))
                .limit(count)
                .toList();
        for (int i = 0; i < missing.size(); i++) {
            var fate =
                    switch (i) {
                        case 2 -> Fate.PENDING;
                        case STALLED_FROM -> Fate.STALLED;
                        case BLOCKED_AT -> Fate.BLOCKED;
                        default -> Fate.IMPORTED;
                    };
            var units = i == 1 ? List.<Integer>of() : List.of(missing.get(i).id());
            int minutes = 10 + random.nextInt(600);
            add(
                    random,
                    units,
                    "",
                    setting.start().minus(Duration.ofHours(2)),
                    fate == Fate.BLOCKED
                            ? Duration.ofHours(1)
                            : Duration.ofHours(2).plusMinutes(minutes),
                    fate,
                    0);
        }
    }

    // time

    /// Lets everything happen that was due until then, in the order in which it was due.
    void advance(Instant now) {
        while (true) {
            var next = nextTurn();
            if (next.isEmpty() || next.get().at().isAfter(now)) {
                break;
            }
            next.get().turn().run();
        }
        commands.forgetOld(now);
    }

    private record Turn(Instant at, Runnable turn) {}

    private Optional<Turn> nextTurn() {
        var turns = new ArrayList<Turn>();
        for (var command : commands.running()) {
            var ends = Objects.requireNonNull(command.endsAt);
            turns.add(new Turn(ends, () -> end(command, ends)));
        }
        for (var download : downloads.values()) {
            if (download.fate != Fate.STALLED && download.fate != Fate.BLOCKED) {
                turns.add(new Turn(download.endsAt, () -> end(download, download.endsAt)));
            }
        }
        if (rssEvery.isPositive()) {
            turns.add(new Turn(nextRss, this::rss));
        }
        return turns.stream().min(Comparator.comparing(Turn::at));
    }

    /// Something new came out by itself: nobody searched for it.
    private void rss() {
        var at = nextRss;
        nextRss = nextRss.plus(rssEvery);
        var random = setting.random("rss " + at);
        var wanted = library.units().stream()
                .filter(unit ->
                        !unit.hasFile() && isMonitored(unit) && !unit.released().isAfter(at))
                .filter(unit -> !queued().contains(unit.id()))
                .toList();
        if (!wanted.isEmpty()) {
            grab(random, List.of(wanted.get(random.nextInt(wanted.size())).id()), at, "Rss", null);
        }
    }

    // commands

    /// @return the new command, or the equal one that waits or runs already
    ArrCommand post(String name, JsonNode body, String trigger, Instant now) {
        return commands.open(name, body).orElseGet(() -> {
            var command = commands.add(name, body, trigger, now);
            if (ArrSearches.isSearch(app, name)) {
                searches.add(command);
            }
            return command;
        });
    }

    ArrCommands commands() {
        return commands;
    }

    private void end(ArrCommand command, Instant at) {
        command.endedAt = at;
        try {
            if (command.name.equalsIgnoreCase("ManualImport")) {
                ArrExtras.importByHand(command.body, this, at);
            }
            command.message = ArrSearches.isSearch(app, command.name)
                    ? new ArrSearches(app, library, this).run(command, at)
                    : "Completed";
            command.status = "completed";
            command.result = "successful";
        } catch (ArrSearches.FailedException e) {
            command.status = "failed";
            command.message = "Failed";
            command.exception = e.getMessage();
        }
        commands.startWaiting(at);
    }

    // searching

    /// Whether indexers are asked at all; when not, searches end at once and leave no trace.
    void askIndexers(boolean ask) {
        indexersAsked = ask;
    }

    boolean indexersAsked() {
        return indexersAsked;
    }

    boolean isMonitored(ArrLibrary.Unit unit) {
        boolean parent = library.parent(unit.parentId()).orElseThrow().monitored();
        return app.shape == ArrApp.Shape.MOVIES ? parent : parent && unit.monitored();
    }

    /// @return units with a download under way
    Set<Integer> queued() {
        var queued = new HashSet<Integer>();
        inQueue().forEach(it -> queued.addAll(it.units));
        return queued;
    }

    /// Looks for one unit.
    ///
    /// @return downloads grabbed, 0 or 1
    int search(ArrLibrary.Unit unit, ArrCommand command, Instant at, int ofHundred) {
        command.searched.add(unit.id());
        library.unit(unit.id()).ifPresent(it -> library.replace(it.withLastSearch(at)));
        int attempt = attempts.merge(unit.id(), 1, Integer::sum);
        var random = setting.random("search " + unit.id() + " " + attempt);
        boolean takes = (!unit.hasFile() || unit.belowCutoff())
                && !unit.released().isAfter(at)
                && !queued().contains(unit.id());
        if (!takes || random.nextInt(100) >= ofHundred) {
            return 0;
        }
        grab(random, List.of(unit.id()), at, "UserInvokedSearch", command);
        return 1;
    }

    /// Looks for several units of one season at once.
    ///
    /// @return downloads grabbed
    int searchSeason(List<ArrLibrary.Unit> units, ArrCommand command, Instant at) {
        var missing = units.stream()
                .filter(unit -> !unit.hasFile() && !unit.released().isAfter(at))
                .filter(unit -> !queued().contains(unit.id()))
                .toList();
        if (missing.size() < SMALLEST_PACK) {
            return units.stream()
                    .mapToInt(unit -> search(unit, command, at, luck))
                    .sum();
        }
        int attempt = attempts.merge(-missing.getFirst().id(), 1, Integer::sum);
        var random = setting.random("season " + missing.getFirst().id() + " " + attempt);
        if (random.nextInt(100) < luck) {
            units.forEach(unit -> {
                command.searched.add(unit.id());
                library.replace(unit.withLastSearch(at));
            });
            grab(random, missing.stream().map(ArrLibrary.Unit::id).toList(), at, "UserInvokedSearch", command);
            return 1;
        }
        return units.stream()
                .mapToInt(unit -> search(unit, command, at, luck / 3))
                .sum();
    }

    int luck() {
        return luck;
    }

    private void grab(
            SplittableRandom random, List<Integer> units, Instant at, String source, @Nullable ArrCommand command) {
        grab(random, units, "", at, source, command);
    }

    /// @param title what the release is called; empty for as releases usually are
    private void grab(
            SplittableRandom random,
            List<Integer> units,
            String title,
            Instant at,
            String source,
            @Nullable ArrCommand command) {
        int roll = random.nextInt(100);
        var fate = roll < 70 ? Fate.IMPORTED : roll < 84 ? Fate.FAILED : roll < 94 ? Fate.STALLED : Fate.BLOCKED;
        var takes = Duration.ofMinutes(4 + random.nextInt(90));
        var download = add(random, units, title, at, takes, fate, command == null ? 0 : command.id);
        if (command != null) {
            command.downloads.add(download.key);
        }
        for (int unit : units) {
            history.note(
                    at,
                    ArrEvent.GRABBED,
                    unit,
                    download,
                    Map.of(
                            "indexer",
                            download.indexer,
                            "downloadClient",
                            download.torrent() ? "qBittorrent" : "SABnzbd",
                            "size",
                            String.valueOf(download.size),
                            "protocol",
                            download.torrent() ? "torrent" : "usenet",
                            "releaseSource",
                            source));
        }
    }

    private ArrDownload add(
            SplittableRandom random,
            List<Integer> units,
            String named,
            Instant at,
            Duration takes,
            Fate fate,
            int commandId) {
        int number = ++lastDownload;
        var indexer = INDEXERS[random.nextInt(INDEXERS.length)];
        var drawn = new StringBuilder();
        boolean torrent = !indexer.startsWith("Usenet");
        for (int i = 0; i < (torrent ? 40 : 22); i++) {
            drawn.append(Setting.HEX.charAt(random.nextInt(16)));
        }
        var pending = fate == Fate.PENDING;
        var title = named.isEmpty() ? releaseTitle(units, number) : named;
        long size = 700_000_000L + random.nextLong(6_000_000_000L);
        var pieces = drawn.toString();
        var hash = torrent ? Metainfo.hash(title, size, pieces, false) : pieces;
        var id = (torrent ? "" : "SABnzbd_nzo_") + hash.toUpperCase(Locale.ROOT);
        if (torrent && !pending) {
            hand(hash, pieces, title, size, at, at.plus(takes), fate);
        }
        var download = new ArrDownload(
                pending ? "pending " + number : id,
                pending ? "" : id,
                title,
                units,
                at,
                at.plus(takes),
                fate,
                size,
                indexer,
                commandId);
        downloads.put(download.key, download);
        return download;
    }

    private void hand(String hash, String pieces, String title, long size, Instant at, Instant endsAt, Fate fate) {
        double reaches = fate == Fate.STALLED ? 0.31 : fate == Fate.FAILED ? 0.8 : 1;
        setting.swarm().hand(hash, pieces, title, size, category(), at, endsAt, reaches);
    }

    /// What the app's torrents get in the client.
    String category() {
        return setting.spec().option("category", app.usualCategory());
    }

    private String releaseTitle(List<Integer> units, int number) {
        if (units.isEmpty()) {
            return "Unmatched.Release." + number + "-GRP";
        }
        var unit = library.unit(units.getFirst()).orElseThrow();
        var name = library.parent(unit.parentId()).orElseThrow().title().replace(' ', '.');
        return switch (app.shape) {
            case SERIES ->
                units.size() > 1
                        ? "%s.S%02d.1080p.WEB-DL-GRP".formatted(name, unit.group())
                        : "%s.S%02dE%02d.1080p.WEB-DL-GRP".formatted(name, unit.group(), unit.number());
            case MOVIES -> name + ".1080p.WEB-DL-GRP";
            case ARTISTS -> name + "-" + unit.title().replace(' ', '.') + "-MP3-GRP";
            case AUTHORS -> name + "-" + unit.title().replace(' ', '.') + "-EPUB";
        };
    }

    // downloads

    private void end(ArrDownload download, Instant at) {
        switch (download.fate) {
            case PENDING -> {
                downloads.remove(download.key);
                grab(setting.random("pending " + download.key), download.units, at, "Rss", null);
            }
            case FAILED -> fail(download, at, "Download failed: the client reports an error");
            default -> importFiles(download, at);
        }
    }

    private void importFiles(ArrDownload download, Instant at) {
        boolean upgraded = false;
        for (int id : download.units) {
            var unit = library.unit(id);
            if (unit.isEmpty()) {
                continue; // it was deleted meanwhile
            }
            if (unit.get().hasFile()) {
                upgraded = true;
                history.note(at, ArrEvent.DELETED, id, download, Map.of("reason", "Upgrade"));
            }
            library.replace(unit.get().withFile(download.size / download.units.size()));
            var data = Map.of(
                    "importedPath", app.root + "/" + download.title,
                    "droppedPath", "/downloads/" + download.title,
                    "downloadClient", download.torrent() ? "qBittorrent" : "SABnzbd");
            history.note(at, ArrEvent.IMPORTED, id, download, data);
            if (app.shape == ArrApp.Shape.ARTISTS || app.shape == ArrApp.Shape.AUTHORS) {
                history.note(at, ArrEvent.DOWNLOAD_IMPORTED, id, download, Map.of());
            }
        }
        ended(download, upgraded ? "upgraded" : "imported", at);
    }

    /// A person imports a blocked download, or has it grabbed.
    void importByHand(String downloadId, Instant at) {
        inQueue().stream()
                .filter(it -> it.downloadId.equalsIgnoreCase(downloadId) && it.progress(at) >= 1)
                .forEach(it -> importFiles(it, at));
    }

    void grabByHand(int unit, String title, Instant at) {
        grab(setting.random("by hand " + unit + " " + at), List.of(unit), title, at, "InteractiveSearch", null);
    }

    private void fail(ArrDownload download, Instant at, String message) {
        for (int id : download.units) {
            if (library.unit(id).isPresent()) {
                history.note(at, ArrEvent.FAILED, id, download, Map.of("message", message));
            }
        }
        history.block(download, at, message);
        ended(download, "failed", at);
    }

    private void ended(ArrDownload download, String how, Instant at) {
        download.end = how;
        download.endedAt = at;
        if (download.torrent()) {
            setting.swarm().end(download.downloadId.toLowerCase(Locale.ROOT), how);
        }
        downloads.remove(download.key);
        ended.put(download.key, download);
    }

    /// @return names of all that was downloaded since the start
    List<String> titles() {
        var titles = new ArrayList<String>();
        downloads.values().forEach(it -> titles.add(it.title));
        ended.values().forEach(it -> titles.add(it.title));
        return titles;
    }

    /// @return what the queue shows, pending ones included, the oldest first
    List<ArrDownload> inQueue() {
        return List.copyOf(downloads.values());
    }

    /// Takes a download out of the queue as section 10.5 says.
    void remove(ArrDownload download, boolean fromClient, boolean block, boolean skipRedownload, Instant now) {
        if (!download.end.isEmpty()) {
            return;
        }
        if (block) {
            fail(download, now, "Manually marked as failed");
            if (!skipRedownload) {
                searchAgain(download, now);
            }
        } else if (fromClient || download.downloadId.isEmpty()) {
            ended(download, "removed", now);
        } else {
            download.units.forEach(unit -> history.note(now, ArrEvent.IGNORED, unit, download, Map.of()));
            ended(download, "ignored", now);
        }
    }

    private void searchAgain(ArrDownload download, Instant now) {
        if (!download.units.isEmpty()) {
            var ids = io.pilothouse.demo.service.Json.parse(
                    "{\"" + ArrSearches.idsField(app) + "\":" + download.units + "}");
            post(ArrSearches.unitSearch(app), ids, "unspecified", now);
        }
    }

    ArrHistory history() {
        return history;
    }

    // what really happened

    /// Every search command ever posted, oldest first.
    List<Search> searches() {
        return searches.stream()
                .map(it -> new Search(
                        it.id,
                        it.name,
                        Set.copyOf(it.searched),
                        it.status,
                        it.downloads.stream().map(this::grabbed).toList()))
                .toList();
    }

    private Grab grabbed(String key) {
        var download = downloads.getOrDefault(key, ended.get(key));
        return new Grab(
                download.downloadId,
                download.units,
                download.grabbedAt,
                download.indexer,
                download.end,
                Optional.ofNullable(download.endedAt));
    }
}
