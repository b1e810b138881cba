package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.RuleVerdict;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.store.TorrentRepository;
import io.pilothouse.tasks.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What the rules would do to all torrents of a client, worked out and not done. Thread-safe.
final class RulePlans {

    private final TorrentWatch watch;
    private final TorrentRepository store;
    private final TorrentJudging judging;
    private final Time time;

    RulePlans(TorrentWatch watch, TorrentRepository store, TorrentJudging judging, Time time) {
        this.watch = watch;
        this.store = store;
        this.judging = judging;
        this.time = time;
    }

    /// Asks the rules about every torrent of a client. Sends nothing.
    RulesRun of(
            Instance instance,
            RuleSet rules,
            Optional<TorrentRule> only,
            boolean dryRun,
            List<Gate> gates,
            Instant started) {
        var id = instance.id();
        var fleet = watch.fleet().get();
        var side = fleet.sides().get(id);
        boolean open = gates.stream().allMatch(Gate::passed);
        int used = store.deletedByRules(id, started.minus(Duration.ofHours(1)));
        var plan = new RulesRun(
                0,
                id,
                only.map(TorrentRule::word).orElse(TorrentRules.NAME),
                dryRun,
                started,
                time.instant(),
                Ended.HELD,
                RunSentence.NOT_SEEN_YET.with(instance.name()),
                gates,
                0,
                List.of(),
                List.of(),
                0,
                used,
                TorrentRules.CAP_PER_HOUR);
        if (side == null || (!open && !dryRun) || !side.up()) {
            return held(plan, gates);
        }
        var said = new ArrayList<RulesRun.Said>();
        for (var verdict : judging.judge(side, fleet)) {
            boolean wanted = only.isEmpty() || verdict.deciding().equals(only);
            if (wanted && verdict.decision() != RuleVerdict.Decision.NOTHING) {
                var torrent = Objects.requireNonNull(
                        side.torrents().get(verdict.torrent().hash()));
                var owner = fleet.ownership().of(torrent) instanceof Owner.Arr arr
                        ? Optional.of(arr.instance())
                        : Optional.<InstanceId>empty();
                said.add(new RulesRun.Said(verdict, torrent.name(), owner));
            }
            for (var note : verdict.also()) {
                if (only.isEmpty() || only.get() == note.rule()) {
                    var torrent = Objects.requireNonNull(
                            side.torrents().get(verdict.torrent().hash()));
                    said.add(new RulesRun.Said(noted(verdict, note), torrent.name(), Optional.empty()));
                }
            }
        }
        said.sort(Comparator.comparing((RulesRun.Said it) -> !it.verdict().acts())
                .thenComparing(it -> it.verdict().decision() != RuleVerdict.Decision.ACT)
                .thenComparing(it -> it.verdict().deciding().orElse(TorrentRule.UNOWNED))
                .thenComparing(RulesRun.Said::name));
        var breaker = store.breaker(id);
        gates.removeIf(gate -> gate.gate().equals("breaker"));
        gates.add(breaker.map(why -> Gate.closed("breaker", why)).orElse(Gate.passed("breaker")));
        long acting = said.stream()
                .filter(it -> it.verdict().acts())
                .map(it -> it.verdict().torrent())
                .distinct()
                .count();
        return plan.ended(
                time.instant(),
                acting == 0 ? Ended.NOTHING : Ended.ACTED,
                (dryRun ? RunSentence.WOULD_DO : RunSentence.TO_BE_DONE)
                                .with(acting, side.torrents().size())
                        + unguarded(side, rules)
                        + breaker.map(why -> " " + RunSentence.NOTHING_TAKEN.with(why))
                                .orElse(""),
                gates,
                side.torrents().size(),
                said);
    }

    private String unguarded(TorrentSide side, RuleSet rules) {
        long count = rules.general().off(TorrentRule.SPACE) ? 0 : judging.unguarded(side);
        return count == 0 ? "" : " " + RunSentence.UNGUARDED.with(count);
    }

    private static RuleVerdict noted(RuleVerdict of, RuleVerdict.Note note) {
        return new RuleVerdict(
                of.torrent(),
                Optional.of(note.rule()),
                RuleVerdict.Decision.ACT,
                note.reason(),
                Optional.empty(),
                Optional.of(note.step()),
                note.mode(),
                List.of(),
                of.seen());
    }

    /// @return the same, held by the first of the gates that is closed
    RulesRun held(RulesRun plan, List<Gate> gates) {
        var reason =
                gates.stream().filter(gate -> !gate.passed()).map(Gate::reason).findFirst();
        return plan.ended(time.instant(), Ended.HELD, reason.orElse(plan.reason()), gates, plan.looked(), plan.said());
    }
}
