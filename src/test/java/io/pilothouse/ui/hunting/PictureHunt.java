package io.pilothouse.ui.hunting;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.arr.Coming;
import io.pilothouse.domain.arr.Past;
import io.pilothouse.domain.arr.Release;
import io.pilothouse.domain.arr.Setup;
import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.arr.Upkeep;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.CareRule;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.ItemState;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.cycle.SkipReason;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.tasks.arr.Shelves;
import io.pilothouse.tasks.cycle.Cycles;
import io.pilothouse.tasks.cycle.RuleDocument;
import io.pilothouse.testing.ui.FakeHunting;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Rules, runs and lists of one film library, as the pictures show them.
public final class PictureHunt {

    private static final Instant NOW = FakeServices.NOW;
    private static final List<String> FILMS = List.of(
            "Tide and Timber (2019)",
            "Ten Stations (2024)",
            "Northern Light (2022)",
            "The Long Harbour (2024)",
            "The Ropewalk (2015)",
            "A Map of Rain (2021)",
            "Second Spring (2026)",
            "Copper Valley (2018)",
            "Small Engines (2023)",
            "Winter Ferry (2020)",
            "The Glass Orchard (2017)",
            "Quiet Machines (2025)",
            "Harvest of Salt (2019)",
            "Blue Meridian (2016)",
            "The Upper Field (2026)",
            "Lanterns (2022)");

    private PictureHunt() {}

    public static void fill(FakeHunting hunting, InstanceId id) {
        try {
            hunting.rules.set(List.of(
                    status(
                            id,
                            "{\"name\":\"Missing, slow\",\"unit\":\"movie\",\"perRun\":6,\"perDay\":40}",
                            true,
                            34,
                            46,
                            "Asked for 10 of 26."),
                    status(
                            id,
                            "{\"name\":\"Cutoff unmet\",\"pass\":\"cutoff\",\"unit\":\"movie\",\"perDay\":10}",
                            true,
                            5,
                            700,
                            "Asked for 5 of 31."),
                    status(
                            id,
                            "{\"name\":\"Queue care\",\"work\":\"queue-care\"}",
                            true,
                            2,
                            9,
                            "None of 4 dealt with: 2 progressing, 1 paused by a person, 1 waiting for import."),
                    status(
                            id,
                            "{\"name\":\"Upgrades, weekend\",\"pass\":\"format\",\"unit\":\"movie\",\"perDay\":20}",
                            false,
                            0,
                            0,
                            "")));
        } catch (ProblemException e) {
            throw new IllegalStateException(e);
        }
        var decisions = decisions();
        var run = new CycleRun(
                17,
                id,
                "Missing, slow",
                true,
                0x7f3a,
                NOW.minusSeconds(2),
                NOW,
                CycleRun.Ended.ACTED,
                "Would ask for 6 of 16.",
                List.of(
                        Gate.passed("disabled"),
                        Gate.passed("window"),
                        Gate.passed("health"),
                        Gate.passed("identity"),
                        Gate.passed("budget"),
                        Gate.passed("service"),
                        Gate.passed("queue")),
                Optional.of(new CycleRun.Budget(40, 34, 0, NOW.plus(Duration.ofHours(9)))),
                decisions,
                List.of(),
                4);
        hunting.runs.add(run);
        hunting.runs.add(new CycleRun(
                16,
                id,
                "Missing, slow",
                false,
                0x11c2,
                NOW.minus(Duration.ofHours(5)),
                NOW.minus(Duration.ofHours(5)),
                CycleRun.Ended.HELD,
                "23 downloads are in the queue, more than 20.",
                List.of(Gate.passed("disabled"), Gate.closed("queue", "23 downloads are in the queue, more than 20.")),
                Optional.empty(),
                List.of(),
                List.of(),
                2));
        hunting.next = Optional.of(run);
        hunting.wanted = new Cycles.Wanted(decisions, OptionalLong.of(38));
        hunting.queue = queue();
        hunting.shelf = new Shelves.Shelf(titles(), Optional.of(NOW.minus(Duration.ofMinutes(12))));
        hunting.coming.addAll(coming());
        hunting.upkeep = upkeep();
        hunting.ledger.addAll(ledger(id));
        for (int i = 1; i < FILMS.size(); i++) {
            if (i % 4 != 0) {
                hunting.remembered.put(new ItemKey("movie", String.valueOf(i + 1)), tried(id, i));
            }
        }
        hunting.shared = Optional.of(new Cycles.Shared(
                "Public",
                List.of(PictureFleet.id("R4"), PictureFleet.id("S1")),
                100,
                61,
                NOW.plus(Duration.ofHours(9))));
        hunting.keptAt = Optional.of(NOW.minus(Duration.ofMinutes(1)));
        hunting.setup = setup();
        hunting.releases.addAll(releases());
        hunting.past.addAll(List.of(
                new Past(
                        NOW.minus(Duration.ofDays(9)),
                        Past.What.FAILED,
                        "Quiet.Machines.2025.1080p-GRP",
                        "WEBDL-1080p",
                        "Beacon",
                        "The download is stalled"),
                new Past(
                        NOW.minus(Duration.ofDays(9).plusHours(6)),
                        Past.What.GRABBED,
                        "Quiet.Machines.2025.1080p-GRP",
                        "WEBDL-1080p",
                        "Beacon",
                        "")));
    }

