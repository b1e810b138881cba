package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.cli.Cli;
import io.pilothouse.cli.LocalTerminal;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.DemoInstance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole program on the terminal: real store, real connectors, the simulated fleet behind them.
class CommandLineTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static DemoFleet fleet;

    @TempDir
    Path folder;

    private Path data;
    private final List<String> written = new ArrayList<>();

    @BeforeAll
    static void startTheFleet() throws IOException {
        fleet = DemoFleet.still(1, 14, Clock.systemUTC(), 0);
    }

    @AfterAll
    static void stopTheFleet() {
        fleet.close();
    }

    @BeforeEach
    void chooseTheFolder() {
        data = folder.resolve("data");
    }

    private record Ran(int status, String out, String err) {
        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }
    }

    private Ran run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new LocalTerminal(
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("PILOTHOUSE_DATA", data.toString()),
                folder,
                false);
        int status = new Cli(new ProgramHost(), terminal).run(arguments);
        var ran = new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        written.add(ran.out() + ran.err());
        return ran;
    }

    /// Adds an instance of the fleet as a person would, by what the demo says of it.
    private Ran add(DemoInstance demo, String... more) throws IOException {
        var arguments = new ArrayList<>(List.of(
                "instance",
                "add",
                "--json",
                "--address",
                demo.address().toString(),
                "--kind",
                demo.kind(),
                "--name",
                demo.name(),
                "--guard",
                demo.guard()));
        if (!demo.secret().isEmpty()) {
            Files.writeString(folder.resolve("secret"), demo.secret());
            arguments.addAll(List.of("--secret-file", "secret"));
        }
        if (!demo.username().isEmpty()) {
            arguments.addAll(List.of("--username", demo.username()));
        }
        if (demo.trust().equals("ca")) {
            Files.writeString(folder.resolve("ca.pem"), fleet.authorityPem());
            arguments.addAll(List.of("--trust", "ca:ca.pem"));
        }
        demo.settings().forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private static DemoInstance first(String kind) {
        return fleet.instances().stream()
                .filter(instance -> instance.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCommandSaysWhatIsLockedAndWhatKeepsTheKeyEachTime() throws IOException {
        add(first("radarr"));
        assertEquals(
                "key-file",
                dataKey(run("doctor", "--json")).at("/facts/protection").asText());

        Files.delete(data.resolve("pilothouse.key"));

        for (int time = 0; time < 3; time++) {
            var listed = run("instance", "list", "--json").json().at("/instances/0");
            assertTrue(listed.get("locked").asBoolean(), listed::toString);
            assertEquals("locked", listed.get("state").asText());
        }
        var doctor = run("doctor", "--json");
        assertEquals(1, doctor.status());
        assertFalse(dataKey(doctor).get("ok").asBoolean());
    }

    private static JsonNode dataKey(Ran doctor) throws IOException {
        for (var check : doctor.json().get("checks")) {
            if (check.get("check").asText().equals("data-key")) {
                return check;
            }
        }
        throw new AssertionError("no data-key in " + doctor.out());
    }

    @Test
    void everyInstanceOfTheFleetIsAddedTestedAndListed() throws IOException {
        var failed = new HashMap<String, String>();
        for (var demo : fleet.instances()) {
            var ran = add(demo);
            assertTrue(ran.status() <= 1, ran.out() + ran.err());
            if (ran.status() != 0) {
                failed.put(
                        demo.kind() + "/" + demo.name(),
                        ran.json().at("/test/message").asText());
            }
        }

        assertThat(failed.size()).as(failed.toString()).isLessThanOrEqualTo(2); // the fleet has trouble of its own
        var list = run("instance", "list", "--json").json().get("instances");
        assertEquals(fleet.instances().size(), list.size());
        var health = run("health", "--once", "--json");
        assertTrue(health.status() <= 1, health.out());
        assertEquals(
                fleet.instances().size(), health.json().at("/round/checked").asInt());
        assertEquals(0, run("doctor", "--json").status());
        for (var demo : fleet.instances()) {
            if (!demo.secret().isEmpty() && !demo.secret().startsWith("{")) {
                assertThat(String.join("\n", written)).doesNotContain(demo.secret());
            }
        }
    }

    @Test
    void whatWasDoneIsThereAtTheNextStart() throws IOException {
        var demo = first("radarr");
        var id = add(demo).json().get("id").asText();

        assertEquals(0, run("instance", "rename", id, "Attic").status());
        var task = run("task", "list", "--json").json().at("/tasks/0");
        assertEquals(
                "Attic",
                run("instance", "show", id, "--json").json().get("name").asText());
        assertThat(run("activity", id).out()).contains("Attic");
        assertEquals(0, run("undo", task.get("id").asText()).status());
        assertEquals(
                demo.name(),
                run("instance", "show", id, "--json").json().get("name").asText());
        assertEquals(0, run("instance", "remove", id).status());
        assertEquals(3, run("instance", "show", "Nobody").status());
        assertEquals(0, run("instance", "restore", id).status());
        assertEquals(
                id,
                run("instance", "list", "--json").json().at("/instances/0/id").asText());
        assertEquals(0, run("pause", "--for", "1h").status());
        assertTrue(run("resume", "--json").json().get("until").isNull());
        assertEquals(0, run("maintenance", id, "--for", "2h").status());
        assertEquals(
                "maintenance",
                run("instance", "show", id, "--json").json().get("state").asText());
    }

    @Test
    void aRecognisedAddressNeedsNoKind() throws IOException {
        var demo = first("sonarr");

        var ran = run("instance", "recognise", demo.address().toString(), "--json");

        assertEquals("sonarr", ran.json().get("kind").asText());
        assertEquals(
                0,
                run("instance", "diagnose", "--address", demo.address().toString())
                                .status()
                        / 2);
        assertEquals(
                5, run("instance", "recognise", "http://127.0.0.1:1", "--json").status());
    }

    @Test
    void aWrongKeyIsSavedAndSaid() throws IOException {
        var demo = first("sonarr");
        Files.writeString(folder.resolve("wrong"), "0123456789abcdef");

        var ran = run(
                "instance",
                "add",
                "--json",
                "--address",
                demo.address().toString(),
                "--kind",
                "sonarr",
                "--name",
                "Tower",
                "--secret-file",
                "wrong");

        assertEquals(1, ran.status());
        assertEquals("refused", ran.json().at("/test/code").asText());
        assertEquals(
                "Tower",
                run("instance", "list", "--json").json().at("/instances/0/name").asText());
        assertThat(ran.out()).doesNotContain("0123456789abcdef");
    }

    @Test
    void theStoreGoesIntoABackupAndBackAndTheFleetIntoAFile() throws IOException {
        var id = add(first("radarr")).json().get("id").asText();
        Files.writeString(folder.resolve("words"), "correct horse battery");

        assertEquals(0, run("backup", "monday.db").status());
        assertEquals(
                0,
                run("export", "fleet.json", "--with-secrets", "--passphrase-file", "words")
                        .status());
        assertEquals(0, run("instance", "remove", id).status());
        var purged = run("instance", "purge", id, "--yes", "--json");
        assertEquals(0, purged.status(), purged.out());
        var imported = run("import", "fleet.json", "--passphrase-file", "words", "--json");
        assertEquals(0, imported.status(), imported.out());
        assertEquals(id, imported.json().at("/instances/0/id").asText());
        var tested = run("instance", "test", id, "--json");
        assertEquals(0, tested.status(), tested.out());
        var restored = run("restore", "monday.db", "--json");
        assertEquals(0, restored.status(), restored.out());
        assertEquals(1, restored.json().get("instances").asInt());
        assertTrue(Files.exists(Path.of(restored.json().get("kept").asText())));
    }

    @Test
    void aDamagedStoreIsSaidAndRestorable() throws IOException {
        add(first("radarr"));
        assertEquals(0, run("backup", "monday.db").status());
        var store = data.resolve("pilothouse.db");
        assertTrue(Files.exists(store));
        Files.write(store, new byte[8_192]);

        var list = run("instance", "list", "--json");

        assertEquals(6, list.status(), list.out());
        assertEquals("store-damaged", list.json().at("/error/code").asText());
        assertFalse(list.json().at("/error/next").asText().isBlank());
        var doctor = run("doctor", "--json");
        assertEquals(1, doctor.status(), doctor.out());
        var restored = run("restore", "monday.db", "--json");
        assertEquals(0, restored.status(), restored.out());
        assertEquals(
                1, run("instance", "list", "--json").json().get("instances").size());
    }
}
