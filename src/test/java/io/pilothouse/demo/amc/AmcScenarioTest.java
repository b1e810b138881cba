package io.pilothouse.demo.amc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.Browser;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.amc.Executions.Plan;
import io.pilothouse.demo.amc.FaultRules.Kind;
import io.pilothouse.demo.amc.FaultRules.Rule;
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
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The standard scenario and the faults, as section 19 of the contract asks for them.
class AmcScenarioTest {

    private static final String US = "ENTITY1PH0USEA1";
    private static final String US_MARKET = "ATVPDKIKX0DER";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-07-01T12:00:00Z"));
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final Browser browser = new Browser();
    private DemoFleet fleet;
    private SimulatedService amc;

    @BeforeEach
    void open() throws IOException {
        fleet = DemoFleet.empty(6, clock);
        amc = fleet.add(ServiceSpec.of("amc", "Harbour").with("scenario", "harbour"));
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void eachCredentialSeesItsOwnAccounts() throws Exception {
        assertThat(accounts("A")).containsExactly(US, "ENTITY1PH0USEB2");
        assertThat(accounts("B")).containsExactly("ENTITY1PH0USEC3");
        simulate(it -> it.switches(switches -> switches.withSelfServiceHidden(true)));
        assertThat(accounts("B")).isEmpty();
        assertThat(get("amc/instances", "B", "ENTITY1PH0USEC3", "A1VC38T7YXB528")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void theLostInstanceIsDeniedAndTheTermsOfTheTeaAreMissing() throws Exception {
        assertThat(get("amc/instances/amcpilot008", "B", "ENTITY1PH0USEC3", "A1VC38T7YXB528")
                        .statusCode())
                .isEqualTo(403);
        var tea = get("amc/reporting/amcpilot007/workflows", "B", "ENTITY1PH0USEC3", "A1VC38T7YXB528");
        assertThat(tea.statusCode()).isEqualTo(403);
        assertThat(tea.body()).contains("terms and conditions must be accepted");
        assertThat(get("amc/instances/amcpilot001", "B", US, US_MARKET).statusCode())
                .isEqualTo(403);
    }

    @Test
    void anInstanceInCreationIsReadyAfterFiveMinutesAndAFailedOneNever() throws Exception {
        assertThat(creation("amcpilot005")).isEqualTo("IN_PROGRESS");
        simulate(it -> it.advance(Duration.ofMinutes(5)));
        assertThat(creation("amcpilot005")).isEqualTo("COMPLETED");
        assertThat(creation("amcpilot006")).isEqualTo("FAILED");
    }

    @Test
    void fortyRunsOfThePastHaveEndedInEveryWay() throws Exception {
        var ends = new ArrayList<String>();
        for (var instance : List.of("amcpilot001", "amcpilot002")) {
            var list = json(get(
                    "amc/reporting/" + instance
                            + "/workflowExecutions?workflowId=ph.reach-by-campaign&includeCancelled=true&limit=100",
                    "A",
                    US,
                    US_MARKET));
            list.path("executions").forEach(it -> ends.add(it.path("status").asText()));
        }
        assertThat(ends)
                .contains("SUCCEEDED", "FAILED", "REJECTED", "CANCELLED")
                .hasSizeGreaterThan(20);
    }

    @Test
    void schedulesFireByTheClockExceptTheSilentOne() throws Exception {
        var since = "&minCreationTime=2026-06-29T00:00:00";
        assertThat(statuses("ph.reach-by-campaign" + since)).contains("SUCCEEDED");
        assertThat(statuses("ph.spend-daily" + since)).isNotEmpty().containsOnly("FAILED");
        assertThat(statuses("ph.clicks-daily" + since)).isEmpty();
        simulate(it -> it.advance(Duration.ofDays(1)));
        assertThat(statuses("ph.spend-daily" + since)).hasSizeGreaterThan(3);
    }

    @Test
    void neverMoreThanTenRunAtOnce() throws Exception {
        for (int i = 0; i < 14; i++) {
            create("ph-" + i, "SELECT campaign, SUM(clicks) AS clicks FROM sponsored_ads_traffic GROUP BY campaign");
        }
        simulate(it -> it.advance(Duration.ofSeconds(20)));
        var all = new ArrayList<String>();
        json(own("workflowExecutions?minCreationTime=2026-07-01T11:59:00&limit=100"))
                .path("executions")
                .forEach(it -> all.add(it.path("status").asText()));
        assertThat(all).hasSize(14);
        assertThat(all.stream().filter("RUNNING"::equals)).hasSize(10);
        assertThat(all.stream().filter("PENDING"::equals)).hasSize(4);
    }

    @Test
    void equalQuestionsHaveEqualBytesAndOtherWindowsOthers() throws Exception {
        var sql =
                "SELECT campaign, SUM(clicks) AS clicks, COUNT(DISTINCT user_id) AS reach, SUM(clicks) / SUM(impressions)"
                        + " AS click_rate FROM sponsored_ads_traffic GROUP BY campaign";
        var first = result(create("ph-1", sql));
        assertThat(result(create("ph-2", sql))).isEqualTo(first);
        assertThat(first).startsWith("campaign,clicks,reach,click_rate\n").contains("\\\"");
        assertThat(first.lines().skip(1).map(line -> line.substring(line.lastIndexOf(',') + 1)))
                .anyMatch(rate -> rate.matches("0\\.\\d{17}"));
    }

    @Test
    void aPlannedRunGoesAsPlanned() throws Exception {
        simulate(it -> it.runs()
                .plan(Plan.USUAL
                        .odd("WARMING_UP")
                        .publishing(Duration.ofSeconds(30))
                        .late(Duration.ofSeconds(60))
                        .result(11, 5, false)));
        var run = create("ph-1", "SELECT campaign, SUM(clicks) AS c FROM sponsored_ads_traffic GROUP BY campaign");
        simulate(it -> it.advance(Duration.ofSeconds(6)));
        assertThat(status(run)).isEqualTo("WARMING_UP");
        simulate(it -> it.advance(Duration.ofSeconds(45)));
        assertThat(status(run)).isEqualTo("PUBLISHING");
        simulate(it -> it.advance(Duration.ofSeconds(40)));
        assertThat(status(run)).isEqualTo("SUCCEEDED");
        assertThat(own("workflowExecutions/" + run + "/downloadUrls").body()).contains("unavailable for download");
        simulate(it -> it.advance(Duration.ofSeconds(60)));
        assertThat(json(own("workflowExecutions/" + run + "/downloadUrls")).path("downloadUrls"))
                .hasSize(5);
    }

    @Test
    void addressesDieAndMayNotBeEncodedAgain() throws Exception {
        var run = create("ph-1", "SELECT campaign, SUM(clicks) AS c FROM sponsored_ads_traffic GROUP BY campaign");
        simulate(it -> it.advance(Duration.ofMinutes(2)));
        var url = json(own("workflowExecutions/" + run + "/downloadUrls"))
                .at("/downloadUrls/0")
                .asText();
        assertThat(url).contains("%2F", "+");
        assertThat(browser.send(browser.request(URI.create(url))).statusCode()).isEqualTo(200);
        assertThat(browser.send(browser.request(URI.create(url.replace("%2F", "/"))))
                        .statusCode())
                .isEqualTo(403);
        simulate(it -> it.advance(Duration.ofSeconds(601)));
        assertThat(browser.send(browser.request(URI.create(url))).statusCode()).isEqualTo(403);
    }

    @Test
    void sqlIsCompiledALittle() throws Exception {
        assertThat(refusal("SELECT * FROM sponsored_ads_traffic")).contains("unable to compile", "SELECT *");
        assertThat(refusal("SELECT campaign, SUM(clicks) AS c FROM nowhere GROUP BY campaign"))
                .contains("From line 1, column 40 to line 1, column 46: Object 'nowhere' not found");
        assertThat(refusal("SELECT SUM(clicks) AS c FROM sponsored_ads_traffic WHERE campaign = CUSTOM_PARAMETER('x')"))
                .contains("undeclared parameter 'x'");
        simulate(it -> it.switches(switches -> switches.withLateRefusal(true)));
        var run = create("ph-1", "SELECT campaign, SUM(clicks) AS c FROM nowhere GROUP BY campaign");
        simulate(it -> it.advance(Duration.ofMinutes(2)));
        var ended = json(own("workflowExecutions/" + run));
        assertThat(ended.path("status").asText()).isEqualTo("REJECTED");
        assertThat(ended.path("statusReason").asText()).contains("Object 'nowhere' not found");
    }

    /// Section 19.1, 5: what section 9.4 lists is refused at once, or ends the run.
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            SELECT NTILE(4) OVER (ORDER BY campaign) AS n, SUM(clicks) AS c FROM sponsored_ads_traffic ~ NTILE
            SELECT COUNT(*) OVER (PARTITION BY campaign) AS n FROM sponsored_ads_traffic ~ COUNT(*)
            SELECT COLLECT(clicks + 1) AS c FROM sponsored_ads_traffic ~ COLLECT
            SELECT user_id, SUM(clicks) AS c FROM sponsored_ads_traffic GROUP BY user_id ~ user_id
            SELECT SUM(clicks) AS c FROM sponsored_ads_traffic WHERE user_id <> 'x' ~ sensitivity
            SELECT SUM(clicks) AS c FROM sponsored_ads_traffic WHERE 'x' = user_id ~ sensitivity
            SELECT SUM(clicks) AS c FROM sponsored_ads_traffic WHERE user_id IN ('x') ~ sensitivity
            SELECT campaign FROM sponsored_ads_traffic ~ aggregate
            """)
    void whatAmcDoesNotTakeEndsTheRun(String sql, String reason) throws Exception {
        var run = create("ph-1", sql);
        simulate(it -> it.advance(Duration.ofMinutes(2)));
        var ended = json(own("workflowExecutions/" + run));
        assertThat(ended.path("status").asText()).isEqualTo("REJECTED");
        assertThat(ended.path("statusReason").asText()).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT EXTRACT(DAY FROM event_dt) AS d, SUM(clicks) AS c FROM sponsored_ads_traffic GROUP BY 1",
                "SELECT SUM(a.clicks) AS c FROM sponsored_ads_traffic a JOIN sponsored_ads_traffic b"
                        + " ON a.user_id = b.user_id WHERE a.user_id IS NOT NULL",
                "SELECT COLLECT(DISTINCT campaign) AS c FROM sponsored_ads_traffic"
            })
    void whatIsAllowedRuns(String sql) throws Exception {
        var run = create("ph-1", sql);
        simulate(it -> it.advance(Duration.ofMinutes(2)));
        assertThat(status(run)).isEqualTo("SUCCEEDED");
    }

    @Test
    void faultsStrikeByRuleAndThenNoMore() throws Exception {
        simulate(it -> {
            it.faults().add(Rule.of(Kind.THROTTLE, "instance", 1, 7));
            it.faults().add(Rule.of(Kind.STATUS, "instance", 1, 504));
            it.faults().add(Rule.of(Kind.HTML, "instance", 1, 0));
            it.faults().add(Rule.of(Kind.BROKEN_JSON, "instance", 1, 0));
        });
        var throttled = get("amc/instances/amcpilot001", "A", US, US_MARKET);
        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(get("amc/instances/amcpilot001", "A", US, US_MARKET).body()).contains("timed out");
        assertThat(get("amc/instances/amcpilot001", "A", US, US_MARKET).body()).startsWith("<html>");
        assertThat(get("amc/instances/amcpilot001", "A", US, US_MARKET).body()).doesNotEndWith("}");
        assertThat(get("amc/instances/amcpilot001", "A", US, US_MARKET).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aCreateCallMayBeDroppedBeforeOrAfterItWasDone() {
        var sql = "SELECT campaign, SUM(clicks) AS c FROM sponsored_ads_traffic GROUP BY campaign";
        simulate(it -> it.faults().add(Rule.of(Kind.DROP_AFTER, "createExecution", 1, 0)));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> create("ph-1", sql));
        assertThat(amc.<AmcSimulator, Integer>with(
                        AmcSimulator.class, it -> it.runs().created()))
                .isEqualTo(1);
        simulate(it -> it.faults().add(Rule.of(Kind.DROP_BEFORE, "createExecution", 1, 0)));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> create("ph-2", sql));
        assertThat(amc.<AmcSimulator, Integer>with(
                        AmcSimulator.class, it -> it.runs().created()))
                .isEqualTo(1);
    }

    @Test
    void theJournalNamesLeaksAndKeepsNoSecret() throws Exception {
        get("amc/instances/0f8fad5b-d9cb-469f-a165-70867728950e", "A", US, US_MARKET);
        get("amc/instances/amc-2607011200abc", "A", US, US_MARKET);
        var run = create("ph-1", "SELECT campaign, SUM(clicks) AS c FROM sponsored_ads_traffic GROUP BY campaign");
        simulate(it -> it.advance(Duration.ofMinutes(2)));
        var url = json(own("workflowExecutions/" + run + "/downloadUrls"))
                .at("/downloadUrls/0")
                .asText();
        browser.send(browser.request(URI.create(url), "Authorization", "Bearer x"));

        var journal = browser.get(amc, "__sim/journal").body();
        assertThat(journal).contains("INTERNAL_ID_LEAK", "TOKEN_LEAK").doesNotContain("Atza|", "Atzr|", "Signature=");
    }

    @Test
    void aConsentGivesACodeThatWorksOnce() throws Exception {
        var secrets = secrets("A");
        var page = browser.get(
                amc,
                "ap/oa?client_id=" + secrets.get("clientId")
                        + "&scope=advertising::campaign_management&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A1%2Fback&state=s1");
        assertThat(page.statusCode()).isEqualTo(302);
        var back = page.headers().firstValue("Location").orElseThrow();
        assertThat(back).startsWith("http://localhost:1/back?code=AN").endsWith("&state=s1");
        var code = back.replaceAll(".*code=([^&]+).*", "$1");
        assertThat(exchange(code).path("refresh_token").asText()).startsWith("Atzr|");
        assertThat(exchange(code).path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void aResetMakesEverythingAsAtTheStart() throws Exception {
        var before = create("ph-1", "SELECT campaign, SUM(clicks) AS c FROM sponsored_ads_traffic GROUP BY campaign");
        browser.post(amc, "__sim/reset", "{}", "Content-Type", "application/json");
        assertThat(create("ph-1", "SELECT campaign, SUM(clicks) AS c FROM sponsored_ads_traffic GROUP BY campaign"))
                .isEqualTo(before);
    }

    private void simulate(Consumer<AmcSimulator> change) {
        amc.with(AmcSimulator.class, simulator -> {
            change.accept(simulator);
            return simulator;
        });
    }

    private java.util.Map<String, String> secrets(String letter) {
        return amc.with(AmcSimulator.class, it -> it.login().secrets(letter));
    }

    private List<String> accounts(String letter) throws IOException, InterruptedException {
        return StreamSupport.stream(
                        json(get("amc/accounts", letter, "", ""))
                                .path("amcAccounts")
                                .spliterator(),
                        false)
                .map(it -> it.path("accountId").asText())
                .toList();
    }

    private String creation(String instance) throws IOException, InterruptedException {
        return json(get("amc/instances/" + instance, "A", US, US_MARKET))
                .at("/instance/creationStatus")
                .asText();
    }

    private List<String> statuses(String query) throws IOException, InterruptedException {
        var all = new ArrayList<String>();
        json(own("workflowExecutions?limit=100&workflowId=" + query))
                .path("executions")
                .forEach(it -> all.add(it.path("status").asText()));
        return all;
    }

    private String status(String run) throws IOException, InterruptedException {
        return json(own("workflowExecutions/" + run)).path("status").asText();
    }

    private String create(String workflowId, String sql) throws IOException, InterruptedException {
        return json(post(workflowId, sql)).path("workflowExecutionId").asText();
    }

    private String refusal(String sql) throws IOException, InterruptedException {
        var refused = post("ph-1", sql);
        assertThat(refused.statusCode()).isEqualTo(400);
        return json(refused).path("details").asText();
    }

    private HttpResponse<String> post(String workflowId, String sql) throws IOException, InterruptedException {
        var body = """
                {"workflow":{"workflowId":"%s","sqlQuery":"%s"},"timeWindowType":"EXPLICIT",
                 "timeWindowStart":"2026-06-01T00:00:00","timeWindowEnd":"2026-06-08T00:00:00","timeWindowTimeZone":"UTC"}
                """.formatted(workflowId, sql);
        return browser.send(browser.request(
                        amc.address().resolve("amc/reporting/amcpilot001/workflowExecutions"),
                        headers("A", US, US_MARKET))
                .method("POST", BodyPublishers.ofString(body)));
    }

    private String result(String run) throws IOException, InterruptedException {
        simulate(it -> it.advance(Duration.ofMinutes(2)));
        var url = json(own("workflowExecutions/" + run + "/downloadUrls"))
                .at("/downloadUrls/0")
                .asText();
        return browser.send(browser.request(URI.create(url))).body();
    }

    private HttpResponse<String> own(String rest) throws IOException, InterruptedException {
        return get("amc/reporting/amcpilot001/" + rest, "A", US, US_MARKET);
    }

    private HttpResponse<String> get(String path, String letter, String entity, String marketplace)
            throws IOException, InterruptedException {
        return browser.get(amc, path, headers(letter, entity, marketplace));
    }

    private String[] headers(String letter, String entity, String marketplace)
            throws IOException, InterruptedException {
        var headers = new ArrayList<>(List.of(
                "Authorization",
                "Bearer " + token(letter),
                "Amazon-Advertising-API-ClientId",
                secrets(letter).get("clientId"),
                "Content-Type",
                "application/json"));
        if (!entity.isEmpty()) {
            headers.addAll(List.of("Amazon-Advertising-API-AdvertiserId", entity));
            headers.addAll(List.of("Amazon-Advertising-API-MarketplaceId", marketplace));
        }
        return headers.toArray(String[]::new);
    }

    private String token(String letter) throws IOException, InterruptedException {
        var secrets = secrets(letter);
        return form("grant_type=refresh_token&refresh_token="
                        + URLEncoder.encode(secrets.get("refreshToken"), StandardCharsets.UTF_8) + "&client_id="
                        + secrets.get("clientId") + "&client_secret=" + secrets.get("clientSecret"))
                .path("access_token")
                .asText();
    }

    private JsonNode exchange(String code) throws IOException, InterruptedException {
        var secrets = secrets("A");
        return form("grant_type=authorization_code&code=" + code
                + "&redirect_uri=http%3A%2F%2Flocalhost%3A1%2Fback&client_id=" + secrets.get("clientId")
                + "&client_secret=" + secrets.get("clientSecret"));
    }

    private JsonNode form(String body) throws IOException, InterruptedException {
        return json(browser.post(amc, "auth/o2/token", body, "Content-Type", "application/x-www-form-urlencoded"));
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Browser.json(response);
    }
}
