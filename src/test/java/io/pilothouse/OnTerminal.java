package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.cli.Cli;
import io.pilothouse.cli.LocalTerminal;
import io.pilothouse.testing.OutsideTasks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The whole program on a terminal, with a store of its own below a folder.
record OnTerminal(Path folder) {

    private static final ObjectMapper JSON = new ObjectMapper();

    record Ran(int status, String out, String err) {
        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }

        Ran good() {
            assertThat(status).describedAs(out + err).isZero();
            return this;
        }
    }

    Ran run(String... arguments) {
        return runWith("", arguments);
    }

    Ran runWith(String input, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = runInto(out, err, input, arguments);
        return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// Writes while it runs, for a command that streams.
    int runInto(ByteArrayOutputStream out, ByteArrayOutputStream err, String input, String... arguments) {
        var terminal = new LocalTerminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("PILOTHOUSE_DATA", folder.resolve("data").toString()),
                folder,
                false);
        try (var outside = new OutsideTasks()) {
            int status = new Cli(new ProgramHost(), terminal).run(arguments);
            assertThat(outside.calls()).as(String.join(" ", arguments)).isEmpty();
            return status;
        }
    }

    JsonNode json(String... arguments) throws IOException {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        var ran = run(all.toArray(String[]::new));
        assertThat(ran.status()).describedAs(ran.out() + ran.err()).isLessThanOrEqualTo(1);
        return ran.json();
    }

    void add(String kind, String name, String address, String secret, String guard, String... more) throws IOException {
        Files.writeString(folder.resolve("secret"), secret);
        var all = new ArrayList<>(List.of(
                "instance",
                "add",
                "--kind",
                kind,
                "--name",
                name,
                "--address",
                address,
                "--guard",
                guard,
                "--secret-file",
                "secret"));
        all.addAll(List.of(more));
        run(all.toArray(String[]::new)).good();
    }
}
