package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import org.junit.jupiter.api.Test;

/// Bar W4: whatever opens over a window for an instance says which one, though the window shows another.
class DialogsNameTheirInstanceTest {

    private static final String MARKER = "Marker Nine";

    @Test
    void everyDialogOfAnActionOfAnInstance() throws Exception {
        var nameless = new ArrayList<String>();
        var opened = new TreeSet<String>();
        for (var one : List.of("R1", "Q1", "T1", "H1", "A1")) {
            var about = PictureFleet.id(one);
            var fakes = marked(one);
            var before = fakes.instances.fleet.get();
            var window = FxToolkit.call(() -> opened(fakes));
            var actions = window.context().actions().all().stream()
                    .filter(Action::needsInstance)
                    .map(Action::id)
                    .toList();
            for (var action : actions) {
                FxToolkit.run(() -> {
                    window.context().actions().run(action, Optional.of(about));
                    Routes.settle(fakes, window);
                    if (window.context().dialogs().anyOpen()) {
                        opened.add(action);
                        if (!says(dialogs(window))) {
                            nameless.add(one + " " + action);
                        }
                        window.context().dialogs().closeAll();
                    }
                });
                if (!fakes.instances.fleet.get().equals(before)) { // the action asked nobody
                    FxToolkit.run(() -> {
                        fakes.instances.fleet.set(before);
                        Routes.settle(fakes, window);
                    });
                }
            }
            FxToolkit.run(window::close);
        }

        assertThat(nameless).isEmpty();
        assertThat(opened)
                .contains("instance.edit", "instance.rename", "instance.diagnose", "instance.maintenance-plan");
    }

    private static ShellWindow opened(FakeServices fakes) {
        var window = Windows.open(fakes, false, Locale.ENGLISH, false, Optional.of(PictureFleet.id("S1")));
        window.scene().getRoot().resize(1400, 900);
        return window;
    }

    /// The one over everything, where dialogs stand.
    private static Node dialogs(ShellWindow window) {
        return window.scene().getRoot().lookupAll(".modal-pane").stream()
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private static FakeServices marked(String one) throws ProblemException {
        var fakes = PictureFleet.make();
        fakes.instances.rename(PictureFleet.id(one), MARKER, Consent.none(Origin.WINDOW));
        return fakes;
    }

    private static boolean says(Node node) {
        if (node instanceof Labeled labeled
                        && labeled.getText() != null
                        && labeled.getText().contains(MARKER)
                || node instanceof TextInputControl typed && MARKER.equals(typed.getText())) {
            return true;
        }
        return node instanceof Parent parent
                && parent.getChildrenUnmodifiable().stream().anyMatch(DialogsNameTheirInstanceTest::says);
    }
}
