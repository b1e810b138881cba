package io.pilothouse.ui.common;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.IdentityColour;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// The six pixels over a window or dialog that say which instance it is about and how careful to be:
/// plain colour, hatched for Guarded and Read-only, dotted for the demo fleet, neutral for none.
public final class Band extends StackPane {

    private static final PseudoClass CAREFUL = PseudoClass.getPseudoClass("hatched");

    private final Region pattern = new Region();

    public Band() {
        getStyleClass().add("band");
        setAccessibleRole(AccessibleRole.NODE);
        pattern.getStyleClass().add("band-pattern");
        var edge = new Region();
        edge.getStyleClass().add("band-edge");
        getChildren().setAll(pattern, edge);
    }

    /// @param demo whether the instance belongs to the demo fleet
    public void show(Optional<IdentityColour> colour, GuardLevel guard, boolean demo) {
        getStyleClass().removeIf(name -> name.startsWith("identity-"));
        colour.ifPresent(identity -> getStyleClass().add(Monogram.styleClass(identity)));
        boolean hatched = colour.isPresent() && guard.compareTo(GuardLevel.GUARDED) >= 0;
        pattern.pseudoClassStateChanged(CAREFUL, hatched);
        pattern.pseudoClassStateChanged(PseudoClass.getPseudoClass("dotted"), demo && !hatched);
    }
}
