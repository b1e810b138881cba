package io.pilothouse.ui.shell;

import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.ScaledRoot;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// What a locked window shows: a field for the passphrase, and the way out. FX thread only.
final class LockCover {

    private static final double WIDTH = 420;

    private final Scene scene;
    private final PasswordField field = new PasswordField();

    LockCover(IdleLock lock, Texts texts, Themes themes) {
        var title = new Label(texts.text("shell.lock.title"), new Icon(Octicons.LOCK_24));
        title.getStyleClass().add("lock-title");
        var why = line(texts.text("shell.lock.why"));
        why.getStyleClass().add("text-muted");
        var label = new Label(texts.text("shell.lock.field"));
        label.getStyleClass().add("field-label");
        label.setLabelFor(field);
        field.setId("lock-words");
        // disabled, it would give the keyboard to "Quit", which the next key would press
        field.editableProperty().bind(lock.waiting().not());
        var said = line("");
        said.setId("lock-said");
        said.textProperty().bind(lock.said());
        said.visibleProperty().bind(lock.said().isNotEmpty());
        said.managedProperty().bind(said.visibleProperty());
        said.getStyleClass().add("text-danger");
        var unlock = new Button(texts.text("shell.lock.open"));
        unlock.setId("lock-open");
        unlock.getStyleClass().add("accent");
        unlock.setDefaultButton(true);
        unlock.disableProperty().bind(lock.waiting().or(field.textProperty().isEmpty()));
        unlock.setOnAction(_ -> {
            var words = field.getText().toCharArray();
            field.clear();
            lock.open(words);
        });
        var quit = new Button(texts.text("action.program.quit"));
        quit.setId("lock-quit");
        quit.setOnAction(_ -> lock.quit());
        var buttons = new HBox(8, unlock, quit);
        var card = new VBox(12, title, why, new VBox(6, label, field), said, buttons);
        card.setMaxSize(WIDTH, Region.USE_PREF_SIZE);
        card.setAlignment(Pos.CENTER_LEFT);
        var cover = new StackPane(card);
        cover.getStyleClass().add("lock-cover");
        scene = new Scene(new ScaledRoot(cover, themes.scale(), WindowPlace.LEAST_WIDTH), 1440, 900);
        themes.dress(scene);
        field.requestFocus();
    }

    private static Label line(String text) {
        var label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    Scene scene() {
        return scene;
    }
}
