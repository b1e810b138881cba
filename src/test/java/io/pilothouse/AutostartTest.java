package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The entry of each platform, as its own documents ask for it.
class AutostartTest {

    private static final List<String> COMMAND =
            List.of("/opt/Pilot House/pilothouse", "--background", "--data", "/home/p/100% \"<&$`");

    @TempDir
    Path home;

    private Autostart entry(String operatingSystem, Map<String, String> environment) {
        return Autostart.of(operatingSystem, environment, home, COMMAND);
    }

    @Test
    void linuxHasADesktopEntryInTheFolderOfThePersonsConfiguration() throws Exception {
        var config = home.resolve("elsewhere");
        var entry = entry("Linux", Map.of("XDG_CONFIG_HOME", config.toString()));

        entry.set(true);

        assertThat(Files.readAllLines(config.resolve("autostart").resolve("pilothouse.desktop")))
                .startsWith("[Desktop Entry]", "Type=Application", "Name=Pilothouse")
                .last()
                .isEqualTo("Exec=\"/opt/Pilot House/pilothouse\" \"--background\" \"--data\" "
                        + "\"/home/p/100%% \\\\\"<&\\\\$\\\\`\"");
    }

    @Test
    void aFolderOfTheConfigurationThatIsNotAbsoluteIsPassedOver() {
        assertThat(entry("Linux", Map.of("XDG_CONFIG_HOME", "relative")).file())
                .isEqualTo(home.resolve(".config").resolve("autostart").resolve("pilothouse.desktop"));
    }

    @Test
    void macOsHasALaunchAgent() throws Exception {
        var entry = entry("Mac OS X", Map.of());

        entry.set(true);

        assertThat(entry.file()).isEqualTo(home.resolve(Path.of("Library", "LaunchAgents", "io.pilothouse.plist")));
        assertThat(Files.readAllLines(entry.file()))
                .map(String::strip)
                .containsSequence("<key>RunAtLoad</key>", "<true/>")
                .containsSequence(
                        "<array>",
                        "<string>/opt/Pilot House/pilothouse</string>",
                        "<string>--background</string>",
                        "<string>--data</string>",
                        "<string>/home/p/100% \"&lt;&amp;$`</string>",
                        "</array>");
    }

    @Test
    void windowsHasACommandInTheStartupFolder() throws Exception {
        var roaming = home.resolve("Roaming");
        var entry = Autostart.of(
                "Windows 11",
                Map.of("APPDATA", roaming.toString()),
                home,
                List.of("C:\\Program Files\\Pilothouse.exe", "--background", "--data", "C:\\100%"));

        entry.set(true);

        assertThat(Files.readString(roaming.resolve(
                        Path.of("Microsoft", "Windows", "Start Menu", "Programs", "Startup", "Pilothouse.cmd"))))
                .isEqualTo("@start \"\" /min \"C:\\Program Files\\Pilothouse.exe\" \"--background\" \"--data\""
                        + " \"C:\\100%%\"\r\n");
    }

    @Test
    void switchingItOffLeavesNothingAndOneThatNamesAnotherPlaceIsWrittenAnew() throws Exception {
        var entry = entry("Linux", Map.of());
        entry.set(false); // nothing there is fine
        entry.set(true);
        Files.writeString(entry.file(), "[Desktop Entry]\nExec=\"/old/place\"\n");

        entry.set(true);
        assertThat(entry.file()).hasContent(entry.content());
        entry.set(false);

        assertThat(entry.file()).doesNotExist();
    }
}
