package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.cli.Cli;
import io.pilothouse.cli.LocalTerminal;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.ServiceSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The library on the terminal: the whole program against three simulated servers.
class LibraryCommandsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private DemoFleet fleet;

    private record Ran(int status, String out, String err) {
        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }
    }

    @BeforeEach
    void start() throws IOException {
        fleet = DemoFleet.empty(5, Clock.systemUTC());
        for (var name : List.of("North", "South", "West")) {
            var service = fleet.add(ServiceSpec.of("stash", name).with("size", "small"));
            Files.writeString(folder.resolve("secret"), service.access().secretText());
            var added = run(
                    "instance",
                    "add",
                    "--address",
                    service.address().toString(),
                    "--kind",
                    "stash",
                    "--name",
                    name,
                    "--secret-file",
                    "secret");
            assertThat(added.status()).describedAs(added.err()).isZero();
        }
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private Ran run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new LocalTerminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("NO_COLOR", "1"),
                folder,
                false);
        var all = new java.util.ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        int status = new Cli(new ProgramHost(), terminal).run(all.toArray(String[]::new));
        return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void readsSearchesDecidesAndRates() throws Exception {
        var synced = run("library", "sync", "--full", "--json");
        assertThat(synced.status()).describedAs(synced.out() + synced.err()).isZero();
        assertThat(synced.json().path("results")).hasSize(3);
        assertThat(synced.json().path("results").get(0).path("outcome").asText())
                .isEqualTo("done");
        assertThat(synced.json().path("results").get(0).path("added").asInt()).isGreaterThan(60);

        var again =
                run("library", "sync", "North", "--json").json().path("results").get(0);
        assertThat(again.path("requests").asInt()).isGreaterThan(2);

        var status = run("library", "status", "--json");
        assertThat(status.status()).isZero();
        assertThat(status.json().at("/servers/0/things/scenes").asInt()).isEqualTo(60);
        assertThat(status.json().at("/total/scenes/folded").asInt()).isPositive();
        assertThat(run("library", "status").out()).contains("North", "South", "West");

        var groups =
                run("library", "duplicates", "--type", "scene", "--json").json().path("groups");
        JsonNode folded = null;
        for (var group : groups) {
            if (group.path("why").asText().equals("same")) {
                folded = group;
                break;
            }
        }
        assertThat(folded).isNotNull();
        var key = folded.at("/items/0/key").asText();
        var other = folded.at("/items/1/key").asText();
        assertThat(key).matches("stash-\\d{10}[a-z0-9]{3}:scene:\\d+");

        var word = folded.at("/items/0/title").asText().split("\\W+")[0];
        var found = run("library", "search", word, "--type", "scene", "--json");
        assertThat(found.json().path("items").findValuesAsText("key")).contains(key);
        assertThat(found.json().path("total").asInt()).isPositive();
        assertThat(run("library", "search", word, "--on", "West", "--json")
                        .json()
                        .path("items"))
                .allSatisfy(item -> assertThat(item.path("copies")).hasSize(1));

        var split = run("library", "split", other, "--json");
        assertThat(split.status()).describedAs(split.out()).isZero();
        assertThat(split.json().path("copies")).hasSize(1);
        var decided = run("library", "decisions", "--json").json();
        assertThat(decided.at("/decisions/0/verdict").asText()).isEqualTo("different");
        var number = decided.at("/decisions/0/number").asText();
        assertThat(run("library", "decisions", "--undo", number, "--json")
                        .json()
                        .at("/decisions/0/undoneAt")
                        .isTextual())
                .isTrue();
        assertThat(run("library", "decisions", "--undo", number).status()).isEqualTo(3);
        assertThat(run("library", "show", key, "--json").json().path("copies")).hasSizeGreaterThan(1);
        var merged = run("library", "merge", key, other, "--json");
        assertThat(merged.json().path("copies").findValuesAsText("key")).contains(key, other);

        var rated = run("library", "rate", key, "80", "--json");
        assertThat(rated.json().path("rating").asInt()).isEqualTo(80);
        assertThat(run("library", "rate", key, "101", "--json").status()).isEqualTo(2);
        assertThat(run("library", "export", "--json")
                        .json()
                        .at("/items/0/rating")
                        .asInt())
                .isEqualTo(80);
        assertThat(run("library", "show", key).out()).contains("SERVER");
        assertThat(run("library", "conflicts", "--json").json().has("groups")).isTrue();
    }

    @Test
    void readingIsACycleLikeAllOthers() throws Exception {
        var dry = run("cycle", "dry-run", "North", "full", "--json");
        assertThat(dry.status()).describedAs(dry.out() + dry.err()).isZero();
        assertThat(dry.json().path("reason").asText()).startsWith("It would read ");
        assertThat(run("cycle", "run", "North", "full", "--json")
                        .json()
                        .path("ended")
                        .asText())
                .isEqualTo("acted");
        assertThat(run("cycle", "dry-run", "North", "changes", "--json")
                        .json()
                        .path("ended")
                        .asText())
                .isEqualTo("nothing");

        Files.writeString(folder.resolve("rule.json"), "{\"every\": \"2h\"}");
        var set = run("cycle", "set", "North", "changes", "--file", "rule.json", "--json");
        assertThat(set.status()).describedAs(set.out() + set.err()).isZero();
        assertThat(run("cycle", "show", "North", "changes", "--json")
                        .json()
                        .path("every")
                        .asText())
                .isEqualTo("120m");
        Files.writeString(folder.resolve("rule.json"), "{\"every\": \"1m\"}");
        assertThat(run("cycle", "set", "North", "changes", "--file", "rule.json", "--json")
                        .status())
                .isEqualTo(2);
        run("cycle", "disable", "North", "changes");
        var listed = run("cycle", "list", "North", "--json");
        assertThat(listed.out()).contains("library-sync");
        assertThat(run("cycle", "enable", "North", "full", "--json").status()).isEqualTo(2);
    }

    @Test
    void whyOneServerCannotBeReadNamesIt() throws Exception {
        fleet.services().getFirst().fault(new Fault.Refused());
        for (var picked : List.of(List.of("North"), List.of("--group", "alone"))) {
            if (picked.size() > 1) {
                run("instance", "edit", "North", "--group", "alone");
            }
            var words = new java.util.ArrayList<>(List.of("library", "sync"));
            words.addAll(picked);
            words.add("--json");
            var ran = run(words.toArray(String[]::new));

            assertThat(ran.status()).as(ran.out()).isEqualTo(5);
            assertThat(ran.json().at("/error/instance").asText()).as(ran.out()).startsWith("stash-");
        }
    }

    @Test
    void wrongWordsHaveTheirOwnExit() throws Exception {
        assertThat(run("library", "show", "scene 5", "--json").status()).isEqualTo(2);
        assertThat(run("library", "show", "stash-2601010000aaa:scene:5", "--json")
                        .status())
                .isEqualTo(3);
        assertThat(run("library", "search", "x", "--type", "film", "--json").status())
                .isEqualTo(2);
        assertThat(run("library", "sync", "Nobody", "--json").status()).isEqualTo(3);
        fleet.find("South").orElseThrow().fault(new Fault.Refused());
        var one = run("library", "sync", "South", "--json");
        assertThat(one.status()).isEqualTo(5);
        assertThat(one.json().at("/error/code").asText()).isEqualTo("unreachable");
        var all = run("library", "sync", "--json");
        assertThat(all.status()).isEqualTo(1);
        assertThat(all.json().path("results").findValuesAsText("outcome"))
                .containsExactlyInAnyOrder("done", "done", "failed");
        assertThat(all.out())
                .doesNotContain(fleet.find("North").orElseThrow().access().secretText());
    }
}
