package io.pilothouse.domain.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.RuleVerdict.Decision;
import io.pilothouse.domain.torrent.TorrentRule.Mode;
import io.pilothouse.testing.TestTorrents;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every rule: its condition true, just below it, and what stands against it.
class RuleEngineTest {

    private static final InstanceId BOX = new InstanceId("qbittorrent-2605010000abc");
    private static final InstanceId SONARR = new InstanceId("sonarr-2605010000abc");
    private static final Instant START = Instant.parse("2026-05-03T12:00:00Z");
    private static final Owner OWNED = new Owner.Arr(SONARR, "episode:5501", "Tide 1x02", true);

    private final Map<TorrentRule, Mode> modes = new EnumMap<>(TorrentRule.class);
    private final Map<RuleKey, Object> values = new EnumMap<>(RuleKey.class);
    private Owner owner = OWNED;
    private Optional<ArrDownload> queued = Optional.empty();
    private boolean reachable = true;
    private boolean leaveEnd;
    private boolean swarming = true;
    private boolean limited;
    private Optional<Long> free = Optional.of(100L << 30);
    private Set<String> noSpace = Set.of();
    private Duration skew = Duration.ZERO;
    private Instant now = START;

    private RuleEngine engine() {
        return new RuleEngine(new RuleSet(modes, values, List.of()));
    }

    private RuleVerdict ask(Torrent torrent, Observation seen) {
        return engine().decide(
                        new RuleEngine.Subject(torrent, owner, seen, queued, reachable, leaveEnd),
                        new RuleEngine.Around(swarming, limited, free, skew, noSpace),
                        now);
    }

    /// Watches a torrent that does not change, one look a minute.
    private RuleVerdict watch(Torrent torrent, Duration time) {
        return watch(torrent, Observation.of(torrent, now), time);
    }

    private RuleVerdict watch(Torrent torrent, Observation first, Duration time) {
        var seen = first;
        RuleVerdict verdict = ask(torrent, seen);
        for (long minute = 0; minute < time.toMinutes(); minute++) {
            now = now.plusSeconds(60);
            seen = verdict.seen().next(torrent, now, Duration.ofMinutes(1), swarming && !limited);
            verdict = ask(torrent, seen);
        }
        return verdict;
    }

    private static TestTorrents torrent(TorrentState state) {
        return TestTorrents.of(BOX, 1).state(state);
    }

    private static void decided(RuleVerdict verdict, TorrentRule rule, Decision decision) {
        assertThat(verdict.deciding()).as(verdict.reason()).contains(rule);
        assertThat(verdict.decision()).as(verdict.reason()).isEqualTo(decision);
    }

    @Test
    void nobodysTorrentIsLeftAlone() {
        owner = Owner.NOBODY;
        decided(
                watch(torrent(TorrentState.STALLED_DOWNLOAD).make(), Duration.ofHours(9)),
                TorrentRule.UNOWNED,
                Decision.NOTHING);
        owner = new Owner.Disputed(List.of(SONARR, new InstanceId("sonarr-2605010000abd")));
        decided(
                watch(torrent(TorrentState.STALLED_DOWNLOAD).make(), Duration.ofHours(9)),
                TorrentRule.UNOWNED,
                Decision.NOTHING);
    }

    @Test
    void exemptTorrentsAreOnlyImported() {
        var ignored = torrent(TorrentState.STALLED_DOWNLOAD);
        ignored.tags = new TreeSet<>(Set.of(RuleEngine.IGNORED));
        decided(watch(ignored.make(), Duration.ofHours(9)), TorrentRule.EXEMPT, Decision.NOTHING);
        decided(
                watch(torrent(TorrentState.FORCED_DOWNLOAD).make(), Duration.ofHours(9)),
                TorrentRule.EXEMPT,
                Decision.NOTHING);
        var imported = watch(torrent(TorrentState.FORCED_UPLOAD).make(), Duration.ofMinutes(2));
        decided(imported, TorrentRule.COMPLETED, Decision.ACT);
        assertThat(imported.step()).contains(new RuleStep.AskImport());
    }

