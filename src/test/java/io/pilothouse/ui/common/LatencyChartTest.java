package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.tasks.health.HealthRounds.Latency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyChartTest {

    private static List<Latency.Part> parts(double... slow) {
        var parts = new ArrayList<Latency.Part>();
        for (double value : slow) {
            parts.add(new Latency.Part(Instant.EPOCH, value, value));
        }
        return parts;
    }

    @Test
    void oneAnswerOfTwentySecondsDoesNotPressTheLineToTheGround() {
        assertThat(LatencyChart.fitting(parts(12, 14, 11, 13, 12, 15, 12, 13, 12, 14, 13, 22_000)))
                .isEqualTo(30);
    }

    @Test
    void ordinarySpikesAreShownInFull() {
        assertThat(LatencyChart.fitting(parts(31, 33, 35, 50, 31, 60, 90))).isEqualTo(90);
        assertThat(LatencyChart.fitting(List.of())).isZero();
        assertThat(LatencyChart.fitting(parts(Double.NaN, Double.NaN))).isZero();
    }
}
