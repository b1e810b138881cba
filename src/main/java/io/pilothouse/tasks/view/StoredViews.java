package io.pilothouse.tasks.view;

import io.pilothouse.domain.query.SavedView;
import io.pilothouse.store.ViewRepository;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Time;
import java.util.List;

/// Saved views in the store, read once at start. Thread-safe.
public final class StoredViews implements SavedViews {

    private final ViewRepository repository;
    private final Time time;
    private final Published<List<SavedView>> views;

    /// Reads the store.
    public StoredViews(ViewRepository repository, Time time) {
        this.repository = repository;
        this.time = time;
        views = new Published<>(repository.all());
    }

    @Override
    public Published<List<SavedView>> views() {
        return views;
    }

    @Override
    public synchronized void save(SavedView view) {
        repository.save(view, time.instant());
        views.set(repository.all());
    }

    @Override
    public synchronized void delete(String table, String name) {
        repository.delete(table, name);
        views.set(repository.all());
    }
}
