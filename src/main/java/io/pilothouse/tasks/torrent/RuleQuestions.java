package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.RuleEngine;
import io.pilothouse.domain.torrent.RuleKey;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.RuleVerdict;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.domain.torrent.TorrentTracker;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.instance.Instances;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Asks what the rules need to know of single torrents and no list tells: what trackers say, and whether an
/// *arr has something else by now. Few questions at a time, the longest unasked first, and only about
/// torrents for which the answer matters. Thread-safe.
final class RuleQuestions {

    /// A run is at most every 15 s, so that fewer than two a second are asked.
    private static final int MOST = 20;

    private static final Duration TRACKERS_EVERY = Duration.ofHours(6);
    private static final Duration FAILING_EVERY = Duration.ofMinutes(30);
    private static final Duration SUPERSEDED_EVERY = Duration.ofDays(1);

    private final Instances instances;
    private final TorrentLines lines;
    private final TorrentJudging judging;
    private final Time time;

    RuleQuestions(Instances instances, TorrentLines lines, TorrentJudging judging, Time time) {
        this.instances = instances;
        this.lines = lines;
        this.judging = judging;
        this.time = time;
    }

    /// @return questions that were sent
    int ask(Instance client, TorrentSide side, TorrentFleet fleet, RuleSet rules, TaskContext context)
            throws InterruptedException {
        int asked = trackers(client, side, rules, context);
        return asked + superseded(client, side, fleet, rules, context);
    }

    private int trackers(Instance client, TorrentSide side, RuleSet rules, TaskContext context)
            throws InterruptedException {
        var now = time.instant();
        var due = new ArrayList<Torrent>();
        for (var torrent : side.torrents().values()) {
            if (trackerMatters(torrent, rules) && !now.isBefore(trackerDue(torrent))) {
                due.add(torrent);
            }
        }
        int asked = 0;
        for (var torrent : first(due, this::trackerAsked)) {
            try {
                var trackers =
                        lines.client(client, line -> line.trackers(torrent.key().hash()));
                asked++;
                heard(torrent, trackers);
            } catch (ConnectorException e) {
                context.line(e.problem().summary());
                return asked;
            }
        }
        return asked;
    }

    /// Where a removal waits because something is owed to a tracker, and where a tag shall show dead ones.
    private boolean trackerMatters(Torrent torrent, RuleSet rules) {
        if (torrent.state().stopped() || torrent.family() == TorrentFamily.TRANSIENT || torrent.trackers() == 0) {
            return false;
        }
        boolean owed = judging.verdict(torrent.key())
                .filter(it -> it.decision() == RuleVerdict.Decision.WAIT)
                .filter(it -> it.reason().contains(RuleEngine.DUTY))
                .isPresent();
        var values = rules.of(torrent);
        boolean shown = !values.off(TorrentRule.UPKEEP)
                && !values.word(RuleKey.UPKEEP_DEAD).isEmpty();
        return owed || (shown && mayFail(torrent, values.word(RuleKey.UPKEEP_DEAD)));
    }

    /// Newer clients say so in the list, older ones name no tracker then; those between say nothing.
    private static boolean mayFail(Torrent torrent, String tag) {
        return torrent.tags().contains(tag) || torrent.trackersFail().orElse(true);
    }

    private Instant trackerDue(Torrent torrent) {
        return judging.seen(torrent.key())
                .flatMap(seen -> seen.tracker())
                .map(word -> word.at().plus(word.fails() ? FAILING_EVERY : TRACKERS_EVERY))
                .orElse(Instant.EPOCH);
    }

    private Instant trackerAsked(Torrent torrent) {
        return judging.seen(torrent.key())
                .flatMap(seen -> seen.tracker())
                .map(word -> word.at())
                .orElse(Instant.EPOCH);
    }

    private void heard(Torrent torrent, List<TorrentTracker> trackers) {
        boolean works = trackers.stream()
                .anyMatch(it ->
                        it.status() == TorrentTracker.Status.WORKING || it.status() == TorrentTracker.Status.ASKING);
        var failing = trackers.stream()
                .filter(it -> it.status() == TorrentTracker.Status.FAILING)
                .findFirst();
        judging.change(
                torrent.key(),
                seen -> seen.heard(
                        !works && failing.isPresent(),
                        works ? "" : failing.map(TorrentTracker::message).orElse(""),
                        time.instant()));
    }

    private int superseded(Instance client, TorrentSide side, TorrentFleet fleet, RuleSet rules, TaskContext context)
            throws InterruptedException {
        var now = time.instant();
        var due = new ArrayList<Torrent>();
        for (var torrent : side.torrents().values()) {
            var values = rules.of(torrent);
            boolean wanted = torrent.complete()
                    && !values.off(TorrentRule.SEEDING_END)
                    && values.truth(RuleKey.SEED_SUPERSEDED)
                    && !values.word(RuleKey.SEED_ACTION).equals("none");
            if (wanted && !now.isBefore(supersededAsked(torrent).plus(SUPERSEDED_EVERY))) {
                due.add(torrent);
            }
        }
        int asked = 0;
        for (var torrent : first(due, this::supersededAsked)) {
            if (fleet.ownership().of(torrent) instanceof Owner.Arr owner
                    && fleet.ownership().reachable(owner.instance())) {
                var arr = instances.find(owner.instance());
                if (arr.isEmpty()) {
                    continue;
                }
                try {
                    boolean by = lines.arr(arr.get(), line -> line.superseded(hash(torrent)));
                    asked++;
                    judging.change(torrent.key(), seen -> seen.superseded(by, time.instant()));
                } catch (ConnectorException e) {
                    context.line(client.name() + ": " + e.problem().summary());
                    return asked;
                }
            }
        }
        return asked;
    }

    /// *arrs know a torrent by the hash that they asked for, which is that of version 1 where there is one.
    private static String hash(Torrent torrent) {
        return torrent.infohashV1().isEmpty() ? torrent.key().hash() : torrent.infohashV1();
    }

    private Instant supersededAsked(Torrent torrent) {
        return judging.seen(torrent.key())
                .flatMap(seen -> seen.superseded())
                .map(it -> it.at())
                .orElse(Instant.EPOCH);
    }

    private static List<Torrent> first(List<Torrent> due, java.util.function.Function<Torrent, Instant> asked) {
        return due.stream()
                .sorted(Comparator.comparing(asked).thenComparing(Torrent::key))
                .limit(MOST)
                .toList();
    }
}
