package io.pilothouse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The entry by which the person's desktop starts the program with the computer: one file, for this person
/// alone and for one data folder, whose mark is in its name. Blocks on the disk.
///
/// On Linux a desktop entry (freedesktop.org, Desktop Application Autostart Specification), on macOS a launch
/// agent (`launchd.plist(5)`, `RunAtLoad`), on Windows a command in the Startup folder of the start menu.
///
/// @param file    of the entry
/// @param content that starts the program
record Autostart(Path file, String content) {

    /// @param operatingSystem as in the system property `os.name`
    /// @param home            the person's home folder
    /// @param data            the data folder that is opened
    /// @param command         starts the program without a window
    static Autostart of(
            String operatingSystem, Map<String, String> environment, Path home, Path data, List<String> command) {
        var os = operatingSystem.toLowerCase(Locale.ROOT);
        var mark = HexFormat.of()
                .toHexDigits(data.toAbsolutePath().normalize().toString().hashCode());
        if (os.startsWith("windows")) {
            var start = folder(environment, "APPDATA", home.resolve("AppData").resolve("Roaming"))
                    .resolve(Path.of("Microsoft", "Windows", "Start Menu", "Programs", "Startup"));
            return new Autostart(start.resolve("Pilothouse-" + mark + ".cmd"), windows(command));
        }
        if (os.startsWith("mac")) {
            var label = "io.pilothouse." + mark;
            return new Autostart(
                    home.resolve(Path.of("Library", "LaunchAgents", label + ".plist")), macOs(label, command));
        }
        var config = folder(environment, "XDG_CONFIG_HOME", home.resolve(".config"));
        return new Autostart(config.resolve(Path.of("autostart", "pilothouse-" + mark + ".desktop")), linux(command));
    }

    private static Path folder(Map<String, String> environment, String variable, Path usual) {
        return Optional.ofNullable(environment.get(variable))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElse(usual);
    }

    /// Writes the entry or removes it; one that is as it should be is left alone.
    void set(boolean on) throws IOException {
        if (!on) {
            Files.deleteIfExists(file);
        } else if (!Files.exists(file) || !Files.readString(file).equals(content)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content, StandardCharsets.UTF_8);
        }
    }

    private static String windows(List<String> command) {
        var words = command.stream()
                .map(word -> '"' + word.replace("%", "%%") + '"')
                .collect(Collectors.joining(" "));
        return "@chcp 65001 >nul\r\n@start \"\" /min " + words + "\r\n"; // it is written in UTF-8
    }

    private static String macOs(String label, List<String> command) {
        var words = command.stream()
                .map(word -> "    <string>"
                        + word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</string>\n")
                .collect(Collectors.joining());
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                <plist version="1.0">
                <dict>
                  <key>Label</key>
                  <string>%s</string>
                  <key>RunAtLoad</key>
                  <true/>
                  <key>ProgramArguments</key>
                  <array>
                """.formatted(label) + words + """
                  </array>
                </dict>
                </plist>
                """;
    }

    private static String linux(List<String> command) {
        var words = command.stream().map(Autostart::quoted).collect(Collectors.joining(" "));
        return """
                [Desktop Entry]
                Type=Application
                Name=Pilothouse
                Exec=%s
                """.formatted(words);
    }

    /// As the Desktop Entry Specification asks of arguments in `Exec`: quoted, with the escapes of strings
    /// around those of the quotes.
    private static String quoted(String word) {
        var inQuotes = word.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("`", "\\`")
                .replace("$", "\\$")
                .replace("%", "%%");
        return '"' + inQuotes.replace("\\", "\\\\") + '"';
    }
}
