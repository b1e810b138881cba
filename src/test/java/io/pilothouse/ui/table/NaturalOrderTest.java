package io.pilothouse.ui.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NaturalOrderTest {

    @Test
    void numbersStandAsPeopleCount() {
        var names = new ArrayList<>(List.of("Battery 10", "battery 2", "Attic", "Battery", "Battery 1", "Battery 2b"));
        names.sort(NaturalOrder.OF_NAMES);
        assertThat(names).containsExactly("Attic", "Battery", "Battery 1", "battery 2", "Battery 2b", "Battery 10");
    }

    @ParameterizedTest
    @CsvSource({
        "Lamp 007, Lamp 8",
        "Lamp 0, Lamp 1",
        "Lamp 99999999999999999999, Lamp 100000000000000000000",
        "2, 10",
        "a1b2, a1b10"
    })
    void oneStandsBeforeTheOther(String first, String second) {
        assertThat(NaturalOrder.OF_NAMES.compare(first, second)).isNegative();
        assertThat(NaturalOrder.OF_NAMES.compare(second, first)).isPositive();
    }

    @Test
    void leadingZerosAndCaseMakeNoDifference() {
        assertThat(NaturalOrder.OF_NAMES.compare("Lamp 02", "lamp 2")).isZero();
        assertThat(NaturalOrder.OF_NAMES.compare("", "")).isZero();
    }
}
