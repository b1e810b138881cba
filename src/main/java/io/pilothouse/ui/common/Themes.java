package io.pilothouse.ui.common;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.stage.PopupWindow;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

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

    /// A root that is to be styled anyway takes in another theme and other sheets at once: else each would
    /// look up anew what holds for every node.
    private static final PseudoClass DRESSING = PseudoClass.getPseudoClass("dressing");

    private static final String ALL = Objects.requireNonNull(Themes.class.getResource("all.css"), "all.css")
            .toExternalForm();
    private static final String LIGHT = tokensOf("light.css");
    private static final String DARK = tokensOf("dark.css");
    private static final String CONTRAST = tokensOf("contrast.css");

    /// What decides how a scene is dressed.
    private record Dress(
            Choice theme,
            Appearance.Accent accent,
            Appearance.Motion motion,
            Appearance.BandSize band,
            Appearance.Monograms monograms) {}

    private final Settings settings;
    private final Set<Scene> dressed = Collections.newSetFromMap(new WeakHashMap<>());
    private final ChangeListener<Object> onSystem = (_, _, _) -> dressAgain();
    private final Subscription onSettings;
    private final ReadOnlyDoubleWrapper scale = new ReadOnlyDoubleWrapper(1);
    private final ListChangeListener<Window> onWindows = this::sizePopups;
    private Dress dress;

    public Themes(UiServices services) {
        settings = services.settings();
        dress = chosen();
        scale.set(settings.get(Appearance.SCALE) / 100.0);
        Window.getWindows().addListener(new WeakListChangeListener<>(onWindows));
        Platform.getPreferences().colorSchemeProperty().addListener(onSystem);
        Platform.getPreferences().accentColorProperty().addListener(onSystem);
        onSettings = settings.values().subscribe(services.fx(), _ -> {
            scale.set(settings.get(Appearance.SCALE) / 100.0);
            var now = chosen();
            if (!dress.equals(now)) {
                dress = now;
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
                settings.get(Appearance.MONOGRAMS));
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
        var tokens = dress.theme == Choice.CONTRAST ? DARK + CONTRAST : dark() ? DARK : LIGHT;
        dress(scene, dark(), tokens + ownTokens());
        scene.getPreferences()
                .setReducedMotion(
                        switch (dress.motion) {
                            case SYSTEM -> null;
                            case REDUCED -> true;
                            case FULL -> false;
                        });
    }

    /// The person's accent, band and tiles.
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
        if (dress.monograms
                == Appearance.Monograms.COLOUR) { // where no name stands beside it, a tile keeps its letters
            tokens.append("." + Monogram.NAMED + "{-fx-pref-width:8px;-fx-text-fill:transparent;}");
        }
        return tokens.toString();
    }

    /// Menus and hints have windows of their own, which the scale of their owner does not reach.
    private void sizePopups(ListChangeListener.Change<? extends Window> change) {
        while (change.next()) {
            change.getAddedSubList().forEach(this::sizePopup);
        }
    }

    private void sizePopup(Window shown) {
        if (scale.get() == 1 || !(shown instanceof PopupWindow popup) || !dressed.contains(ownerOf(popup))) {
            return;
        }
        double drawn = ownerOf(popup).getRoot() instanceof ScaledRoot root ? root.drawn() : scale.get();
        popup.getScene()
                .getStylesheets()
                .add(inline(".context-menu,.tooltip,.combo-box-popup>.list-view{-fx-font-size:%dpx;}"
                        .formatted(Math.round(13 * drawn))));
    }

    private static @Nullable Scene ownerOf(PopupWindow popup) {
        var owner = popup.getOwnerWindow();
        while (owner instanceof PopupWindow between) {
            owner = between.getOwnerWindow();
        }
        return owner == null ? null : owner.getScene();
    }

    /// Dresses a scene once, in a given theme.
    public static void dress(Scene scene, boolean dark) {
        dress(scene, dark, dark ? DARK : LIGHT);
    }

    /// @param tokens the colours of the theme: the only sheet that ever changes, so that the others are not
    ///               read again
    private static void dress(Scene scene, boolean dark, String tokens) {
        var theme = dark ? new PrimerDark() : new PrimerLight();
        var root = scene.getRoot();
        root.pseudoClassStateChanged(DRESSING, !root.getPseudoClassStates().contains(DRESSING));
        scene.setUserAgentStylesheet(theme.getUserAgentStylesheet());
        var sheets = scene.getStylesheets();
        var colours = inline(tokens);
        if (sheets.isEmpty()) {
            sheets.setAll(ALL, faceSheet(), colours);
        } else if (!sheets.getLast().equals(colours)) {
            sheets.set(sheets.size() - 1, colours);
        }
    }

    private void dressAgain() {
        dressed.forEach(this::dressNow);
    }

    private static String tokensOf(String name) {
        try (var sheet = Objects.requireNonNull(Themes.class.getResourceAsStream(name), name)) {
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String inline(String rules) {
        return "data:text/css;base64," + Base64.getEncoder().encodeToString(rules.getBytes(StandardCharsets.UTF_8));
    }

    /// A style sheet naming the first face that is installed here; CSS of JavaFX takes only one name.
    private static String faceSheet() {
        var installed = Set.copyOf(Font.getFamilies());
        var face = FACES.stream().filter(installed::contains).findFirst().orElse("System");
        return inline(".root{-fx-font-family:\"" + face + "\";}");
    }

    @Override
    public void close() {
        Platform.getPreferences().colorSchemeProperty().removeListener(onSystem);
        Platform.getPreferences().accentColorProperty().removeListener(onSystem);
        onSettings.close();
    }
}
