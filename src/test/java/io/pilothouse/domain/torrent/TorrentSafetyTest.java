package io.pilothouse.domain.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.testing.TestTorrents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What keeps data, clients and owners safe: the brake, shared data, space, and who owns what.
class TorrentSafetyTest {

    private static final InstanceId BOX = new InstanceId("qbittorrent-2605010000abc");
    private static final InstanceId ATTIC = new InstanceId("qbittorrent-2605010000abd");
    private static final InstanceId SONARR = new InstanceId("sonarr-2605010000abc");
    private static final InstanceId RADARR = new InstanceId("radarr-2605010000abc");

    private static List<Torrent> many(int count, TorrentState state) {
        var all = new ArrayList<Torrent>();
        for (int i = 1; i <= count; i++) {
            var torrent = TestTorrents.of(BOX, i).state(state);
            torrent.savePath = "/mnt/disk" + i + "/tv";
            all.add(torrent.make());
        }
        return all;
    }

    @Test
    void manyTroublesAtOnceTripTheBrake() {
        var all = many(100, TorrentState.STALLED_UPLOAD);
        var nine = many(9, TorrentState.ERROR);
        assertThat(Breaker.trips(all, Optional.of(100), 0, Set.of(), nine)).isEmpty();
        assertThat(Breaker.trips(all, Optional.of(100), 0, Set.of(), many(10, TorrentState.ERROR)))
                .isPresent();
        var known = Set.of(TestTorrents.hash(1), TestTorrents.hash(2));
        assertThat(Breaker.trips(all, Optional.of(100), 0, known, many(10, TorrentState.ERROR)))
                .isEmpty();
    }

    @Test
    void threeMissingOnOneDiskAreAnUnmountedDisk() {
        var missing = new ArrayList<Torrent>();
        for (int i = 1; i <= 3; i++) {
            var torrent = TestTorrents.of(BOX, i).state(TorrentState.MISSING_FILES);
            torrent.savePath = "/mnt/tank/tv" + i;
            missing.add(torrent.make());
        }
        var why = Breaker.trips(many(1000, TorrentState.STALLED_UPLOAD), Optional.of(1000), 0, Set.of(), missing);
        assertThat(why.orElseThrow().cause()).isEqualTo(Breaker.Cause.DISK);
        assertThat(why.orElseThrow().reason()).contains("/mnt/tank").contains("mounted");
        assertThat(Breaker.trips(
                        many(1000, TorrentState.STALLED_UPLOAD), Optional.of(1000), 0, Set.of(), missing.subList(0, 2)))
                .isEmpty();
    }

    @Test
    void aListThatShrinksByHalfTripsTheBrakeUnlessWeDidIt() {
        var few = many(10, TorrentState.STALLED_UPLOAD);
        assertThat(Breaker.trips(few, Optional.of(20), 0, Set.of(), List.of())).isPresent();
        assertThat(Breaker.trips(few, Optional.of(20), 5, Set.of(), List.of())).isEmpty();
        assertThat(Breaker.trips(few, Optional.empty(), 0, Set.of(), List.of())).isEmpty();
    }

    @Test
    void dataThatAnotherTorrentUsesStays() {
        var one = TestTorrents.of(BOX, 1).make();
        var elsewhere = TestTorrents.of(ATTIC, 1).make();
        assertThat(new DataSafety(List.of(one), StorageGroups.NONE, _ -> Optional.empty()).keeps(one))
                .isEmpty();
        var shared = new StorageGroups(Map.of(BOX, "nas", ATTIC, " nas "));
        assertThat(new DataSafety(List.of(one, elsewhere), shared, _ -> Optional.empty())
                        .keeps(one)
                        .orElseThrow())
                .contains("same files");
        assertThat(new DataSafety(List.of(one, elsewhere), StorageGroups.NONE, _ -> Optional.empty()).keeps(one))
                .as("other disks, the same path")
                .isEmpty();
        assertThat(new DataSafety(List.of(one, elsewhere), new StorageGroups(Map.of(BOX, "nas")), _ -> Optional.empty())
                        .keeps(one))
                .isEmpty();
        var inner = TestTorrents.of(BOX, 2);
        inner.name = "Season.1";
        inner.savePath = "/data/tv/Tide.and.Timber";
        inner.contentPath = "/data/tv/Tide.and.Timber/Season.1";
        assertThat(new DataSafety(List.of(one, inner.make()), StorageGroups.NONE, _ -> Optional.empty())
                        .keeps(one)
                        .orElseThrow())
                .contains("inside");
        var loose = TestTorrents.of(BOX, 3);
        loose.contentPath = loose.savePath;
        assertThat(new DataSafety(List.of(loose.make()), StorageGroups.NONE, _ -> Optional.empty()).keeps(loose.make()))
                .isPresent();
        loose.contentPath = "Tide.and.Timber";
        assertThat(new DataSafety(List.of(loose.make()), StorageGroups.NONE, _ -> Optional.empty()).keeps(loose.make()))
                .isPresent();
    }

