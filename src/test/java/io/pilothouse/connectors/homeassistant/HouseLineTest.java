package io.pilothouse.connectors.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.TestTargets;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.homeassistant.HomeAssistantSimulator;
import io.pilothouse.demo.service.CertificateKind;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.Past;
import io.pilothouse.domain.home.Upkeep.Notification;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Connection.TlsTrust;
import io.pilothouse.testing.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A line to a house that is odd, old, huge or half gone. Time passes when the test says so.
@Timeout(90)
class HouseLineTest {

    private static final String LIGHT = "light.hall_light";

    private final AtomicLong passed = new AtomicLong();
    private final InstantSource source = () -> Instant.now().plusMillis(passed.get());
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final HttpClients http = new HttpClients(clock, _ -> {}, "test");
    private final HomeAssistantKind kind = new HomeAssistantKind(
            http,
            new HomeAssistantSession.Surroundings(
                    clock,
                    new Random(7),
                    Thread.ofVirtual().factory(),
                    (condition, _) -> condition.await(5, TimeUnit.MILLISECONDS),
                    Duration.ofMillis(500),
                    () -> "at home"));
    private DemoFleet fleet;
    private SimulatedService service;
    private int houses;

    @BeforeEach
    void openFleet() throws IOException {
        fleet = DemoFleet.empty(3, Clock.systemUTC());
    }

    @AfterEach
    void closeFleet() {
        fleet.close();
        http.close();
    }

    private HomeAssistantConnector house(String... options) throws IOException {
        var spec = ServiceSpec.of("homeassistant", "Loft " + ++houses);
        for (int i = 0; i < options.length; i += 2) {
            spec = spec.with(options[i], options[i + 1]);
        }
        service = fleet.add(spec);
        return open(TestTargets.saved(kind.id(), service.address(), Map.of()));
    }

    private HomeAssistantConnector open(Target target) {
        return (HomeAssistantConnector) kind.open(target, TestTargets.right(service));
    }

    private void act(Consumer<HomeAssistantSimulator> act) {
        service.with(HomeAssistantSimulator.class, it -> {
            act.accept(it);
            return true;
        });
    }

    private List<String> received() {
        return service.with(
                HomeAssistantSimulator.class,
                it -> it.received().stream()
                        .map(HomeAssistantSimulator.Received::type)
                        .toList());
    }

    private void pass(Duration time) {
        passed.addAndGet(time.toMillis());
    }

    /// Half minutes pass one after the other, as a question on its way does not count the one it takes.
    private void passUntil(BooleanSupplier enough) throws InterruptedException {
        var last = new AtomicLong(System.nanoTime());
        Eventually.that(() -> {
            if (System.nanoTime() - last.get() > Duration.ofMillis(200).toNanos()) {
                pass(PlainPolling.EVERY);
                last.set(System.nanoTime());
            }
            return enough.getAsBoolean();
        });
    }

    private void toggle(HomeAssistantConnector home) throws Exception {
        assertThat(home.callService("light", "toggle", Map.of("entity_id", LIGHT), Map.of()))
                .isInstanceOf(Reply.Done.class);
    }

    // --- messages

    @Test
    void messagesInManySmallFramesAreWhole() throws Exception {
        try (var home = house("entities", "3000")) {
            act(it -> it.faults().split(1_500));
            home.follow();

            Eventually.that(home::synced);
            assertThat(home.states()).hasSize(3_000);
            assertThat(home.index().areaRows(home.states())).isNotEmpty();
        }
    }

    @Test
    void aMessageOfTenMegabytesInFramesIsOneMessage() throws Exception {
        try (var home = house()) {
            home.facts();
            act(it -> {
                it.faults().pad(10_000_000);
                it.faults().split(64 * 1024);
            });
            assertThat(home.services().find("light.turn_on")).isPresent();
            assertThat(home.session().status().reconnects()).isZero();
        }
    }

    @Test
    void messagesAndKeysMayComeInAnyOrder() throws Exception {
        try (var home = house()) {
            act(it -> it.faults().shuffle(11));
            home.follow();

            Eventually.that(home::synced);
            assertThat(home.states()).hasSize(125);
            for (int i = 0; i < 20; i++) {
                var before = home.states().get(LIGHT).state();
                toggle(home);
                Eventually.that(() -> !home.states().get(LIGHT).state().equals(before));
            }
            assertThat(home.services().find("light.turn_on")).isPresent();
        }
    }

