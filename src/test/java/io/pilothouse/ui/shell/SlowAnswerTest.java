package io.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.Test;

/// Console design 3.11: an answer that takes five seconds is told in words, once, and can be stopped.
class SlowAnswerTest {

    private static List<String> said(ShellWindow window) {
        return window.context().toasts().lookupAll(".label").stream()
                .map(node -> ((Labeled) node).getText())
                .toList();
    }

    @Test
    void aSlowAnswerIsToldOnceAndOfAnInstanceThatAnswersOnly() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            try (var window = Windows.open(fakes, false)) {
                window.scene().getRoot().applyCss();
                fakes.later.pass(Background.SLOW); // what the window reads for itself
                fakes.tasks.hold();
                var background = window.context().background();
                background.read("read titles", List.of(PictureFleet.id("R1")), _ -> true);
                background.read("read titles", List.of(PictureFleet.id("R1")), _ -> true);
                background.read("read titles", List.of(PictureFleet.id("S2")), _ -> true);
                window.scene().getRoot().applyCss();

                assertThat(said(window)).noneMatch(line -> line.contains("longer than usual"));
                fakes.later.pass(Background.SLOW);
                window.scene().getRoot().applyCss();

                assertThat(said(window).stream().filter(line -> line.contains("longer than usual")))
                        .singleElement()
                        .asString()
                        .startsWith("Radarr HD needs longer than usual (5 s, normally 1");
            }
        });
    }

    @Test
    void ofOneThatIsSlowAtItsChecksNothingUsualIsSaid() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            var id = PictureFleet.id("R1");
            fakes.health.states.update(before -> {
                var after = new HashMap<>(before);
                after.computeIfPresent(id, (_, was) -> checkedIn(was, Duration.ofSeconds(24)));
                return Map.copyOf(after);
            });
            try (var window = Windows.open(fakes, false)) {
                window.scene().getRoot().applyCss();
                fakes.later.pass(Background.SLOW);
                fakes.tasks.hold();
                window.context().background().read("read titles", List.of(id), _ -> true);
                fakes.later.pass(Background.SLOW);
                window.scene().getRoot().applyCss();

                assertThat(said(window)).contains("Radarr HD answers slowly: 5 s so far, its last check took 24.0 s.");
            }
        });
    }

    private static InstanceHealth checkedIn(InstanceHealth was, Duration latency) {
        return new InstanceHealth(
                was.id(),
                was.lifecycle(),
                was.health(),
                was.state(),
                was.stateSince(),
                was.code(),
                was.problem(),
                was.cause(),
                was.answer(),
                Optional.of(latency),
                was.failures(),
                was.lastCheckAt(),
                was.lastHealthyAt(),
                was.nextCheckAt(),
                was.checking());
    }
}
