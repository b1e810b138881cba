package io.pilothouse.ui.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/// Fields under each other, each of which says under it why what stands in it cannot be. FX thread only.
final class CheckedFields extends VBox {

    private record Field(TextField input, Label problem, Function<String, Optional<String>> wrong) {

        boolean check() {
            var reason = wrong.apply(input.getText().strip());
            problem.setText(reason.orElse(""));
            problem.setVisible(reason.isPresent());
            problem.setManaged(reason.isPresent());
            input.pseudoClassStateChanged(atlantafx.base.theme.Styles.STATE_DANGER, reason.isPresent());
            return reason.isEmpty();
        }
    }

    private final List<Field> fields = new ArrayList<>();

    CheckedFields() {
        super(6);
        getStyleClass().addAll("dialog-body", "form");
    }

    /// @param wrong why a text cannot be, empty when it can
    void add(String id, String label, TextField input, Function<String, Optional<String>> wrong) {
        input.setId(id);
        var name = new Label(label);
        name.getStyleClass().add("field-label");
        name.setLabelFor(input);
        input.setAccessibleText(label);
        var problem = new Label();
        problem.setId(id + "-problem");
        problem.setWrapText(true);
        problem.getStyleClass().add("text-danger");
        var field = new Field(input, problem, wrong);
        problem.setVisible(false);
        problem.setManaged(false);
        input.focusedProperty().addListener((_, _, focused) -> {
            if (!focused && !input.getText().isEmpty()) {
                field.check();
            }
        });
        input.textProperty().addListener((_, _, _) -> {
            if (problem.isVisible()) {
                field.check();
            }
        });
        fields.add(field);
        getChildren().addAll(name, input, problem);
    }

    /// Says what is wrong at each field; the first such gets the cursor.
    ///
    /// @return whether all can be
    boolean check() {
        var wrong = fields.stream().filter(field -> !field.check()).toList();
        wrong.stream().findFirst().ifPresent(field -> field.input().requestFocus());
        return wrong.isEmpty();
    }
}