    private static Cycles.Remembered tried(InstanceId id, int i) {
        var item = new ItemKey("movie", String.valueOf(i + 1));
        var asked = NOW.minus(Duration.ofDays(i + 3L));
        int fruitless = i == 11 ? 2 : 1;
        var outcome = i == 1
                ? LedgerEntry.Outcome.DOWNLOADING
                : i % 5 == 0 ? LedgerEntry.Outcome.REJECTED : LedgerEntry.Outcome.NOTHING_FOUND;
        return new Cycles.Remembered(
                Optional.of(new ItemState(
                        item, asked, fruitless + 1, fruitless, false, asked.plus(Duration.ofDays(7L * fruitless)))),
                Optional.of(new LedgerEntry(
                        i,
                        id,
                        "Missing, slow",
                        item,
                        FILMS.get(i),
                        asked,
                        "1",
                        outcome,
                        "",
                        "",
                        Optional.of(asked.plusSeconds(40)),
                        "")));
    }

    private static Setup setup() {
        var naming = new LinkedHashMap<String, String>();
        naming.put("renameMovies", "true");
        naming.put("standardMovieFormat", "{Movie Title} ({Release Year}) {Quality Full}");
        return new Setup(
                List.of(
                        new Setup.Profile(
                                "HD-1080p",
                                true,
                                "Bluray-1080p",
                                List.of("Bluray-1080p", "WEBDL-1080p"),
                                0,
                                100,
                                new TreeMap<>(Map.of("Repack or proper", 5, "x265", -50))),
                        new Setup.Profile(
                                "Any", false, "", List.of("WEBDL-1080p", "HDTV-720p", "SDTV"), 0, 0, new TreeMap<>())),
                List.of("Repack or proper", "x265"),
                List.of(
                        new Setup.Provider("Beacon", "Torznab", "torrent", 25, true),
                        new Setup.Provider("Lantern", "Newznab", "usenet", 20, true),
                        new Setup.Provider("Old harbour", "Torznab", "torrent", 50, false)),
                List.of(new Setup.Provider("Home qBit", "qBittorrent", "torrent", 1, true)),
                naming);
    }

    private static List<Release> releases() {
        var releases = new ArrayList<Release>();
        var why = List.of(
                List.<String>of(),
                List.of("Quality SDTV is not wanted in profile"),
                List.of("Not enough seeders: 0. Minimum seeders: 1"),
                List.of("41.2 GB is larger than maximum allowed 21.0 GB"),
                List.of("Release is blocklisted", "Quality HDTV-720p is not wanted in profile"));
        for (int i = 0; i < why.size(); i++) {
            releases.add(new Release(
                    "guid" + i,
                    i % 2,
                    "Quiet.Machines.2025."
                            + List.of(
                                            "1080p.WEB-DL-GRP",
                                            "SDTV-AB",
                                            "1080p.BluRay-CD",
                                            "2160p.REMUX-EF",
                                            "720p.HDTV-GH")
                                    .get(i),
                    i % 2 == 0 ? "Beacon" : "Lantern",
                    2_400_000_000L + 9_700_000_000L * i,
                    12 + 90 * i,
                    List.of("WEBDL-1080p", "SDTV", "Bluray-1080p", "Remux-2160p", "HDTV-720p")
                            .get(i),
                    i % 2 == 0 ? "torrent" : "usenet",
                    i % 2 == 0 ? OptionalInt.of(i == 2 ? 0 : 34 - 3 * i) : OptionalInt.empty(),
                    i == 0 ? 15 : 0,
                    why.get(i)));
        }
        return releases;
    }

