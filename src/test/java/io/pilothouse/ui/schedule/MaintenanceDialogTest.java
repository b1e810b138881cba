package io.pilothouse.ui.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.undo.Undoing.Undoable;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.ShellWindow;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceDialogTest {

    private static final InstanceId WHISPARR = PictureFleet.id("W1");
    private final FakeServices fakes = PictureFleet.make();

    private void with(Consumer<ShellWindow> test) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().actions().run("instance.maintenance-plan", Optional.of(WHISPARR));
                Windows.settle(fakes);
                test.accept(window);
            }
        });
    }

    private static <T extends Node> T find(ShellWindow window, String id, Class<T> type) {
        return type.cast(window.scene().getRoot().lookup("#" + id));
    }

    @Test
    void aWeeklyMaintenanceIsTakenBackByTheKeysOfUndoAndDoneAgainByThoseOfRedo() {
        with(window -> {
            find(window, "when-weekly", RadioButton.class).setSelected(true);
            find(window, "maintenance-go", Button.class).fire();
            Windows.settle(fakes);
            var kinds = fakes.tasks.started.stream().map(TaskRequest::kind).toList();
            var task = new TaskId(kinds.indexOf("maintenance-plan") + 1);
            assertThat(fakes.maintenance.calls).hasSize(1);
            assertThat(button(window, "Undo")).isPresent();

            fakes.undoing.undoable.set(List.of(new Undoable(task, "plan", "put it back", FakeServices.NOW)));
            window.context().actions().run("undo", Optional.empty());
            Windows.settle(fakes);
            fakes.undoing.undoable.set(List.of());
            Windows.settle(fakes);
            assertThat(fakes.undoing.undone).containsExactly(task);
            assertThat(button(window, "Undo")).as("goes with its message").isEmpty();

            window.context().actions().run("redo", Optional.empty());
            Windows.settle(fakes);
            assertThat(fakes.maintenance.calls).hasSize(2);
            assertThat(fakes.maintenance.calls.get(1)).isEqualTo(fakes.maintenance.calls.getFirst());
            assertThat(button(window, "Undo")).isPresent();
        });
    }

    @ParameterizedTest
    @CsvSource({"when-now, has begun.", "when-weekly, is planned."})
    void whatBeginsAtOnceIsNotSaidToBePlanned(String when, String words) {
        with(window -> {
            find(window, when, RadioButton.class).setSelected(true);
            find(window, "maintenance-go", Button.class).fire();
            Windows.settle(fakes);

            assertThat(window.context().toasts().lookupAll(".label").stream()
                            .filter(Label.class::isInstance)
                            .map(node -> ((Label) node).getText()))
                    .anyMatch(text -> text.equals("Maintenance of Clips " + words));
        });
    }

    private static Optional<Button> button(ShellWindow window, String text) {
        return window.context().toasts().lookupAll(".link").stream()
                .filter(Button.class::isInstance)
                .map(Button.class::cast)
                .filter(one -> one.getText().equals(text))
                .findFirst();
    }

    /// The toolkit would write it as the computer does, whatever the language of the window.
    @Test
    void theDayIsWrittenAsEverywhere() {
        with(window -> assertThat(find(window, "maintenance-day", DatePicker.class)
                        .getEditor()
                        .getText())
                .isEqualTo(LocalDate.ofInstant(FakeServices.NOW, ZoneOffset.UTC).toString()));
    }

    @Test
    void anImpossibleTimeIsRefusedAtItsOwnField() {
        with(window -> {
            find(window, "when-weekly", RadioButton.class).setSelected(true);
            find(window, "weekly-until", TextField.class).setText("29:00");
            find(window, "maintenance-go", Button.class).fire();
            Windows.settle(fakes);

            assertThat(find(window, "maintenance-problem", Label.class).getText())
                    .isEqualTo("Write a time of day as 23:30.");
            assertThat(window.scene().getFocusOwner()).isSameAs(find(window, "weekly-until", TextField.class));
        });
    }
}
