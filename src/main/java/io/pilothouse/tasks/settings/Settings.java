package io.pilothouse.tasks.settings;

import io.pilothouse.tasks.Published;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Settings of the program. Reading is from memory. A stored value that cannot be read counts as not
/// set, so that a broken setting never stops a window.
public interface Settings {

    Published<Map<String, String>> values();

    default <T> T get(Setting<T> setting) {
        var text = values().get().get(setting.name());
        try {
            return text == null ? setting.usual() : setting.read().apply(text);
        } catch (IllegalArgumentException unreadable) {
            return setting.usual();
        }
    }

    /// Names of settings whose stored value could not be read when it was asked for. Their usual value holds;
    /// what was stored is kept, aside once another value is chosen.
    default Published<Set<String>> unreadable() {
        return new Published<>(Set.of());
    }

    /// Blocks on the store.
    <T> void set(Setting<T> setting, T value);

    /// Puts the usual value back. Blocks on the store.
    void reset(Setting<?> setting);

    /// @param name stable name in the store, for example `appearance.theme`
    /// @param read from the stored text
    /// @throws IllegalArgumentException from `read`, if the text is no value of this setting
    record Setting<T>(String name, T usual, Function<String, T> read, Function<T, String> write) {

        public static Setting<String> text(String name, String usual) {
            return new Setting<>(name, usual, Function.identity(), Function.identity());
        }

        public static Setting<Boolean> truth(String name, boolean usual) {
            return new Setting<>(name, usual, Setting::truth, String::valueOf);
        }

        private static boolean truth(String text) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("neither true nor false: " + text);
            };
        }

        public static Setting<Integer> number(String name, int usual) {
            return new Setting<>(name, usual, Integer::valueOf, String::valueOf);
        }

        public static <E extends Enum<E>> Setting<E> choice(String name, E usual) {
            return new Setting<>(name, usual, text -> Enum.valueOf(usual.getDeclaringClass(), text), Enum::name);
        }
    }
}
