package io.pilothouse.ui.torrent;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.ArrClient;
import io.pilothouse.domain.torrent.ArrDownload;
import io.pilothouse.domain.torrent.ArrView;
import io.pilothouse.domain.torrent.Observation;
import io.pilothouse.domain.torrent.Ownership;
import io.pilothouse.domain.torrent.RuleStep;
import io.pilothouse.domain.torrent.RuleVerdict;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentCategory;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.domain.torrent.TransferState;
import io.pilothouse.tasks.torrent.RulesRun;
import io.pilothouse.tasks.torrent.Speed;
import io.pilothouse.tasks.torrent.TorrentFleet;
import io.pilothouse.tasks.torrent.TorrentSide;
import io.pilothouse.tasks.torrent.TorrentTrace;
import io.pilothouse.testing.TestTorrents;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Torrents for pictures and tests of windows: two clients, one of which does not answer, and three *arrs.
public final class TorrentScenes {

    static final Instant NOW = FakeServices.NOW;
    static final InstanceId HOME = PictureFleet.id("Q1");
    static final InstanceId BOX = PictureFleet.id("Q2");

    private TorrentScenes() {}

    // spotless:off
    private static final String[][] SHOWN = {
        // name, state, done, bytes, ratio, speed, category, label, client
        {"Tide.and.Timber.2019.1080p.BluRay.x265-KELP", "DOWNLOADING", "62", "8400", "0.11", "12400", "movies", "Tide and Timber", "1"},
        {"Northern.Light.2022.2160p.WEB-DL-FJORD", "DOWNLOADING", "38", "24100", "0.02", "18900", "movies-4k", "Northern Light", "1"},
        {"Harbour.Lights.S04E01.1080p.WEB-BUOY", "DOWNLOADING", "91", "2100", "0.30", "6200", "tv", "Harbour Lights 4x01", "1"},
        {"Paper.Satellites.S03E02.720p.WEB-OXIDE", "STALLED_DOWNLOAD", "74", "1200", "0.08", "0", "tv", "Paper Satellites 3x02", "1"},
        {"The.Ropewalk.2015.1080p.WEB-TAR", "STALLED_DOWNLOAD", "3", "6900", "0.00", "0", "movies", "The Ropewalk", "1"},
        {"Kestrel.Bay.Vol.07.FLAC-REED", "MISSING_FILES", "100", "612", "1.92", "0", "music", "Kestrel Bay, Vol. 7", "1"},
        {"Copper.Valley.2018.2160p.REMUX-ORE", "CHECKING_DOWNLOAD", "57", "61200", "0.44", "0", "movies-4k", "Copper Valley", "1"},
        {"A.Map.of.Rain.2021.1080p.WEB-DRIZZLE", "QUEUED_DOWNLOAD", "0", "7700", "0.00", "0", "movies", "A Map of Rain", "1"},
        {"The.Long.Harbour.2024.1080p.BluRay-KEEL", "STALLED_UPLOAD", "100", "9100", "2.41", "0", "movies", "", "1"},
        {"Winter.Ferry.2020.1080p.WEB-FLOE", "STALLED_UPLOAD", "100", "7300", "1.08", "0", "movies", "", "2"},
        {"Blue.Meridian.2016.1080p.BluRay-ATLAS", "UPLOADING", "100", "10200", "3.77", "900", "movies", "", "2"},
        {"The.Salt.Road.S02E05.1080p.WEB-BRINE", "STALLED_UPLOAD", "100", "1900", "0.62", "0", "tv", "", "1"},
        {"debian-13.1.0-amd64-netinst.iso", "STALLED_UPLOAD", "100", "726", "18.4", "0", "", "", "1"},
        {"Night.Post.2020.1080p.WEB-STAMP", "STOPPED_UPLOAD", "100", "6600", "2.00", "0", "movies", "", "1"},
        {"Lanterns.2022.2160p.WEB-DL-WICK", "STALLED_UPLOAD", "100", "22800", "0.71", "0", "movies-4k", "", "2"},
    };
    // spotless:on

    static List<Torrent> torrents(int more) {
        return torrents(more, 1);
    }

