package io.pilothouse.ui.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.ShellWindow;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;

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