    @Test
    void theQueueDecidesWhatFits() {
        var all = new ArrayList<Torrent>();
        for (int i = 1; i <= 4; i++) {
            var torrent = TestTorrents.of(BOX, i).state(TorrentState.DOWNLOADING);
            torrent.size = 100L << 30;
            torrent.completed = 0;
            torrent.queuePlace = i;
            all.add(torrent.make());
        }
        long free = 250L << 30;
        assertThat(SpaceGuard.tooLarge(all, free, 10L << 30, 2L << 30, _ -> false, _ -> false))
                .extracting(TorrentKey::hash)
                .containsExactlyInAnyOrder(TestTorrents.hash(3), TestTorrents.hash(4));
        var forced = TestTorrents.of(BOX, 4).state(TorrentState.FORCED_DOWNLOAD);
        forced.size = 100L << 30;
        forced.completed = 0;
        forced.queuePlace = 4;
        all.set(3, forced.make());
        assertThat(SpaceGuard.tooLarge(all, free, 10L << 30, 2L << 30, _ -> false, _ -> false))
                .extracting(TorrentKey::hash)
                .containsExactlyInAnyOrder(TestTorrents.hash(2), TestTorrents.hash(3));
    }

    @Test
    void whatAPersonStartsHasItsRoomAndIsNeverNamed() {
        var all = new ArrayList<Torrent>();
        for (int i = 1; i <= 3; i++) {
            var torrent = TestTorrents.of(BOX, i).state(TorrentState.DOWNLOADING);
            torrent.size = 100L << 30;
            torrent.completed = 0;
            torrent.queuePlace = i;
            all.add(torrent.make());
        }
        assertThat(SpaceGuard.tooLarge(
                        all,
                        150L << 30,
                        0,
                        2L << 30,
                        _ -> false,
                        torrent -> torrent.key().hash().equals(TestTorrents.hash(3))))
                .extracting(TorrentKey::hash)
                .containsExactlyInAnyOrder(TestTorrents.hash(1), TestTorrents.hash(2));
    }

    @ParameterizedTest
    @CsvSource({
        "/downloads, /downloads/tv, true",
        "/data/downloads, /data/tv, true",
        "/data, /other/tv, false",
        "/mnt/one/tv, /mnt/one/films, true",
        "/mnt/one/tv, /mnt/two/tv, false",
        "D:\\Load, D:\\TV, true",
        "D:\\Load, E:\\TV, false",
        "'', /anywhere, true"
    })
    void onlyTheDiskOfTheDefaultFolderIsGuarded(String usual, String folder, boolean guarded) {
        var torrent = TestTorrents.of(BOX, 1);
        torrent.savePath = folder;
        assertThat(SpaceGuard.guarded(torrent.make(), usual)).isEqualTo(guarded);
    }

    // who owns what

    private static ArrView arr(InstanceId id, String category, ArrDownload... downloads) {
        var map = new java.util.HashMap<String, ArrDownload>();
        for (var download : downloads) {
            map.put(download.downloadId(), download);
        }
        return new ArrView(
                id, true, Instant.EPOCH, List.of(new ArrClient("qb", "box", 8080, "", category, "", false)), map);
    }

    private static ArrDownload download(String hash) {
        return new ArrDownload(
                List.of(1L), hash, "Tide", "episode:1", "Tide 1x01", "downloading", "ok", List.of(), "qb");
    }

    private static Torrent in(String category) {
        var torrent = TestTorrents.of(BOX, 1);
        torrent.category = category;
        return torrent.make();
    }

    @Test
    void theCategoryOrItsLongestParentNamesTheOwner() {
        var known = new Ownership(List.of(arr(SONARR, "tv"), arr(RADARR, "tv/films")), Map.of());
        assertThat(known.of(in("tv"))).isEqualTo(new Owner.Arr(SONARR, "", "", false));
        assertThat(known.of(in("tv/hd"))).isEqualTo(new Owner.Arr(SONARR, "", "", false));
        assertThat(known.of(in("tv/films/4k"))).isEqualTo(new Owner.Arr(RADARR, "", "", false));
        assertThat(known.of(in("TV"))).isEqualTo(Owner.NOBODY);
        assertThat(known.of(in("tvx"))).isEqualTo(Owner.NOBODY);
        assertThat(known.of(in(""))).isEqualTo(Owner.NOBODY);
    }

