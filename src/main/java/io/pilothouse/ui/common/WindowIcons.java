package io.pilothouse.ui.common;

import java.util.List;
import java.util.Objects;
import javafx.scene.image.Image;
import javafx.stage.Stage;

/// The program's icon in every size that a title bar, a task bar or a task switcher asks for.
public final class WindowIcons {

    private static final List<Integer> SIZES = List.of(16, 24, 32, 48, 64, 128, 256);

    private WindowIcons() {}

    /// Only on the JavaFX thread.
    public static void on(Stage stage) {
        stage.getIcons().setAll(SIZES.stream().map(WindowIcons::image).toList());
    }

    private static Image image(int size) {
        var resource = "/io/pilothouse/ui/icon/pilothouse-" + size + ".png";
        return new Image(Objects.requireNonNull(WindowIcons.class.getResourceAsStream(resource), resource));
    }
}
