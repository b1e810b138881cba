package io.pilothouse.ui.common;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.settings.Settings;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/// Dresses scenes in the theme the person chose: Primer of AtlantaFX as user-agent style sheet, then
/// our own. Follows the setting, and the system where the setting says so. FX thread only.
public final class Themes implements AutoCloseable {

    /// Which theme; *System* follows the computer.
    public enum Choice {
        SYSTEM,
        LIGHT,
        DARK
    }

    public static final Settings.Setting<Choice> THEME = new Settings.Setting<>(
            "appearance.theme",
            Choice.SYSTEM,
            text -> Choice.valueOf(text.toUpperCase(Locale.ROOT)),
            choice -> choice.name().toLowerCase(Locale.ROOT));

    /// Faces that look as the design means, best first; the system's own where none is installed.
    private static final List<String> FACES = List.of("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "Cantarell");

    private final Settings settings;
    private final Set<Scene> dressed = Collections.newSetFromMap(new WeakHashMap<>());
    private final ChangeListener<ColorScheme> onSystem = (_, _, _) -> dressAgain();
    private final Subscription onSettings;
    private Choice choice;

    public Themes(UiServices services) {
        settings = services.settings();
        choice = settings.get(THEME);
        Platform.getPreferences().colorSchemeProperty().addListener(onSystem);
        onSettings = settings.values().subscribe(services.fx(), _ -> {
            if (choice != settings.get(THEME)) {
                choice = settings.get(THEME);
                dressAgain();
            }
        });
    }

    /// Dresses a scene, and again whenever the theme changes.
    public void dress(Scene scene) {
        dressed.add(scene);
        dress(scene, dark());
    }

    public boolean dark() {
        return switch (choice) {
            case LIGHT -> false;
            case DARK -> true;
            case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        };
    }

    /// Dresses a scene once, in a given theme.
    public static void dress(Scene scene, boolean dark) {
        var theme = dark ? new PrimerDark() : new PrimerLight();
        scene.setUserAgentStylesheet(theme.getUserAgentStylesheet());
        var sheets = List.of(sheet("app.css"), sheet(dark ? "dark.css" : "light.css"), faceSheet());
        scene.getStylesheets().setAll(sheets);
    }

    private void dressAgain() {
        dressed.forEach(scene -> dress(scene, dark()));
    }

    private static String sheet(String name) {
        return Objects.requireNonNull(Themes.class.getResource(name), name).toExternalForm();
    }

    /// A style sheet naming the first face that is installed here; CSS of JavaFX takes only one name.
    private static String faceSheet() {
        var installed = Set.copyOf(Font.getFamilies());
        var face = FACES.stream().filter(installed::contains).findFirst().orElse("System");
        return "data:text/css,.root{-fx-font-family:%22" + face.replace(" ", "%20") + "%22;}";
    }

    @Override
    public void close() {
        Platform.getPreferences().colorSchemeProperty().removeListener(onSystem);
        onSettings.close();
    }
}
