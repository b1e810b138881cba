package io.pilothouse.tasks.active;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.store.ActiveInstanceRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The stored preference, kept in memory beside the store. Thread-safe.
public final class StoredActivePreference implements ActivePreference {

    private static final Duration SAME = Duration.ofSeconds(1);

    private record Way(InstanceId from, Optional<InstanceId> to) {}

    private final ActiveInstanceRepository repository;
    private final InstantSource clock;
    private final Map<Way, Instant> told = new ConcurrentHashMap<>();
    private volatile Map<KindId, InstanceId> byKind;
    private volatile Optional<KindId> lastKind;

    /// Reads the store.
    public StoredActivePreference(ActiveInstanceRepository repository, InstantSource clock) {
        this.repository = repository;
        this.clock = clock;
        this.byKind = Map.copyOf(repository.byKind());
        this.lastKind = repository.lastKind();
    }

    @Override
    public Map<KindId, InstanceId> byKind() {
        return byKind;
    }

    @Override
    public Optional<KindId> lastKind() {
        return lastKind;
    }

    @Override
    public synchronized void store(InstanceId id) {
        repository.save(id, clock.instant());
        read();
    }

    @Override
    public synchronized void clear(KindId kind) {
        repository.clear(kind);
        read();
    }

    @Override
    public boolean firstToTell(InstanceId from, Optional<InstanceId> to, Instant at) {
        var before = told.put(new Way(from, to), at);
        return before == null || Duration.between(before, at).compareTo(SAME) > 0;
    }

    private void read() {
        byKind = Map.copyOf(repository.byKind());
        lastKind = repository.lastKind();
    }
}
