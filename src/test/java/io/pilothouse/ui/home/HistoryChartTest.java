package io.pilothouse.ui.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryChartTest {

    @ParameterizedTest
    @CsvSource({"4.25, 5", "1, 1", "1.01, 2", "0.13, 0.2", "0.011, 0.02", "620, 1000"})
    void theScaleHasRoundNumbers(double rough, double step) {
        assertThat(HistoryChart.step(rough)).isEqualTo(step, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void noTwoLinesHaveTheSameDashes() {
        assertThat(IntStream.range(0, HistoryChart.COLOURS)
                        .mapToObj(line -> Arrays.toString(HistoryChart.dashes(line)))
                        .distinct())
                .hasSize(HistoryChart.COLOURS);
    }
}
