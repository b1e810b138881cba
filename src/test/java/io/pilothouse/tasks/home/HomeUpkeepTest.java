package io.pilothouse.tasks.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.home.HomeErrorKind;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.RepairStep;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.ServiceCatalogue;
import io.pilothouse.domain.home.Target;
import io.pilothouse.domain.home.Upkeep.Backup;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.home.Upkeep.Update;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.home.LiveHouses.House;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is seldom done to a house, against simulated ones.
@Timeout(60)
class HomeUpkeepTest {

    private static final Consent YES = Consent.confirmed(Origin.WINDOW);

    @TempDir
    Path folder;

    private LiveHouses houses;
    private ConnectedHomes homes;

    @BeforeEach
    void open() throws Exception {
        houses = new LiveHouses(folder.resolve("store"));
        homes = houses.homes();
    }

    @AfterEach
    void close() {
        houses.close();
    }

    private House house(GuardLevel guard, String... options) throws Exception {
        return houses.house("Home", guard, spec -> {
            var with = spec;
            for (int i = 0; i < options.length; i += 2) {
                with = with.with(options[i], options[i + 1]);
            }
            return with;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024.3.3", "2026.2.3"})
    void aBackupIsDownloadedWholeAndDeleted(String version) throws Exception {
        var house = house(GuardLevel.OPEN, "version", version);
        var backup = homes.backups(house.id()).orThrow().backups().getFirst();
        var file = folder.resolve("one.tar");

        long size = homes.upkeep().download(house.id(), backup, file).orThrow();

        assertThat(Files.size(file)).isEqualTo(size).isGreaterThan(10_000);
        assertThat(backup.sizeBytes()).isCloseTo(size, Percentage.withPercentage(1));
        assertThat(members(file)).containsExactly("./backup.json", "./homeassistant.tar.gz");
        var again = catchThrowableOfType(
                ProblemException.class, () -> homes.upkeep().download(house.id(), backup, file));
        assertThat(again.problem().code()).isEqualTo(ProblemCode.BAD_FILE);

        homes.upkeep().deleteBackup(house.id(), backup, YES).orThrow();
        assertThat(homes.backups(house.id()).orThrow().backups()).doesNotContain(backup);
        assertThat(homes.upkeep().download(house.id(), backup, folder.resolve("gone.tar")))
                .isInstanceOf(HomeResult.Failed.class);
        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("one.tar", "store");
        }
    }

    @ParameterizedTest
    @CsvSource({"2024.3.3, false", "2026.2.3, false", "2026.2.3, true"})
    void theWholeLogIsDownloaded(String version, String supervisor) throws Exception {
        var house = house(GuardLevel.READ_ONLY, "version", version, "supervisor", supervisor);
        var file = folder.resolve("house.log");

        long size = homes.upkeep().downloadLog(house.id(), file).orThrow();

        assertThat(Files.size(file)).isEqualTo(size);
        assertThat(Files.readString(file)).contains("The bridge does not answer");
    }

    /// @return what is in a tar
    private static List<String> members(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        var members = new ArrayList<String>();
        for (int at = 0; bytes[at] != 0; ) {
            members.add(new String(bytes, at, 100, StandardCharsets.US_ASCII)
                    .strip()
                    .replace("\0", ""));
            int length = Integer.parseInt(new String(bytes, at + 124, 11, StandardCharsets.US_ASCII), 8);
            at += 512 + (length + 511) / 512 * 512;
        }
        return members;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUpdateOfTheCoreIsInstalledWithABackupOrWithout(boolean backup) throws Exception {
        var house = house(GuardLevel.OPEN);
        var before = homes.backups(house.id()).orThrow().backups();
        var update = homes.updates(house.id()).orThrow().getFirst();

        var done = homes.call(house.id(), install(update, backup), YES).orThrow();

        assertThat(done.ended()).isTrue();
        assertThat(homes.facts(house.id()).orThrow().version()).isEqualTo(update.latest());
        assertThat(homes.updates(house.id()).orThrow().getFirst()).satisfies(now -> {
            assertThat(now.installed()).isEqualTo(update.latest());
            assertThat(now.available()).isFalse();
        });
        var after = homes.backups(house.id()).orThrow().backups();
        assertThat(after).hasSize(before.size() + (backup ? 1 : 0));
        assertThat(homes.call(house.id(), install(update, backup), YES))
                .isInstanceOfSatisfying(
                        HomeResult.Failed.class,
                        failed -> assertThat(failed.problem().summary()).contains("No update available"));
    }

    private static ServiceCall install(Update update, boolean backup) {
        return new ServiceCall(
                "update",
                "install",
                Target.entity(update.entityId()),
                backup ? Map.of("backup", true) : Map.of(),
                false);
    }

    @Test
    void anUpdateIsSkippedAndOfferedAgain() throws Exception {
        var house = house(GuardLevel.OPEN);
        var update = homes.updates(house.id()).orThrow().getFirst();
        var target = Target.entity(update.entityId());

        homes.call(house.id(), new ServiceCall("update", "skip", target, Map.of(), false), YES)
                .orThrow();

        var skipped = homes.updates(house.id()).orThrow().getFirst();
        assertThat(skipped.skipped()).isTrue();
        assertThat(skipped.available()).isTrue();
        homes.call(house.id(), new ServiceCall("update", "clear_skipped", target, Map.of(), false), YES)
                .orThrow();
        assertThat(homes.updates(house.id()).orThrow().getFirst()).isEqualTo(update);
    }

    @Test
    void anAutomationThatIsRunHasThisRun() throws Exception {
        var house = house(GuardLevel.OPEN);
        var light = homes.automations(house.id()).orThrow().stream()
                .filter(one -> one.itemId().equals("night_light"))
                .findFirst()
                .orElseThrow();
        var before = homes.runs(house.id(), light).orThrow();

        homes.call(
                        house.id(),
                        new ServiceCall("automation", "trigger", Target.entity(light.entityId()), Map.of(), false),
                        YES)
                .orThrow();

        var runs = homes.runs(house.id(), light).orThrow();
        assertThat(runs.subList(1, runs.size())).isEqualTo(before);
        assertThat(runs.getFirst().trigger()).isEmpty();
    }

    @Test
    void aRestorationEndsTheLineAndThatIsItsSuccess() throws Exception {
        var house = house(GuardLevel.OPEN);
        var backup = homes.backups(house.id()).orThrow().backups().getFirst();

        assertThat(homes.upkeep()
                        .restoreBackup(house.id(), backup, Optional.empty(), YES)
                        .orThrow())
                .isTrue();
        assertThat(house.received()).contains("backup/restore");
    }

    @Test
    void aReadOnlyHouseGetsNothingOfIt() throws Exception {
        var house = house(GuardLevel.READ_ONLY);
        var backup = homes.backups(house.id()).orThrow().backups().getFirst();
        var integration = homes.integrations(house.id()).orThrow().getFirst();

        for (var act : List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                () -> homes.upkeep().deleteBackup(house.id(), backup, YES),
                () -> homes.upkeep().restoreBackup(house.id(), backup, Optional.empty(), YES),
                () -> homes.upkeep().reload(house.id(), integration, YES))) {
            assertThat(catchThrowableOfType(ProblemException.class, act)
                            .problem()
                            .code())
                    .isEqualTo(ProblemCode.GUARD);
        }
        assertThat(house.received()).doesNotContain("backup/delete", "backup/restore");
        assertThat(house.service().requests())
                .extracting(LoggedRequest::path)
                .noneMatch(path -> path.contains("reload"));
    }

    @Test
    void aRepairIsMendedByConfirming() throws Exception {
        var house = house(GuardLevel.OPEN);
        house.act(it -> it.issue("token_old", "error"));
        var repair = homes.repairs(house.id()).orThrow().stream()
                .filter(one -> one.issueId().equals("token_old"))
                .findFirst()
                .orElseThrow();

        var step = homes.upkeep().mend(house.id(), repair, "en", YES).orThrow();

        assertThat(step.stage()).isEqualTo(RepairStep.Stage.DONE);
        assertThat(homes.repairs(house.id()).orThrow()).doesNotContain(repair);
    }

    private Repair issue(House house, String id) throws Exception {
        house.act(it -> it.issue(id, "error"));
        return homes.repairs(house.id()).orThrow().stream()
                .filter(one -> one.issueId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRepairThatAsksIsAnsweredUntilItIsRight() throws Exception {
        var house = house(GuardLevel.OPEN);
        var repair = issue(house, "pair_again");

        var asked = homes.upkeep().mend(house.id(), repair, "en", YES).orThrow();
        assertThat(asked.stage()).isEqualTo(RepairStep.Stage.ASK);
        assertThat(asked.step()).isEqualTo("Pair it again");
        assertThat(asked.fields()).extracting(ServiceCatalogue.Field::key).containsExactly("radio", "code");
        assertThat(asked.fields().getFirst().usual()).isEqualTo("zigbee");
        assertThat(asked.fields().get(1).title()).isEqualTo("Code on its back");

        var wrong = homes.upkeep()
                .answer(house.id(), repair, asked, Map.of("radio", "zigbee", "code", "0"), "en", YES)
                .orThrow();
        assertThat(wrong.stage()).isEqualTo(RepairStep.Stage.ASK);
        assertThat(wrong.wrong()).isEqualTo(Map.of("code", "That is not its code"));

        var done = homes.upkeep()
                .answer(house.id(), repair, wrong, Map.of("radio", "zigbee", "code", "1234"), "en", YES)
                .orThrow();
        assertThat(done.stage()).isEqualTo(RepairStep.Stage.DONE);
        assertThat(homes.repairs(house.id()).orThrow()).doesNotContain(repair);
    }

    @Test
    void aRepairWithSeveralWaysGoesTheChosenOne() throws Exception {
        var house = house(GuardLevel.OPEN);
        var repair = issue(house, "radio_channel");

        var asked = homes.upkeep().mend(house.id(), repair, "en", YES).orThrow();
        assertThat(asked.fields()).singleElement().satisfies(field -> {
            assertThat(field.key()).isEqualTo(RepairStep.NEXT);
            assertThat(field.selector().orElseThrow().options().get("options").toString())
                    .contains("change_channel", "Change channel");
        });

        var stopped = homes.upkeep()
                .answer(house.id(), repair, asked, Map.of(RepairStep.NEXT, "keep_channel"), "en", YES)
                .orThrow();
        assertThat(stopped.stage()).isEqualTo(RepairStep.Stage.STOPPED);
        assertThat(stopped.step()).isEqualTo("Channel kept");
        var done = homes.upkeep()
                .answer(house.id(), repair, asked, Map.of(RepairStep.NEXT, "change_channel"), "en", YES)
                .orThrow();
        assertThat(done.stage()).isEqualTo(RepairStep.Stage.DONE);
    }

    @Test
    void anIntegrationIsLoadedAnew() throws Exception {
        var house = house(GuardLevel.OPEN);
        var integration = homes.integrations(house.id()).orThrow().getFirst();

        assertThat(homes.upkeep().reload(house.id(), integration, YES).orThrow())
                .isFalse();
        assertThat(house.service().requests())
                .extracting(LoggedRequest::path)
                .contains("/api/config/config_entries/entry/" + integration.entryId() + "/reload");
    }

    /// A refusal over plain requests would be a failed login.
    @Test
    void whatIsForAdministratorsIsNotAskedWithoutOne() throws Exception {
        var house = house(GuardLevel.OPEN, "admin", "false");
        var integration = homes.integrations(house.id()).orThrow().getFirst();
        var repair = homes.repairs(house.id()).orThrow().getFirst();
        var backup = new Backup("1", "x", Optional.empty(), 1, false, true, List.of("backup.local"), false);
        house.service().forgetRequests();

        var refused = List.<HomeResult<?>>of(
                homes.upkeep().reload(house.id(), integration, YES),
                homes.upkeep().mend(house.id(), repair, "en", YES),
                homes.upkeep().download(house.id(), backup, folder.resolve("one.tar")),
                homes.upkeep().downloadLog(house.id(), folder.resolve("house.log")),
                homes.upkeep().addOns(house.id()),
                homes.ignoreRepair(house.id(), repair, true, YES),
                homes.restartHouse(house.id(), YES));

        assertThat(refused)
                .allSatisfy(result ->
                        assertThat(((HomeResult.Failed<?>) result).kind()).isEqualTo(HomeErrorKind.NEEDS_ADMIN));
        assertThat(house.service().requests())
                .extracting(LoggedRequest::path)
                .allMatch(path -> path.equals("/api/websocket") || !path.startsWith("/api/"));
        assertThat(house.received()).doesNotContain("repairs/ignore_issue", "call_service", "supervisor/api");
        assertThat(homes.backups(house.id()))
                .isInstanceOfSatisfying(
                        HomeResult.Failed.class,
                        failed -> assertThat(failed.problem().summary())
                                .isEqualTo("Home lets only administrators see its backups."));
    }

    @Test
    void templatesAreWorkedOutAndWrongOnesSaySo() throws Exception {
        var house = house(GuardLevel.READ_ONLY);

        assertThat(homes.upkeep()
                        .render(house.id(), "{{ states | count }}")
                        .orThrow()
                        .text())
                .matches("\\d+");
        var light = homes.entities(house.id()).orThrow().stream()
                .filter(row -> row.domain().equals("light"))
                .findFirst()
                .orElseThrow();
        assertThat(homes.upkeep()
                        .render(house.id(), "It is {{ states('" + light.id() + "') }}.")
                        .orThrow()
                        .text())
                .isEqualTo("It is " + light.state().orElseThrow().state() + ".");
        var wrong = homes.upkeep().render(house.id(), "{{ states").orThrow();
        assertThat(wrong.good()).isFalse();
        assertThat(wrong.text()).contains("TemplateSyntaxError");
    }
}
