package io.pilothouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ShownState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Copies, condition, key, engine, demo fleet.
class StoreCommandsTest extends CommandLineCase {

    @Test
    void aBackupIsWrittenOnceAndRestored() {
        var first = rig.run("backup", "monday.db", "--json");

        assertEquals(0, first.status(), first.out());
        assertEquals(
                folder.resolve("monday.db").toString(), first.json().get("file").asText());
        assertTrue(first.json().get("sizeBytes").asLong() > 0);
        assertEquals(2, rig.run("backup", "monday.db").status(), "nothing is overwritten");
        assertEquals(2, rig.run("backup", "nowhere/monday.db").status());
        var restored = rig.run("restore", "monday.db", "--json");
        assertEquals(0, restored.status(), restored.out());
        assertTrue(Files.exists(Path.of(restored.json().get("kept").asText())));
    }

    @Test
    void aFileThatIsNoStoreIsNotRestored() throws IOException {
        rig.run("backup", "monday.db");
        Files.writeString(folder.resolve("poem.db"), "no store");

        var ran = rig.run("restore", "poem.db", "--json");

        assertEquals(7, ran.status());
        assertEquals("bad-file", ran.json().at("/error/code").asText());
        assertEquals(7, rig.run("restore", "nowhere.db").status());
        assertEquals(0, rig.run("backup", "after.db").status(), "the store is whole");
    }

    @Test
    void theDoctorNoticesAClockThatWasSetBack() {
        rig.run("backup", "monday.db"); // makes files of today, long after the rig's clock

        var ran = rig.run("doctor", "--json");

        assertEquals(1, ran.status());
        assertFalse(check(ran.json(), "clock").get("ok").asBoolean());
        assertFalse(check(ran.json(), "clock").get("next").asText().isBlank());
    }

    @Test
    void theDoctorFindsTheStoreWhole() {
        rig.clock = java.time.Clock.systemUTC();

        var ran = rig.run("doctor", "--json");

        assertEquals(0, ran.status(), ran.out());
        assertTrue(ran.json().get("ok").asBoolean());
        assertEquals("ok", check(ran.json(), "store").at("/facts/integrity").asText());
        assertEquals(
                "none", check(ran.json(), "data-key").at("/facts/protection").asText());
        assertFalse(check(ran.json(), "display").at("/facts/available").asBoolean());
    }

    @Test
    void theDoctorDoesNotHideThatTheStoreIsBusy() {
        rig.storeBusy = true;

        var ran = rig.run("doctor", "--no-attach", "--json");

        assertEquals(6, ran.status());
    }

    private static JsonNode check(JsonNode answer, String name) {
        for (var check : answer.get("checks")) {
            if (name.equals(check.get("check").asText())) {
                return check;
            }
        }
        throw new AssertionError("no check " + name + " in " + answer);
    }

    @Test
    void exportAndImportGoThroughAFile() throws IOException {
        rig.fakes.have(FakeServices.RADARR, "Loft");
        rig.fakes.have(FakeServices.HOME, "Cabin");

        var exported = rig.run("export", "fleet.json", "--kind", "radarr", "--json");
        assertEquals(0, exported.status(), exported.out());
        assertEquals(1, exported.json().get("instances").asInt());
        assertEquals(2, rig.run("export", "fleet.json").status(), "nothing is overwritten");
        assertEquals(2, rig.run("export", "with.json", "--with-secrets").status(), "no passphrase");
        assertEquals(0, rig.run("export", "one.json", "Cabin").status());

        var plan = rig.run("import", "fleet.json", "--dry-run", "--json");
        assertEquals(0, plan.status(), plan.out());
        assertTrue(plan.json().get("dryRun").asBoolean());
        assertEquals("already-here", plan.json().at("/instances/0/decision").asText());
        assertEquals(2, rig.run("import", "fleet.json", "--from", "huntar").status());
        Files.writeString(folder.resolve("bad.json"), "{");
        assertEquals(7, rig.run("import", "bad.json", "--json").status());
    }

    @Test
    void thePhraseIsForPeopleOnly() {
        assertEquals(2, rig.run("recovery-phrase").status());
        assertEquals(2, rig.run("rekey").status());
        assertEquals(2, rig.runWith("", true, "recovery-phrase", "--json").status());
        assertEquals(3, rig.runWith("", true, "recovery-phrase").status(), "there is no secret yet");
        assertThat(rig.runWith("", true, "rekey").out()).contains("Encrypted 0 secrets");
    }

