package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The entry of each platform, as its own documents ask for it.
class AutostartTest {

    private static final List<String> COMMAND =
            List.of("/opt/Pilot House/pilothouse", "--background", "--data", "/home/p/100% \"<&$`");

    private static final Path DATA = Path.of("/home/p/data");

    /// Of [#DATA], by hand: the hash of its text, which Java's documents fix.
    private static final String MARK = "6780e58a";

    @TempDir
    Path home;

    private Autostart entry(String operatingSystem, Map<String, String> environment) {
        return Autostart.of(operatingSystem, environment, home, DATA, COMMAND);
    }

    @Test
    void linuxHasADesktopEntryInTheFolderOfThePersonsConfiguration() throws Exception {
        var config = home.resolve("elsewhere");
        var entry = entry("Linux", Map.of("XDG_CONFIG_HOME", config.toString()));

        entry.set(true);

        assertThat(Files.readAllLines(config.resolve("autostart").resolve("pilothouse-" + MARK + ".desktop")))
                .startsWith("[Desktop Entry]", "Type=Application", "Name=Pilothouse")
                .last()
                .isEqualTo("Exec=\"/opt/Pilot House/pilothouse\" \"--background\" \"--data\" "
                        + "\"/home/p/100%% \\\\\"<&\\\\$\\\\`\"");
    }

    @Test
    void aFolderOfTheConfigurationThatIsNotAbsoluteIsPassedOver() {
        assertThat(entry("Linux", Map.of("XDG_CONFIG_HOME", "relative")).file())
                .isEqualTo(home.resolve(".config").resolve("autostart").resolve("pilothouse-" + MARK + ".desktop"));
    }

    @Test
    void macOsHasALaunchAgent() throws Exception {
        var entry = entry("Mac OS X", Map.of());

        entry.set(true);

        assertThat(entry.file())
                .isEqualTo(home.resolve(Path.of("Library", "LaunchAgents", "io.pilothouse." + MARK + ".plist")));
        assertThat(Files.readAllLines(entry.file()))
                .map(String::strip)
                .containsSequence("<key>Label</key>", "<string>io.pilothouse." + MARK + "</string>")
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
                DATA,
                List.of("C:\\Program Files\\Pilothouse.exe", "--background", "--data", "C:\\100%"));

        entry.set(true);

        assertThat(Files.readString(roaming.resolve(Path.of(
                        "Microsoft", "Windows", "Start Menu", "Programs", "Startup", "Pilothouse-" + MARK + ".cmd"))))
                .isEqualTo(
                        "@chcp 65001 >nul\r\n@start \"\" /min \"C:\\Program Files\\Pilothouse.exe\" \"--background\" \"--data\""
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

    @Test
    void eachDataFolderHasAnEntryOfItsOwn() throws Exception {
        var one = entry("Linux", Map.of());
        var other = Autostart.of("Linux", Map.of(), home, Path.of("/home/p/other"), COMMAND);
        one.set(true);
        other.set(true);

        one.set(false);

        assertThat(one.file()).doesNotExist();
        assertThat(other.file()).exists();
    }

    @Test
    void ofManyChangesAtOnceTheLastWordHolds() throws Exception {
        var entry = entry("Linux", Map.of());
        var wished = new AtomicBoolean();
        var failures = new ConcurrentLinkedQueue<IOException>();
        var kept = new Kept<>(wished::get, entry::set, failures::add);
        for (int round = 0; round < 50; round++) {
            boolean last = round % 2 == 0;
            var looks = new ArrayList<Thread>();
            for (int change = 0; change < 6; change++) {
                wished.set(change % 2 == 0 ? !last : last);
                looks.add(Thread.ofVirtual().start(kept::look));
            }
            for (var look : looks) {
                look.join();
            }
            assertThat(Files.exists(entry.file())).isEqualTo(last);
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void anEntryThatCannotBeWrittenIsSaidOnceAndTriedAgainWhenItIsChosenAnew() throws Exception {
        var entry = entry("Linux", Map.of());
        Files.writeString(home.resolve(".config"), "in the way");
        var wished = new AtomicBoolean(true);
        var failures = new ArrayList<IOException>();
        var kept = new Kept<>(wished::get, entry::set, failures::add);

        kept.look();
        kept.look();
        assertThat(failures).hasSize(1);
        Files.delete(home.resolve(".config"));
        wished.set(false);
        kept.look();
        wished.set(true);
        kept.look();

        assertThat(failures).hasSize(1);
        assertThat(entry.file()).hasContent(entry.content());
    }
}
