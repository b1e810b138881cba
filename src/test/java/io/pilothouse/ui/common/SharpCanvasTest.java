package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.tasks.health.HealthRounds.Bar;
import io.pilothouse.testing.ui.FxToolkit;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.Scene;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;

class SharpCanvasTest {

    /// Its place stays as it is, so that nothing but the scale tells it to be drawn again.
    @Test
    void linesAndBarsHaveThePixelsTheyAreDrawnWithAlsoAfterTheScaleChanged() {
        FxToolkit.run(() -> {
            var scale = new SimpleDoubleProperty(1);
            var line = new Sparkline(80, 20);
            line.show(new double[] {1, 3, 2}, "line");
            var bars = new UptimeBars(16);
            bars.show(Collections.nCopies(10, new Bar(Instant.EPOCH, Instant.EPOCH, ShownState.HEALTHY, 1, 1)), "bars");
            var root = new ScaledRoot(new VBox(line, bars), scale, 100);
            new Scene(root, 400, 300);

            for (double now : new double[] {1, 2, 1.5}) {
                scale.set(now);
                root.layout();

                for (var drawn : List.<Region>of(line, bars)) {
                    var canvas = (Canvas) drawn.lookup(".sharp-canvas");
                    assertThat(canvas.getWidth()).isEqualTo((drawn == line ? 80 : 40) * now);
                    assertThat(canvas.getHeight()).isEqualTo(drawn.getHeight() * now);
                    assertThat(canvas.getLocalToSceneTransform().getMxx()).isEqualTo(1);
                }
            }
        });
    }
}
