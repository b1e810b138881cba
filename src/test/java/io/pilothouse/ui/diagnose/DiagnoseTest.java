package io.pilothouse.ui.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.Step;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.tasks.connection.ConnectionTests.Certificate;
import io.pilothouse.tasks.connection.ConnectionTests.Diagnosis;
import io.pilothouse.tasks.connection.ConnectionTests.StepOutcome;
import io.pilothouse.tasks.connection.ConnectionTests.StepResult;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;

class DiagnoseTest {

    private static final String SHA = "3f".repeat(32);

    private static FakeServices failing(FaultCode code) {
        var fakes = PictureFleet.make();
        fakes.connectionTests.diagnosis = new Diagnosis(
                List.of(new StepResult(code.step(), StepOutcome.FAILED, OptionalLong.of(60), "It failed.", "Look.")),
                Optional.of(code),
                Optional.of(new Certificate("CN=cabin", "CN=Cabin CA", FakeServices.NOW, SHA)));
        return fakes;
    }

    private static void diagnose(FakeServices fakes, ShellWindow window) {
        window.context().actions().run("instance.diagnose", Optional.of(PictureFleet.id("H2")));
        Windows.settle(fakes);
        window.scene().getRoot().applyCss();
    }

    private static Connection.TlsTrust trust(FakeServices fakes) {
        return fakes.instances
                .find(PictureFleet.id("H2"))
                .orElseThrow()
                .configuration()
                .connection()
                .trust();
    }

    @Test
    void aCertificateThatChangedIsTrustedWhereItIsShownForThisInstanceOnly() {
        var fakes = failing(FaultCode.TLS_PIN_CHANGED);
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                diagnose(fakes, window);
                assertThat(trust(fakes)).isEqualTo(new Connection.TlsTrust.System());

                ((Button) window.scene().getRoot().lookup("#certificate-trust")).fire();
                Windows.settle(fakes);

                assertThat(trust(fakes)).isEqualTo(new Connection.TlsTrust.Pinned(SHA));
                assertThat(fakes.connectionTests.calls)
                        .filteredOn(call -> call.startsWith("diagnose"))
                        .hasSize(2);
            }
        });
    }

    @Test
    void noStepIsNotEveryStepFine() {
        var fakes = PictureFleet.make();
        fakes.connectionTests.diagnosis = new Diagnosis(List.of(), Optional.empty(), Optional.empty());
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                diagnose(fakes, window);
                assertThat(window.scene().getRoot().lookupAll(".label"))
                        .noneMatch(label ->
                                label instanceof Label said && said.getText().equals("every step is fine"));
            }
        });
    }

    @Test
    void whatIsNotAboutTheCertificateOffersNoTrust() {
        var fakes = failing(FaultCode.SECRET_REFUSED);
        assertThat(FaultCode.SECRET_REFUSED.step()).isEqualTo(Step.SECRET);
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                diagnose(fakes, window);
                assertThat(window.scene().getRoot().lookup("#certificate-trust"))
                        .isNull();
            }
        });
    }
}
