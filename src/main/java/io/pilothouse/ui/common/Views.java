package io.pilothouse.ui.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

/// Loads views by convention: `FleetController` belongs to `Fleet.fxml` beside it. FX thread only.
public final class Views {

    private Views() {}

    /// @param controller made with everything it needs; the loader only injects nodes
    /// @param texts      what `%key` in the file stands for
    public static Parent load(Object controller, Texts texts) {
        var type = controller.getClass();
        var feature = type.getSimpleName().replaceFirst("Controller$", "");
        var name = feature + ".fxml";
        var loader = new FXMLLoader(type.getResource(name), texts.bundle());
        loader.setControllerFactory(wanted -> {
            if (wanted != type) {
                throw new IllegalStateException(name + " names " + wanted + " but belongs to " + type);
            }
            return controller;
        });
        try {
            return loader.load();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot load " + name, e);
        }
    }
}
