package io.pilothouse.ui.firstrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.Windows;
import javafx.scene.control.Button;
import org.junit.jupiter.api.Test;

/// Bars E3 and E4 by scripted counts: from the first launch one press leads to the demo fleet, and one to
/// the form for the first instance, whose first field waits for the address.
class FirstRunTest {

    private final FakeServices fakes = new FakeServices();

    @Test
    void onePressOpensTheDemoFleet() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.scene().getRoot().applyCss();
                ((Button) window.scene().lookup("#firstrun-demo")).fire();

                assertThat(fakes.program.calls).containsExactly("openDemo");
            }
        });
    }

    @Test
    void onePressOpensTheFormWithTheAddressToBePasted() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.scene().getRoot().applyCss();
                ((Button) window.scene().lookup("#firstrun-instance")).fire();
                window.scene().getRoot().applyCss();
                window.scene().getRoot().layout();

                assertThat(window.scene().lookup("#instance-form")).isNotNull();
                assertThat(window.scene().getFocusOwner().getId()).isEqualTo("address");
            }
        });
    }
}
