package io.pilothouse.tasks.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.Recogniser;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.DemoInstance;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.LoggedRequest.SecretSeen;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection.TlsTrust;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.tasks.connection.OpenConnectors;
import io.pilothouse.testing.EveryKind;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The whole demo fleet, checked as the program checks it.
class DemoFleetChecksTest {

    private final Clock clock = Clock.systemUTC();
    private final HttpClients clients = new HttpClients(clock, RequestLog.NONE, "test");
    private final ConnectorKinds kinds = new ConnectorKinds(EveryKind.of(clients, clock));
    private final Map<InstanceId, Secrets> secrets = new HashMap<>();
    private final OpenConnectors connectors = new OpenConnectors(kinds, secrets::get);
    private final InstanceChecker checker =
            new InstanceChecker(connectors, kinds, new Recogniser(kinds, clients), clock);
    private DemoFleet fleet;

    @BeforeEach
    void start() throws IOException {
        fleet = DemoFleet.still(4, 14, clock, 0);
    }

    @AfterEach
    void stop() {
        connectors.close();
        fleet.close();
        clients.close();
    }

    @Test
    void allAreWellButTheOneWhoseTokenIsRefused() throws IOException {
        var instances = instances();
        assertThat(instances).hasSize(14);
        for (var instance : instances) {
            var expected = instance.name().equals("Brand Europe") ? "LOGIN_REFUSED" : "well";
            assertThat(outcome(checker.check(instance).check()))
                    .describedAs(instance.name())
                    .isEqualTo(expected);
        }
        for (var service : fleet.services()) {
            assertThat(service.requests())
                    .describedAs(service.name())
                    .extracting(LoggedRequest::secret)
                    .contains(SecretSeen.NONE)
                    .doesNotContain(SecretSeen.FOREIGN);
        }
    }

    @Test
    void aSecondRoundOnTheSameConnectorsIsNoWorse() throws IOException {
        for (int round = 0; round < 2; round++) {
            for (var instance : instances()) {
                var check = checker.check(instance).check();
                if (!instance.name().equals("Brand Europe")) {
                    assertThat(check)
                            .describedAs("%s in round %d", instance.name(), round)
                            .isInstanceOf(HealthCheck.Passed.class);
                }
            }
        }
    }

    private static String outcome(HealthCheck check) {
        return switch (check) {
            case HealthCheck.Passed ignored -> "well";
            case HealthCheck.Failed failed -> failed.code().name();
            case HealthCheck.Cancelled ignored -> "cancelled";
        };
    }

    private List<Instance> instances() throws IOException {
        var all = new ArrayList<Instance>();
        for (var demo : fleet.instances()) {
            var id = new InstanceId("%s-2611211200a%02d".formatted(demo.kind(), all.size()));
            secrets.put(id, secrets(demo));
            all.add(new Instance(
                    id,
                    all.size() + 1,
                    configuration(demo),
                    0,
                    1,
                    Optional.empty(),
                    Instant.EPOCH,
                    Instant.EPOCH,
                    Optional.empty(),
                    Optional.empty()));
        }
        return all;
    }

    private Configuration configuration(DemoInstance demo) {
        var settings = new HashMap<>(demo.settings());
        if (!demo.username().isEmpty()) {
            settings.put("username", demo.username());
        }
        var plain = Configuration.of(
                        new KindId(demo.kind()),
                        demo.name(),
                        Address.of(demo.address().toString()))
                .withSettings(settings);
        return demo.trust().equals("ca")
                ? plain.withConnection(plain.connection().withTrust(new TlsTrust.Authority(fleet.authorityPem())))
                : plain;
    }

    private Secrets secrets(DemoInstance demo) throws IOException {
        if (demo.secret().isEmpty()) {
            return Secrets.NONE;
        }
        if (!demo.secret().startsWith("{")) {
            var field = kinds.find(new KindId(demo.kind()))
                    .orElseThrow()
                    .secretFields()
                    .getFirst();
            return Secrets.of(field.name(), demo.secret());
        }
        var parts = new HashMap<String, Secret>();
        new ObjectMapper()
                .readTree(demo.secret())
                .properties()
                .forEach(entry ->
                        parts.put(entry.getKey(), new Secret(entry.getValue().asText())));
        return new Secrets(parts);
    }
}
