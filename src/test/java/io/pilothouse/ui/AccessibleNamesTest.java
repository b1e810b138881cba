package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.connection.ConnectionTests.Recognised;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import org.junit.jupiter.api.Test;

/// Bar A1: every control that can be used has a name that a screen reader says.
class AccessibleNamesTest {

    private static List<String> nameless(FakeServices fakes, Consumer<ShellWindow> prepare) {
        return FxToolkit.call(() -> {
            try (var window = Windows.open(fakes, false)) {
                var root = window.scene().getRoot();
                root.applyCss();
                prepare.accept(window);
                root.applyCss();
                root.layout();
                Windows.settle(fakes);
                root.applyCss();
                var labelled = new ArrayList<Node>();
                walk(root, node -> {
                    if (node instanceof Label label
                            && label.getLabelFor() != null
                            && !label.getText().isBlank()) {
                        labelled.add(label.getLabelFor());
                    }
                });
                var found = new ArrayList<String>();
                walk(root, node -> {
                    if (usable(node) && !labelled.contains(node) && !named(node)) {
                        found.add(node.getClass().getSimpleName() + "#" + node.getId() + " " + node.getStyleClass());
                    }
                });
                return found;
            }
        });
    }

    private static void walk(Node node, Consumer<Node> visit) {
        if (!node.isVisible()) {
            return;
        }
        visit.accept(node);
        // what is inside a control belongs to it
        if (node instanceof Parent parent
                && !(node instanceof TextInputControl)
                && !(node instanceof ComboBoxBase<?>)) {
            parent.getChildrenUnmodifiable().forEach(child -> walk(child, visit));
        }
    }

    private static boolean usable(Node node) {
        return node instanceof ButtonBase
                || node instanceof TextInputControl
                || node instanceof ComboBoxBase<?>
                || node instanceof TableView<?>
                || node instanceof ListView<?>;
    }

    private static boolean named(Node node) {
        if (node.getAccessibleText() != null && !node.getAccessibleText().isBlank()) {
            return true;
        }
        return node instanceof ButtonBase button
                && button.getText() != null
                && !button.getText().isBlank();
    }

    @Test
    void everyPageOfAnInstance() {
        for (var page : List.of("overview", "history", "system", "settings")) {
            assertThat(nameless(
                            PictureFleet.make(),
                            window -> window.context().navigation().goTo(PictureFleet.id("S1"), page)))
                    .as(page)
                    .isEmpty();
        }
    }

    @Test
    void everyPageOfTheProgram() {
        for (var page : List.of("fleet", "schedules", "trash", "settings")) {
            assertThat(nameless(PictureFleet.make(), window -> {
                        window.context().actions().run("instance.remove", Optional.of(PictureFleet.id("W1")));
                        window.context().navigation().go(new Location.Program(page));
                    }))
                    .as(page)
                    .isEmpty();
        }
        assertThat(nameless(new FakeServices(), _ -> {})).as("first run").isEmpty();
    }

    @Test
    void dialogsAndPanels() {
        for (var action : List.of("instance.add", "tasks.open")) {
            assertThat(nameless(
                            PictureFleet.make(),
                            window -> window.context().actions().run(action, Optional.empty())))
                    .as(action)
                    .isEmpty();
        }
        for (var action : List.of("instance.edit", "instance.clone", "instance.rename", "instance.diagnose")) {
            assertThat(nameless(
                            PictureFleet.make(),
                            window -> window.context().actions().run(action, Optional.of(PictureFleet.id("S1")))))
                    .as(action)
                    .isEmpty();
        }
    }

    @Test
    void aFormThatKnowsItsService() {
        var fakes = PictureFleet.make();
        fakes.connectionTests.recognised = Optional.of(new Recognised(
                new KindId("qbittorrent"), "qBittorrent", "", true, Address.of("http://attic.lan:8080/"), List.of()));
        assertThat(nameless(fakes, window -> {
                    window.context().actions().run("instance.add", Optional.empty());
                    ((TextField) window.scene().getRoot().lookup("#address")).setText("http://attic.lan:8080");
                }))
                .isEmpty();
    }
}
