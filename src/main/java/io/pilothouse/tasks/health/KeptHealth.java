package io.pilothouse.tasks.health;

import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.health.HistoryKept;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.Database;
import io.pilothouse.store.HealthRepository;
import io.pilothouse.store.StoreException;
import io.pilothouse.tasks.Soon;
import io.pilothouse.tasks.Time;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// What of the health of the fleet outlives the program: written a little later and all together, so that a
/// round is one transaction. Whoever reads the history finds all of it. What finds no room on the disk is kept
/// for the next time. Thread-safe.
final class KeptHealth implements AutoCloseable {

    private static final Logger LOG = System.getLogger(KeptHealth.class.getName());

    /// So long after it was refused nobody who reads waits for the store again.
    private static final Duration REST = Duration.ofSeconds(10);

    private final Database database;
    private final HealthRepository repository;
    private final HealthHistory history;
    private final FleetHealth model;
    private final ReentrantLock lock;
    private final ReentrantLock storing = new ReentrantLock();
    private final InstantSource time;
    private final Soon soon;
    /// Guarded by [#storing].
    private boolean refused;
    /// Guarded by [#storing].
    private Instant refusedAt = Instant.MIN;

    /// @param lock  guards the model
    /// @param every shortest time between two writings
    KeptHealth(Database database, FleetHealth model, ReentrantLock lock, Time time, Duration every) {
        this.database = database;
        this.repository = new HealthRepository(database);
        this.history = new HealthHistory(repository);
        this.model = model;
        this.lock = lock;
        this.time = time;
        soon = new Soon("store health", time, every, this::write);
    }

    /// How instances were when the store was last written.
    Map<InstanceId, InstanceHealth> all() {
        return repository.all();
    }

    Optional<InstanceHealth> find(InstanceId id) {
        return repository.find(id);
    }

    /// The middle latency of the last days, as far as it is written.
    Optional<Duration> median(InstanceId id, Instant now) {
        return history.median(id, now);
    }

    /// @return the history with all that is known by now, unless the store refused to take it just before
    HealthHistory history() {
        storing.lock(); // what another is storing is waited for
        try {
            boolean rests = refused && time.instant().isBefore(refusedAt.plus(REST));
            if (!rests && historyWaits()) { // asked for many instances one after the other, most find nothing to store
                write();
            }
            return history;
        } finally {
            storing.unlock();
        }
    }

    private boolean historyWaits() {
        lock.lock();
        try {
            return model.historyWaits();
        } finally {
            lock.unlock();
        }
    }

    void writeSoon() {
        soon.ask();
    }

    private void write() {
        storing.lock();
        try {
            var unsaved = taken();
            if (!unsaved.nothing()) {
                write(unsaved);
            }
        } finally {
            storing.unlock();
        }
    }

    private FleetHealth.Unsaved taken() {
        lock.lock();
        try {
            return model.takeUnsaved(model.healths(model.causes()));
        } finally {
            lock.unlock();
        }
    }

    private void write(FleetHealth.Unsaved unsaved) {
        try {
            database.atomically(() -> {
                repository.save(unsaved.healths());
                unsaved.uncounted().forEach(repository::takeBack);
                repository.append(unsaved.samples());
                unsaved.changes().forEach(repository::append);
                return null;
            });
            refused = false;
        } catch (StoreException e) {
            if (mayPass(e.problem().code())) {
                putBack(unsaved);
            }
            refusedAt = time.instant();
            if (!refused) {
                refused = true; // once, as the next writing may fail in the same way
                LOG.log(Level.ERROR, "could not store the health of the fleet", e);
            }
        }
    }

    /// @return whether the disk is in the way and not what was to be written
    private static boolean mayPass(ProblemCode code) {
        return code == ProblemCode.STORE_IO || code == ProblemCode.STORE_BUSY;
    }

    private void putBack(FleetHealth.Unsaved unsaved) {
        lock.lock();
        try {
            model.putBack(unsaved);
        } finally {
            lock.unlock();
        }
    }

    /// Adds up the history and forgets what is older than it is kept.
    void rollUpAndForget(Instant now, HistoryKept kept) {
        write();
        repository.rollUpAndForget(now, kept);
    }

    @Override
    public void close() {
        soon.close();
        write();
    }
}