    @Test
    void whatALightTellsOnlyWhileItIsOnGoesWithIt() throws Exception {
        try (var home = house()) {
            home.follow();
            Eventually.that(home::synced);
            if (home.states().get(LIGHT).state().equals("off")) {
                toggle(home);
            }
            Eventually.that(() -> home.states().get(LIGHT).attributes().containsKey("brightness"));
            toggle(home);
            Eventually.that(() -> home.states().get(LIGHT).state().equals("off"));
            assertThat(home.states().get(LIGHT).attributes())
                    .containsKey("friendly_name")
                    .doesNotContainKey("brightness");
        }
    }

    @Test
    void anAnswerThatIsHeldBackHoldsUpNoOther() throws Exception {
        try (var home = house()) {
            home.currentStates();
            act(it -> it.faults().holdBack(Set.of("get_services")));
            var asked = new CopyOnWriteArrayList<Integer>();
            var asking = Thread.ofVirtual().start(() -> {
                try {
                    asked.add(home.services().byName().size());
                } catch (ConnectorException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            Eventually.that(() -> received().contains("get_services"));

            assertThat(home.facts().state()).isEqualTo("RUNNING");
            assertThat(home.index().areaRows(Map.of())).isNotEmpty();
            assertThat(asked).isEmpty();
            act(HomeAssistantSimulator::letGo);
            asking.join();
            assertThat(asked)
                    .singleElement()
                    .satisfies(count -> assertThat(count).isPositive());
        }
    }

    // --- lines that are half gone

    @Test
    void aServerThatReadsNothingMoreIsLeft() throws Exception {
        try (var home = house()) {
            home.follow();
            Eventually.that(home::synced);
            act(HomeAssistantSimulator::stopReading);

            pass(HomeAssistantSession.PING_EVERY);

            Eventually.that(() -> home.session().status().reconnects() == 1 && home.synced());
            toggle(home);
        }
    }

    @Test
    void whatIsThereAlreadyIsNoEvent() throws Exception {
        try (var home = house("entities", "3000")) {
            home.follow();
            Eventually.that(home::synced);
            pass(Duration.ofSeconds(5));
            assertThat(home.eventsPerSecond()).isLessThan(10);

            Eventually.that(() -> {
                act(it -> it.burst(200)); // again, as the clock may run ahead of what is on its way
                pass(Duration.ofSeconds(1));
                return home.eventsPerSecond() >= 20;
            });
        }
    }

    /// Contract, acceptance 9.
    @Test
    void whatIsThereAfterFiveMinutesWithoutALineIsThereOnce() throws Exception {
        try (var home = house()) {
            home.follow();
            Eventually.that(home::synced);
            var gone = home.states().keySet().stream()
                    .filter(id -> id.startsWith("sensor."))
                    .sorted()
                    .limit(10)
                    .toList();
            service.fault(new Fault.Refused());
            act(HomeAssistantSimulator::cut);
            Eventually.that(() -> home.session().status().attempt() > 0);
            act(it -> gone.forEach(it.house()::remove));
            pass(Duration.ofMinutes(5));
            Eventually.that(() -> home.session().status().attempt() > 2);
            assertThat(home.states()).hasSize(125); // as they were last seen, meanwhile

            service.heal();
            passUntil(home::synced);

            Eventually.that(() -> home.states().size() == 115);
            assertThat(home.states().keySet()).doesNotContainAnyElementsOf(gone);
            assertThat(home.wholeIndex().rows(home.currentStates()))
                    .extracting(EntityRow::id)
                    .doesNotHaveDuplicates();
            var before = home.states().get(LIGHT).state();
            var told = new AtomicLong();
            home.onStates(_ -> told.incrementAndGet());
            toggle(home);
            Eventually.that(() -> !home.states().get(LIGHT).state().equals(before));
            assertThat(told.get()).isEqualTo(1);
            var lists = new AtomicLong();
            home.onLists(lists::incrementAndGet);
            home.moveEntity(LIGHT, Optional.of("attic"));
            Eventually.that(() -> lists.get() > 0);
        }
    }

    /// A person knows that the ban was lifted.
    @Test
    void aBanIsLookedAtAtOnceWhenAPersonAsks() throws Exception {
        try (var home = house()) {
            service.fault(new Fault.Banned());
            assertThatThrownBy(home::facts).isInstanceOf(ConnectorException.class);
            service.forgetRequests();
            assertThatThrownBy(home::facts).isInstanceOf(ConnectorException.class);
            assertThat(service.requests()).isEmpty();

            assertThat(home.session().restart(HomeAssistantSession.Force.NO))
                    .isInstanceOf(HomeAssistantSession.Restarted.Failed.class);
            assertThat(service.requests()).extracting(LoggedRequest::path).containsExactly("/manifest.json");
            assertThat(home.session().status().state()).isEqualTo(SessionState.BANNED);

            service.heal();
            assertThat(home.session().restart(HomeAssistantSession.Force.YES))
                    .isInstanceOf(HomeAssistantSession.Restarted.Done.class);
        }
    }

    @Test
    void aLineThatWasLeftOverFromASleepIsMadeAnew() throws Exception {
        try (var home = house()) {
            home.follow();
            Eventually.that(home::synced);
            act(it -> {
                it.abandonSockets();
                it.house().remove(LIGHT);
            });

            pass(Duration.ofHours(8));

            Eventually.that(() -> home.session().status().reconnects() == 1 && home.synced());
            Eventually.that(() -> !home.states().containsKey(LIGHT));
        }
    }

    /// As it is while a house starts: what it has not told yet is not gone.
    @Test
    void nothingIsTakenForGoneBeforeTheHouseRuns() throws Exception {
        try (var home = house()) {
            home.follow();
            Eventually.that(home::synced);

            act(it -> {
                it.state("NOT_RUNNING");
                it.restart();
                it.house().remove(LIGHT);
            });
            Eventually.that(() -> home.session().status().reconnects() == 1 && home.synced());
            Eventually.that(() -> home.latestFacts()
                    .filter(it -> it.state().equals("NOT_RUNNING"))
                    .isPresent());
            assertThat(home.states()).containsKey(LIGHT);

            act(it -> it.state("RUNNING"));
            Eventually.that(() -> !home.states().containsKey(LIGHT));
            assertThat(home.states()).hasSize(124);
        }
    }

    @Test
    void aHouseComesBackAsAnotherVersion() throws Exception {
        try (var home = house("version", "2026.2.3")) {
            home.follow();
            Eventually.that(home::synced);

            act(it -> it.becomes("2022.2.9")); // before there was a feed of entities
            Eventually.that(() -> home.session().status().version().equals("2022.2.9") && home.synced());
            toggle(home);

            act(it -> it.becomes("2026.9.0"));
            Eventually.that(() -> home.session().status().version().equals("2026.9.0") && home.synced());
            toggle(home);
            assertThat(home.states()).hasSize(125);
        }
    }

    // --- older servers

    @ParameterizedTest
    @ValueSource(strings = {"2022.2.9", "2024.3.3", "2025.6.1", "2026.2.3", "2026.9.0"})
    void whatAVersionDoesNotKnowHasSomethingElseInItsPlace(String version) throws Exception {
        for (var supervisor : List.of("true", "false")) {
            try (var home = house("version", version, "supervisor", supervisor)) {
                assertThat(home.facts().version()).isEqualTo(version);
                assertThat(home.index().areaRows(home.currentStates())).isNotEmpty();
                assertThat(home.wholeIndex().rows(home.currentStates())).hasSize(125);
                assertThat(home.services().byName()).isNotEmpty();
                assertThat(home.hardware().system()).isNotEmpty();
                assertThat(home.network().adapters()).isNotEmpty();
                assertThat(home.urls().internal()).isPresent();
                assertThat(home.backups().backups()).isNotNull();
                assertThat(home.notifications()).isEmpty();
                var now = Instant.now();
                assertThat(home.history(List.of("sensor.hall_temperature"), now.minusSeconds(86_400), now))
                        .singleElement()
                        .satisfies(series -> assertThat(series.points()).isNotEmpty());
                assertThat(home.logbook(List.of(), now.minusSeconds(86_400), now))
                        .isNotEmpty();
                toggle(home);
            }
        }
    }

    // --- the past as it goes on

    /// A line of the past that ends in a cliff would be the simulator's, not the house's.
    @Test
    void thePastLeadsToWhatIsNow() throws Exception {
        try (var home = house()) {
            var now = Instant.now();
            var temperature = "sensor.hall_temperature";
            double is = Double.parseDouble(home.currentStates().get(temperature).state());

            var points = home.history(List.of(temperature), now.minusSeconds(86_400), now)
                    .getFirst()
                    .points();

            assertThat(points)
                    .allSatisfy(point -> assertThat(point.value().orElseThrow()).isBetween(is - 4, is + 4));
        }
    }

    private static final class Points implements Consumer<Map<String, List<Past.Point>>> {
        final List<Past.Point> all = new CopyOnWriteArrayList<>();

        @Override
        public void accept(Map<String, List<Past.Point>> told) {
            all.addAll(told.getOrDefault(LIGHT, List.of()));
        }

        long since(Instant begun) {
            return all.stream().filter(point -> !point.at().isBefore(begun)).count();
        }
    }

    @Test
    void historyIsToldAsItHappensAndNothingTwiceAfterABreak() throws Exception {
        try (var home = house()) {
            home.follow();
            Eventually.that(home::synced);
            var begun = Instant.now();
            var points = new Points();
            var end = home.followHistory(List.of(LIGHT), begun.minusSeconds(3600), points);
            toggle(home);
            toggle(home);
            Eventually.that(() -> points.since(begun) == 2);

            act(HomeAssistantSimulator::cut);
            Eventually.that(() -> home.session().status().reconnects() == 1 && home.synced());
            Eventually.that(
                    () -> received().stream().filter("history/stream"::equals).count() == 2);
            toggle(home);
            Eventually.that(() -> points.since(begun) == 3);
            assertThat(points.all).extracting(Past.Point::at).doesNotHaveDuplicates();
            assertThat(received()).doesNotContain("history/history_during_period");

            end.run();
            Eventually.that(() -> received().contains("unsubscribe_events"));
            toggle(home);
            assertThat(points.since(begun)).isEqualTo(3);
        }
    }

    @Test
    void theLogbookIsToldAsItHappensAndNothingTwiceAfterABreak() throws Exception {
        try (var home = house()) {
            home.follow();
            Eventually.that(home::synced);
            var begun = Instant.now();
            var entries = new CopyOnWriteArrayList<Past.Entry>();
            home.followLogbook(List.of(), begun.minusSeconds(48 * 3600), entries::addAll);
            toggle(home);
            Eventually.that(() -> entries.stream().anyMatch(entry -> !entry.at().isBefore(begun)));

            act(HomeAssistantSimulator::cut);
            Eventually.that(() -> home.session().status().reconnects() >= 1 && home.synced());
            Eventually.that(() ->
                    received().stream().filter("logbook/event_stream"::equals).count() >= 2);
            toggle(home);
            Eventually.that(() -> entries.stream()
                            .filter(entry -> !entry.at().isBefore(begun))
                            .count()
                    == 2);
            assertThat(entries).doesNotHaveDuplicates();
        }
    }

    @Test
    void aServerWithoutStreamsIsAskedNowAndThen() throws Exception {
        try (var home = house("version", "2022.2.9")) {
            home.follow();
            Eventually.that(home::synced);
            asksInstead(home);
        }
    }

    @Test
    void whereNoWebSocketPassesItIsAskedToo() throws Exception {
        try (var home = house("socketsBlocked", "true")) {
            home.follow();
            Eventually.that(home::synced);
            var begun = Instant.now();
            var points = new Points();
            home.followHistory(List.of("sensor.hall_temperature", LIGHT), begun.minusSeconds(86_400), points);
            Eventually.that(() -> !points.all.isEmpty());
            home.call(new io.pilothouse.domain.home.ServiceCall(
                    "light", "toggle", io.pilothouse.domain.home.Target.entity(LIGHT), Map.of(), false));
            passUntil(() -> points.since(begun) == 1);
        }
    }

    private void asksInstead(HomeAssistantConnector home) throws Exception {
        var begun = Instant.now();
        var points = new Points();
        var entries = new CopyOnWriteArrayList<Past.Entry>();
        home.followHistory(List.of(LIGHT), begun.minusSeconds(86_400), points);
        home.followLogbook(List.of(), begun.minusSeconds(86_400), entries::addAll);
        Eventually.that(() -> !entries.isEmpty() && !points.all.isEmpty());
        toggle(home);
        passUntil(() -> received().stream()
                        .filter("history/history_during_period"::equals)
                        .count()
                >= 4);
        passUntil(() -> points.since(begun) == 1);
        assertThat(points.since(begun)).isEqualTo(1);
        assertThat(points.all).extracting(Past.Point::at).doesNotHaveDuplicates();
        assertThat(entries).doesNotHaveDuplicates();
    }

    // --- certificates

    private Target secured(TlsTrust trust) {
        var plain = service.address();
        var address = URI.create("https://" + plain.getHost() + ":" + plain.getPort() + "/");
        var target = TestTargets.saved(kind.id(), address, Map.of());
        return new Target(
                target.id(),
                target.kind(),
                target.label(),
                Connection.to(new io.pilothouse.domain.instance.Address(address))
                        .withTrust(trust),
                target.settings(),
                Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(
            value = CertificateKind.class,
            names = {"EXPIRED", "WRONG_HOST", "UNTRUSTED"})
    void noTokenGoesToACertificateThatIsNotGood(CertificateKind certificate) throws Exception {
        house().close();
        service.fault(new Fault.Certificate(certificate));
        try (var home = open(secured(new TlsTrust.Authority(fleet.authorityPem())))) {
            var states = new CopyOnWriteArrayList<SessionState>();
            home.session().onStatus(status -> states.add(status.state()));
            home.follow();
            var failure = catchThrowableOfType(ConnectorException.class, home::facts);

            assertThat(failure.code())
                    .isEqualTo(
                            switch (certificate) {
                                case EXPIRED -> FaultCode.TLS_EXPIRED;
                                case WRONG_HOST -> FaultCode.TLS_WRONG_NAME;
                                default -> FaultCode.TLS_UNTRUSTED;
                            });
            Eventually.that(() -> home.session().status().state() == SessionState.TLS_ERROR);
            pass(Duration.ofHours(1)); // nothing is tried again by itself
            // who follows and who asks may each have begun once, and one of them may still be on its way
            Eventually.that(() -> home.session().status().state() == SessionState.TLS_ERROR);
            assertThat(states.stream().filter(SessionState.TLS_ERROR::equals).count())
                    .as(states.toString())
                    .isLessThanOrEqualTo(2);
            assertThat(received()).isEmpty();
        }
    }

    @Test
    void noTokenGoesToACertificateThatChanged() throws Exception {
        house().close();
        service.fault(new Fault.Certificate(CertificateKind.TRUSTED));
        try (var home = open(secured(new TlsTrust.Pinned("0".repeat(64))))) {
            assertThatThrownBy(home::facts)
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            failure -> assertThat(failure.code()).isEqualTo(FaultCode.TLS_PIN_CHANGED));
            assertThat(received()).isEmpty();
        }
    }

    @Test
    void aHouseBehindAGoodCertificateIsLive() throws Exception {
        house().close();
        service.fault(new Fault.Certificate(CertificateKind.TRUSTED));
        try (var home = open(secured(new TlsTrust.Authority(fleet.authorityPem())))) {
            assertThat(home.facts().state()).isEqualTo("RUNNING");
            home.follow();
            Eventually.that(home::synced);
            toggle(home);
        }
    }

    // --- what a house nobody looks at tells

    @ParameterizedTest
    @ValueSource(strings = {"2026.2.3", "2023.5.0"})
    void aHouseNobodyLooksAtTellsOfItsNotifications(String version) throws Exception {
        try (var home = house("version", version)) {
            var told = new AtomicLong();
            home.follow(LiveHome.Scope.HEALTH);
            Eventually.that(() -> received().contains("persistent_notification/subscribe"));
            if (version.startsWith("2023")) { // one more event than there are lists
                Eventually.that(() ->
                        received().stream().filter("subscribe_events"::equals).count() == 11);
            }
            home.notifications(); // what was asked before is answered
            home.onLists(told::incrementAndGet);

            act(it -> it.notify("leak", "Leak", "There is water in the cellar."));

            Eventually.that(() -> told.get() > 0);
            assertThat(home.notifications()).extracting(Notification::title).contains("Leak");
        }
    }

    /// A ban refuses everything, and in plain text.
    @Test
    void aRefusalToGiveOneFileIsNoBan() throws Exception {
        try (var home = house()) {
            act(it -> it.withhold("/api/error_log"));
            act(it -> it.withhold("/api/hassio/core/logs/latest"));

            assertThatThrownBy(() -> home.upkeep().downloadLog(OutputStream.nullOutputStream()))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            failure -> assertThat(failure.code()).isEqualTo(FaultCode.REFUSED));

            assertThat(home.checkConfiguration()).isEmpty();
        }
    }

    /// One press of the button is one attempt.
    @Test
    void tryingAgainAfterABadCertificateKnocksOnce() throws Exception {
        house().close();
        service.fault(new Fault.Certificate(CertificateKind.EXPIRED));
        try (var home = open(secured(new TlsTrust.Authority(fleet.authorityPem())))) {
            home.follow();
            Eventually.that(() -> home.session().status().state() == SessionState.TLS_ERROR);
            var states = new CopyOnWriteArrayList<SessionState>();
            home.session().onStatus(status -> states.add(status.state()));

            assertThat(home.session().restart(HomeAssistantSession.Force.NO))
                    .isInstanceOf(HomeAssistantSession.Restarted.Failed.class);
            pass(Duration.ofHours(1)); // nothing is tried again by itself
            assertThat(home.session().restart(HomeAssistantSession.Force.NO))
                    .isInstanceOf(HomeAssistantSession.Restarted.Failed.class);

            assertThat(states)
                    .containsExactly(
                            SessionState.CONNECTING,
                            SessionState.TLS_ERROR,
                            SessionState.CONNECTING,
                            SessionState.TLS_ERROR);
        }
    }
}
