package io.pilothouse.tasks.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.Recogniser;
import io.pilothouse.connectors.Recognition;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.Visit;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection.ProxyChoice;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.tasks.health.InstanceChecker;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenConnectorsTest {

    private static final KindId KIND = new KindId("gadget");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final List<Line> opened = new ArrayList<>();
    private final ConnectorKinds kinds = new ConnectorKinds(List.of(new Gadget()));
    private final OpenConnectors connectors = new OpenConnectors(kinds, _ -> Secrets.of("apiKey", "k"));

    @Test
    void oneConnectorServesAllUsesOfAVersion() throws Exception {
        assertThat(lent(instance(1))).isSameAs(lent(instance(1)));
        assertThat(opened).hasSize(1);
        assertThat(opened.getFirst().closed).isFalse();
    }

    @Test
    void anEditOpensAnotherAndClosesTheOldWhenItsLastUserIsDone() throws Exception {
        connectors.use(instance(1), old -> {
            var fresh = lent(instance(2));
            assertThat(fresh).isNotSameAs(old);
            assertThat(((Line) old).closed).describedAs("while in use").isFalse();
            return old;
        });

        assertThat(opened).extracting(line -> line.closed).containsExactly(true, false);
    }

    @Test
    void anotherProxyOfTheGroupOpensAnother() throws Exception {
        var first = lent(instance(1));
        var proxy = new ProxyChoice.Through("relay.lan", 3128);
        connectors.reachBy(configuration -> configuration.connection().withProxy(proxy));

        var second = lent(instance(1));

        assertThat(second).isNotSameAs(first);
        assertThat(opened).extracting(line -> line.closed).containsExactly(true, false);
        assertThat(opened.getLast().target.connection().proxy()).isEqualTo(proxy);
        assertThat(lent(instance(1))).isSameAs(second);
    }

    @Test
    void aLateUserOfAnOldVersionGetsTheNewest() throws Exception {
        var newest = lent(instance(2));

        assertThat(lent(instance(1))).isSameAs(newest);
    }

    @Test
    void closingForgetsTheConnectorOfARemovedInstance() throws Exception {
        lent(instance(1));
        connectors.close(instance(1).id());

        assertThat(opened.getFirst().closed).isTrue();
        lent(instance(1));
        assertThat(opened).hasSize(2);
    }

    @Test
    void whoOnlyWantsWhatIsHeldOpensNothing() throws Exception {
        assertThat(connectors.ifOpen(instance(1), line -> line)).isEmpty();
        assertThat(opened).isEmpty();

        var line = lent(instance(1));
        assertThat(connectors.ifOpen(instance(1), it -> it)).contains(line);
        assertThat(connectors.ifOpen(instance(2), it -> it)).isEmpty(); // what is held is of before the edit
        connectors.ifOpen(instance(1), it -> {
            connectors.close(instance(1).id());
            assertThat(opened.getFirst().closed).describedAs("while in use").isFalse();
            return it;
        });
        assertThat(opened.getFirst().closed).isTrue();
    }

    @Test
    void aKindOfANewerPilothouseIsAMistakeOfTheConfiguration() {
        var unknown = new OpenConnectors(new ConnectorKinds(List.of()), _ -> Secrets.NONE);

        var failure = catchThrowableOfType(ConnectorException.class, () -> unknown.use(instance(1), line -> line));

        assertThat(failure.code()).isEqualTo(FaultCode.CONFIGURATION);
    }

    @Test
    void aFaultOfOursIsAnOutcomeOfTheCheckAndNotItsEnd() {
        try (var clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test")) {
            var checker = new InstanceChecker(
                    connectors, kinds, new Recogniser(kinds, clients), Clock.fixed(NOW, ZoneOffset.UTC));

            assertThat(checker.check(instance(1)).check()).isInstanceOfSatisfying(HealthCheck.Failed.class, failed -> {
                assertThat(failed.code()).isEqualTo(FaultCode.BUG);
                assertThat(failed.at()).isEqualTo(NOW);
                assertThat(failed.problem().summary()).contains("Loft");
            });
        }
    }

    private Connector lent(Instance instance) throws ConnectorException, InterruptedException {
        return connectors.use(instance, connector -> connector);
    }

    private static Instance instance(long version) {
        return new Instance(
                new InstanceId("gadget-2611211200abc"),
                1,
                Configuration.of(KIND, "Loft", Address.of("http://127.0.0.1:1")),
                0,
                version,
                Optional.empty(),
                NOW,
                NOW,
                Optional.empty(),
                Optional.empty());
    }

    private static final class Line implements Connector {
        final Target target;
        boolean closed;

        Line(Target target) {
            this.target = target;
        }

        @Override
        public CheckAnswer check() {
            throw new IllegalStateException("a fault on purpose");
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final class Gadget implements ConnectorKind {

        @Override
        public KindId id() {
            return KIND;
        }

        @Override
        public String displayName() {
            return "Gadget";
        }

        @Override
        public Optional<Integer> usualPort() {
            return Optional.empty();
        }

        @Override
        public List<SecretField> secretFields() {
            return List.of();
        }

        @Override
        public List<SettingField> settingFields() {
            return List.of();
        }

        @Override
        public Optional<String> secretPage() {
            return Optional.empty();
        }

        @Override
        public Optional<Recognition> recognise(Visit visit) {
            return Optional.empty();
        }

        @Override
        public Connector open(Target target, Secrets secrets) {
            var line = new Line(target);
            opened.add(line);
            return line;
        }
    }
}
