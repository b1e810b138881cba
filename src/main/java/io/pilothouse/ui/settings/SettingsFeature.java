package io.pilothouse.ui.settings;

import io.pilothouse.domain.instance.KindId;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.common.Views;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.InstancePage;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.ProgramPage;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.TableSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Parent;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.util.Subscription;
import org.kordamp.ikonli.octicons.Octicons;

/// The settings of the program, a page of every window.
public final class SettingsFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        var asked = new SimpleObjectProperty<>(Optional.<SettingsViewModel.Page>empty());
        window.pages().add(new ProgramPage("settings", Octicons.GEAR_16, () -> new Page(window, asked)));
        window.banners()
                .nameSettings(new SettingNames(window.services(), window.words(), kind -> pagesOf(window, kind))::of);
        window.actions()
                .add(Action.ofWindow("settings.open", _ -> window.navigation().go(new Location.Program("settings")))
                        .withIcon(Octicons.GEAR_16)
                        .withKey("Shortcut+Comma"));
        for (var page : SettingsViewModel.Page.values()) {
            window.actions()
                    .add(Action.ofWindow("settings." + page.name().toLowerCase(Locale.ROOT), _ -> {
                                asked.set(Optional.of(page));
                                window.navigation().go(new Location.Program("settings"));
                            })
                            .withIcon(Octicons.GEAR_16));
        }
        for (var density : TableSettings.Density.values()) {
            window.actions()
                    .add(Action.ofWindow(
                            "density." + density.name().toLowerCase(Locale.ROOT),
                            _ -> window.background().store(TableSettings.DENSITY, density)));
        }
        window.actions().add(Action.ofWindow("copy.now", _ -> model(window).copyNow()));
        window.actions().add(Action.ofWindow("diagnostics.copy", _ -> copyDiagnostics(window)));
    }

    private static void copyDiagnostics(WindowContext window) {
        Clipboard.getSystemClipboard()
                .setContent(Map.of(
                        DataFormat.PLAIN_TEXT,
                        window.services().safekeeping().redact(model(window).diagnostics())));
        window.toasts().news(Optional.empty(), window.texts().text("settings.diagnostics-copied"), Optional.empty());
    }

    private static List<String> pagesOf(WindowContext window, KindId kind) {
        return window.pages().of(kind).stream().map(InstancePage::id).toList();
    }

    private static SettingsViewModel model(WindowContext window) {
        return new SettingsViewModel(
                window.services(),
                window.words(),
                kind -> pagesOf(window, kind),
                said -> window.toasts().news(Optional.empty(), said, Optional.empty()),
                problem -> window.toasts().problem(Optional.empty(), problem, Optional.empty()),
                window.choices()::add);
    }

    private static final class Page implements PageView {
        private final SettingsViewModel model;
        private final SettingsController controller;
        private final Parent root;
        private final Subscription asking;

        /// @param asked the page that somebody wants to see; emptied when it is opened
        Page(WindowContext window, ObjectProperty<Optional<SettingsViewModel.Page>> asked) {
            model = model(window);
            controller = new SettingsController(model, window);
            root = Views.load(controller, window.texts());
            asking = asked.subscribe(page -> page.ifPresent(wanted -> {
                asked.set(Optional.empty());
                controller.open(wanted);
            }));
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
            asking.unsubscribe();
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
