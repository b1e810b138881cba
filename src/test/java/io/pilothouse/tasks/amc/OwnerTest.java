package io.pilothouse.tasks.amc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.AmcCode;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.Collection;
import io.pilothouse.domain.amc.Policies.Missed;
import io.pilothouse.domain.amc.Policies.Overlap;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.domain.amc.Trigger;
import io.pilothouse.domain.amc.WindowRule;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.DataFolder;
import io.pilothouse.testing.TestEngine;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Acceptance check 37: what belongs to somebody else is forbidden, also when it was in hand before.
class OwnerTest {

    @TempDir
    private Path folder;

    private AmcRig rig;
    private InstanceId own;
    private InstanceId foreign;
    private Run run;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder);
        own = rig.add("Main", "amcpilot001").id();
        foreign = rig.add("Outlet", "amcpilot002").id();
        rig.amc().memory().refreshFacts(foreign);
        rig.amc().memory().refreshDataSources(foreign);
        rig.amc().watch().look(foreign);
        rig.amc().startRuns();
        run = rig.ended(rig.ask("ph.reach-by-campaign", foreign).getFirst().id());
        rig.amc().schedules().save(schedule("mine", own, foreign), TestEngine.ME);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + new DataFolder(folder).store());
                var change = connection.prepareStatement("update instance set owner = 'neighbour' where id = ?")) {
            change.setString(1, foreign.value());
            assertThat(change.executeUpdate()).isEqualTo(1);
        }
        rig.engine().get().instances().reload();
        rig.service.forgetRequests();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /// Gives a row of the store to somebody else.
    private void giveAway(String table, String id) throws SQLException {
        giveAway(table, "id", id);
    }

    private void giveAway(String table, String key, String id) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + new DataFolder(folder).store());
                var change = connection.prepareStatement(
                        "update " + table + " set owner = 'neighbour' where " + key + " = ?")) {
            change.setString(1, id);
            assertThat(change.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void schedulesCollectionsAndWorkflowsOfOthersAreForbiddenToo() throws Exception {
        var amc = rig.amc();
        var collection = amc.collections().start(collection(own), TestEngine.ME);
        var period = collection.periods().getFirst();
        var workflow = amc.library().find("ph.spend-by-campaign");
        var tea = amc.brands().save(Brands.called(Brands.NEW, "Tea"), TestEngine.ME);
        var cups = amc.brands().save(Brands.called(Brands.NEW, "Cups"), TestEngine.ME);
        giveAway("amc_brand", "number", Long.toString(tea.number()));
        giveAway("amc_schedule", "mine");
        giveAway("amc_collection", "c");
        giveAway("amc_workflow", workflow.id());

        var acts = new LinkedHashMap<String, ThrowingCallable>();
        acts.put("find a schedule", () -> amc.schedules().find("mine"));
        acts.put("replace it", () -> amc.schedules().save(schedule("mine", own), TestEngine.ME));
        acts.put("pause it", () -> amc.schedules().pause("mine", true));
        acts.put("skip a turn", () -> amc.schedules().skipNext("mine", own));
        acts.put("run it", () -> amc.schedules().runNow("mine", own, TestEngine.ME));
        acts.put("remove it", () -> amc.schedules().remove("mine"));
        acts.put("find a collection", () -> amc.collections().find("c"));
        acts.put("replace a collection", () -> amc.collections().start(collection(own), TestEngine.ME));
        acts.put("pause a collection", () -> amc.collections().pause("c", true));
        acts.put("a period again", () -> amc.collections().again(period, TestEngine.ME));
        acts.put("remove a collection", () -> amc.collections().remove("c"));
        acts.put("find a workflow", () -> amc.library().find(workflow.id()));
        acts.put("replace a workflow", () -> amc.library().save(workflow));
        acts.put("delete a workflow", () -> amc.library().delete(workflow.id()));
        acts.put("copy a workflow", () -> amc.library().push(workflow.id(), own, TestEngine.ME));
        acts.put("change a brand", () -> amc.brands().save(tea, TestEngine.ME));
        acts.put("merge a brand", () -> amc.brands().merge(tea.number(), cups.number(), TestEngine.ME));
        acts.put("merge into a brand", () -> amc.brands().merge(cups.number(), tea.number(), TestEngine.ME));
        acts.put("remove a brand", () -> amc.brands().remove(tea.number(), TestEngine.ME));
        acts.put("ask its question", () -> rig.ask(workflow.id(), own));
        acts.forEach((name, act) -> assertThatThrownBy(act)
                .describedAs(name)
                .satisfies(thrown -> assertThat(forbidden(thrown))
                        .describedAs("%s: %s", name, thrown)
                        .isTrue()));
        assertThat(amc.schedules().all()).isEmpty();
        assertThat(amc.collections().all()).isEmpty();
        assertThat(amc.library().versions(workflow.id())).isEmpty();
    }

    @Test
    void whatIsListedCanAlsoBeFoundByTheBeginningOfItsIdAndNothingElse() {
        var beginning = run.id().value().substring(0, 20);
        assertThatThrownBy(() -> rig.amc().runs().find(beginning))
                .satisfies(thrown ->
                        assertThat(((ProblemException) thrown).problem().code()).isEqualTo(ProblemCode.NOT_FOUND));
    }

    @Test
    void theTurnsOfSchedulesRunOnlyForTheirOwner() throws Exception {
        giveAway("amc_schedule", "mine");
        rig.engine().time.advance(Duration.ofDays(1));
        rig.amc().schedules().tick();
        giveBack();
        assertThat(rig.amc().schedules().find("mine").latest()).isEmpty();
    }

    private void giveBack() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + new DataFolder(folder).store());
                var change = connection.createStatement()) {
            change.executeUpdate("update amc_schedule set owner = 'local'");
        }
    }

    private static Schedule schedule(String id, InstanceId... on) {
        return new Schedule(
                id,
                id,
                "ph.reach-by-campaign",
                Map.of(),
                List.of(on),
                "",
                Trigger.of("0 9 * * *"),
                ZoneOffset.UTC,
                WindowRule.of("last-days:7"),
                2,
                Missed.LATEST,
                Overlap.QUEUE,
                Duration.ofHours(6),
                Instant.EPOCH,
                0,
                "");
    }

    private static Collection collection(InstanceId... on) {
        return new Collection(
                "c",
                "c",
                "ph.reach-by-campaign",
                Map.of(),
                List.of(on),
                true,
                DayOfWeek.MONDAY,
                LocalDate.of(2026, 6, 1),
                Optional.empty(),
                ZoneOffset.UTC,
                2,
                true,
                false);
    }

    private Map<String, ThrowingCallable> acts() {
        var amc = rig.amc();
        var instances = rig.engine().get().instances();
        var acts = new LinkedHashMap<String, ThrowingCallable>();
        acts.put("ask", () -> rig.ask("ph.reach-by-campaign", own, foreign));
        acts.put("find a run", () -> amc.runs().find(run.id().value()));
        acts.put("cancel", () -> amc.runs().cancel(run.id(), TestEngine.ME));
        acts.put("again", () -> amc.runs().again(run.id(), TestEngine.ME));
        acts.put("join", () -> amc.runs().join("group-x", foreign, TestEngine.ME));
        acts.put("over", () -> amc.runs().overAllowance(run.id(), TestEngine.ME));
        acts.put("fetch again", () -> amc.runs().fetchAgain(run.id()));
        acts.put("check again", () -> amc.runs().checkAgain(run.id()));
        acts.put("open a result", () -> amc.results().open(run));
        acts.put("what is known of a result", () -> amc.results().info(run.id()));
        acts.put("write a result", () -> amc.results().original(run, OutputStream.nullOutputStream()));
        acts.put("keep a result", () -> amc.results().pin(run.id(), true));
        acts.put("delete a result", () -> amc.results().delete(run.id()));
        acts.put("merge results", () -> amc.results().merged(List.of(run)));
        acts.put("import", () -> amc.imports().folder(foreign, folder, TestEngine.ME));
        acts.put("brands", () -> amc.brands().set(foreign, List.of("Tea"), TestEngine.ME));
        acts.put("save a schedule", () -> amc.schedules().save(schedule("s", foreign), TestEngine.ME));
        acts.put("skip", () -> amc.schedules().skipNext("mine", foreign));
        acts.put("run a schedule", () -> amc.schedules().runNow("mine", foreign, TestEngine.ME));
        acts.put("plan", () -> amc.collections().plan(collection(own, foreign)));
        acts.put("collect", () -> amc.collections().start(collection(own, foreign), TestEngine.ME));
        acts.put("eyes", () -> amc.search().eyesOf(foreign));
        acts.put("terms", () -> amc.search().termsAccepted(amc.search().eyesOf(foreign)));
        acts.put("watch", () -> amc.watch().look(foreign));
        acts.put("take over", () -> amc.takeover().take(foreign, "ph.reach-daily", TestEngine.ME));
        acts.put("workflows there", () -> amc.library().remote(foreign));
        acts.put("copy a workflow", () -> amc.library().push("ph.reach-by-campaign", foreign, TestEngine.ME));
        acts.put("facts", () -> amc.memory().facts(foreign));
        acts.put("fresh facts", () -> amc.memory().refreshFacts(foreign));
        acts.put("tables", () -> amc.memory().dataSources(foreign));
        acts.put("fresh tables", () -> amc.memory().refreshDataSources(foreign));
        acts.put("rename", () -> instances.rename(foreign, "Mine", TestEngine.ME));
        acts.put("switch off", () -> instances.setEnabled(foreign, false, TestEngine.ME));
        acts.put("remove", () -> instances.remove(foreign, TestEngine.ME));
        acts.put("purge", () -> instances.purge(foreign, TestEngine.ME));
        return acts;
    }

    @Test
    void everyActOnItIsForbiddenAndNothingIsSent() {
        acts().forEach((name, act) -> assertThatThrownBy(act)
                .describedAs(name)
                .satisfies(thrown -> assertThat(forbidden(thrown))
                        .describedAs("%s: %s", name, thrown)
                        .isTrue()));
        assertThat(rig.service.requests()).noneMatch(request -> request.path().contains("amcpilot002"));
    }

    private static boolean forbidden(Throwable thrown) {
        return switch (thrown) {
            case ProblemException problem -> problem.problem().code() == ProblemCode.FORBIDDEN;
            case AmcException amc -> amc.code() == AmcCode.FORBIDDEN;
            default -> false;
        };
    }

    @Test
    void nothingOfItIsListed() {
        var amc = rig.amc();
        assertThat(rig.engine().get().instances().fleet().get().live())
                .extracting(it -> it.id())
                .containsExactly(own);
        assertThat(amc.runs().runs(Optional.empty(), Instant.EPOCH, 100)).isEmpty();
        assertThat(amc.results().kept(Optional.empty())).isEmpty();
        assertThat(amc.memory().knownFacts(foreign)).isEmpty();
        assertThat(amc.memory().knownDataSources(foreign)).isEmpty();
        assertThat(amc.watch().seen(foreign)).isEmpty();
        assertThat(amc.usage().instances(Instant.EPOCH, rig.clock().instant()))
                .extracting(Usage.InstanceUsage::instance)
                .containsExactly(own);
        assertThat(amc.schedules().instancesOf(schedule("mine", own, foreign))).containsExactly(own);
    }

    @Test
    void aCheckOfManySaysWhichIsForbiddenAndWhichIsUnknown() throws Exception {
        var unknown = new InstanceId("amc-2606181400zzz");
        var answers = rig.engine().get().health().check(List.of(own, foreign, unknown), Origin.WINDOW);

        assertThat(answers.keySet()).isEqualTo(Set.of(own, foreign, unknown));
        assertThat(answers.get(own)).isInstanceOf(HealthCheck.Passed.class);
        assertThat(((HealthCheck.Failed) answers.get(foreign)).problem().code()).isEqualTo(ProblemCode.FORBIDDEN);
        assertThat(((HealthCheck.Failed) answers.get(unknown)).problem().code()).isEqualTo(ProblemCode.NOT_FOUND);
    }

    @Test
    void itIsThereAgainWhenItIsOursAgain() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + new DataFolder(folder).store());
                var change = connection.createStatement()) {
            change.executeUpdate("update instance set owner = 'local'");
        }
        rig.engine().get().instances().reload();
        assertThat(rig.find(run.id()).id()).isEqualTo(run.id());
        assertThat(rig.amc().memory().knownFacts(foreign)).isPresent();
    }
}
