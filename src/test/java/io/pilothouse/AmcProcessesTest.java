package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.amc.AmcSimulator;
import io.pilothouse.demo.amc.FaultRules;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several processes of the program on one store: whatever they do, and wherever one is killed, nothing is
/// sent to Amazon twice (section 11.3, acceptance check 30).
class AmcProcessesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Each is a process of its own, which takes a second or more.
    private static final int LOOKS = 60;

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();
    private DemoFleet fleet;
    private SimulatedService service;

    @BeforeEach
    void start() throws Exception {
        fleet = DemoFleet.empty(5, Clock.systemUTC());
        service = fleet.add(ServiceSpec.of("amc", "Brand").with("factor", "1000"));
        Files.writeString(folder.resolve("secret"), service.access().secretText());
        command(
                0,
                "amc",
                "discover",
                "--address",
                service.address().toString(),
                "--secret-file",
                folder.resolve("secret").toString(),
                "--import",
                "--yes");
        command(0, "health", "--once");
    }

    @AfterEach
    void stop() throws Exception {
        for (var process : started) {
            process.destroyForcibly().waitFor();
        }
        fleet.close();
    }

    private Process process(String... arguments) throws IOException {
        var process = ProgramProcess.start(
                folder.resolve("data"), folder.resolve("said" + started.size()), folder.resolve("errors"), arguments);
        started.add(process);
        return process;
    }

    /// @return what it said, as JSON where it is
    private JsonNode command(int status, String... arguments) throws Exception {
        int number = started.size();
        var process = process(arguments);
        assertThat(process.waitFor()).as(() -> said(number)).isEqualTo(status);
        var said = said(number);
        return said.startsWith("{") ? JSON.readTree(said) : JSON.missingNode();
    }

    private String said(int number) {
        try {
            return Files.readString(folder.resolve("said" + number));
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private int created() {
        return service.with(AmcSimulator.class, simulator -> simulator.runs().created());
    }

    private String[] ask(String... more) {
        var all = new ArrayList<>(List.of(
                "amc",
                "run",
                "ph.reach-by-campaign",
                "--on",
                "Brand",
                "--from",
                "2026-06-01",
                "--to",
                "2026-06-08",
                "--yes",
                "--json"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void whoComesSecondWorksInTheFirstOneOrNotAtAll() throws Exception {
        var engine = process("run", "--json");
        Eventually.that(() -> said(started.indexOf(engine)).contains("{"));

        command(6, ask("--no-attach"));
        command(6, "--no-attach", "run", "--once");
        assertThat(created()).isZero();
        var asked = command(0, ask("--wait"));
        assertThat(asked.at("/runs/0/state").asText()).isEqualTo("ready");
        assertThat(created()).isEqualTo(1);
        engine.destroy();
        assertThat(engine.waitFor()).isIn(0, 130, 143);
        assertThat(command(0, "amc", "runs", "--json").path("runs")).hasSize(1);
        assertThat(created()).isEqualTo(1);
    }

    @Test
    void oneThatIsKilledBetweenTheCallAndItsAnswerLeavesNothingToSendAgain() throws Exception {
        service.with(AmcSimulator.class, simulator -> {
            simulator
                    .faults()
                    .add(FaultRules.Rule.of(FaultRules.Kind.SLOW, "createExecution", 1, 60_000)); // done, not answered
            return simulator;
        });
        var asking = process(ask("--wait"));
        Eventually.that(() -> created() == 1);
        asking.destroyForcibly().waitFor();

        var engine = process("run", "--json");
        Eventually.that(() -> said(started.indexOf(engine)).contains("{"));
        var run = command(0, "amc", "runs", "--json").at("/runs/0");
        for (int look = 0; look < LOOKS && !run.path("state").asText().equals("ready"); look++) {
            run = command(0, "amc", "runs", "--json").at("/runs/0");
        }
        assertThat(run.path("state").asText()).isEqualTo("ready");
        assertThat(run.path("adopted").asBoolean()).isTrue();
        assertThat(created()).isEqualTo(1);
    }
}
