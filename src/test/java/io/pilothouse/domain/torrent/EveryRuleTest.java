package io.pilothouse.domain.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.RuleVerdict.Decision;
import io.pilothouse.domain.torrent.TorrentRule.Mode;
import io.pilothouse.testing.TestTorrents;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// For every rule that acts on a torrent (contract section 15.5, acceptance 15): its condition holds, is just
/// missed, the torrent is left alone, the rule is off, only shown or only told. That nothing is taken away behind
/// a brake is [io.pilothouse.tasks.torrent.TorrentRulesTest]'s; the queue's order is of no single torrent.
class EveryRuleTest {

    private static final InstanceId BOX = new InstanceId("qbittorrent-2605010000abc");
    private static final InstanceId SONARR = new InstanceId("sonarr-2605010000abc");
    private static final Instant START = Instant.parse("2026-05-03T12:00:00Z");
    private static final Set<TorrentRule> OF_THE_WHOLE_CLIENT = EnumSet.of(TorrentRule.QUEUE_ORDER);
    /// They say why nothing happens, and have nothing to do.
    private static final Set<TorrentRule> ENDS =
            EnumSet.of(TorrentRule.UNOWNED, TorrentRule.EXEMPT, TorrentRule.TRANSIENT, TorrentRule.STOPPED_BY_USER);

    /// One torrent, what is known of it, and how long it is watched, once a minute.
    private static final class Case {
        final TorrentRule rule;
        final TestTorrents torrent;
        final Map<RuleKey, Object> values = new EnumMap<>(RuleKey.class);
        final EnumMap<TorrentRule, Mode> modes = new EnumMap<>(TorrentRule.class);
        UnaryOperator<Observation> before = seen -> seen;
        Optional<ArrDownload> queued = Optional.empty();
        Set<String> noSpace = Set.of();
        Duration watched = Duration.ofMinutes(20);
        Optional<RuleStep> step = Optional.empty();
        UnaryOperator<Case> missed = it -> it;

        Case(TorrentRule rule, TorrentState state) {
            this.rule = rule;
            torrent = TestTorrents.of(BOX, 1).state(state);
            modes.put(rule, Mode.ACT);
        }

        Case with(RuleKey key, Object value) {
            values.put(key, value);
            return this;
        }

        Case known(UnaryOperator<Observation> what) {
            before = what;
            return this;
        }

        Case queued(String state, String status, String... messages) {
            queued = Optional.of(new ArrDownload(
                    List.of(7L),
                    TestTorrents.hash(1),
                    "Tide",
                    "episode:1",
                    "Tide 1x02",
                    state,
                    status,
                    List.of(messages),
                    "qb"));
            return this;
        }

        Case watched(Duration time) {
            watched = time;
            return this;
        }

        Case does(RuleStep what) {
            step = Optional.of(what);
            return this;
        }

        /// @param less makes of it a torrent for which the rule does nothing yet
        Case unless(UnaryOperator<Case> less) {
            missed = less;
            return this;
        }

        RuleVerdict asked() {
            var rules = new RuleEngine(new RuleSet(modes, values, List.of()));
            var around = new RuleEngine.Around(true, false, Optional.of(100L << 30), Duration.ZERO, noSpace);
            var owner = new Owner.Arr(SONARR, "episode:1", "Tide 1x02", true);
            var now = START;
            var it = torrent.make();
            var seen = before.apply(Observation.of(it, now));
            RuleVerdict verdict;
            long minutes = watched.toMinutes();
            do {
                var subject = new RuleEngine.Subject(it, owner, seen, queued, true, false);
                verdict = rules.decide(subject, around, now);
                now = now.plusSeconds(60);
                seen = verdict.seen().next(it, now, Duration.ofMinutes(1), true);
            } while (minutes-- > 0);
            return verdict;
        }

