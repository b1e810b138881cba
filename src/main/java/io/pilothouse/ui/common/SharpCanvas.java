package io.pilothouse.ui.common;

import javafx.scene.Parent;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.transform.Scale;

/// A canvas that has as many pixels as the scale of its window draws it with: JavaFX would enlarge the picture of
/// a small one, so that words and lines of a chart were blurred at 200 %. Coordinates stay those of the content.
public final class SharpCanvas {

    private static final String STYLE = "sharp-canvas";

    private final Canvas canvas = new Canvas();
    private final Scale back = new Scale(1, 1);
    private double width;
    private double height;
    private double sharpness = 1;

    /// Lets every one below be as sharp as the scale is now, whether its place changes or not.
    static void drawAgain(Parent scaled) {
        scaled.lookupAll("." + STYLE).forEach(canvas -> canvas.getParent().requestLayout());
    }

    public SharpCanvas() {
        canvas.getStyleClass().add(STYLE);
        canvas.setManaged(false); // its pixels are not the room it takes
        canvas.getTransforms().add(back);
    }

    public Canvas node() {
        return canvas;
    }

    public double width() {
        return width;
    }

    public double height() {
        return height;
    }

    /// To be called when its place is laid out.
    ///
    /// @return whether it has to be drawn again
    public boolean fit(double newWidth, double newHeight) {
        double now = canvas.getParent() == null
                ? 1
                : Math.max(1, canvas.getParent().getLocalToSceneTransform().getMxx());
        if (newWidth == width && newHeight == height && now == sharpness) {
            return false;
        }
        width = newWidth;
        height = newHeight;
        sharpness = now;
        canvas.setWidth(width * now);
        canvas.setHeight(height * now);
        back.setX(1 / now);
        back.setY(1 / now);
        return true;
    }

    /// @return what draws on it, with nothing on it
    public GraphicsContext cleared() {
        var g = canvas.getGraphicsContext2D();
        g.setTransform(sharpness, 0, 0, sharpness, 0, 0);
        g.clearRect(0, 0, width, height);
        return g;
    }
}