    private static List<Torrent> torrents(int more, int faster) {
        var all = new ArrayList<Torrent>();
        int number = 1;
        for (var row : SHOWN) {
            var it = TestTorrents.of(row[8].equals("1") ? HOME : BOX, number++);
            it.name = row[0];
            it.state = TorrentState.valueOf(row[1]);
            it.size = Long.parseLong(row[3]) * 1_000_000;
            it.completed = it.size * Long.parseLong(row[2]) / 100;
            it.ratio = Double.parseDouble(row[4]);
            it.downloadSpeed = Long.parseLong(row[5]) * 1000 * faster;
            it.category = row[6];
            it.savePath = "/data/" + row[6];
            it.contentPath = "/data/" + row[6] + "/" + row[0];
            it.addedAt = Optional.of(NOW.minus(Duration.ofHours(number * 5L)));
            if (row[2].equals("100") && !row[6].isEmpty()) {
                it.tags = new TreeSet<>(Set.of("pilothouse-imported"));
            }
            all.add(it.make());
        }
        for (int i = 0; i < more; i++) {
            var it = TestTorrents.of(i % 3 == 0 ? BOX : HOME, 10_000 + i);
            it.name = "Glass.Orchard.S%02dE%02d.1080p.WEB-PANE".formatted(1 + i / 20, 1 + i % 20);
            it.size = 1_000_000_000L + i * 7_000_000L;
            it.completed = it.size;
            it.category = List.of("tv", "movies", "music").get(i % 3);
            it.ratio = (i % 40) / 10.0;
            all.add(it.make());
        }
        return all;
    }

    private static ArrView arr(String monogram, String category, List<Torrent> torrents) {
        var downloads = new HashMap<String, ArrDownload>();
        for (int i = 0; i < SHOWN.length; i++) {
            if (SHOWN[i][6].equals(category) && !SHOWN[i][7].isEmpty()) {
                var hash = torrents.get(i).key().hash();
                downloads.put(
                        hash,
                        new ArrDownload(
                                List.of((long) i),
                                hash,
                                SHOWN[i][0],
                                "movie:" + i,
                                SHOWN[i][7],
                                "downloading",
                                "ok",
                                List.of(),
                                "qb"));
            }
        }
        return new ArrView(
                PictureFleet.id(monogram),
                true,
                NOW,
                List.of(new ArrClient("qb", "box", 8080, "", category, "", false)),
                downloads);
    }

    static TorrentFleet fleet(int more) {
        return fleet(more, 1);
    }

    /// @param faster how many times as fast they load
    static TorrentFleet fleet(int more, int faster) {
        var torrents = torrents(more, faster);
        var views = List.of(
                arr("S1", "tv", torrents),
                arr("R1", "movies", torrents),
                arr("R4", "movies-4k", torrents),
                arr("L1", "music", torrents));
        var sides = new TreeMap<InstanceId, TorrentSide>();
        sides.put(HOME, up(HOME, torrents));
        var box = up(BOX, torrents);
        sides.put(
                BOX,
                new TorrentSide(
                        BOX,
                        TorrentSide.State.DOWN,
                        box.torrents(),
                        box.snapshot(),
                        Optional.of(new Problem(
                                ProblemCode.REFUSED, "Seedbox refuses the password of user pilot.", "Check it.")),
                        Optional.of(NOW.minus(Duration.ofMinutes(130))),
                        Optional.empty(),
                        9));
        return new TorrentFleet(sides, new Ownership(views, Map.of()));
    }

