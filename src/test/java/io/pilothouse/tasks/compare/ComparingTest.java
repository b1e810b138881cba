package io.pilothouse.tasks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.arr.ArrKind;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.compare.HeldSetting;
import io.pilothouse.domain.compare.SettingLine;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.compare.Comparing.Change;
import io.pilothouse.tasks.compare.Comparing.Drift;
import io.pilothouse.tasks.compare.Comparing.Result;
import io.pilothouse.tasks.connection.OpenConnectors;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.TurningClock;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;

/// The real engine and connectors against simulated apps that are set up differently.
class ComparingTest {

    @TempDir
    Path folder;

    private final HttpClients clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
    private final Map<String, SimulatedService> services = new HashMap<>();
    private TestEngine test;
    private DemoFleet fleet;
    private OpenConnectors connectors;
    private LiveComparing comparing;

    @BeforeEach
    void open() throws Exception {
        var kinds = new ArrayList<ConnectorKind>(ArrKind.all(clients));
        test = new TestEngine(folder, kinds);
        fleet = DemoFleet.empty(11, new TurningClock(Instant.parse("2026-07-01T00:00:00Z")));
        connectors = new OpenConnectors(
                new io.pilothouse.connectors.ConnectorKinds(kinds),
                id -> new Secrets(Map.of(
                        "apiKey",
                        new Secret(services.get(name(id)).access().secrets().get("apiKey")))));
        var engine = test.get();
        comparing = new LiveComparing(
                engine.instances(), connectors, engine.guards(), engine.settings(), engine.undoing(), test.time);
    }

    @AfterEach
    void close() {
        connectors.close();
        fleet.close();
        clients.close();
        test.close();
    }

    private String name(InstanceId id) {
        return test.get().instances().find(id).orElseThrow().name();
    }

    private Instance add(String kind, String name) throws Exception {
        var service = fleet.add(ServiceSpec.of(kind, name));
        services.put(name, service);
        var configuration = Configuration.of(
                new KindId(kind), name, Address.of(service.address().toString()));
        return test.get().instances().add(configuration, Secrets.NONE, TestEngine.ME);
    }

    /// Two of a kind that are set up differently.
    private List<Instance> different(String kind) throws Exception {
        return different(kind, 1);
    }

    /// @param others how many that are set up otherwise than the first
    private List<Instance> different(String kind, int others) throws Exception {
        var found = new ArrayList<Instance>();
        found.add(add(kind, kind + " first"));
        for (int i = 0; i < 24 && found.size() <= others; i++) {
            var other = add(kind, kind + " " + i);
            var comparison = comparing.compare(List.of(found.getFirst().id(), other.id()));
            if (comparison.different().stream()
                    .anyMatch(line -> line.key().section().equals("naming"))) {
                found.add(other);
            }
        }
        assertThat(found).as("not all are set up alike").hasSize(others + 1);
        return found;
    }

    private List<Result> copy(List<Change> changes, Consent consent) throws Exception {
        Outcome<List<Result>> outcome = test.get()
                .tasks()
                .start(
                        new TaskRequest(
                                "copy-settings",
                                "copy",
                                changes.stream().map(Change::target).toList(),
                                Origin.WINDOW),
                        context -> comparing.copy(changes, consent, context))
                .await();
        return switch (outcome) {
            case Outcome.Succeeded<List<Result>>(List<Result> results) -> results;
            case Outcome.Failed<List<Result>>(var problem) -> throw new ProblemException(problem);
            case Outcome.Cancelled<List<Result>>() -> throw new AssertionError("cancelled");
        };
    }

