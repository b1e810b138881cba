package io.pilothouse.domain;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// The right word that is most like a mistyped one.
public final class Nearest {

    private Nearest() {}

    /// @return empty when nothing is like it
    public static Optional<String> to(String typed, Collection<String> right) {
        var word = typed.toLowerCase(Locale.ROOT);
        return right.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(best -> distance(word, best.toLowerCase(Locale.ROOT))
                        <= Math.max(word.length() > 4 ? 2 : 1, word.length() / 3));
    }

    /// Fewest insertions, deletions, replacements and swaps of neighbours between the two.
    private static int distance(String from, String to) {
        var before = new int[to.length() + 1];
        var last = new int[to.length() + 1];
        var next = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            next[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                next[j] = Math.min(replaced, Math.min(last[j], next[j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    next[j] = Math.min(next[j], before[j - 2] + 1);
                }
            }
            var free = before;
            before = last;
            last = next;
            next = free;
        }
        return last[to.length()];
    }
}
