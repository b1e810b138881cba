package io.pilothouse.tasks.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.demo.homeassistant.HomeAssistantSimulator;
import io.pilothouse.demo.service.CertificateKind;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.home.HomeErrorKind;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.LineRestart;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.Target;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.home.Homes.Age;
import io.pilothouse.tasks.home.LiveHouses.House;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Each kind of failure of the contract's section 24, of each operation that can fail so: no kind is lost on the
/// way, no operation asks another house instead.
@Timeout(60)
class HouseFailuresTest {

    private static final Consent YES = Consent.confirmed(Origin.WINDOW);
    private static final ServiceCall LIGHT =
            new ServiceCall("light", "turn_on", Target.entity("light.hall_light"), Map.of(), false);

    @TempDir
    Path folder;

    private LiveHouses houses;
    private TestEngine engine;
    private ConnectedHomes homes;

    @BeforeEach
    void open() throws Exception {
        houses = new LiveHouses(folder);
        engine = houses.engine();
        homes = houses.homes();
    }

    @AfterEach
    void close() {
        houses.close();
    }

    private House house(String name) throws Exception {
        return houses.house(name, GuardLevel.OPEN, it -> it);
    }

    private static HomeErrorKind kind(HomeResult<?> result) {
        return result instanceof HomeResult.Failed<?> failed ? failed.kind() : null;
    }

    private static HomeErrorKind kind(LineRestart restart) {
        return restart instanceof LineRestart.Failed failed ? failed.kind() : null;
    }

    /// The eight operations, each on the house that is named.
    private Map<String, HomeErrorKind> all(InstanceId id) throws ProblemException, InterruptedException {
        var kinds = new LinkedHashMap<String, HomeErrorKind>();
        kinds.put("hardware", kind(homes.hardware(id, Age.NOW)));
        kinds.put("network", kind(homes.network(id, Age.NOW)));
        kinds.put("urls", kind(homes.urls(id, Age.NOW)));
        kinds.put("restart", kind(homes.restartLine(id, true)));
        kinds.put("areas", kind(homes.areas(id)));
        kinds.put("entities by area", kind(homes.entitiesIn(id, "kitchen")));
        kinds.put("call", kind(homes.call(id, LIGHT, YES)));
        kinds.put("status", kind(homes.status(id)));
        return kinds;
    }

    private void assertAll(InstanceId id, HomeErrorKind kind) throws Exception {
        var kinds = all(id);
        assertThat(kinds.remove("status")).isNull(); // that there is no line is what it tells
        assertThat(kinds).allSatisfy((_, seen) -> assertThat(seen).isEqualTo(kind));
    }

    @Test
    void eachOperationWorksOnTheHouseThatIsNamedAndOnNoOther() throws Exception {
        var home = house("Home");
        var other = house("Other");

        assertThat(all(home.id())).allSatisfy((_, kind) -> assertThat(kind).isNull());

        assertThat(home.received()).contains("call_service");
        assertThat(other.received()).isEmpty();
        assertThat(other.service().requests()).isEmpty();
    }

    @Test
    void anIdNobodyHasAndAHouseThatIsOff() throws Exception {
        var home = house("Home");
        var nobody = new InstanceId("homeassistant-2607011200zzz");
        assertThat(all(nobody)).allSatisfy((_, kind) -> assertThat(kind).isEqualTo(HomeErrorKind.INSTANCE_NOT_FOUND));

        engine.get().instances().setEnabled(home.id(), false, TestEngine.ME);
        assertThat(all(home.id())).allSatisfy((_, kind) -> assertThat(kind).isEqualTo(HomeErrorKind.INSTANCE_DISABLED));
        engine.get().instances().remove(home.id(), TestEngine.ME);
        assertThat(all(home.id()))
                .allSatisfy((_, kind) -> assertThat(kind).isEqualTo(HomeErrorKind.INSTANCE_NOT_FOUND));
        assertThat(home.service().requests()).isEmpty();
    }

    @Test
    void aHouseThatIsNotThere() throws Exception {
        var home = house("Home");
        home.service().fault(new Fault.Refused());

        assertAll(home.id(), HomeErrorKind.NOT_CONNECTED);
    }

    @Test
    void aRefusedToken() throws Exception {
        var home = house("Home");
        home.service().fault(new Fault.WrongSecret());

        assertAll(home.id(), HomeErrorKind.AUTH_REJECTED);
    }

