package io.pilothouse.testing.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.shell.InstancePage;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// Every place a window can show: all pages from the registry, each for the first kind that has it, and what
/// opens over them. A new page is walked without a word here.
public final class Routes {

    /// Actions that open something over the window; a new one of that sort is one word here.
    private static final List<String> OF_WINDOW =
            List.of("switcher.open", "palette.open", "help.keys", "instance.add", "tasks.open");

    private static final List<String> OF_INSTANCE = List.of(
            "instance.edit", "instance.clone", "instance.rename", "instance.diagnose", "instance.maintenance-plan");

    /// @param over whether it opens something over the window
    /// @param open brings a window there
    public record Route(String name, boolean over, Consumer<ShellWindow> open) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Routes() {}

    /// @param window to look up what is registered
    public static List<Route> all(FakeServices fakes, ShellWindow window) {
        var routes = new ArrayList<Route>();
        for (var page : window.context().pages().ofProgram()) {
            routes.add(new Route(
                    "program " + page.id(),
                    false,
                    shown -> shown.context().navigation().go(new Location.Program(page.id()))));
        }
        var seen = new HashSet<InstancePage>();
        firstOfEachKind(fakes)
                .forEach((kind, id) -> window.context().pages().of(id.kind()).stream()
                        .filter(seen::add)
                        .forEach(page -> routes.add(new Route(
                                kind + " " + page.id(),
                                false,
                                shown -> shown.context().navigation().goTo(id, page.id())))));
        for (var action : OF_WINDOW) {
            if (window.context().actions().find(action).isPresent()) {
                routes.add(new Route(
                        action, true, shown -> shown.context().actions().run(action, Optional.empty())));
            }
        }
        for (var action : OF_INSTANCE) {
            if (window.context().actions().find(action).isPresent()) {
                routes.add(new Route(
                        action,
                        true,
                        shown -> shown.context().actions().run(action, Optional.of(PictureFleet.id("S1")))));
            }
        }
        return routes;
    }

    private static Map<String, InstanceId> firstOfEachKind(FakeServices fakes) {
        var first = new LinkedHashMap<String, InstanceId>();
        for (var instance : fakes.instances.fleet().get().live()) {
            first.putIfAbsent(instance.id().kind().value(), instance.id());
        }
        return first;
    }

    /// Lays out until what was asked for has arrived.
    public static void settle(FakeServices fakes, ShellWindow window) {
        var root = window.scene().getRoot();
        root.applyCss();
        root.layout();
        Windows.settle(fakes);
        root.applyCss();
        root.layout();
    }

    /// Closes what opened over a window, as people do.
    public static void close(ShellWindow window) {
        window.context().drawer().close();
        for (int i = 0; i < 3 && window.context().dialogs().anyOpen(); i++) { // the first may clear what was typed
            window.scene()
                    .getRoot()
                    .lookupAll(".overlay")
                    .forEach(over -> Event.fireEvent(
                            over,
                            new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ESCAPE, false, false, false, false)));
        }
        assertThat(window.context().dialogs().anyOpen()).isFalse();
    }

    /// @return whether it stands in what opened over a window
    public static boolean isOver(Node node) {
        for (var at = node.getParent(); at != null; at = at.getParent()) {
            if (at.getStyleClass().contains("overlay")) {
                return true;
            }
        }
        return false;
    }

    /// Visits what can be seen; the inside of an input control belongs to it.
    public static void walk(Node node, Consumer<Node> visit) {
        if (!node.isVisible()) {
            return;
        }
        visit.accept(node);
        if (node instanceof Parent parent
                && !(node instanceof TextInputControl)
                && !(node instanceof ComboBoxBase<?>)) {
            parent.getChildrenUnmodifiable().forEach(child -> walk(child, visit));
        }
    }
}
