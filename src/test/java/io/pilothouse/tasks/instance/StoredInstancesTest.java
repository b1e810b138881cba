package io.pilothouse.tasks.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.ActivityRepository;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.SettingRepository;
import io.pilothouse.store.TaskRepository;
import io.pilothouse.store.UndoRepository;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.TaskRunner;
import io.pilothouse.tasks.activity.StoredActivity;
import io.pilothouse.tasks.alert.AlertSettings.Reach;
import io.pilothouse.tasks.settings.StoredSettings;
import io.pilothouse.tasks.undo.StoredUndoing;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.FakeKind;
import io.pilothouse.testing.HandTime;
import io.pilothouse.testing.MemorySecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredInstancesTest {

    private static final KindId RADARR = new KindId("radarr");
    private static final Consent ME = Consent.confirmed(Origin.WINDOW);

    @TempDir
    Path folder;

    private final HandTime time = new HandTime(Instant.parse("2026-07-18T14:00:00Z"));
    private final MemorySecrets secrets = new MemorySecrets();
    private final List<InstanceEvent> events = new ArrayList<>();
    private Database database;
    private TaskRunner runner;
    private StoredActivity activity;
    private StoredUndoing undoing;
    private StoredSettings settings;
    private StoredInstances instances;

    @BeforeEach
    void open() {
        database = Database.open(new DataFolder(folder), time);
        var undo = new UndoRepository(database);
        runner = new TaskRunner(time, new TaskRepository(database), undo, Duration.ZERO);
        activity = new StoredActivity(new ActivityRepository(database));
        instances = new StoredInstances(
                database,
                new InstanceRepository(database, time, RandomGenerator.of("L64X128MixRandom")),
                secrets,
                new ConnectorKinds(List.of(FakeKind.of("radarr"), FakeKind.of("sonarr"))),
                time,
                ZoneOffset.UTC,
                runner,
                activity);
        instances.whenChanged(events::add);
        undoing = new StoredUndoing(undo, runner, time);
        settings = new StoredSettings(new SettingRepository(database));
        InstanceUndo.register(undoing, instances, settings);
    }

    @AfterEach
    void close() {
        runner.close();
        database.close();
    }

    @Test
    void anAddedInstanceIsPublishedToldAndWrittenDown() throws Exception {
        var hd = instances.add(radarr("Radarr HD"), Secrets.of("apiKey", "k"), ME);

        assertThat(instances.fleet().get().live()).containsExactly(hd);
        assertThat(secrets.read(hd.id())).isEqualTo(Secrets.of("apiKey", "k"));
        assertThat(events).containsExactly(new InstanceEvent.Added(hd));
        assertThat(activity.entries(List.of(hd.id()), Instant.EPOCH, 10))
                .extracting(entry -> entry.words())
                .containsExactly("Added Radarr HD.");
    }

    @Test
    void whoeverReadTheListBeforeANewcomerDoesNotPublishOverIt() throws Exception {
        var read = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        secrets.whenAsked = () -> { // the list itself is read before
            secrets.whenAsked = () -> {};
            read.countDown();
            await(goOn);
        };
        var reload = Thread.ofVirtual().start(instances::reload);
        read.await();
        var added = new CompletableFuture<Instance>();
        var adding = Thread.ofVirtual().start(() -> {
            try {
                added.complete(instances.add(radarr("Brand East"), Secrets.NONE, ME));
            } catch (ProblemException | RuntimeException e) {
                added.completeExceptionally(e);
            }
        });
        Eventually.that(() -> new InstanceRepository(database, time, RandomGenerator.getDefault())
                        .all()
                        .size()
                == 1);
        Eventually.that(() -> !adding.isAlive() || adding.getState() == Thread.State.WAITING);
        goOn.countDown();
        reload.join();
        adding.join();

        assertThat(instances.fleet().get().live()).containsExactly(added.join());
        assertThat(events).containsExactly(new InstanceEvent.Added(added.join()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aTakenNameIsRefusedAndNothingIsStored() throws Exception {
        instances.add(radarr("Radarr HD"), Secrets.NONE, ME);

        assertThatThrownBy(() -> instances.add(radarr("radarr hd"), Secrets.of("apiKey", "k"), ME))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("radarr hd");
        assertThat(instances.fleet().get().live()).hasSize(1);
    }

    @Test
    void aBadSettingIsRefusedWithItsReason() {
        var bad = radarr("Radarr HD").withSettings(Map.of("username", "a b"));

        assertThatThrownBy(() -> instances.add(bad, Secrets.NONE, ME))
                .hasMessage("Radarr HD cannot be saved: username holds a space.");
    }

    @Test
    void aFormOpenedBeforeAChangeIsNotSaved() throws Exception {
        var opened = instances.add(radarr("Radarr HD"), Secrets.NONE, ME);
        time.advance(Duration.ofMinutes(3));
        instances.rename(opened.id(), "Radarr 1080", ME);

        assertThatThrownBy(() -> instances.edit(
                        opened.id(),
                        opened.configVersion(),
                        opened.configuration().withNotes("mine"),
                        Map.of(),
                        ME))
                .hasMessage("Radarr 1080 was changed at 14:03.")
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().advice()).isEqualTo("Reload this form."));
        assertThat(instances.find(opened.id()).orElseThrow().configuration().notes())
                .isEmpty();
    }

    @Test
    void anEditSaysWhetherSomebodyElseMayAnswerNow() throws Exception {
        var hd = instances.add(radarr("Radarr HD"), Secrets.NONE, ME);
        events.clear();

        hd = instances.rename(hd.id(), "Radarr 1080", ME);
        hd = edit(hd, hd.configuration().withNotes("n"), Map.of());
        hd = edit(
                hd,
                hd.configuration()
                        .withConnection(hd.configuration().connection().withAddress(Address.of("http://nas2:7878/"))),
                Map.of());
        hd = edit(hd, hd.configuration(), Map.of("apiKey", Optional.of(new Secret("new"))));

        assertThat(events)
                .extracting(event -> ((InstanceEvent.Edited) event).identityEdited())
                .containsExactly(false, false, true, true);
        assertThat(hd.configVersion()).isEqualTo(5);
    }

    @Test
    void anEditThatChangesNothingIsNoEdit() throws Exception {
        var hd = instances.add(radarr("Radarr HD"), Secrets.NONE, ME);
        events.clear();

        assertThat(edit(hd, hd.configuration(), Map.of())).isEqualTo(hd);
        assertThat(events).isEmpty();
    }

    @Test
    void theTrashGivesTheSameIdBackUnderAFreeName() throws Exception {
        var hd = instances.add(radarr("Radarr HD"), Secrets.of("apiKey", "k"), ME);
        instances.remove(hd.id(), ME);
        instances.add(radarr("Radarr HD"), Secrets.NONE, ME);

        var back = instances.restore(hd.id(), ME);

        assertThat(back.id()).isEqualTo(hd.id());
        assertThat(back.name()).isEqualTo("Radarr HD (2)");
        assertThat(secrets.read(hd.id())).isEqualTo(Secrets.of("apiKey", "k"));
        assertThat(instances.fleet().get().trashed()).isEmpty();
    }

    @Test
    void purgingAsksAndThenLeavesNothing() throws Exception {
        var hd = instances.add(radarr("Radarr HD"), Secrets.NONE, ME);
        assertThatThrownBy(() -> instances.purge(hd.id(), ME)).hasMessageContaining("not in the trash");
        instances.remove(hd.id(), ME);
        assertThatThrownBy(() -> instances.purge(hd.id(), Consent.none(Origin.TERMINAL)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        asked -> assertThat(asked.problem().code()).isEqualTo(ProblemCode.CONFIRM));

        instances.purge(hd.id(), ME);

        assertThat(instances.find(hd.id())).isEmpty();
        assertThat(events.getLast()).isEqualTo(new InstanceEvent.Removed(hd.id()));
    }

    @Test
    void oldTrashIsEmptied() throws Exception {
        var hd = instances.add(radarr("Radarr HD"), Secrets.NONE, ME);
        instances.remove(hd.id(), ME);
        time.advance(Duration.ofDays(29));
        instances.emptyOldTrash();
        assertThat(instances.find(hd.id())).isPresent();

        time.advance(Duration.ofDays(2));
        instances.emptyOldTrash();
        assertThat(instances.find(hd.id())).isEmpty();
    }

    @Test
    void everyChangeIsTakenBackOnTheInstanceItWasMadeOn() throws Exception {
        var hd = instances.add(radarr("Radarr HD"), Secrets.NONE, ME);
        var uhd = instances.add(radarr("Radarr 4K"), Secrets.NONE, ME);

        instances.rename(uhd.id(), "Radarr UHD", ME);
        undoLatest("rename Radarr UHD back to Radarr 4K");
        assertThat(name(uhd)).isEqualTo("Radarr 4K");

        instances.setEnabled(hd.id(), false, ME);
        undoLatest("switch Radarr HD on again");
        assertThat(instances.find(hd.id()).orElseThrow().enabled()).isTrue();

        instances.order(uhd.id(), Optional.of(hd.id()), ME);
        assertThat(instances.fleet().get().live()).extracting(Instance::id).containsExactly(uhd.id(), hd.id());
        undoLatest("put Radarr 4K back where it was in the list");
        assertThat(instances.fleet().get().live()).extracting(Instance::id).containsExactly(hd.id(), uhd.id());

        instances.remove(hd.id(), ME);
        undoLatest("take Radarr HD back from the trash");
        assertThat(instances.find(hd.id()).orElseThrow().trashed()).isFalse();
    }

    @Test
    void anUndoThatWouldLoseALaterChangeIsRefused() throws Exception {
        var hd = instances.add(radarr("Radarr HD"), Secrets.NONE, ME);
        instances.rename(hd.id(), "Radarr 1080", ME);
        var rename = undoing.undoable().get().getFirst();
        var renamed = instances.find(hd.id()).orElseThrow();
        edit(renamed, renamed.configuration().withNotes("later"), Map.of());

        assertThatThrownBy(() -> undoing.undo(rename.task(), ME)).hasMessageContaining("was changed since");
        assertThat(name(hd)).isEqualTo("Radarr 1080");
    }

    @Test
    void aCloneHasNeitherSecretNorIdentity() throws Exception {
        var hd = instances.add(radarr("Radarr HD").withGroup("Media"), Secrets.of("apiKey", "k"), ME);
        instances.recordIdentity(hd.id(), identity("one"));

        var copy = instances.clone(hd.id(), "Radarr 4K", ME);

        assertThat(copy.identity()).isEmpty();
        assertThat(secrets.fields(copy.id())).isEmpty();
        assertThat(copy.configuration().group()).isEqualTo("Media");
        assertThat(copy.configuration().monogram())
                .isNotEqualTo(hd.configuration().monogram());
    }

    @Test
    void looksAreUniqueAndNeighboursNeverShareAColour() throws Exception {
        var monograms = new HashSet<String>();
        Optional<Instance> neighbour = Optional.empty();
        for (int i = 0; i < 60; i++) {
            var look = instances.proposeLook(RADARR, "Radarr " + i);
            assertThat(monograms.add(look.monogram())).isTrue();
            assertThat(neighbour.map(left -> left.configuration().colour())).isNotEqualTo(Optional.of(look.colour()));
            neighbour = Optional.of(
                    instances.add(radarr("Radarr " + i).withLook(look.colour(), look.monogram()), Secrets.NONE, ME));
        }
        assertThat(instances.proposeLook(RADARR, "Strange Harbour").monogram()).isEqualTo("SH");
    }

    @Test
    void instancesAreFoundByIdByKindAndNameAndByUniqueName() throws Exception {
        var films = instances.add(radarr("Films"), Secrets.NONE, ME);
        var loft = instances.add(radarr("Loft"), Secrets.NONE, ME);
        var loft2 = instances.add(
                Configuration.of(new KindId("sonarr"), "Loft", Address.of("http://nas:8989/")), Secrets.NONE, ME);

        assertThat(instances.named(films.id().value())).isEqualTo(films);
        assertThat(instances.named("films")).isEqualTo(films);
        assertThat(instances.named("radarr/loft")).isEqualTo(loft);
        assertThat(instances.named("sonarr/Loft")).isEqualTo(loft2);
        assertThatThrownBy(() -> instances.named("Loft"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        several -> assertThat(several.problem().code()).isEqualTo(ProblemCode.AMBIGUOUS));
        instances.rename(films.id(), "Movies", ME);
        assertThatThrownBy(() -> instances.named("Films"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        none -> assertThat(none.problem().advice()).isEqualTo("Use its new name: Movies."));
    }

    @Test
    void theSameInstallationIsRecognisedOnlyByEvidence() throws Exception {
        var hd = instances.add(radarr("Radarr HD"), Secrets.NONE, ME);
        instances.recordIdentity(hd.id(), identity("one"));

        assertThat(instances.sameIdentity(RADARR, identity("one")))
                .extracting(Instance::id)
                .containsExactly(hd.id());
        assertThat(instances.sameIdentity(RADARR, identity("two"))).isEmpty();
        assertThat(instances.sameIdentity(RADARR, identity(""))).isEmpty();
    }

    @Test
    void whatWasStoredByOthersIsToldAfterAReload() throws Exception {
        var hd = instances.add(radarr("Radarr HD"), Secrets.NONE, ME);
        var old = instances.add(radarr("Old"), Secrets.NONE, ME);
        var repository = new InstanceRepository(database, time, RandomGenerator.of("L64X128MixRandom"));
        repository.add(radarr("Imported"), Optional.empty());
        repository.update(hd.id(), 1, radarr("Radarr 1080"));
        repository.trash(old.id());
        events.clear();

        instances.reload();

        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Removed", "Edited", "Added");
        assertThat(events.get(1).id()).isEqualTo(hd.id());
        events.clear();
        instances.reload();
        assertThat(events).isEmpty();
    }

    @Test
    void anInstanceIsToldByWhoeverPublishesItFirst() throws Exception {
        var hd = instances.add(radarr("Radarr HD"), Secrets.NONE, ME);
        var repository = new InstanceRepository(database, time, RandomGenerator.of("L64X128MixRandom"));
        repository.add(radarr("One"), Optional.empty());
        instances.order(hd.id(), Optional.empty(), ME);
        repository.add(radarr("Two"), Optional.empty());
        instances.rename(hd.id(), "Radarr 4K", ME);
        repository.add(radarr("Three"), Optional.empty());
        instances.remove(hd.id(), ME);

        assertThat(events.stream()
                        .filter(InstanceEvent.Added.class::isInstance)
                        .map(event -> name(((InstanceEvent.Added) event).instance())))
                .containsExactly("Radarr 4K", "One", "Two", "Three");
    }

    /// An import of our own export brings back the id and counts from one again.
    @Test
    void theFirstEditIsToldOfOneThatCameBackFromAFile() throws Exception {
        var hd = instances.add(radarr("Radarr HD"), Secrets.NONE, ME);
        var edited = edit(hd, hd.configuration().withNotes("one"), Map.of());
        edit(edited, hd.configuration().withNotes("two"), Map.of());
        instances.remove(hd.id(), ME);
        instances.purge(hd.id(), ME);
        new InstanceRepository(database, time, RandomGenerator.of("L64X128MixRandom"))
                .addKnown(hd.id(), hd.configuration(), time.instant(), Optional.empty());
        instances.reload();
        events.clear();

        edit(instances.find(hd.id()).orElseThrow(), hd.configuration().withNotes("three"), Map.of());

        assertThat(events).singleElement().isInstanceOf(InstanceEvent.Edited.class);
    }

    @Test
    void aStrangerIsAcceptedOnlyAfterItWasSeen() throws Exception {
        var hd = instances.add(radarr("Radarr HD"), Secrets.NONE, ME);
        instances.recordIdentity(hd.id(), identity("one"));
        assertThatThrownBy(() -> instances.acceptIdentity(hd.id(), 1, ME)).hasMessageContaining("not known");

        instances.strangerSeen(hd.id(), identity("two"));
        var accepted = instances.acceptIdentity(hd.id(), 1, ME);

        assertThat(accepted.identity()).contains(identity("two"));
        assertThat(accepted.configVersion()).isEqualTo(2);
    }

    private Instance edit(Instance instance, Configuration configuration, Map<String, Optional<Secret>> changed)
            throws ProblemException {
        return instances.edit(instance.id(), instance.configVersion(), configuration, changed, ME);
    }

    private String name(Instance instance) {
        return instances.find(instance.id()).orElseThrow().name();
    }

    @Test
    void howFarMessagesReachIsTakenBackWithTheEditThatChangedIt() throws Exception {
        var hd = instances.add(radarr("Radarr HD"), Secrets.NONE, ME);
        var setting = GroupDefaults.messages(hd.id());
        runner.start(new TaskRequest("instance-save", "save Loft", List.of(hd.id()), Origin.WINDOW), context -> {
                    var renamed = instances.edit(
                            hd.id(), hd.configVersion(), hd.configuration().withName("Loft"), Map.of(), ME);
                    InstanceUndo.messages(settings, context, renamed, Reach.WINDOW);
                    return renamed;
                })
                .await();
        assertThat(settings.get(setting)).isEqualTo(Reach.WINDOW);
        undoing.reload();

        undoing.undo(undoing.undoable().get().getFirst().task(), Consent.confirmed(Origin.UNDO));

        assertThat(settings.get(setting)).isEqualTo(Reach.PRESET);
        assertThat(instances.find(hd.id()).orElseThrow().name()).isEqualTo("Radarr HD");
    }

    private void undoLatest(String what) throws Exception {
        var latest = undoing.undoable().get().getFirst();
        assertThat(latest.what()).isEqualTo(what);
        undoing.undo(latest.task(), Consent.confirmed(Origin.UNDO));
        assertThat(undoing.undoable().get()).noneMatch(left -> left.task().equals(latest.task()));
        time.advance(Duration.ofSeconds(1));
    }

    private static Configuration radarr(String name) {
        return Configuration.of(RADARR, name, Address.of("http://nas:7878/"));
    }

    private static RemoteIdentity identity(String id) {
        return new RemoteIdentity("Radarr", "5", "", id, new TreeMap<>());
    }

    @Test
    void anEditIsToldOnceAlsoWhenEverythingIsReadAgainMeanwhile() throws Exception {
        var loft = instances.add(radarr("Loft"), Secrets.NONE, ME);
        var ended = new CountDownLatch(1);
        var reading = Thread.ofPlatform().start(() -> {
            while (ended.getCount() > 0) {
                instances.reload();
            }
        });
        int edits = 100;
        for (int i = 0; i < edits; i++) {
            var now = instances.find(loft.id()).orElseThrow();
            instances.edit(
                    loft.id(),
                    now.configVersion(),
                    now.configuration().withNotes("note " + i),
                    Map.of("apiKey", Optional.of(new Secret("key " + i))),
                    ME);
        }
        ended.countDown();
        reading.join();

        var versions = events.stream()
                .filter(InstanceEvent.Edited.class::isInstance)
                .map(event -> ((InstanceEvent.Edited) event).after().configVersion())
                .toList();
        assertThat(versions).doesNotHaveDuplicates().hasSize(edits);
    }
}
