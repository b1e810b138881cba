package io.pilothouse.ui.table;

import io.pilothouse.domain.query.SavedView;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/// Asks for the name of a view. FX thread only.
final class SaveViewDialog {

    private SaveViewDialog() {}

    /// @param proposed stands in the field
    /// @param save     gets a name that a view may have
    static void open(WindowContext window, String proposed, Consumer<String> save) {
        var texts = window.texts();
        var name = new TextField(proposed);
        name.setId("view-name");
        var label = new Label(texts.text("table.view.name"));
        label.getStyleClass().add("field-label");
        label.setLabelFor(name);
        var problem = new Label();
        problem.getStyleClass().addAll("text-danger", "text-second");
        problem.setWrapText(true);
        problem.managedProperty().bind(problem.textProperty().isNotEmpty());
        var body = new VBox(6, label, name, problem);
        body.getStyleClass().addAll("dialog-body", "form");
        var cancel = new Button(texts.text("common.cancel"));
        var go = new Button(texts.text("table.view.save-go"));
        go.setId("view-save");
        go.getStyleClass().add("accent");
        go.setDefaultButton(true);
        var dialog = window.dialogs()
                .open(new DialogFrame(
                        "save-view",
                        texts.text("table.view.save-title"),
                        Optional.empty(),
                        420,
                        body,
                        List.of(),
                        List.of(cancel, go)));
        cancel.setOnAction(_ -> dialog.close());
        go.setOnAction(_ -> {
            var wanted = name.getText().strip();
            if (wanted.isEmpty()) {
                problem.setText(texts.text("table.view.bad.empty"));
            } else if (wanted.length() > SavedView.LONGEST_NAME) {
                problem.setText(texts.text("table.view.bad.long", SavedView.LONGEST_NAME));
            } else {
                dialog.close();
                save.accept(wanted);
            }
        });
        name.requestFocus();
        name.selectAll();
    }
}
