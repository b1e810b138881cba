package io.pilothouse.ui.settings;

import static io.pilothouse.ui.settings.SettingsController.pressed;
import static io.pilothouse.ui.settings.SettingsController.row;

import io.pilothouse.tasks.secret.KeyStatus;
import io.pilothouse.tasks.secret.SecretStore;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// How the secrets are kept and what can be done about it, on the settings page of security. FX thread only.
final class SecurityCard {

    private final WindowContext window;
    private final SettingsViewModel model;

    /// How a secret is typed.
    private enum Asked {
        SHOWN,
        HIDDEN,
        /// What nobody sees and nobody knows yet: a slip of the finger would lock its owner out.
        TWICE
    }

    SecurityCard(WindowContext window, SettingsViewModel model) {
        this.window = window;
        this.model = model;
    }

    List<Node> rows(KeyStatus keys) {
        var shown = new ArrayList<Node>();
        var state = "settings.key." + keys.state().name().toLowerCase(Locale.ROOT);
        shown.add(row(
                text("settings.protection." + keys.protection().word(), keys.keptIn()),
                text(state)
                        + (keys.problem().isPresent()
                                ? " " + window.texts().summary(keys.problem().get())
                                : "")));
        if (!keys.locked().isEmpty()) {
            shown.add(row(text("settings.locked", keys.locked().size()), model.lockedNames()));
        }
        switch (keys.state()) {
            case NEEDS_PASSPHRASE -> {
                shown.add(row(
                        text("settings.unlock"),
                        text("settings.unlock-why"),
                        button(
                                "unlock",
                                "settings.unlock-go",
                                () -> ask("settings.unlock", "settings.passphrase", Asked.HIDDEN, model::unlock))));
                shown.add(recover());
            }
            case LOCKED -> shown.add(recover());
            case OPEN -> {
                shown.add(row(
                        text("settings.phrase"),
                        text("settings.phrase-why"),
                        button("show-phrase", "settings.phrase-go", () -> model.showPhrase(this::showPhrase))));
                shown.add(row(
                        text(keys.passphrase() ? "settings.passphrase-used" : "settings.passphrase-none"),
                        text("settings.passphrase-why"),
                        button("set-passphrase", "settings.passphrase-go", this::askPassphrase)));
                if (keys.protection() == KeyStatus.Protection.KEY_FILE) {
                    shown.add(row(
                            text("settings.to-key-store"),
                            text("settings.to-key-store-why"),
                            button("to-key-store", "settings.to-key-store-go", model::useKeyStore)));
                }
            }
            case OPENING, NONE -> {}
        }
        return shown;
    }

    private Node recover() {
        return row(
                text("settings.recover"),
                text("settings.recover-why"),
                button(
                        "recover",
                        "settings.recover-go",
                        () -> ask("settings.recover", "settings.phrase", Asked.SHOWN, model::recover)));
    }

    void askPassphrase() {
        ask("settings.passphrase-title", "settings.passphrase", Asked.TWICE, model::usePassphrase);
    }

    private void showPhrase(String phrase) {
        var why = new Label(text("settings.phrase-dialog"));
        why.setWrapText(true);
        why.getStyleClass().add("text-muted");
        var shown = new Label(phrase);
        shown.setId("recovery-phrase");
        shown.setWrapText(true);
        shown.setMinHeight(Region.USE_PREF_SIZE);
        shown.getStyleClass().add("recovery-phrase");
        var body = new VBox(12, why, shown);
        body.getStyleClass().add("dialog-body");
        var close = new Button(text("common.close"));
        close.setDefaultButton(true);
        var dialog = window.dialogs()
                .open(new DialogFrame(
                        "phrase", text("settings.phrase"), Optional.empty(), 520, body, List.of(), List.of(close)));
        close.setOnAction(_ -> dialog.close());
        close.requestFocus();
    }

    /// Asks for one secret and hands it on; the dialog stays open while it is refused.
    private void ask(String titleKey, String labelKey, Asked how, BiConsumer<String, Runnable> take) {
        var field = how == Asked.SHOWN ? new TextField() : new PasswordField();
        field.setId("asked");
        var body = new VBox(6, named(labelKey, field), field);
        body.getStyleClass().addAll("dialog-body", "form");
        var cancel = new Button(text("common.cancel"));
        var go = new Button(text("settings.ask-go"));
        go.setId("asked-go");
        go.getStyleClass().add("accent");
        go.setDefaultButton(true);
        go.disableProperty().bind(field.textProperty().isEmpty());
        if (how == Asked.TWICE) {
            var again = new PasswordField();
            again.setId("asked-again");
            var differs = field.textProperty().isNotEqualTo(again.textProperty());
            var differ = new Label(text("settings.passphrase-differ"));
            differ.setId("asked-differ");
            differ.getStyleClass().addAll("text-danger", "text-second");
            differ.visibleProperty().bind(differs.and(again.textProperty().isNotEmpty()));
            var tooShort = field.textProperty().length().lessThan(SecretStore.LEAST_PASSPHRASE);
            var shorter = new Label(text("settings.passphrase-short", SecretStore.LEAST_PASSPHRASE));
            shorter.setId("asked-short");
            shorter.getStyleClass().addAll("text-danger", "text-second");
            shorter.visibleProperty().bind(tooShort.and(field.textProperty().isNotEmpty()));
            body.getChildren().addAll(shorter, named("settings.passphrase-again", again), again, differ);
            go.disableProperty().bind(tooShort.or(differs));
        }
        var dialog = window.dialogs()
                .open(new DialogFrame(
                        "ask", text(titleKey), Optional.empty(), 480, body, List.of(), List.of(cancel, go)));
        cancel.setOnAction(_ -> dialog.close());
        go.setOnAction(_ -> take.accept(field.getText(), () -> {
            field.clear();
            dialog.close();
        }));
        field.requestFocus();
    }

    private Label named(String key, TextField field) {
        var label = new Label(text(key));
        label.getStyleClass().add("field-label");
        label.setLabelFor(field);
        return label;
    }

    private Button button(String id, String key, Runnable run) {
        return pressed(id, text(key), run);
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
