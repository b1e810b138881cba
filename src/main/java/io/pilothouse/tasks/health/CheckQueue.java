package io.pilothouse.tasks.health;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Bell;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/// When the next check of each instance is due, so that the checks of a fleet do not all start at once. Not
/// thread-safe: the rounds use it under their lock.
final class CheckQueue {

    /// After wake-up, a change of network or a pause: one round over this time (console design 3.6).
    private static final Duration ROUND = Duration.ofSeconds(30);
    /// The first checks of a fleet do not start together: so much for each, at most [#ROUND].
    private static final Duration STAGGER = Duration.ofMillis(50);

    private record Due(Instant at, InstanceId id) {}

    private final FleetHealth model;
    private final RandomGenerator random;
    private final Bell bell;
    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparing(Due::at));

    /// @param bell wakes the loop that waits for the next check
    CheckQueue(FleetHealth model, RandomGenerator random, Bell bell) {
        this.model = model;
        this.random = random;
        this.bell = bell;
    }

    /// In place of any other time set for it.
    void put(Watched one, Instant at) {
        one.queuedAt = Optional.of(at);
        one.standing = one.standing.nextAt(Optional.of(at));
        queue.add(new Due(at, one.instance.id()));
        bell.ring();
    }

    /// As its standing says, no later than a pause from now while all is well.
    void putAsItStands(Watched one, Instant now) {
        one.queuedAt = Optional.empty();
        var next = one.standing.nextCheckAt();
        if (next.isPresent() && one.running == null) {
            var latest = now.plus(one.pace.pause());
            boolean well = one.standing.failures() == 0;
            put(one, well && next.get().isAfter(latest) ? latest : next.get());
        }
    }

    /// The first round: what is overdue comes one after the other.
    void stagger(Instant now) {
        int overdue = 0;
        for (var one : model.all()) {
            var next = one.standing.nextCheckAt();
            if (next.isPresent()) {
                boolean due = !next.get().isAfter(now);
                var wait = STAGGER.multipliedBy(overdue);
                var latest = now.plus(one.pace.pause()); // the stored time may be from another clock
                put(
                        one,
                        due
                                ? now.plus(wait.compareTo(ROUND) > 0 ? within(ROUND) : wait)
                                : next.get().isAfter(latest) && one.standing.failures() == 0 ? latest : next.get());
                overdue += due ? 1 : 0;
            }
        }
    }

    /// One round of all over a short while.
    void spread(Instant now) {
        for (var one : model.all()) {
            if (one.standing.nextCheckAt().isPresent()) {
                put(one, now.plus(within(ROUND)));
            }
        }
    }

    private Duration within(Duration span) {
        return Duration.ofMillis(random.nextLong(span.toMillis()));
    }

    /// @return one whose time has come, taken from the queue; empty when nobody's has
    Optional<Watched> poll(Instant now) {
        while (queue.peek() instanceof Due due && !due.at().isAfter(now)) {
            queue.poll();
            var one = model.find(due.id()).filter(it -> it.queuedAt.equals(Optional.of(due.at())));
            if (one.isPresent()) { // else another time was set meanwhile
                one.get().queuedAt = Optional.empty();
                return one;
            }
        }
        return Optional.empty();
    }

    /// @return when to look again, at the latest at `latest`
    Instant next(Instant latest) {
        var next = queue.peek();
        return next == null || next.at().isAfter(latest) ? latest : next.at();
    }
}
