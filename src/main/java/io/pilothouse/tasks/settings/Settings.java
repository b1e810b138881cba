package io.pilothouse.tasks.settings;

import io.pilothouse.tasks.Published;
import java.util.Map;
import java.util.function.Function;

/// Settings of the program. Reading is from memory; writing goes to the store in the background.
public interface Settings {

    Published<Map<String, String>> values();

    default <T> T get(Setting<T> setting) {
        var text = values().get().get(setting.name());
        return text == null ? setting.usual() : setting.read().apply(text);
    }

    /// Blocks on the store.
    <T> void set(Setting<T> setting, T value);

    /// Puts the usual value back. Blocks on the store.
    void reset(Setting<?> setting);

    /// @param name stable name in the store, for example `appearance.theme`
    record Setting<T>(String name, T usual, Function<String, T> read, Function<T, String> write) {}
}
