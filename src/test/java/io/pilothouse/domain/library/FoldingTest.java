package io.pilothouse.domain.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.library.Folding.Mark;
import io.pilothouse.domain.library.Folding.Said;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FoldingTest {

    private static final long A1 = key(1, 1);
    private static final long A2 = key(1, 2);
    private static final long B1 = key(2, 1);
    private static final long C1 = key(3, 1);

    private static long key(int server, long id) {
        return new EntityKey(server, EntityType.SCENE, id).packed();
    }

    @Test
    void equalNumbersOfTwoServersAreNothingAlike() {
        assertThat(Folding.fold(Set.of(A1, B1), List.of(), List.of()).clusters())
                .isEmpty();
    }

    @Test
    void aMarkJoinsServersButNeverTwoThingsOfOne() {
        var marks = List.of(
                Mark.between(A1, B1, true, "box 1"),
                Mark.between(B1, A2, true, "box 2"),
                Mark.between(A1, A2, true, "box 1"));

        var folded = Folding.fold(Set.of(A1, A2, B1), marks, List.of());

        assertThat(folded.clusters()).containsExactly(new TreeSet<>(Set.of(A1, B1)));
        assertThat(folded.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(Set.of(conflict.a(), conflict.b())).isEqualTo(Set.of(A2, B1));
            assertThat(conflict.mark()).isEqualTo("box 2");
        });
    }

    @Test
    void anIdOfADatabaseGoesBeforeAChecksum() {
        var marks = List.of(Mark.between(A1, B1, false, "a sum"), Mark.between(A2, B1, true, "z id"));

        assertThat(Folding.fold(Set.of(A1, A2, B1), marks, List.of()).clusters())
                .containsExactly(new TreeSet<>(Set.of(A2, B1)));
    }

    @Test
    void whatAPersonSaidGoesBeforeEverything() {
        var marks = List.of(Mark.between(A1, B1, true, "id"), Mark.between(B1, C1, true, "id"));

        assertThat(Folding.fold(Set.of(A1, B1, C1), marks, List.of(Said.of(A1, B1, false)))
                        .clusters())
                .containsExactly(new TreeSet<>(Set.of(B1, C1)));
        assertThat(Folding.fold(Set.of(A1, A2), List.of(), List.of(Said.of(A1, A2, true)))
                        .clusters())
                .containsExactly(new TreeSet<>(Set.of(A1, A2)));
    }

    @Test
    void aContradictionNamesItsChain() {
        var before = List.of(Said.of(A1, B1, true), Said.of(B1, C1, true));

        assertThat(Folding.contradiction(before, Said.of(A1, C1, false))).containsExactly(A1, B1, C1);
        assertThat(Folding.contradiction(before, Said.of(A1, A2, false))).isEmpty();
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        var random = new Random(42);
        for (int round = 0; round < 300; round++) {
            var keys = new TreeSet<Long>();
            for (int i = 0; i < 14; i++) {
                keys.add(key(1 + random.nextInt(4), 1 + random.nextInt(6)));
            }
            var all = List.copyOf(keys);
            var marks = new ArrayList<Mark>();
            var said = new ArrayList<Said>();
            for (int i = 0; i < 12; i++) {
                long one = all.get(random.nextInt(all.size()));
                long other = all.get(random.nextInt(all.size()));
                if (one == other) {
                    continue;
                }
                if (i < 10) {
                    marks.add(Mark.between(one, other, random.nextBoolean(), "mark " + random.nextInt(5)));
                } else if (Folding.contradiction(said, Said.of(one, other, i == 10))
                        .isEmpty()) {
                    said.add(Said.of(one, other, i == 10));
                }
            }
            var first = Folding.fold(keys, marks, said);
            Collections.shuffle(marks, random);
            Collections.shuffle(said, random);

            assertThat(Folding.fold(keys, marks, said)).isEqualTo(first);
            for (var cluster : first.clusters()) {
                var servers = cluster.stream().map(k -> k >> 40).toList();
                boolean told = said.stream().anyMatch(it -> it.same() && cluster.contains(it.a()));
                assertThat(told || Set.copyOf(servers).size() == servers.size()).isTrue();
            }
        }
    }
}
