package io.pilothouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ShownState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceCommandsTest extends CommandLineCase {

    /// Fixed by the reference of the command line: an interface of this program.
    private static final List<String> INSTANCE_KEYS = List.of(
            "id",
            "num",
            "kind",
            "name",
            "address",
            "secondAddress",
            "enabled",
            "priority",
            "group",
            "tags",
            "colour",
            "monogram",
            "guard",
            "lifecycle",
            "health",
            "state",
            "cause",
            "message",
            "next",
            "product",
            "version",
            "identity",
            "latencyMillis",
            "lastCheckAt",
            "stateSince",
            "locked",
            "settings",
            "configVersion",
            "createdAt",
            "updatedAt",
            "deletedAt");

    private static final List<String> TEST_KEYS =
            List.of("id", "ok", "code", "message", "next", "product", "version", "latencyMillis", "checkedAt");

    private static List<String> keys(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private Path key(String text) throws IOException {
        return Files.writeString(folder.resolve("key.txt"), text);
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearestOne() {
        rig.fakes.have(FakeServices.RADARR, "Cellar");

        var ran = rig.run("instance", "show", "Celar", "--json");

        assertEquals(3, ran.status());
        assertEquals("not-found", ran.json().at("/error/code").asText());
        assertEquals("Did you mean “Cellar”?", ran.json().at("/error/next").asText());
    }

    @Test
    void aSelectionThatFitsNothingIsNotTakenForAnEmptyFleet() {
        rig.fakes.have(FakeServices.RADARR, "Cellar");

        assertEquals(
                "No instance fits.",
                rig.run("instance", "list", "--group", "Attic").out().strip());
    }

    @Test
    void anInstanceHasExactlyTheFixedKeys() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");
        rig.fakes.feel(loft, ShownState.HEALTHY, java.util.Optional.empty());

        var ran = rig.run("instance", "show", "Loft", "--json");

        assertEquals(INSTANCE_KEYS, ran.keys());
        assertEquals(List.of("name", "id", "facts"), keys(ran.json().get("identity")));
        assertEquals("5.26.2", ran.json().get("version").asText());
        assertEquals(12, ran.json().get("latencyMillis").asLong());
        assertEquals("2026-05-03T14:11:55Z", ran.json().get("lastCheckAt").asText());
        assertTrue(ran.json().get("deletedAt").isNull());
    }

    @Test
    void aNeverCheckedInstanceIsUnknownAndPending() {
        rig.fakes.have(FakeServices.RADARR, "Loft");

        var json = rig.run("instance", "show", "Loft", "--json").json();

        assertEquals("unknown", json.get("state").asText());
        assertEquals("pending", json.get("lifecycle").asText());
        assertTrue(json.get("health").isNull());
        assertTrue(json.get("latencyMillis").isNull());
    }

    @Test
    void listPicksByKindAndSaysWhatIsWrong() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");
        rig.fakes.have(FakeServices.HOME, "Cabin");
        rig.fakes.feel(loft, ShownState.DOWN, java.util.Optional.of(FaultCode.CONNECTION_REFUSED));

        var json =
                rig.run("instance", "list", "--kind", "radarr", "--json").json().get("instances");

        assertEquals(1, json.size());
        assertEquals("connection-refused", json.get(0).get("cause").asText());
        assertEquals("Loft did not answer.", json.get(0).get("message").asText());
        assertEquals("Check that it runs.", json.get(0).get("next").asText());
    }

    @Test
    void aMistypedKindIsRefusedWithTheNearest() {
        var ran = rig.run("instance", "list", "--kind", "radar", "--json");

        assertEquals(2, ran.status());
        assertEquals("Did you mean “radarr”?", ran.json().at("/error/next").asText());
    }

    @Test
    void addRecognisesTheKindSavesAndTests() throws IOException {
        key("s3cret\n");

        var ran = rig.run("instance", "add", "--address", "nas.lan:7878", "--secret-file", "key.txt", "--json");

        assertEquals(0, ran.status());
        assertEquals(TEST_KEYS, keys(ran.json().get("test")));
        assertTrue(ran.json().at("/test/ok").asBoolean());
        assertEquals("Radarr", ran.json().get("name").asText());
        assertEquals("moss", ran.json().get("colour").asText());
        assertEquals(
                "s3cret",
                rig.fakes
                        .secrets
                        .get(rig.fakes.live.getFirst().id())
                        .get("apiKey")
                        .value());
        assertThat(ran.out() + ran.err()).doesNotContain("s3cret");
    }

    @Test
    void whereTheAddressFitsTwoKindsTheSecretDecides() throws IOException {
        key("s3cret");

        var ran = rig.run("instance", "add", "--address", "nas.lan:6969", "--secret-file", "key.txt", "--json");

        assertEquals(0, ran.status());
        assertEquals("radarr", ran.json().get("kind").asText());
        assertEquals(1, rig.fakes.live.size());
        assertEquals(
                "s3cret",
                rig.fakes
                        .secrets
                        .get(rig.fakes.live.getFirst().id())
                        .get("apiKey")
                        .value());
    }

    @Test
    void aFailedTestStillSaves() {
        var ran = rig.run(
                "instance", "add", "--address", "http://nas.lan:7878", "--kind", "radarr", "--name", "Loft", "--json");

        assertEquals(1, ran.status());
        assertEquals("refused", ran.json().at("/test/code").asText());
        assertEquals(1, rig.fakes.live.size());
    }

    @Test
    void everyOptionReachesTheConfiguration() throws IOException {
        key("{\"apiKey\":\"s3cret\",\"header:X-Gate\":\"t0ken\"}");

        var ran = rig.run(
                "instance add --address http://nas.lan:7878 --kind radarr --name Loft --second-address http://vpn:7878 --group Media --tag kids --tag 4k --colour plum --monogram L4 --priority 7 --guard guarded --interval 90s --timeout 20s --proxy gate.lan:3128 --header X-Plain=1 --header X-Gate --notes text --disabled --secret-file key.txt"
                        .split(" "));

        assertEquals(0, ran.status(), ran.err());
        var made = rig.fakes.live.getFirst();
        var configuration = made.configuration();
        assertEquals(
                "http://vpn:7878/",
                configuration.connection().second().orElseThrow().toString());
        assertEquals(List.of("4k", "kids"), configuration.tags());
        assertEquals(GuardLevel.GUARDED, configuration.guard().orElseThrow());
        assertEquals(
                java.time.Duration.ofSeconds(90), configuration.checkEvery().orElseThrow());
        assertEquals(
                java.time.Duration.ofSeconds(20), configuration.connection().timeout());
        assertEquals(
                new io.pilothouse.domain.instance.Connection.ProxyChoice.Through("gate.lan", 3128),
                configuration.connection().proxy());
        assertEquals(
                List.of(
                        new io.pilothouse.domain.instance.Connection.ExtraHeader("X-Plain", "1", false),
                        new io.pilothouse.domain.instance.Connection.ExtraHeader("X-Gate", "", true)),
                configuration.connection().headers());
        assertEquals(
                "PLUM L4 7 Media text false",
                configuration.colour() + " " + configuration.monogram() + " "
                        + configuration.priority() + " " + configuration.group() + " " + configuration.notes() + " "
                        + configuration.enabled());
        assertEquals(
                java.util.Set.of("apiKey", "header:X-Gate"),
                rig.fakes.secrets.get(made.id()).keySet());
    }

    @Test
    void aHeaderWithoutAValueIsRefusedWhereItsSecretIsMissing() throws IOException {
        key("s3cret");
        var add = "instance add --address http://nas.lan:7878 --kind radarr --name Loft --header X-Gate"
                + " --secret-file key.txt --json";

        var refused = rig.run(add.split(" "));

        assertEquals(2, refused.status(), refused.out());
        assertEquals("bad-value", refused.json().at("/error/code").asText());
        assertTrue(refused.json().at("/error/message").asText().contains("X-Gate"));
        assertTrue(rig.fakes.live.isEmpty(), "nothing was saved");
    }

    @Test
    void aSecretFromAnEditorOfWindowsIsReadWithoutItsMark() throws IOException {
        var marked = folder.resolve("key.txt");
        for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Files.write(marked, "\uFEFFs3cret\r\n".getBytes(charset));

            var ran = rig.run(
                    "instance",
                    "add",
                    "--address",
                    "http://nas.lan:7878",
                    "--kind",
                    "radarr",
                    "--name",
                    charset.name(),
                    "--secret-file",
                    "key.txt");

            assertEquals(0, ran.status(), ran.err());
            assertEquals(
                    "s3cret",
                    rig.fakes
                            .secrets
                            .get(rig.fakes.live.getLast().id())
                            .get("apiKey")
                            .value());
        }
    }

    @Test
    void aSecretInTheAddressIsRefusedAndNotRepeated() {
        var ran = rig.run("instance", "add", "--address", "http://nas.lan:7878 s3cret", "--kind", "radarr");

        assertEquals(2, ran.status());
        assertThat(ran.out() + ran.err()).doesNotContain("s3cret");
        assertTrue(rig.fakes.live.isEmpty());
    }

    @Test
    void anUnknownSecretFieldOrBrokenJsonIsRefusedWithoutQuotingIt() throws IOException {
        for (var text :
                List.of("{\"apiKy\":\"s3cret\"}", "{\"apiKey\":s3cret}", "{\"apiKey\":\"s3cret\"} x", "a\ns3cret")) {
            key(text);
            var ran = rig.run(
                    "instance",
                    "add",
                    "--address",
                    "nas.lan",
                    "--kind",
                    "radarr",
                    "--secret-file",
                    "key.txt",
                    "--json");
            assertEquals(2, ran.status(), text);
            assertEquals("bad-value", ran.json().at("/error/code").asText());
            assertThat(ran.out() + ran.err()).doesNotContain("s3cret");
        }
        assertTrue(rig.fakes.live.isEmpty());
    }

    @Test
    void onATerminalTheSecretIsAsked() {
        var ran = rig.runWith(
                "s3cret\n", true, "instance", "add", "--address", "nas.lan:7878", "--kind", "radarr", "--name", "Loft");

        assertEquals(0, ran.status(), ran.err());
        assertThat(ran.err()).contains("API key: ");
        assertEquals(
                "s3cret",
                rig.fakes
                        .secrets
                        .get(rig.fakes.live.getFirst().id())
                        .get("apiKey")
                        .value());
    }

    @Test
    void editChangesOnlyWhatWasGiven() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");

        var ran = rig.runWith("n3w", false, "instance", "edit", "Loft", "--group", "Media", "--secret-stdin", "--json");

        assertEquals(0, ran.status(), ran.out());
        var after = rig.fakes.live.getFirst();
        assertEquals(loft.configuration().withGroup("Media"), after.configuration());
        assertEquals("n3w", rig.fakes.secrets.get(loft.id()).get("apiKey").value());
        assertEquals(2, ran.json().get("configVersion").asLong());
    }

    @Test
    void badValuesAreRefusedBeforeAnythingChanges() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");
        for (var bad : List.of(
                "--guard open-ish",
                "--colour blurple",
                "--interval soon",
                "--interval 1s",
                "--timeout 1h",
                "--proxy nowhere",
                "--trust maybe",
                "--trust pin:abc",
                "--set unknown=1",
                "--username joe",
                "--monogram ABC",
                "--priority high",
                "--second-address ftp://x")) {
            var ran = rig.run(("instance edit Loft --json " + bad).split(" "));
            assertEquals(2, ran.status(), bad);
            assertThat(ran.json().at("/error/next").asText()).as(bad).isNotBlank();
        }
        assertEquals(loft, rig.fakes.live.getFirst());
    }

    @Test
    void renameCloneOrderEnableDisable() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");
        var cellar = rig.fakes.have(FakeServices.RADARR, "Cellar");

        assertEquals(
                loft.id().value(),
                rig.run("instance", "rename", "Loft", "Attic", "--json")
                        .json()
                        .get("id")
                        .asText());
        assertEquals(
                "Copy",
                rig.run("instance", "clone", "Attic", "Copy", "--json")
                        .json()
                        .get("name")
                        .asText());
        var order = rig.run("instance", "order", "Cellar", "--before", "Attic", "--json")
                .json();
        assertEquals(
                List.of("Cellar", "Attic", "Copy"),
                order.get("instances").findValuesAsText("name").stream()
                        .filter(name -> !"Films".equals(name))
                        .toList());
        var off = rig.run("instance", "disable", "Attic", cellar.id().value(), "--json");
        assertEquals(0, off.status());
        assertEquals(2, off.json().get("instances").size());
        var on = rig.run("instance", "enable", "Attic", "--json");
        assertEquals(0, on.status());
        assertThat(keys(on.json())).startsWith(INSTANCE_KEYS.toArray(String[]::new));
        assertEquals("Attic", on.json().at("/name").asText());
        assertEquals(1, on.json().get("instances").size());
    }

    @Test
    void aBulkCommandSaysForEachWhatWasDone() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");
        rig.fakes.have(FakeServices.RADARR, "Cellar");
        rig.fakes.levels.put(loft.id(), GuardLevel.READ_ONLY);

        var ran = rig.run("instance", "disable", "--all", "--json");

        assertEquals(1, ran.status());
        assertEquals(loft.id().value(), ran.json().at("/failed/0/id").asText());
        assertEquals("guard", ran.json().at("/failed/0/code").asText());
        assertEquals(1, ran.json().get("instances").size());
    }

    @Test
    void trashAndBackKeepsTheId() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");

        assertEquals(0, rig.run("instance", "remove", "Loft").status());
        var trash = rig.run("instance", "list", "--trash", "--json").json().get("instances");
        assertEquals(loft.id().value(), trash.get(0).get("id").asText());
        assertEquals(
                0,
                rig.run("instance", "list", "--trash", "--kind", "homeassistant", "--json")
                        .json()
                        .get("instances")
                        .size());
        assertEquals(
                1,
                rig.run("instance", "list", "--trash", "Loft", "--json")
                        .json()
                        .get("instances")
                        .size());
        assertEquals(3, rig.run("instance", "list", "--trash", "Nobody").status());
        var back = rig.run("instance", "restore", "radarr/loft", "--json");
        assertEquals(loft.id().value(), back.json().get("id").asText());
        assertEquals(3, rig.run("instance", "restore", "Loft").status());
    }

    @Test
    void purgeAsksAndYesAnswersBeforehand() {
        rig.fakes.have(FakeServices.RADARR, "Loft");
        rig.run("instance", "remove", "Loft");

        assertEquals(4, rig.run("instance", "purge", "Loft", "--json").status());
        assertEquals(4, rig.runWith("n\n", true, "instance", "purge", "Loft").status());
        assertEquals(1, rig.fakes.trashed.size());
        assertEquals(0, rig.run("instance", "purge", "Loft", "--yes").status());
        assertTrue(rig.fakes.trashed.isEmpty());
    }

    @Test
    void aGuardedInstanceMustBeTyped() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");
        rig.fakes.levels.put(loft.id(), GuardLevel.GUARDED);
        rig.run("instance", "remove", "Loft");

        assertEquals(4, rig.run("instance", "purge", "Loft", "--yes").status());
        assertEquals(4, rig.runWith("Lift\n", true, "instance", "purge", "Loft").status());
        assertEquals(0, rig.runWith("Loft\n", true, "instance", "purge", "Loft").status());
    }

    @Test
    void testEndsWithOneWhenOneFails() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");
        rig.fakes.secrets.get(loft.id()).put("apiKey", new io.pilothouse.domain.secret.Secret("x"));
        rig.fakes.have(FakeServices.RADARR, "Cellar");

        assertEquals(0, rig.run("instance", "test", "Loft").status());
        var both = rig.run("instance", "test", "--all", "--json");
        assertEquals(1, both.status());
        assertEquals(TEST_KEYS, keys(both.json().at("/tests/0")));
        assertEquals("refused", both.json().at("/tests/1/code").asText());
    }

    @Test
    void testWithoutAnyInstanceIsAMistake() {
        assertEquals(2, rig.run("instance", "test").status());
    }

    @Test
    void diagnoseNamesTheFirstFailingStep() {
        rig.fakes.have(FakeServices.RADARR, "Loft");

        var ran = rig.run("instance", "diagnose", "Loft", "--json");

        assertEquals(1, ran.status());
        assertEquals(List.of("steps", "cause"), ran.keys());
        assertEquals("connection-refused", ran.json().get("cause").asText());
        assertEquals(
                "{\"step\":\"connect\",\"outcome\":\"failed\",\"millis\":3,\"message\":\"Nothing listens at port"
                        + " 7878.\",\"next\":\"Check the port.\"}",
                ran.json().at("/steps/1").toString());
        assertEquals(
                0, rig.run("instance", "diagnose", "--address", "nas.lan:7878").status());
        assertEquals(2, rig.run("instance", "diagnose").status());
    }

    @Test
    void recogniseAnswersExactlyItsKeys() {
        assertEquals(
                "{\"kind\":\"radarr\",\"product\":\"Radarr\",\"version\":\"5.26.2\",\"certain\":true}\n",
                rig.run("instance", "recognise", "nas.lan:7878", "--json").out());
        assertEquals(5, rig.run("instance", "recognise", "nas.lan:1").status());
        assertEquals(2, rig.run("instance", "recognise", "ftp://nas").status());
    }

    @Test
    void neighboursAreWhatAnswersAtUsualPortsOfTheSameHostAndIsNoInstance() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");

        var json = rig.run("instance", "neighbours", "Loft", "--json").json();

        assertEquals(loft.id().value(), json.get("instance").asText());
        assertThat(json.get("ports")).isNotEmpty().hasSameSizeAs(json.get("neighbours"));
        assertThat(json.at("/neighbours/0/address").asText())
                .isEqualTo("http://" + loft.address().host() + ":"
                        + json.at("/ports/0").asInt() + "/");
        assertEquals(3, rig.run("instance", "neighbours", "Nobody").status());
        assertEquals(0, rig.run("instance", "remove", "Loft", "--yes").status());
        assertThat(rig.run("instance", "neighbours", "Loft").err()).contains("Loft is in the trash.");
    }

    @Test
    void whoAnswersIsAcceptedAndTestedAgain() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");

        var json = rig.run("instance", "accept-identity", "Loft", "--json").json();

        assertEquals(loft.id().value(), json.get("id").asText());
        assertTrue(json.has("test"));
        assertEquals(3, rig.run("instance", "accept-identity", "Nobody").status());
    }

    @Test
    void unlockNeedsASecret() throws IOException {
        rig.fakes.have(FakeServices.RADARR, "Loft");

        assertEquals(2, rig.run("instance", "unlock", "Loft").status());
        key("s3cret");
        assertEquals(
                0,
                rig.run("instance", "unlock", "Loft", "--secret-file", "key.txt")
                        .status());
    }

    @Test
    void controlCharactersOfAServiceDoNotReachTheTerminal() {
        rig.fakes.have(FakeServices.RADARR, "Loft");

        var ran = rig.run("instance", "show", "No\u001b[2Jbody");

        assertThat(ran.err()).doesNotContain("\u001b");
    }
}