    @Test
    void whatIsCheckedIsWaitedFor() {
        decided(
                watch(torrent(TorrentState.CHECKING_DOWNLOAD).make(), Duration.ofHours(2)),
                TorrentRule.TRANSIENT,
                Decision.WAIT);
        var long1 = watch(torrent(TorrentState.MOVING).make(), Duration.ofHours(25));
        decided(long1, TorrentRule.TRANSIENT, Decision.ACT);
        assertThat(long1.step()).contains(new RuleStep.Tell());
    }

    @Test
    void missingFilesAreToldAndDataIsNeverRemoved() {
        var missing = torrent(TorrentState.MISSING_FILES).make();
        decided(watch(missing, Duration.ofMinutes(14)), TorrentRule.MISSING_FILES, Decision.WAIT);
        now = START;
        var told = watch(missing, Duration.ofMinutes(16));
        decided(told, TorrentRule.MISSING_FILES, Decision.ACT);
        assertThat(told.acts()).isFalse();
        modes.put(TorrentRule.MISSING_FILES, Mode.ACT);
        values.put(RuleKey.MISSING_ACTION, "remove");
        now = START;
        var removed = watch(missing, Duration.ofMinutes(16));
        assertThat(removed.step()).contains(new RuleStep.Remove(true, true, false, false));
    }

    @Test
    void anErrorIsStartedTwiceAWeekAndNeverRechecked() {
        var failing = torrent(TorrentState.ERROR).make();
        var first = watch(failing, Duration.ofMinutes(11));
        decided(first, TorrentRule.ERROR, Decision.ACT);
        assertThat(first.step()).contains(new RuleStep.Start());
        var again = watch(failing, first.seen().started(now), Duration.ofMinutes(30));
        decided(again, TorrentRule.ERROR, Decision.WAIT);
        var second = watch(failing, again.seen(), Duration.ofHours(6));
        assertThat(second.step()).contains(new RuleStep.Start());
        var third = watch(failing, second.seen().started(now), Duration.ofHours(7));
        assertThat(third.step()).contains(new RuleStep.Tell());
        free = Optional.of(1L << 20);
        now = START;
        assertThat(watch(failing, Duration.ofMinutes(11)).reason()).contains("disk is full");
    }

    @Test
    void commandCategoriesDoWhatTheirNameSays() {
        modes.put(TorrentRule.COMMAND_CATEGORIES, Mode.ACT);
        values.put(RuleKey.COMMAND_FAILED, "failed");
        values.put(RuleKey.COMMAND_RECHECK, "recheck");
        owner = Owner.NOBODY;
        var before = torrent(TorrentState.STALLED_DOWNLOAD).make();
        var recheck = torrent(TorrentState.STALLED_DOWNLOAD);
        recheck.category = "recheck";
        var seen = Observation.of(before, now).next(recheck.make(), now, Duration.ZERO, true);
        assertThat(seen.previousCategory()).isEqualTo("tv");
        assertThat(ask(recheck.make(), seen).step()).contains(new RuleStep.Recheck());
        assertThat(ask(recheck.make(), seen.done("recheck", now)).step()).contains(new RuleStep.Category("tv"));
        var failed = torrent(TorrentState.STALLED_DOWNLOAD);
        failed.category = "failed";
        var known = Observation.of(before, now).next(failed.make(), now, Duration.ZERO, true);
        assertThat(ask(failed.make(), known).step()).contains(new RuleStep.Remove(true, true, false, false));
        var unknown = ask(failed.make(), Observation.of(failed.make(), now));
        assertThat(unknown.step().orElseThrow().destructive()).isFalse();
    }

