package io.pilothouse.ui.palette;

import java.util.Arrays;
import java.util.List;
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

    /// What is wholly what was typed, or begins with all of it, stands before what only holds it.
    private static final double WHOLE = 30;

    private static final double WHOLE_BEGINNING = 15;

    private final String whole;
    private final List<String> words;

    /// @param typed words in any order; all must fit
    Fuzzy(String typed) {
        whole = typed.toLowerCase(Locale.ROOT).strip();
        words = Arrays.stream(whole.split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    static OptionalDouble score(String typed, String text) {
        return new Fuzzy(typed).score(text);
    }

    /// Whether anything of a text can fit, or of a part of it: its letters are there in order. Most texts have
    /// them not, and need not be looked at any closer.
    ///
    /// @param lower in small letters
    boolean mayFit(String lower) {
        for (var word : words) {
            int at = -1;
            for (int i = 0; i < word.length(); i++) {
                at = lower.indexOf(word.charAt(i), at + 1);
                if (at < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /// @return the higher the better, about 0 to 140; empty if a word does not fit
    OptionalDouble score(String text) {
        return scoreLower(text.toLowerCase(Locale.ROOT));
    }

    private OptionalDouble scoreLower(String lower) {
        if (!mayFit(lower)) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (var word : words) {
            double one = word(word, lower);
            if (one < 0) {
                return OptionalDouble.empty();
            }
            sum += one;
        }
        double more = words.isEmpty() || !lower.startsWith(whole)
                ? 0
                : lower.length() == whole.length() ? WHOLE : WHOLE_BEGINNING;
        return OptionalDouble.of(
                (words.isEmpty() ? 0 : sum / words.size()) + more - Math.min(10, lower.length() * 0.1));
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
