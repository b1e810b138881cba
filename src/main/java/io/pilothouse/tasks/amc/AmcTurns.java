package io.pilothouse.tasks.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Policies.SlotState;
import io.pilothouse.domain.amc.ScheduleSlot;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Soon;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.amc.Schedules.Status;
import io.pilothouse.tasks.cycle.CycleTurns;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.schedule.MissedTurns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Scheduled questions among all regular work: a piece of it is a schedule on one of its instances. Thread-safe.
public final class AmcTurns implements io.pilothouse.tasks.schedule.Schedules, AutoCloseable {

    private final Schedules schedules;
    private final Instances instances;
    private final Published<List<Planned>> plan = new Published<>(List.of());
    private final Soon reading;
    private List<Subscription> subscriptions = List.of();

    private record Piece(Status status, Instance instance) {

        InstanceId id() {
            return instance.id();
        }

        String key() {
            return CycleTurns.key(id(), status.schedule().id());
        }

        List<ScheduleSlot> latest() {
            return status.latest().stream()
                    .filter(slot -> slot.instance().equals(id()))
                    .toList();
        }
    }

    public AmcTurns(Schedules schedules, Instances instances, Time time) {
        this.schedules = schedules;
        this.instances = instances;
        reading = new Soon("plan the scheduled questions", time, Duration.ZERO, this::read);
    }

    /// Begins to follow them. Call it once.
    public void start() {
        subscriptions = List.of(
                schedules.changes().subscribe(Runnable::run, _ -> reading.ask()),
                instances.fleet().subscribe(Runnable::run, _ -> reading.ask()));
    }

    /// Of schedules that stand still, too.
    private Stream<Piece> pieces() {
        return schedules.all().stream()
                .flatMap(status -> schedules.instancesOf(status.schedule()).stream()
                        .flatMap(id -> instances.find(id).filter(it -> !it.trashed()).stream())
                        .map(instance -> new Piece(status, instance)));
    }

    private Stream<Piece> planned() {
        return pieces().filter(piece -> piece.status().schedule().enabled());
    }

    private void read() {
        var planned = planned().map(this::planned).sorted(Planned.BY_NEXT).toList();
        if (!planned.equals(plan.get())) {
            plan.set(planned);
        }
    }

    private Planned planned(Piece piece) {
        var schedule = piece.status().schedule();
        var held = piece.latest().stream()
                .filter(slot -> slot.state() == SlotState.HELD)
                .map(ScheduleSlot::reason)
                .findFirst();
        var traits = EnumSet.of(Trait.ASKS);
        if (held.equals(Optional.of(RunSentence.IS_GUARDED.with(piece.instance().name())))) {
            traits.add(Trait.WAITS_FOR_RELEASE);
        }
        return new Planned(
                piece.key(),
                "amc-schedule",
                "run “" + schedule.name() + "” on " + piece.instance().name(),
                Optional.of(piece.id()),
                schedules.nextOf(piece.status(), piece.id()),
                MissedTurns.valueOf(schedule.missed().name()),
                piece.latest().stream().anyMatch(slot -> slot.state() == SlotState.RUNNING),
                held,
                Set.copyOf(traits));
    }

    @Override
    public Published<List<Planned>> plan() {
        return plan;
    }

    @Override
    public List<Turn> turns(Instant from, Instant until) {
        var turns = new ArrayList<Turn>();
        planned().forEach(piece -> {
            var schedule = piece.status().schedule();
            var before = from.minusMillis(1);
            schedule.trigger().slots(before, until.minusMillis(1), schedule.zone(), MOST_TURNS).stream()
                    .filter(at -> piece.latest().stream()
                            .noneMatch(slot -> slot.slot().equals(at)))
                    .forEach(at -> turns.add(new Turn(piece.key(), Optional.of(piece.id()), at)));
        });
        turns.sort(Comparator.comparing(Turn::at).thenComparing(Turn::key));
        return turns;
    }

    @Override
    public List<PastTurn> past(Instant since) {
        return pieces().flatMap(piece -> piece.latest().stream()
                        .filter(slot -> !slot.slot().isBefore(since))
                        .map(slot -> new PastTurn(
                                piece.key(),
                                Optional.of(piece.id()),
                                slot.slot(),
                                slot.slot(),
                                Optional.empty(),
                                outcome(slot.state()))))
                .sorted(Comparator.comparing(PastTurn::claimedAt).reversed())
                .toList();
    }

    private static Optional<String> outcome(SlotState state) {
        return switch (state) {
            case DUE, HELD, RUNNING -> Optional.empty();
            case SUCCEEDED, SUCCEEDED_EMPTY -> Optional.of("SUCCEEDED");
            case FAILED, FAILED_TO_START -> Optional.of("FAILED");
            default -> Optional.of(state.name());
        };
    }

    @Override
    public void runNow(String key) throws ProblemException {
        throw io.pilothouse.tasks.schedule.Schedules.asksFirst(title(key));
    }

    @Override
    public Instant skipNext(String key) throws ProblemException {
        var piece = piece(key);
        return schedules
                .skipNext(piece.status().schedule().id(), piece.id())
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.NOT_FOUND, "\"" + title(key) + "\" has no next turn.", "Switch it on first.")));
    }

    @Override
    public void releaseOnce(String key) throws ProblemException {
        var piece = piece(key);
        schedules.releaseOnce(piece.status().schedule().id(), piece.id());
    }

    private Piece piece(String key) throws ProblemException {
        return planned()
                .filter(piece -> piece.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.NOT_FOUND, "There is no such regular work any more.", "Look at the list again.")));
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
        reading.close();
    }
}
