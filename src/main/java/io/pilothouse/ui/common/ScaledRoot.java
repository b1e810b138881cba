package io.pilothouse.ui.common;

import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableDoubleValue;
import javafx.beans.value.WeakChangeListener;
import javafx.scene.Parent;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/// The root of a scene that draws its content larger or smaller and gives it less or more room
/// accordingly.
public final class ScaledRoot extends Region {

    private final Parent content;
    private final ObservableDoubleValue scale;
    private final Scale transform = new Scale(1, 1);
    private final ChangeListener<Number> onScale;
    private final ReadOnlyDoubleWrapper room = new ReadOnlyDoubleWrapper();

    /// @param scale 1 for the usual size
    public ScaledRoot(Parent content, ObservableDoubleValue scale) {
        this.content = content;
        this.scale = scale;
        getChildren().add(content);
        content.getTransforms().add(transform);
        widthProperty().addListener((_, _, _) -> measure());
        onScale = (_, _, _) -> {
            measure();
            requestLayout();
        };
        scale.addListener(new WeakChangeListener<>(onScale)); // the scale outlives its windows
        measure();
    }

    private void measure() {
        transform.setX(scale.get());
        transform.setY(scale.get());
        room.set(getWidth() / scale.get());
    }

    /// How wide the content may be, in its own pixels.
    public ReadOnlyDoubleProperty room() {
        return room.getReadOnlyProperty();
    }

    @Override
    protected void layoutChildren() {
        content.resizeRelocate(0, 0, getWidth() / scale.get(), getHeight() / scale.get());
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 0;
    }

    @Override
    protected double computePrefWidth(double height) {
        return content.prefWidth(-1) * scale.get();
    }

    @Override
    protected double computePrefHeight(double width) {
        return content.prefHeight(-1) * scale.get();
    }
}
