package io.pilothouse.domain.library;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.BiPredicate;

/// Finds scenes that show nearly the same: perceptual hashes that differ in few bits, and about the same
/// length (contract for Stash, 14.2). Says nothing about whether they are the same.
public final class Lookalikes {

    /// So many bits of two hashes may differ.
    public static final int BITS = 4;
    /// One band more than bits may differ, so that two alike have one band in common.
    private static final int[] BANDS = {13, 13, 13, 13, 12};

    private static final int INDEX_BITS = 27;
    private static final int SECONDS_BITS = 17;
    private static final long LONGEST = (1L << SECONDS_BITS) - 1;

    private Lookalikes() {}

    /// A scene with its perceptual hash.
    public record Seen(long k, long hash, double seconds) {}

    /// Two scenes that look alike.
    ///
    /// @param a    packed key, smaller than `b`
    /// @param bits in which the hashes differ
    public record Pair(long a, long b, int bits) {}

    /// Takes about a second for a million scenes.
    ///
    /// @param wanted whether a pair is asked for at all; called with packed keys, the smaller first
    /// @param most   stops when it has found so many
    /// @return the most alike first, then by key
    public static List<Pair> find(List<Seen> all, BiPredicate<Long, Long> wanted, int most) {
        var found = new HashMap<List<Long>, Pair>();
        var order = new long[all.size()];
        int shift = 0;
        for (int width : BANDS) {
            for (int i = 0; i < order.length; i++) {
                long band = all.get(i).hash >>> shift & (1L << width) - 1;
                long seconds = Math.clamp((long) all.get(i).seconds, 0, LONGEST);
                order[i] = band << SECONDS_BITS + INDEX_BITS | seconds << INDEX_BITS | i;
            }
            Arrays.sort(order);
            for (int i = 0; i < order.length && found.size() < most; i++) {
                compareOnwards(all, order, i, wanted, found);
            }
            shift += width;
        }
        return found.values().stream()
                .sorted(Comparator.comparingInt(Pair::bits)
                        .thenComparingLong(Pair::a)
                        .thenComparingLong(Pair::b))
                .toList();
    }

    /// Those of the same band stand together, by length.
    private static void compareOnwards(
            List<Seen> all, long[] order, int from, BiPredicate<Long, Long> wanted, HashMap<List<Long>, Pair> found) {
        var one = all.get(index(order[from]));
        long band = order[from] >>> SECONDS_BITS + INDEX_BITS;
        for (int i = from + 1; i < order.length && order[i] >>> SECONDS_BITS + INDEX_BITS == band; i++) {
            var other = all.get(index(order[i]));
            if (other.seconds - one.seconds > Math.max(2, other.seconds / 100) + 1) {
                return;
            }
            int bits = Long.bitCount(one.hash ^ other.hash);
            long a = Math.min(one.k, other.k);
            long b = Math.max(one.k, other.k);
            if (bits <= BITS && a != b && sameLength(one.seconds, other.seconds) && wanted.test(a, b)) {
                found.putIfAbsent(List.of(a, b), new Pair(a, b, bits));
            }
        }
    }

    private static int index(long entry) {
        return (int) (entry & (1L << INDEX_BITS) - 1);
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
