package io.pilothouse.ui.common;

import javafx.scene.paint.Color;

/// The accent in a theme, made from one colour so that it can be read: filled areas carry white letters
/// at 4.5:1 or better, words and lines stand on the page at 4.5:1 or better, a ring around what has the
/// keys at 3:1 or better. Pure.
///
/// @param emphasis of filled areas and of that ring
/// @param fg       of words and lines
/// @param subtle   behind chosen rows
record AccentColours(Color emphasis, Color fg, Color subtle) {

    private static final double READABLE = 4.5;
    private static final double SEEN = 3;
    private static final int STEPS = 40;

    static AccentColours of(Color base, Color page) {
        boolean dark = page.getBrightness() < 0.5;
        var seen = dark ? towards(base, Color.WHITE, page, SEEN) : base;
        var emphasis = towards(seen, Color.BLACK, Color.WHITE, READABLE);
        var fg = towards(base, dark ? Color.WHITE : Color.BLACK, page, READABLE);
        return new AccentColours(emphasis, fg, page.interpolate(base, dark ? 0.24 : 0.08));
    }

    /// @return the colour nearest to `base` on the way to `end` that has a contrast to `ground`
    private static Color towards(Color base, Color end, Color ground, double contrast) {
        for (int step = 0; step < STEPS; step++) {
            var tried = base.interpolate(end, (double) step / STEPS);
            if (contrast(tried, ground) >= contrast) {
                return tried;
            }
        }
        return end;
    }

    /// The contrast of WCAG 2.2, 1 to 21.
    static double contrast(Color one, Color other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(double part) {
        return part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    /// @return the tokens of style sheets that carry the accent
    String tokens() {
        var muted = "rgba(%d,%d,%d,0.4)"
                .formatted(
                        Math.round(emphasis.getRed() * 255),
                        Math.round(emphasis.getGreen() * 255),
                        Math.round(emphasis.getBlue() * 255));
        return "-color-accent-emphasis:" + hex(emphasis) + ";-color-accent-5:" + hex(emphasis) + ";-color-accent-6:"
                + hex(emphasis.interpolate(Color.BLACK, 0.12)) + ";-color-accent-fg:" + hex(fg)
                + ";-color-accent-subtle:" + hex(subtle) + ";-color-accent-muted:" + muted + ";-px-row-selected:"
                + hex(subtle) + ";-px-area:" + muted.replace("0.4)", "0.16)") + ";";
    }

    private static String hex(Color colour) {
        return "#%02x%02x%02x"
                .formatted(
                        Math.round(colour.getRed() * 255),
                        Math.round(colour.getGreen() * 255),
                        Math.round(colour.getBlue() * 255));
    }
}
