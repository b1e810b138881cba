package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Workflow;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import org.jspecify.annotations.Nullable;

/// A field for the value of each parameter of a question. A field that is left empty says nothing: the
/// value of the instance's brand counts, or the usual one. FX thread only.
final class ParameterFields extends GridPane {

    private final Desk desk;
    private final Runnable changed;
    private final Map<String, TextField> fields = new LinkedHashMap<>();

    /// @param changed told after each change of a value
    ParameterFields(Desk desk, Runnable changed) {
        this.desk = desk;
        this.changed = changed;
        setHgap(8);
        setVgap(6);
        managedProperty().bind(javafx.beans.binding.Bindings.isNotEmpty(getChildren()));
    }

    /// @param given values to begin with
    void show(@Nullable Workflow workflow, Map<String, String> given) {
        getChildren().clear();
        fields.clear();
        if (workflow == null) {
            return;
        }
        for (var parameter : workflow.parameters()) {
            var label = new Label(parameter.displayName().isEmpty() ? parameter.name() : parameter.displayName());
            var field = new TextField(given.getOrDefault(parameter.name(), ""));
            field.setPromptText(parameter
                    .defaultValue()
                    .map(usual -> desk.text("amc.parameter.usual", usual))
                    .orElse(parameter.type().word()));
            field.setPrefColumnCount(32);
            field.setId("parameter-" + parameter.name());
            field.textProperty().addListener((_, _, _) -> changed.run());
            label.setLabelFor(field);
            field.setAccessibleText(label.getText());
            addRow(fields.size(), label, field);
            fields.put(parameter.name(), field);
        }
    }

    /// @return what was entered, by name
    Map<String, String> values() {
        var values = new LinkedHashMap<String, String>();
        fields.forEach((name, field) -> {
            if (!field.getText().isBlank()) {
                values.put(name, field.getText());
            }
        });
        return values;
    }
}