    @Test
    void whatDoesNotFitIsStoppedAndStartsAgainWhenItFits() {
        modes.put(TorrentRule.SPACE, Mode.ACT);
        var loading = torrent(TorrentState.DOWNLOADING).make();
        noSpace = Set.of(loading.key().hash());
        var seen = Observation.of(loading, now);
        var stop = ask(loading, seen);
        assertThat(stop.step()).contains(new RuleStep.Stop(RuleEngine.FOR_SPACE));
        var stopped = torrent(TorrentState.STOPPED_DOWNLOAD).make();
        var after = seen.stopped(RuleEngine.FOR_SPACE).done("stop", now);
        modes.put(TorrentRule.SPACE, Mode.OFF);
        decided(ask(stopped, after), TorrentRule.OUR_STOP, Decision.WAIT);
        noSpace = Set.of();
        decided(ask(stopped, after), TorrentRule.OUR_STOP, Decision.WAIT); // not within ten minutes
        now = now.plusSeconds(601);
        assertThat(ask(stopped, after).step()).contains(new RuleStep.Start());
    }

    @Test
    void whatAPersonStoppedStaysStopped() {
        decided(
                watch(torrent(TorrentState.STOPPED_DOWNLOAD).make(), Duration.ofHours(9)),
                TorrentRule.STOPPED_BY_USER,
                Decision.WAIT);
    }

    @Test
    void aPersonWhoStartsWhatWeStoppedIsRight() {
        var running = torrent(TorrentState.DOWNLOADING).make();
        var seen = Observation.of(running, now).stopped(RuleEngine.FOR_SPACE);
        assertThat(seen.next(running, now.plusSeconds(20), Duration.ofSeconds(20), true)
                        .stoppedFor())
                .isEmpty();
    }

    /// While its client starts, checks or moves it, nobody can tell that it is stopped.
    @ParameterizedTest
    @EnumSource(
            value = TorrentState.class,
            names = {"LOADING", "CHECKING_DOWNLOAD", "MOVING", "UNKNOWN", "MISSING_FILES", "ERROR"})
    void whatWasStoppedForSpaceIsNotStartedByHandWhileItsClientIsBusyWithIt(TorrentState busy) {
        modes.put(TorrentRule.SPACE, Mode.ACT);
        noSpace = Set.of(TestTorrents.hash(1));
        var running = torrent(TorrentState.DOWNLOADING).make();
        var stopped = Observation.of(running, now).stopped(RuleEngine.FOR_SPACE).done("stop", now);
        var meanwhile = stopped.next(torrent(busy).make(), now.plusSeconds(20), Duration.ofSeconds(20), true);
        now = now.plusSeconds(700);
        var again = torrent(TorrentState.STOPPED_DOWNLOAD).make();
        decided(ask(again, meanwhile), TorrentRule.OUR_STOP, Decision.WAIT);
        noSpace = Set.of();
        decided(ask(again, meanwhile), TorrentRule.OUR_STOP, Decision.ACT);
    }

    /// It does not fit still, and was started by hand: who did that knows.
    @Test
    void whatAPersonStartsAfterItWasStoppedForSpaceIsLeftAlone() {
        modes.put(TorrentRule.SPACE, Mode.ACT);
        var running = torrent(TorrentState.DOWNLOADING);
        running.downloadSpeed = 1 << 20;
        noSpace = Set.of(TestTorrents.hash(1));
        var seen = Observation.of(running.make(), now);
        decided(ask(running.make(), seen), TorrentRule.SPACE, Decision.ACT);
        var stopped = seen.stopped(RuleEngine.FOR_SPACE).done("stop", now);
        var byHand = stopped.next(running.make(), now.plusSeconds(60), Duration.ofMinutes(1), true);
        now = now.plusSeconds(60);
        assertThat(watch(running.make(), byHand, Duration.ofHours(3)).deciding())
                .isEmpty();

        var byUs = byHand.done("start", now); // what was seen was our own start
        decided(ask(running.make(), byUs), TorrentRule.SPACE, Decision.WAIT);
        now = now.plusSeconds(601);
        decided(ask(running.make(), byUs), TorrentRule.SPACE, Decision.ACT);
    }

