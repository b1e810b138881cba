package io.pilothouse.demo.stash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.Browser;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StashSimulatorTest {

    private static final String PROBE = """
            query Probe {
              version { version hash build_time }
              systemStatus { status databaseSchema appSchema os }
            }""";
    private static final String STATS = "query Stats { stats { scene_count scenes_size image_count tag_count } }";
    private static final String CAPABILITIES = """
            query Capabilities {
              q: __type(name: "Query") { fields(includeDeprecated: true) { name args { name } } }
              scene: __type(name: "Scene") { fields(includeDeprecated: true) { name } }
              studio: __type(name: "Studio") { fields(includeDeprecated: true) { name } }
              sceneFilter: __type(name: "SceneFilterType") { inputFields { name } }
              none: __type(name: "NoSuchType") { fields { name } }
            }""";
    private static final String SCENES = """
            query ScenesPage($filter: FindFilterType, $where: SceneFilterType) {
              findScenes(filter: $filter, scene_filter: $where) {
                scenes { id title files { id size fingerprints { type value } } studio { id } stash_ids { endpoint stash_id } }
              }
            }""";

    private final Browser browser = new Browser();
    private DemoFleet fleet;
    private SimulatedService stash;

    @BeforeEach
    void open() throws IOException {
        fleet = DemoFleet.empty(4, Clock.fixed(Instant.parse("2026-07-01T12:00:00Z"), ZoneOffset.UTC));
        stash = fleet.add(ServiceSpec.of("stash", "Stash").with("size", "small"));
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void theProbeNamesVersionAndState() throws Exception {
        var data = data(ask(stash, PROBE, Map.of()));

        assertThat(data.at("/version/version").asText()).isEqualTo("v0.30.1");
        assertThat(data.at("/systemStatus/status").asText()).isEqualTo("OK");
        assertThat(data.at("/systemStatus/databaseSchema").asInt()).isEqualTo(75);
        assertThat(data.at("/version").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("version", "hash", "build_time");
    }

    @Test
    void withoutKeyPagesLeadToTheLoginAndTheApiRefuses() throws Exception {
        assertThat(browser.get(stash, "healthz").body()).isEqualTo(".");
        var refused = post(stash, PROBE);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEmpty();
        assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("FormBased");
        var page = browser.get(stash, "scenes");
        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(page.headers().firstValue("Location")).hasValue("/login?returnURL=%2Fscenes");
        assertThat(browser.get(stash, "scene/1/stream.mp4").statusCode()).isEqualTo(401);
    }

    @Test
    void aWrongKeyIsRefusedEvenWhereNoneIsNeeded() throws Exception {
        var open = fleet.add(
                ServiceSpec.of("stash", "Open").with("keyless", "true").with("size", "small"));

        assertThat(open.access().secretText()).isEmpty();
        assertThat(post(open, PROBE).statusCode()).isEqualTo(200);
        assertThat(post(open, PROBE, "ApiKey", "anything").statusCode()).isEqualTo(401);
        assertThat(post(stash, PROBE, "ApiKey", "wrong").statusCode()).isEqualTo(401);
    }

    @Test
    void aForwardedRequestLocksAnOpenServerForEverybody() throws Exception {
        var open = fleet.add(
                ServiceSpec.of("stash", "Open").with("keyless", "true").with("size", "small"));

        assertThat(post(open, PROBE, "X-Forwarded-For", "203.0.113.9").statusCode())
                .isEqualTo(403);
        assertThat(post(open, PROBE).statusCode()).isEqualTo(403);
        assertThat(browser.get(open, "healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void unknownPathsAreTheWebPage() throws Exception {
        var page = browser.get(stash, "foo/graphql", "ApiKey", key(stash));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Stash</title>");
    }

    @ParameterizedTest
    @CsvSource({"SETUP, 0", "NEEDS_MIGRATION, 73"})
    void unlessTheStatusIsOkOnlyTheProbeAnswers(String status, int schema) throws Exception {
        var service =
                fleet.add(ServiceSpec.of("stash", status).with("status", status).with("size", "small"));

        var probe = data(ask(service, PROBE, Map.of()));
        assertThat(probe.at("/systemStatus/status").asText()).isEqualTo(status);
        assertThat(probe.at("/systemStatus/databaseSchema").asInt()).isEqualTo(schema);
        var stats = ask(service, STATS, Map.of());
        assertThat(stats.statusCode()).isEqualTo(200);
        assertThat(Browser.json(stats).at("/errors/0/message").asText()).contains("nil pointer");
    }

    @Test
    void capabilitiesFollowTheVersion() throws Exception {
        var old = fleet.add(
                ServiceSpec.of("stash", "Old").with("version", "v0.27.2").with("size", "small"));

        var modern = data(ask(stash, CAPABILITIES, Map.of()));
        assertThat(names(modern.at("/q/fields"))).contains("findScenes", "findGroups");
        assertThat(names(modern.at("/studio/fields"))).contains("urls");
        assertThat(names(modern.at("/sceneFilter/inputFields"))).contains("id", "updated_at");
        assertThat(modern.path("none").isNull()).isTrue();
        assertThat(names(data(ask(old, CAPABILITIES, Map.of())).at("/studio/fields")))
                .doesNotContain("urls")
                .contains("url");
    }

    @Test
    void whatTheSchemaLacksIsRefusedWith422() throws Exception {
        var nope = ask(stash, "query { nope }", Map.of());
        assertThat(nope.statusCode()).isEqualTo(422);
        assertThat(Browser.json(nope).at("/errors/0/message").asText())
                .isEqualTo("Cannot query field \"nope\" on type \"Query\".");
        assertThat(Browser.json(nope).at("/errors/0/extensions/code").asText()).isEqualTo("GRAPHQL_VALIDATION_FAILED");

        assertThat(Browser.json(ask(stash, "query { version {", Map.of()))
                        .at("/errors/0/extensions/code")
                        .asText())
                .isEqualTo("GRAPHQL_PARSE_FAILED");
        assertThat(ask(stash, "query A($x: ID) { version { version } }", Map.of())
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void pagesByIdCoverTheLibraryOnce() throws Exception {
        var ids = new ArrayList<Long>();
        long last = 0;
        JsonNode page;
        do {
            page = data(ask(
                            stash,
                            SCENES,
                            Map.of(
                                    "filter",
                                    Map.of("per_page", 25, "page", 1, "sort", "id", "direction", "ASC"),
                                    "where",
                                    Map.of("id", Map.of("value", last, "modifier", "GREATER_THAN")))))
                    .at("/findScenes/scenes");
            for (var scene : page) {
                last = scene.path("id").asLong();
                ids.add(last);
            }
        } while (page.size() == 25);

        assertThat(ids).hasSize(60).doesNotHaveDuplicates().isSorted();
        int counted = data(ask(stash, STATS, Map.of())).at("/stats/scene_count").asInt();
        assertThat(counted).isEqualTo(60);
    }

    @Test
    void someThingsAreTheSameOnAnotherServer() throws Exception {
        var other = fleet.add(ServiceSpec.of("stash", "Other").with("size", "small"));
        var everything = Map.<String, Object>of("filter", Map.of("per_page", 100, "sort", "id"));

        var here = ask(stash, SCENES, everything).body();
        var there = data(ask(other, SCENES, everything)).findValuesAsText("stash_id");
        assertThat(there).anyMatch(here::contains).anyMatch(id -> !here.contains(id));
    }

    @Test
    void unionsAreSelectedByType() throws Exception {
        var image = data(ask(stash, """
                { findImages(filter: {per_page: 1, sort: "id"}) { images { id visual_files { __typename
                  ... on ImageFile { id width } ... on VideoFile { id duration } } } } }""", Map.of()));

        assertThat(image.at("/findImages/images/0/visual_files/0/__typename").asText())
                .isEqualTo("ImageFile");
        assertThat(image.at("/findImages/images/0/visual_files/0").has("duration"))
                .isFalse();
    }

    @Test
    void faultsOfSecretAndBanAreTheProductsOwn() throws Exception {
        stash.fault(new Fault.WrongSecret());
        assertThat(ask(stash, PROBE, Map.of()).statusCode()).isEqualTo(401);

        stash.fault(new Fault.Banned());
        assertThat(ask(stash, PROBE, Map.of()).statusCode()).isEqualTo(403);
    }

    private static java.util.List<String> names(JsonNode fields) {
        return fields.findValuesAsText("name");
    }

    private static String key(SimulatedService service) {
        return service.access().secretText();
    }

    private static JsonNode data(HttpResponse<String> response) {
        assertThat(response.statusCode()).describedAs(response.body()).isEqualTo(200);
        return Browser.json(response).path("data");
    }

    private HttpResponse<String> ask(SimulatedService service, String query, Map<String, Object> variables)
            throws IOException, InterruptedException {
        return browser.post(
                service,
                "graphql",
                Json.text(Map.of("query", query, "variables", variables)),
                "Content-Type",
                "application/json",
                "ApiKey",
                key(service));
    }

    private HttpResponse<String> post(SimulatedService service, String query, String... headers)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(java.util.List.of("Content-Type", "application/json"));
        all.addAll(java.util.List.of(headers));
        return browser.post(service, "graphql", Json.text(Map.of("query", query)), all.toArray(String[]::new));
    }
}
