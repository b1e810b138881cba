package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.arr.ArrActivity;
import io.pilothouse.demo.arr.ArrSimulator;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A hunt in a process of its own that is killed between its call and the answer: what it asked for counts as
/// asked, and its unit of the budget as used.
class HuntProcessesTest {

    @TempDir
    private Path folder;

    private OnTerminal terminal;
    private DemoFleet fleet;
    private SimulatedService service;

    @BeforeEach
    void start() throws Exception {
        terminal = new OnTerminal(folder);
        fleet = DemoFleet.empty(5, Clock.systemUTC());
        service = fleet.add(ServiceSpec.of("sonarr", "Loft").with("size", "400").with("emptyQueue", "true"));
        service.with(ArrSimulator.class, it -> {
            it.warn(List.of());
            return null;
        });
        terminal.add(
                "sonarr", "Loft", service.address().toString(), service.access().secretText(), "open");
        var rule = "{\"perRun\":1,\"perDay\":2,\"grace\":\"0m\",\"packsFirst\":false}";
        terminal.runWith(rule, "cycle", "set", "Loft", "Gaps", "--file", "-").good();
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private JsonNode run() throws Exception {
        return terminal.run("cycle", "run", "Loft", "Gaps", "--seed", "7", "--yes", "--json")
                .json();
    }

    /// @return the one unit that was chosen
    private static int chosen(JsonNode run) {
        return run.path("decisions")
                .valueStream()
                .filter(it -> it.path("decision").asText().equals("chosen"))
                .mapToInt(it -> it.at("/item/id").asInt())
                .sum();
    }

    private List<ArrActivity.Search> searches() {
        return service.with(ArrSimulator.class, ArrSimulator::searches);
    }

    private List<LoggedRequest> posts() {
        return service.requests().stream()
                .filter(request -> request.method().equals("POST"))
                .toList();
    }

    /// Starts a run in a process of its own, and kills it.
    private void killedWhen(BooleanSupplier reached) throws Exception {
        var errors = folder.resolve("errors");
        var hunting = ProgramProcess.start(
                folder.resolve("data"),
                folder.resolve("said"),
                errors,
                "cycle",
                "run",
                "Loft",
                "Gaps",
                "--seed",
                "7",
                "--yes");
        try {
            Eventually.that(() -> reached.getAsBoolean() || !hunting.isAlive());
        } finally {
            hunting.destroyForcibly().waitFor();
        }
        assertThat(reached.getAsBoolean()).describedAs(Files.readString(errors)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v3/queue", "/api/v3/wanted"})
    void oneThatIsKilledBeforeItsChoiceHasAskedForNothingAndTakenNothing(String reading) throws Exception {
        service.forgetRequests();
        service.fault(new Fault.Silent(), reading);

        killedWhen(() ->
                service.requests().stream().anyMatch(request -> request.path().startsWith(reading)));

        service.heal();
        assertThat(searches()).isEmpty();
        var next = run();
        assertThat(next.at("/counts/accepted").asInt()).isEqualTo(1);
        assertThat(next.at("/budget/used").asInt()).isEqualTo(1);
    }

    @Test
    void oneThatIsKilledBetweenTwoOfItsSearchesIsGoneOnWithByTheNextOne() throws Exception {
        var rule = "{\"perRun\":3,\"perDay\":3,\"grace\":\"0m\",\"packsFirst\":false}";
        terminal.runWith(rule, "cycle", "set", "Loft", "Gaps", "--file", "-").good();

        killedWhen(() -> posts().size() >= 2); // the third waits until one of them has ended

        var next = run();
        assertThat(next.at("/budget/used").asInt()).isEqualTo(3);
        assertThat(posts()).extracting(LoggedRequest::body).hasSize(3).doesNotHaveDuplicates();
        assertThat(terminal.json("ledger", "Loft").path("items")).hasSize(3);
        assertThat(run().at("/counts/accepted").asInt()).isZero();
    }

    @Test
    void oneThatIsKilledBetweenTheCallAndItsAnswerIsNotAskedAgainAndKeepsItsPlaceInTheBudget() throws Exception {
        int asked = chosen(terminal.json("cycle", "dry-run", "Loft", "Gaps", "--seed", "7"));
        service.fault(new Fault.Silent(), "/api/v3/command");
        killedWhen(() -> !posts().isEmpty());
        assertThat(posts()).hasSize(1);
        service.heal();
        service.with( // the app has it all the same
                ArrSimulator.class, it -> it.post("{\"name\":\"EpisodeSearch\",\"episodeIds\":[" + asked + "]}"));

        assertThat(run().at("/counts/accepted").asInt()).isEqualTo(1);
        assertThat(searches()).hasSize(2);
        assertThat(posts()).hasSize(2);
        assertThat(posts().getLast().body()).contains("EpisodeSearch").doesNotContain("[" + asked + "]");
        var held = run();
        assertThat(held.at("/counts/accepted").asInt()).isZero();
        assertThat(held.at("/budget/used").asInt()).isEqualTo(2);
        assertThat(searches()).hasSize(2);
        assertThat(terminal.json("ledger", "Loft").path("items")).hasSize(2);
    }
}
