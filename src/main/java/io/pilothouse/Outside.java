package io.pilothouse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What the desktop does for us: opens pages in the browser and folders in the file browser, shows messages.
final class Outside {

    /// What the log has said in this run.
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private static final Logger LOG = System.getLogger(Outside.class.getName());

    /// A balloon beside the clock; title and words come as arguments, so that nothing in them is run.
    private static final String WINDOWS_MESSAGE = "& { Add-Type -AssemblyName System.Windows.Forms;"
            + " $n = New-Object System.Windows.Forms.NotifyIcon;"
            + " $n.Icon = [System.Drawing.SystemIcons]::Information; $n.Visible = $true;"
            + " $n.ShowBalloonTip(10000, $args[0], $args[1], 'Info'); Start-Sleep 10; $n.Dispose() }";

    private Outside() {}

    /// Shows a message of the desktop; returns at once. Where there is none, the log says so.
    static void tell(String title, String words) {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        start(
                os.contains("win")
                        ? List.of("powershell", "-NoProfile", "-Command", WINDOWS_MESSAGE, title, words)
                        : os.contains("mac")
                                ? List.of(
                                        "osascript",
                                        "-e",
                                        "on run argv",
                                        "-e",
                                        "display notification (item 2 of argv) with title (item 1 of argv)",
                                        "-e",
                                        "end run",
                                        title,
                                        words)
                                : List.of("notify-send", "--app-name=" + title, title, words),
                "no desktop message can be shown");
    }

    /// Returns at once; where nothing can open it, the log says so.
    ///
    /// @param what an address or a path
    static void open(String what) {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var command = os.contains("win")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", what)
                : os.contains("mac") ? List.of("open", what) : List.of("xdg-open", what);
        start(command, unopened(what));
    }

    /// Without the address or path itself, which may be told to nobody.
    static String unopened(String what) {
        return what.startsWith("http:") || what.startsWith("https:")
                ? "nothing opens pages of the web"
                : "nothing opens files and folders";
    }

    private static void start(List<String> command, String otherwise) {
        Thread.ofVirtual().start(() -> {
            try {
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                if (SAID.add(otherwise)) { // what is missing stays missing
                    LOG.log(Level.WARNING, otherwise, e);
                }
            }
        });
    }
}
