package io.pilothouse;

import io.pilothouse.store.DataFolder;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.ui.shell.WindowSettings;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/// What the toolkit must know before it starts, which is before the store is open: kept in a small file beside
/// the store. The settings in the store decide; the file follows them. Blocks on the disk.
///
/// @param software whether the processor paints
/// @param scale    of the screen, in percent; 0 for what the system says
record StartChoices(boolean software, int scale) {

    private static final StartChoices USUAL = new StartChoices(false, 0);
    private static final int LEAST = 50;
    private static final int MOST = 400;

    /// A file that cannot be read says nothing.
    static StartChoices read(DataFolder folder) {
        try {
            var said = new Properties();
            said.load(new StringReader(Files.readString(file(folder))));
            int scale = Integer.parseInt(said.getProperty("scale", "0"));
            return new StartChoices(
                    Boolean.parseBoolean(said.getProperty("software")), scale < LEAST || scale > MOST ? 0 : scale);
        } catch (NoSuchFileException e) {
            return USUAL;
        } catch (IOException | IllegalArgumentException e) {
            System.getLogger(StartChoices.class.getName())
                    .log(System.Logger.Level.WARNING, "the choices of the start cannot be read", e);
            return USUAL;
        }
    }

    static StartChoices of(Settings settings) {
        return new StartChoices(
                settings.get(WindowSettings.SOFTWARE_RENDERING), settings.get(WindowSettings.SCREEN_SCALE));
    }

    /// Must run before the toolkit starts. What was given on the command line stays.
    ///
    /// @param properties of the system; `prism.order`, `glass.gtk.uiScale` and `glass.win.uiScale` are JavaFX's
    void applyTo(Properties properties) {
        if (software) {
            properties.putIfAbsent("prism.order", "sw");
        }
        if (scale > 0) {
            properties.putIfAbsent("glass.gtk.uiScale", scale + "%");
            properties.putIfAbsent("glass.win.uiScale", scale + "%");
        }
    }

    /// Keeps them for the next start; the usual ones need no file.
    void write(DataFolder folder) throws IOException {
        var file = file(folder);
        if (equals(USUAL)) {
            Files.deleteIfExists(file);
        } else if (!equals(read(folder))) {
            Files.writeString(file, "software=" + software + "\nscale=" + scale + "\n", StandardCharsets.UTF_8);
        }
    }

    private static Path file(DataFolder folder) {
        return folder.root().resolve("start.properties");
    }
}
