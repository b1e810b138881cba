package io.pilothouse.ui.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.Step;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.connection.ConnectionTests.Diagnosis;
import io.pilothouse.tasks.connection.ConnectionTests.Recognised;
import io.pilothouse.tasks.connection.ConnectionTests.StepOutcome;
import io.pilothouse.tasks.connection.ConnectionTests.StepResult;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Draws the forms, to be looked at.
@Tag("pictures")
class InstancePicturesTest {

    /// The diagnosis of a key that Radarr refuses.
    static Diagnosis refusedKey() {
        return new Diagnosis(
                List.of(
                        step(Step.NAME, 2, "attic.lan is 192.168.4.31"),
                        step(Step.ADDRESS, -1, "on this network"),
                        step(Step.CONNECT, 3, "port 7878"),
                        new StepResult(Step.TLS, StepOutcome.SKIPPED, OptionalLong.empty(), "not used on http", ""),
                        step(Step.HTTP, 6, "200, no login page before it"),
                        step(Step.PRODUCT, 1, "Radarr 5.26.2"),
                        new StepResult(
                                Step.SECRET,
                                StepOutcome.FAILED,
                                OptionalLong.of(9),
                                "Radarr answers and refuses this key.",
                                "Copy the whole key again; a Radarr key has 32 characters."),
                        new StepResult(Step.PERMISSION, StepOutcome.SKIPPED, OptionalLong.empty(), "", ""),
                        new StepResult(Step.DATA, StepOutcome.SKIPPED, OptionalLong.empty(), "", "")),
                Optional.of(FaultCode.SECRET_REFUSED),
                Optional.empty());
    }

    private static StepResult step(Step step, long millis, String found) {
        return new StepResult(
                step, StepOutcome.OK, millis < 0 ? OptionalLong.empty() : OptionalLong.of(millis), found, "");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void add(boolean dark) {
        var name = "add-" + (dark ? "dark" : "light");
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            var radarr = new KindId("radarr");
            fakes.connectionTests.recognised = Optional.of(
                    new Recognised(radarr, "Radarr", "", true, Address.of("http://attic.lan:7878/"), List.of()));
            fakes.connectionTests.diagnosis = refusedKey();
            try (var window = Windows.open(fakes, dark)) {
                window.context().actions().run("instance.add", Optional.empty());
                var root = window.scene().getRoot();
                root.applyCss();
                root.layout();
                ((TextField) root.lookup("#address")).setText("http://attic.lan:7878");
                ((TextField) root.lookup("#secret-apiKey")).setText("0123456789abcdef0123456789abcde");
                ((TextField) root.lookup("#name")).setText("Radarr Docs");
                Windows.picture(fakes, window, name);
            }
        });
        assertThat(Files.exists(Path.of("target/pictures", name + ".png"))).isTrue();
    }
}