    private static Cycles.RuleStatus status(
            InstanceId id, String document, boolean on, int used, int minutes, String last) throws ProblemException {
        return new Cycles.RuleStatus(
                id,
                RuleDocument.rule(document, List.of(HuntRule.Unit.MOVIE)),
                on,
                on,
                used,
                on ? Optional.of(NOW.plus(Duration.ofMinutes(minutes))) : Optional.empty(),
                last.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Cycles.LastRun(NOW.minus(Duration.ofHours(5)), CycleRun.Ended.ACTED, last, 10)),
                Optional.empty(),
                0,
                false);
    }

    private static List<Decision> decisions() {
        var reasons = new SkipReason[] {
            null,
            SkipReason.IN_QUEUE,
            null,
            null,
            SkipReason.TAG_EXCLUDED,
            null,
            SkipReason.NOT_RELEASED,
            null,
            null,
            SkipReason.BUDGET,
            SkipReason.BUDGET,
            SkipReason.COOL_DOWN,
            SkipReason.COOL_DOWN,
            SkipReason.COOL_DOWN,
            SkipReason.NOT_RELEASED,
            SkipReason.COOL_DOWN
        };
        var decisions = new ArrayList<Decision>();
        for (int i = 0; i < FILMS.size(); i++) {
            var candidate = new Candidate(
                    new ItemKey("movie", String.valueOf(i + 1)),
                    Optional.empty(),
                    FILMS.get(i),
                    true,
                    reasons[i] == SkipReason.IN_QUEUE,
                    i == 4 ? Set.of("keep-sd") : Set.of(),
                    "4",
                    "/media/movies",
                    Optional.of(NOW.minus(Duration.ofDays(400L + 40 * i))),
                    true,
                    i % 4 == 0 ? Optional.empty() : Optional.of(NOW.minus(Duration.ofDays(i + 3L))),
                    List.of());
            decisions.add(new Decision(
                    candidate,
                    Optional.ofNullable(reasons[i]),
                    reasons[i] == SkipReason.COOL_DOWN || reasons[i] == SkipReason.NOT_RELEASED
                            ? Optional.of(NOW.plus(Duration.ofDays(i)))
                            : Optional.empty(),
                    reasons[i] == SkipReason.IN_QUEUE
                            ? "41 %, Home qBit"
                            : reasons[i] == SkipReason.TAG_EXCLUDED ? "keep-sd" : ""));
        }
        return decisions;
    }

    private static Cycles.Queue queue() {
        var rows = new ArrayList<Cycles.Queued>();
        var states = List.of("downloading", "downloading", "importBlocked", "downloading", "delay");
        var complaints = List.of("", "The download is stalled with no connections", "Manual import required.", "", "");
        for (int i = 0; i < states.size(); i++) {
            rows.add(new Cycles.Queued(
                    List.of((long) i),
                    "hash" + i,
                    List.of(new ItemKey("movie", String.valueOf(i + 1))),
                    FILMS.get(i).replace(" (", ".").replace(")", "").replace(' ', '.') + ".1080p.WEB-DL-GRP",
                    states.get(i),
                    OptionalDouble.of(i == 2 ? 1 : 0.11 + 0.2 * i),
                    OptionalLong.of(3_100_000_000L + 800_000_000L * i),
                    complaints.get(i),
                    OptionalInt.of(i == 1 ? 2 : 0),
                    i == 1 ? Optional.of(CareRule.Reason.STALLED) : Optional.empty(),
                    i == 1
                            ? Optional.of(new Cycles.ClientView(
                                    PictureFleet.id("Q1"),
                                    TorrentState.STALLED_DOWNLOAD,
                                    0.31,
                                    0,
                                    2,
                                    0,
                                    Optional.of(0.31),
                                    false))
                            : Optional.empty()));
        }
        return new Cycles.Queue(rows.size(), rows);
    }

    private static List<Title> titles() {
        var titles = new ArrayList<Title>();
        for (int i = 0; i < 600; i++) {
            var name = FILMS.get(i % FILMS.size());
            boolean has = i % 5 != 0;
            titles.add(new Title(
                    new ItemKey("movie", String.valueOf(i + 1)),
                    name.substring(0, name.indexOf(" (")) + (i < FILMS.size() ? "" : " " + (i / FILMS.size() + 1)),
                    name,
                    OptionalInt.of(1990 + i % 36),
                    i % 9 == 0 ? "announced" : "released",
                    i % 7 != 0,
                    has ? 1 : 0,
                    1,
                    has ? 2_000_000_000L + 31_000_000L * i : 0,
                    i % 3 == 0 ? "HD-1080p" : "Any",
                    "/media/movies",
                    new TreeSet<>(i % 6 == 0 ? List.of("keep-sd", "kids") : List.of()),
                    Optional.of(NOW.minus(Duration.ofDays(i))),
                    "movie/" + (900 + i),
                    String.valueOf(900 + i)));
        }
        return titles;
    }

    private static List<Coming> coming() {
        var coming = new ArrayList<Coming>();
        for (int i = 0; i < 9; i++) {
            coming.add(new Coming(
                    NOW.plus(Duration.ofDays(2L * i - 4)),
                    new ItemKey("movie", String.valueOf(i)),
                    FILMS.get(i),
                    i % 2 == 0 ? "digital release" : "in cinemas",
                    i < 2,
                    true,
                    true));
        }
        return coming;
    }

    private static Upkeep upkeep() {
        var hour = Duration.ofHours(1);
        return new Upkeep(
                List.of(
                        chore("Rss Sync", Duration.ofMinutes(15)),
                        chore("Refresh Movie", hour.multipliedBy(12)),
                        chore("Check Health", hour.multipliedBy(6)),
                        chore("Backup", Duration.ofDays(7))),
                List.of(
                        new Upkeep.LogLine(NOW.minusSeconds(60), "info", "RssSyncService", "RSS Sync Completed."),
                        new Upkeep.LogLine(
                                NOW.minusSeconds(300), "warn", "DownloadMonitoring", "Stalled: Ten.Stations.2024")),
                List.of(new Upkeep.Backup(
                        NOW.minus(Duration.ofDays(1)), "radarr_backup.zip", "scheduled", OptionalLong.of(1_500_000))),
                List.of(new Upkeep.Folder("/media/movies", true, OptionalLong.of(812_000_000_000L))),
                List.of(new Upkeep.Disk("/media", 812_000_000_000L, 8_000_000_000_000L)),
                Set.of());
    }

    private static Upkeep.Chore chore(String name, Duration every) {
        return new Upkeep.Chore(
                name,
                name.replace(" ", ""),
                every,
                Optional.of(NOW.minus(every.dividedBy(3))),
                Optional.of(NOW.plus(every.dividedBy(2))),
                Optional.of(Duration.ofSeconds(3)));
    }

    private static List<LedgerEntry> ledger(InstanceId id) {
        var outcomes = List.of(
                LedgerEntry.Outcome.ASKED,
                LedgerEntry.Outcome.DOWNLOADING,
                LedgerEntry.Outcome.IN_PLACE,
                LedgerEntry.Outcome.NOTHING_FOUND,
                LedgerEntry.Outcome.IN_PLACE,
                LedgerEntry.Outcome.REJECTED,
                LedgerEntry.Outcome.UPGRADED,
                LedgerEntry.Outcome.NOTHING_FOUND,
                LedgerEntry.Outcome.FAILED,
                LedgerEntry.Outcome.IN_PLACE);
        var entries = new ArrayList<LedgerEntry>();
        for (int i = 0; i < 60; i++) {
            var outcome = outcomes.get(i % outcomes.size());
            if (i > 10 && (outcome == LedgerEntry.Outcome.ASKED || outcome == LedgerEntry.Outcome.DOWNLOADING)) {
                outcome = LedgerEntry.Outcome.IN_PLACE;
            }
            var asked = NOW.minus(Duration.ofHours(7L * i));
            entries.add(new LedgerEntry(
                    i,
                    id,
                    i % 3 == 0 ? "Cutoff unmet" : "Missing, slow",
                    new ItemKey("movie", String.valueOf(i + 1)),
                    FILMS.get(i % FILMS.size()),
                    asked,
                    String.valueOf(10_000 + i),
                    outcome,
                    "",
                    outcome.fruitful() ? i % 2 == 0 ? "Beacon" : "Lantern" : "",
                    outcome.settled() ? Optional.of(asked.plus(Duration.ofMinutes(50))) : Optional.empty(),
                    switch (outcome) {
                        case REJECTED -> "4 found and refused: Not enough seeders (3); Too big (1)";
                        case FAILED -> "Download failed: the client reports an error";
                        case IN_PLACE -> "WEBDL-1080p";
                        case UPGRADED -> "HDTV-720p to Bluray-1080p";
                        default -> "";
                    }));
        }
        return entries;
    }
}
