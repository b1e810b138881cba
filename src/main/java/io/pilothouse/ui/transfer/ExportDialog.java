package io.pilothouse.ui.transfer;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.secret.SecretStore;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.WindowContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Writes the instances to a file; whether with their secrets is the first question. FX thread only.
final class ExportDialog {

    private static final double WIDTH = 560;

    private final WindowContext window;
    private final Supplier<Optional<Path>> choose;
    private final RadioButton without = new RadioButton();
    private final RadioButton with = new RadioButton();
    private final PasswordField passphrase = new PasswordField();
    private final PasswordField again = new PasswordField();

    /// @param choose asks for the file
    ExportDialog(WindowContext window, Supplier<Optional<Path>> choose) {
        this.window = window;
        this.choose = choose;
    }

    void open() {
        var group = new ToggleGroup();
        without.setId("export-without");
        without.setText(text("transfer.export-without"));
        without.setToggleGroup(group);
        without.setSelected(true);
        with.setId("export-with");
        with.setText(text("transfer.export-with"));
        with.setToggleGroup(group);
        var words = field("export-passphrase", "transfer.export-passphrase", passphrase);
        var repeated = field("export-again", "transfer.export-again", again);
        words.visibleProperty().bind(with.selectedProperty());
        words.managedProperty().bind(with.selectedProperty());
        repeated.visibleProperty().bind(with.selectedProperty());
        repeated.managedProperty().bind(with.selectedProperty());
        var differ = new Label(text("transfer.export-differ"));
        differ.getStyleClass().add("text-danger");
        differ.visibleProperty()
                .bind(with.selectedProperty()
                        .and(again.textProperty().isNotEmpty())
                        .and(again.textProperty().isNotEqualTo(passphrase.textProperty())));
        differ.managedProperty().bind(differ.visibleProperty());
        var tooShort = passphrase.textProperty().length().lessThan(SecretStore.LEAST_PASSPHRASE);
        var shorter = new Label(text("settings.passphrase-short", SecretStore.LEAST_PASSPHRASE));
        shorter.setId("export-short");
        shorter.getStyleClass().add("text-danger");
        shorter.visibleProperty()
                .bind(with.selectedProperty()
                        .and(passphrase.textProperty().isNotEmpty())
                        .and(tooShort));
        shorter.managedProperty().bind(shorter.visibleProperty());
        var body = new VBox(
                12,
                said("transfer.export-why"),
                without,
                said("transfer.export-without-why"),
                with,
                said("transfer.export-with-why"),
                words,
                shorter,
                repeated,
                differ);
        body.getStyleClass().addAll("dialog-body", "form");
        var cancel = new Button(text("common.cancel"));
        var go = new Button(text("transfer.export-go"));
        go.setId("export-go");
        go.getStyleClass().add("accent");
        go.setDefaultButton(true);
        go.disableProperty()
                .bind(with.selectedProperty()
                        .and(tooShort.or(passphrase.textProperty().isNotEqualTo(again.textProperty()))));
        var dialog = window.dialogs()
                .open(new DialogFrame(
                                "export",
                                text("transfer.export", live().size()),
                                Optional.empty(),
                                WIDTH,
                                body,
                                List.of(),
                                List.of(cancel, go))
                        .losingNothing());
        cancel.setOnAction(_ -> dialog.close());
        go.setOnAction(_ -> choose.get().ifPresent(file -> write(file, dialog)));
        without.requestFocus();
    }

    private void write(Path file, Dialogs.Open dialog) {
        var chosen = live();
        var words = with.isSelected() ? Optional.of(passphrase.getText().toCharArray()) : Optional.<char[]>empty();
        window.background()
                .act(
                        "export",
                        text("transfer.exporting", chosen.size()),
                        chosen.stream().map(Instance::id).toList(),
                        _ -> {
                            window.services().safekeeping().export(file, chosen, words);
                            return true;
                        },
                        _ -> {
                            passphrase.clear();
                            again.clear();
                            dialog.close();
                            window.toasts()
                                    .news(
                                            Optional.empty(),
                                            text(
                                                    words.isPresent() ? "transfer.exported-with" : "transfer.exported",
                                                    chosen.size(),
                                                    file.toString()),
                                            Optional.empty());
                        });
    }

    private List<Instance> live() {
        return window.services().instances().fleet().get().live();
    }

    private VBox field(String id, String key, PasswordField field) {
        field.setId(id);
        var label = new Label(text(key));
        label.getStyleClass().add("field-label");
        label.setLabelFor(field);
        field.setAccessibleText(label.getText());
        return new VBox(4, label, field);
    }

    private Label said(String key) {
        var label = new Label(text(key));
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add("text-muted");
        return label;
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
