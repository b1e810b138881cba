package io.pilothouse.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.SimulatedService;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DemoFleetTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-07-01T12:00:00Z"));
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final Browser browser = new Browser();

    @Test
    void theSameSeedGivesTheSameInstances() throws IOException {
        assertThat(named(7)).isEqualTo(named(7)).isNotEqualTo(named(8));
    }

    @Test
    void oneMoreOfAKindStandsBesideTheOthers() throws IOException {
        try (var fleet = DemoFleet.still(1, 14, clock, 0)) {
            fleet.also("homeassistant");

            assertThat(fleet.instances().getLast().name()).isEqualTo("Home 2");
            assertThat(fleet.instances().getLast().group()).isEqualTo("Home");
        }
    }

    @Test
    void eventsHappenWhenTheClockSaysSo() throws IOException {
        try (var fleet = DemoFleet.still(1, 14, clock, 0)) {
            assertThat(faults(fleet)).doesNotContainKey("Anime");

            pass(fleet, Duration.ofMinutes(2));
            assertThat(faults(fleet))
                    .containsEntry("Anime", new Fault.Refused())
                    .containsEntry("Music", new Fault.Refused())
                    .doesNotContainKey("Series");

            pass(fleet, Duration.ofSeconds(181));
            assertThat(faults(fleet))
                    .containsEntry("Anime", new Fault.OtherIdentity())
                    .doesNotContainKey("Music");
        }
    }

    @Test
    void theControlEndpointInjectsFaultsAndShowsRequests() throws Exception {
        try (var fleet = DemoFleet.still(1, 14, clock, 0)) {
            var control = fleet.control();
            var instances = Browser.json(browser.send(browser.request(control))).path("instances");
            assertThat(instances).hasSize(fleet.instances().size());

            var fault = control.resolve("instances/Series/fault");
            browser.send(
                    browser.request(fault).PUT(BodyPublishers.ofString("{\"fault\":\"server-error\",\"status\":501}")));
            var series = fleet.service("Series");
            assertThat(browser.get(series, "ping").statusCode()).isEqualTo(501);

            browser.send(browser.request(fault).DELETE());
            assertThat(browser.get(series, "ping").statusCode()).isEqualTo(200);

            var requests = Browser.json(browser.send(browser.request(control.resolve("instances/Series/requests"))));
            assertThat(requests.path("requests")).hasSize(2);
            assertThat(requests.at("/requests/0/path").asText()).isEqualTo("/ping");
            assertThat(requests.at("/requests/0/instance").asText()).isEqualTo("Series");

            var wrong = browser.send(browser.request(fault).PUT(BodyPublishers.ofString("{\"fault\":\"gremlins\"}")));
            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(Browser.json(wrong).path("error").asText()).contains("gremlins");
        }
    }

    @Test
    void instancesCanBeAddedOnDemandFromOutside() throws Exception {
        try (var fleet = DemoFleet.empty(1, clock)) {
            var added = browser.send(browser.request(fleet.control().resolve("instances"))
                    .POST(BodyPublishers.ofString(
                            "{\"kind\":\"readarr\",\"name\":\"Books\",\"options\":{\"size\":\"small\"}}")));

            assertThat(added.statusCode()).isEqualTo(201);
            var address = Browser.json(added).path("address").asText();
            assertThat(fleet.service("Books").address().toString()).isEqualTo(address);
            assertThat(browser.get(fleet.service("Books"), "ping").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aThousandInstancesNeedFewThreads() throws Exception {
        int before = Thread.getAllStackTraces().size();
        try (var fleet = DemoFleet.still(1, 1000, clock, 0)) {
            var services = fleet.services();
            assertThat(browser.get(services.getFirst(), "").statusCode()).isLessThan(500);
            assertThat(browser.get(services.get(services.size() - 2), "").statusCode())
                    .isLessThan(500);
            assertThat(services.stream().map(SimulatedService::address).distinct())
                    .hasSameSizeAs(services);
            assertThat(Thread.getAllStackTraces().size() - before).isLessThan(20);
        }
    }

    @Test
    void noFleetOfAnotherSizeExists() {
        assertThatThrownBy(() -> DemoFleet.still(1, 15, clock, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private void pass(DemoFleet fleet, Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
        fleet.tick();
    }

    private List<List<String>> named(long seed) throws IOException {
        try (var fleet = DemoFleet.still(seed, 14, clock, 0)) {
            return fleet.instances().stream()
                    .map(instance -> List.of(instance.kind(), instance.name(), instance.secret()))
                    .toList();
        }
    }

    private static Map<String, Fault> faults(DemoFleet fleet) {
        return fleet.services().stream()
                .filter(service -> service.fault().isPresent())
                .collect(Collectors.toMap(
                        SimulatedService::name, service -> service.fault().orElseThrow(), (first, _) -> first));
    }
}
