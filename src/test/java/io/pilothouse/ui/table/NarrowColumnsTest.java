package io.pilothouse.ui.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.ui.table.NarrowColumns.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class NarrowColumnsTest {

    private static final List<Place> COLUMNS = List.of(
            new Place("name", 260, true),
            new Place("state", 120, false),
            new Place("done", 140, false),
            new Place("size", 90, false),
            new Place("why", 200, true));

    @Test
    void theLastStepAsideUntilTheRestFits() {
        assertThat(NarrowColumns.aside(COLUMNS, 790, 1)).containsExactly("size");
        assertThat(NarrowColumns.aside(COLUMNS, 720, 1)).containsExactly("size");
        assertThat(NarrowColumns.aside(COLUMNS, 700, 1)).containsExactlyInAnyOrder("size", "done");
    }

    @Test
    void thoseThatStayDoEvenWhereTheyDoNotFit() {
        assertThat(NarrowColumns.aside(COLUMNS, 100, 1)).containsExactlyInAnyOrder("state", "done", "size");
    }

    @Test
    void aWideTableScrolls() {
        assertThat(NarrowColumns.aside(COLUMNS, 800, 1)).isEmpty();
    }

    /// Drawn larger, the same room stands for a wider window, in which nothing may hide behind the edge either.
    @Test
    void aTableThatIsDrawnLargerIsNarrowSooner() {
        var wide = List.of(new Place("name", 700, true), new Place("size", 300, false), new Place("why", 300, true));

        assertThat(NarrowColumns.aside(wide, 1060, 1)).isEmpty();
        assertThat(NarrowColumns.aside(wide, 1060, 1.5)).containsExactly("size");
        assertThat(NarrowColumns.aside(wide, 790, 0.8)).containsExactly("size");
    }
}
