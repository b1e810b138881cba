package io.pilothouse.domain.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.cycle.Care.Download;
import io.pilothouse.domain.cycle.Care.Strike;
import io.pilothouse.domain.cycle.Care.TorrentFacts;
import io.pilothouse.domain.cycle.Care.Verdict;
import io.pilothouse.domain.cycle.CareRule.Imports;
import io.pilothouse.domain.cycle.CareRule.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CareTest {

    private static final Instant NOW = Instant.parse("2026-06-20T10:00:00Z");
    private static final String HASH = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void threeLooksInARowWithoutProgressAreNeededAndOneWithItForgetsThem() {
        var rule = rule(Imports.LEAVE, Set.of(Reason.STALLED), OptionalLong.empty());
        var seen = new HashMap<String, Strike>();
        long[] left = {500, 500, 500, 400, 400, 400, 400};
        var outcomes = new java.util.ArrayList<String>();
        for (int look = 0; look < left.length; look++) {
            var at = NOW.plus(Duration.ofMinutes(10L * look));
            var verdict = look(rule, downloading(left[look]), seen, at);
            verdict.strike().ifPresent(it -> seen.put(it.download(), it));
            outcomes.add(verdict.skip().map(SkipReason::word).orElse("out"));
        }
        assertThat(outcomes)
                .containsExactly(
                        "not-struck", "few-strikes", "few-strikes", "progressing", "few-strikes", "few-strikes", "out");
    }

    @Test
    void lookingMoreOftenStrikesNoFaster() {
        var rule = rule(Imports.LEAVE, Set.of(Reason.STALLED), OptionalLong.empty());
        var seen = new HashMap<String, Strike>();
        for (int minute = 0; minute < 29; minute++) {
            var verdict = look(rule, downloading(500), seen, NOW.plus(Duration.ofMinutes(minute)));
            assertThat(verdict.skip()).describedAs("minute %d", minute).isPresent();
            verdict.strike().ifPresent(it -> seen.put(it.download(), it));
        }
        assertThat(look(rule, downloading(500), seen, NOW.plus(Duration.ofMinutes(30)))
                        .skip())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "paused, downloading, PAUSED",
        "queued, downloading, NOT_STRUCK",
        "completed, importPending, WAITS_FOR_IMPORT",
        "completed, importBlocked, WAITS_FOR_IMPORT",
        "completed, importing, WAITS_FOR_IMPORT",
        "delay, '', NOT_STRUCK"
    })
    void whatWaitsForSomebodyIsNeverTakenOut(String status, String state, SkipReason why) {
        var rule = rule(Imports.LEAVE, Set.of(Reason.values()), OptionalLong.of(1_000));
        var download = with(status, state, true, 500, Optional.empty());

        assertThat(look(rule, download, Map.of(HASH, struck(3)), NOW).skip()).contains(why);
    }

    @Test
    void whatCannotBeToldToBePublicCountsAsPrivateWhereAClientIsLinked() {
        var rule = rule(Imports.LEAVE, Set.of(Reason.STALLED), OptionalLong.empty());
        for (var facts : List.of(
                Optional.<TorrentFacts>empty(),
                Optional.of(new TorrentFacts(Optional.of(true), Set.of(), false)),
                Optional.of(new TorrentFacts(Optional.empty(), Set.of(), false)))) {
            var download = with("downloading", "downloading", true, 500, facts);
            assertThat(Care.decide(rule, List.of(download), Map.of(HASH, struck(2)), true, 9, NOW))
                    .extracting(Verdict::skip)
                    .containsExactly(Optional.of(SkipReason.PRIVATE_TRACKER));
        }
        var open = new TorrentFacts(Optional.of(false), Set.of("Keep"), false);
        assertThat(look(rule, with("downloading", "downloading", true, 500, Optional.of(open)), Map.of(), NOW)
                        .skip())
                .contains(SkipReason.KEPT_BY_TAG);
    }

    /// Two judges would strike it twice. What waits for an import is the app's own matter still.
    @Test
    void whatAConnectedClientLoadsIsLeftToTheRulesOfTorrents() {
        var open = Optional.of(new TorrentFacts(Optional.of(false), Set.of(), false));
        var rule = rule(Imports.REMOVE, Set.of(Reason.values()), OptionalLong.of(1_000));
        for (var state : List.of("downloading", "failed")) {
            assertThat(look(rule, with("downloading", state, true, 500, open), Map.of(HASH, struck(2)), NOW))
                    .satisfies(it -> {
                        assertThat(it.skip()).contains(SkipReason.LEFT_TO_RULES);
                        assertThat(it.strike()).isEmpty();
                    });
        }
        assertThat(look(rule, with("completed", "importBlocked", true, 0, open), Map.of(HASH, struck(2)), NOW)
                        .skip())
                .isEmpty();
    }

    @Test
    void aFinishedDownloadIsTakenOutOnlyWhereTheRuleSaysSo() {
        var blocked = with("completed", "importBlocked", true, 0, Optional.empty());
        assertThat(look(rule(Imports.TRY, Set.of(), OptionalLong.empty()), blocked, Map.of(), NOW))
                .satisfies(it -> {
                    assertThat(it.skip()).isEmpty();
                    assertThat(it.reason()).contains(Reason.FAILED_IMPORT);
                });
        assertThat(look(rule(Imports.REMOVE, Set.of(), OptionalLong.empty()), blocked, Map.of(HASH, struck(2)), NOW)
                        .skip())
                .isEmpty();
        assertThat(look(rule(Imports.REMOVE, Set.of(), OptionalLong.empty()), blocked, Map.of(), NOW)
                        .skip())
                .contains(SkipReason.FEW_STRIKES);
    }

    @Test
    void importsThatAPersonHasToLookAtLeaveRoomForTheRest() {
        var rule = rule(Imports.TRY, Set.of(Reason.FAILED), OptionalLong.empty());
        var blocked = with("completed", "importBlocked", true, 0, Optional.empty());
        var failed = with("warning", "failed", true, 500, Optional.empty());

        var verdicts =
                Care.decide(rule, List.of(blocked, blocked, blocked, failed), Map.of(HASH, struck(3)), false, 9, NOW);

        assertThat(verdicts)
                .filteredOn(it -> it.skip().isEmpty())
                .extracting(it -> it.reason().orElseThrow())
                .containsExactly(Reason.FAILED_IMPORT, Reason.FAILED);
        assertThat(verdicts)
                .filteredOn(it -> it.skip().isPresent())
                .extracting(it -> it.skip().orElseThrow())
                .containsOnly(SkipReason.PER_RUN);
    }

    @Test
    void wholeWordsAreUnwantedAndPartsOfWordsAreNot() {
        var rule = rule(Imports.LEAVE, Set.of(Reason.UNWANTED), OptionalLong.empty());
        assertThat(List.of("Show.S01E01.HDCAM.x264", "show hdcam", "Show.S01.CAMRip", "[cam]"))
                .allMatch(rule::unwanted);
        assertThat(List.of("Camelot.S01E01", "Webcam.Diaries", "Show.S01")).noneMatch(rule::unwanted);
    }

    @Test
    void slowIsMeasuredBetweenTwoLooks() {
        var rule = rule(Imports.LEAVE, Set.of(Reason.SLOW), OptionalLong.of(100));
        var before = new Strike(HASH, OptionalLong.of(100_000), NOW.minusSeconds(600), 2, Optional.of(Reason.SLOW));

        assertThat(look(rule, downloading(41_000), Map.of(HASH, before), NOW).reason())
                .contains(Reason.SLOW);
        assertThat(look(rule, downloading(39_000), Map.of(HASH, before), NOW).skip())
                .contains(SkipReason.PROGRESSING);
    }

    @Test
    void capsHoldAndEveryDownloadHasOneVerdict() {
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var rule = rule(Imports.values()[random.nextInt(3)], Set.of(Reason.values()), OptionalLong.of(50));
            var queue = new java.util.ArrayList<Download>();
            var seen = new HashMap<String, Strike>();
            for (int i = 0; i < random.nextInt(12); i++) {
                var id = "%040x".formatted(i);
                var states = List.of("downloading", "importPending", "importBlocked", "failed", "new-word");
                queue.add(new Download(
                        id,
                        List.of((long) i),
                        List.of(),
                        "title " + i,
                        List.of("downloading", "paused", "warning").get(random.nextInt(3)),
                        states.get(random.nextInt(states.size())),
                        random.nextBoolean(),
                        OptionalLong.of(1_000),
                        OptionalLong.of(random.nextInt(1_000)),
                        "",
                        Optional.empty()));
                seen.put(
                        id,
                        new Strike(
                                id,
                                OptionalLong.of(random.nextInt(1_000)),
                                NOW.minusSeconds(random.nextInt(3_000)),
                                random.nextInt(4),
                                Optional.of(Reason.STALLED)));
            }
            int budget = random.nextInt(4);
            var verdicts = Care.decide(rule, queue, seen, false, budget, NOW);
            assertThat(verdicts).extracting(Verdict::download).containsExactlyElementsOf(queue);
            assertThat(verdicts.stream().filter(it -> it.skip().isEmpty()))
                    .hasSizeLessThanOrEqualTo(Math.min(budget, rule.perRun()))
                    .noneMatch(it -> it.download().status().equals("paused"))
                    .allMatch(it -> it.reason().isPresent());
            assertThat(Care.decide(rule, queue, seen, false, budget, NOW)).isEqualTo(verdicts);
        }
    }

    private static Verdict look(CareRule rule, Download download, Map<String, Strike> seen, Instant at) {
        return Care.decide(rule, List.of(download), seen, false, 9, at).getFirst();
    }

    private static Strike struck(int times) {
        return new Strike(
                HASH, OptionalLong.of(500), NOW.minus(Duration.ofHours(1)), times, Optional.of(Reason.STALLED));
    }

    private static Download downloading(long left) {
        return with("downloading", "downloading", false, left, Optional.empty());
    }

    private static Download with(
            String status, String state, boolean trouble, long left, Optional<TorrentFacts> torrent) {
        return new Download(
                HASH,
                List.of(1L),
                List.of(new ItemKey("episode", "7")),
                "Show.S01E01",
                status,
                state,
                trouble,
                OptionalLong.of(1_000),
                OptionalLong.of(left),
                "",
                torrent);
    }

    private static CareRule rule(Imports imports, Set<Reason> reasons, OptionalLong slowerThan) {
        return new CareRule(
                "Care",
                2,
                OptionalInt.of(5),
                Duration.ofMinutes(10),
                Duration.ZERO,
                Set.of(),
                Set.of(),
                3,
                Duration.ofMinutes(10),
                reasons,
                slowerThan,
                List.of("HDCAM", "cam", "cam*rip"),
                imports,
                true,
                true,
                true,
                true,
                Set.of("keep"),
                true);
    }
}
