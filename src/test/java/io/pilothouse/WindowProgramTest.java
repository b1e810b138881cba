package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.cli.LocalTerminal;
import io.pilothouse.cli.attach.AttachClient;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.SettingRepository;
import io.pilothouse.ui.shell.WindowSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The program with its window, as a process of its own on a screen that nobody sees.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
class WindowProgramTest {

    private static final int STOPPED = 130;

    @TempDir
    Path folder;

    @Test
    void theEndOfTheProgramKeepsThePlaceOfItsWindowAndStartsNothingMore() throws Exception {
        var data = new DataFolder(folder.resolve("data"));
        var said = folder.resolve("said");
        var program = start(data, said);
        try {
            untilItServes(data, program);

            program.destroy();

            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(program.exitValue()).isEqualTo(STOPPED);
            try (var database = Database.open(data, Clock.systemUTC())) {
                assertThat(new SettingRepository(database).all()).containsKey(WindowSettings.PLACE.name());
            }
            assertThat(Files.readString(said) + logs(data)).doesNotContain("no task starts", " ERROR ", "SEVERE");
        } finally {
            program.destroyForcibly();
        }
    }

    /// Bar D7.
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "reads the kernel's own list")
    void whileItRunsItListensOnNoPort() throws Exception {
        var data = new DataFolder(folder.resolve("data"));
        var program = start(data, folder.resolve("said"));
        try (var open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(listening(ProcessHandle.current().pid()))
                    .as("a port that is open is seen")
                    .anyMatch(line -> line.contains(":%04X ".formatted(open.getLocalPort())));
            untilItServes(data, program);

            assertThat(listening(program.pid())).isEmpty();
        } finally {
            program.destroyForcibly();
        }
    }

    /// @return lines of the kernel about ports at which a process waits for others
    private static List<String> listening(long process) throws IOException {
        var own = new HashSet<String>();
        try (var files = Files.list(Path.of("/proc", String.valueOf(process), "fd"))) {
            for (var file : files.toList()) {
                try {
                    own.add(Files.readSymbolicLink(file).toString());
                } catch (NoSuchFileException closedMeanwhile) {
                    // then it listens no more
                }
            }
        }
        var found = new ArrayList<String>();
        for (var protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
            var table = Path.of("/proc", String.valueOf(process), "net", protocol);
            if (!Files.exists(table)) {
                continue; // a computer without IPv6
            }
            for (var line : Files.readAllLines(table)) {
                var parts = line.strip().split("\\s+");
                boolean waits = parts[2].endsWith(":0000") && (parts[3].equals("0A") || protocol.startsWith("udp"));
                if (waits && own.contains("socket:[" + parts[9] + "]")) {
                    found.add(protocol + " " + line);
                }
            }
        }
        return found;
    }

    private static Process start(DataFolder data, Path said) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dglass.platform=Headless",
                "-Dprism.order=sw",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.pilothouse.Launcher",
                "--data",
                data.root().toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
    }

    /// A command from outside is answered once the window is painted.
    private void untilItServes(DataFolder data, Process program) throws Exception {
        var out = new ByteArrayOutputStream();
        while (program.isAlive()) {
            var terminal = new LocalTerminal(
                    InputStream.nullInputStream(),
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    Map.of(),
                    folder,
                    false);
            if (Files.isDirectory(data.root())
                    && AttachClient.run(data.root(), terminal, "instance", "list")
                            .isPresent()) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the program ended: " + Files.readString(folder.resolve("said")));
    }

    private static String logs(DataFolder data) throws IOException {
        var all = new StringBuilder();
        try (var files = Files.list(data.logs())) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
