package io.pilothouse.ui.common;

import javafx.scene.Group;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.SVGPath;
import javafx.scene.transform.Scale;

/// The program's sign, a ship's wheel.
public final class Wheel extends StackPane {

    public Wheel(double size) {
        var rim = new SVGPath();
        rim.setContent("M9 4.4a4.6 4.6 0 1 1 0 9.2a4.6 4.6 0 1 1 0-9.2z"
                + "M9 1v16M1 9h16M3.3 3.3l11.4 11.4M14.7 3.3 3.3 14.7");
        rim.getStyleClass().add("wheel-line");
        var hub = new SVGPath();
        hub.setContent("M9 7.2a1.8 1.8 0 1 1 0 3.6a1.8 1.8 0 1 1 0-3.6z");
        hub.getStyleClass().add("wheel-hub");
        var drawing = new Group(rim, hub);
        drawing.getTransforms().add(new Scale(size / 18, size / 18));
        getChildren().add(new Group(drawing));
        setMinSize(size, size);
        setMaxSize(size, size);
        setMouseTransparent(true);
    }
}
