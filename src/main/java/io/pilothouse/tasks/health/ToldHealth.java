package io.pilothouse.tasks.health;

import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Soon;
import io.pilothouse.tasks.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// What screens and messages are told of the health of the fleet: a changed state soon, mere figures less
/// often. Thread-safe.
final class ToldHealth implements AutoCloseable {

    private final FleetHealth model;
    private final ReentrantLock lock;
    private final ReentrantLock telling = new ReentrantLock();
    private final Published<Map<InstanceId, InstanceHealth>> states = new Published<>(Map.of());
    private final Published<List<Cause>> causes = new Published<>(List.of());
    private final Soon soon;
    /// What changes with every check and is nothing to look up for: when, how fast.
    private final Soon soonFigures;

    /// @param lock  guards the model
    /// @param every shortest time between two news
    ToldHealth(FleetHealth model, ReentrantLock lock, Time time, Duration every) {
        this.model = model;
        this.lock = lock;
        soon = new Soon("publish health", time, every, this::tell);
        soonFigures = new Soon("publish figures of health", time, every.multipliedBy(50), this::tell);
    }

    Published<Map<InstanceId, InstanceHealth>> states() {
        return states;
    }

    Published<List<Cause>> causes() {
        return causes;
    }

    /// At once where a state changed, else with the figures. Under the lock.
    void tellSoonIfNews() {
        (model.takeNews() ? soon : soonFigures).ask();
    }

    void tellSoon() {
        soon.ask();
    }

    /// Now, on the calling thread.
    void tell() {
        telling.lock(); // so that a newer value is never replaced by an older one
        try {
            List<Cause> nowCauses;
            Map<InstanceId, InstanceHealth> nowStates;
            lock.lock();
            try {
                nowCauses = model.causes();
                nowStates = model.healths(nowCauses);
            } finally {
                lock.unlock();
            }
            if (!nowCauses.equals(causes.get())) {
                causes.set(nowCauses);
            }
            if (!nowStates.equals(states.get())) {
                states.set(nowStates);
            }
        } finally {
            telling.unlock();
        }
    }

    @Override
    public void close() {
        soon.close();
        soonFigures.close();
    }
}
