package io.pilothouse.ui.common;

import io.pilothouse.tasks.settings.Settings.Setting;
import java.util.List;
import java.util.Locale;

/// How windows look, beside light and dark.
public final class Appearance {

    /// The one colour of what can be pressed or is chosen.
    public enum Accent {
        BLUE("#0969da"),
        TEAL("#0b7a75"),
        PURPLE("#8250df"),
        ROSE("#bf3989"),
        OCHRE("#9a6700"),
        SYSTEM("#0969da");

        private final String hex;

        Accent(String hex) {
            this.hex = hex;
        }

        /// @return the colour it is made from; of *System* the one used where the system names none
        public String hex() {
            return hex;
        }
    }

    /// Whether anything moves by itself; *System* follows the computer.
    public enum Motion {
        SYSTEM,
        REDUCED,
        FULL
    }

    /// How thick the band over a window is.
    public enum BandSize {
        USUAL(6),
        THICK(12);

        private final int pixels;

        BandSize(int pixels) {
            this.pixels = pixels;
        }

        public int pixels() {
            return pixels;
        }
    }

    /// What the tile of an instance shows in tables, where its name stands beside it.
    public enum Monograms {
        LETTERS,
        COLOUR
    }

    public static final Setting<Accent> ACCENT = choice("appearance.accent", Accent.BLUE);
    public static final Setting<Motion> MOTION = choice("appearance.motion", Motion.SYSTEM);
    public static final Setting<BandSize> BAND = choice("appearance.band", BandSize.USUAL);
    public static final Setting<Monograms> MONOGRAMS = choice("appearance.monograms", Monograms.LETTERS);

    /// Steps of the scale, per cent.
    public static final List<Integer> SCALES = List.of(80, 90, 100, 110, 125, 150, 175, 200);

    /// Per cent, 80 to 200.
    public static final Setting<Integer> SCALE = new Setting<>(
            "appearance.scale",
            100,
            text -> {
                int scale = Integer.parseInt(text);
                if (scale < SCALES.getFirst() || scale > SCALES.getLast()) {
                    throw new IllegalArgumentException("not a scale: " + text);
                }
                return scale;
            },
            String::valueOf);

    /// `system` for the computer's, else a language tag that has texts.
    public static final Setting<String> LANGUAGE = new Setting<>(
            "general.language",
            "system",
            text -> {
                if (!text.equals("system") && !Texts.known(Locale.forLanguageTag(text))) {
                    throw new IllegalArgumentException("no texts in " + text);
                }
                return text;
            },
            text -> text);

    private Appearance() {}

    /// @return the scale next to `scale` in the direction of `step`
    public static int next(int scale, int step) {
        int at = 0;
        while (at < SCALES.size() - 1 && SCALES.get(at) < scale) {
            at++;
        }
        return SCALES.get(Math.clamp(at + step, 0, SCALES.size() - 1));
    }

    private static <E extends Enum<E>> Setting<E> choice(String name, E usual) {
        return new Setting<>(
                name,
                usual,
                text -> Enum.valueOf(usual.getDeclaringClass(), text.toUpperCase(Locale.ROOT)),
                value -> value.name().toLowerCase(Locale.ROOT));
    }
}