    @Test
    void whatDiffersIsToldAndCopyingMakesItEqualAndIsTakenBack() throws Exception {
        for (var kind : List.of("sonarr", "radarr")) {
            var two = different(kind);
            var from = two.getFirst().id();
            var to = two.getLast().id();
            var before = comparing.compare(List.of(from, to));
            var naming = before.different().stream()
                    .map(line -> line.key())
                    .filter(key -> key.section().equals("naming"))
                    .toList();
            var changes = comparing.plan(before, from, naming);
            assertThat(changes)
                    .hasSameSizeAs(naming)
                    .allMatch(change -> change.target().equals(to));

            assertThat(copy(changes, Consent.confirmed(Origin.WINDOW)))
                    .containsExactly(new Result(to, changes.size(), Optional.empty()));

            var after = comparing.compare(List.of(from, to));
            assertThat(after.different()).noneMatch(line -> naming.contains(line.key()));
            var act = test.get().undoing().undoable().get().getFirst();
            test.get().undoing().undo(act.task(), Consent.confirmed(Origin.UNDO));
            assertThat(comparing.compare(List.of(from, to)).different().stream().map(line -> line.key()))
                    .containsAll(naming);
        }
    }

    @Test
    void aProfileThatIsMissingIsMade() throws Exception {
        var two = different("radarr");
        var first = comparing.compare(two.stream().map(Instance::id).toList());
        var missing = first.lines().stream()
                .filter(line ->
                        line.key().section().equals("profile") && line.values().size() == 1)
                .findFirst()
                .orElseThrow();
        var from = missing.values().keySet().iterator().next();

        copy(comparing.plan(first, from, List.of(missing.key())), Consent.confirmed(Origin.WINDOW));

        assertThat(comparing.compare(two.stream().map(Instance::id).toList()).different())
                .extracting(SettingLine::key)
                .doesNotContain(missing.key());

        var act = test.get().undoing().undoable().get().getFirst();
        test.get().undoing().undo(act.task(), Consent.confirmed(Origin.UNDO));
        assertThat(comparing.compare(two.stream().map(Instance::id).toList()).lines().stream()
                        .filter(line -> line.key().equals(missing.key()))
                        .findFirst()
                        .orElseThrow()
                        .values())
                .as("taken away again")
                .hasSize(1);
    }

    /// One that is missing is made and taken away again; one that is otherwise becomes alike.
    @Test
    void aCustomFormatIsCopiedWithWhatItLooksFor() throws Exception {
        var two = different("radarr");
        var ids = two.stream().map(Instance::id).toList();
        var hdr = new HeldSetting.Key("custom-format", "HDR10+");
        var before = line(comparing.compare(ids), hdr);
        var from = before.values().keySet().iterator().next();
        assertThat(before.values()).hasSize(1);
        assertThat(before.of(from).orElseThrow()).contains("HDR10(\\\\+|Plus)");

        copy(comparing.plan(comparing.compare(ids), from, List.of(hdr)), Consent.confirmed(Origin.WINDOW));

        assertThat(comparing.compare(ids).different())
                .extracting(SettingLine::key)
                .doesNotContain(hdr);
        var act = test.get().undoing().undoable().get().getFirst();
        test.get().undoing().undo(act.task(), Consent.confirmed(Origin.UNDO));
        assertThat(line(comparing.compare(ids), hdr).values()).containsOnlyKeys(from);
    }

