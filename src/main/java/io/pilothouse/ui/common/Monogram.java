package io.pilothouse.ui.common;

import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.Instance;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.text.Text;

/// The tile that says which instance: two letters on the instance's colour, never its state.
public final class Monogram extends Label {

    /// The style class of a tile in a table with its instance's name beside it: there a person may choose to see its
    /// colour only, see [Appearance#MONOGRAMS].
    public static final String NAMED = "named-tile";

    private static final PseudoClass WIDE = PseudoClass.getPseudoClass("wide");

    /// What fits at the usual size of letters, in parts of it.
    private static final double WIDEST = 1.75;

    /// Where it stands decides how large it is.
    public enum Size {
        SMALL,
        NORMAL,
        LARGE,
        WALL
    }

    public Monogram(Size size) {
        getStyleClass().setAll("monogram", "monogram-" + size.name().toLowerCase(Locale.ROOT));
        setAccessibleRole(AccessibleRole.TEXT);
        setMinSize(USE_PREF_SIZE, USE_PREF_SIZE);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        textProperty().subscribe(this::fit);
        fontProperty().subscribe(this::fit);
    }

    /// "MH" is half as wide again as "S1", and a tile keeps its width.
    private void fit() {
        if (getText() != null) {
            var letters = new Text(getText());
            letters.setFont(getFont());
            double widthOfOne = letters.getLayoutBounds().getWidth() / getFont().getSize();
            pseudoClassStateChanged(WIDE, widthOfOne > WIDEST);
        }
    }

    public static Monogram of(Instance instance, Size size) {
        var tile = new Monogram(size);
        tile.show(instance);
        return tile;
    }

    public void show(Instance instance) {
        show(instance.configuration().colour(), instance.configuration().monogram());
        setAccessibleText(instance.name());
    }

    public void show(IdentityColour colour, String letters) {
        StyleClasses.exchange(this, "identity-", "", styleClass(colour));
        setText(letters);
    }

    /// @return the style class that defines `-px-identity` for what is below it
    public static String styleClass(IdentityColour colour) {
        return "identity-" + colour.name().toLowerCase(Locale.ROOT);
    }
}
