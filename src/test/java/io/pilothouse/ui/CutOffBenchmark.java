package io.pilothouse.ui;

import io.pilothouse.benchmark.Figure;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A1 to A3, and A5: how many words of all pages and dialogs are cut off, at each scale, when texts are 40 % longer.
@Tag("benchmark")
class CutOffBenchmark {

    @Test
    void namesKeysAndContrast() throws IOException {
        EveryRouteTest.recordFigures();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.25, 1.5, 2})
    void words(double scale) throws IOException {
        Figure.of("A5-" + Math.round(scale * 100), "words cut off at " + Math.round(scale * 100) + " %", "words")
                .median(0)
                .record(EveryRouteTest.cutOff(scale).size());
    }
}