    @Test
    void metadataThatNeverComesEndsTheTorrent() {
        var magnet = torrent(TorrentState.METADATA).make();
        decided(watch(magnet, Duration.ofMinutes(14)), TorrentRule.METADATA, Decision.WAIT);
        now = START;
        var gone = watch(magnet, Duration.ofMinutes(26));
        decided(gone, TorrentRule.METADATA, Decision.ACT);
        assertThat(gone.step()).contains(new RuleStep.Remove(true, true, false, false));
        now = START;
        swarming = false;
        decided(watch(magnet, Duration.ofHours(3)), TorrentRule.METADATA, Decision.WAIT);
    }

    @Test
    void metadataMissingIsNotComplete() {
        var magnet = torrent(TorrentState.METADATA).make();
        assertThat(magnet.amountLeft()).isZero();
        assertThat(watch(magnet, Duration.ofMinutes(5)).deciding()).contains(TorrentRule.METADATA);
    }

    @Test
    void aStalledDownloadGoesAfterItsTimeAndStrikes() {
        var stalled = torrent(TorrentState.STALLED_DOWNLOAD).make();
        decided(watch(stalled, Duration.ofMinutes(29)), TorrentRule.STALLED, Decision.WAIT);
        now = START;
        var gone = watch(stalled, Duration.ofMinutes(40));
        decided(gone, TorrentRule.STALLED, Decision.ACT);
        assertThat(gone.step()).contains(new RuleStep.Remove(true, true, false, false));
        assertThat(gone.acts()).isTrue();
    }

    @Test
    void progressForgetsStrikes() {
        var stalled = torrent(TorrentState.STALLED_DOWNLOAD);
        var verdict = watch(stalled.make(), Duration.ofMinutes(25));
        assertThat(verdict.seen().strikes(TorrentRule.STALLED)).isPositive();
        stalled.completed += 50L << 20;
        var after = verdict.seen().next(stalled.make(), now.plusSeconds(60), Duration.ofMinutes(1), true);
        assertThat(after.strikes(TorrentRule.STALLED)).isZero();
        assertThat(after.idle()).isZero();
    }

    @Test
    void nearTheEndAndWithoutAFullCopyItHasMoreTime() {
        var near = torrent(TorrentState.STALLED_DOWNLOAD);
        near.completed = near.size - 1000;
        decided(watch(near.make(), Duration.ofHours(5)), TorrentRule.STALLED, Decision.WAIT);
        now = START;
        decided(watch(near.make(), Duration.ofMinutes(375)), TorrentRule.STALLED, Decision.ACT);
        var poor = torrent(TorrentState.STALLED_DOWNLOAD);
        poor.availability = Optional.of(0.7);
        poor.swarmSeeds = 2;
        now = START;
        decided(watch(poor.make(), Duration.ofMinutes(100)), TorrentRule.STALLED, Decision.WAIT);
        now = START;
        var gone = watch(poor.make(), Duration.ofMinutes(135));
        decided(gone, TorrentRule.STALLED, Decision.ACT);
        assertThat(gone.reason()).contains("nobody has a full copy");
    }

    @Test
    void aPrivateTorrentIsOnlyTold() {
        var stalled = torrent(TorrentState.STALLED_DOWNLOAD);
        stalled.isPrivate = Optional.of(true);
        stalled.downloaded = stalled.size * 12 / 100;
        var told = watch(stalled.make(), Duration.ofHours(5));
        assertThat(told.step()).contains(new RuleStep.Tell());
        values.put(RuleKey.STALLED_PRIVATE, true);
        now = START;
        stalled.seedingTime = Duration.ZERO;
        stalled.ratio = 0.1;
        var owed = watch(stalled.make(), Duration.ofHours(5));
        decided(owed, TorrentRule.STALLED, Decision.WAIT);
        assertThat(owed.reason()).contains("Seeding duty");
        stalled.downloaded = stalled.size * 5 / 100;
        now = START;
        decided(watch(stalled.make(), Duration.ofHours(5)), TorrentRule.STALLED, Decision.ACT);
    }

