package io.pilothouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The program as a process of its own, on a [VirtualScreen]: the packaged one where the build has
/// made it, else from the class path.
final class RunningProgram implements AutoCloseable {

    private static final Path PACKAGED = Path.of("target", "bin", "pilothouse");
    private static final Pattern PAINTED = Pattern.compile("the window was painted (\\d+) ms after the start(.*)");
    /// One line for the whole heap, or one for each generation, as the collector has it.
    private static final Pattern HEAP_USED =
            Pattern.compile("(?:garbage-first heap|DefNew|Tenured|generation|space \\(heap\\)) .*?used (\\d+)K");

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /// @param millis from the start of the process
    /// @param filled whether stored instances stood in it
    record Painted(long millis, boolean filled) {}

    private final Process process;
    private final Path logs;
    private final Path said;

    private RunningProgram(Process process, Path logs, Path said) {
        this.process = process;
        this.logs = logs;
        this.said = said;
    }

    /// Starts the window.
    ///
    /// @param options for the JVM
    /// @param world   environment variables that differ
    static RunningProgram window(Path data, Path said, List<String> options, Map<String, String> world, String... more)
            throws IOException {
        var logs = (List.of(more).contains("--demo") ? data.resolve("demo") : data).resolve("logs");
        if (Files.isDirectory(logs)) { // only what this run says counts
            try (var old = Files.list(logs)) {
                for (var file : old.toList()) {
                    Files.delete(file);
                }
            }
        }
        var arguments = new ArrayList<>(List.of("--data", data.toString()));
        arguments.addAll(List.of(more));
        var builder = builder(arguments);
        var all = new ArrayList<>(VirtualScreen.options());
        all.addAll(options);
        builder.environment().put("JDK_JAVA_OPTIONS", String.join(" ", all));
        builder.environment().putAll(VirtualScreen.environment());
        builder.environment().putAll(world);
        return new RunningProgram(
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start(), logs, said);
    }

    /// Runs a command to its end.
    ///
    /// @return how long it took, in milliseconds
    static double command(Path said, String... arguments) throws IOException, InterruptedException {
        var builder = builder(List.of(arguments));
        long begun = System.nanoTime();
        int status = builder.redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        double millis = (System.nanoTime() - begun) / 1e6;
        assertThat(status).as(Files.readString(said)).isZero();
        return millis;
    }

    private static ProcessBuilder builder(List<String> arguments) {
        var command = new ArrayList<String>();
        if (Files.isExecutable(PACKAGED)) {
            command.add(PACKAGED.toAbsolutePath().toString());
        } else {
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "@" + Path.of("scripts", "window.options"),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.pilothouse.Launcher"));
        }
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /// Waits for the first paint.
    Painted painted() throws IOException {
        return until(text -> paints(text).findFirst().orElse(null));
    }

    /// Waits for the first paint with instances in it.
    Painted filled() throws IOException {
        return until(text -> paints(text).filter(Painted::filled).findFirst().orElse(null));
    }

    private static Stream<Painted> paints(String text) {
        return PAINTED.matcher(text)
                .results()
                .map(found -> new Painted(
                        Long.parseLong(found.group(1)), !found.group(2).isEmpty()));
    }

    private <T> T until(Function<String, @Nullable T> look) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (process.isAlive() && System.nanoTime() < end) {
            var found = look.apply(log());
            if (found != null) {
                return found;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        throw new AssertionError("it never came; the program said: " + Files.readString(said) + log());
    }

    private String log() throws IOException {
        var file = logs.resolve("pilothouse.0.log");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /// Lets it run for a while.
    void leaveAlone(long seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /// Memory in RAM, in megabytes, as Linux counts it (`/proc/PID/status`, VmRSS).
    double residentMegabytes() throws IOException {
        return ofStatus("VmRSS") / 1024.0;
    }

    /// All threads of the process, the JVM's own included.
    double threads() throws IOException {
        return ofStatus("Threads");
    }

    private double ofStatus(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /// Heap in use after everything unreachable was collected, in megabytes.
    double heapMegabytes() throws IOException, InterruptedException {
        asked("GC.run");
        var used = HEAP_USED
                .matcher(asked("GC.heap_info"))
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
        assertThat(used).isPositive();
        return used / 1024.0;
    }

    private String asked(String command) throws IOException, InterruptedException {
        var asking = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        var answer = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(asking.waitFor()).as(answer).isZero();
        return answer;
    }

    double processorSeconds() {
        return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    /// How often the window was laid out and painted so far; needs `-Djavafx.pulseLogger=true`.
    long pulses() throws IOException {
        try (var lines = Files.lines(said)) {
            return lines.filter(line -> line.startsWith("PULSE:")).count();
        }
    }

    @Override
    public void close() {
        process.destroy();
        if (!process.onExit()
                .completeOnTimeout(process, 20, TimeUnit.SECONDS)
                .thenApply(Process::isAlive)
                .join()) {
            return;
        }
        process.destroyForcibly().onExit().join();
    }
}
