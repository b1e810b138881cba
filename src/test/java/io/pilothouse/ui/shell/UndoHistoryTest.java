package io.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.task.TaskId;
import io.pilothouse.tasks.undo.Undoing.Undoable;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;

class UndoHistoryTest {

    private static final TaskId OLDER = new TaskId(7);
    private static final Undoable NEWEST =
            new Undoable(new TaskId(9), "move Music to the trash", "take Music back from the trash", FakeServices.NOW);

    private final FakeServices fakes = PictureFleet.make();

    @Test
    void anyActIsTakenBackNotOnlyTheNewest() {
        var older = new Undoable(
                OLDER,
                "move Attic to the trash",
                "take Attic back from the trash",
                FakeServices.NOW.minus(Duration.ofHours(2)));
        fakes.undoing.undoable.set(List.of(NEWEST, older));
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false, Locale.GERMAN, false, Optional.empty())) {
                open(window);
                assertThat(buttons(window))
                        .extracting(Button::getAccessibleText)
                        .containsExactly(
                                "Rückgängig machen: Music in den Papierkorb legen",
                                "Rückgängig machen: Attic in den Papierkorb legen");

                buttons(window).getLast().fire();
                Windows.settle(fakes);
                assertThat(fakes.undoing.undone).containsExactly(OLDER);

                fakes.undoing.undoable.set(List.of(NEWEST));
                Windows.settle(fakes);
                assertThat(buttons(window)).hasSize(1);
            }
        });
    }

    @Test
    void theLastChoiceOfTheWindowStandsAmongThem() {
        fakes.undoing.undoable.set(List.of(NEWEST));
        var back = new AtomicInteger();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context()
                        .choices()
                        .add(new ChoicesMade.Made(
                                FakeServices.NOW.plusSeconds(5), "Theme", back::incrementAndGet, () -> {}));
                open(window);
                assertThat(buttons(window).getFirst().getAccessibleText()).isEqualTo("Undo: Theme");

                buttons(window).getFirst().fire();
                assertThat(back).hasValue(1);
                assertThat(buttons(window)).hasSize(1);
            }
        });
    }

    @Test
    void nothingIsSaidToBeThere() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                open(window);
                assertThat(window.scene().getRoot().lookupAll("#undo-lines .label"))
                        .extracting(it -> ((Label) it).getText())
                        .containsExactly("There is nothing to undo.");
            }
        });
    }

    private void open(ShellWindow window) {
        window.context().actions().run("undo.history", Optional.empty());
        Windows.settle(fakes);
        window.scene().getRoot().applyCss();
        window.scene().getRoot().layout();
    }

    private static List<Button> buttons(ShellWindow window) {
        return window.scene().getRoot().lookupAll("#undo-lines .button").stream()
                .map(Button.class::cast)
                .toList();
    }
}
