package io.pilothouse.ui.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.Background;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Comparing one metric, and what cards say.
class FleetFormsTest {

    private final FakeServices fakes = PictureFleet.make();
    private final FleetViewModel model = model();

    private FleetViewModel model() {
        FxToolkit.start();
        var texts = new Texts(Locale.ENGLISH);
        var services = fakes.services(Runnable::run);
        var toasts = FxToolkit.call(() -> new Toasts(texts, fakes.later));
        var made = new FleetViewModel(services, new Words(texts, ZoneOffset.UTC), new Background(services, toasts));
        made.forTiles();
        made.follow();
        return made;
    }

    private FleetRow row(String monogram) {
        return model.rows().stream()
                .filter(row -> row.instance().id().equals(PictureFleet.id(monogram)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oneMetricIsComparedOnOneScale() {
        model.metric(FleetMetric.ENTITIES);

        assertThat(row("H1").metric()).isEqualTo(new FleetRow.Metric("412", 1, 412));
        assertThat(row("H2").metric().share()).isEqualTo(37 / 412.0);
        assertThat(row("R1").metric()).isEqualTo(FleetRow.Metric.OWN);
    }

    @Test
    void nextRunsComeFromThePlanAndHeldOnesSaySo() {
        assertThat(row("R1").next()).isEqualTo("14:30");
        assertThat(row("S2").next()).isEqualTo("held");
        assertThat(row("S2").quietNext()).isTrue();
        assertThat(row("H1").next()).isEqualTo("–");
    }

    @Test
    void aCardSaysTheWorkFirstThenWhatTheServiceHasThenWhatComesNext() {
        assertThat(row("R4").figure() + " " + row("R4").caption()).isEqualTo("6 of 10 Missing search");
        assertThat(row("H1").figure() + " " + row("H1").caption()).isEqualTo("412 entities");
        assertThat(row("R1").figure() + " " + row("R1").caption()).isEqualTo("14:30 next run");
    }
}
