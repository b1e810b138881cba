package io.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import java.util.List;
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
}
