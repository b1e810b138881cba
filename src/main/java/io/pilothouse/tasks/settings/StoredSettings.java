package io.pilothouse.tasks.settings;

import io.pilothouse.store.SettingRepository;
import io.pilothouse.tasks.Published;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Settings kept in the store, read once at start. Thread-safe.
public final class StoredSettings implements Settings {

    private static final Logger LOG = System.getLogger(StoredSettings.class.getName());

    private final SettingRepository repository;
    /// Where the words of an unreadable value are kept, before its name.
    static final String ASIDE = "aside.";

    private final Published<Map<String, String>> values;
    private final Published<Set<String>> unreadable = new Published<>(Set.of());

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
    public <T> T get(Setting<T> setting) {
        var text = values.get().get(setting.name());
        try {
            return text == null ? setting.usual() : setting.read().apply(text);
        } catch (IllegalArgumentException notRead) {
            if (!unreadable.get().contains(setting.name())
                    && text.equals(values.get().get(setting.name()))) {
                LOG.log(Level.WARNING, "the setting {0} cannot be read; its usual value holds", setting.name());
                unreadable.update(before -> with(before, setting.name()));
            }
            return setting.usual();
        }
    }

    private static Set<String> with(Set<String> before, String name) {
        var after = new TreeSet<>(before);
        after.add(name);
        return Set.copyOf(after);
    }

    @Override
    public Published<Set<String>> unreadable() {
        return unreadable;
    }

    private void keepAside(String name) {
        var old = values.get().get(name);
        if (old != null && unreadable.get().contains(name)) {
            repository.save(ASIDE + name, old);
        }
    }

    /// Only once another value is there: who hears of this reads it.
    private void readableAgain(String name) {
        if (unreadable.get().contains(name)) {
            unreadable.update(before ->
                    before.stream().filter(each -> !each.equals(name)).collect(Collectors.toUnmodifiableSet()));
        }
    }

    @Override
    public <T> void set(Setting<T> setting, T value) {
        keepAside(setting.name());
        var text = setting.write().apply(value);
        repository.save(setting.name(), text);
        values.update(before -> {
            var after = new HashMap<>(before);
            after.put(setting.name(), text);
            return Map.copyOf(after);
        });
        readableAgain(setting.name());
    }

    @Override
    public void reset(Setting<?> setting) {
        keepAside(setting.name());
        repository.delete(setting.name());
        values.update(before -> {
            var after = new HashMap<>(before);
            after.remove(setting.name());
            return Map.copyOf(after);
        });
        readableAgain(setting.name());
    }
}
