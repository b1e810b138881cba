package io.pilothouse.ui.common;

import javafx.beans.DefaultProperty;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;

/// Two parts beside each other, the second as wide as it wants to be or both alike; one above the other where
/// there is no room. For FXML.
@DefaultProperty("children")
public final class SideBySide extends Pane {

    private static final double GAP = 12;

    /// Narrower places stack the parts.
    private static final double NEEDS = 860;

    private boolean even;

    public SideBySide() {
        setMinHeight(USE_PREF_SIZE);
    }

    /// @param even whether both parts are equally wide
    public void setEven(boolean even) {
        this.even = even;
        requestLayout();
    }

    public boolean isEven() {
        return even;
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    private boolean beside(double width) {
        return width >= NEEDS && (even || width - GAP - second().prefWidth(-1) >= first().minWidth(-1));
    }

    private Node first() {
        return getChildren().getFirst();
    }

    private Node second() {
        return getChildren().getLast();
    }

    private double secondWidth(double width) {
        if (!beside(width)) {
            return width;
        }
        return even ? Math.floor((width - GAP) / 2) : second().prefWidth(-1);
    }

    private double firstWidth(double width) {
        return beside(width) ? width - GAP - secondWidth(width) : width;
    }

    @Override
    protected double computeMinWidth(double height) {
        return Math.min(first().minWidth(-1), second().minWidth(-1));
    }

    @Override
    protected double computePrefWidth(double height) {
        return NEEDS;
    }

    @Override
    protected double computePrefHeight(double width) {
        double wide = width < 0 ? NEEDS : width;
        double one = first().prefHeight(firstWidth(wide));
        double other = second().prefHeight(secondWidth(wide));
        return beside(wide) ? Math.max(one, other) : one + GAP + other;
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        if (beside(width)) {
            first().resizeRelocate(0, 0, firstWidth(width), getHeight());
            second().resizeRelocate(firstWidth(width) + GAP, 0, secondWidth(width), getHeight());
        } else {
            double tall = first().prefHeight(width);
            double most =
                    VBox.getVgrow(this) == null ? tall : Math.max(tall, getHeight() - GAP - second().prefHeight(width));
            first().resizeRelocate(0, 0, width, most);
            second().resizeRelocate(0, most + GAP, width, second().prefHeight(width));
        }
    }
}
