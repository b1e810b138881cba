package io.pilothouse.ui.start;

import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.common.Views;
import io.pilothouse.ui.common.Words;
import java.time.Clock;
import java.util.Locale;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;

/// The screen in a window of its own, dressed as the system is. FX thread only.
public final class StartScreen {

    private static final double WIDTH = 720;
    private static final double HEIGHT = 560;

    private final Scene scene;
    private final Texts texts;

    /// @param clock of the ages of copies, in the zone in which times are said
    public StartScreen(StartTrouble trouble, StartWays ways, Locale locale, Clock clock) {
        texts = new Texts(locale);
        var model = new StartScreenViewModel(trouble, ways, new Words(texts, clock.getZone()), clock.instant());
        scene = new Scene(Views.load(new StartScreenController(model, texts), texts), WIDTH, HEIGHT);
        Themes.dress(scene, Platform.getPreferences().getColorScheme() == ColorScheme.DARK);
    }

    public Scene scene() {
        return scene;
    }

    /// @param quit what closing the window does
    public void showIn(Stage stage, Runnable quit) {
        stage.setTitle(texts.text("start.title"));
        stage.setScene(scene);
        stage.setOnCloseRequest(_ -> quit.run());
        stage.show();
        stage.toFront();
    }
}
