package io.pilothouse;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a window can be shown here, found out without loading any of the window's own code.
final class Desktop {

    /// What JavaFX needs of a Linux desktop beside the display itself.
    private static final String[] LINUX_LIBRARIES = {"libX11.so.6", "libgtk-3.so.0", "libXxf86vm.so.1", "libGL.so.1"};

    private Desktop() {}

    /// @param platform the window system asked for by property; `Headless` needs no display
    /// @return what is missing, one sentence; empty when a window can be shown
    static Optional<String> missing(String os, Map<String, String> environment, @Nullable String platform) {
        boolean linux = os.toLowerCase(Locale.ROOT).contains("linux");
        if (!linux || "Headless".equalsIgnoreCase(platform)) {
            return Optional.empty();
        }
        if (environment.getOrDefault("DISPLAY", "").isEmpty()) {
            return Optional.of("No window can be shown: there is no display (DISPLAY is not set).");
        }
        for (var library : LINUX_LIBRARIES) {
            if (!loads(library)) {
                return Optional.of("No window can be shown: the desktop library " + library + " is missing.");
            }
        }
        return Optional.empty();
    }

    @SuppressWarnings("restricted") // looks whether a library is there, calls nothing in it
    private static boolean loads(String library) {
        try (var arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(library, arena);
            return true;
        } catch (IllegalArgumentException absent) {
            return false;
        }
    }
}
