package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.cli.Cli;
import io.pilothouse.cli.LocalTerminal;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.amc.AmcSimulator;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Amazon Marketing Cloud on the terminal: the whole program against the simulator.
class AmcCommandsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private DemoFleet fleet;
    private SimulatedService service;

    private record Ran(int status, String out, String err) {
        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }
    }

    @BeforeEach
    void start() throws IOException {
        fleet = DemoFleet.empty(5, Clock.systemUTC());
        service =
                fleet.add(ServiceSpec.of("amc", "Brand").with("factor", "1000").with("instances", "2"));
        Files.writeString(folder.resolve("secret"), service.access().secretText());
    }

    @AfterEach
    void stop() {
        fleet.close();
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

    private void imported() {
        var address = service.address().toString();
        assertThat(run("amc", "discover", "--address", address, "--secret-file", "secret", "--import")
                        .status())
                .isZero();
        assertThat(run("health", "--once").status()).isZero();
    }

    @Test
    void instancesAreFoundImportedAndListedWithoutATypedId() throws Exception {
        var address = service.address().toString();
        var found = run("amc", "discover", "--address", address, "--secret-file", "secret", "--json");
        assertThat(found.status()).isZero();
        assertThat(found.json().path("instances")).hasSize(4);
        assertThat(found.out()).doesNotContain("Atzr|", "Atza|");
        imported();

        assertThat(run("amc", "discover", "--json").json().path("instances"))
                .describedAs("with the login that is known")
                .hasSize(4);
        assertThat(run("instance", "test", "--all").status()).isZero();
        var listed = run("amc", "instances", "--json").json().path("instances");
        assertThat(listed).hasSize(4);
        assertThat(listed).describedAs("what the checks heard").allSatisfy(it -> {
            assertThat(it.path("amcInstanceName").asText()).isNotBlank();
            assertThat(it.path("customer").asText()).isNotBlank();
            assertThat(it.path("type").asText()).isIn("STANDARD", "SANDBOX");
        });
        var accounts = run("amc", "accounts", "--json").json();
        assertThat(accounts.path("logins")).hasSize(1);
        assertThat(accounts.path("accounts")).hasSize(1);
        assertThat(run("amc", "brands", "--on", "Brand 001", "--set", "Tea", "--yes", "--json")
                        .json()
                        .at("/brands/0/instances"))
                .hasSize(1);
        var changed = run(
                        "amc",
                        "brands",
                        "--edit",
                        "tea",
                        "--name",
                        "Harbour Tea",
                        "--colour",
                        "teal",
                        "--param",
                        "product=x",
                        "--yes",
                        "--json")
                .json()
                .at("/brands/0");
        assertThat(changed.path("name").asText()).isEqualTo("Harbour Tea");
        assertThat(changed.path("colour").asText()).isEqualTo("teal");
        assertThat(changed.at("/parameters/product").asText()).isEqualTo("x");
        run("amc", "brands", "--on", "Brand 002", "--set", "Cups", "--yes");
        assertThat(run("amc", "brands", "--merge", "Cups", "--into", "Harbour Tea", "--yes", "--json")
                        .json()
                        .at("/brands/0/instances"))
                .hasSize(2);
        assertThat(run("amc", "brands", "--name", "Tea").status()).isEqualTo(2);
        assertThat(run("amc", "brands", "--remove", "Harbour Tea", "--yes", "--json")
                        .json()
                        .path("brands"))
                .isEmpty();
    }

    @Test
    void aQuestionIsAskedOfTwoInstancesAndCancelled() throws Exception {
        service.with(AmcSimulator.class, it -> {
            it.factor(1);
            return it;
        });
        imported();
        var check = run(
                "amc",
                "run",
                "ph.reach-by-campaign",
                "--on",
                "Brand 001",
                "Brand 002",
                "--from",
                "2026-06-01",
                "--to",
                "2026-06-08",
                "--pre-check",
                "--json");
        assertThat(check.json().at("/checks/0/left").asInt()).isEqualTo(30);
        var refused = run(
                "amc",
                "run",
                "ph.reach-by-campaign",
                "--on",
                "Brand 001",
                "--from",
                "2026-06-01",
                "--to",
                "2026-06-08");
        assertThat(refused.status()).isEqualTo(4); // a run is costly, nobody said yes

        var asked = run(
                "amc",
                "run",
                "ph.reach-by-campaign",
                "--on",
                "Brand 001",
                "Brand 002",
                "--from",
                "2026-06-01",
                "--to",
                "2026-06-08",
                "--yes",
                "--json");
        assertThat(asked.status()).isZero();
        assertThat(asked.json().path("runs"))
                .hasSize(2)
                .allMatch(run -> run.path("state").asText().equals("remote"));
        var id = asked.json().at("/runs/0/id").asText();
        assertThat(run("amc", "cancel", id, "--json").json().path("state").asText())
                .isEqualTo("cancelled");
        assertThat(run("amc", "results", id, "--json").status()).isEqualTo(5);
        assertThat(run("amc", "runs", "--json").json().path("runs")).hasSize(2);
        assertThat(run("amc", "runs", "Brand 001", "Brand 002", "--limit", "1", "--json")
                        .json()
                        .path("runs"))
                .hasSize(1);
        assertThat(run("amc", "runs", "--limit", "0").status()).isEqualTo(2);
        assertThat(run("amc", "usage", "--json")
                        .json()
                        .at("/instances/2/allowance/used")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void theResultComesAsJsonAndCsv() throws Exception {
        imported();
        var asked = run(
                "amc",
                "run",
                "ph.reach-by-campaign",
                "--on",
                "Brand 001",
                "Brand 002",
                "--from",
                "2026-06-01",
                "--to",
                "2026-06-08",
                "--wait",
                "--yes",
                "--json");
        assertThat(asked.json().path("runs"))
                .allMatch(run -> run.path("state").asText().equals("ready"));
        var group = asked.json().at("/runs/0/group").asText();

        var result = run("amc", "results", group, "--json").json();
        assertThat(result.at("/totals/reach").asText()).isEqualTo("not additive");
        assertThat(result.path("missing")).isEmpty();
        assertThat(result.path("rows")).isNotEmpty();
        var csv = run("amc", "results", asked.json().at("/runs/0/id").asText(), "--format", "csv");
        assertThat(csv.out()).startsWith("campaign,reach,impressions,clicks\n");
    }

    @Test
    void workflowsAreSavedCheckedAndShown() throws Exception {
        var sql = "SELECT campaign, SUM(clicks) AS clicks FROM sponsored_ads_traffic"
                + " WHERE ad_product_type = CUSTOM_PARAMETER('product') GROUP BY campaign";
        assertThat(runWith(sql, "amc", "workflows", "save", "ph.mine", "--file", "-")
                        .status())
                .isZero();
        assertThat(run("amc", "workflows", "lint").status()).isEqualTo(2);
        var lint = run("amc", "workflows", "lint", "ph.mine", "--json");
        assertThat(lint.status()).isEqualTo(1);
        assertThat(lint.json().at("/findings/0/rule").asText()).isEqualTo("parameter-undeclared");

        var json = JSON.writeValueAsString(Map.of(
                "title",
                "Mine",
                "sql",
                sql,
                "parameters",
                java.util.List.of(Map.of("name", "product", "type", "STRING"))));
        assertThat(runWith(json, "amc", "workflows", "save", "ph.mine", "--file", "-")
                        .status())
                .isZero();
        assertThat(run("amc", "workflows", "lint", "ph.mine").status()).isZero();
        assertThat(run("amc", "workflows", "show", "ph.mine", "--json")
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(2);
        assertThat(runWith("{\"sql\":\"SELECT 1\",\"colour\":1}", "amc", "workflows", "save", "x", "--file", "-")
                        .status())
                .isEqualTo(2);
        assertThat(run("amc", "workflows", "show", "nobody").status()).isEqualTo(3);
        assertThat(runWith("SELECT 1", "amc", "workflows", "save", "--file", "-")
                        .status())
                .isEqualTo(2);
        var shown = run("amc", "workflows", "show", "ph.mine", "--json").out();
        assertThat(runWith(shown, "amc", "workflows", "save", "--file", "-").status())
                .describedAs("what show writes, save reads")
                .isZero();
    }

    @Test
    void aWorkflowMayBeSavedWithTheNamesOfAmazonsApi() throws Exception {
        var document = """
                {"workflowId":"ph.theirs",
                 "sqlQuery":"SELECT campaign, SUM(clicks) AS clicks FROM sponsored_ads_traffic GROUP BY campaign",
                 "inputParameters":[
                   {"name":"product","dataType":"STRING","columnType":"DIMENSION","defaultValue":"sponsored_products"},
                   {"name":"ids","dataType":{"type":"ARRAY","elementDataType":"STRING"}}],
                 "filteredMetricsDiscriminatorColumn":"filtered","privacyFilteringBehavior":"REMOVE_ROWS"}""";
        assertThat(runWith(document, "amc", "workflows", "save", "--file", "-").status())
                .isZero();

        var shown = run("amc", "workflows", "show", "ph.theirs", "--json").json();
        assertThat(shown.path("sql").asText()).startsWith("SELECT campaign");
        assertThat(shown.at("/parameters/0/default").asText()).isEqualTo("sponsored_products");
        assertThat(shown.at("/parameters/1/type").asText()).isEqualTo("STRING[]");
        assertThat(shown.path("marker").asText()).isEqualTo("filtered");
        assertThat(shown.path("privacy").asText()).isEqualTo("REMOVE_ROWS");
    }

    @Test
    void schedulesAreSetListedAndSayWhatComesNext() throws Exception {
        imported();
        var document = """
                {"workflow":"ph.reach-by-campaign","instances":["Brand 001"],"trigger":"30 2 * * *",
                 "zone":"Europe/Berlin","window":"previous-month"}""";
        var set = runWith(document, "amc", "schedules", "set", "monthly", "--file", "-", "--yes", "--json");
        assertThat(set.status()).describedAs(set.out()).isZero();
        assertThat(run("amc", "schedules", "next", "monthly", "--count", "3", "--json")
                        .json()
                        .path("slots"))
                .hasSize(3);
        assertThat(run("amc", "schedules", "list", "--json")
                        .json()
                        .at("/schedules/0/window")
                        .asText())
                .isEqualTo("previous-month");
        run("amc", "schedules", "pause", "monthly");
        var still = run("amc", "schedules", "next", "monthly", "--json").json();
        assertThat(still.path("slots")).isEmpty();
        assertThat(still.at("/paused/0").asText()).isEqualTo("monthly");
        assertThat(run("amc", "schedules", "next").out()).contains("is paused by person");
        var cycles = run("cycle", "list", "Brand 001", "--json");
        assertThat(cycles.out()).contains("\"monthly\"");
        var bad = document.replace("30 2 * * *", "0 0 30 2 *");
        assertThat(runWith(bad, "amc", "schedules", "set", "never", "--file", "-", "--yes")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void schedulesThatLiveAtAmazonAreWatchedAndTakenOver() throws Exception {
        imported();
        var own = own();
        var watched = run("amc", "schedules", "watch", own, "--json");
        assertThat(watched.json().path("schedules").findValuesAsText("id"))
                .containsExactlyInAnyOrder("ph.reach-daily", "ph.spend-failing", "ph.clicks-silent");
        assertThat(run("amc", "schedules", "watch", own).out()).contains("ph.reach-daily");
        assertThat(run("amc", "schedules", "take", "nobody", "--on", own, "--yes")
                        .status())
                .isEqualTo(3);

        var taken = run("amc", "schedules", "take", "ph.reach-daily", "--on", own, "--yes", "--json");
        assertThat(taken.status()).describedAs(taken.out()).isZero();
        var id = taken.json().path("id").asText();
        assertThat(taken.json().path("workflow").asText()).isEqualTo("ph.reach-by-campaign");
        assertThat(run("amc", "schedules", "watch", own, "--json").out())
                .as("Amazon's goes on until ours has had its first success")
                .contains("ph.reach-daily");

        run("amc", "schedules", "pause", id);
        assertThat(run("amc", "schedules", "next", id, "--json").json().path("slots"))
                .isEmpty();
        assertThat(run("amc", "schedules", "resume", id).out()).contains("runs next at");
        assertThat(run("amc", "schedules", "next", id, "--count", "2", "--json")
                        .json()
                        .path("slots"))
                .hasSize(2);
        assertThat(run("amc", "schedules", "remove", id).status()).isZero();
        assertThat(run("amc", "schedules", "list", "--json").json().path("schedules"))
                .isEmpty();
        assertThat(run("amc", "schedules", "resume", id).status()).isEqualTo(3);
    }

    /// The instance that has schedules at Amazon.
    private String own() throws IOException {
        for (var it : run("amc", "instances", "--json").json().path("instances")) {
            var name = it.path("name").asText();
            if (!run("amc", "schedules", "watch", name, "--json")
                    .json()
                    .path("schedules")
                    .isEmpty()) {
                return name;
            }
        }
        throw new AssertionError("no instance has any");
    }

    @Test
    void aWorkflowIsCopiedToTheOneInstanceThatIsNamed() throws Exception {
        imported();
        assertThat(runWith(
                                "SELECT campaign, SUM(impressions) AS impressions FROM sponsored_ads_traffic GROUP BY campaign",
                                "amc",
                                "workflows",
                                "save",
                                "ph.mine",
                                "--file",
                                "-")
                        .status())
                .isZero();
        service.forgetRequests();

        var copied = run("amc", "workflows", "push", "ph.mine", "--on", "Brand 001", "--yes", "--json");

        assertThat(copied.status()).describedAs(copied.out()).isZero();
        assertThat(copied.json().path("copied").asBoolean()).isTrue();
        assertThat(service.requests())
                .filteredOn(request -> request.path().contains("/workflows"))
                .as("replaced, else made: nowhere else")
                .extracting(request -> request.method() + " " + request.path().replaceAll("^.*/reporting/[^/]+/", ""))
                .containsExactly("PUT workflows/ph.mine", "POST workflows");
        assertThat(service.requests().stream()
                        .filter(request -> request.path().contains("/workflows"))
                        .map(request -> request.path().replaceAll("/workflows.*", ""))
                        .distinct())
                .hasSize(1);
        assertThat(run("amc", "workflows", "push", "nobody", "--on", "Brand 001", "--yes")
                        .status())
                .isEqualTo(3);
    }
}
