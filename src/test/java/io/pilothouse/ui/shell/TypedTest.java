package io.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.Fit;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;

class TypedTest {

    private final TextField name = FxToolkit.call(() -> new TextField("Weekly"));
    private final CheckBox loud = FxToolkit.call(() -> new CheckBox("Loud"));
    private final FakeServices fakes = PictureFleet.make();

    private void withDialog(UnaryOperator<DialogFrame> as, Consumer<ShellWindow> then) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var label = new Label("Name of the rule");
                label.setLabelFor(name);
                loud.setAccessibleText("Loud");
                window.context()
                        .dialogs()
                        .open(as.apply(new DialogFrame(
                                "form",
                                "A form",
                                Optional.empty(),
                                400,
                                new VBox(label, name, loud),
                                List.of(),
                                List.of())));
                then.accept(window);
            }
        });
    }

    private static void press(Node on, KeyCode key) {
        Event.fireEvent(on, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
    }

    private void type(String text) {
        press(name, KeyCode.A);
        name.setText(text);
    }

    private static boolean open(ShellWindow window, String id) {
        return window.scene().lookup("#" + id) != null;
    }

    @Test
    void whatWasTypedIsLostOnlyAfterAQuestionThatNamesItEachTime() {
        withDialog(frame -> frame, window -> {
            name.setText("Weekly reach"); // by the program, while it opens
            type("Weekly reach of all");
            press(loud, KeyCode.SPACE);
            loud.setSelected(true);
            press(name, KeyCode.ESCAPE);

            var question = window.scene().lookup("#lose-typed-question");
            assertThat(question.lookupAll(".label"))
                    .anySatisfy(label -> assertThat(((Label) label).getText()).contains(": Name of the rule, Loud."))
                    .anySatisfy(label -> assertThat(((Label) label).getText()).startsWith("A form: leave"));
            ((Button) question.lookup("#keep-typed")).fire();
            assertThat(open(window, "form")).isTrue();
            assertThat(open(window, "lose-typed-question")).isFalse();

            press(name, KeyCode.ESCAPE);
            assertThat(open(window, "form")).isTrue();
            ((Button) window.scene().lookup("#lose-typed")).fire();
            assertThat(open(window, "form")).isFalse();
            assertThat(window.context().dialogs().anyOpen()).isFalse();
        });
    }

    @Test
    void whatIsAsItWasClosesAtOnce() {
        withDialog(frame -> frame, window -> {
            type("Daily");
            type("Weekly");
            press(name, KeyCode.ESCAPE);

            assertThat(window.context().dialogs().anyOpen()).isFalse();
        });
    }

    @Test
    void whatHoldsNothingClosesAtOnce() {
        withDialog(DialogFrame::losingNothing, window -> {
            type("Radarr");
            press(name, KeyCode.ESCAPE);

            assertThat(window.context().dialogs().anyOpen()).isFalse();
        });
    }

    @Test
    void aWindowWithTypedTextInADialogStays() {
        withDialog(frame -> frame, window -> {
            type("Daily");

            assertThat(window.mayClose(false, () -> {})).isFalse();
            assertThat(open(window, "lose-typed-question")).isTrue();
            assertThat(window.mayClose(false, () -> {})).isFalse();
            assertThat(window.scene().getRoot().lookupAll("#lose-typed-question"))
                    .hasSize(1);
        });
    }

    @Test
    void whatTheProgramFillsAfterwardsHasNoName() {
        withDialog(frame -> frame, window -> {
            type("Daily");
            loud.setSelected(true); // as what follows from the name
            press(name, KeyCode.ESCAPE);

            assertThat(window.scene().lookup("#lose-typed-question").lookupAll(".label"))
                    .anySatisfy(label -> assertThat(((Label) label).getText()).contains(": Name of the rule."));
        });
    }

    @Test
    void aSecretIsNamedThoughItsFieldWasMadeAnewAfterItWasTyped() {
        withDialog(frame -> frame, window -> {
            type("Daily");
            var secret = new PasswordField();
            secret.setAccessibleText("API key");
            secret.setText("0123456789abcdef");
            ((VBox) name.getParent()).getChildren().add(secret);
            press(name, KeyCode.ESCAPE);

            assertThat(window.scene().lookup("#lose-typed-question").lookupAll(".label"))
                    .anySatisfy(
                            label -> assertThat(((Label) label).getText()).contains(": Name of the rule, API key."));
        });
    }

    @Test
    void theQuestionBeforeSomethingIsLostIsReadWholeHoweverLongItsTitle() {
        var fakes = PictureFleet.make();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context()
                        .dialogs()
                        .mayLose(Optional.empty(), "Settings of a Radarr with a rather long name", List.of(), () -> {});
                window.scene().getRoot().applyCss();
                window.scene().getRoot().layout();

                assertThat(Fit.faults(window)).noneMatch(fault -> fault.contains("rather long name"));
            }
        });
    }
}
