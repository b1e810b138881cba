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
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.value.ChangeListener;
import javafx.scene.Scene;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;

/// Dresses scenes in the theme the person chose: Primer of AtlantaFX as user-agent style sheet, then
/// our own. Follows the setting, and the system where the setting says so. FX thread only.
public final class Themes implements AutoCloseable {

    /// Which theme; *System* follows the computer, *Contrast* is black and white with strong edges.
    public enum Choice {
        SYSTEM,
        LIGHT,
        DARK,
        CONTRAST
    }

    public static final Settings.Setting<Choice> THEME = new Settings.Setting<>(
            "appearance.theme",
            Choice.SYSTEM,
            text -> Choice.valueOf(text.toUpperCase(Locale.ROOT)),
            choice -> choice.name().toLowerCase(Locale.ROOT));

    /// Faces that look as the design means, best first; the system's own where none is installed.
    private static final List<String> FACES = List.of("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "Cantarell");

    /// What decides how a scene is dressed.
    private record Dress(
            Choice theme, Appearance.Accent accent, Appearance.Motion motion, Appearance.BandSize band, int scale) {}

    private final Settings settings;
    private final Set<Scene> dressed = Collections.newSetFromMap(new WeakHashMap<>());
    private final ChangeListener<Object> onSystem = (_, _, _) -> dressAgain();
    private final Subscription onSettings;
    private final ReadOnlyDoubleWrapper scale = new ReadOnlyDoubleWrapper(1);
    private Dress dress;

    public Themes(UiServices services) {
        settings = services.settings();
        dress = chosen();
        scale.set(dress.scale / 100.0);
        Platform.getPreferences().colorSchemeProperty().addListener(onSystem);
        Platform.getPreferences().accentColorProperty().addListener(onSystem);
        onSettings = settings.values().subscribe(services.fx(), _ -> {
            var now = chosen();
            if (!dress.equals(now)) {
                dress = now;
                scale.set(now.scale / 100.0);
                dressAgain();
            }
        });
    }

    private Dress chosen() {
        return new Dress(
                settings.get(THEME),
                settings.get(Appearance.ACCENT),
                settings.get(Appearance.MOTION),
                settings.get(Appearance.BAND),
                settings.get(Appearance.SCALE));
    }

    /// How large everything is drawn, 1 for the usual size.
    public ReadOnlyDoubleProperty scale() {
        return scale.getReadOnlyProperty();
    }

    /// Dresses a scene, and again whenever the theme changes.
    public void dress(Scene scene) {
        dressed.add(scene);
        dressNow(scene);
    }

    public boolean dark() {
        return switch (dress.theme) {
            case LIGHT -> false;
            case DARK, CONTRAST -> true;
            case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        };
    }

    private void dressNow(Scene scene) {
        dress(scene, dark());
        if (dress.theme == Choice.CONTRAST) {
            scene.getStylesheets().add(sheet("contrast.css"));
        }
        scene.getStylesheets().add(ownTokens());
        scene.getPreferences()
                .setReducedMotion(
                        switch (dress.motion) {
                            case SYSTEM -> null;
                            case REDUCED -> true;
                            case FULL -> false;
                        });
    }

    /// The person's accent and band as a style sheet.
    private String ownTokens() {
        var tokens = new StringBuilder(".root{");
        if (dress.accent != Appearance.Accent.BLUE && dress.theme != Choice.CONTRAST) {
            var base = dress.accent == Appearance.Accent.SYSTEM
                    ? Platform.getPreferences().getAccentColor()
                    : Color.web(dress.accent.hex());
            tokens.append(AccentColours.of(base, Color.web(dark() ? "#161b22" : "#f6f8fa"))
                    .tokens());
        }
        tokens.append('}');
        var band = dress.band.pixels();
        tokens.append(
                ".band{-fx-min-height:%dpx;-fx-pref-height:%dpx;-fx-max-height:%dpx;}".formatted(band, band, band));
        if (dress.scale != 100) { // menus and hints have windows of their own
            tokens.append(".context-menu,.tooltip,.combo-box-popup>.list-view{-fx-font-size:%dpx;}"
                    .formatted(Math.round(13 * dress.scale / 100.0)));
        }
        return "data:text/css," + tokens.toString().replace("#", "%23").replace(" ", "%20");
    }

    /// Dresses a scene once, in a given theme.
    public static void dress(Scene scene, boolean dark) {
        var theme = dark ? new PrimerDark() : new PrimerLight();
        scene.setUserAgentStylesheet(theme.getUserAgentStylesheet());
        var sheets = List.of(sheet("app.css"), sheet(dark ? "dark.css" : "light.css"), faceSheet());
        scene.getStylesheets().setAll(sheets);
    }

    private void dressAgain() {
        dressed.forEach(this::dressNow);
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
        Platform.getPreferences().accentColorProperty().removeListener(onSystem);
        onSettings.close();
    }
}
