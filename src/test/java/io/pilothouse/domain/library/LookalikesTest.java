package io.pilothouse.domain.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.library.Lookalikes.Pair;
import io.pilothouse.domain.library.Lookalikes.Seen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LookalikesTest {

    private static final int ENOUGH = 100_000;

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

            var found = Lookalikes.find(all, (_, _) -> true, ENOUGH);

            assertThat(expected).isNotEmpty();
            assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(found).extracting(Pair::bits).isSorted();
        }
    }

    @Test
    void pairsThatAreNotWantedAreLeftOut() {
        var all = List.of(new Seen(1, 0xff00L, 100), new Seen(2, 0xff01L, 100), new Seen(3, 0xff03L, 100.5));

        assertThat(Lookalikes.find(all, (a, b) -> b - a == 2, ENOUGH)).containsExactly(new Pair(1, 3, 2));
    }

    @Test
    void whatIsNoHashSaysNothing() {
        assertThat(Lookalikes.hash("c0ffee1234567890")).isEqualTo(0xc0ffee1234567890L);
        assertThat(Lookalikes.hash("ffffffffffffffff")).isEqualTo(-1);
        assertThat(Lookalikes.hash("no hash")).isZero();
        assertThat(Lookalikes.hash("")).isZero();
    }
}