        Stream<RuleVerdict.Note> steps(RuleVerdict verdict) {
            var own = verdict.step().filter(_ -> verdict.deciding().equals(Optional.of(rule)));
            return Stream.concat(
                    own.map(it -> new RuleVerdict.Note(rule, verdict.reason(), it, verdict.mode())).stream(),
                    verdict.also().stream().filter(note -> note.rule() == rule));
        }

        @Override
        public String toString() {
            return rule.word() + " " + torrent.state;
        }
    }

    private static Case of(TorrentRule rule, TorrentState state) {
        return new Case(rule, state);
    }

    private static RuleStep removed(boolean blocklist, boolean search) {
        return new RuleStep.Remove(blocklist, search, false, false);
    }

    /// Twice in two ways where a rule has two ends.
    static List<Case> cases() {
        return List.of(
                of(TorrentRule.MISSING_FILES, TorrentState.MISSING_FILES)
                        .with(RuleKey.MISSING_ACTION, "remove")
                        .does(removed(true, true))
                        .unless(it -> it.watched(Duration.ofMinutes(14))),
                of(TorrentRule.MISSING_FILES, TorrentState.MISSING_FILES)
                        .with(RuleKey.MISSING_ACTION, "recheck")
                        .does(new RuleStep.Recheck())
                        .unless(it -> it.watched(Duration.ofMinutes(14))),
                of(TorrentRule.ERROR, TorrentState.ERROR)
                        .does(new RuleStep.Start())
                        .unless(it -> it.watched(Duration.ofMinutes(9))),
                of(TorrentRule.COMMAND_CATEGORIES, TorrentState.STALLED_DOWNLOAD)
                        .with(RuleKey.COMMAND_FAILED, "tv")
                        .known(EveryRuleTest::cameFromElsewhere)
                        .does(removed(true, true))
                        .unless(it -> it.with(RuleKey.COMMAND_FAILED, "TV")),
                space(),
                ourStop(),
                of(TorrentRule.STOPPED_BY_USER, TorrentState.STOPPED_DOWNLOAD)
                        .with(RuleKey.START_STOPPED, true)
                        .does(new RuleStep.Start())
                        .unless(it -> it.watched(Duration.ofMinutes(61))),
                of(TorrentRule.METADATA, TorrentState.METADATA)
                        .does(removed(true, true))
                        .unless(it -> it.watched(Duration.ofMinutes(14))),
                of(TorrentRule.CONTENT, TorrentState.DOWNLOADING)
                        .with(RuleKey.FORBIDDEN, List.of("exe"))
                        .does(new RuleStep.Filter())
                        .unless(it -> it.with(RuleKey.FORBIDDEN, List.of())),
                of(TorrentRule.STALLED, TorrentState.STALLED_DOWNLOAD)
                        .watched(Duration.ofMinutes(40))
                        .does(removed(true, true))
                        .unless(it -> it.watched(Duration.ofMinutes(29))),
                of(TorrentRule.STALLED, TorrentState.STALLED_DOWNLOAD)
                        .with(RuleKey.STALLED_KEEP, true)
                        .watched(Duration.ofMinutes(40))
                        .does(new RuleStep.Remove(true, true, false, true))
                        .unless(it -> it.known(seen -> seen.done("search-again", START))),
                slow(),
                loads(of(TorrentRule.NOT_WANTED, TorrentState.DOWNLOADING))
                        .queued("downloading", "warning", "Not an upgrade for existing episode file(s)")
                        .does(removed(false, false))
                        .unless(it -> it.queued("downloading", "warning", "Not an upgrade", "No space")),
                of(TorrentRule.COMPLETED, TorrentState.STALLED_UPLOAD)
                        .queued("importPending", "ok")
                        .watched(Duration.ofMinutes(1))
                        .does(new RuleStep.AskImport())
                        .unless(it -> it.watched(Duration.ZERO)),
                of(TorrentRule.COMPLETED, TorrentState.STALLED_UPLOAD)
                        .queued("importPending", "ok")
                        .known(seen -> seen.importAsked(START))
                        .watched(Duration.ofMinutes(5))
                        .does(new RuleStep.Scan())
                        .unless(it -> it.watched(Duration.ofMinutes(4))),
                of(TorrentRule.IMPORT_FAILED, TorrentState.STALLED_UPLOAD)
                        .queued("importBlocked", "warning", "Sample")
                        .with(RuleKey.FAILED_WORDS, List.of("sample"))
                        .known(seen -> seen.importAsked(START).scanned(START))
                        .watched(Duration.ofMinutes(20))
                        .does(removed(true, true))
                        .unless(it -> it.watched(Duration.ofMinutes(19))),
                seeding("stop", new RuleStep.Stop("")),
                seeding("remove", removed(false, false)),
                seeding("remove-with-files", new RuleStep.Remove(false, false, true, false)),
                upkeep());
    }

