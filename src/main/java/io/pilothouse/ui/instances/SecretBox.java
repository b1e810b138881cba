package io.pilothouse.ui.instances;

import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Later;
import io.pilothouse.ui.common.Texts;
import java.time.Duration;
import java.util.Optional;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.octicons.Octicons;

/// A field for a secret: dots, and the secret itself for ten seconds when asked. It cannot be copied
/// out of the field. FX thread only.
public final class SecretBox extends StackPane {

    static final Duration REVEALED = Duration.ofSeconds(10);

    private final PasswordField hidden = new PasswordField();
    private final TextField plain = new TextField();
    private final Button eye = new Button(null, new Icon(Octicons.EYE_16));
    private final Texts texts;
    private final Later later;
    private Optional<Subscription> hiding = Optional.empty();

    public SecretBox(Texts texts, Later later, String id, String label, StringProperty text) {
        this.texts = texts;
        this.later = later;
        hidden.setId(id);
        plain.setId(id + "-plain");
        hidden.textProperty().bindBidirectional(text);
        plain.textProperty().bindBidirectional(text);
        hidden.setAccessibleText(label);
        plain.setAccessibleText(label);
        eye.setId(id + "-reveal");
        eye.getStyleClass().addAll("flat", "icon-button");
        eye.setFocusTraversable(false); // so that Tab goes from field to field; it is reached by F6 and pointer
        eye.setOnAction(_ -> reveal(!plain.isVisible()));
        getStyleClass().add("secret-box");
        setAlignment(eye, Pos.CENTER_RIGHT);
        getChildren().setAll(hidden, plain, eye);
        reveal(false);
    }

    private void reveal(boolean shown) {
        boolean focused = hidden.isFocused() || plain.isFocused();
        hiding.ifPresent(Subscription::close);
        hiding = shown ? Optional.of(later.after(REVEALED, () -> reveal(false))) : Optional.empty();
        plain.setVisible(shown);
        hidden.setVisible(!shown);
        eye.setAccessibleText(texts.text(shown ? "instances.hide-secret" : "instances.show-secret"));
        if (focused) {
            focusEnd();
        }
    }

    void focusEnd() {
        var field = plain.isVisible() ? plain : hidden;
        field.applyCss(); // a field that gets its skin while it has the keys chooses its whole text: typing on loses it
        field.requestFocus();
        field.end();
    }

    boolean holdsFocus() {
        return hidden.isFocused() || plain.isFocused();
    }

    /// @param done what Enter does in it
    public void whenEntered(Runnable done) {
        hidden.setOnAction(_ -> done.run());
        plain.setOnAction(_ -> done.run());
    }

    public TextField field() {
        return hidden;
    }
}
