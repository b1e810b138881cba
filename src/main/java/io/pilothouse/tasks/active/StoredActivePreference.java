package io.pilothouse.tasks.active;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.store.ActiveInstanceRepository;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// The stored preference, kept in memory beside the store. Thread-safe.
public final class StoredActivePreference implements ActivePreference {

    private final ActiveInstanceRepository repository;
    private final InstantSource clock;
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

    private void read() {
        byKind = Map.copyOf(repository.byKind());
        lastKind = repository.lastKind();
    }
}
