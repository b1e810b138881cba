package io.pilothouse.domain.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.library.Lookalikes.Pair;
import io.pilothouse.domain.library.Lookalikes.Seen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LookalikesTest {

    private static final int ENOUGH = 100_000;

    private static List<Pair> find(List<Seen> all, BiPredicate<Long, Long> wanted) {
        var search = new Lookalikes(all, wanted, ENOUGH);
        all.forEach(search::meet);
        return search.found();
    }

    @Test
    void ofOneSceneNotMoreLikesAreKeptThanAsked() {
        var all = LongStream.rangeClosed(1, 30)
                .mapToObj(k -> new Seen(k, 0xff00L, 100))
                .toList();
        var search = new Lookalikes(all.subList(0, 1), (_, _) -> true, 5);

        all.forEach(search::meet);

        assertThat(search.found()).hasSize(5);
    }

    @Test
    void findsWhatComparingEverythingWithEverythingFinds() {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            var all = new ArrayList<Seen>();
            for (int i = 1; i <= 300; i++) {
                long hash = i % 3 != 0 || all.isEmpty()
                        ? random.nextLong()
                        : all.get(random.nextInt(all.size())).hash();
                for (int flips = random.nextInt(8); flips > 0; flips--) {
                    hash ^= 1L << random.nextInt(64);
                }
                all.add(new Seen(i, hash, 60 + random.nextInt(6) * 1.5 + random.nextInt(2) * 4_000));
            }
            var expected = new HashSet<Pair>();
            for (var one : all) {
                for (var other : all) {
                    int bits = Long.bitCount(one.hash() ^ other.hash());
                    double apart = Math.abs(one.seconds() - other.seconds());
                    if (one.k() < other.k()
                            && bits <= 4
                            && (apart <= 2 || apart <= Math.max(one.seconds(), other.seconds()) / 100)) {
                        expected.add(new Pair(one.k(), other.k(), bits));
                    }
                }
            }

            var found = find(all, (_, _) -> true);

            assertThat(expected).isNotEmpty();
            assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(found).extracting(Pair::bits).isSorted();
        }
    }

    @Test
    void pairsThatAreNotWantedAreLeftOut() {
        var all = List.of(new Seen(1, 0xff00L, 100), new Seen(2, 0xff01L, 100), new Seen(3, 0xff03L, 100.5));

        assertThat(find(all, (a, b) -> b - a == 2)).containsExactly(new Pair(1, 3, 2));
    }

    @Test
    void whatIsNoHashSaysNothing() {
        assertThat(Lookalikes.hash("c0ffee1234567890")).isEqualTo(0xc0ffee1234567890L);
        assertThat(Lookalikes.hash("ffffffffffffffff")).isEqualTo(-1);
        assertThat(Lookalikes.hash("no hash")).isZero();
        assertThat(Lookalikes.hash("")).isZero();
    }
}
