package io.pilothouse.ui.palette;

import io.pilothouse.tasks.settings.Settings.Setting;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// How often what was chosen. Immutable; pure.
record PaletteUse(Map<String, Integer> counts) {

    static final Setting<PaletteUse> SETTING =
            new Setting<>("palette.used", new PaletteUse(Map.of()), PaletteUse::read, PaletteUse::write);

    /// Entries whose use is remembered; the ones used least are forgotten.
    private static final int MOST = 200;

    /// Beyond this, more use changes no rank.
    private static final int ENOUGH = 1000;

    PaletteUse {
        counts = Map.copyOf(counts);
    }

    PaletteUse after(String id) {
        var next = new HashMap<>(counts);
        next.merge(id, 1, (count, one) -> Math.min(ENOUGH, count + one));
        if (next.size() > MOST) {
            next.entrySet().stream()
                    .filter(entry -> !entry.getKey().equals(id))
                    .min(Map.Entry.<String, Integer>comparingByValue()
                            .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                    .map(Map.Entry::getKey)
                    .ifPresent(next::remove);
        }
        return new PaletteUse(next);
    }

    /// @return points added to how well the letters fit; a much used entry passes a slightly better fit,
    ///         never one of another sort
    double bonus(String id) {
        return 4 * Math.log1p(counts.getOrDefault(id, 0));
    }

    private static PaletteUse read(String text) {
        var counts = new HashMap<String, Integer>();
        for (var line : text.split("\n")) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                counts.put(line.substring(tab + 1), Integer.parseInt(line.substring(0, tab)));
            }
        }
        return new PaletteUse(counts);
    }

    private static String write(PaletteUse use) {
        return use.counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue() + "\t" + entry.getKey())
                .collect(Collectors.joining("\n"));
    }
}
