package io.pilothouse.ui.common;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where words may go on in the next line: a number stays with its unit, and a long address breaks behind one of
/// its signs instead of within a word. For labels that wrap; never for what is copied. Pure.
public final class Breaks {

    private static final String BOUND = "\u00a0";

    /// A hair's breadth; a space without any breadth is no place to break for Java's rules.
    private static final String HERE = "\u200a";

    /// The units of [Words].
    private static final Pattern QUANTITY =
            Pattern.compile("(?<=\\d) (?=(?:s|min|h|d|ms|%|B|kB|MB|GB|TB)(?![\\p{L}\\p{N}]))");

    private static final Pattern LONG = Pattern.compile("\\S{16,}");
    private static final Pattern BEHIND_SIGN = Pattern.compile("(?<=[/:@_-])(?=[^/:@_-])");

    private Breaks() {}

    public static String in(String words) {
        var bound = QUANTITY.matcher(words).replaceAll(BOUND);
        return LONG.matcher(bound)
                .replaceAll(word -> Matcher.quoteReplacement(
                        BEHIND_SIGN.matcher(word.group()).replaceAll(HERE)));
    }
}
