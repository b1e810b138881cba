package io.pilothouse.testing.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.PilothouseUi;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.shell.ShellWindow;
import io.pilothouse.ui.shell.WindowStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// Whole windows over made-up services, with every feature there is. On the FX thread.
public final class Windows {

    private Windows() {}

    public static ShellWindow open(FakeServices fakes, boolean dark) {
        return open(fakes, dark, Locale.ENGLISH, false, Optional.empty());
    }

    public static ShellWindow open(
            FakeServices fakes, boolean dark, Locale locale, boolean demo, Optional<InstanceId> start) {
        fakes.settings.set(Themes.THEME, dark ? Themes.Choice.DARK : Themes.Choice.LIGHT);
        var services = fakes.services(Runnable::run, locale, demo);
        var themes = new Themes(services);
        return new ShellWindow(
                services, new Texts(locale), themes, PilothouseUi.features(), start.map(WindowStart::on), _ -> {});
    }

    /// Opens a window, prepares it and keeps its picture.
    ///
    /// @param name of the picture, without its theme
    public static void draw(String name, boolean dark, FakeServices fakes, Consumer<ShellWindow> prepare) {
        var file = name + (dark ? "-dark" : "-light");
        FxToolkit.run(() -> {
            try (var window = open(fakes, dark)) {
                window.scene().getRoot().applyCss();
                prepare.accept(window);
                picture(fakes, window, file);
            }
        });
        assertThat(Files.exists(Path.of("target/pictures", file + ".png"))).isTrue();
    }

    public static ShellWindow open(FakeServices fakes, Themes.Choice theme, Locale locale) {
        fakes.settings.set(Themes.THEME, theme);
        var services = fakes.services(Runnable::run, locale, false);
        return new ShellWindow(
                services, new Texts(locale), new Themes(services), PilothouseUi.features(), Optional.empty(), _ -> {});
    }

    /// Lets gathered changes arrive, twice: the second brings what the first asked for.
    public static void settle(FakeServices fakes) {
        fakes.later.pass(Batch.PAUSE);
        fakes.later.pass(Batch.PAUSE);
    }

    /// Keeps a picture below `target/pictures`, after everything asked for has arrived.
    public static void picture(FakeServices fakes, ShellWindow window, String name) {
        var root = window.scene().getRoot();
        for (int i = 0; i < 2; i++) {
            root.applyCss();
            root.layout();
            settle(fakes);
        }
        FxToolkit.picture(window.scene(), Path.of("target", "pictures", name + ".png"));
    }
}
