package io.pilothouse.tasks.pause;

import io.pilothouse.store.PauseRepository;
import io.pilothouse.tasks.Bell;
import io.pilothouse.tasks.Loop;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// The pause kept in the store, so that it survives a restart. Thread-safe.
public final class StoredPausing implements Pausing, AutoCloseable {

    private static final Duration NOTHING_TO_WAIT_FOR = Duration.ofDays(1);

    private final PauseRepository repository;
    private final Time time;
    private final Supplier<Optional<String>> outsideHours;
    private final Published<Optional<Pause>> state;
    private final Bell bell;
    private final Thread thread;
    private final Published<Optional<Power>> power = new Published<>(Optional.empty());
    private volatile boolean noRoom;
    private volatile Optional<String> spared = Optional.empty();

    /// Reads the store.
    ///
    /// @param outsideHours that this is no hour at which cycles and schedules begin by themselves; empty when it is
    public StoredPausing(PauseRepository repository, Time time, Supplier<Optional<String>> outsideHours) {
        this.repository = repository;
        this.time = time;
        this.outsideHours = outsideHours;
        this.bell = time.bell();
        state = new Published<>(repository.find().map(stored -> new Pause(stored.since(), stored.until())));
        endWhenOver();
        thread = Thread.ofVirtual().name("end the pause in time").start(this::watch);
    }

    @Override
    public Published<Optional<Pause>> state() {
        return state;
    }

    /// @return whether background work must not begin anything now
    public boolean paused() {
        return noRoom || byPerson();
    }

    private boolean byPerson() {
        var now = time.instant();
        return state.get()
                .filter(pause ->
                        pause.until().isEmpty() || now.isBefore(pause.until().get()))
                .isPresent();
    }

    /// Holds background work also while the disk with the store has no room; then it goes on by itself.
    public void holdWithoutRoom(boolean none) {
        if (noRoom != none) {
            noRoom = none;
            state.update(same -> same); // whoever watches looks again
        }
    }

    /// Holds cycles and schedules, in these words; checks go on. Empty to let them go on.
    void spare(Optional<String> why) {
        if (!spared.equals(why)) {
            spared = why;
            state.update(same -> same); // whoever watches looks again
        }
    }

    @Override
    public Optional<String> spared() {
        return spared.or(outsideHours);
    }

    @Override
    public boolean saving() {
        return spared.isPresent();
    }

    /// @return whether this is no hour at which cycles and schedules begin by themselves, whatever else holds them
    public boolean outsideHours() {
        return outsideHours.get().isPresent();
    }

    @Override
    public Published<Optional<Power>> power() {
        return power;
    }

    @Override
    public synchronized void pause(Optional<Instant> until) {
        var pause = new Pause(time.instant(), until);
        state.set(Optional.of(pause)); // first, so that nothing more begins while the disk is slow
        repository.save(new PauseRepository.Pause(pause.since(), until));
        bell.ring();
    }

    @Override
    public synchronized void resume() {
        repository.delete();
        state.set(Optional.empty());
        bell.ring();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private synchronized void endWhenOver() {
        if (state.get().isPresent() && !byPerson()) {
            resume();
        }
    }

    private void watch() {
        Loop.of(bell, time, () -> {
            endWhenOver();
            return state.get()
                    .flatMap(Pause::until)
                    .orElseGet(() -> time.instant().plus(NOTHING_TO_WAIT_FOR));
        });
    }
}