    @Test
    void aCategoryOfTwoIsDisputedUntilAQueueDecides() {
        var hash = TestTorrents.hash(1);
        var disputed = new Ownership(List.of(arr(SONARR, "tv"), arr(RADARR, "tv")), Map.of());
        assertThat(disputed.of(in("tv"))).isEqualTo(new Owner.Disputed(List.of(SONARR, RADARR)));
        var decided = new Ownership(List.of(arr(SONARR, "tv", download(hash)), arr(RADARR, "tv")), Map.of());
        assertThat(decided.of(in("tv"))).isEqualTo(new Owner.Arr(SONARR, "episode:1", "Tide 1x01", true));
    }

    @Test
    void aQueueEntryOfAnotherClientDoesNotDecide() {
        var hash = TestTorrents.hash(1);
        var places = Map.of(new Ownership.Entry(SONARR, "qb"), ATTIC);
        var known = new Ownership(List.of(arr(SONARR, "other", download(hash))), places);
        assertThat(known.of(in("tv"))).isEqualTo(Owner.NOBODY);
        var here = new Ownership(
                List.of(arr(SONARR, "other", download(hash))), Map.of(new Ownership.Entry(SONARR, "qb"), BOX));
        assertThat(here.of(in("tv"))).isInstanceOf(Owner.Arr.class);
    }

    /// Contract section 13.1: private trackers on one client, public ones on another.
    @Test
    void whereAnArrDoesNotLookNothingIsItsOwn() {
        var hash = TestTorrents.hash(1);
        var there = TestTorrents.of(ATTIC, 1);
        there.category = "tv";
        var views = List.of(arr(SONARR, "tv", download(hash)), arr(RADARR, "tv"));
        var split = new Ownership(views, Map.of(), Map.of(SONARR, Set.of(BOX), RADARR, Set.of(ATTIC)));

        assertThat(split.of(in("tv"))).isEqualTo(new Owner.Arr(SONARR, "episode:1", "Tide 1x01", true));
        assertThat(split.of(there.make())).as("no dispute any more").isEqualTo(new Owner.Arr(RADARR, "", "", false));
        assertThat(split.categories(BOX)).isEqualTo(Map.of("tv", List.of(SONARR)));
        var onlyBox = new Ownership(
                List.of(arr(SONARR, "tv", download(hash)), arr(RADARR, "films")),
                Map.of(new Ownership.Entry(SONARR, "qb"), ATTIC),
                Map.of(SONARR, Set.of(BOX)));
        assertThat(onlyBox.of(there.make())).as("not even by its queue").isEqualTo(Owner.NOBODY);
        assertThat(onlyBox.categories(ATTIC)).containsOnlyKeys("films");
        assertThat(new Ownership(views, Map.of(), Map.of(SONARR, Set.of(), RADARR, Set.of())).of(in("tv")))
                .as("its client is gone: that is not all of them")
                .isEqualTo(Owner.NOBODY);
    }

    @Test
    void anArrMayKnowATorrentByItsOtherHash() {
        var torrent = TestTorrents.of(BOX, 1);
        torrent.v1 = TestTorrents.hash(99);
        var known = new Ownership(List.of(arr(SONARR, "tv", download(TestTorrents.hash(99)))), Map.of());
        assertThat(known.queued(SONARR, torrent.make())).isPresent();
        assertThat(known.of(torrent.make())).isEqualTo(new Owner.Arr(SONARR, "episode:1", "Tide 1x01", true));
    }

