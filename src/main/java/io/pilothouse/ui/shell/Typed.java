package io.pilothouse.ui.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Cell;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.PasswordField;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// What people changed in the inputs of a dialog. Before each key and press it remembers what stands in
/// inputs it does not know yet, so what the program itself puts into them before is no change; what it puts
/// into others afterwards is lost with what was typed, and has no name. FX thread only.
public final class Typed {

    private final Parent box;
    private final Map<Node, Optional<Object>> before = new LinkedHashMap<>();
    /// Inputs in which a person typed or pressed.
    private final Set<Node> used = new HashSet<>();

    public Typed(Parent box) {
        this.box = box;
        box.addEventFilter(KeyEvent.KEY_PRESSED, this::remember);
        box.addEventFilter(MouseEvent.MOUSE_PRESSED, this::remember);
    }

    private void remember(Event event) {
        remember();
        for (@Nullable Node at = event.getTarget() instanceof Node node ? node : null;
                at != null;
                at = at.getParent()) {
            if (before.containsKey(at)) {
                used.add(at);
            }
        }
    }

    /// Programs make up no secrets: one that stands in a field made meanwhile was typed into the field before it.
    private void remember() {
        visit(
                box,
                node -> value(node)
                        .ifPresent(value ->
                                before.putIfAbsent(node, node instanceof PasswordField ? Optional.of("") : value)));
    }

    boolean isEmpty() {
        remember();
        return before.entrySet().stream().noneMatch(Typed::changed);
    }

    /// @return what the inputs are called that a person changed, as far as they are; in the order in which they stand
    public List<String> names() {
        remember();
        var called = new HashMap<Node, String>();
        visit(box, node -> {
            if (node instanceof Label label && label.getLabelFor() != null) {
                called.put(label.getLabelFor(), label.getText());
            }
        });
        var names = new ArrayList<String>();
        before.entrySet().stream()
                .filter(Typed::changed)
                .filter(one -> used.contains(one.getKey()) || one.getKey() instanceof PasswordField)
                .map(one -> called.getOrDefault(one.getKey(), ownName(one.getKey())))
                .filter(name -> !name.isBlank() && !names.contains(name))
                .forEach(names::add);
        return names;
    }

    private static String ownName(Node input) {
        if (input.getAccessibleText() != null) {
            return input.getAccessibleText();
        }
        return input instanceof Labeled box && box.getText() != null ? box.getText() : "";
    }

    private static boolean changed(Map.Entry<Node, Optional<Object>> one) {
        return !value(one.getKey()).equals(Optional.of(one.getValue()));
    }

    /// @return empty for what is no input; within, empty where nothing is chosen
    private static Optional<Optional<Object>> value(Node node) {
        return switch (node) {
            case TextInputControl text -> Optional.of(Optional.ofNullable(text.getText()));
            case ComboBoxBase<?> choice -> Optional.of(Optional.ofNullable(choice.getValue()));
            case ChoiceBox<?> choice -> Optional.of(Optional.ofNullable(choice.getValue()));
            case Spinner<?> spinner -> Optional.of(Optional.ofNullable(spinner.getValue()));
            case CheckBox box -> Optional.of(Optional.of(box.isSelected()));
            case ToggleButton toggle -> Optional.of(Optional.of(toggle.isSelected()));
            default -> Optional.empty();
        };
    }

    private static void visit(Node node, Consumer<Node> visitor) {
        visitor.accept(node);
        if (node instanceof Parent parent
                && !(node instanceof Cell<?>)
                && value(node).isEmpty()) {
            parent.getChildrenUnmodifiable().forEach(child -> visit(child, visitor));
        }
    }
}
