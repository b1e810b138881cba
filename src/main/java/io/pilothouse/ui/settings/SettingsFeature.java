package io.pilothouse.ui.settings;

import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.common.Views;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.ProgramPage;
import io.pilothouse.ui.shell.WindowContext;
import java.util.Optional;
import javafx.scene.Parent;
import org.kordamp.ikonli.octicons.Octicons;

/// The settings of the program, a page of every window.
public final class SettingsFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        window.pages().add(new ProgramPage("settings", Octicons.GEAR_16, () -> new Page(window)));
        window.banners().nameSettings(new SettingNames(window.services(), window.words())::of);
        window.actions()
                .add(Action.ofWindow("settings.open", _ -> window.navigation().go(new Location.Program("settings")))
                        .withIcon(Octicons.GEAR_16)
                        .withKey("Shortcut+Comma"));
    }

    private static final class Page implements PageView {
        private final SettingsViewModel model;
        private final SettingsController controller;
        private final Parent root;

        Page(WindowContext window) {
            model = new SettingsViewModel(
                    window.services(),
                    window.words(),
                    said -> window.toasts().news(Optional.empty(), said, Optional.empty()),
                    problem -> window.toasts().problem(Optional.empty(), problem, Optional.empty()),
                    window.choices()::add);
            controller = new SettingsController(model, window);
            root = Views.load(controller, window.texts());
        }

        @Override
        public Parent root() {
            return root;
        }

        @Override
        public void shown() {
            model.follow();
        }

        @Override
        public void hidden() {
            model.rest();
        }

        @Override
        public void close() {
            model.rest();
        }

        @Override
        public String spot() {
            return controller.spot();
        }

        @Override
        public void goTo(String spot) {
            controller.goTo(spot);
        }

        @Override
        public boolean focusFilter() {
            controller.focusSearch();
            return true;
        }
    }
}
