package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RowsTest {

    private final Rows<Integer> rows = new Rows<>();

    @Test
    void allChangesAreToldTogether() {
        rows.replace(List.of(1, 2, 3, 4));
        int[] told = {0};
        rows.addListener((ListChangeListener<Integer>) _ -> told[0]++);

        rows.replace(List.of(1, 9, 3, 8, 5));

        assertThat(rows).containsExactly(1, 9, 3, 8, 5);
        assertThat(told[0]).isEqualTo(1);
    }

    @Test
    void nothingIsToldWhenNothingChanged() {
        rows.replace(List.of(1, 2, 3));
        int[] told = {0};
        rows.addListener((ListChangeListener<Integer>) _ -> told[0]++);

        rows.replace(List.of(1, 2, 3));

        assertThat(told[0]).isZero();
    }

    /// A list that watches only the changes stays equal to the rows, whatever follows whatever.
    @Property
    void whoWatchesTheChangesSeesTheSameRows(
            @ForAll List<@IntRange(min = 0, max = 5) Integer> first,
            @ForAll List<@IntRange(min = 0, max = 5) Integer> second) {
        var watched = new Rows<Integer>();
        watched.replace(first);
        var copy = new ArrayList<>(first);
        watched.addListener((ListChangeListener<Integer>) change -> {
            while (change.next()) {
                copy.subList(change.getFrom(), change.getFrom() + change.getRemovedSize())
                        .clear();
                copy.addAll(change.getFrom(), change.getAddedSubList());
            }
        });

        watched.replace(second);

        assertThat(watched).isEqualTo(second);
        assertThat(copy).isEqualTo(second);
    }
}
