package io.pilothouse.connectors.stash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.KeepsLibrary;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.connectors.LibraryLine.Ask;
import io.pilothouse.connectors.LibraryLine.Row;
import io.pilothouse.connectors.LibraryLine.Sample;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.TestTargets;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.LoggedRequest.SecretSeen;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.demo.stash.StashSimulator;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Relation;
import io.pilothouse.domain.library.RemoteEntity;
import io.pilothouse.domain.library.ServerJobOrder;
import io.pilothouse.domain.library.Stamps;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.testing.Eventually;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StashLineTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final HttpClients http = new HttpClients(clock, RequestLog.NONE, "test");
    private final StashKind kind = new StashKind(http, clock);
    private final List<Connector> opened = new ArrayList<>();
    private DemoFleet fleet;

    @BeforeEach
    void openFleet() throws IOException {
        fleet = DemoFleet.empty(3, clock);
    }

    @AfterEach
    void closeFleet() {
        opened.forEach(Connector::close);
        fleet.close();
        http.close();
    }

    private SimulatedService add(String... options) throws IOException {
        var spec = ServiceSpec.of("stash", "Loft").with("size", "small");
        for (int i = 0; i < options.length; i += 2) {
            spec = spec.with(options[i], options[i + 1]);
        }
        return fleet.add(spec);
    }

    private LibraryLine line(SimulatedService service) {
        return line(service, TestTargets.right(service));
    }

    private LibraryLine line(SimulatedService service, Secrets secrets) {
        var connector = kind.open(TestTargets.saved(kind.id(), service.address(), Map.of()), secrets);
        opened.add(connector);
        return ((KeepsLibrary) connector).library();
    }

    private static <T> T change(SimulatedService service, java.util.function.Function<StashSimulator, T> change) {
        return service.with(StashSimulator.class, change);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v0.27.2", "v0.28.1", "v0.29.3", "v0.30.1", "v0.31.0"})
    void everythingIsReadFromEveryRelease(String version) throws Exception {
        var service = add("version", version);
        var line = line(service);
        var look = line.look();

        for (var type : EntityType.values()) {
            var things = new ArrayList<RemoteEntity>();
            var page = line.page(type, Ask.first(7));
            for (int number = 2; !page.things().isEmpty(); number++) {
                things.addAll(page.things());
                page = line.page(type, new Ask(things.getLast().id(), number, 7, java.util.Optional.empty()));
            }
            var ids = change(
                    service, it -> it.library().ids(type == EntityType.MARKER ? "scene_markers" : type.plural()));
            assertThat(things)
                    .as("%s", type)
                    .extracting(RemoteEntity::id)
                    .containsExactlyElementsOf(LongStream.of(ids).boxed().toList());
            assertThat(things).allSatisfy(thing -> {
                assertThat(thing.displayTitle()).isNotBlank();
                assertThat(thing.updatedRaw()).startsWith("20");
            });
            if (look.counts().things().containsKey(type)) {
                assertThat(look.counts().things()).containsEntry(type, (long) ids.length);
            }
        }
        assertThat(look.version()).isEqualTo(version);
        assertThat(look.fileStamps()).isEqualTo(version.compareTo("v0.29") > 0);
        assertThat(change(service, StashSimulator::violations)).isEmpty();
        assertThat(service.requests()).allMatch(request -> request.secret() != SecretSeen.FOREIGN);
    }

    @Test
    void aSceneBringsItsLinksFilesAndExternalIds() throws Exception {
        var service = add();
        var scenes = line(service).page(EntityType.SCENE, Ask.first(60)).things();

        assertThat(scenes).anySatisfy(scene -> {
            assertThat(scene.links()).extracting(RemoteEntity.Link::relation).contains(Relation.SCENE_TAG);
            assertThat(scene.externalIds()).isNotEmpty();
        });
        assertThat(scenes).allSatisfy(scene -> {
            var file = scene.files().getFirst();
            assertThat(file.oshash()).hasSize(16);
            assertThat(file.size()).isPositive();
            assertThat(file.height()).isPositive();
        });
        assertThat(scenes)
                .anySatisfy(scene -> assertThat(scene.figures().plays()).isPositive());
    }

    @Test
    void tellsWhatChangedAndWhichFiles() throws Exception {
        var service = add();
        var line = line(service);
        var newest = change(service, it -> it.library().now());
        var bounds = new EnumMap<EntityType, String>(EntityType.class);
        for (var type : EntityType.values()) {
            bounds.put(type, Stamps.bound(newest, Duration.ZERO));
        }
        now.updateAndGet(time -> time.plusSeconds(5));
        change(service, it -> {
            it.library().update("scenes", 7, row -> row.put("title", "Another"));
            it.library().editFile("scenes", 9, file -> file.put("path", "/data/moved.mp4"));
            return null;
        });

        var changed = line.changed(bounds, 500);

        assertThat(changed.get(EntityType.SCENE).rows()).extracting(Row::id).containsExactly(7L);
        assertThat(changed.get(EntityType.TAG).rows()).isEmpty();
        assertThat(line.changedFiles(Stamps.bound(newest, Duration.ZERO), 1, 500))
                .hasValueSatisfying(
                        files -> assertThat(files.rows()).extracting(Row::id).containsExactly(9L));
    }

    @Test
    void oneMissingIdDoesNotSpoilTheOthers() throws Exception {
        var service = add();
        change(service, it -> it.library().remove("scenes", 5) && it.library().remove("scenes", 8));

        var found = line(service)
                .find(EntityType.SCENE, LongStream.rangeClosed(1, 12).boxed().toList());

        assertThat(found.gone()).containsExactlyInAnyOrder(5L, 8L);
        assertThat(found.things()).hasSize(10);
        assertThat(line(service).confirmGone(EntityType.SCENE, List.of(4L, 5L, 8L)))
                .containsExactlyInAnyOrder(5L, 8L);
    }

    @Test
    void whatTheServerFailsAtDoesNotSpoilTheOthers() throws Exception {
        var service = add();
        change(service, it -> {
            it.breakRow("scenes", 7);
            return null;
        });
        var ids = LongStream.rangeClosed(1, 12).boxed().toList();

        var found = line(service).find(EntityType.SCENE, ids);

        assertThat(found.unreadable()).containsExactly(7L);
        assertThat(found.things()).hasSize(11);
        assertThat(found.gone()).isEmpty();

        var line = line(service);
        line.look();
        change(service, it -> {
            it.status("NEEDS_MIGRATION");
            return null;
        });
        service.forgetRequests();
        assertThat(catchThrowableOfType(ConnectorException.class, () -> line.find(EntityType.SCENE, ids))
                        .code())
                .isEqualTo(FaultCode.NOT_READY);
        assertThat(service.requests()).as("it fails at everything now").hasSizeLessThan(5);
    }

    /// An older server leaves fields out, and another one fills them with words that are not known here.
    @ParameterizedTest
    @EnumSource(EntityType.class)
    void aRowThatLacksNearlyEverythingIsReadAllTheSame(EntityType type) {
        var row = JsonNodeFactory.instance.objectNode().put("id", "7");

        var bare = LibraryReading.entity(type, row);
        assertThat(bare.displayTitle()).isEqualTo("#7");
        assertThat(bare.links()).isEmpty();
        assertThat(bare.figures()).isEqualTo(RemoteEntity.Figures.NONE);

        row.put("rating100", 500).put("gender", "SOMETHING_NEW").putNull("tags").putNull("files");
        row.putNull("stash_ids").putNull("title").put("created_at", "yesterday");
        var odd = LibraryReading.entity(type, row);
        assertThat(odd.figures().rating()).isEqualTo(100);
        assertThat(odd.fields()).containsEntry("gender", "SOMETHING_NEW");
        assertThat(odd.externalIds()).isEmpty();
    }

    @Test
    void aNumberThatCouldBeAnotherServersIsNoNumber() {
        var row = JsonNodeFactory.instance.objectNode();

        assertThat(LibraryReading.id(row.put("id", "1099511627775"))).isEqualTo(1_099_511_627_775L);
        assertThat(LibraryReading.id(row.put("id", "1099511627776"))).isZero();
        assertThat(LibraryReading.id(row.put("id", "-4"))).isZero();
        assertThat(LibraryReading.id(row.putNull("id"))).isZero();
    }

    @Test
    void actsAreSeenOnTheServer() throws Exception {
        var service = add();
        var line = line(service);
        var at = Instant.parse("2026-01-11T10:00:00Z");

        line.update(EntityType.SCENE, 3, Map.of("rating100", 80, "organized", true));
        line.addPlay(3, at);
        line.addO(3, at);
        line.saveResume(3, 12.5);
        line.merge(EntityType.TAG, List.of(2L), 3);

        var scene = line.find(EntityType.SCENE, List.of(3L)).things().getFirst();
        assertThat(scene.figures().rating()).isEqualTo(80);
        assertThat(scene.figures().organized()).isTrue();
        assertThat(scene.figures().o()).isEqualTo(1);
        assertThat(scene.figures().resumeSeconds()).isEqualTo(12.5);
        assertThat(line.history(3, false)).contains(at);
        assertThat(line.playedSince(at.minusSeconds(1)))
                .extracting(LibraryLine.Activity::scene)
                .contains(3L);
        assertThat(line.confirmGone(EntityType.TAG, List.of(2L))).containsExactly(2L);
        var refused =
                catchThrowableOfType(ConnectorException.class, () -> line.merge(EntityType.PERFORMER, List.of(2L), 3));
        assertThat(refused.problem().summary()).contains("cannot merge performers");
    }

    @Test
    void jobsRunAndEnd() throws Exception {
        var service = add();
        var line = line(service);
        assertThat(line.jobs()).isEmpty();

        var id = line.start(ServerJobOrder.CLEAN_DRY_RUN).orElseThrow();
        assertThat(line.jobs()).singleElement().satisfies(job -> {
            assertThat(job.id()).isEqualTo(id);
            assertThat(job.description()).contains("dry run");
            assertThat(job.ended()).isFalse();
        });
        var queued = line.start(ServerJobOrder.IDENTIFY).orElseThrow();
        line.stop(queued);
        change(service, it -> {
            it.jobs().finish();
            return null;
        });
        assertThat(line.jobs()).isEmpty();
        assertThat(line.job(id).orElseThrow().status()).isEqualTo("FINISHED");
        assertThat(line.job(queued).orElseThrow().status()).isEqualTo("CANCELLED");
        assertThat(line.job("99")).isEmpty();
        assertThat(line.start(ServerJobOrder.BACKUP)).isEmpty();
    }

    @Test
    void picturesAreFetchedWithTheKeyOfTheirServerAndOnlyWhatCanBeDrawn() throws Exception {
        var service = add();
        var line = line(service);

        assertThat(line.picture(EntityType.SCENE, 1, 12))
                .hasValueSatisfying(bytes -> assertThat(bytes).startsWith(0x89, 'P', 'N', 'G'));
        assertThat(line.picture(EntityType.SCENE, 7, 12)).as("a drawing in SVG").isEmpty();
        assertThat(line.picture(EntityType.SCENE, 999, 12)).isEmpty();
        assertThat(service.requests())
                .filteredOn(request -> request.path().startsWith("/scene/"))
                .allSatisfy(request -> {
                    assertThat(request.secret()).isEqualTo(SecretSeen.OWN);
                    assertThat(request.query()).doesNotContain("apikey");
                });
        assertThat(line.pageOf(EntityType.GALLERY, 4))
                .isEqualTo(service.address().resolve("galleries/4"));
    }

    @Test
    void aMarkerWithoutAPictureHasThatOfItsScene() throws Exception {
        var service = add();
        var line = line(service);
        var scene = line.picture(EntityType.SCENE, 1, 12).orElseThrow();

        assertThat(line.markerPicture(1, 2, 12))
                .hasValueSatisfying(bytes ->
                        assertThat(bytes).startsWith(0x89, 'P', 'N', 'G').isNotEqualTo(scene));
        assertThat(line.markerPicture(1, 3, 12)).hasValue(scene);
        assertThat(line.markerPicture(1, 999, 12)).hasValue(scene);
    }

    @Test
    void aLibraryIsKnownAgainByItsContent() throws Exception {
        var line = line(add());
        var scene = line.page(EntityType.SCENE, Ask.first(1)).things().getFirst();
        var known = new Sample(
                EntityType.SCENE,
                scene.id(),
                scene.createdRaw(),
                scene.files().getFirst().oshash());

        assertThat(line.samples(List.of(known, new Sample(EntityType.TAG, 999, "", "x"))))
                .containsExactly(known);
    }

    @Test
    void failuresSayWhatMayBeDoneNext() throws Exception {
        var service = add();
        var line = line(service);
        line.look();

        change(service, it -> {
            it.fail("beginning transaction: database is locked", 1);
            return null;
        });
        assertThat(catchThrowableOfType(ConnectorException.class, line::look).code())
                .isEqualTo(FaultCode.THROTTLED);
        change(service, it -> {
            it.status("NEEDS_MIGRATION");
            return null;
        });
        assertThat(catchThrowableOfType(ConnectorException.class, line::look).code())
                .isEqualTo(FaultCode.SERVER_ERROR);
        assertThat(catchThrowableOfType(ConnectorException.class, line(service)::look)
                        .code())
                .isEqualTo(FaultCode.NOT_READY);
        var old = fleet.add(ServiceSpec.of("stash", "Old").with("size", "small").with("version", "v0.26.2"));
        assertThat(catchThrowableOfType(ConnectorException.class, line(old)::look)
                        .code())
                .isEqualTo(FaultCode.TOO_OLD);
    }

    @Test
    void aServerWithoutALoginGetsNoKeyForItsLibraryEither() throws Exception {
        var service = add("keyless", "true");
        var line = line(service, Secrets.of("apiKey", "an.old.key"));

        assertThat(line.page(EntityType.TAG, Ask.first(5)).things()).hasSize(5);
        assertThat(line.picture(EntityType.SCENE, 1, 1)).isPresent();
        assertThat(service.requests()).allMatch(request -> request.secret() == SecretSeen.NONE);
    }

    @Test
    void aServerTellsOfItsJobsAndThatAScanEnded() throws Exception {
        var service = add();
        var line = line(service);
        var heard = new java.util.concurrent.LinkedBlockingQueue<LibraryLine.News>();
        var listening = Thread.ofVirtual().start(() -> {
            try {
                line.listen(heard::add);
            } catch (ConnectorException e) {
                throw new AssertionError(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            Eventually.that(() -> scanned(line, service) && heard.contains(new LibraryLine.News.Scanned()));
            assertThat(heard)
                    .filteredOn(LibraryLine.News.Job.class::isInstance)
                    .anyMatch(news -> ((LibraryLine.News.Job) news).job().ended());
        } finally {
            listening.interrupt();
            listening.join();
        }
    }

    private static boolean scanned(LibraryLine line, SimulatedService service) {
        try {
            line.start(ServerJobOrder.SCAN);
        } catch (ConnectorException | InterruptedException e) {
            throw new AssertionError(e);
        }
        change(service, it -> {
            it.jobs().finish();
            return null;
        });
        return true;
    }
}
