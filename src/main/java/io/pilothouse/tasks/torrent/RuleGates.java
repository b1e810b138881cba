package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.instance.Instances;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/// What must hold before the rules of a client look at anything, and before they act. Thread-safe.
final class RuleGates {

    private static final Duration HOLD_DOWN = Duration.ofSeconds(120);
    /// So long after qBitrr set a tag it is taken for running.
    private static final Duration OTHER_PROGRAM = Duration.ofHours(1);

    private static final Duration FRESH = Duration.ofSeconds(150);

    private final Instances instances;
    private final TorrentWatch watch;
    private final Guards guards;
    private final Time time;
    private final BooleanSupplier paused;
    private final Supplier<Optional<String>> spared;
    private final Published<Map<InstanceId, InstanceHealth>> healths;
    private final Function<InstanceId, Optional<Instant>> qbitrrAt;

    RuleGates(
            Instances instances,
            TorrentWatch watch,
            Guards guards,
            Time time,
            BooleanSupplier paused,
            Supplier<Optional<String>> spared,
            Published<Map<InstanceId, InstanceHealth>> healths,
            Function<InstanceId, Optional<Instant>> qbitrrAt) {
        this.instances = instances;
        this.watch = watch;
        this.guards = guards;
        this.time = time;
        this.paused = paused;
        this.spared = spared;
        this.healths = healths;
        this.qbitrrAt = qbitrrAt;
    }

    /// A person is asked about the gravest thing that would happen; by themselves the rules must be allowed
    /// to work in the background.
    Gate guard(Instance instance, RulesRun plan, Origin origin, Consent consent) throws ProblemException {
        var doing = plan.chosen().stream().filter(it -> it.verdict().acts()).toList();
        if (origin.person()) {
            boolean data = doing.stream().anyMatch(it -> word(it).equals("remove-with-files"));
            boolean removes = doing.stream().anyMatch(it -> word(it).startsWith("remove"));
            var names = doing.stream()
                    .map(it -> word(it) + " " + it.name())
                    .limit(50)
                    .toList();
            guards.require(
                    new Act(
                            data
                                    ? ActionClass.DESTRUCTIVE
                                    : removes ? ActionClass.COSTLY : ActionClass.REMOTE_REVERSIBLE,
                            List.of(instance.id()),
                            "run the torrent rules on " + doing.size() + " torrents",
                            names,
                            doing.size()),
                    consent);
            return Gate.passed("guard");
        }
        var act = new Act(
                ActionClass.BACKGROUND_CYCLE, List.of(instance.id()), "run the torrent rules", List.of(), doing.size());
        return switch (guards.ask(act, consent)) {
            case Verdict.Allowed _ -> Gate.passed("guard");
            case Verdict.Ask ask -> Gate.closed("guard", ask.problem().summary());
            case Verdict.Refused refused ->
                Gate.closed("guard", refused.problem().summary());
            case Verdict.Held held -> Gate.closed("guard", held.problem().summary());
        };
    }

    private static String word(RulesRun.Said said) {
        return said.verdict().step().map(step -> step.word()).orElse("");
    }

    /// What must hold before anything is looked at (contract section 15.2).
    List<Gate> gates(Instance instance, boolean byPerson) {
        var gates = new ArrayList<Gate>();
        var side = Optional.ofNullable(watch.fleet().get().sides().get(instance.id()));
        var now = time.instant();
        gates.add(
                instance.enabled()
                        ? Gate.passed("disabled")
                        : Gate.closed("disabled", RunSentence.PAUSED.with(instance.name())));
        gates.add(
                byPerson || !paused.getAsBoolean()
                        ? Gate.passed("paused")
                        : Gate.closed("paused", RunSentence.ALL_PAUSED.with()));
        gates.add(spared.get()
                .filter(_ -> !byPerson)
                .map(why -> Gate.closed("power", why))
                .orElse(Gate.passed("power")));
        boolean fresh = side.filter(TorrentSide::up)
                .flatMap(TorrentSide::seenAt)
                .filter(at -> at.plus(FRESH).isAfter(now))
                .isPresent();
        gates.add(
                fresh
                        ? Gate.passed("health")
                        : Gate.closed(
                                "health",
                                side.flatMap(TorrentSide::problem)
                                        .map(Problem::summary)
                                        .orElse(RunSentence.NOT_SEEN_LATELY.with(instance.name()))));
        var health = Optional.ofNullable(healths.get().get(instance.id()));
        boolean stranger = health.filter(it -> it.state().word().equals("identity-changed"))
                .isPresent();
        gates.add(
                stranger
                        ? Gate.closed("identity", RunSentence.OTHER_ANSWERS.with(instance.name()))
                        : Gate.passed("identity"));
        gates.add(SameServer.before(instance, watch.fleet().get(), instances)
                .map(other -> Gate.closed("same-server", RunSentence.SAME_SERVER.with(instance.name(), other.name())))
                .orElse(Gate.passed("same-server")));
        boolean fights = !byPerson
                && qbitrrAt.apply(instance.id())
                        .filter(at -> now.isBefore(at.plus(OTHER_PROGRAM)))
                        .isPresent();
        gates.add(
                fights
                        ? Gate.closed("other-program", RunSentence.QBITRR_RUNS.with(instance.name()))
                        : Gate.passed("other-program"));
        gates.add(holdDown(instance, side, byPerson, now));
        return gates;
    }

    /// Right after a start a client shows all torrents as being loaded, without progress.
    private static Gate holdDown(Instance instance, Optional<TorrentSide> side, boolean byPerson, Instant now) {
        boolean young = side.flatMap(TorrentSide::upSince)
                .filter(since -> now.isBefore(since.plus(HOLD_DOWN)))
                .isPresent();
        long loading = side.stream()
                .flatMap(it -> it.torrents().values().stream())
                .filter(torrent -> torrent.state() == TorrentState.LOADING)
                .count();
        boolean many = loading > 0
                && loading * 2 > side.map(it -> it.torrents().size()).orElse(0);
        if (many || (young && !byPerson)) {
            return Gate.closed(
                    "hold-down", (many ? RunSentence.LOADS_TORRENTS : RunSentence.CAME_BACK).with(instance.name()));
        }
        return Gate.passed("hold-down");
    }
}
