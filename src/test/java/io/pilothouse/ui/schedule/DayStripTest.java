package io.pilothouse.ui.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.schedule.ScheduleViewModel.Collision;
import io.pilothouse.ui.schedule.ScheduleViewModel.Fate;
import io.pilothouse.ui.schedule.ScheduleViewModel.Lane;
import io.pilothouse.ui.schedule.ScheduleViewModel.Mark;
import io.pilothouse.ui.schedule.ScheduleViewModel.View;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;

class DayStripTest {

    private static final Instant NOW = FakeServices.NOW;

    private static Mark mark(int seconds, Fate fate) {
        return new Mark(NOW.plusSeconds(seconds), "k" + seconds, Optional.empty(), fate, "turn " + seconds);
    }

    private static List<Region> drawn(List<Mark> marks, List<Collision> collisions) {
        var strip = new DayStrip(new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC), ZoneOffset.UTC, _ -> {});
        strip.resize(1200, 100);
        strip.show(new View(
                NOW.minus(Duration.ofHours(8)),
                NOW.plus(Duration.ofHours(16)),
                NOW,
                List.of(new Lane("nas.lan", marks, List.of(), List.of())),
                collisions,
                List.of(),
                "",
                true));
        return strip.lookupAll(".strip-mark").stream().map(Region.class::cast).toList();
    }

    /// Shapes beside each other looked as if they came one after the other, and hung over the end of the lane.
    @Test
    void turnsAtOneTimeAreOneNumberWithAllTheirWords() {
        FxToolkit.run(() -> {
            var near = List.of(mark(0, Fate.NEXT), mark(60, Fate.HELD), mark(120, Fate.NEXT));
            var later = mark(16 * 3600 - 1, Fate.NEXT);
            var all = Stream.concat(near.stream(), Stream.of(later)).toList();

            var signs = drawn(all, List.of(new Collision("nas.lan", near, true)));

            assertThat(signs).hasSize(2);
            assertThat(signs.getFirst().lookup(".strip-count"))
                    .isInstanceOfSatisfying(
                            Label.class, count -> assertThat(count.getText()).isEqualTo("3"));
            assertThat(signs.getFirst().getAccessibleText()).isEqualTo("turn 0\nturn 60\nturn 120");
            assertThat(signs.getFirst().getStyleClass()).contains("strip-held", "strip-collision");
            assertThat(signs.getLast().getStyleClass()).contains("strip-next").doesNotContain("strip-collision");
            assertThat(signs.getLast().getBoundsInParent().getMaxX())
                    .as("within the lane")
                    .isLessThanOrEqualTo(1200 - 16);
        });
    }

    /// The dotted line of work that comes too often for marks is explained as the marks are.
    @Test
    void theLegendNamesTheLineOfFrequentWork() {
        FxToolkit.run(() -> assertThat(DayStrip.legend(new Words(new Texts(Locale.GERMAN), ZoneOffset.UTC)))
                .map(Label.class::cast)
                .filteredOn(entry -> entry.getGraphic().getStyleClass().contains("strip-often"))
                .extracting(Label::getText)
                .containsExactly("häufig"));
    }
}
