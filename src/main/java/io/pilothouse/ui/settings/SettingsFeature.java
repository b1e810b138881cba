package io.pilothouse.ui.settings;

import io.pilothouse.domain.instance.KindId;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.action.NamedPlace;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
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
        var asked = new SimpleObjectProperty<>(Optional.<Asked>empty());
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
                                asked.set(Optional.of(new Asked(page, Optional.empty())));
                                window.navigation().go(new Location.Program("settings"));
                            })
                            .withIcon(Octicons.GEAR_16));
        }
        var rows = new AtomicReference<List<NamedPlace>>(List.of());
        window.actions().addPlaces(() -> rows.updateAndGet(known -> known.isEmpty() ? rowsOf(window, asked) : known));
        for (var density : TableSettings.Density.values()) {
            window.actions()
                    .add(Action.ofWindow(
                            "density." + density.name().toLowerCase(Locale.ROOT),
                            _ -> window.background().store(TableSettings.DENSITY, density)));
        }
        window.actions().add(Action.ofWindow("copy.now", _ -> model(window).copyNow()));
        window.actions().add(Action.ofWindow("diagnostics.copy", _ -> copyDiagnostics(window)));
    }

    /// A page that somebody wants to see.
    ///
    /// @param row the words of the row that has the keyboard then
    private record Asked(SettingsViewModel.Page page, Optional<String> row) {}

    /// What stands on the pages for all instances, for the palette. The words stay the same while the window does.
    private static List<NamedPlace> rowsOf(WindowContext window, ObjectProperty<Optional<Asked>> asked) {
        var words = window.words();
        var choices = new SettingsChoices(window.services(), words, kind -> pagesOf(window, kind));
        return Stream.concat(
                        choices.all().stream()
                                .filter(choice -> choice.group().isEmpty())
                                .map(choice -> row(
                                        window,
                                        asked,
                                        choice.page(),
                                        choice.title(),
                                        SettingsViewModel.alsoCalled(words, choice))),
                        SettingsViewModel.allPlaces(words)
                                .map(place -> row(window, asked, place.page(), place.title(), "")))
                .toList();
    }

    private static NamedPlace row(
            WindowContext window,
            ObjectProperty<Optional<Asked>> asked,
            SettingsViewModel.Page page,
            String title,
            String also) {
        var name = page.name().toLowerCase(Locale.ROOT);
        return new NamedPlace(
                "setting " + name + " " + title, title, window.texts().text("action.settings." + name), also, () -> {
                    asked.set(Optional.of(new Asked(page, Optional.of(title))));
                    window.navigation().go(new Location.Program("settings"));
                });
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
        Page(WindowContext window, ObjectProperty<Optional<Asked>> asked) {
            model = model(window);
            controller = new SettingsController(model, window);
            root = Views.load(controller, window.texts());
            asking = asked.subscribe(page -> page.ifPresent(wanted -> {
                asked.set(Optional.empty());
                controller.open(wanted.page());
                wanted.row().ifPresent(controller::reveal);
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
