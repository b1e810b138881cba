package io.pilothouse.benchmark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a measured window is painted: on a virtual display where Xvfb is installed, as the bars mean it. Else
/// on JavaFX's headless screen, which copies every painted picture pixel by pixel in Java: processor and pulses
/// then say more of that than of the program.
final class VirtualScreen {

    private static final Optional<String> DISPLAY = start();

    private VirtualScreen() {}

    /// @return what the JVM of the window needs
    static List<String> options() {
        return DISPLAY.isPresent()
                ? List.of("-Dprism.order=sw")
                : List.of("-Dglass.platform=Headless", "-Dprism.order=sw");
    }

    static Map<String, String> environment() {
        return DISPLAY.map(display -> Map.of("DISPLAY", display)).orElse(Map.of());
    }

    private static Optional<String> start() {
        var installed = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "Xvfb"))
                .filter(Files::isExecutable)
                .findFirst();
        if (installed.isEmpty()) {
            return Optional.empty();
        }
        try {
            var screen = new ProcessBuilder(
                            installed.get().toString(),
                            "-displayfd",
                            "1",
                            "-nolisten",
                            "tcp",
                            "-screen",
                            "0",
                            "1920x1080x24")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(screen::destroy));
            var said = new BufferedReader(new InputStreamReader(screen.getInputStream(), StandardCharsets.US_ASCII));
            return Optional.ofNullable(said.readLine()).map(number -> ":" + number.strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
