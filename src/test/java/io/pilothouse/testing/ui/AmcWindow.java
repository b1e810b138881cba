package io.pilothouse.testing.ui;

import io.pilothouse.tasks.amc.AmcRig;
import io.pilothouse.ui.PilothouseUi;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.Locale;
import java.util.Optional;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// A window over AMC's real tasks.
public final class AmcWindow {

    private AmcWindow() {}

    /// Opens one at a place.
    public static ShellWindow open(AmcRig rig, FakeServices fakes, Location where) {
        fakes.amc.give(rig.amc());
        return FxToolkit.call(() -> {
            var services = fakes.services(rig.engine().get(), Platform::runLater, fakes.later);
            var made = new ShellWindow(
                    services,
                    new Texts(Locale.ENGLISH),
                    new Themes(services),
                    PilothouseUi.features(),
                    Optional.empty(),
                    _ -> {});
            made.scene().getRoot().applyCss();
            made.context().navigation().go(where);
            return made;
        });
    }

    /// Opens the first row of the table that is shown, as the enter key does. FX thread only.
    public static void enter(ShellWindow window) {
        if (window.scene().lookup("#table-rows") instanceof TableView<?> table
                && !table.getItems().isEmpty()) {
            table.getSelectionModel().select(0);
            Event.fireEvent(
                    table, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
        }
    }
}
