package io.pilothouse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The program in a process of its own, without a display, which can be killed.
final class ProgramProcess {

    private ProgramProcess() {}

    /// @param data   its data folder
    /// @param said   file that takes what it writes to standard output
    /// @param errors file that takes what it writes to standard error
    static Process start(Path data, Path said, Path errors, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                "io.pilothouse.Launcher",
                "--data",
                data.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectOutput(said.toFile()).redirectError(errors.toFile());
        builder.environment().remove("DISPLAY"); // wherever the tests run, there is no window
        return builder.start();
    }
}