    @Test
    void nothingGoesWhoseOwnerCannotBeTold() {
        reachable = false;
        var stalled = torrent(TorrentState.STALLED_DOWNLOAD).make();
        var waits = watch(stalled, Duration.ofHours(5));
        decided(waits, TorrentRule.STALLED, Decision.WAIT);
        assertThat(waits.reason()).contains("cannot be told");
    }

    @Test
    void theYoungAreLeftAlone() {
        var young = torrent(TorrentState.STALLED_DOWNLOAD);
        young.addedAt = Optional.of(START.minusSeconds(30));
        decided(watch(young.make(), Duration.ofMinutes(8)), TorrentRule.STALLED, Decision.WAIT);
        assertThat(watch(young.make(), Duration.ofMinutes(1)).reason()).contains("ten minutes");
    }

    @Test
    void aDownloadThatWouldTakeTooLongGoes() {
        modes.put(TorrentRule.SLOW, Mode.ACT);
        var slow = torrent(TorrentState.DOWNLOADING);
        slow.downloadSpeed = 5000;
        slow.eta = Optional.of(Duration.ofHours(30));
        var gone = watch(slow.make(), Duration.ofMinutes(60));
        decided(gone, TorrentRule.SLOW, Decision.ACT);
        slow.eta = Optional.of(Duration.ofHours(23));
        now = START;
        assertThat(watch(slow.make(), Duration.ofMinutes(60)).deciding()).isEmpty();
        slow.eta = Optional.of(Duration.ofHours(30));
        limited = true;
        now = START;
        assertThat(watch(slow.make(), Duration.ofMinutes(60)).deciding()).isEmpty();
    }

    private void queued(String state, String status, String... messages) {
        queued = Optional.of(new ArrDownload(
                List.of(7L),
                TestTorrents.hash(1),
                "Tide",
                "episode:5501",
                "Tide 1x02",
                state,
                status,
                List.of(messages),
                "qb"));
    }

    @Test
    void whatIsNotWantedAnyMoreGoesWhereThatIsOn() {
        queued("downloading", "warning", "Not an upgrade for existing episode file(s)");
        var loading = torrent(TorrentState.DOWNLOADING);
        loading.downloadSpeed = 100_000;
        assertThat(watch(loading.make(), Duration.ofMinutes(12)).deciding()).isEmpty();
        modes.put(TorrentRule.NOT_WANTED, Mode.ACT);
        now = START;
        var gone = watch(loading.make(), Duration.ofMinutes(12));
        assertThat(gone.step()).contains(new RuleStep.Remove(false, false, false, false));
        queued("downloading", "warning", "Not an upgrade for existing episode file(s)", "something else");
        now = START;
        assertThat(watch(loading.make(), Duration.ofMinutes(12)).deciding()).isEmpty();
    }

    @Test
    void completeMeansToldThenScannedOnce() {
        var done = torrent(TorrentState.STALLED_UPLOAD).make();
        queued("importPending", "ok");
        var told = watch(done, Duration.ofMinutes(1));
        assertThat(told.step()).contains(new RuleStep.AskImport());
        var asked = told.seen().importAsked(now);
        decided(watch(done, asked, Duration.ofMinutes(4)), TorrentRule.COMPLETED, Decision.WAIT);
        var scan = watch(done, asked, Duration.ofMinutes(2));
        assertThat(scan.step()).contains(new RuleStep.Scan());
        var scanned = scan.seen().scanned(now);
        assertThat(watch(done, scanned, Duration.ofHours(2)).step()).isEmpty();
        queued("imported", "ok");
        assertThat(watch(done, asked, Duration.ofMinutes(1)).step()).contains(new RuleStep.MarkImported());
        var marked = asked.imported(now);
        assertThat(watch(done, marked, Duration.ofHours(2)).deciding()).isEmpty();
    }

