package io.pilothouse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;

/// What the desktop opens for us: pages in the browser, folders in the file browser.
final class Outside {

    private static final Logger LOG = System.getLogger(Outside.class.getName());

    private Outside() {}

    /// Returns at once; where nothing can open it, the log says so.
    ///
    /// @param what an address or a path
    static void open(String what) {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var command = os.contains("win")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", what)
                : os.contains("mac") ? List.of("open", what) : List.of("xdg-open", what);
        Thread.ofVirtual().start(() -> {
            try {
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "nothing opens " + what, e);
            }
        });
    }
}
