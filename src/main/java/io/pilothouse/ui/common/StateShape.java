package io.pilothouse.ui.common;

import io.pilothouse.domain.health.ShownState;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Group;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.FillRule;
import javafx.scene.shape.SVGPath;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.transform.Scale;

/// The drawn sign of a state: every state has its own shape, so that it can be told without colour.
/// Drawn in a box of 16 units; the colour comes from the style class `state-<word>`.
public final class StateShape extends StackPane {

    /// @param lineWidth 0 for a filled path
    private record Part(String path, double lineWidth) {}

    private final double size;
    private Optional<ShownState> shown = Optional.empty();

    public StateShape(ShownState state, double size) {
        this.size = size;
        getStyleClass().add("state-shape");
        setAlignment(Pos.CENTER);
        setMinSize(size, size);
        setPrefSize(size, size);
        setMaxSize(size, size);
        setMouseTransparent(true);
        show(state);
    }

    public void show(ShownState state) {
        if (shown.equals(Optional.of(state))) {
            return;
        }
        shown = Optional.of(state);
        StyleClasses.exchange(this, "state-", "state-shape", "state-" + state.word());
        var group = new Group();
        // an invisible box keeps the shape's place in the middle of 16 by 16 units
        var box = new SVGPath();
        box.setContent("M0 0H16V16H0z");
        box.setOpacity(0);
        group.getChildren().add(box);
        for (var part : parts(state)) {
            var path = new SVGPath();
            path.setContent(part.path);
            path.setFillRule(FillRule.EVEN_ODD);
            path.getStyleClass().add(part.lineWidth == 0 ? "state-fill" : "state-line");
            if (part.lineWidth > 0) {
                path.setStrokeWidth(part.lineWidth);
                path.setStrokeLineCap(state == ShownState.UNSTABLE ? StrokeLineCap.ROUND : StrokeLineCap.BUTT);
                path.setStrokeLineJoin(StrokeLineJoin.ROUND);
            }
            if (state == ShownState.UNKNOWN) {
                path.getStrokeDashArray().setAll(2.4, 2.47);
            }
            group.getChildren().add(path);
        }
        group.getTransforms().setAll(new Scale(size / 16, size / 16));
        getChildren().setAll(new Group(group));
    }

    private static List<Part> parts(ShownState state) {
        var ring = new Part("M8 1.8a6.2 6.2 0 1 1 0 12.4a6.2 6.2 0 1 1 0-12.4z", 1.6);
        return switch (state) {
            case HEALTHY -> List.of(new Part("M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12z", 0));
            case WARNING -> List.of(ring, new Part("M7.1 4.4h1.8v4.8H7.1zM7.1 10.4h1.8v1.7H7.1z", 0));
            case REFUSED ->
                List.of(new Part(
                        "M8 1.2a1 1 0 0 1 .87.5l6.6 11.4a1 1 0 0 1-.87 1.5H1.4a1 1 0 0 1-.87-1.5L7.13 1.7A1 1 0 0 1 8 1.2z"
                                + "M7.15 5.6v4.2h1.7V5.6zM7.15 11v1.6h1.7V11z",
                        0));
            case DOWN ->
                List.of(new Part(
                        "M3.5 2h9A1.5 1.5 0 0 1 14 3.5v9a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 12.5v-9A1.5 1.5 0 0 1"
                                + " 3.5 2zM5.6 4.4 4.4 5.6 6.8 8 4.4 10.4 5.6 11.6 8 9.2 10.4 11.6 11.6 10.4 9.2 8 11.6 5.6"
                                + " 10.4 4.4 8 6.8z",
                        0));
            case UNSTABLE -> List.of(new Part("M1 10.5 4.5 4l3.5 8 3.5-8L15 10.5", 2));
            case CHECKING -> List.of(ring, new Part("M8 3.6a4.4 4.4 0 0 1 0 8.8z", 0));
            case IDENTITY_CHANGED ->
                List.of(new Part("M6.5 6.5h7v7h-7z", 0), new Part("M3 3h6.5v1.8M3 3v6.5h1.8", 1.6));
            case LOCKED ->
                List.of(new Part(
                        "M10.5 1.5a4 4 0 0 0-3.8 5.2L1.5 11.9v2.6h3v-1.7h1.7v-1.7h1.7l1.4-1.4a4 4 0 1 0 1.2-8.2z"
                                + "m1 2.2a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6z",
                        0));
            case MAINTENANCE -> List.of(new Part("M8 1 15 8 8 15 1 8z", 0));
            case ASLEEP -> List.of(new Part("M10 1.7A6.6 6.6 0 1 0 14.6 10 5.6 5.6 0 0 1 10 1.7z", 0));
            case PAUSED -> List.of(new Part("M4 2.5h2.8v11H4zM9.2 2.5H12v11H9.2z", 0));
            case UNKNOWN -> List.of(ring);
        };
    }
}
