package io.pilothouse.tasks.amc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pilothouse.demo.amc.Executions.Plan;
import io.pilothouse.demo.amc.FaultRules.Kind;
import io.pilothouse.demo.amc.FaultRules.Rule;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.AmcCode;
import io.pilothouse.domain.amc.Brand;
import io.pilothouse.domain.amc.ParameterType;
import io.pilothouse.domain.amc.QueryParameter;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.SqlPosition;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.instance.InstanceEvent;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionRunsTest {

    private static final String REACH = "ph.reach-by-campaign";

    @TempDir
    private Path folder;

    private AmcRig rig;
    private InstanceId main;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder);
        main = rig.add("Main", "amcpilot001").id();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aRunIsSentFollowedFetchedAndKept() throws Exception {
        rig.amc().startRuns();
        var run = rig.ended(rig.ask(REACH, main).getFirst().id());

        assertThat(run.state()).isEqualTo(RunState.READY);
        assertThat(run.progress().rows().orElse(0)).isPositive();
        assertThat(run.progress().took()).hasValue(Duration.ofSeconds(40));
        var table = rig.amc().results().open(run);
        assertThat(table.columns()).extracting("name").containsExactly("campaign", "reach", "impressions", "clicks");
        assertThat(table.rows()).isEqualTo((int) run.progress().rows().orElse(0));
        assertThat(table.totals(1, _ -> "")).isEmpty(); // reach
        assertThat(table.totals(2, _ -> "").orElseThrow()).hasSize(1);
        assertThat(folder.resolve(
                        rig.amc().results().info(run.id()).orElseThrow().file()))
                .exists();
    }

    @Test
    void aRunWhoseTimeAmazonDoesNotSayTookFromItsCreationToItsEnd() throws Exception {
        rig.simulate(it -> it.runs().timed(false));
        rig.amc().startRuns();
        var run = rig.ended(rig.ask(REACH, main).getFirst().id());

        assertThat(run.progress().took())
                .hasValueSatisfying(took -> assertThat(took).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(60)));
    }

    @Test
    void whoFetchesAResultThatIsHereAlreadyTakesNothingAway() throws Exception {
        var id = main;
        rig.amc().startRuns();
        var ready = rig.ended(rig.ask("ph.reach-by-campaign", id).getFirst().id());
        int rows = rig.amc().results().open(ready).rows();

        rig.amc()
                .steps()
                .fetch(ready.with(
                        ready.progress().to(RunState.DOWNLOADING, rig.clock().instant())));

        assertThat(rig.amc().results().open(ready).rows()).isEqualTo(rows).isPositive();
    }

    @Test
    void aCreateThatWasDroppedAfterItWasDoneIsAdopted() throws Exception {
        rig.simulate(it -> it.faults().add(Rule.of(Kind.DROP_AFTER, "createExecution", 1, 0)));
        rig.amc().startRuns();
        var run = rig.ended(rig.ask(REACH, main).getFirst().id());

        assertThat(run.state()).isEqualTo(RunState.READY);
        assertThat(run.progress().adopted()).isTrue();
        assertThat(rig.created()).isEqualTo(1);
    }

    @Test
    void aCreateThatNeverArrivedFailsAndIsNotSentAgain() throws Exception {
        rig.simulate(it -> it.faults().add(Rule.of(Kind.DROP_BEFORE, "createExecution", 1, 0)));
        rig.amc().startRuns();
        var run = rig.ended(rig.ask(REACH, main).getFirst().id());

        assertThat(run.state()).isEqualTo(RunState.SUBMIT_FAILED);
        assertThat(rig.created()).isZero();
        var again = rig.amc().runs().again(run.id(), TestEngine.ME);
        assertThat(rig.ended(again.id()).state()).isEqualTo(RunState.READY);
        assertThat(rig.created()).isEqualTo(1);
    }

    @Test
    void aServerErrorAtCreateIsLookedUpAndNotSentAgain() throws Exception {
        rig.simulate(it -> it.faults().add(Rule.of(Kind.STATUS, "createExecution", 1, 502)));
        rig.amc().startRuns();
        var run = rig.ended(rig.ask(REACH, main).getFirst().id());

        assertThat(run.state()).isEqualTo(RunState.SUBMIT_FAILED);
        assertThat(rig.created()).isZero();
    }

    @Test
    void aThrottledCreateIsSentAgainWhenItIsTime() throws Exception {
        rig.simulate(it -> it.faults().add(Rule.of(Kind.THROTTLE, "createExecution", 2, 7)));
        rig.amc().startRuns();
        var run = rig.ended(rig.ask(REACH, main).getFirst().id());

        assertThat(run.state()).isEqualTo(RunState.READY);
        assertThat(rig.created()).isEqualTo(1);
    }

    /// What a crash leaves behind: marked as being sent, Amazon has it, its answer was never stored.
    @Test
    void aRunCutOffBetweenCallAndAnswerIsAdoptedAtTheNextStart() throws Exception {
        rig.simulate(it -> it.faults().add(Rule.of(Kind.SLOW, "createExecution", 1, 600_000)));
        rig.amc().startRuns();
        var id = rig.ask(REACH, main).getFirst().id();
        Eventually.that(() -> rig.created() == 1);

        rig.restart();
        rig.active(main);
        assertThat(rig.find(id).state()).isEqualTo(RunState.SUBMITTING);
        rig.amc().startRuns();
        var run = rig.ended(id);

        assertThat(run.state()).isEqualTo(RunState.READY);
        assertThat(run.progress().adopted()).isTrue();
        assertThat(rig.created()).isEqualTo(1);
    }

    /// Who cancels the work that sends a run does not lose the run.
    @Test
    void aRunWhoseSendingWasCancelledIsLookedForWithoutARestart() throws Exception {
        rig.simulate(it -> it.faults().add(Rule.of(Kind.SLOW, "createExecution", 1, 600_000)));
        rig.amc().startRuns();
        var id = rig.ask(REACH, main).getFirst().id();
        Eventually.that(() -> rig.created() == 1);

        rig.engine().get().runner().cancelAll(task -> task.kind().equals("amc-runs"));
        var run = rig.ended(id);

        assertThat(run.state()).isEqualTo(RunState.READY);
        assertThat(run.progress().adopted()).isTrue();
        assertThat(rig.created()).isEqualTo(1);
    }

    /// What fails at the login was not sent: it is tried again, and needs no looking for.
    @Test
    void aRunThatCouldNotSignInWasNotSentAndGoesLater() throws Exception {
        rig.amc().memory().refreshFacts(main);
        rig.engine().time.advance(Duration.ofMinutes(59)); // the token is old, what is known of the instance is not
        rig.simulate(it -> it.faults().add(Rule.of(Kind.CUT, "token", 1, 0)));
        rig.amc().startRuns();
        var run = rig.ended(rig.ask(REACH, main).getFirst().id());

        assertThat(run.state()).isEqualTo(RunState.READY);
        assertThat(run.progress().adopted()).isFalse();
        assertThat(rig.created()).isEqualTo(1);
    }

    @Test
    void runsAreFollowedOverRestartsHoweverOld() throws Exception {
        rig.simulate(it -> it.runs().plan(Plan.USUAL.running(Duration.ofHours(29))));
        rig.amc().startRuns();
        var id = rig.ask(REACH, main).getFirst().id();
        rig.until(id, Duration.ofSeconds(1), run -> run.state() == RunState.REMOTE);
        rig.restart();
        rig.engine().time.advance(Duration.ofHours(30));
        rig.active(main);

        rig.amc().startRuns();

        assertThat(rig.ended(id).state()).isEqualTo(RunState.READY);
    }

    @Test
    void moreRunsThanPlacesWaitForTheirTurn() throws Exception {
        rig.amc().startRuns();
        var runs = new ArrayList<Run>();
        for (int i = 0; i < 12; i++) {
            runs.addAll(rig.ask(REACH, main));
        }
        int most = 0;
        for (int i = 0;
                i < 400
                        && !runs.stream()
                                .allMatch(run -> rig.find(run.id()).state().ended());
                i++) {
            int inProgress = (int) runs.stream()
                    .filter(run -> rig.find(run.id()).state().takesPlace())
                    .count();
            most = Math.max(most, inProgress);
            rig.engine().time.advance(Duration.ofSeconds(3));
            java.util.concurrent.locks.LockSupport.parkNanos(3_000_000);
        }
        assertThat(runs).allMatch(run -> rig.find(run.id()).state() == RunState.READY);
        assertThat(most).isBetween(2, 5);
    }

    /// Acceptance check 21.
    @Test
    void theDaysAllowanceHoldsTheRestUntilTomorrow() throws Exception {
        var small = rig.add("Small", "amcpilot002", Map.of("maxParallel", "10")).id(); // 30 a day, as is usual
        rig.amc().startRuns();
        var runs = new ArrayList<Run>();
        for (int i = 0; i < 35; i++) {
            runs.addAll(rig.ask(REACH, small));
            rig.engine().time.advance(Duration.ofSeconds(1)); // asked first, sent first
        }
        for (int i = 0; i < 30; i++) {
            rig.ended(runs.get(i).id());
        }
        var waiting = runs.subList(30, 35);
        Eventually.that(() -> waiting.stream()
                .allMatch(run -> rig.find(run.id()).progress().words().contains("tomorrow")));
        assertThat(rig.created()).isEqualTo(30);

        rig.restart(); // the count survives
        rig.active(small);
        rig.amc().startRuns();
        assertThat(waiting).allMatch(run -> rig.find(run.id()).state() == RunState.QUEUED);
        rig.amc().runs().overAllowance(waiting.getFirst().id(), TestEngine.ME);
        assertThat(rig.ended(waiting.getFirst().id()).state()).isEqualTo(RunState.READY);
        assertThat(waiting.subList(1, 5)).allMatch(run -> rig.find(run.id()).state() == RunState.QUEUED);
        assertThat(rig.created()).isEqualTo(31);

        rig.engine().time.advance(Duration.ofHours(13)); // past midnight UTC
        for (var run : waiting) {
            assertThat(rig.ended(run.id()).state()).isEqualTo(RunState.READY);
        }
        assertThat(rig.created()).isEqualTo(35);
    }

    @Test
    void cancellingSaysHowItReallyEnded() throws Exception {
        rig.amc().startRuns();
        var running = rig.ask(REACH, main).getFirst().id();
        rig.until(running, Duration.ofSeconds(1), run -> run.state() == RunState.REMOTE);
        assertThat(rig.amc().runs().cancel(running, TestEngine.ME).state()).isEqualTo(RunState.CANCELLED);

        var faster = rig.ask(REACH, main).getFirst().id();
        rig.until(faster, Duration.ofSeconds(1), run -> run.state() == RunState.REMOTE);
        rig.simulate(it -> it.advance(Duration.ofMinutes(5)));
        assertThat(rig.amc().runs().cancel(faster, TestEngine.ME).state()).isNotEqualTo(RunState.CANCELLED);
        assertThat(rig.ended(faster).state()).isEqualTo(RunState.READY);
    }

    @Test
    void aMistakeIsShownWhereItWasTyped() throws Exception {
        var sql = "-- wrong table\nSELECT campaign,\n  SUM(clicks) AS clicks\nFROM nowhere\nGROUP BY campaign";
        rig.amc().library().save(rig.amc().library().fresh("ph.wrong", "Wrong", sql, List.of()));
        rig.amc().startRuns();
        var run = rig.ended(rig.ask("ph.wrong", main).getFirst().id());

        assertThat(run.state()).isEqualTo(RunState.SUBMIT_FAILED);
        assertThat(run.progress().code()).isEqualTo(AmcCode.SQL_INVALID.name());
        assertThat(run.progress().position()).hasValue(new SqlPosition(4, 6));
    }

    @Test
    void aRunThatIsRejectedLaterNamesItsReason() throws Exception {
        rig.simulate(it -> it.runs()
                .plan(Plan.USUAL.ending(
                        "REJECTED",
                        "Too many workflows have already been run against this time window with these data sources.")));
        rig.amc().startRuns();
        var run = rig.ended(rig.ask(REACH, main).getFirst().id());

        assertThat(run.state()).isEqualTo(RunState.REJECTED);
        assertThat(run.progress().code()).isEqualTo(AmcCode.PRIVACY_BUDGET.name());
    }

    @Test
    void unknownStatusesAreShownAndWaitedFor() throws Exception {
        rig.simulate(it -> it.runs()
                .plan(Plan.USUAL
                        .odd("WARMING_UP")
                        .publishing(Duration.ofSeconds(30))
                        .late(Duration.ofSeconds(90))));
        rig.amc().startRuns();
        var id = rig.ask(REACH, main).getFirst().id();

        assertThat(rig.until(
                                id,
                                Duration.ofSeconds(3),
                                run -> run.progress().remoteStatus().equals("WARMING_UP"))
                        .progress()
                        .words())
                .contains("WARMING_UP");
        assertThat(rig.ended(id).state()).isEqualTo(RunState.READY);
    }

    @Test
    void aRunThatAmazonForgotIsLostAfterTwoLooks() throws Exception {
        rig.amc().startRuns();
        var id = rig.ask(REACH, main).getFirst().id();
        var remote = rig.until(id, Duration.ofSeconds(1), run -> run.state() == RunState.REMOTE)
                .progress()
                .remoteId()
                .orElseThrow();
        rig.simulate(it -> it.runs().lose(remote));

        assertThat(rig.ended(id).state()).isEqualTo(RunState.LOST);
    }

    @Test
    void fivePackedPartsWithDyingAddressesBecomeOneResult() throws Exception {
        rig.simulate(it -> {
            it.runs().plan(Plan.USUAL.result(1_003, 5, true));
            it.faults().add(Rule.of(Kind.STATUS, "download", 1, 403));
            it.faults().add(Rule.of(Kind.STATUS, "download", 1, 503));
        });
        rig.amc().startRuns();
        var run = rig.ended(rig.ask(REACH, main).getFirst().id());

        assertThat(run.state()).isEqualTo(RunState.READY);
        assertThat(run.progress().rows()).hasValue(1_003);
        rig.simulate(it -> assertThat(it.journal().entries())
                .noneMatch(entry -> entry.note().contains("LEAK")));
    }

    @Test
    void anEmptyResultHasReasons() throws Exception {
        rig.simulate(it -> it.runs().plan(Plan.USUAL.result(0, 1, false)));
        rig.amc().startRuns();
        var run = rig.ended(rig.ask(REACH, main).getFirst().id());

        assertThat(run.state()).isEqualTo(RunState.READY);
        assertThat(run.progress().empty()).isTrue();
        assertThat(rig.amc().runs().emptyReasons(run)).hasSizeGreaterThan(3);
    }

    @Test
    void severalInstancesMakeOneTableWithASumForEachCurrency() throws Exception {
        var outlet = rig.add("Outlet", "amcpilot002").id();
        var german = rig.add("German", "amcpilot003").id();
        var spend = "SELECT campaign, COUNT(DISTINCT user_id) AS reach, SUM(spend) AS spend"
                + " FROM sponsored_ads_traffic GROUP BY campaign";
        rig.amc().library().save(rig.amc().library().fresh("ph.spend", "Spend", spend, List.of()));
        rig.amc().startRuns();
        var runs = rig.ask("ph.spend", main, outlet, german);
        var group = runs.getFirst().ask().group().orElseThrow();
        for (var run : runs) {
            assertThat(rig.ended(run.id()).state()).isEqualTo(RunState.READY);
        }

        var result = rig.amc().results().merged(rig.amc().runs().ofGroup(group));
        assertThat(result.missing()).isEmpty();
        var merged = result.merged();
        int reach = merged.table().column("reach");
        int money = merged.table().column("spend");
        assertThat(merged.totals(reach)).isEmpty();
        assertThat(merged.totals(money).orElseThrow())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "USD", spent(runs.get(0)).add(spent(runs.get(1))),
                        "EUR", spent(runs.get(2))));
        var text = new StringWriter();
        Results.asShown(merged.table(), ',', text);
        assertThat(text.toString()).startsWith("_instance,_instance_id,_entity,_marketplace,_brands,");
    }

    private BigDecimal spent(Run run) throws ProblemException {
        var table = rig.amc().results().open(rig.find(run.id()));
        return table.totals(table.column("spend"), _ -> "here").orElseThrow().get("here");
    }

    @Test
    void whoHasNoResultIsNamedAndMakesNoRows() throws Exception {
        var outlet = rig.add("Outlet", "amcpilot002").id();
        var runs = rig.ask(REACH, main, outlet);
        rig.amc().runs().cancel(runs.get(1).id(), TestEngine.ME);
        rig.amc().startRuns();
        rig.ended(runs.getFirst().id());

        var result = rig.amc()
                .results()
                .merged(rig.amc().runs().ofGroup(runs.getFirst().ask().group().orElseThrow()));

        assertThat(result.missing())
                .singleElement()
                .satisfies(it -> assertThat(it.toString()).contains("Outlet"));
        var table = result.merged().table();
        assertThat(table.rows()).isPositive();
        for (int row = 0; row < table.rows(); row++) {
            assertThat(table.text(row, 0)).isEqualTo("Main");
        }
    }

    /// Section 18.1: who joins a group is asked what the others were asked, and nothing that is another's alone.
    @Test
    void whoJoinsAGroupGetsWhatWasSaidForAllAndNothingOfAnother() throws Exception {
        var outlet = rig.add("Outlet", "amcpilot002").id();
        var german = rig.add("German", "amcpilot003").id();
        var library = rig.amc().library();
        var sql = "SELECT campaign, SUM(clicks) AS clicks FROM sponsored_ads_traffic WHERE campaign IN"
                + " (CUSTOM_PARAMETER('campaigns')) AND ad_product_type = CUSTOM_PARAMETER('product')"
                + " AND country = CUSTOM_PARAMETER('country') GROUP BY campaign";
        var usual = Optional.of("usual");
        library.save(library.fresh(
                "ph.joined",
                "Joined",
                sql,
                List.of(
                        new QueryParameter(
                                "campaigns",
                                "",
                                "",
                                ParameterType.of("STRING[]").orElseThrow(),
                                usual),
                        new QueryParameter("product", "", "", ParameterType.STRING, usual),
                        new QueryParameter("country", "", "", ParameterType.STRING, usual))));
        rig.amc()
                .brands()
                .save(
                        new Brand(0, "Tea", Optional.empty(), Map.of("product", "of the brand")),
                        List.of(main),
                        TestEngine.ME);
        var runs = rig.amc()
                .runs()
                .ask(
                        new QuestionRuns.Order(
                                "ph.joined",
                                List.of(main, outlet),
                                AmcRig.JUNE,
                                Map.of("campaigns", "a, b"),
                                Map.of(main, Map.of("country", "US")),
                                true,
                                false,
                                false,
                                false),
                        TestEngine.ME);
        assertThat(runs.getFirst().ask().values())
                .containsEntry("product", "of the brand")
                .containsEntry("country", "US");
        library.save(
                library.fresh("ph.joined", "Joined", "SELECT SUM(clicks) AS c FROM sponsored_ads_traffic", List.of()));

        var joined = rig.amc()
                .runs()
                .join(runs.getFirst().ask().group().orElseThrow(), german, TestEngine.ME)
                .ask();

        assertThat(joined.values())
                .isEqualTo(Map.of("campaigns", List.of("a", "b"), "product", "usual", "country", "usual"));
        assertThat(joined.sql()).isEqualTo(runs.getFirst().ask().sql());
        assertThat(joined.dryRun()).isTrue();
    }

    /// A value that went into the SQL itself is not kept apart: rather than with another, it is not asked.
    @Test
    void aGroupWithValuesInItsSqlIsNotJoinedWithOthers() throws Exception {
        var outlet = rig.add("Outlet", "amcpilot002").id();
        var german = rig.add("German", "amcpilot003").id();
        var table = new QueryParameter(
                "table", "", "", ParameterType.of("IDENTIFIER").orElseThrow(), Optional.of("sponsored_ads_traffic"));
        var library = rig.amc().library();
        library.save(library.fresh("ph.table", "Table", "SELECT SUM(clicks) AS c FROM {{table}}", List.of(table)));
        var said = rig.amc()
                .runs()
                .ask(
                        QuestionRuns.Order.of(
                                "ph.table",
                                List.of(main, outlet),
                                AmcRig.JUNE,
                                Map.of("table", "amazon_attributed_events")),
                        TestEngine.ME);
        var usual = rig.ask("ph.table", main, outlet);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() ->
                        rig.amc().runs().join(said.getFirst().ask().group().orElseThrow(), german, TestEngine.ME));
        assertThat(rig.amc()
                        .runs()
                        .join(usual.getFirst().ask().group().orElseThrow(), german, TestEngine.ME)
                        .ask()
                        .sql())
                .isEqualTo(usual.getFirst().ask().sql());
    }

    @Test
    void theSameQuestionIsKnownToHaveBeenAnswered() throws Exception {
        rig.amc().startRuns();
        var run = rig.ended(rig.ask(REACH, main).getFirst().id());
        var order = QuestionRuns.Order.of(REACH, List.of(main), AmcRig.JUNE, Map.of());

        assertThat(rig.amc().runs().preCheck(order).getFirst().answered().map(Run::id))
                .hasValue(run.id());
    }

    @Test
    void aPreCheckNamesMissingTablesAndValues() throws Exception {
        var german = rig.add("German", "amcpilot003").id();
        rig.amc().memory().refreshFacts(german);
        rig.amc().memory().refreshDataSources(german);
        var order = QuestionRuns.Order.of("ph.display-cost", List.of(german), AmcRig.JUNE, Map.of());

        var check = rig.amc().runs().preCheck(order).getFirst();

        assertThat(check.missingTables()).containsExactly("dsp_impressions");
        assertThat(check.left()).hasValue(30);
        assertThat(check.lifecycle()).isEqualTo("active");
    }

    /// Section 9.2, the strongest first: the run, the instance, its brands, what is usual. T14: what is asked of an
    /// instance is not who it is.
    @Test
    void valuesComeFromTheRunTheInstanceItsBrandsAndWhatIsUsual() throws Exception {
        var workflow = "ph.spend-by-campaign";
        assertThat(value(workflow, Map.of())).isEqualTo("sponsored_products");
        var tea = new Brand(0, "Tea", Optional.empty(), Map.of("product", "of the brand"));
        rig.amc().brands().save(tea, List.of(main), TestEngine.ME);
        assertThat(value(workflow, Map.of())).isEqualTo("of the brand");

        var edits = new ArrayList<Boolean>();
        rig.engine().get().instances().whenChanged(event -> {
            if (event instanceof InstanceEvent.Edited(var _, var _, boolean identityEdited)) {
                edits.add(identityEdited);
            }
        });
        var before = rig.engine().get().instances().find(main).orElseThrow();
        var settings = new java.util.TreeMap<>(before.configuration().settings());
        settings.put("values", "product = of the instance");
        settings.put("dailySoftLimit", "12");
        rig.engine()
                .get()
                .instances()
                .edit(
                        main,
                        before.configVersion(),
                        before.configuration().withSettings(settings),
                        Map.of(),
                        TestEngine.ME);
        assertThat(edits).containsExactly(false);
        assertThat(value(workflow, Map.of())).isEqualTo("of the instance");
        assertThat(value(workflow, Map.of("product", "of the run"))).isEqualTo("of the run");
    }

    private Object value(String workflow, Map<String, String> given) throws ProblemException {
        var order = QuestionRuns.Order.of(workflow, List.of(main), AmcRig.JUNE, given);
        return rig.amc().runs().preCheck(order).getFirst().values().get("product");
    }

    @Test
    void ourOwnIdsNeverLeaveTheProgramAndNoTimeHasAZone() throws Exception {
        rig.amc().startRuns();
        rig.ended(rig.ask(REACH, main).getFirst().id());

        rig.simulate(it -> assertThat(it.journal().entries())
                .noneMatch(entry -> !entry.note().isEmpty()));
        assertThat(rig.service.requests())
                .filteredOn(request -> request.path().endsWith("/workflowExecutions")
                        && request.method().equals("POST"))
                .isNotEmpty()
                .allMatch(request -> request.body().contains("\"timeWindowStart\":\"2026-06-01T00:00:00\""));
    }

    @Test
    void anInstanceThatIsNotProvenIsRefused() throws Exception {
        rig.engine().get().instances().setEnabled(main, false, TestEngine.ME);
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> rig.ask(REACH, main));
        assertThat(rig.amc().runs().runs(Optional.empty(), Instant.EPOCH, 10)).isEmpty();
    }

    @Test
    void oldResultsGoUnlessTheyArePinned() throws IOException, InterruptedException, ProblemException {
        rig.amc().startRuns();
        var one = rig.ended(rig.ask(REACH, main).getFirst().id());
        var other = rig.ended(rig.ask("ph.clicks-by-term", main).getFirst().id());
        rig.amc().results().pin(other.id(), true);

        assertThat(rig.amc().results().tidy(rig.clock().instant().plus(Duration.ofDays(401))))
                .isEqualTo(1);

        assertThat(rig.amc().results().info(one.id())).isEmpty();
        assertThat(rig.amc().results().open(other).rows()).isPositive();
        assertThat(rig.find(one.id()).state()).isEqualTo(RunState.READY);
    }
}