    @Test
    void whatLooksFinishedAndIsEmptyIsNotComplete() {
        var empty = torrent(TorrentState.STALLED_UPLOAD);
        empty.size = 0;
        empty.completed = 0;
        assertThat(watch(empty.make(), Duration.ofHours(1)).deciding()).isEmpty();
    }

    @Test
    void anImportThatFailsIsToldUnlessItsReasonIsNamed() {
        var done = torrent(TorrentState.STALLED_UPLOAD).make();
        queued("importPending", "warning", "No files found are eligible for import");
        var seen = Observation.of(done, now).importAsked(now).scanned(now);
        decided(watch(done, seen, Duration.ofMinutes(11)), TorrentRule.IMPORT_FAILED, Decision.WAIT);
        now = START;
        var told = watch(done, seen, Duration.ofMinutes(25));
        assertThat(told.step()).contains(new RuleStep.Tell());
        modes.put(TorrentRule.IMPORT_FAILED, Mode.ACT);
        values.put(RuleKey.FAILED_WORDS, List.of("eligible for import"));
        now = START;
        var gone = watch(done, seen, Duration.ofMinutes(25));
        assertThat(gone.step()).contains(new RuleStep.Remove(true, true, false, false));
        values.put(RuleKey.FAILED_NOT, List.of("no files found"));
        now = START;
        assertThat(watch(done, seen, Duration.ofMinutes(25)).step()).contains(new RuleStep.Tell());
    }

    @Test
    void seedingEndsWhenItIsEnoughAndImported() {
        modes.put(TorrentRule.SEEDING_END, Mode.ACT);
        values.put(RuleKey.SEED_ACTION, "remove");
        values.put(RuleKey.SEED_RATIO, 2.0);
        var seeding = torrent(TorrentState.STALLED_UPLOAD);
        seeding.ratio = 1.99;
        var imported = Observation.of(seeding.make(), now).imported(now);
        decided(watch(seeding.make(), imported, Duration.ofMinutes(30)), TorrentRule.SEEDING_END, Decision.WAIT);
        seeding.ratio = 2.0;
        now = START;
        var gone = watch(seeding.make(), imported, Duration.ofMinutes(30));
        assertThat(gone.step()).contains(new RuleStep.Remove(false, false, false, false));
        leaveEnd = true;
        decided(watch(seeding.make(), gone.seen(), Duration.ofMinutes(10)), TorrentRule.SEEDING_END, Decision.WAIT);
        leaveEnd = false;
        seeding.tags = new TreeSet<>(Set.of(RuleEngine.KEEP));
        decided(watch(seeding.make(), gone.seen(), Duration.ofMinutes(10)), TorrentRule.SEEDING_END, Decision.WAIT);
        values.put(RuleKey.SEED_ACTION, "stop");
        seeding.tags = new TreeSet<>();
        var stop = watch(seeding.make(), gone.seen(), Duration.ofMinutes(10));
        assertThat(stop.step()).contains(new RuleStep.Stop(""));
    }

    @Test
    void oneLimitIsEnoughUnlessAllAreAsked() {
        modes.put(TorrentRule.SEEDING_END, Mode.ACT);
        values.put(RuleKey.SEED_ACTION, "stop");
        values.put(RuleKey.SEED_RATIO, 5.0);
        values.put(RuleKey.SEED_TIME, Duration.ofDays(1));
        var seeding = torrent(TorrentState.STALLED_UPLOAD).make();
        var imported = Observation.of(seeding, now).imported(now);
        decided(watch(seeding, imported, Duration.ofMinutes(30)), TorrentRule.SEEDING_END, Decision.ACT);
        values.put(RuleKey.SEED_ALL, true);
        now = START;
        decided(watch(seeding, imported, Duration.ofMinutes(30)), TorrentRule.SEEDING_END, Decision.WAIT);
    }

