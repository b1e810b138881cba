package io.pilothouse.connectors.arr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.Target;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.arr.ArrSimulator;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ServiceWarning.Severity;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.testing.PublishedApi;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArrConnectorTest {

    private final HttpClients clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
    private DemoFleet fleet;

    @BeforeEach
    void start() throws IOException {
        fleet = DemoFleet.empty(11, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        fleet.close();
        clients.close();
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void everyAppTellsItsVersionItsQueueItsDisksAndWhatIsWanted(ArrApp app) throws Exception {
        var service = add(app.kind().value());

        var answer = open(service).check();

        assertThat(answer.identity().product()).isEqualTo(app.appName());
        assertThat(answer.identity().name()).isEqualTo(service.name());
        assertThat(answer.identity().facts()).containsKeys("databaseType", "dataFolder", "system");
        assertThat(answer.identity().toString()).doesNotContain("/config");
        assertThat(answer.facts())
                .containsKeys("startedAt", "queueCount", "freeBytes", "totalBytes", "missingCount", "cutoffUnmetCount")
                .containsEntry("rootFolders", "1");
        assertThat(answer.latency()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "SONARR, sonarr-v3",
        "RADARR, radarr-v3",
        "LIDARR, lidarr-v1",
        "READARR, readarr-v1",
        "WHISPARR, whisparr-v2-api-v3",
        "EROS, whisparr-v3-eros-api-v3",
    })
    void everyRequestIsOneThatTheAppPublishes(ArrApp app, String document) throws Exception {
        var published = PublishedApi.find(document);
        assumeTrue(published.isPresent(), "the OpenAPI documents are not at hand");
        var service = add(app.kind().value());

        open(service).check();

        var requests = service.requests().stream()
                .filter(request -> request.path().startsWith("/api/"))
                .filter(request ->
                        app != ArrApp.EROS || !request.path().contains("/wanted/")) // newer than the document
                .toList();
        assertThat(requests).hasSizeGreaterThan(3);
        assertThat(requests)
                .allSatisfy(request -> assertThat(published.get().objections(request))
                        .describedAs(request.path())
                        .isEmpty());
    }

    @Test
    void aMutedCheckIsANoticeUnlessItEndsEverySearch() throws Exception {
        var service = add("readarr");
        service.with(ArrSimulator.class, simulator -> {
            simulator.warn(List.of(
                    new ArrSimulator.Warning("ProxyCheck", "error", "Failed to resolve the metadata server"),
                    new ArrSimulator.Warning("IndexerStatusCheck", "warning", "One indexer is unavailable"),
                    new ArrSimulator.Warning("IndexerSearchCheck", "error", "No indexer can be searched"),
                    new ArrSimulator.Warning("RootFolderCheck", "error", "Missing root folder")));
            return true;
        });
        var muting = target("readarr", address(service));
        muting.settings().put("mutedChecks", "proxycheck, IndexerStatusCheck,IndexerSearchCheck");
        var connector = kind("readarr")
                .open(muting, Secrets.of("apiKey", service.access().secretText()));

        assertThat(connector.check().warnings())
                .extracting(ServiceWarning::severity)
                .containsExactly(Severity.NOTICE, Severity.NOTICE, Severity.ERROR, Severity.ERROR);
        assertThat(kind("readarr").badSettings(Map.of("mutedChecks", "ProxyCheck, RootFolderCheck")))
                .isEmpty();
        assertThat(kind("readarr").badSettings(Map.of("mutedChecks", "two words")))
                .containsOnlyKeys("mutedChecks");
    }

    @Test
    void warningsKeepTheAppsOwnWordsWeightAndPage() throws Exception {
        var service = add("radarr");
        service.with(ArrSimulator.class, simulator -> {
            simulator.warn(List.of(
                    new ArrSimulator.Warning("RootFolderCheck", "error", "Missing root folder: /media/movies"),
                    new ArrSimulator.Warning("UpdateCheck", "notice", "New update is available"),
                    new ArrSimulator.Warning("SomethingNew", "strange", "Unheard of")));
            return true;
        });

        assertThat(open(service).check().warnings())
                .extracting(ServiceWarning::severity, ServiceWarning::source, ServiceWarning::text)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Severity.ERROR, "RootFolderCheck", "Missing root folder: /media/movies"),
                        org.assertj.core.groups.Tuple.tuple(Severity.NOTICE, "UpdateCheck", "New update is available"),
                        org.assertj.core.groups.Tuple.tuple(Severity.WARNING, "SomethingNew", "Unheard of"));
    }

    @Test
    void theTwoWhisparrsAreToldApartByTheirVersion() throws Exception {
        var service = add("eros");

        var failure = failure(open(service, "whisparr", address(service)));

        assertThat(failure.code()).isEqualTo(FaultCode.WRONG_PRODUCT);
        assertThat(failure.problem().summary()).isEqualTo("Loft is Whisparr v3, not Whisparr v2.");
        assertThat(failure.actualKind()).hasValue(new KindId("eros"));
        assertThat(open(service).check().identity().version()).startsWith("3.");
    }

    @Test
    void anOldVersionWithoutTheApiIsSaidToBeTooOld() throws Exception {
        var service =
                fleet.add(ServiceSpec.of("sonarr", "Loft").with("size", "small").with("version", "2.0.0.5344"));

        assertThat(failure(open(service)).code()).isEqualTo(FaultCode.TOO_OLD);
    }

    @Test
    void anOldAppWithoutWantedListsIsHealthyAllTheSame() throws Exception {
        var service =
                fleet.add(ServiceSpec.of("radarr", "Loft").with("size", "small").with("wanted", "false"));

        assertThat(open(service).check().facts()).doesNotContainKeys("missingCount", "cutoffUnmetCount");
    }

    @Test
    void startingUpIsAStateOfItsOwn() throws Exception {
        var service = add("sonarr");
        service.with(ArrSimulator.class, simulator -> {
            simulator.restart(3);
            return true;
        });
        var connector = open(service);

        assertThat(failure(connector).code()).isEqualTo(FaultCode.STARTING);
        assertThat(connector.check().identity().product()).isEqualTo("Sonarr"); // it has started meanwhile
    }

    @ParameterizedTest
    @CsvSource({"sonarr", "readarr"}) // 307 and 302
    void aForgottenUrlBaseIsFoundAndTheBetterAddressOffered(String kind) throws Exception {
        var service =
                fleet.add(ServiceSpec.of(kind, "Loft").with("size", "small").with("urlBase", "/base"));
        var root = Address.of(service.address().resolve("/").toString());

        var answer = open(service, kind, root).check();

        assertThat(answer.warnings())
                .filteredOn(warning -> warning.source().equals("UrlBase"))
                .singleElement()
                .satisfies(warning ->
                        assertThat(warning.text()).contains(service.address().toString()));
    }

    @Test
    void aUrlBaseTooMuchNamesTheRightAddress() throws Exception {
        var service = add("sonarr");

        var failure = failure(open(service, "sonarr", Address.of(service.address() + "sonarr")));

        assertThat(failure.code()).isEqualTo(FaultCode.WRONG_PATH);
        assertThat(failure.problem().advice()).contains(service.address().toString());
    }

    @Test
    void slowTotalsAreAskedSeldom() throws Exception {
        var service = add("lidarr");
        var connector = open(service);

        for (int i = 0; i < 10; i++) {
            connector.check();
        }

        assertThat(service.requests())
                .extracting(LoggedRequest::path)
                .filteredOn("/api/v1/wanted/cutoff"::equals)
                .hasSize(1);
        assertThat(connector.check().facts()).containsKey("cutoffUnmetCount");
    }

    @Test
    void aFailingTotalSaysNothingAboutTheHealth() throws Exception {
        var service = add("lidarr");
        service.fault(new Fault.ServerError(500), "/api/v1/wanted");

        assertThat(open(service).check().facts())
                .containsKey("freeBytes")
                .doesNotContainKeys("missingCount", "cutoffUnmetCount");
    }

    @Test
    void withoutAKeyNothingIsAsked() throws Exception {
        var service = add("sonarr");

        var failure = failure(kind("sonarr").open(target("sonarr", address(service)), Secrets.NONE));

        assertThat(failure.code()).isEqualTo(FaultCode.SECRET_MISSING);
        assertThat(service.requests()).isEmpty();
    }

    @Test
    void aKeyThatCannotStandInAHeaderIsRefusedWithoutShowingIt() throws Exception {
        var service = add("sonarr");

        var failure = failure(
                kind("sonarr").open(target("sonarr", address(service)), Secrets.of("apiKey", "0123\nX-Evil: 1")));

        assertThat(failure.code()).isEqualTo(FaultCode.CONFIGURATION);
        assertThat(failure.toString()).doesNotContain("0123");
        assertThat(failure.getCause()).isNull();
    }

    private SimulatedService add(String kind) throws IOException {
        return fleet.add(ServiceSpec.of(kind, "Loft").with("size", "small"));
    }

    private Connector open(SimulatedService service) {
        return open(service, service.kind(), address(service));
    }

    private Connector open(SimulatedService service, String kind, Address address) {
        return kind(kind)
                .open(
                        target(kind, address),
                        Secrets.of("apiKey", service.access().secretText()));
    }

    private static Target target(String kind, Address address) {
        return new Target(
                Optional.empty(), new KindId(kind), "Loft", Connection.to(address), new TreeMap<>(), Optional.empty());
    }

    private static Address address(SimulatedService service) {
        return Address.of(service.address().toString());
    }

    private ConnectorKind kind(String id) {
        return ArrKind.all(clients).stream()
                .filter(kind -> kind.id().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static ConnectorException failure(Connector connector) {
        return catchThrowableOfType(ConnectorException.class, connector::check);
    }
}