    private static TorrentSide up(InstanceId id, List<Torrent> torrents) {
        var own = new HashMap<String, Torrent>();
        torrents.stream()
                .filter(torrent -> torrent.key().instance().equals(id))
                .forEach(torrent -> own.put(torrent.key().hash(), torrent));
        var categories = new TreeMap<String, TorrentCategory>();
        for (var name : List.of("tv", "movies", "music")) {
            categories.put(name, new TorrentCategory(name, "", Optional.empty()));
        }
        var snapshot = new TorrentSnapshot(
                id,
                1,
                NOW,
                Duration.ofMillis(12),
                Duration.ZERO,
                Map.copyOf(own),
                categories,
                new TreeSet<>(Set.of("keep")),
                new TransferState(
                        Optional.of(TransferState.Connection.CONNECTED),
                        41_200_000,
                        3_100_000,
                        OptionalLong.of(2_900_000_000_000L),
                        0,
                        0,
                        false,
                        false,
                        300,
                        40,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Optional.of(false)),
                new TorrentSnapshot.Changes(true, Set.of(), Set.of(), Set.of(), Set.of(), List.of()),
                true);
        return new TorrentSide(
                id,
                TorrentSide.State.UP,
                Map.copyOf(own),
                Optional.of(snapshot),
                Optional.empty(),
                Optional.of(NOW),
                Optional.of(NOW.minus(Duration.ofHours(3))),
                0);
    }

    static RuleVerdict verdict(Torrent torrent, TorrentRule rule, boolean acts, String reason) {
        return new RuleVerdict(
                torrent.key(),
                Optional.of(rule),
                acts ? RuleVerdict.Decision.ACT : RuleVerdict.Decision.WAIT,
                reason,
                acts ? Optional.empty() : Optional.of(NOW.plus(Duration.ofMinutes(12))),
                acts ? Optional.of(new RuleStep.Remove(true, true, false, false)) : Optional.empty(),
                TorrentRule.Mode.ACT,
                List.of(),
                Observation.of(torrent, NOW));
    }

    /// Services with torrents, verdicts, a trace and a preview.
    static FakeServices services(int more) {
        return services(PictureFleet.make(), more);
    }

    public static FakeServices services(FakeServices fakes, int more) {
        var fleet = fleet(more);
        fakes.torrents.fleet.set(fleet);
        var said = new ArrayList<RulesRun.Said>();
        fleet.torrents().forEach(torrent -> {
            if (torrent.state() == TorrentState.STALLED_DOWNLOAD) {
                boolean acts = torrent.progress() > 0.5;
                var verdict = verdict(
                        torrent,
                        TorrentRule.STALLED,
                        acts,
                        acts ? "No progress for 40 min." : "No progress for 18 min of 30 min, strike 4 of 6.");
                fakes.torrents.verdicts.put(torrent.key(), verdict);
                said.add(new RulesRun.Said(verdict, torrent.name(), Optional.of(PictureFleet.id("S1"))));
            }
            if (torrent.state() == TorrentState.CHECKING_DOWNLOAD) {
                said.add(new RulesRun.Said(
                        verdict(torrent, TorrentRule.TRANSIENT, false, "It is being checked, loaded or moved."),
                        torrent.name(),
                        Optional.of(PictureFleet.id("R4"))));
            }
        });
        var speeds = new ArrayList<Speed>();
        for (int i = 0; i < 60; i++) {
            long speed = 6_200_000 + (i % 7) * 150_000L + (i == 14 || i == 26 ? 14_000_000 : 0);
            speeds.add(new Speed(NOW.minusSeconds(600 - i * 10L), i == 59 ? 12_400_000 : speed));
        }
        fleet.torrents()
                .filter(torrent -> torrent.downloadSpeed() > 0)
                .forEach(torrent -> fakes.torrents.speeds.put(torrent.key(), speeds));
        fakes.torrents.said = List.copyOf(said);
        fakes.torrents.trace = new TorrentTrace(
                TestTorrents.hash(1),
                List.of(),
                List.of(
                        line(16, "R1", "grabbed", "Tide.and.Timber.2019.1080p.BluRay.x265-KELP, Orchard"),
                        line(15, "Q1", "added", "category movies"),
                        new TorrentTrace.Line(
                                Optional.empty(),
                                PictureFleet.id("R1"),
                                "queued",
                                new TorrentTrace.Told.Queued("downloading", "Tide and Timber", ""))),
                Map.of());
        return fakes;
    }

    private static TorrentTrace.Line line(int minutes, String monogram, String what, String text) {
        return new TorrentTrace.Line(
                Optional.of(NOW.minus(Duration.ofMinutes(minutes))), PictureFleet.id(monogram), what, text);
    }

    static TorrentKey first() {
        return new TorrentKey(HOME, TestTorrents.hash(1));
    }
}
