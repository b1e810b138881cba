package io.pilothouse.ui.switcher;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.common.Views;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.WindowContext;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.octicons.Octicons;

/// The switcher: Ctrl+J, the name in the header, or Ctrl+Tab held.
public final class SwitcherFeature implements Feature {

    /// Narrower windows show the list without the peek beside it.
    private static final double WIDE = 1010;

    @Override
    public void register(WindowContext window) {
        window.actions()
                .add(Action.ofWindow("switcher.open", _ -> open(window, false))
                        .withIcon(Octicons.ARROW_SWITCH_16)
                        .withKey("Shortcut+J")
                        .availableWhen(_ -> mayLeave(window)));
        window.actions()
                .add(Action.ofWindow("switcher.recent", _ -> open(window, true))
                        .withKey("Ctrl+Tab")
                        .availableWhen(_ -> mayLeave(window)));
    }

    private static Availability mayLeave(WindowContext window) {
        return window.pin().pinned() ? new Availability.Absent() : Availability.YES;
    }

    /// @param held whether releasing Ctrl goes to what is chosen
    private static void open(WindowContext window, boolean held) {
        var model = new SwitcherViewModel(
                window.services(),
                window.words(),
                window.active(),
                window.background(),
                window.navigation().location().get() instanceof Location.OfInstance);
        var opened = new AtomicReference<Dialogs.Open>(() -> {});
        var controller = new SwitcherController(model, window.words(), new SwitcherController.Decision() {
            @Override
            public void go(InstanceId id) {
                opened.get().close();
                window.actions().run("instance.open", Optional.of(id));
            }

            @Override
            public void goInNewWindow(InstanceId id) {
                opened.get().close();
                window.actions().run("instance.open-window", Optional.of(id));
            }

            @Override
            public void goToPinned(int number) {
                opened.get().close();
                window.actions().run("pinned." + number, Optional.empty());
            }
        });
        var box = Views.load(controller, window.texts());
        StackPane.setMargin(box, new Insets(68, 16, 16, 228));
        if (held) {
            box.addEventFilter(KeyEvent.KEY_RELEASED, event -> {
                if (event.getCode() == KeyCode.CONTROL) {
                    opened.get().close();
                    model.chosenInstance().ifPresent(id -> window.actions().run("instance.open", Optional.of(id)));
                }
            });
        }
        opened.set(window.dialogs().openFree(box, Pos.TOP_LEFT, () -> true, model::close));
        Optional.ofNullable(box.getScene())
                .ifPresent(scene -> controller.narrow(
                        scene.getWidth() / window.themes().scale().get() < WIDE));
        controller.focus();
    }
}
