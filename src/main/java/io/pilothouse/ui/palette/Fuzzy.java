package io.pilothouse.ui.palette;

import java.util.Locale;
import java.util.OptionalDouble;

/// How well typed letters fit a text: its beginning, the beginning of a word, the first letters of its
/// words, anywhere, or scattered in order. Pure.
final class Fuzzy {

    private static final double BEGINNING = 100;
    private static final double WORD = 80;
    private static final double INITIALS = 75;
    private static final double INSIDE = 50;
    private static final double SCATTERED = 30;

    private Fuzzy() {}

    /// @param typed words in any order; all must fit
    /// @return the higher the better, about 0 to 100; empty if a word does not fit
    static OptionalDouble score(String typed, String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        double sum = 0;
        int words = 0;
        for (var word : typed.toLowerCase(Locale.ROOT).strip().split("\\s+")) {
            if (!word.isEmpty()) {
                double one = word(word, lower);
                if (one < 0) {
                    return OptionalDouble.empty();
                }
                sum += one;
                words++;
            }
        }
        return OptionalDouble.of((words == 0 ? 0 : sum / words) - Math.min(10, text.length() * 0.1));
    }

    private static double word(String word, String text) {
        if (text.startsWith(word)) {
            return text.length() == word.length() ? BEGINNING + 10 : BEGINNING;
        }
        int inside = -1;
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            if (begins(text, at)) {
                return WORD;
            }
            inside = at;
        }
        if (initials(text).startsWith(word)) {
            return INITIALS;
        }
        return inside >= 0 ? INSIDE : scattered(word, text);
    }

    private static boolean begins(String text, int at) {
        return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
    }

    private static String initials(String text) {
        var initials = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isLetterOrDigit(text.charAt(i)) && begins(text, i)) {
                initials.append(text.charAt(i));
            }
        }
        return initials.toString();
    }

    /// Letters in order, each as near to the one before as can be; beginnings of words count for more.
    private static double scattered(String word, String text) {
        int at = -1;
        double score = SCATTERED;
        for (char letter : word.toCharArray()) {
            int next = text.indexOf(letter, at + 1);
            if (next < 0) {
                return -1;
            }
            score += begins(text, next) ? 2 : at >= 0 && next == at + 1 ? 1 : -0.2 * (next - at);
            at = next;
        }
        return Math.clamp(score, 1, INSIDE - 1);
    }
}
