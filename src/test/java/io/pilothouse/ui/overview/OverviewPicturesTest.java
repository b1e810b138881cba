package io.pilothouse.ui.overview;

import static io.pilothouse.domain.health.ShownState.DOWN;
import static io.pilothouse.domain.health.ShownState.HEALTHY;
import static io.pilothouse.domain.health.ShownState.WARNING;
import static io.pilothouse.testing.ui.FakeServices.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.tasks.health.HealthRounds.StateChange;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.hunting.PictureHunt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Draws overviews, to be looked at.
@Tag("pictures")
class OverviewPicturesTest {

    private static List<StateChange> changes() {
        return List.of(
                new StateChange(
                        NOW.minus(Duration.ofMinutes(340)), HEALTHY, WARNING, "/tv has 4 % free, 182 GB of 4.0 TB"),
                new StateChange(NOW.minus(Duration.ofHours(71)), DOWN, HEALTHY, "answers again after 41 min"),
                new StateChange(NOW.minus(Duration.ofHours(72)), HEALTHY, DOWN, "nas.lan did not answer, 3 tries"));
    }

    private static SequencedMap<String, String> facts() {
        var facts = new LinkedHashMap<String, String>();
        facts.put("branch", "main");
        facts.put("startedAt", "2026-06-02T06:12:00Z");
        facts.put("database", "SQLite 3.46");
        facts.put("docker", "yes");
        facts.put("queueCount", "4");
        facts.put("freeBytes", "182000000000");
        facts.put("totalBytes", "4000000000000");
        facts.put("missingCount", "26");
        facts.put("cutoffUnmetCount", "12");
        return facts;
    }

    @ParameterizedTest
    @CsvSource({"S1,overview,false", "S1,overview,true", "S2,overview-down,false"})
    void overview(String monogram, String picture, boolean dark) {
        var name = picture + (dark ? "-dark" : "-light");
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            var id = PictureFleet.id(monogram);
            PictureHunt.fill(fakes.hunting, id);
            fakes.health.changes.put(id, changes());
            PictureFleet.tell(fakes, monogram, facts());
            try (var window =
                    Windows.open(fakes, dark, Locale.ENGLISH, false, Optional.of(PictureFleet.id(monogram)))) {
                Windows.picture(fakes, window, name);
            }
        });
        assertThat(Files.exists(Path.of("target/pictures", name + ".png"))).isTrue();
    }
}
