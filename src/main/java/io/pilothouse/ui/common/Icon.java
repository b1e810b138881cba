package io.pilothouse.ui.common;

import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.IkonResolver;

/// A letter of the icon font. Its looks are those of `.octicon` in `app.css` and nothing else. The node that Ikonli
/// has writes its font and size into its own style while it is styled, so that JavaFX styles it once more, and
/// answers to sixty rules of the theme that reach into every control: in a button it took longer than the button.
/// FX thread only.
public final class Icon extends Text {

    private @Nullable Ikon code;

    public Icon() {
        getStyleClass().setAll("octicon");
    }

    public Icon(Ikon code) {
        this();
        setIconCode(code);
    }

    public @Nullable Ikon getIconCode() {
        return code;
    }

    public void setIconCode(Ikon code) {
        if (code != this.code) {
            this.code = code;
            IkonResolver.getInstance().resolve(code.getDescription()); // loads the font that the style sheet names
            setText(Character.toString(code.getCode()));
        }
    }
}
