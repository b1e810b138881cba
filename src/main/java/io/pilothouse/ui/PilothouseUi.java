package io.pilothouse.ui;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.WindowIcons;
import io.pilothouse.ui.diagnose.DiagnoseFeature;
import io.pilothouse.ui.firstrun.FirstRunFeature;
import io.pilothouse.ui.fleet.FleetFeature;
import io.pilothouse.ui.help.HelpFeature;
import io.pilothouse.ui.history.HistoryFeature;
import io.pilothouse.ui.instances.InstancesFeature;
import io.pilothouse.ui.instancesettings.InstanceSettingsFeature;
import io.pilothouse.ui.overview.OverviewFeature;
import io.pilothouse.ui.settings.SettingsFeature;
import io.pilothouse.ui.shell.Background;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.ShellWindow;
import io.pilothouse.ui.shell.WindowPlace;
import io.pilothouse.ui.shell.WindowSettings;
import io.pilothouse.ui.switcher.SwitcherFeature;
import io.pilothouse.ui.tasks.TasksFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.stage.Screen;
import javafx.stage.Stage;

/// All windows of the program. Made once by the wiring; each window has its own active instance. FX
/// thread only.
public final class PilothouseUi implements AutoCloseable {

    private record Opened(Stage stage, ShellWindow window) {}

    private final UiServices services;
    private final Texts texts;
    private final Themes themes;
    private final List<Opened> windows = new ArrayList<>();

    public PilothouseUi(UiServices services) {
        this.services = services;
        texts = new Texts(services.locale());
        themes = new Themes(services);
    }

    /// What every window can do. A new feature is one line here and one folder.
    public static List<Feature> features() {
        return List.of(
                new FleetFeature(),
                new SwitcherFeature(),
                new HelpFeature(),
                new OverviewFeature(),
                new FirstRunFeature(),
                new HistoryFeature(),
                new InstanceSettingsFeature(),
                new InstancesFeature(),
                new DiagnoseFeature(),
                new TasksFeature(),
                new SettingsFeature());
    }

    /// Opens the first window in the stage that JavaFX made.
    public ShellWindow openFirst(Stage stage) {
        return open(stage, Optional.empty());
    }

    /// Opens another window.
    ///
    /// @param instance to show; empty for the Fleet
    public ShellWindow open(Optional<InstanceId> instance) {
        return open(new Stage(), instance);
    }

    private ShellWindow open(Stage stage, Optional<InstanceId> instance) {
        var window = new ShellWindow(services, texts, themes, features(), instance, this::open);
        var opened = new Opened(stage, window);
        stage.setScene(window.scene());
        stage.titleProperty().bind(window.title());
        WindowIcons.on(stage);
        place(stage);
        stage.setOnHidden(_ -> closed(opened));
        windows.add(opened);
        stage.show();
        return window;
    }

    private void place(Stage stage) {
        var screens = new ArrayList<>(List.of(Screen.getPrimary().getVisualBounds()));
        Screen.getScreens().stream().map(Screen::getVisualBounds).forEach(screens::add);
        var place = WindowPlace.read(services.settings().get(WindowSettings.PLACE))
                .orElseGet(() -> WindowPlace.usual(screens.getFirst()));
        int shift = 32 * windows.size(); // a further window does not hide the one before
        var fitting = new WindowPlace(
                        place.x() + shift, place.y() + shift, place.width(), place.height(), place.maximised())
                .clampedTo(screens);
        stage.setX(fitting.x());
        stage.setY(fitting.y());
        stage.setWidth(fitting.width());
        stage.setHeight(fitting.height());
        stage.setMaximized(fitting.maximised());
        stage.setMinWidth(Math.min(WindowPlace.LEAST_WIDTH, fitting.width()));
        stage.setMinHeight(Math.min(WindowPlace.LEAST_HEIGHT, fitting.height()));
    }

    /// Brings the window used last to the front, as a second start of the program asks.
    public void toFront() {
        windows.stream().reduce((_, last) -> last).ifPresent(opened -> {
            opened.stage.setIconified(false);
            opened.stage.toFront();
            opened.stage.requestFocus();
        });
    }

    /// Makes the instance the active one of the window used last, and brings that window to the front.
    ///
    /// @param page stable name of the page, for example `settings`; empty for the usual one
    public void show(InstanceId instance, Optional<String> page) {
        windows.stream().reduce((_, last) -> last).ifPresent(opened -> {
            var navigation = opened.window.context().navigation();
            page.ifPresentOrElse(name -> navigation.goTo(instance, name), () -> navigation.goTo(instance));
        });
        toFront();
    }

    private void closed(Opened opened) {
        var stage = opened.stage;
        windows.remove(opened);
        new Background(services, opened.window.context().toasts())
                .store(
                        WindowSettings.PLACE,
                        new WindowPlace(
                                        stage.getX(),
                                        stage.getY(),
                                        stage.getWidth(),
                                        stage.getHeight(),
                                        stage.isMaximized())
                                .write());
        stage.titleProperty().unbind();
        opened.window.close();
    }

    @Override
    public void close() {
        List.copyOf(windows).forEach(opened -> opened.stage.hide());
        themes.close();
    }
}
