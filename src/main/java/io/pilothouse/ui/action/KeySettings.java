package io.pilothouse.ui.action;

import io.pilothouse.tasks.settings.Settings.Setting;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.input.KeyCombination;

/// The keys a person chose instead of the usual ones.
public final class KeySettings {

    /// By action id; empty where the action shall have no key.
    public static final Setting<Map<String, Optional<KeyCombination>>> KEYS =
            new Setting<>("keys", Map.of(), KeySettings::read, KeySettings::write);

    private KeySettings() {}

    /// A line that cannot be read is passed over: that action has its usual key.
    private static Map<String, Optional<KeyCombination>> read(String text) {
        var keys = new HashMap<String, Optional<KeyCombination>>();
        for (var line : text.split("\n")) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                var written = line.substring(tab + 1);
                try {
                    keys.put(
                            line.substring(0, tab),
                            written.isEmpty() ? Optional.empty() : Optional.of(KeyCombination.valueOf(written)));
                } catch (IllegalArgumentException unreadable) {
                    keys.remove(line.substring(0, tab));
                }
            }
        }
        return Map.copyOf(keys);
    }

    private static String write(Map<String, Optional<KeyCombination>> keys) {
        return keys.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "\t"
                        + entry.getValue().map(KeyCombination::getName).orElse(""))
                .collect(Collectors.joining("\n"));
    }
}
