package io.pilothouse.ui.shell;

import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Cell;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;

/// For people who work on the program, and off unless they choose it: says in the log when a window did not answer,
/// and of each page that was opened which words are cut off and which controls have no name for a screen reader.
/// Each is said once; what the words are is not, as they may be a person's own. FX thread only.
final class WindowChecks implements AutoCloseable {

    static final Setting<Boolean> ON = WindowSettings.DEVELOPER_CHECKS;

    private static final Logger LOG = System.getLogger(WindowChecks.class.getName());

    /// How often the window is asked.
    static final Duration ASKED = Duration.ofMillis(100);

    /// A window that is longer away than this has stuttered.
    static final Duration SLOW = Duration.ofMillis(50);

    /// The computer slept.
    private static final Duration SLEPT = Duration.ofMinutes(1);

    /// From opening a page until it is looked over.
    static final Duration SETTLED = Duration.ofSeconds(1);

    private final WindowContext window;
    private final Node root;
    private final List<Subscription> always = new ArrayList<>();
    private final Set<String> told = new HashSet<>();
    private Subscription asking = () -> {};
    private Subscription looking = () -> {};
    private boolean on;
    private Instant answered = Instant.EPOCH;

    /// @param root of everything in the window
    WindowChecks(WindowContext window, Node root) {
        this.window = window;
        this.root = root;
        always.add(window.services()
                .settings()
                .values()
                .subscribe(
                        window.services().fx(),
                        _ -> turn(window.services().settings().get(ON))));
        var places = window.navigation().location().subscribe(_ -> lookSoon());
        always.add(places::unsubscribe);
    }

    private void turn(boolean wanted) {
        if (wanted == on) {
            return;
        }
        on = wanted;
        asking.close();
        if (on) {
            answered = window.services().clock().instant();
            asking = window.services().later().every(ASKED, this::answer);
        }
        lookSoon();
    }

    private void answer() {
        var now = window.services().clock().instant();
        var late = Duration.between(answered, now).minus(ASKED);
        answered = now;
        if (late.compareTo(SLOW) > 0 && late.compareTo(SLEPT) < 0) {
            say(List.of("The window did not answer for " + late.toMillis() + " ms on " + place() + "."));
        }
    }

    private void lookSoon() {
        looking.close();
        if (on) {
            looking = window.services().later().after(SETTLED, this::look);
        }
    }

    private void look() {
        var named = new HashSet<Node>();
        visit(root, node -> {
            if (node instanceof Label label && label.getLabelFor() != null && !blank(label.getText())) {
                named.add(label.getLabelFor());
            }
        });
        var found = new ArrayList<String>();
        visit(root, node -> {
            if (node instanceof Labeled words && words.getWidth() > 0 && words.isTextTruncated() && !inCell(words)) {
                found.add("Cut off: " + described(node) + " on " + place() + ".");
            }
            if (usable(node) && blank(node.getAccessibleText()) && !named.contains(node)) {
                found.add("Without a name: " + described(node) + " on " + place() + ".");
            }
        });
        say(found.stream().filter(told::add).toList());
    }

    /// What is cut off in a cell is read whole under the pointer.
    private static boolean inCell(Node node) {
        for (var at = node; at != null; at = at.getParent()) {
            if (at instanceof Cell<?>) {
                return true;
            }
        }
        return false;
    }

    private static boolean usable(Node node) {
        return node instanceof ButtonBase button
                ? blank(button.getText())
                : node instanceof TextInputControl || node instanceof ComboBoxBase<?>;
    }

    private static boolean blank(String words) {
        return words == null || words.isBlank();
    }

    private static String described(Node node) {
        var parent = node.getParent();
        return node.getClass().getSimpleName()
                + (node.getId() == null ? "" : "#" + node.getId())
                + " " + node.getStyleClass()
                + (parent == null ? "" : " in " + parent.getStyleClass());
    }

    private String place() {
        return switch (window.navigation().location().get()) {
            case Location.Program there -> there.page();
            case Location.OfInstance there -> there.page() + " of " + there.instance();
        };
    }

    /// What is inside a control belongs to it.
    private static void visit(Node node, Consumer<Node> each) {
        if (!node.isVisible()) {
            return;
        }
        each.accept(node);
        if (node instanceof Parent parent
                && !(node instanceof TextInputControl)
                && !(node instanceof ComboBoxBase<?>)) {
            parent.getChildrenUnmodifiable().forEach(child -> visit(child, each));
        }
    }

    /// The log is a file, for which the window does not wait.
    private void say(List<String> lines) {
        if (!lines.isEmpty()) {
            window.background().read("write the developer checks to the log", List.of(), _ -> {
                lines.forEach(line -> LOG.log(Level.INFO, line));
                return true;
            });
        }
    }

    @Override
    public void close() {
        always.forEach(Subscription::close);
        asking.close();
        looking.close();
    }
}