    @Test
    void theMatrixAddsUp() {
        var owned = new Ownership(List.of(arr(SONARR, "tv")), Map.of());
        var box = new Distribution.Tally();
        var atticTally = new Distribution.Tally();
        var all = new ArrayList<>(many(5, TorrentState.STALLED_UPLOAD));
        all.addAll(many(7, TorrentState.STALLED_DOWNLOAD).subList(5, 7));
        all.add(TestTorrents.of(ATTIC, 1).make());
        all.forEach(
                torrent -> (torrent.key().instance().equals(BOX) ? box : atticTally).add(torrent, owned.of(torrent)));
        var gathered = new Distribution.Gathering();
        gathered.client(BOX, true, Set.of("tv"), box);
        gathered.client(ATTIC, false, Set.of(), atticTally);
        gathered.wanted("films", SONARR);
        var matrix = gathered.made();
        var total = matrix.rows().stream().mapToLong(row -> row.total().count()).sum();
        assertThat(total).isEqualTo(all.size());
        var tv = matrix.rows().stream()
                .filter(row -> row.category().equals("tv"))
                .findFirst()
                .orElseThrow();
        assertThat(tv.cells().get(BOX).count()).isEqualTo(7);
        assertThat(tv.cells().get(BOX).stalled()).isEqualTo(2);
        assertThat(tv.cells().get(BOX).categoryThere()).isTrue();
        assertThat(tv.cells().get(ATTIC).categoryThere()).isFalse();
        assertThat(matrix.clients().get(ATTIC)).isFalse();
        assertThat(matrix.rows())
                .anyMatch(row -> row.category().equals("films") && row.total().count() == 0);
        var attic = matrix.on(Set.of(ATTIC));
        assertThat(attic.clients()).containsOnlyKeys(ATTIC);
        assertThat(attic.rows().stream().mapToLong(row -> row.total().count()).sum())
                .isEqualTo(1);
        assertThat(attic.rows()).anyMatch(row -> row.category().equals("films"));
        assertThat(matrix.on(Set.of(ATTIC, BOX))).isEqualTo(matrix);
    }

    /// Contract section 13.7: kept up by what changes, it says the same as counted anew.
    @Test
    void aTallyKeptUpByDifferenceSaysTheSameAsOneCountedAnew() {
        var owned = new Ownership(List.of(arr(SONARR, "tv")), Map.of());
        var random = new Random(5);
        var states = TorrentState.values();
        var there = new HashMap<Integer, Torrent>();
        var kept = new Distribution.Tally();
        for (int step = 0; step < 2_000; step++) {
            int number = 1 + random.nextInt(60);
            var was = there.remove(number);
            var before = kept;
            kept = before.copy();
            if (was != null) {
                kept.remove(was, owned.of(was));
            }
            if (random.nextInt(3) > 0) {
                var it = TestTorrents.of(BOX, number).state(states[random.nextInt(states.length)]);
                it.category = List.of("tv", "films", "").get(random.nextInt(3));
                it.size = random.nextLong(1L << 40);
                there.put(number, it.make());
                kept.add(it.make(), owned.of(it.make()));
            }
            if (step % 100 == 0) {
                var anew = new Distribution.Tally();
                there.values().forEach(torrent -> anew.add(torrent, owned.of(torrent)));
                assertThat(gathered(kept)).isEqualTo(gathered(anew));
            }
        }
        var last = kept;
        there.values().forEach(torrent -> last.remove(torrent, owned.of(torrent)));
        assertThat(gathered(last).rows()).isEmpty();
    }

    @Test
    void subCategoriesFoldIntoTheirCategoryAndOpen() {
        var owned = new Ownership(
                List.of(new ArrView(
                        SONARR,
                        true,
                        Instant.EPOCH,
                        List.of(new ArrClient("qb", "box", 8080, "", "tv", "", false)),
                        Map.of())),
                Map.of());
        var tally = new Distribution.Tally();
        int number = 0;
        for (var category : List.of("tv", "tv/kids", "tv/kids/small", "tv-old", "other/a")) {
            var it = TestTorrents.of(BOX, ++number);
            it.category = category;
            tally.add(it.make(), owned.of(it.make()));
        }
        var gathering = new Distribution.Gathering();
        gathering.client(BOX, true, Set.of("tv/kids"), tally);
        var matrix = gathering.made();

        assertThat(matrix.folded(Set.of()))
                .extracting(
                        fold -> fold.row().category(),
                        fold -> fold.row().total().count(),
                        Distribution.Fold::below)
                .containsExactly(
                        tuple("tv", 3L, List.of("tv/kids", "tv/kids/small")),
                        tuple("other/a", 1L, List.of()),
                        tuple("tv-old", 1L, List.of()));
        assertThat(matrix.folded(Set.of()).getFirst().row().cells().get(BOX).categoryThere())
                .as("that a sub-category is there does not make the category")
                .isFalse();
        assertThat(matrix.folded(Set.of("tv")))
                .extracting(
                        fold -> fold.row().category(),
                        fold -> fold.row().total().count(),
                        Distribution.Fold::inside)
                .containsExactly(
                        tuple("tv", 1L, false),
                        tuple("tv/kids", 1L, true),
                        tuple("tv/kids/small", 1L, true),
                        tuple("other/a", 1L, false),
                        tuple("tv-old", 1L, false));
    }

    private static Distribution gathered(Distribution.Tally tally) {
        var gathering = new Distribution.Gathering();
        gathering.client(BOX, true, Set.of("tv"), tally);
        return gathering.made();
    }
}
