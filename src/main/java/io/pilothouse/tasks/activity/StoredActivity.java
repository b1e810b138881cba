package io.pilothouse.tasks.activity;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.ActivityRepository;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// The history kept in the store. Thread-safe.
public final class StoredActivity implements Activity {

    private final ActivityRepository repository;

    public StoredActivity(ActivityRepository repository) {
        this.repository = repository;
    }

    @Override
    public void record(Entry entry) {
        repository.append(new ActivityRepository.Entry(
                entry.at(), entry.instance(), entry.origin(), entry.task(), entry.kind(), entry.words()));
    }

    @Override
    public List<Entry> entries(Collection<InstanceId> ids, Instant since, int limit) {
        return repository.entries(ids, since, limit).stream()
                .map(entry -> new Entry(
                        entry.at(), entry.instance(), entry.origin(), entry.task(), entry.kind(), entry.words()))
                .toList();
    }
}
