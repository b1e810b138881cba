package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Soon;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.cycle.CycleTurns;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.schedule.MissedTurns;
import io.pilothouse.tasks.schedule.Schedules;
import io.pilothouse.tasks.torrent.TorrentRules.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Torrent rules among all regular work. They have no turns to come: they look at a client all the time. What
/// they did is remembered. Thread-safe.
public final class TorrentTurns implements Schedules, AutoCloseable {

    private final TorrentRules rules;
    private final Instances instances;
    private final CycleRepository runs;
    private final Published<List<Planned>> plan = new Published<>(List.of());
    private final Soon reading;
    private List<Subscription> subscriptions = List.of();

    public TorrentTurns(TorrentRules rules, Instances instances, CycleRepository runs, Time time) {
        this.rules = rules;
        this.instances = instances;
        this.runs = runs;
        reading = new Soon("plan the torrent rules", time, Duration.ZERO, this::read);
    }

    /// Begins to follow them. Call it once.
    public void start() {
        subscriptions = List.of(
                rules.statuses().subscribe(Runnable::run, _ -> reading.ask()),
                instances.fleet().subscribe(Runnable::run, _ -> reading.ask()));
    }

    private void read() {
        var planned = rules.all().stream()
                .filter(Status::enabled)
                .flatMap(status -> instances.find(status.instance()).filter(it -> !it.trashed()).stream()
                        .map(instance -> planned(status, instance)))
                .sorted(Planned.BY_NEXT)
                .toList();
        if (!planned.equals(plan.get())) {
            plan.set(planned);
        }
    }

    private static Planned planned(Status status, Instance instance) {
        var held = status.last()
                .filter(run -> run.ended() == Ended.HELD)
                .map(RulesRun::reason)
                .filter(why -> !why.isEmpty());
        var traits = EnumSet.of(Trait.OFTEN, Trait.ASKS);
        if (held.equals(Optional.of(RunSentence.IS_GUARDED.with(instance.name())))) {
            traits.add(Trait.WAITS_FOR_RELEASE);
        }
        return new Planned(
                key(status.instance()),
                "torrents-rules",
                "tend the torrents of " + instance.name(),
                Optional.of(status.instance()),
                Optional.empty(),
                MissedTurns.SKIP,
                false, // for a moment every 15 s
                held,
                Set.copyOf(traits));
    }

    private static String key(InstanceId id) {
        return CycleTurns.key(id, TorrentRules.NAME);
    }

    @Override
    public Published<List<Planned>> plan() {
        return plan;
    }

    @Override
    public List<Turn> turns(Instant from, Instant until) {
        return List.of();
    }

    /// Those that did something, or failed at it.
    @Override
    public List<PastTurn> past(Instant since) {
        return runs.ranSince(TorrentRules.NAME, since).stream()
                .map(run -> new PastTurn(
                        key(run.instance()),
                        Optional.of(run.instance()),
                        run.startedAt(),
                        run.startedAt(),
                        Optional.of(run.endedAt()),
                        Optional.of(run.ended().equals(Ended.FAILED.name()) ? "FAILED" : "SUCCEEDED")))
                .toList();
    }

    @Override
    public void runNow(String key) throws ProblemException {
        throw Schedules.asksFirst(title(key));
    }

    @Override
    public Instant skipNext(String key) throws ProblemException {
        throw TorrentCycles.withoutSlots();
    }

    @Override
    public void releaseOnce(String key) throws ProblemException {
        throw TorrentCycles.withoutSlots();
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
        reading.close();
    }
}