    @Test
    void upkeepSetsOnlyWhatDiffers() {
        modes.put(TorrentRule.UPKEEP, Mode.ACT);
        values.put(RuleKey.UPKEEP_TAGS, List.of("keep", "hd"));
        values.put(RuleKey.UPKEEP_DOWN, 5000L);
        var seeding = torrent(TorrentState.STALLED_UPLOAD);
        seeding.tags = new TreeSet<>(Set.of("hd"));
        seeding.downloadLimit = 5000;
        var notes = watch(seeding.make(), Duration.ofMinutes(1)).also();
        assertThat(notes)
                .extracting(RuleVerdict.Note::step)
                .containsExactly(new RuleStep.Tag(new TreeSet<>(Set.of("keep"))));
    }

    @Test
    void previewAndNoticeDoNothing() {
        modes.put(TorrentRule.STALLED, Mode.PREVIEW);
        var planned = watch(torrent(TorrentState.STALLED_DOWNLOAD).make(), Duration.ofHours(1));
        decided(planned, TorrentRule.STALLED, Decision.ACT);
        assertThat(planned.acts()).isFalse();
        modes.put(TorrentRule.STALLED, Mode.OFF);
        assertThat(watch(torrent(TorrentState.STALLED_DOWNLOAD).make(), Duration.ofHours(1))
                        .deciding())
                .isEmpty();
    }

    @Test
    void theSameHashOnTwoClientsIsTwoTorrents() {
        var other = TestTorrents.of(new InstanceId("qbittorrent-2605010000abd"), 1)
                .state(TorrentState.STALLED_DOWNLOAD)
                .make();
        var stalled = torrent(TorrentState.STALLED_DOWNLOAD).make();
        var here = watch(stalled, Duration.ofMinutes(40));
        now = START;
        var there = watch(other, Duration.ofMinutes(2));
        assertThat(here.decision()).isEqualTo(Decision.ACT);
        assertThat(there.decision()).isEqualTo(Decision.WAIT);
        assertThat(here.torrent()).isNotEqualTo(there.torrent());
    }

    @Test
    void theContentFilterNeverLooksAtTheTorrentsOwnFolder() {
        values.put(RuleKey.FOLDERS, List.of("^(extras|sample)$"));
        values.put(RuleKey.FORBIDDEN, List.of("exe"));
        var files = List.of(
                new TorrentFile(0, "Extras/Extras.S01E01.mkv", 100, 0, 1),
                new TorrentFile(1, "Extras/Sample/sample.mkv", 10, 0, 1),
                new TorrentFile(2, "Extras/codec.EXE", 10, 0, 1),
                new TorrentFile(3, "Extras/Sample/done.mkv", 10, 1, 1));
        assertThat(new ContentFilter(new RuleSet(modes, values, List.of()))
                        .unwanted(torrent(TorrentState.DOWNLOADING).make(), files))
                .containsExactly(1, 2);
    }

