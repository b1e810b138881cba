package io.pilothouse.ui.fleet;

import io.pilothouse.tasks.settings.Settings.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How a person likes to see the Fleet.
public final class FleetSettings {

    /// In which form the Fleet is shown in its window.
    public enum Shape {
        TABLE,
        CARDS
    }

    /// By what lines are put together.
    public enum Grouping {
        NONE,
        GROUP,
        KIND,
        HOST
    }

    public static final Setting<Shape> SHAPE = choice("fleet.shape", Shape.TABLE);

    public static final Setting<Grouping> GROUPING = choice("fleet.grouping", Grouping.NONE);

    /// Heads of groups whose members are folded away.
    static final Setting<List<String>> FOLDED = new Setting<>(
            "fleet.folded",
            List.of(),
            text -> text.isEmpty() ? List.of() : Arrays.asList(text.split("\n")),
            values -> String.join("\n", values));

    private FleetSettings() {}

    private static <E extends Enum<E>> Setting<E> choice(String name, E usual) {
        return new Setting<>(
                name,
                usual,
                text -> Enum.valueOf(usual.getDeclaringClass(), text.toUpperCase(Locale.ROOT)),
                value -> value.name().toLowerCase(Locale.ROOT));
    }
}
