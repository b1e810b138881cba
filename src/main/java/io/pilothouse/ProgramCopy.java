package io.pilothouse;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// Starts this program again, as it was started.
final class ProgramCopy {

    private ProgramCopy() {}

    static void start(String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        if (command.getFirst().matches(".*java(w|\\.exe|w\\.exe)?")) {
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(argument -> !argument.startsWith("-agentlib") && !argument.startsWith("-XX:AOT"))
                    .forEach(command::add);
            command.addAll(modulePath());
            command.add("-cp");
            command.add(System.getProperty("java.class.path"));
            command.add(Launcher.class.getName());
        }
        command.addAll(List.of(arguments));
        new ProcessBuilder(command).inheritIO().start();
    }

    private static List<String> modulePath() {
        var path = System.getProperty("jdk.module.path", "");
        return path.isEmpty() ? List.of() : List.of("--module-path", path);
    }
}