    @Test
    void aBan() throws Exception {
        var home = house("Home");
        home.service().fault(new Fault.Banned());

        assertAll(home.id(), HomeErrorKind.BANNED);
    }

    @Test
    void aCertificateNobodyTrusts() throws Exception {
        var home = house("Home");
        home.service().fault(new Fault.Certificate(CertificateKind.UNTRUSTED));
        var plain = home.service().address();
        var secured = houses.add(
                "Secured",
                URI.create("https://" + plain.getHost() + ":" + plain.getPort() + "/"),
                home.service().access().secretText(),
                GuardLevel.OPEN);

        assertAll(secured, HomeErrorKind.TLS);
        assertThat(home.received()).isEmpty();
    }

    /// Something answers, and nothing of it makes sense.
    @Test
    void anAnswerThatIsNoJson() throws Exception {
        var home = house("Home");
        home.service().fault(new Fault.MalformedJson());

        assertThat(kind(homes.areas(home.id()))).isEqualTo(HomeErrorKind.PROTOCOL);
    }

    /// What was asked may have been done, and is not asked again.
    @Test
    void aLineThatEndsWhileAServiceIsCalled() throws Exception {
        var home = house("Home");
        homes.services(home.id()).orThrow();
        homes.entities(home.id()).orThrow();
        home.act(it -> it.faults().holdBack(Set.of("call_service")));
        var result = new AtomicReference<HomeResult<?>>();
        var calling = Thread.ofVirtual().start(() -> {
            try {
                result.set(homes.call(home.id(), LIGHT, YES));
            } catch (ProblemException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Eventually.that(() -> home.received().contains("call_service"));

        home.act(HomeAssistantSimulator::restart);
        calling.join();

        assertThat(kind(result.get())).isEqualTo(HomeErrorKind.CONNECTION_LOST);
        assertThat(home.received()).containsOnlyOnce("call_service");
    }

    @Test
    void aHouseThatAnswersTooLate() throws Exception {
        var home = house("Home");
        var instance = engine.get().instances().find(home.id()).orElseThrow();
        engine.get()
                .instances()
                .edit(
                        home.id(),
                        instance.configVersion(),
                        instance.configuration()
                                .withConnection(
                                        instance.configuration().connection().withTimeout(Duration.ofSeconds(1))),
                        Map.of(),
                        TestEngine.ME);
        home.service().fault(new Fault.Silent());

        assertThat(kind(homes.facts(home.id()))).isEqualTo(HomeErrorKind.TIMEOUT);
    }

    @Test
    void whatOnlyAnAdministratorMay() throws Exception {
        var home = houses.house("Home", GuardLevel.OPEN, it -> it.with("admin", "false"));
        var reload = new ServiceCall("automation", "reload", Target.NONE, Map.of(), false);

        assertThat(kind(homes.backups(home.id()))).isEqualTo(HomeErrorKind.NEEDS_ADMIN); // unauthorized
        assertThat(kind(homes.call(home.id(), reload, YES)))
                .isEqualTo(HomeErrorKind.NEEDS_ADMIN); // home_assistant_error "Unauthorized"
    }

    @Test
    void whatTheHouseDoesNotKnowOrRefuses() throws Exception {
        var home = house("Home");
        home.act(it -> it.forgetCommands(Set.of("repairs/list_issues")));
        assertThat(kind(homes.repairs(home.id()))).isEqualTo(HomeErrorKind.NOT_SUPPORTED);

        assertThat(kind(homes.entitiesIn(home.id(), "moon"))).isEqualTo(HomeErrorKind.INVALID_INPUT);
        var blink = new ServiceCall("light", "blink", Target.entity("light.hall_light"), Map.of(), false);
        assertThat(kind(homes.call(home.id(), blink, YES))).isEqualTo(HomeErrorKind.INVALID_INPUT);
        var current = homes.updates(home.id()).orThrow().getFirst();
        var install = new ServiceCall("update", "install", Target.entity(current.entityId()), Map.of(), false);
        homes.call(home.id(), install, YES).orThrow();
        assertThat(homes.call(home.id(), install, YES)).isInstanceOfSatisfying(HomeResult.Failed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(HomeErrorKind.REMOTE_ERROR);
            assertThat(failed.problem().summary())
                    .contains("No update available")
                    .contains("(home_assistant_error)");
        });
    }
}