    private static Observation cameFromElsewhere(Observation seen) {
        var was = TestTorrents.of(BOX, 1);
        was.category = "shows";
        var now = TestTorrents.of(BOX, 1);
        return Observation.of(was.make(), START.minusSeconds(900)).next(now.make(), START, Duration.ZERO, true);
    }

    private static Case space() {
        var it = of(TorrentRule.SPACE, TorrentState.DOWNLOADING)
                .watched(Duration.ZERO)
                .does(new RuleStep.Stop(RuleEngine.FOR_SPACE))
                .unless(less -> {
                    less.noSpace = Set.of();
                    return less;
                });
        it.noSpace = Set.of(TestTorrents.hash(1));
        return it;
    }

    private static Case ourStop() {
        return of(TorrentRule.OUR_STOP, TorrentState.STOPPED_DOWNLOAD)
                .known(seen -> seen.stopped(RuleEngine.FOR_SPACE).done("stop", START.minusSeconds(600)))
                .watched(Duration.ZERO)
                .does(new RuleStep.Start())
                .unless(it ->
                        it.known(seen -> seen.stopped(RuleEngine.FOR_SPACE).done("stop", START.minusSeconds(599))));
    }

    private static Case loads(Case it) {
        it.torrent.downloadSpeed = 1 << 20;
        return it;
    }

    private static Case slow() {
        var it = of(TorrentRule.SLOW, TorrentState.DOWNLOADING)
                .watched(Duration.ofMinutes(60))
                .does(removed(true, true))
                .unless(less -> {
                    less.torrent.eta = Optional.of(Duration.ofHours(24));
                    return less;
                });
        it.torrent.downloadSpeed = 5000;
        it.torrent.eta = Optional.of(Duration.ofHours(25));
        return it;
    }

    private static Case seeding(String action, RuleStep step) {
        var it = of(TorrentRule.SEEDING_END, TorrentState.STALLED_UPLOAD)
                .with(RuleKey.SEED_ACTION, action)
                .with(RuleKey.SEED_RATIO, 2.0)
                .known(seen -> seen.imported(START))
                .does(step)
                .unless(less -> {
                    less.torrent.ratio = 1.99;
                    return less;
                });
        it.torrent.ratio = 2;
        return it;
    }

    private static Case upkeep() {
        var it = of(TorrentRule.UPKEEP, TorrentState.STALLED_UPLOAD)
                .with(RuleKey.UPKEEP_DOWN, 5000L)
                .with(RuleKey.UPKEEP_UP, 5000L)
                .does(new RuleStep.Limit(5000, 5000))
                .unless(less -> less.with(RuleKey.UPKEEP_DOWN, -1L).with(RuleKey.UPKEEP_UP, 0L));
        it.torrent.downloadLimit = 4999;
        return it;
    }

