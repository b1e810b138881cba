package io.pilothouse.ui.shell;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;

/// The middle of a dialog: as high as what stands in it wants to be, scrolled where the window is too low for
/// that. FX thread only.
final class DialogBody extends ScrollPane {

    private final Node body;

    DialogBody(Node body) {
        super(body);
        this.body = body;
        setFitToWidth(true);
        setFitToHeight(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setMinHeight(0);
        setFocusTraversable(false);
        getStyleClass().addAll("edge-to-edge", "dialog-scroll");
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        return Math.max(body.minHeight(width), body.prefHeight(width));
    }

    @Override
    protected double computePrefWidth(double height) {
        return body.prefWidth(-1);
    }
}
