package io.pilothouse.demo.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.demo.Browser;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AmcSimulatorTest {

    private static final String RUN = """
            {"workflow":{"workflowId":"ph-1","sqlQuery":"SELECT campaign, SUM(impressions) AS impressions FROM %s GROUP BY campaign"},
             "timeWindowType":"EXPLICIT","timeWindowStart":"2026-06-01T00:00:00","timeWindowEnd":"2026-06-08T00:00:00",
             "timeWindowTimeZone":"America/New_York"}""";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-07-01T12:00:00Z"));
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final Browser browser = new Browser();
    private DemoFleet fleet;
    private SimulatedService amc;

    @BeforeEach
    void open() throws IOException {
        fleet = DemoFleet.empty(6, clock);
        amc = fleet.add(ServiceSpec.of("amc", "Brand"));
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void aRefreshTokenBuysAnAccessTokenForAnHour() throws Exception {
        var answer = Browser.json(refresh(amc, amc.access().secrets().get("refreshToken")));

        assertThat(answer.path("access_token").asText()).startsWith("Atza|");
        assertThat(answer.path("refresh_token").asText())
                .isEqualTo(amc.access().secrets().get("refreshToken"));
        assertThat(answer.path("expires_in").asInt()).isEqualTo(3600);
        assertThat(amc.requests().getLast().secret()).isEqualTo(LoggedRequest.SecretSeen.OWN);

        assertThat(get(amc, "amc/accounts", answer.path("access_token").asText())
                        .statusCode())
                .isEqualTo(200);
        now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(61)));
        assertThat(get(amc, "amc/accounts", answer.path("access_token").asText())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aDeadRefreshTokenIsAnInvalidGrant() throws Exception {
        var refused = refresh(amc, "Atzr|other");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Browser.json(refused).path("error").asText()).isEqualTo("invalid_grant");

        amc.fault(new Fault.WrongSecret());
        assertThat(refresh(amc, amc.access().secrets().get("refreshToken")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void theInstanceIsWrappedAndListed() throws Exception {
        var settings = amc.access().settings();
        var token = token(amc);

        var instance = Browser.json(get(amc, "amc/instances/" + settings.get("instanceId"), token));
        assertThat(instance.at("/instance/instanceId").asText()).isEqualTo(settings.get("instanceId"));
        assertThat(instance.at("/instance/creationStatus").asText()).isEqualTo("COMPLETED");
        assertThat(settings.get("instanceId")).matches("amc[a-z0-9]{8}");
        assertThat(Browser.json(get(amc, "amc/instances", token)).path("instances"))
                .hasSize(2);
        assertThat(Browser.json(get(amc, "amc/accounts", token))
                        .at("/amcAccounts/0/accountId")
                        .asText())
                .isEqualTo(settings.get("entityId"));
    }

    @Test
    void missingAndWrongHeadersAreRefusedAsAmazonDoes() throws Exception {
        var token = token(amc);
        var path = "amc/instances/" + amc.access().settings().get("instanceId");
        var entity = amc.access().settings().get("entityId");

        assertThat(get(amc, path, "Atza|none").statusCode()).isEqualTo(401);
        assertThat(details(with(path, token))).isEqualTo("entityId provided is null");
        assertThat(with(path, token, "Amazon-Advertising-API-AdvertiserId", entity)
                        .statusCode())
                .isEqualTo(400);
        assertThat(with(
                                path,
                                token,
                                "Amazon-Advertising-API-AdvertiserId",
                                "ENTITYOTHER1",
                                "Amazon-Advertising-API-MarketplaceId",
                                "ATVPDKIKX0DER")
                        .statusCode())
                .isEqualTo(403);
        assertThat(with(
                                path,
                                token,
                                "Amazon-Advertising-API-AdvertiserId",
                                entity,
                                "Amazon-Advertising-API-MarketplaceId",
                                "A1PA6795UKMFR9")
                        .statusCode())
                .isEqualTo(404);
        assertThat(get(amc, "amc/instances/amc-2607011200abc", token).statusCode())
                .isEqualTo(403);
        assertThat(get(amc, "amc/instances/amcnowhere1", token).statusCode()).isEqualTo(404);
    }

    @Test
    void unacceptedTermsStopReporting() throws Exception {
        var strict = fleet.add(ServiceSpec.of("amc", "Strict").with("terms", "false"));
        var token = token(strict);

        var refused = get(strict, reporting(strict, "workflows?limit=1"), token);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(details(refused)).contains("terms and conditions must be accepted");
        assertThat(Browser.json(get(strict, "amc/audiences/connections/terms", token))
                        .path("hasAccepted")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void anInstanceMayBeForeignOrUnfinished() throws Exception {
        var foreign = fleet.add(ServiceSpec.of("amc", "Foreign").with("foreign", "true"));
        var young = fleet.add(ServiceSpec.of("amc", "Young").with("creationStatus", "IN_PROGRESS"));

        assertThat(own(foreign, token(foreign)).statusCode()).isEqualTo(403);
        assertThat(status(young)).isEqualTo("IN_PROGRESS");
        young.with(AmcSimulator.class, simulator -> {
            simulator.completeCreation();
            return null;
        });
        assertThat(status(young)).isEqualTo("COMPLETED");
    }

    @Test
    void throttlingSaysWhenToComeBack() throws Exception {
        var token = token(amc);
        amc.with(AmcSimulator.class, simulator -> {
            simulator.throttle(1);
            return null;
        });

        var throttled = own(amc, token);
        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(own(amc, token).statusCode()).isEqualTo(200);
    }

    @Test
    void workflowsAreKeptBareOrWrapped() throws Exception {
        var wrapped = fleet.add(ServiceSpec.of("amc", "Wrapped").with("wrapped", "true"));

        for (var service : List.of(amc, wrapped)) {
            var token = token(service);
            var created = post(
                    service, reporting(service, "workflows"), token, "{\"workflowId\":\"ph.x\",\"sqlQuery\":\"S\"}");
            assertThat(created.statusCode()).isEqualTo(200);
            assertThat(created.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
            assertThat(created.body()).isEqualTo("{}");
            assertThat(details(post(service, reporting(service, "workflows"), token, "{\"workflowId\":\"ph.x\"}")))
                    .contains("already exists");
        }
        assertThat(Browser.json(get(amc, reporting(amc, "workflows/ph.x"), token(amc)))
                        .path("workflowId")
                        .asText())
                .isEqualTo("ph.x");
        assertThat(Browser.json(get(wrapped, reporting(wrapped, "workflows/ph.x"), token(wrapped)))
                        .at("/workflow/workflowId")
                        .asText())
                .isEqualTo("ph.x");
    }

    @Test
    void aRunGoesItsWayByTheClockAndLeavesADownload() throws Exception {
        var token = token(amc);
        var started = Browser.json(
                post(amc, reporting(amc, "workflowExecutions"), token, RUN.formatted("sponsored_ads_traffic")));
        assertThat(started.path("status").asText()).isEqualTo("PENDING");
        assertThat(started.path("timeWindowStart").asText()).isEqualTo("2026-06-01T04:00:00Z");
        var run = reporting(
                amc, "workflowExecutions/" + started.path("workflowExecutionId").asText());
        assertThat(get(amc, run + "/downloadUrls", token).statusCode()).isEqualTo(404);

        now.updateAndGet(instant -> instant.plusSeconds(6));
        assertThat(Browser.json(get(amc, run, token)).path("status").asText()).isEqualTo("RUNNING");
        now.updateAndGet(instant -> instant.plusSeconds(60));
        assertThat(Browser.json(get(amc, run, token)).path("status").asText()).isEqualTo("SUCCEEDED");

        var url = URI.create(Browser.json(get(amc, run + "/downloadUrls", token))
                .at("/downloadUrls/0")
                .asText());
        var csv = browser.send(browser.request(url));
        assertThat(csv.statusCode()).isEqualTo(200);
        assertThat(csv.body()).startsWith("campaign,impressions\n");
        assertThat(browser.send(browser.request(url, "Authorization", "Bearer " + token))
                        .statusCode())
                .isEqualTo(400);
        now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(11)));
        assertThat(browser.send(browser.request(url)).statusCode()).isEqualTo(403);
    }

    @Test
    void aRunCanBeCancelledAndIsThenHidden() throws Exception {
        var token = token(amc);
        var id = Browser.json(post(amc, reporting(amc, "workflowExecutions"), token, RUN.formatted("dsp_impressions")))
                .path("workflowExecutionId")
                .asText();
        var runs = reporting(amc, "workflowExecutions");

        assertThat(send(amc, runs + "/" + id, token, "PUT", "{\"status\":\"CANCELLED\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(amc, runs + "/" + id, token, "PUT", "{\"status\":\"CANCELLED\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(get(amc, runs, token).statusCode()).isEqualTo(400);
        assertThat(Browser.json(get(amc, runs + "?workflowId=ph-1", token)).path("executions"))
                .isEmpty();
        assertThat(Browser.json(get(amc, runs + "?workflowId=ph-1&includeCancelled=true", token))
                        .path("executions"))
                .hasSize(1);
    }

    @Test
    void sqlWithAnUnknownTableDoesNotCompile() throws Exception {
        var refused = post(amc, reporting(amc, "workflowExecutions"), token(amc), RUN.formatted("no_such_table"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(details(refused)).contains("unable to compile workflow", "Object 'no_such_table' not found");
    }

    @Test
    void pagesFollowOpaqueTokens() throws Exception {
        var harbour = fleet.add(ServiceSpec.of("amc", "Harbour").with("scenario", "harbour"));
        var token = token(harbour);

        var names = new ArrayList<String>();
        var next = "";
        do {
            var page = Browser.json(get(harbour, "amc/instances?limit=2" + next, token));
            page.path("instances")
                    .forEach(instance -> names.add(instance.path("instanceId").asText()));
            var more = page.path("nextToken");
            next = more.isNull() ? "" : "&nextToken=" + URLEncoder.encode(more.asText(), StandardCharsets.UTF_8);
        } while (!next.isEmpty());

        assertThat(names).containsExactly("amcpilot001", "amcpilot002", "amcpilot005", "amcpilot006", "amcpilot009");
    }

    private HttpResponse<String> refresh(SimulatedService service, String refreshToken)
            throws IOException, InterruptedException {
        var secrets = service.access().secrets();
        return browser.post(
                service,
                "auth/o2/token",
                "grant_type=refresh_token&refresh_token=" + URLEncoder.encode(refreshToken, StandardCharsets.UTF_8)
                        + "&client_id=" + secrets.get("clientId") + "&client_secret=" + secrets.get("clientSecret"),
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    private String token(SimulatedService service) throws IOException, InterruptedException {
        return Browser.json(refresh(service, service.access().secrets().get("refreshToken")))
                .path("access_token")
                .asText();
    }

    private static String reporting(SimulatedService service, String rest) {
        return "amc/reporting/" + service.access().settings().get("instanceId") + "/" + rest;
    }

    private HttpResponse<String> own(SimulatedService service, String token) throws IOException, InterruptedException {
        return get(service, "amc/instances/" + service.access().settings().get("instanceId"), token);
    }

    private String status(SimulatedService service) throws IOException, InterruptedException {
        return Browser.json(own(service, token(service)))
                .at("/instance/creationStatus")
                .asText();
    }

    private static String details(HttpResponse<String> response) {
        return Browser.json(response).path("details").asText();
    }

    private static String[] headers(SimulatedService service, String token) {
        var settings = service.access().settings();
        return new String[] {
            "Authorization", "Bearer " + token,
            "Amazon-Advertising-API-ClientId", service.access().secrets().get("clientId"),
            "Amazon-Advertising-API-AdvertiserId", settings.get("entityId"),
            "Amazon-Advertising-API-MarketplaceId", settings.get("marketplaceId"),
            "Content-Type", "application/json"
        };
    }

    /// A request with the two login headers and these.
    private HttpResponse<String> with(String path, String token, String... more)
            throws IOException, InterruptedException {
        var headers = new ArrayList<>(List.of(headers(amc, token)).subList(0, 4));
        headers.addAll(List.of(more));
        return browser.get(amc, path, headers.toArray(String[]::new));
    }

    private HttpResponse<String> get(SimulatedService service, String path, String token)
            throws IOException, InterruptedException {
        return browser.get(service, path, headers(service, token));
    }

    private HttpResponse<String> post(SimulatedService service, String path, String token, String body)
            throws IOException, InterruptedException {
        return send(service, path, token, "POST", body);
    }

    private HttpResponse<String> send(SimulatedService service, String path, String token, String method, String body)
            throws IOException, InterruptedException {
        return browser.send(browser.request(service.address().resolve(path), headers(service, token))
                .method(method, BodyPublishers.ofString(body)));
    }
}
