package io.pilothouse.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Simulated services as a process of their own: their work and their collections of garbage are not those of the
/// window that is measured. It answers each line with one.
final class Apart implements AutoCloseable {

    private static final String READY = "ready";

    private final Process process;
    private final BufferedReader said;
    private final List<String> first = new ArrayList<>();

    private Apart(Process process) throws IOException {
        this.process = process;
        said = process.inputReader(UTF_8);
        for (var line = line(); !line.equals(READY); line = line()) {
            first.add(line);
        }
    }

    /// @param main calls [#answer] when its services are there
    static Apart start(Class<?> main, Object... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (var argument : arguments) {
            command.add(argument.toString());
        }
        return new Apart(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /// @return what it said before it was ready
    List<String> first() {
        return List.copyOf(first);
    }

    synchronized String ask(String line) throws IOException {
        var asked = process.outputWriter(UTF_8);
        asked.write(line);
        asked.write('\n');
        asked.flush();
        return line();
    }

    private String line() throws IOException {
        var line = said.readLine();
        if (line == null) {
            throw new EOFException("the simulated services have ended");
        }
        return line;
    }

    /// They end with what they are told.
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
    }

    /// In the process: says that it is ready and answers until nothing more is said.
    static void answer(UnaryOperator<String> answers) throws IOException {
        try (var told = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            say(READY);
            for (var line = told.readLine(); line != null; line = told.readLine()) {
                say(answers.apply(line));
            }
        }
    }

    static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
