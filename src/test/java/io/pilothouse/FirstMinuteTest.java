package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.DemoInstance;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.store.DataFolder;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.PilothouseUi;
import io.pilothouse.ui.common.FxLater;
import io.pilothouse.ui.common.FxThread;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/// Bars E1 to E3 by scripted counts, with the whole program on an empty store and a real service of each kind that
/// a person has at home: from the first launch to the first healthy instance by few keys, within a minute.
class FirstMinuteTest {

    /// What went wrong on threads of tests before is none of this one's.
    @BeforeEach
    void forgetOthers() {
        WaitForAsyncUtils.clearExceptions();
    }

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final FxRobot robot = new FxRobot();
    private int chords;

    @TempDir
    Path folder;

    /// @param typed  fields that must be filled
    /// @param chords at most
    @ParameterizedTest
    @CsvSource({"radarr,2,5", "homeassistant,2,5", "stash,2,5", "qbittorrent,3,7"})
    void theFirstInstanceIsHealthy(String kind, int typed, int chords) throws Exception {
        var began = System.nanoTime();
        try (var fleet = DemoFleet.empty(7, Clock.systemUTC());
                var wiring = new ProgramHost().wire(new DataFolder(folder))) {
            fleet.also(kind);
            wiring.openSecrets();
            wiring.start();
            var fx = new FxThread();
            var later = new FxLater(fx);
            var ui = FxToolkit.call(() ->
                    new PilothouseUi(WindowProgram.services(wiring, fx, later, new FakeServices.FakeProgram(), false)));
            try {
                var window = FxToolkit.call(() -> ui.openFirst(new Stage()));
                assertThat(FxToolkit.<Object>call(() -> window.scene().lookup("#firstrun-instance")))
                        .isNotNull();
                int filled = add(window, fleet.instances().getFirst());

                Eventually.published(
                        wiring.engine.health().states(),
                        states -> states.values().stream().anyMatch(FirstMinuteTest::understood));
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(A_MINUTE);
                assertThat(filled).isLessThanOrEqualTo(typed);
                assertThat(this.chords).isLessThanOrEqualTo(chords);
            } finally {
                FxToolkit.run(() -> {
                    ui.close();
                    later.close();
                    fx.close();
                });
            }
        }
    }

    /// It answers and was let in; what a service of the demo fleet complains about itself is told, too.
    private static boolean understood(InstanceHealth health) {
        return health.state() == ShownState.HEALTHY || health.state() == ShownState.WARNING;
    }

    /// @return how many fields were filled
    private int add(ShellWindow window, DemoInstance service) throws InterruptedException {
        press(KeyCode.SHORTCUT, KeyCode.N);
        paste(service.address().toString());
        Eventually.that(() -> FxToolkit.call(() -> window.scene().lookup("#not-this") != null)); // it is known
        var rest = service.username().isEmpty()
                ? List.of(service.secret())
                : List.of(service.username(), service.secret());
        for (var one : rest) {
            press(KeyCode.TAB);
            assertThat(FxToolkit.<Object>call(() -> window.scene().getFocusOwner()))
                    .isInstanceOf(TextInputControl.class);
            paste(one);
        }
        press(KeyCode.ENTER);
        return 1 + rest.size();
    }

    private void paste(String text) {
        FxToolkit.run(() -> {
            var content = new ClipboardContent();
            content.putString(text);
            Clipboard.getSystemClipboard().setContent(content);
        });
        press(KeyCode.SHORTCUT, KeyCode.V);
    }

    private void press(KeyCode... chord) {
        robot.push(chord);
        chords++;
        WaitForAsyncUtils.waitForFxEvents();
    }
}
