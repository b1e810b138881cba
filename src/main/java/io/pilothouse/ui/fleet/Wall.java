package io.pilothouse.ui.fleet;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;

/// The Fleet on a whole screen, for people who pass by: another screen than that of its window where
/// there is one. It follows what happens, moves nothing by itself and ends with its window. FX thread
/// only.
final class Wall {

    /// How often the clock is set.
    private static final Duration TICK = Duration.ofSeconds(10);

    private final WindowContext window;
    private final FleetViewModel model;
    private final WallView view;
    private final Subscription ticking;

    /// @param open called with the instance that a person chose
    /// @param leave called when a person has seen enough
    Wall(WindowContext window, Consumer<InstanceId> open, Runnable leave) {
        this.window = window;
        model = new FleetViewModel(window.services(), window.words(), window.background());
        model.forTiles();
        view = new WallView(window, model, open);
        view.addEventFilter(KeyEvent.KEY_PRESSED, key -> {
            if (key.getCode() == KeyCode.ESCAPE || key.getCode() == KeyCode.F11) {
                leave.run();
                key.consume();
            }
        });
        model.view().subscribe(_ -> view.refresh());
        model.rows().addListener((ListChangeListener<FleetRow>) _ -> view.refresh());
        model.follow();
        ticking = window.services().later().every(TICK, view::refresh);
    }

    Parent root() {
        return view;
    }

    void close() {
        ticking.close();
        model.rest();
    }

    /// Opens the wall on a screen of its own.
    ///
    /// @return the stage, on screen
    static Stage show(WindowContext window, Window owner) {
        var stage = new Stage();
        var wall = new Wall(
                window,
                id -> {
                    stage.hide();
                    window.navigation().goTo(id);
                    owner.requestFocus();
                },
                stage::hide);
        var scene = new Scene(wall.root(), 1440, 900);
        window.themes().dress(scene);
        stage.setTitle(window.texts().text("wall.title"));
        stage.setScene(scene);
        stage.setFullScreenExitHint("");
        stage.setFullScreenExitKeyCombination(KeyCombination.NO_MATCH);
        otherScreen(owner).ifPresent(screen -> {
            stage.setX(screen.getVisualBounds().getMinX());
            stage.setY(screen.getVisualBounds().getMinY());
        });
        var withOwner = owner.showingProperty().subscribe(showing -> {
            if (!showing) {
                stage.hide();
            }
        });
        stage.setOnHidden(_ -> {
            withOwner.unsubscribe();
            wall.close();
        });
        stage.setFullScreen(true);
        stage.show();
        return stage;
    }

    private static Optional<Screen> otherScreen(Window owner) {
        ObservableList<Screen> here =
                Screen.getScreensForRectangle(owner.getX(), owner.getY(), owner.getWidth(), owner.getHeight());
        return Screen.getScreens().stream()
                .filter(screen -> !here.contains(screen))
                .findFirst();
    }
}
