package io.pilothouse.domain.library;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// How titles are put in order: without regard to case and accents, numbers by their value.
public final class SortTitle {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private SortTitle() {}

    public static String of(String title) {
        var plain = MARKS.matcher(Normalizer.normalize(title.strip(), Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        return NUMBER.matcher(plain)
                .replaceAll(match -> "0".repeat(10 - match.group().length()) + match.group());
    }
}
