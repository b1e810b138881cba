package io.pilothouse.ui.active;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

    private final List<String> gone = new ArrayList<>();
    private final KeepAlive<Integer, String> kept = new KeepAlive<>(() -> 3, value -> value.endsWith("*"), gone::add);

    @Test
    void theOneNotUsedForLongestGoesFirst() {
        kept.put(1, "one");
        kept.put(2, "two");
        kept.put(3, "three");
        kept.find(1);

        kept.put(4, "four");

        assertThat(gone).containsExactly("two");
        assertThat(kept.find(1)).contains("one");
    }

    @Test
    void halfTypedTextIsNeverThrownOut() {
        kept.put(1, "one*");
        kept.put(2, "two*");
        kept.put(3, "three*");
        kept.put(4, "four*");

        assertThat(gone).isEmpty();
        assertThat(kept.size()).isEqualTo(4);
    }

    @Test
    void whatBelongsToAGoneInstanceGoesWithIt() {
        kept.put(1, "one");
        kept.put(2, "two*");

        kept.remove(key -> key == 2);

        assertThat(gone).containsExactly("two*");
    }
}