    @Test
    void everyRuleIsHere() {
        var asked = EnumSet.copyOf(cases().stream().map(it -> it.rule).toList());
        asked.addAll(OF_THE_WHOLE_CLIENT);
        asked.addAll(ENDS); // of which RuleEngineTest tells

        assertThat(asked).containsExactlyInAnyOrder(TorrentRule.values());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whereItsConditionHoldsItActs(Case one) {
        assertThat(one.steps(one.asked())).singleElement().satisfies(step -> {
            assertThat(step.step()).isEqualTo(one.step.orElseThrow());
            assertThat(step.mode()).isEqualTo(Mode.ACT);
        });
        assertThat(one.step.orElseThrow().destructive())
                .as("only these are held by a brake")
                .isEqualTo(
                        one.step.orElseThrow() instanceof RuleStep.Remove(var _, var _, var _, boolean kept) && !kept);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whereItIsJustMissedItDoesNothing(Case one) {
        var missed = one.missed.apply(one);
        assertThat(missed.steps(missed.asked())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsLeftAloneByTagIsNotTouched(Case one) {
        one.torrent.tags.add(RuleEngine.IGNORED);
        var verdict = one.asked();
        assertThat(verdict.deciding()).contains(TorrentRule.EXEMPT);
        assertThat(verdict.decision()).isEqualTo(Decision.NOTHING);
        assertThat(verdict.also()).isEmpty();
    }

    /// Forced by hand, sharing by the special way, of a tracker or category that is left alone: imported, and
    /// nothing else.
    @ParameterizedTest
    @MethodSource("cases")
    void whatIsLeftAloneOtherwiseIsOnlyImported(Case one) {
        for (var way : List.of("super", "tracker", "category")) {
            one.torrent.superSeeding = way.equals("super");
            one.values.put(RuleKey.EXEMPT_TRACKERS, way.equals("tracker") ? List.of("tracker.example") : List.of());
            one.values.put(RuleKey.EXEMPT_CATEGORIES, way.equals("category") ? List.of("tv") : List.of());
            var verdict = one.asked();
            if (one.rule == TorrentRule.COMPLETED) {
                assertThat(one.steps(verdict)).as(way).hasSize(1);
            } else {
                assertThat(verdict.deciding())
                        .as(way)
                        .isIn(Optional.of(TorrentRule.EXEMPT), Optional.of(TorrentRule.COMPLETED));
                assertThat(one.steps(verdict)).as(way).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void onlyShownOrToldItDecidesAlikeAndDoesNothing(Case one) {
        for (var mode : List.of(Mode.PREVIEW, Mode.NOTIFY)) {
            one.modes.put(one.rule, mode);
            var verdict = one.asked();
            assertThat(one.steps(verdict)).singleElement().satisfies(step -> {
                assertThat(step.step()).isEqualTo(one.step.orElseThrow());
                assertThat(step.mode()).isEqualTo(mode);
            });
            boolean decides = verdict.deciding().equals(Optional.of(one.rule));
            assertThat(decides && verdict.acts()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void switchedOffItDoesNothing(Case one) {
        one.modes.put(one.rule, Mode.OFF);
        assertThat(one.steps(one.asked())).isEmpty();
    }

    @Test
    void whatIsForcedIsNeverStoppedOrRemoved() {
        for (var one : cases()) {
            for (var state :
                    List.of(TorrentState.FORCED_UPLOAD, TorrentState.FORCED_DOWNLOAD, TorrentState.FORCED_METADATA)) {
                var forced = new Case(one.rule, state);
                forced.values.putAll(one.values);
                Arrays.stream(TorrentRule.values()).forEach(rule -> forced.modes.put(rule, Mode.ACT));
                forced.queued = one.queued;
                forced.noSpace = one.noSpace;
                forced.before = one.before;
                forced.torrent.ratio = one.torrent.ratio;
                var verdict = forced.watched(Duration.ofHours(3)).asked();
                assertThat(verdict.step().filter(step -> step instanceof RuleStep.Stop || step.destructive()))
                        .as(forced + ": " + verdict.reason())
                        .isEmpty();
            }
        }
    }
}
