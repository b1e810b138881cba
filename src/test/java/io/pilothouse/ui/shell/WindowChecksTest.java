package io.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.TurningClock;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.testing.ui.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;

class WindowChecksTest {

    private static final Logger LOG = Logger.getLogger(WindowChecks.class.getName());

    private static List<String> logged(Consumer<List<String>> look) {
        var lines = new ArrayList<String>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        LOG.addHandler(handler);
        LOG.setUseParentHandlers(false);
        try {
            look.accept(lines);
        } finally {
            LOG.removeHandler(handler);
            LOG.setUseParentHandlers(true);
        }
        return lines;
    }

    @Test
    void whatIsCutOffOrWithoutANameIsSaidOnceAndOnlyWhereItIsWanted() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            try (var window = Windows.open(fakes, false)) {
                var root = (StackPane) window.scene().lookup(".shell");
                var cut = new Label("Words that find no room at all in so little of it");
                cut.setId("cut");
                cut.setMaxWidth(60);
                var nameless = new Button();
                nameless.setId("nameless");
                var full = new Button("Full");
                full.setId("full");
                root.getChildren().add(new VBox(cut, nameless, full));
                window.scene().getRoot().resize(1600, 1000);
                assertThat(logged(_ -> {
                            window.context().actions().run("schedules.open", Optional.empty());
                            Routes.settle(fakes, window);
                            fakes.later.pass(WindowChecks.SETTLED);
                        }))
                        .isEmpty();
                fakes.settings.set(WindowSettings.DEVELOPER_CHECKS, true);
                var said = logged(_ -> fakes.later.pass(WindowChecks.SETTLED));
                assertThat(said)
                        .anyMatch(line -> line.startsWith("Cut off: Label#cut") && line.contains("on schedules"))
                        .anyMatch(line -> line.startsWith("Without a name: Button#nameless"))
                        .noneMatch(line -> line.contains("#full") || line.contains("no room"));
                assertThat(logged(_ -> {
                            fakes.settings.set(WindowSettings.DEVELOPER_CHECKS, false);
                            fakes.settings.set(WindowSettings.DEVELOPER_CHECKS, true);
                            fakes.later.pass(WindowChecks.SETTLED);
                        }))
                        .doesNotContainAnyElementsOf(said);
            }
        });
    }

    /// A window that is asked ten times in a second, and once is away for a while.
    @Test
    void aWindowThatDidNotAnswerIsSaidWithItsPage() {
        FxToolkit.run(() -> {
            var clock = new TurningClock(FakeServices.NOW);
            var fakes = new FakeServices(clock);
            fakes.settings.set(WindowSettings.DEVELOPER_CHECKS, true);
            try (var window = Windows.open(fakes, false)) {
                assertThat(window.context().dialogs().anyOpen()).isFalse();
                var said = logged(_ -> {
                    for (var away : List.of(100, 120, 420, 100, 7_200_000)) {
                        clock.pass(Duration.ofMillis(away));
                        fakes.later.pass(WindowChecks.ASKED);
                    }
                });
                assertThat(said)
                        .filteredOn(line -> line.startsWith("The window"))
                        .hasSize(1);
                assertThat(said).anyMatch(line -> line.startsWith("The window did not answer for 320 ms on "));
            }
        });
    }
}
