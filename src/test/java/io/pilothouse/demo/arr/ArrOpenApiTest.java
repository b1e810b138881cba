package io.pilothouse.demo.arr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.Browser;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.testing.TurningClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the simulators write against what the apps publish. Skipped where the reference files are not
/// beside the project.
class ArrOpenApiTest {

    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    private static final Path REFERENCE = Path.of("../shared/reference/openapi");

    /// Known differences between the published document and the wire (section 3.4 of the contract), and
    /// fields newer than the document of that app.
    private static final Set<String> WIRE_DIFFERS = Set.of(
            "runtimeVersion",
            "databaseVersion",
            "sqliteVersion",
            "wikiUrl",
            "releaseDate",
            "lastSearchTime",
            "movieFileId");

    /// Fields of Eros that the published document, still a copy of Radarr's, lacks; the contract's sample
    /// of a scene has them.
    private static final Set<String> EROS_HAS_MORE = Set.of(
            "studioTitle",
            "foreignId",
            "stashId",
            "credits",
            "itemType",
            "added",
            "downloadClientHasPostImportCategory");

    private final List<String> problems = new ArrayList<>();
    private JsonNode schemas;
    private boolean eros;

    @ParameterizedTest
    @CsvSource({
        "sonarr, sonarr-v3, SeriesResource, EpisodeResource",
        "radarr, radarr-v3, MovieResource, MovieResource",
        "lidarr, lidarr-v1, ArtistResource, AlbumResource",
        "readarr, readarr-v1, AuthorResource, BookResource",
        "whisparr, whisparr-v2-api-v3, SeriesResource, EpisodeResource",
        "eros, whisparr-v3-eros-api-v3, MovieResource, MovieResource"
    })
    void everyFieldIsOneTheAppPublishes(String kind, String file, String parent, String unit) throws Exception {
        var document = REFERENCE.resolve(file + ".json");
        assumeTrue(Files.exists(document), "no reference files beside the project");
        schemas = Json.parse(Files.readAllBytes(document)).at("/components/schemas");
        var app = ArrApp.of(kind);
        eros = app == ArrApp.EROS;

        var clock = new TurningClock(NOW);
        try (var fleet = DemoFleet.empty(3, clock)) {
            var service = fleet.add(ServiceSpec.of(kind, kind)
                    .with("size", "300")
                    .with("luck", "100")
                    .with("emptyQueue", "true"));
            service.with(ArrSimulator.class, simulator -> {
                simulator.warn(List.of(new ArrSimulator.Warning("RootFolderCheck", "error", "Missing")));
                return null;
            });
            compare("status", ask(fleet, app, "system/status"), "SystemResource");
            compareAll("health", ask(fleet, app, "health"), "HealthResource");
            compareAll("diskspace", ask(fleet, app, "diskspace"), "DiskSpaceResource");
            compareAll("rootfolder", ask(fleet, app, "rootfolder"), "RootFolderResource");
            compareAll("qualityprofile", ask(fleet, app, "qualityprofile"), "QualityProfileResource");
            compare("queue", ask(fleet, app, "queue/status"), "QueueStatusResource");
            service.with(ArrSimulator.class, simulator -> {
                var search = simulator.library().units().stream()
                        .filter(it -> !it.hasFile() && it.released().isBefore(NOW))
                        .reduce((_, last) -> last)
                        .orElseThrow();
                simulator.post("{\"name\":\"" + ArrSearches.unitSearch(app) + "\",\"" + ArrSearches.idsField(app)
                        + "\":[" + search.id() + "]}");
                return null;
            });
            compareAll("command", ask(fleet, app, "command"), "CommandResource");
            clock.pass(Duration.ofMinutes(1));
            var everything = "?include" + app.shape.parent + "=true&include" + app.shape.unit + "=true";
            compareAll("queue/details", ask(fleet, app, "queue/details" + everything), "QueueResource");
            compareAll("queue", ask(fleet, app, "queue" + everything).path("records"), "QueueResource");
            compareAll("history", ask(fleet, app, "history" + everything).path("records"), "HistoryResource");
            clock.pass(Duration.ofHours(3));
            compareAll("history/since", ask(fleet, app, "history/since?date=2026-06-30T00:00:00Z"), "HistoryResource");
            compare("command/10001", ask(fleet, app, "command/10001"), "CommandResource");
            compareAll("tag/detail", ask(fleet, app, "tag/detail"), "TagDetailsResource");
            compareAll("tag", ask(fleet, app, "tag"), "TagResource");
            compareAll("library", ask(fleet, app, app.shape.resource), parent);
            var embedded = "?pageSize=50&include" + app.shape.parent + "=true";
            compareAll("missing", ask(fleet, app, "wanted/missing" + embedded).path("records"), unit);
        }
        assertThat(problems).isEmpty();
    }

    private static JsonNode ask(DemoFleet fleet, ArrApp app, String resource) throws IOException, InterruptedException {
        var service = fleet.services().getFirst();
        var answer = new Browser()
                .get(
                        service,
                        app.prefix.substring(1) + "/" + resource,
                        "X-Api-Key",
                        service.access().secretText());
        assertThat(answer.statusCode()).isEqualTo(200);
        return Browser.json(answer);
    }

    private void compareAll(String where, JsonNode values, String schema) {
        assertThat(values).describedAs(where).isNotEmpty();
        values.forEach(value -> compare(where, value, schema));
    }

    private void compare(String where, JsonNode value, String schema) {
        check(where, value, schemas.path(schema));
    }

    private void check(String where, JsonNode value, JsonNode schema) {
        var reference = schema.path("$ref").asText("");
        if (!reference.isEmpty()) {
            check(where, value, schemas.path(reference.substring(reference.lastIndexOf('/') + 1)));
            return;
        }
        var values = schema.path("enum");
        if (!values.isMissingNode()) {
            boolean known = false;
            for (var allowed : values) {
                known |= allowed.asText().equals(value.asText());
            }
            note(known, where + " is not one of the enumeration: " + value);
            return;
        }
        switch (schema.path("type").asText("")) {
            case "object" -> {
                var properties = schema.path("properties");
                for (var field : value.properties()) {
                    if (WIRE_DIFFERS.contains(field.getKey()) || eros && EROS_HAS_MORE.contains(field.getKey())) {
                        continue;
                    }
                    var inner = where + "." + field.getKey();
                    if (where.endsWith(".body") && !properties.has(field.getKey())) {
                        continue; // the command's own fields (section 11.1)
                    }
                    note(properties.isMissingNode() || properties.has(field.getKey()), inner + " is not published");
                    check(inner, field.getValue(), properties.path(field.getKey()));
                }
            }
            case "array" -> value.forEach(element -> check(where + "[]", element, schema.path("items")));
            case "string" -> note(value.isTextual(), where + " is no text: " + value);
            case "boolean" -> note(value.isBoolean(), where + " is no boolean: " + value);
            case "integer" -> note(value.isIntegralNumber(), where + " is no integer: " + value);
            case "number" -> note(value.isNumber(), where + " is no number: " + value);
            default -> {}
        }
    }

    private void note(boolean right, String problem) {
        if (!right && !problems.contains(problem)) {
            problems.add(problem);
        }
    }
}
