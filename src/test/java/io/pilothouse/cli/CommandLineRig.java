package io.pilothouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// Runs command lines inside the test's process and keeps what they wrote.
final class CommandLineRig implements Host {

    static final ObjectMapper JSON = new ObjectMapper();

    final FakeServices fakes = new FakeServices();
    final Path folder;
    boolean storeBusy;
    boolean consoleOpened;
    int opened;

    CommandLineRig(Path folder) {
        this.folder = folder;
    }

    /// What a run wrote and how it ended.
    record Ran(int status, String out, String err) {
        JsonNode json() {
            try {
                var reader = JSON.readerFor(JsonNode.class).readValues(out);
                var first = (JsonNode) reader.next();
                if (reader.hasNext()) {
                    throw new AssertionError("more than one document: " + out);
                }
                return first;
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + out, e);
            }
        }

        List<String> keys() {
            return List.copyOf(
                    json().properties().stream().map(Map.Entry::getKey).toList());
        }
    }

    Ran run(String... arguments) {
        return runWith("", false, arguments);
    }

    Ran runWith(String input, boolean interactive, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new LocalTerminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("NO_COLOR", "1"),
                folder,
                interactive);
        int status = new Cli(this, terminal).run(arguments);
        return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public Clock clock() {
        return fakes.clock;
    }

    @Override
    public String version() {
        return "0.1.0";
    }

    @Override
    public Path usualDataFolder() {
        return folder;
    }

    @Override
    public CliServices open(Path dataFolder) throws ProblemException {
        if (storeBusy) {
            throw new ProblemException(new Problem(
                    ProblemCode.STORE_BUSY, "Another Pilothouse holds the store.", "Close the other Pilothouse."));
        }
        opened++;
        return fakes.services();
    }

    @Override
    public void logTo(PrintStream stream) {}

    @Override
    public int console(Path dataFolder, boolean demo, Terminal terminal) {
        consoleOpened = true;
        return 0;
    }
}