    @Test
    void runSaysWhatHappensUntilStopped() throws Exception {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");
        var lines = new Lines();
        var status = new CompletableFuture<Integer>();
        var thread = Thread.ofPlatform().start(() -> status.complete(cli(lines).run("run", "--json")));
        assertThat(lines.next()).contains("\"type\":\"engine\"").contains("\"state\":\"started\"");
        rig.fakes.feel(loft, ShownState.DOWN, Optional.of(FaultCode.NO_ANSWER));
        assertThat(lines.next("\"type\":\"state\""))
                .contains("\"instance\":\"" + loft.id() + "\"", "\"state\":\"down\"", "\"message\":\"Loft: ")
                .doesNotContain("  ");

        var other = new CommandLineRig(folder);
        other.storeBusy = true;
        assertEquals(0, other.run("instance", "rename", "Loft", "Attic").status(), "it attaches to the engine");
        assertThat(lines.next("\"type\":\"task\"")).contains("rename Loft");
        thread.interrupt();

        assertThat(lines.next("\"type\":\"engine\"")).contains("\"state\":\"stopped\"");
        assertEquals(130, status.get(30, TimeUnit.SECONDS));
        assertTrue(rig.fakes.closed);
        assertFalse(Files.exists(folder.resolve("pilothouse.sock")));
    }

    @Test
    void runOnceEndsByItself() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");
        assertEquals(0, rig.run("run", "--once").status());
        rig.fakes.faults.put(loft.id(), FaultCode.NO_ANSWER);
        assertEquals(1, rig.run("run", "--once").status());
    }

    @Test
    void theDemoFleetLendsSecretsAndTakesThemBack() throws Exception {
        var lines = new Lines();
        var status = new CompletableFuture<Integer>();
        var thread = Thread.ofPlatform().start(() -> status.complete(cli(lines).run("demo", "--json", "--seed", "3")));

        var answer = CommandLineRig.JSON.readTree(lines.next());
        assertEquals(14, answer.get("instances").size());
        assertThat(answer.get("control").asText()).startsWith("http://127.0.0.1:");
        var first = answer.at("/instances/0");
        assertThat(first.get("address").asText()).startsWith("http");
        var secret = Path.of(first.get("secretFile").asText());
        assertFalse(Files.readString(secret).isBlank());
        assertThat(answer.toString()).doesNotContain(Files.readString(secret));
        thread.interrupt();

        assertEquals(130, status.get(30, TimeUnit.SECONDS));
        assertFalse(Files.exists(secret.getParent()));
        assertEquals(0, rig.opened);
    }

    @Test
    void theDemoFleetSaysWhatItsInstancesAreAddedWith() throws Exception {
        var lines = new Lines();
        var thread = Thread.ofPlatform().start(() -> cli(lines).run("demo"));
        var said = new ArrayList<String>();
        while (said.isEmpty() || !said.getLast().startsWith("Ctrl+C")) {
            said.add(lines.next());
        }
        thread.interrupt();
        thread.join();

        assertThat(said).anyMatch(line -> line.matches("qbittorrent +Seedbox +http\\S+ +\\w+ +/\\S+\\.secret.*"));
        assertThat(said).anyMatch(line -> line.startsWith("Brand North is added with --set accountId=ENTITY"));
        assertThat(said).anyMatch(line -> line.startsWith("Movies 4K is added with --trust ca:/"));
    }

    @Test
    void demoRefusesSizesAndPortsThatDoNotExist() {
        assertEquals(2, rig.run("demo", "--fleet", "15").status());
        assertEquals(2, rig.run("demo", "--port-base", "70000").status());
        assertEquals(
                0,
                rig.run("demo", "--console", "--also", "stash", "--also", "stash")
                        .status());
        assertEquals(List.of("stash", "stash"), rig.demoAlso);
        assertTrue(rig.consoleOpened);
    }

    private Cli cli(Lines lines) {
        return new Cli(
                rig,
                new LocalTerminal(InputStream.nullInputStream(), lines.stream(), System.err, Map.of(), folder, false));
    }
}
