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
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.octicons.Octicons;

/// The switcher: Ctrl+J, the name in the header, or Ctrl+Tab held.
public final class SwitcherFeature implements Feature {

    /// Narrower windows show the list without the peek beside it.
    private static final double WIDE = 720;

    /// As in `switcher.css`.
    private static final double WITH_PEEK = 760;

    private static final double WITHOUT_PEEK = 560;
    private static final double TOP = 68;
    private static final double EDGE = 16;

    /// Where the open rail ends.
    private static final double LEFT = 228;

    @Override
    public void register(WindowContext window) {
        var kept = new AtomicReference<Optional<Switcher>>(Optional.empty());
        Consumer<Boolean> open = held -> {
            if (kept.get().isEmpty()) {
                kept.set(Optional.of(new Switcher(window)));
            }
            kept.get().orElseThrow().open(held);
        };
        window.actions()
                .add(Action.ofWindow("switcher.open", _ -> open.accept(false))
                        .withIcon(Octicons.ARROW_SWITCH_16)
                        .withKey("Shortcut+J")
                        .availableWhen(_ -> mayLeave(window)));
        window.actions()
                .add(Action.ofWindow("switcher.recent", _ -> open.accept(true))
                        .withKey("Ctrl+Tab")
                        .availableWhen(_ -> mayLeave(window)));
    }

    private static Availability mayLeave(WindowContext window) {
        return window.pin().pinned() ? new Availability.Absent() : Availability.YES;
    }

    /// The switcher of a window: made when it is opened first.
    private static final class Switcher implements SwitcherController.Decision {

        private final WindowContext window;
        private final SwitcherViewModel model;
        private final SwitcherController controller;
        private final Parent box;
        private final Dialogs.Kept kept;
        private Dialogs.Open opened = () -> {};
        private boolean held;

        Switcher(WindowContext window) {
            this.window = window;
            model = new SwitcherViewModel(
                    window.services(), window.words(), window.active(), window.background(), onInstance());
            controller = new SwitcherController(model, window.words(), this);
            box = Views.load(controller, window.texts());
            box.addEventFilter(KeyEvent.KEY_RELEASED, event -> {
                if (held && event.getCode() == KeyCode.CONTROL) {
                    opened.close();
                    model.chosenInstance().ifPresent(id -> window.actions().run("instance.open", Optional.of(id)));
                }
            });
            kept = window.dialogs().keep(box, Pos.TOP_LEFT);
            window.dialogs().whenRoomChanges(this::place);
        }

        private boolean onInstance() {
            return window.navigation().location().get() instanceof Location.OfInstance;
        }

        /// @param byHolding whether releasing Ctrl goes to what is chosen
        void open(boolean byHolding) {
            opened.close();
            held = byHolding;
            controller.clear();
            model.begin(onInstance());
            opened = kept.open(() -> true, model::close);
            place();
            controller.focus();
        }

        /// Beside the rail, and where there is no room for that over it.
        private void place() {
            double room = window.dialogs().room();
            boolean narrow = room < WIDE;
            double left = Math.clamp(room - EDGE - (narrow ? WITHOUT_PEEK : WITH_PEEK), EDGE, LEFT);
            StackPane.setMargin(box, new Insets(TOP, EDGE, EDGE, left));
            controller.room(narrow, left < LEFT);
        }

        @Override
        public void go(InstanceId id) {
            opened.close();
            window.actions().run("instance.open", Optional.of(id));
        }

        @Override
        public void goInNewWindow(InstanceId id) {
            opened.close();
            window.actions().run("instance.open-window", Optional.of(id));
        }

        @Override
        public void goToPinned(int number) {
            opened.close();
            window.actions().run("pinned." + number, Optional.empty());
        }
    }
}
