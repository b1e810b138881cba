package io.pilothouse;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Starts this program again, as it was started.
final class ProgramCopy {

    private ProgramCopy() {}

    static void start(String... arguments) throws IOException {
        new ProcessBuilder(command(arguments)).inheritIO().start();
    }

    /// @return what starts it, with other arguments than now
    static List<String> command(String... arguments) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        if (command.getFirst().matches(".*java(w|\\.exe|w\\.exe)?")) {
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(argument -> !argument.startsWith("-agentlib") && !argument.startsWith("-XX:AOT"))
                    .forEach(command::add);
            command.addAll(modulePath());
            command.add("-cp");
            command.add(Arrays.stream(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
                    .map(entry -> Path.of(entry).toAbsolutePath().toString())
                    .collect(Collectors.joining(File.pathSeparator))); // it may be started from another folder
            command.add(Launcher.class.getName());
        }
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }

    private static List<String> modulePath() {
        var path = System.getProperty("jdk.module.path", "");
        return path.isEmpty() ? List.of() : List.of("--module-path", path);
    }
}
