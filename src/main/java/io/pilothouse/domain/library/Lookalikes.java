package io.pilothouse.domain.library;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/// Finds scenes that show nearly the same: perceptual hashes that differ in few bits, and about the same
/// length (contract for Stash, 14.2). Says nothing about whether they are the same. Holds the scenes whose
/// likes are looked for; all others are shown to it one after the other.
public final class Lookalikes {

    /// So many bits of two hashes may differ.
    public static final int BITS = 4;
    /// One band more than bits may differ, so that two alike have one band in common.
    private static final int[] BANDS = {13, 13, 13, 13, 12};

    private static final int VALUES = 1 << 13;

    private final List<Seen> some;
    private final BiPredicate<Long, Long> wanted;
    private final int most;
    /// By band and its bits the first scene, and by band and scene the next one with the same bits; -1 for none.
    private final int[] first = new int[BANDS.length * VALUES];

    private final int[] next;
    private final int[] likes;
    private final Map<List<Long>, Pair> found = new HashMap<>();

    /// @param some   scenes whose likes are looked for
    /// @param wanted whether a pair is asked for at all; called with packed keys, the smaller first
    /// @param most   so many likes of one scene are kept
    public Lookalikes(List<Seen> some, BiPredicate<Long, Long> wanted, int most) {
        this.some = List.copyOf(some);
        this.wanted = wanted;
        this.most = most;
        next = new int[BANDS.length * some.size()];
        likes = new int[some.size()];
        Arrays.fill(first, -1);
        for (int i = 0; i < some.size(); i++) {
            for (int band = 0, shift = 0; band < BANDS.length; shift += BANDS[band++]) {
                int place = place(this.some.get(i).hash, band, shift);
                next[band * some.size() + i] = first[place];
                first[place] = i;
            }
        }
    }

    /// A scene with its perceptual hash.
    public record Seen(long k, long hash, double seconds) {}

    /// Two scenes that look alike.
    ///
    /// @param a    packed key, smaller than `b`
    /// @param bits in which the hashes differ
    public record Pair(long a, long b, int bits) {}

    private static int place(long hash, int band, int shift) {
        return band * VALUES + (int) (hash >>> shift & (1L << BANDS[band]) - 1);
    }

    /// Compares one of all scenes, which may be among the some, too.
    public void meet(Seen other) {
        for (int band = 0, shift = 0; band < BANDS.length; shift += BANDS[band++]) {
            for (int i = first[place(other.hash, band, shift)]; i >= 0; i = next[band * some.size() + i]) {
                compare(i, other);
            }
        }
    }

    private void compare(int i, Seen other) {
        var one = some.get(i);
        int bits = Long.bitCount(one.hash ^ other.hash);
        if (bits > BITS || one.k == other.k || !sameLength(one.seconds, other.seconds)) {
            return;
        }
        var pair = new Pair(Math.min(one.k, other.k), Math.max(one.k, other.k), bits);
        var both = List.of(pair.a, pair.b);
        var known = found.get(both);
        if (known == null && likes[i] < most && wanted.test(pair.a, pair.b)) {
            likes[i]++;
            found.put(both, pair);
        } else if (known != null && bits < known.bits) {
            found.put(both, pair);
        }
    }

    /// @return the most alike first, then by key
    public List<Pair> found() {
        return found.values().stream()
                .sorted(Comparator.comparingInt(Pair::bits)
                        .thenComparingLong(Pair::a)
                        .thenComparingLong(Pair::b))
                .toList();
    }

    /// Within two seconds or one of a hundred.
    private static boolean sameLength(double one, double other) {
        return Math.abs(one - other) <= Math.max(2, Math.max(one, other) / 100);
    }

    /// @return the hash of sixteen hexadecimal digits; 0, which says nothing, for anything else
    public static long hash(String digits) {
        try {
            return Long.parseUnsignedLong(digits, 16);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
