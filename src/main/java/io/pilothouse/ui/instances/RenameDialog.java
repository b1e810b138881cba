package io.pilothouse.ui.instances;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/// Asks for a new name and nothing else. FX thread only.
final class RenameDialog {

    private final WindowContext window;

    RenameDialog(WindowContext window) {
        this.window = window;
    }

    void open(InstanceId id) {
        window.services().instances().find(id).ifPresent(this::open);
    }

    private void open(Instance instance) {
        var texts = window.texts();
        var name = new TextField(instance.name());
        name.setId("new-name");
        var label = new Label(texts.text("instances.new-name"));
        label.getStyleClass().add("field-label");
        label.setLabelFor(name);
        var problem = new Label();
        problem.setId("new-name-problem");
        problem.getStyleClass().addAll("text-danger", "text-second");
        problem.setWrapText(true);
        problem.managedProperty().bind(problem.textProperty().isNotEmpty());
        var body = new VBox(6, label, name, problem);
        body.getStyleClass().addAll("dialog-body", "form");
        var cancel = new Button(texts.text("common.cancel"));
        var go = new Button(texts.text("instances.rename-go"));
        go.setId("rename-go");
        go.getStyleClass().add("accent");
        go.setDefaultButton(true);
        var dialog = window.dialogs()
                .open(new DialogFrame(
                        "rename",
                        texts.text("instances.rename", instance.name()),
                        Optional.of(instance),
                        440,
                        body,
                        List.of(),
                        List.of(cancel, go)));
        cancel.setOnAction(_ -> dialog.close());
        go.setOnAction(_ -> {
            var wanted = name.getText().strip();
            problem.setText(wanted.isEmpty() ? texts.text("instances.bad.name-missing") : "");
            if (wanted.isEmpty()) {
                return;
            }
            window.services()
                    .tasks()
                    .start(
                            new TaskRequest(
                                    "instance-rename",
                                    "rename " + instance.name(),
                                    List.of(instance.id()),
                                    Origin.WINDOW),
                            _ -> window.services()
                                    .instances()
                                    .rename(instance.id(), wanted, Consent.none(Origin.WINDOW)))
                    .whenEnded(window.services().fx(), outcome -> {
                        switch (outcome) {
                            case Outcome.Succeeded<Instance>(Instance renamed) -> {
                                dialog.close();
                                window.toasts()
                                        .news(
                                                Optional.of(renamed),
                                                texts.text("instances.renamed", instance.name(), renamed.name()),
                                                Optional.empty());
                            }
                            case Outcome.Failed<Instance>(Problem why) ->
                                problem.setText(window.texts().summary(why));
                            case Outcome.Cancelled<Instance>() -> {}
                        }
                    });
        });
        name.requestFocus();
        name.selectAll();
    }
}
