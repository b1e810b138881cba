package io.pilothouse.ui.common;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.IdentityColour;
import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// The six pixels over a window or dialog that say which instance it is about and how careful to be:
/// plain colour, hatched for Guarded and Read-only, dotted for the demo fleet, neutral for none.
public final class Band extends StackPane {

    private static final PseudoClass CAREFUL = PseudoClass.getPseudoClass("hatched");

    private final Region pattern = new Region();
    private final HBox parts = new HBox();

    public Band() {
        getStyleClass().add("band");
        setAccessibleRole(AccessibleRole.NODE);
        pattern.getStyleClass().add("band-pattern");
        var edge = new Region();
        edge.getStyleClass().add("band-edge");
        getChildren().setAll(parts, pattern, edge);
    }

    /// Shows several instances beside each other, in equal parts.
    ///
    /// @param colours none for the neutral band
    /// @param demo    whether they belong to the demo fleet
    public void show(List<IdentityColour> colours, boolean demo) {
        show(Optional.empty(), GuardLevel.OPEN, demo);
        for (var colour : colours) {
            var part = new Region();
            part.getStyleClass().addAll("band-part", Monogram.styleClass(colour));
            part.setMaxWidth(Double.MAX_VALUE);
            part.setPrefWidth(1);
            HBox.setHgrow(part, Priority.ALWAYS);
            parts.getChildren().add(part);
        }
    }

    /// @param demo whether the instance belongs to the demo fleet
    public void show(Optional<IdentityColour> colour, GuardLevel guard, boolean demo) {
        parts.getChildren().clear();
        getStyleClass().removeIf(name -> name.startsWith("identity-"));
        colour.ifPresent(identity -> getStyleClass().add(Monogram.styleClass(identity)));
        boolean hatched = colour.isPresent() && guard.compareTo(GuardLevel.GUARDED) >= 0;
        pattern.pseudoClassStateChanged(CAREFUL, hatched);
        pattern.pseudoClassStateChanged(PseudoClass.getPseudoClass("dotted"), demo && !hatched);
    }
}
