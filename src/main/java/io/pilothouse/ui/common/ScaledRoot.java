package io.pilothouse.ui.common;

import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableDoubleValue;
import javafx.beans.value.WeakChangeListener;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;
import javafx.stage.Window;

/// The root of a scene that draws its content larger or smaller and gives it less or more room
/// accordingly; not so large that words find no room in a small window.
public final class ScaledRoot extends Region {

    private final Parent content;
    private final ObservableDoubleValue scale;
    private final double least;
    private final Scale transform = new Scale(1, 1);
    private final ChangeListener<Number> onScale;
    private final ReadOnlyDoubleWrapper room = new ReadOnlyDoubleWrapper();

    /// @param scale 1 for the usual size
    /// @param least so wide is the content at least, in its own pixels, where it is drawn larger than usual
    public ScaledRoot(Parent content, ObservableDoubleValue scale, double least) {
        this.content = content;
        this.scale = scale;
        this.least = least;
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
        if (transform.getX() != drawn()) {
            transform.setX(drawn());
            transform.setY(drawn());
            SharpCanvas.drawAgain(content);
        }
        room.set(getWidth() / drawn());
    }

    /// How large the content is drawn, 1 for the usual size.
    public double drawn() {
        double wanted = scale.get();
        return getWidth() > 0 ? Math.min(wanted, Math.max(1, getWidth() / least)) : wanted;
    }

    /// How wide the content may be, in its own pixels.
    public ReadOnlyDoubleProperty room() {
        return room.getReadOnlyProperty();
    }

    @Override
    protected void layoutChildren() {
        content.resizeRelocate(0, 0, getWidth() / drawn(), getHeight() / drawn());
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 0;
    }

    /// As large as the window is to be: a window that is shown for the first time lays its content out in
    /// this size once more before that of its own.
    @Override
    protected double computePrefWidth(double height) {
        return inWindow(Window::getWidth, () -> content.prefWidth(-1) * scale.get());
    }

    @Override
    protected double computePrefHeight(double width) {
        return inWindow(Window::getHeight, () -> content.prefHeight(-1) * scale.get());
    }

    private double inWindow(ToDoubleFunction<Window> size, DoubleSupplier alone) {
        return Optional.ofNullable(getScene())
                .map(Scene::getWindow)
                .map(size::applyAsDouble)
                .filter(length -> length > 0) // NaN until somebody sets it
                .orElseGet(alone::getAsDouble);
    }
}
