package io.pilothouse.ui.instances;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.ui.common.StateShape;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Control;
import javafx.scene.control.Label;

/// What is wrong with a form, each said at its field. FX thread only.
final class FieldProblems {

    private final Map<String, Control> controls = new HashMap<>();
    private final Map<String, Label> labels = new HashMap<>();

    /// @param problem says what is wrong with what is in the control
    void at(String id, Control control, Label problem) {
        controls.put(id, control);
        labels.put(id, problem);
    }

    /// @return says what is wrong with what is in the control
    Label at(String id, Control control) {
        var problem = new Label();
        problem.getStyleClass().add("field-problem");
        problem.setId(id.replace(':', '-') + "-problem");
        at(id, control, problem);
        return problem;
    }

    /// @param problems sentences by the ids of their fields; a field without one is fine
    void show(Map<String, String> problems) {
        labels.forEach((id, label) -> {
            var problem = Optional.ofNullable(problems.get(id));
            label.setText(problem.orElse(""));
            label.setGraphic(problem.isPresent() ? new StateShape(ShownState.DOWN, 14) : null);
            InstanceFormController.show(label, problem.isPresent());
            var control = controls.get(id);
            control.getStyleClass().removeAll("invalid");
            if (problem.isPresent()) {
                control.getStyleClass().add("invalid");
            }
            control.setAccessibleHelp(problem.orElse(""));
        });
    }

    void focus(String id) {
        var control = controls.get(id);
        if (control != null) {
            control.requestFocus();
        }
    }
}
