package io.pilothouse.testing.realserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// One running server. It is ended with the Java machine of the tests at the latest.
final class ServerProcess {

    /// A server may still write what it was told in its last second; only then it is killed.
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);

    private static final int LOG_LINES_SHOWN = 40;

    private final Process process;
    private final Path log;
    private final Thread atExit;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.atExit = new Thread(process::destroyForcibly, "end a real server");
    }

    /// @param log file that gets what the server prints, after what is in it already
    static ServerProcess start(List<String> command, Path dir, Path log) {
        try {
            var process = new ProcessBuilder(command)
                    .directory(dir.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            var started = new ServerProcess(process, log);
            Runtime.getRuntime().addShutdownHook(started.atExit);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether something is so now. A refused connection means that it is not.
    interface Condition {
        boolean met() throws IOException, InterruptedException;
    }

    /// Waits until the condition is met, asking ten times a second.
    ///
    /// @throws AssertionError with the end of the server's log if the server ends or the limit passes
    void await(String what, Duration limit, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!isMet(condition)) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the server ended with " + process.exitValue() + " before it was " + what
                        + ". Its last words:\n" + lastWords());
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("the server was not " + what + " within " + limit.toSeconds()
                        + " s. Its last words:\n" + lastWords());
            }
        }
    }

    private static boolean isMet(Condition condition) throws InterruptedException {
        try {
            return condition.met();
        } catch (IOException e) {
            return false;
        }
    }

    /// Asks the server to end and waits until it has.
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    private String lastWords() {
        try (var lines = Files.lines(log)) {
            var all = lines.toList();
            return all.stream().skip(Math.max(0, all.size() - LOG_LINES_SHOWN)).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return "(its log cannot be read: " + e + ")";
        }
    }
}
