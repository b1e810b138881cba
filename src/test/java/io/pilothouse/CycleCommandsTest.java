package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.cli.Cli;
import io.pilothouse.cli.LocalTerminal;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.arr.ArrSimulator;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.store.DataFolder;
import io.pilothouse.tasks.schedule.Schedules.Planned;
import io.pilothouse.tasks.schedule.Schedules.Trait;
import io.pilothouse.testing.Eventually;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules on the terminal, from the first document to the ledger: the whole program against a simulated app.
class CycleCommandsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private DemoFleet fleet;
    private SimulatedService service;

    private record Ran(int status, String out, String err) {
        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }

        List<String> keys() throws IOException {
            var keys = new ArrayList<String>();
            json().fieldNames().forEachRemaining(keys::add);
            return keys;
        }
    }

    @BeforeEach
    void start() throws IOException {
        fleet = DemoFleet.empty(5, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private void add(String kind) throws IOException {
        service = fleet.add(ServiceSpec.of(kind, "Loft").with("size", "400").with("emptyQueue", "true"));
        service.with(ArrSimulator.class, it -> {
            it.warn(List.of());
            return null;
        });
        addService(kind);
    }

    private void addService(String kind) throws IOException {
        Files.writeString(folder.resolve("secret"), service.access().secretText());
        var added = run(
                "instance",
                "add",
                "--address",
                service.address().toString(),
                "--kind",
                kind,
                "--name",
                "Loft",
                "--guard",
                "open",
                "--secret-file",
                "secret");
        assertThat(added.status()).describedAs(added.err()).isZero();
    }

    private Ran run(String... arguments) {
        return runWith("", arguments);
    }

    private Ran runWith(String input, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new LocalTerminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("PILOTHOUSE_DATA", folder.resolve("data").toString()),
                folder,
                false);
        int status = new Cli(new ProgramHost(), terminal).run(arguments);
        return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// Bar W8: what a guarded instance's rules would do waits after each start until a person lets it go.
    @Test
    void afterAStartAGuardedInstanceIsAskedForNothingUntilItIsReleased() throws Exception {
        add("sonarr");
        runWith("{\"perRun\":2,\"grace\":\"0m\"}", "cycle", "set", "Loft", "Gaps", "--file", "-");
        run("cycle", "dry-run", "Loft", "Gaps");
        assertThat(run("cycle", "enable", "Loft", "Gaps").status()).isZero();
        assertThat(run("instance", "edit", "Loft", "--guard", "guarded", "--yes")
                        .status())
                .isZero();
        service.forgetRequests();

        try (var wiring = new ProgramHost().wire(new DataFolder(folder.resolve("data")))) {
            wiring.openSecrets();
            var id = wiring.engine.instances().named("Loft").id();
            wiring.start();
            var key = "cycle/" + id + "/Gaps";
            Eventually.published(
                    wiring.engine.scheduler().plan(),
                    plan -> plan.stream().anyMatch(planned -> planned.key().equals(key)));
            Eventually.published(
                    wiring.engine.health().states(),
                    states -> states.get(id).lastCheckAt().isPresent());
            wiring.engine.scheduler().runNow(key);
            Eventually.published(
                    wiring.engine.tasks().tasks(),
                    tasks -> tasks.stream()
                            .anyMatch(task -> task.state() == TaskState.HELD
                                    && task.instances().contains(id)));

            assertThat(service.requests()).noneMatch(request -> request.method().equals("POST"));

            wiring.engine.scheduler().releaseOnce(key);
            Eventually.that(() -> service.requests().stream()
                    .anyMatch(request -> request.method().equals("POST")));
            Eventually.published(
                    wiring.engine.scheduler().plan(), plan -> plan.stream().noneMatch(Planned::running));
            service.forgetRequests();

            wiring.engine.scheduler().runNow(key);
            Eventually.published(
                    wiring.engine.scheduler().plan(),
                    plan -> plan.stream().anyMatch(planned -> planned.is(Trait.WAITS_FOR_RELEASE)));
            assertThat(service.requests()).noneMatch(request -> request.method().equals("POST"));
            wiring.engine.guards().releaseToday(id);
            Eventually.that(() -> service.requests().stream()
                    .anyMatch(request -> request.method().equals("POST")));
        }
    }

    @Test
    void aRuleGoesFromItsDocumentThroughDryRunAndRunIntoTheLedger() throws Exception {
        add("sonarr");
        var document = "{\"perRun\":2,\"perDay\":3,\"grace\":\"0m\",\"packsFirst\":false}";

        var set = runWith(document, "cycle", "set", "Loft", "Gaps", "--file", "-", "--json");
        assertThat(set.status()).describedAs(set.out()).isZero();
        assertThat(set.json().path("state").asText()).isEqualTo("off");
        var shown = run("cycle", "show", "Loft", "Gaps", "--json");
        assertThat(shown.json().path("unit").asText()).isEqualTo("episode");
        assertThat(runWith(shown.out(), "cycle", "set", "Loft", "Gaps", "--file", "-")
                        .status())
                .isZero();

        assertThat(run("cycle", "enable", "Loft", "Gaps", "--json").status()).isEqualTo(4);
        var dry = run("cycle", "dry-run", "Loft", "Gaps", "--seed", "7", "--json");
        assertThat(dry.keys())
                .containsExactly(
                        "cycle",
                        "instance",
                        "rule",
                        "dryRun",
                        "seed",
                        "startedAt",
                        "endedAt",
                        "ended",
                        "reason",
                        "gates",
                        "counts",
                        "budget",
                        "decisions",
                        "acts");
        assertThat(dry.json().path("dryRun").asBoolean()).isTrue();
        assertThat(dry.json().path("seed").asLong()).isEqualTo(7);
        assertThat(dry.json().path("acts")).isEmpty();
        assertThat(run("cycle", "enable", "Loft", "Gaps", "--json").status()).isZero();

        var real = run("cycle", "run", "Loft", "Gaps", "--seed", "7", "--yes", "--json");
        assertThat(real.status()).describedAs(real.out() + real.err()).isZero();
        assertThat(chosen(real)).isEqualTo(chosen(dry)).hasSize(2);
        assertThat(real.json().at("/counts/accepted").asInt()).isEqualTo(2);
        assertThat(real.json().at("/budget/used").asInt()).isEqualTo(2);
        assertThat(service.with(ArrSimulator.class, ArrSimulator::searches)).hasSize(2);

        var status = run("cycle", "status", "Loft", "--json").json().at("/rules/0");
        assertThat(status.path("state").asText()).isEqualTo("on");
        assertThat(status.path("inMillis").asLong()).isPositive();
        assertThat(status.at("/budget/used").asInt()).isEqualTo(2);
        assertThat(status.path("whyNotMore").asText()).contains("at most 2");
        var ledger = run("ledger", "Loft", "--json");
        assertThat(ledger.keys()).containsExactly("items", "counts", "inPlacePerHundred");
        assertThat(ledger.json().path("items")).hasSize(2);
        assertThat(ledger.json().at("/items/0/outcome").asText()).isEqualTo("asked");
        assertThat(ledger.json().path("inPlacePerHundred").isNull()).isTrue();

        var next = status.path("nextAt").asText();
        assertThat(run("cycle", "skip", "Loft", "Gaps", "--json")
                        .json()
                        .path("nextAt")
                        .asText())
                .isGreaterThan(next);
        var item = ledger.json().at("/items/0/item");
        var one = item.path("type").asText() + ":" + item.path("id").asText();
        assertThat(run("cycle", "reset", "Loft", "--item", one, "--parent", one).status())
                .isEqualTo(2);
        assertThat(run("cycle", "reset", "Loft", "--item", one, "--json")
                        .json()
                        .path("forgotten")
                        .asInt())
                .isEqualTo(1);
        assertThat(run("cycle", "remove", "Loft", "Gaps").status()).isZero();
        assertThat(run("cycle", "list", "--json").json().path("rules")).isEmpty();
        assertThat(run("ledger", "--json").json().path("items")).hasSize(2);
    }

    @Test
    void aQueueIsTendedByARuleLikeAnyOtherAndTheActCanBeTakenBack() throws Exception {
        service = fleet.add(ServiceSpec.of("sonarr", "Loft")
                .with("size", "400")
                .with("luck", "100")
                .with("emptyQueue", "true"));
        service.with(ArrSimulator.class, it -> {
            it.warn(List.of());
            return null;
        });
        addService("sonarr");
        runWith("{\"perRun\":1,\"grace\":\"0m\",\"packsFirst\":false}", "cycle", "set", "Loft", "One", "--file", "-");
        assertThat(run("cycle", "run", "Loft", "One", "--yes").status()).isZero();
        Eventually.that(() -> run("queue", "Loft", "--json").out().contains("\"title\""));
        var document = "{\"work\":\"queue-care\",\"reasons\":[\"unwanted\"],\"unwanted\":[\"web\"]}";

        var set = runWith(document, "cycle", "set", "Loft", "Care", "--file", "-", "--json");
        assertThat(set.json().path("work").asText()).isEqualTo("queue-care");
        assertThat(run("cycle", "enable", "Loft", "Care", "--yes", "--json")
                        .json()
                        .at("/error/next")
                        .asText())
                .contains("Run it dry");
        var dry = run("cycle", "dry-run", "Loft", "Care", "--json");
        assertThat(dry.json().at("/counts/chosen").asInt()).isEqualTo(1);
        var title = run("queue", "Loft", "--json").json().at("/items/0/title").asText();

        var real = run("cycle", "run", "Loft", "Care", "--yes", "--json");
        assertThat(real.status()).describedAs(real.out() + real.err()).isZero();
        assertThat(real.json().at("/acts/0/act").asText()).isEqualTo("remove");
        assertThat(run("queue", "Loft", "--json").json().path("items").findValuesAsText("title"))
                .doesNotContain(title);
        var task = run("task", "list", "--json").json().path("tasks");
        var undone = java.util.stream.StreamSupport.stream(task.spliterator(), false)
                .filter(it -> it.path("kind").asText().equals("cycle")
                        && it.path("undo").asBoolean())
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        assertThat(run("undo", undone, "--yes").status()).isZero();
        assertThat(run("undo", undone, "--yes").status()).isEqualTo(3);
    }

    @Test
    void aDoubtOfAnEarlierCommandIsSettledBeforeTheRuleIsTried() throws Exception {
        add("sonarr");
        runWith("{\"perRun\":2,\"grace\":\"0m\"}", "cycle", "set", "Loft", "Gaps", "--file", "-");
        service.fault(new Fault.ServerError(500));
        assertThat(run("wanted", "Loft").status()).isEqualTo(5);
        service.heal();

        var tried = run("cycle", "dry-run", "Loft", "Gaps", "--json");

        assertThat(tried.status()).describedAs(tried.out()).isZero();
        assertThat(tried.json().path("gates"))
                .allMatch(gate -> gate.path("passed").asBoolean());
    }

    @Test
    void everyPassHasItsListOrSaysThatItHasNone() throws Exception {
        add("readarr");
        assertThat(run("wanted", "Loft", "--pass", "tag", "--json").json().path("items"))
                .isNotEmpty();
        assertThat(run("wanted", "Loft", "--pass", "format", "--json").status()).isEqualTo(2);
        runWith("{\"perRun\":1,\"grace\":\"0m\"}", "cycle", "set", "Loft", "One", "--file", "-");
        var id = run("cycle", "run", "Loft", "One", "--yes", "--json")
                .json()
                .at("/acts/0/items/0")
                .asText();
        assertThat(run("cycle", "reset", "Loft", "--item", id, "--json")
                        .json()
                        .path("forgotten")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aRuleWithoutAUnitTakesTheSmallestOfItsKindAndAForeignOneIsRefused() throws Exception {
        add("lidarr");

        assertThat(runWith("{}", "cycle", "set", "Loft", "Albums", "--file", "-", "--json")
                        .json()
                        .path("unit")
                        .asText())
                .isEqualTo("album");
        var refused = runWith("{\"unit\":\"episode\"}", "cycle", "set", "Loft", "X", "--file", "-", "--json");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.json().at("/error/message").asText()).contains("cannot be searched by episode");
        var unknown = runWith("{\"perRunn\":3}", "cycle", "set", "Loft", "X", "--file", "-", "--json");
        assertThat(unknown.json().at("/error/message").asText()).contains("perRunn");
        assertThat(run("cycle", "run", "Loft", "Nothing", "--json").status()).isEqualTo(3);
    }

    @Test
    void whatIsWantedAndQueuedIsListedWithItsReasons() throws Exception {
        add("radarr");

        var wanted = run("wanted", "Loft", "--limit", "5", "--json");
        assertThat(wanted.keys()).containsExactly("items", "total");
        assertThat(wanted.json().path("items")).hasSize(5);
        assertThat(wanted.json().at("/items/0").properties().stream().map(Map.Entry::getKey))
                .containsExactly("type", "id", "parent", "title", "lastSearchAt", "eligibleAt", "reason");
        assertThat(run("queue", "Loft", "--json").json().path("items")).isEmpty();
        assertThat(run("wanted", "Loft", "--pass", "everything", "--json").status())
                .isEqualTo(2);
    }

    @Test
    void whatIsWantedIsCountedWhereTheAppHasNoListOfIt() throws Exception {
        service = fleet.add(ServiceSpec.of("eros", "Loft")
                .with("size", "400")
                .with("emptyQueue", "true")
                .with("wanted", "false"));
        addService("eros");
        var library = service.with(ArrSimulator.class, ArrSimulator::library);
        long missing = library.units().stream()
                .filter(it -> !it.hasFile())
                .filter(it -> library.parent(it.id()).orElseThrow().monitored())
                .count();

        var few = run("wanted", "Loft", "--limit", "2", "--json").json();

        assertThat(few.path("items")).hasSize(2);
        assertThat(few.path("total").asLong()).isEqualTo(missing).isGreaterThan(2);
    }

    private static List<String> chosen(Ran ran) throws IOException {
        var chosen = new ArrayList<String>();
        for (var decision : ran.json().path("decisions")) {
            if (decision.path("decision").asText().equals("chosen")) {
                chosen.add(decision.at("/item/id").asText());
            }
        }
        return chosen;
    }
}
