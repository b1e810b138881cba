package io.pilothouse.ui.switcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.junit.jupiter.api.Test;

/// The lines of the switcher on screen: made and styled once, whatever is typed and however often it is opened.
class SwitcherLinesTest {

    @Test
    void typingAndOpeningAgainMakesNoLineAnew() {
        var fakes = PictureFleet.make();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false, Locale.ENGLISH, false, Optional.of(PictureFleet.id("R1")))) {
                window.context().actions().run("switcher.open", Optional.empty());
                var made = lines(window);
                var field = (TextField) window.scene().lookup(".switcher .text-field");
                assertThat(made).hasSizeGreaterThan(4);
                field.setText("r");
                made.addAll(lines(window)); // between captions stand more of them

                for (var typed : List.of("r", "ra", "")) {
                    field.setText(typed);
                    assertThat(made).as("with “" + typed + "”").containsAll(lines(window));
                }
                field.setText("rad");
                press(field, KeyCode.ESCAPE);
                window.context().actions().run("switcher.open", Optional.empty());

                assertThat(field.getText()).isEmpty();
                assertThat(window.scene().getFocusOwner()).isSameAs(field);
                assertThat(made).containsAll(lines(window));
            }
        });
    }

    @Test
    void exactlyTheChosenLineIsMarked() {
        var fakes = PictureFleet.make();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false, Locale.ENGLISH, false, Optional.of(PictureFleet.id("R1")))) {
                window.context().actions().run("switcher.open", Optional.empty());
                var field = (TextField) window.scene().lookup(".switcher .text-field");
                var marked = new HashSet<Node>();
                for (int step = 0; step < 4; step++) {
                    var on = lines(window).stream()
                            .filter(line -> line.getPseudoClassStates().stream()
                                    .anyMatch(
                                            state -> state.getPseudoClassName().equals("on")))
                            .toList();
                    assertThat(on).hasSize(1);
                    marked.addAll(on);
                    press(field, KeyCode.DOWN);
                }
                assertThat(marked).hasSize(4);
            }
        });
    }

    private static void press(TextField field, KeyCode key) {
        field.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
    }

    /// @return those in sight
    private static Set<Node> lines(ShellWindow window) {
        window.scene().getRoot().applyCss();
        window.scene().getRoot().layout();
        var found = new HashSet<Node>();
        for (var line : window.scene().getRoot().lookupAll(".switcher-line")) {
            if (line instanceof HBox && line.isVisible()) {
                found.add(line);
            }
        }
        return found;
    }
}
