package io.pilothouse.ui.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import java.time.ZoneOffset;
import java.util.Locale;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;

class DayStripTest {

    /// The dotted line of work that comes too often for marks is explained as the marks are.
    @Test
    void theLegendNamesTheLineOfFrequentWork() {
        FxToolkit.run(() -> assertThat(DayStrip.legend(new Words(new Texts(Locale.GERMAN), ZoneOffset.UTC)))
                .map(Label.class::cast)
                .filteredOn(entry -> entry.getGraphic().getStyleClass().contains("strip-often"))
                .extracting(Label::getText)
                .containsExactly("Häufig"));
    }
}
