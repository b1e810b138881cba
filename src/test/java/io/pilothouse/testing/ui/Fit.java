package io.pilothouse.testing.ui;

import io.pilothouse.ui.shell.ShellWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Cell;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ScrollPane.ScrollBarPolicy;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.text.Text;

/// Whether what a window shows has room: the measure of bar A5. On the FX thread, after a layout.
public final class Fit {

    private Fit() {}

    public static void visit(Node node, Consumer<Node> visitor) {
        if (!node.isVisible() || node instanceof Cell<?>) {
            return; // what stands in a cell is data, and may be long
        }
        visitor.accept(node);
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> visit(child, visitor));
        }
    }

    /// Buttons, tabs, headings, names of fields and monograms: their words are ours.
    public static boolean ours(Labeled labeled) {
        var styles = labeled.getStyleClass();
        return labeled.getParent() instanceof MenuButton
                || labeled instanceof ButtonBase && !styles.contains("member") && !styles.contains("rail-button")
                || styles.contains("monogram")
                || styles.contains("toggle-label")
                || styles.contains("field-label")
                || styles.contains("text-title")
                || styles.contains("text-card");
    }

    private static boolean cut(Labeled labeled) {
        if (labeled.getText() == null) {
            return false;
        }
        var shown = labeled.getChildrenUnmodifiable().stream()
                .filter(node -> node instanceof Text && node.getStyleClass().contains("text")) // an icon is none
                .map(node -> ((Text) node).getText())
                .findFirst()
                .orElse(labeled.getText());
        return !labeled.getText().isBlank()
                && labeled.getWidth() > 0
                && !labeled.isWrapText()
                && !shown.equals(labeled.getText());
    }

    /// @return what stands out of a place that cannot be scrolled sideways
    private static Optional<String> wide(ScrollPane pane) {
        double room = pane.getViewportBounds().getWidth();
        return Optional.ofNullable(pane.getContent())
                .map(content -> content.getLayoutBounds().getWidth())
                .filter(width -> room > 0 && width > room + 1)
                .map(width -> "wide: " + Math.round(width) + " of " + Math.round(room) + " in " + pane.getStyleClass());
    }

    /// @return a button that has no room in its row and stands over its edge
    private static Optional<String> pushedOut(ButtonBase button, HBox row) {
        double edge = row.getWidth() - row.snappedRightInset();
        double end = button.getLayoutX() + button.getWidth();
        return button.isManaged() && row.getWidth() > 0 && end > edge + 1
                ? Optional.of("pushed out: " + button.getText() + " to " + Math.round(end) + " of " + Math.round(edge)
                        + " in " + row.getStyleClass())
                : Optional.empty();
    }

    /// @return a field whose words about what belongs into it end in the middle
    private static Optional<String> cutPrompt(TextField field) {
        var right = field.lookup(".right-pane");
        double edge = right == null
                ? field.localToScene(field.getLayoutBounds()).getMaxX()
                : right.localToScene(right.getLayoutBounds()).getMinX();
        double end = field.lookupAll(".text").stream()
                .filter(node -> node instanceof Text text
                        && text.isVisible()
                        && !text.getText().isBlank()
                        && text.getText().equals(field.getPromptText()))
                .mapToDouble(node -> node.localToScene(node.getLayoutBounds()).getMaxX())
                .max()
                .orElse(0);
        return end > 0 && field.getWidth() > 0 && end > edge + 1
                ? Optional.of("cut off: prompt " + field.getPromptText())
                : Optional.empty();
    }

    /// @return a line for each word of ours that is cut off, and one for a page wider than its place
    public static List<String> faults(ShellWindow window) {
        var found = new ArrayList<String>();
        visit(window.scene().getRoot(), node -> {
            if (node instanceof Labeled labeled && ours(labeled) && cut(labeled)) {
                found.add("cut off: " + labeled.getText() + " " + labeled.getStyleClass());
            }
            if (node instanceof ButtonBase button && button.getParent() instanceof HBox row) {
                pushedOut(button, row).ifPresent(found::add);
            }
            if (node instanceof TextField field) {
                cutPrompt(field).ifPresent(found::add);
            }
            if (node instanceof ScrollPane pane && pane.getHbarPolicy() == ScrollBarPolicy.NEVER) {
                wide(pane).ifPresent(found::add);
            }
        });
        var place = (ScrollPane) window.scene().getRoot().lookup(".page-frame");
        double content = place.getContent().getLayoutBounds().getWidth();
        if (content > place.getWidth() + 1) { // what stands out at the right is cut off
            found.add("wide: " + Math.round(content) + " of " + Math.round(place.getWidth()));
        }
        return found;
    }
}
