package io.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.Test;

/// The place of the window's page.
class ContentTest {

    /// The page before would be read under the name of the instance that is active now.
    @Test
    void aPageThatCannotBeOpenedLeavesNothingOfAnotherInstance() {
        var fakes = PictureFleet.make();
        var fails = new AtomicBoolean(true);
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false, Locale.ENGLISH, false, Optional.of(PictureFleet.id("R1")))) {
                window.context().pages().add(new InstancePage("trial", 99, _ -> true, id -> {
                    if (id.equals(PictureFleet.id("R4")) && fails.get()) {
                        throw new IllegalStateException("it cannot be opened");
                    }
                    var root = new Pane();
                    root.setId("trial-" + id);
                    return () -> root;
                }));
                var navigation = window.context().navigation();
                navigation.goTo(PictureFleet.id("R1"), "trial");
                assertThat(lookup(window, "#trial-" + PictureFleet.id("R1"))).isNotNull();

                navigation.goTo(PictureFleet.id("R4"));

                assertThat(window.title().getValue()).startsWith("Radarr 4K");
                assertThat(lookup(window, "#trial-" + PictureFleet.id("R1"))).isNull();
                fails.set(false);
                ((Button) lookup(window, "#page-broken .button")).fire();
                assertThat(lookup(window, "#page-broken")).isNull();
                assertThat(lookup(window, "#trial-" + PictureFleet.id("R4"))).isNotNull();
            }
        });
    }

    private static Node lookup(ShellWindow window, String selector) {
        window.scene().getRoot().applyCss();
        window.scene().getRoot().layout();
        return window.scene().lookup(selector);
    }
}
