package io.pilothouse.tasks.settings;

import io.pilothouse.store.SettingRepository;
import io.pilothouse.tasks.Published;
import java.util.HashMap;
import java.util.Map;

/// Settings kept in the store, read once at start. Thread-safe.
public final class StoredSettings implements Settings {

    private final SettingRepository repository;
    private final Published<Map<String, String>> values;

    /// Reads the store.
    public StoredSettings(SettingRepository repository) {
        this.repository = repository;
        values = new Published<>(repository.all());
    }

    @Override
    public Published<Map<String, String>> values() {
        return values;
    }

    @Override
    public <T> void set(Setting<T> setting, T value) {
        var text = setting.write().apply(value);
        repository.save(setting.name(), text);
        values.update(before -> {
            var after = new HashMap<>(before);
            after.put(setting.name(), text);
            return Map.copyOf(after);
        });
    }

    @Override
    public void reset(Setting<?> setting) {
        repository.delete(setting.name());
        values.update(before -> {
            var after = new HashMap<>(before);
            after.remove(setting.name());
            return Map.copyOf(after);
        });
    }
}