    private static SettingLine line(Comparing.Comparison comparison, HeldSetting.Key key) {
        return comparison.lines().stream()
                .filter(line -> line.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    /// They hold secrets that an app does not tell.
    @Test
    void indexersAndDownloadClientsAreComparedAndNotCopied() throws Exception {
        var one = add("sonarr", "One");
        var comparison = comparing.compare(List.of(one.id()));

        assertThat(comparison.lines())
                .filteredOn(line -> List.of("indexer", "download-client")
                        .contains(line.key().section()))
                .hasSize(3)
                .noneMatch(SettingLine::copyable)
                .extracting(line -> line.key().name() + " " + line.of(one.id()).orElseThrow())
                .contains("ExampleIndexer true")
                .anyMatch(said -> said.startsWith("qBittorrent qbittorrent:"));
    }

    @Test
    void aReadOnlyTargetIsNotChangedAndSentNothing() throws Exception {
        var two = different("sonarr");
        var to = two.getLast();
        test.get()
                .instances()
                .edit(
                        to.id(),
                        to.configVersion(),
                        to.configuration().withGuard(Optional.of(GuardLevel.READ_ONLY)),
                        Map.of(),
                        TestEngine.ME);
        var comparison = comparing.compare(two.stream().map(Instance::id).toList());
        var changes = comparing.plan(
                comparison,
                two.getFirst().id(),
                comparison.different().stream().map(line -> line.key()).toList());
        services.get(to.name()).forgetRequests();

        assertThatThrownBy(() -> copy(changes, Consent.confirmed(Origin.WINDOW)))
                .isInstanceOf(ProblemException.class);
        assertThat(services.get(to.name()).requests()).isEmpty();
    }

    @Test
    void oneThatIsSilentLeavesTheOthersComparable() throws Exception {
        var one = add("sonarr", "One");
        var two = add("sonarr", "Two");
        var gone = test.get()
                .instances()
                .add(
                        Configuration.of(new KindId("sonarr"), "Gone", Address.of("http://127.0.0.1:1/")),
                        Secrets.NONE,
                        TestEngine.ME);
        services.put("Gone", services.get("One"));

        var comparison = comparing.compare(List.of(one.id(), two.id(), gone.id()));

        assertThat(comparison.silent()).containsOnlyKeys(gone.id());
        assertThat(comparison.lines())
                .filteredOn(line -> line.key().section().equals("naming"))
                .isNotEmpty()
                .allMatch(line -> line.values().size() == 2);
        assertThat(comparing.plan(comparison, one.id(), List.of(new HeldSetting.Key("naming", "renameEpisodes"))))
                .noneMatch(change -> change.target().equals(gone.id()));
    }

    @Test
    void instancesOfTwoKindsAreNotCompared() throws Exception {
        var one = add("sonarr", "One");
        var two = add("radarr", "Two");
        assertThatThrownBy(() -> comparing.compare(List.of(one.id(), two.id()))).isInstanceOf(ProblemException.class);
    }

    @Test
    void driftIsWhatChangedSinceTheBaselineAlsoAfterARestart() throws Exception {
        var two = different("sonarr");
        var to = two.getLast().id();
        var before = comparing.compare(List.of(to));
        comparing.keepBaseline(before, to);
        assertThat(comparing.drift(before, to)).isEmpty();

        var both = comparing.compare(two.stream().map(Instance::id).toList());
        var renaming = new HeldSetting.Key("naming", "renameEpisodes");
        copy(comparing.plan(both, two.getFirst().id(), List.of(renaming)), Consent.confirmed(Origin.WINDOW));

        var now = comparing.compare(List.of(to));
        assertThat(comparing.drift(now, to)).extracting(line -> line.key()).containsExactly(renaming);
    }

    @Test
    void whatIsOtherwiseThanAtTheBaselineIsCountedAndNoMoreOnceItIsTheBaseline() throws Exception {
        var two = different("radarr");
        var from = two.getFirst().id();
        var to = two.getLast().id();
        assertThat(comparing.driftDue()).isEmpty();
        comparing.keepBaseline(comparing.compare(List.of(to)), to);
        assertThat(comparing.driftDue()).containsExactly(to);
        assertThat(comparing.drifted().get().get(to).settings()).isZero();
        var before = comparing.compare(List.of(from, to));
        var naming = before.different().stream()
                .map(line -> line.key())
                .filter(key -> key.section().equals("naming"))
                .toList();
        copy(comparing.plan(before, from, naming), Consent.confirmed(Origin.WINDOW));

        comparing.lookForDrift(comparing.driftDue());

        assertThat(comparing.drifted().get())
                .containsExactly(Map.entry(to, new Drift(naming.size(), test.time.instant(), Optional.empty())));
        assertThat(comparing.driftDue()).isEmpty(); // not again at once
        comparing.keepBaseline(comparing.compare(List.of(to)), to);
        assertThat(comparing.drifted().get().get(to).settings()).isZero();
    }

    @Test
    void ofOneThatIsSilentTheLastKnownDriftHoldsWithTheReason() throws Exception {
        var two = different("radarr");
        var to = two.getLast().id();
        comparing.keepBaseline(comparing.compare(List.of(to)), to);
        var both = comparing.compare(two.stream().map(Instance::id).toList());
        var renaming = new HeldSetting.Key("naming", "renameMovies");
        copy(comparing.plan(both, two.getFirst().id(), List.of(renaming)), Consent.confirmed(Origin.WINDOW));
        comparing.lookForDrift(List.of(to));
        services.get(two.getLast().name()).fault(new Fault.Refused());

        comparing.lookForDrift(List.of(to, two.getFirst().id()));

        var drift = comparing.drifted().get().get(to);
        assertThat(drift.settings()).isEqualTo(1);
        assertThat(drift.failed()).isPresent();
        assertThat(comparing.drifted().get()).containsOnlyKeys(to);
    }

    @Test
    void whatDiffersOnPurposeIsNoDriftAndIsNotCopiedOverUntilThatIsTakenBack() throws Exception {
        var two = different("sonarr");
        var from = two.getFirst().id();
        var to = two.getLast().id();
        var renaming = new HeldSetting.Key("naming", "renameEpisodes");
        comparing.keepBaseline(comparing.compare(List.of(to)), to);
        var both = comparing.compare(List.of(from, to));
        copy(comparing.plan(both, from, List.of(renaming)), Consent.confirmed(Origin.WINDOW));
        var now = comparing.compare(List.of(to));
        assertThat(comparing.drifted().get().get(to).settings()).isEqualTo(1);

        comparing.keepOnPurpose(now, List.of(renaming), true);

        assertThat(comparing.drift(now, to)).isEmpty();
        assertThat(comparing.drifted().get().get(to).settings()).isZero();
        assertThat(comparing.plan(both, from, List.of(renaming))).isEmpty();
        assertThat(comparing.onPurpose(from)).isEmpty();

        comparing.keepOnPurpose(now, List.of(renaming), false);

        assertThat(comparing.drift(now, to)).extracting(line -> line.key()).containsExactly(renaming);
        assertThat(comparing.plan(both, from, List.of(renaming))).hasSize(1);
    }

    @Test
    void ofSeveralTargetsAReadOnlyOneIsLeftOutAndTheOthersAreChanged() throws Exception {
        var three = different("sonarr", 2);
        var from = three.getFirst();
        var to = three.get(1);
        var third = three.getLast();
        var locked = test.get()
                .instances()
                .edit(
                        third.id(),
                        third.configVersion(),
                        third.configuration().withGuard(Optional.of(GuardLevel.READ_ONLY)),
                        Map.of(),
                        TestEngine.ME);
        var comparison = comparing.compare(List.of(from.id(), to.id(), locked.id()));
        var renaming = new HeldSetting.Key("naming", "renameEpisodes");
        var changes = comparing.plan(comparison, from.id(), List.of(renaming));
        assertThat(changes).extracting(Change::target).containsExactly(to.id(), locked.id());
        services.get(locked.name()).forgetRequests();

        var results = copy(changes, Consent.confirmed(Origin.WINDOW));

        assertThat(results.getFirst()).isEqualTo(new Result(to.id(), 1, Optional.empty()));
        assertThat(results.getLast().made()).isZero();
        assertThat(results.getLast().problem().orElseThrow().summary()).startsWith(locked.name() + " is Read-only: ");
        assertThat(services.get(locked.name()).requests()).isEmpty();
    }

    @Test
    void aTargetThatDoesNotAnswerIsToldAndTheOthersAreChanged() throws Exception {
        var three = different("sonarr", 2);
        var from = three.getFirst();
        var silent = three.get(1);
        var to = three.getLast();
        var comparison = comparing.compare(List.of(from.id(), silent.id(), to.id()));
        var renaming = new HeldSetting.Key("naming", "renameEpisodes");
        var changes = comparing.plan(comparison, from.id(), List.of(renaming));
        assertThat(changes).extracting(Change::target).containsExactly(silent.id(), to.id());
        services.get(silent.name()).fault(new Fault.Refused());

        var results = copy(changes, Consent.confirmed(Origin.WINDOW));

        assertThat(results.getFirst().made()).isZero();
        assertThat(results.getFirst().problem()).isPresent();
        assertThat(results.getLast()).isEqualTo(new Result(to.id(), 1, Optional.empty()));
    }
}