    @Test
    void aTrackersOwnValuesCountMoreThanACategorys() {
        var set = new RuleSet(
                Map.of(),
                Map.of(RuleKey.STALLED_AFTER, Duration.ofMinutes(30)),
                List.of(
                        new RuleSet.Departure(
                                "tracker.example", "", Map.of(), Map.of(RuleKey.STALLED_AFTER, Duration.ofHours(9))),
                        new RuleSet.Departure(
                                "",
                                "tv",
                                Map.of(TorrentRule.SLOW, Mode.ACT),
                                Map.of(RuleKey.STALLED_AFTER, Duration.ofHours(3)))));
        var torrent = torrent(TorrentState.STALLED_DOWNLOAD);
        assertThat(set.of(torrent.make()).span(RuleKey.STALLED_AFTER)).isEqualTo(Duration.ofHours(9));
        assertThat(set.of(torrent.make()).mode(TorrentRule.SLOW)).isEqualTo(Mode.ACT);
        torrent.tracker = "";
        assertThat(set.of(torrent.make()).span(RuleKey.STALLED_AFTER)).isEqualTo(Duration.ofHours(3));
        torrent.category = "";
        assertThat(set.of(torrent.make()).span(RuleKey.STALLED_AFTER)).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void whatWasTurnedThreeTimesInADayIsOnlyTold() {
        modes.put(TorrentRule.SPACE, Mode.ACT);
        noSpace = Set.of(TestTorrents.hash(1));
        var seen = Observation.of(torrent(TorrentState.DOWNLOADING).make(), now);
        for (int pair = 0; pair < 3; pair++) {
            decided(ask(torrent(TorrentState.DOWNLOADING).make(), seen), TorrentRule.SPACE, Decision.ACT);
            assertThat(ask(torrent(TorrentState.DOWNLOADING).make(), seen).acts())
                    .isTrue();
            seen = seen.done("stop", now);
            now = now.plus(Duration.ofMinutes(30));
            seen = seen.done("start", now);
            now = now.plus(Duration.ofMinutes(30));
        }
        var verdict = ask(torrent(TorrentState.DOWNLOADING).make(), seen);
        assertThat(verdict.step()).contains(new RuleStep.Tell());
        assertThat(verdict.reason()).contains("3 times").contains("fit");
        now = now.plus(Duration.ofHours(25));
        assertThat(ask(torrent(TorrentState.DOWNLOADING).make(), seen).acts()).isTrue();
    }

    /// A server whose clock is an hour ahead says that everything came an hour later, and rested less.
    @Test
    void agesGoByTheServersOwnClock() {
        skew = Duration.ofHours(1);
        var fresh = torrent(TorrentState.ERROR);
        fresh.addedAt = Optional.of(START.plus(skew));
        decided(watch(fresh.make(), Duration.ofMinutes(9)), TorrentRule.ERROR, Decision.WAIT);
        assertThat(watch(fresh.make(), Duration.ofMinutes(11)).acts()).isTrue();
        skew = Duration.ofHours(-1);
        now = START;
        fresh.addedAt = Optional.of(START.plus(skew));
        decided(watch(fresh.make(), Duration.ofMinutes(9)), TorrentRule.ERROR, Decision.WAIT);
        modes.put(TorrentRule.SEEDING_END, Mode.ACT);
        values.put(RuleKey.SEED_ACTION, "stop");
        values.put(RuleKey.SEED_INACTIVE, Duration.ofHours(2));
        modes.put(TorrentRule.COMPLETED, Mode.OFF);
        now = START;
        var idle = torrent(TorrentState.STALLED_UPLOAD);
        idle.lastActivityAt = Optional.of(START.plus(skew).minus(Duration.ofMinutes(90)));
        assertThat(watch(idle.make(), Duration.ofMinutes(20)).acts()).isFalse();
        assertThat(watch(idle.make(), Duration.ofMinutes(30)).acts()).isTrue();
    }

    @Test
    void aFilterOfOneCategoryThatChangesIsAnotherFilter() {
        var usual = new ContentFilter(RuleSet.usual()).version();
        var place = new RuleSet.Place("", "films");
        var changed = RuleSet.usual().with(place, Map.of(), Map.of(RuleKey.FORBIDDEN, List.of("exe")));

        assertThat(new ContentFilter(changed).version()).isNotEqualTo(usual);
        assertThat(new ContentFilter(changed.with(place, Map.of(), Map.of(RuleKey.SLOW_LIMIT, Duration.ofHours(9))))
                        .version())
                .isEqualTo(new ContentFilter(changed).version());
    }
}
