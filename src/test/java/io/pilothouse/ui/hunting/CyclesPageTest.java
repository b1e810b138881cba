package io.pilothouse.ui.hunting;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.ToggleSwitch;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.cycle.CycleTurns;
import io.pilothouse.tasks.cycle.Cycles;
import io.pilothouse.tasks.cycle.Cycles.RuleStatus;
import io.pilothouse.tasks.schedule.MissedTurns;
import io.pilothouse.tasks.schedule.Schedules.Planned;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.Fit;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CyclesPageTest {

    private static final InstanceId RADARR = PictureFleet.id("R1");
    private final FakeServices fakes = PictureFleet.make();

    private void on(String page, Consumer<ShellWindow> test) {
        PictureHunt.fill(fakes.hunting, RADARR);
        opened(page, test);
    }

    private static void press(Node on, KeyCode key) {
        on.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
    }

    private void opened(String page, Consumer<ShellWindow> test) {
        opened(Locale.ENGLISH, page, test);
    }

    private void opened(Locale language, String page, Consumer<ShellWindow> test) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false, language, false, Optional.empty())) {
                window.context().navigation().goTo(RADARR, page);
                layout(window);
                test.accept(window);
            }
        });
    }

    private void layout(ShellWindow window) {
        for (int i = 0; i < 2; i++) {
            root(window).applyCss();
            root(window).layout();
            Windows.settle(fakes);
        }
    }

    private static Parent root(ShellWindow window) {
        return window.scene().getRoot();
    }

    private static <T extends Node> T find(ShellWindow window, String id, Class<T> type) {
        var node = root(window).lookup("#" + id);
        assertThat(node).describedAs(id).isInstanceOf(type);
        return type.cast(node);
    }

    /// As [#find], for ids with the name of a rule in them.
    private static <T extends Node> T named(ShellWindow window, String id, Class<T> type) {
        return root(window).lookupAll("*").stream()
                .filter(it -> id.equals(it.getId()))
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private static int shownRows(ShellWindow window) {
        return find(window, "table-rows", TableView.class).getItems().size();
    }

    @Test
    void anOverviewStandsWithinItsPlaceAtTheLargestScale() {
        fakes.settings.set(Appearance.SCALE, 200);
        on("overview", window -> assertThat(Fit.faults(window)).isEmpty());
    }

    /// What is said of the decision goes on in a second line rather than end in the middle.
    @ParameterizedTest
    @CsvSource({"en", "de"})
    void aDecisionStandsWithinItsPlaceAtTheLargestScale(String language) {
        fakes.settings.set(Appearance.SCALE, 200);
        PictureHunt.fill(fakes.hunting, RADARR);
        opened(Locale.forLanguageTag(language), "cycles", window -> {
            assertThat(Fit.faults(window)).isEmpty();
            assertThat(root(window).lookupAll(".decision-head .text-second"))
                    .isNotEmpty()
                    .allSatisfy(said -> assertThat(((Label) said).getHeight())
                            .isGreaterThanOrEqualTo(((Label) said).prefHeight(((Label) said).getWidth()) - 1));
        });
    }

    @Test
    void theNewestDecisionIsShownWithWhyEachWasLeftOut() {
        on("cycles", window -> {
            assertThat(find(window, "decision-reason", Label.class).getText()).isEqualTo("Would ask for 6 of 16.");
            assertThat(shownRows(window)).isEqualTo(16);
            root(window).lookupAll(".filter-chip").stream()
                    .map(ToggleButton.class::cast)
                    .filter(it -> it.getText().startsWith("Resting"))
                    .findFirst()
                    .orElseThrow()
                    .fire();
            layout(window);
            assertThat(shownRows(window)).isEqualTo(4);
        });
    }

    @Test
    void aRunThatWasHeldSaysThatItLookedAtNothingAndWhy() {
        PictureHunt.fill(fakes.hunting, RADARR);
        fakes.hunting.runs.replaceAll(CyclesPageTest::held);
        opened("cycles", window -> {
            var said = "Loft: Maintenance.";
            assertThat(find(window, "decision-reason", Label.class).getText()).isEqualTo(said);
            assertThat(root(window).lookupAll(".state-pane .label").stream().map(it -> ((Label) it).getText()))
                    .contains("This run looked at nothing", said);
        });
    }

    private static CycleRun held(CycleRun run) {
        return new CycleRun(
                run.number(),
                run.instance(),
                run.rule(),
                run.dryRun(),
                run.seed(),
                run.startedAt(),
                run.endedAt(),
                CycleRun.Ended.HELD,
                RunSentence.HEALTH.with("Loft", "maintenance"),
                run.gates(),
                run.budget(),
                List.of(),
                List.of(),
                0);
    }

    @Test
    void whatADryRunShowedIsRunOnlyAfterTheGuardsWereAsked() {
        on("cycles", window -> {
            find(window, "run-these", Button.class).fire();
            layout(window);
            if (root(window).lookup("#guard-go") instanceof Button go) {
                assertThat(fakes.hunting.asked).isEmpty();
                go.fire();
            }
            assertThat(fakes.guards.asked).anyMatch(it -> it.what().contains("Missing, slow"));
            assertThat(fakes.hunting.asked).containsExactly("run Missing, slow");
        });
    }

    @Test
    void whoSwitchesARuleOnReadsWhatItsDryRunChose() {
        on("cycles", window -> {
            fakes.hunting.rules.update(all -> all.stream()
                    .map(it -> it.name().equals("Missing, slow") ? switchedOff(it) : it)
                    .toList());
            layout(window);
            named(window, "switch-Missing, slow", ToggleSwitch.class)
                    .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.SPACE, false, false, false, false));
            layout(window);
            var chosen = fakes.hunting.runs.getFirst().decisions().stream()
                    .filter(Decision::chosen)
                    .map(it -> it.candidate().title())
                    .toList();
            assertThat(find(window, "effect", Label.class).getText()).endsWith("chose 6 of 16:");
            assertThat(root(window).lookupAll(".guard-item").stream().map(it -> ((Label) it).getText()))
                    .hasSize(6)
                    .containsExactlyInAnyOrderElementsOf(chosen);
            assertThat(fakes.hunting.asked).isEmpty();
            ((CheckBox) root(window).lookup(".guard-sheet #tick")).setSelected(true);
            find(window, "guard-go", Button.class).fire();
            layout(window);
            assertThat(fakes.hunting.asked).containsExactly("enable Missing, slow");
        });
    }

    private static RuleStatus switchedOff(RuleStatus it) {
        return new RuleStatus(
                it.instance(), it.rule(), false, true, 0, Optional.empty(), it.last(), Optional.empty(), 0, false);
    }

    @Test
    void aRuleIsPausedForATimeAndItsCooldownsAreReset() {
        on("cycles", window -> {
            var items = named(window, "menu-Missing, slow", MenuButton.class).getItems();
            var pause = items.stream()
                    .filter(Menu.class::isInstance)
                    .map(Menu.class::cast)
                    .findFirst()
                    .orElseThrow();
            pause.getItems().get(1).fire();
            layout(window);
            assertThat(fakes.hunting.asked)
                    .containsExactly(
                            "pause Missing, slow until " + fakes.clock.instant().plus(Duration.ofDays(1)));
            fakes.hunting.asked.clear();
            for (int fromLast = 2; fromLast > 0; fromLast--) {
                items.get(items.size() - fromLast).fire();
                layout(window);
                find(window, "guard-go", Button.class).fire();
                layout(window);
            }
            assertThat(fakes.hunting.asked).containsExactly("reset rule Missing, slow", "reset");
        });
    }

    @Test
    void aSavedRuleIsTriedAtOnce() {
        on("cycles", window -> {
            find(window, "new-rule", MenuButton.class).getItems().getFirst().fire();
            layout(window);
            find(window, "rule-name", TextField.class).setText("Old gaps");
            var runs = find(window, "field-perRun", TextField.class);
            runs.setText("9");
            runs.fireEvent(new javafx.event.ActionEvent());
            assertThat(find(window, "rule-document", TextArea.class).getText()).contains("\"perRun\" : 9");
            find(window, "rule-save", Button.class).fire();
            layout(window);
            assertThat(fakes.hunting.asked).containsExactly("set Old gaps 9", "dry-run Old gaps");
            assertThat(root(window).lookup("#rule-save")).isNull();
        });
    }

    @Test
    void leavingAChangedRuleSaysOfWhichInstanceAndWhatIsLost() {
        on("cycles", window -> {
            RuleDialog.edit(window.context(), RADARR, "Missing, slow", _ -> {});
            layout(window);
            var runs = find(window, "field-perRun", TextField.class);
            assertThat(window.scene().getFocusOwner()).as("the first value").isEqualTo(runs);
            assertThat(find(window, "rule", VBox.class).getAccessibleText())
                    .isEqualTo("Rule Missing, slow · "
                            + fakes.instances.find(RADARR).orElseThrow().name());
            press(runs, KeyCode.DIGIT9);
            runs.setText("9");
            press(runs, KeyCode.ESCAPE);
            layout(window);

            assertThat(root(window).lookup("#lose-typed-question").lookupAll(".label"))
                    .extracting(label -> ((Label) label).getText())
                    .contains("Not saved yet, and lost then: Most in one run.");
            find(window, "keep-typed", Button.class).fire();
            assertThat(find(window, "field-perRun", TextField.class).getText()).isEqualTo("9");
        });
    }

    /// German names differ from the document's usual ones.
    @Test
    void theDocumentOfANewRuleHasItsNameAndThePassIsChosenBesideIt() {
        PictureHunt.fill(fakes.hunting, RADARR);
        opened(Locale.GERMAN, "cycles", window -> {
            find(window, "new-rule", MenuButton.class).getItems().getFirst().fire();
            layout(window);
            var document = find(window, "rule-document", TextArea.class);
            assertThat(document.getText()).contains("\"name\" : \"Fehlend\"");
            find(window, "rule-name", TextField.class).setText("Lücken");
            assertThat(document.getText()).contains("\"name\" : \"Lücken\"");
            var pass = find(window, "field-pass", ComboBox.class);
            assertThat(pass.getValue()).isEqualTo("missing");
            pass.getSelectionModel().select(1);
            assertThat(document.getText()).contains("\"pass\" : \"cutoff\"");
            document.setText(document.getText().replace("Lücken", "Alte Lücken"));
            assertThat(find(window, "rule-name", TextField.class).getText()).isEqualTo("Alte Lücken");
            layout(window);
            assertThat(root(window).lookupAll(".field-label").stream()
                            .filter(it -> it.getParent() instanceof GridPane)
                            .map(Label.class::cast)
                            .filter(it -> it.getWidth() < it.prefWidth(-1)))
                    .as("labels cut off")
                    .isEmpty();
        });
    }

    @Test
    void inALowWindowThePageScrollsAndTheTableKeepsSomeLines() {
        fakes.settings.set(Appearance.SCALE, 200);
        on("cycles", window -> {
            root(window).resize(1440, 900);
            layout(window);
            var table = find(window, "table-rows", TableView.class);
            assertThat(table.getHeight()).isGreaterThan(4 * table.getFixedCellSize());
        });
    }

    @Test
    void theFirstRuleIsBegunOnTheOverviewAndTriedWhereItsDecisionsStand() {
        on("cycles", window -> {
            var music = PictureFleet.id("L1");
            window.context().navigation().goTo(music, "overview");
            layout(window);
            find(window, "first-rule", Button.class).fire();
            layout(window);
            assertThat(root(window).lookup("#field-packsFirst"))
                    .as("no seasons here")
                    .isNull();
            find(window, "rule-save", Button.class).fire();
            layout(window);
            assertThat(fakes.hunting.asked).anyMatch(it -> it.startsWith("dry-run "));
            assertThat(window.context().navigation().location().get())
                    .isEqualTo(new Location.OfInstance(music, "cycles"));
        });
    }

    /// From the schedules, where nothing else of the rule is shown.
    @Test
    void aDryRunFromTheSchedulesIsToldAndLeadsToItsDecisions() {
        var rule = "Cutoff unmet";
        var key = CycleTurns.key(RADARR, rule);
        fakes.schedules.plan.set(List.of(new Planned(
                key,
                "cycle",
                "run \"" + rule + "\" on Radarr HD",
                Optional.of(RADARR),
                Optional.of(FakeServices.NOW.plusSeconds(600)),
                MissedTurns.LATEST,
                false,
                Optional.empty())));
        PictureHunt.fill(fakes.hunting, RADARR);
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().navigation().go(new Location.Program("schedules"));
                layout(window);
                var table = find(window, "table-rows", TableView.class);
                table.getSelectionModel().select(0);
                table.fireEvent(
                        new KeyEvent(KeyEvent.KEY_PRESSED, " ", " ", KeyCode.SPACE, false, false, false, false));
                layout(window);

                find(window, "schedule-dry-run", Button.class).fire();
                layout(window);

                assertThat(fakes.hunting.asked).containsExactly("dry-run " + rule);
                var toast = root(window).lookup(".toast");
                assertThat(toast.lookupAll(".label").stream().map(it -> ((Labeled) it).getText()))
                        .contains("Dry run of Cutoff unmet: it would deal with 6 of 16. Nothing was sent.");
                toast.lookupAll(".button").stream()
                        .map(Button.class::cast)
                        .filter(it -> "Show decisions".equals(it.getText()))
                        .findFirst()
                        .orElseThrow()
                        .fire();
                layout(window);
                assertThat(window.context().navigation().location().get())
                        .isEqualTo(new Location.OfInstance(RADARR, "cycles"));
                assertThat(named(window, "rule-" + rule, VBox.class).getStyleClass())
                        .contains("rule-chosen");
            }
        });
    }

    @Test
    void aBadRuleStaysOpenAndNamesTheBadKey() {
        on("cycles", window -> {
            find(window, "new-rule", MenuButton.class).getItems().getFirst().fire();
            layout(window);
            find(window, "rule-document", TextArea.class).setText("{\"perRunn\": 3}");
            find(window, "rule-save", Button.class).fire();
            layout(window);
            assertThat(find(window, "rule-problem", Label.class).getText()).contains("perRunn");
            assertThat(fakes.hunting.asked).isEmpty();
        });
    }

    @Test
    void librariesOpenFromTheStoredCopyAndAreReadAnewOnlyWhenOld() {
        on("titles", window -> {
            assertThat(shownRows(window)).isEqualTo(600);
            assertThat(fakes.hunting.asked).doesNotContain("read");
            find(window, "read-again", Button.class).fire();
            assertThat(fakes.hunting.asked).contains("read");
        });
    }

    @Test
    void whatIsWantedEverywhereNamesItsInstanceAndWhoDoesNotAnswer() {
        fakes.silent.add(PictureFleet.id("S2"));
        PictureHunt.fill(fakes.hunting, RADARR);
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().navigation().go(new io.pilothouse.ui.shell.Location.Program("outcomes"));
                layout(window);
                ((ToggleButton) root(window).lookup("#content").lookup("#tab-wanted")).fire();
                layout(window);
                assertThat(shownRows(window)).isEqualTo(6 * 16); // one of them silent: as it was read before
                assertThat(root(window).lookupAll(".strip-warning").stream()
                                .flatMap(it -> it.lookupAll(".label").stream())
                                .map(it -> ((Label) it).getText()))
                        .anyMatch(said -> said.matches("It does not answer. You see data of Anime from .*"));
            }
        });
    }

    @Test
    void ofOneThatIsSilentAndWasNeverReadTheStripSaysThatNothingIsThere() {
        fakes.silent.add(PictureFleet.id("S2"));
        PictureHunt.fill(fakes.hunting, RADARR);
        fakes.hunting.keptAt = Optional.empty();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().navigation().go(new io.pilothouse.ui.shell.Location.Program("outcomes"));
                layout(window);
                ((ToggleButton) root(window).lookup("#content").lookup("#tab-wanted")).fire();
                layout(window);
                assertThat(shownRows(window)).isEqualTo(4 * 16); // Music is on the same silent host
                assertThat(root(window).lookupAll(".strip-warning").stream()
                                .flatMap(it -> it.lookupAll(".label").stream())
                                .map(it -> ((Label) it).getText()))
                        .contains("It does not answer. Nothing of Anime was read before.");
            }
        });
    }

    @Test
    void aSearchOverSeveralInstancesIsAskedAboutOnceWithHowManyOnEachAndLeavesReadOnlyOnesOut() throws Exception {
        PictureHunt.fill(fakes.hunting, RADARR);
        var locked = fakes.instances.find(PictureFleet.id("S2")).orElseThrow();
        fakes.instances.edit(
                locked.id(),
                locked.configVersion(),
                locked.configuration().withGuard(Optional.of(GuardLevel.READ_ONLY)),
                Map.of(),
                Consent.none(Origin.WINDOW));
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().navigation().go(new io.pilothouse.ui.shell.Location.Program("outcomes"));
                layout(window);
                ((ToggleButton) root(window).lookup("#content").lookup("#tab-wanted")).fire();
                layout(window);
                find(window, "table-rows", TableView.class)
                        .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.A, false, true, false, false));
                layout(window);
                find(window, "hunting-search", Button.class).fire();
                layout(window);

                assertThat(root(window).lookupAll(".guard-sheet")).hasSize(1);
                assertThat(root(window).lookupAll(".guard-item").stream().map(it -> ((Label) it).getText()))
                        .hasSize(6)
                        .contains("16 on Radarr HD");
                assertThat(fakes.hunting.asked).isEmpty();
                find(window, "guard-go", Button.class).fire();
                layout(window);
                assertThat(fakes.hunting.asked).hasSize(5 * 16).allMatch(it -> it.startsWith("search "));
            }
        });
    }

    @Test
    void takingOutOnSeveralInstancesIsAskedAboutOnceWithHowManyOnEachAlsoWhereTheirNumberIsTyped() throws Exception {
        PictureHunt.fill(fakes.hunting, RADARR);
        var guarded = fakes.instances.find(RADARR).orElseThrow();
        fakes.instances.edit(
                guarded.id(),
                guarded.configVersion(),
                guarded.configuration().withGuard(Optional.of(GuardLevel.GUARDED)),
                Map.of(),
                Consent.none(Origin.WINDOW));
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().navigation().go(new io.pilothouse.ui.shell.Location.Program("outcomes"));
                layout(window);
                ((ToggleButton) root(window).lookup("#content").lookup("#tab-queue")).fire();
                layout(window);
                find(window, "table-rows", TableView.class)
                        .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.A, false, true, false, false));
                layout(window);
                find(window, "hunting-another", Button.class).fire();
                layout(window);

                assertThat(root(window).lookupAll(".guard-sheet")).hasSize(1);
                assertThat(root(window).lookupAll(".guard-item").stream().map(it -> ((Label) it).getText()))
                        .hasSize(6 + 6 * 5)
                        .contains("5 on Radarr HD")
                        .anyMatch(it -> it.startsWith("Radarr HD: ") && it.endsWith(".1080p.WEB-DL-GRP"));
                ((CheckBox) root(window).lookup(".guard-sheet #tick.check-box")).setSelected(true);
                ((TextField) root(window).lookup(".guard-sheet #typed")).setText("6");
                layout(window);
                find(window, "guard-go", Button.class).fire();
                layout(window);
                assertThat(fakes.hunting.asked)
                        .filteredOn(it -> it.startsWith("remove "))
                        .hasSize(6)
                        .allMatch(it -> it.equals("remove 5 true true"));
                assertThat(fakes.hunting.typed).contains("Radarr HD");
            }
        });
    }

    @Test
    void theKeyForAllOfAKindShowsThatKindAndTheChipsLeadToTheOthers() {
        PictureHunt.fill(fakes.hunting, RADARR);
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().navigation().goTo(RADARR);
                layout(window);
                window.context().actions().run("scope.open", Optional.empty());
                layout(window);
                assertThat(inScope(window))
                        .isNotEmpty()
                        .allMatch(id -> id.kind().equals(RADARR.kind()));

                var menu = find(window, "scope-add", MenuButton.class);
                menu.getItems().stream()
                        .filter(it -> "Sonarr only".equals(it.getText()))
                        .findFirst()
                        .orElseThrow()
                        .fire();
                layout(window);
                assertThat(inScope(window))
                        .isNotEmpty()
                        .allMatch(id -> id.kind().value().equals("sonarr"));
                find(window, "scope-add", MenuButton.class).getItems().getLast().fire();
                layout(window);
                assertThat(inScope(window))
                        .extracting(InstanceId::kind)
                        .contains(RADARR.kind(), PictureFleet.id("S2").kind());
            }
        });
    }

    private static List<InstanceId> inScope(ShellWindow window) {
        return root(window).lookupAll(".scope-chip").stream()
                .map(chip -> (InstanceId) chip.getProperties().get("instance"))
                .toList();
    }

    @Test
    void theOutcomesSayHowManyOfAHundredAreInPlace() {
        on("cycles", window -> {
            find(window, "tab-outcomes", ToggleButton.class).fire();
            layout(window);
            assertThat(find(window, "per-hundred", Label.class).getText()).matches("\\d+ in place per 100 asked .*");
            assertThat(shownRows(window)).isEqualTo(60);
            var parts = root(window).lookup("#outcome-shares").lookupAll(".button").stream()
                    .map(Button.class::cast)
                    .toList();
            assertThat(parts).anyMatch(it -> it.getText().startsWith("Missing, slow: "));
            var all = find(window, "per-hundred", Label.class).getText();
            parts.stream()
                    .filter(it -> it.getText().startsWith("Missing, slow: "))
                    .findFirst()
                    .orElseThrow()
                    .fire();
            layout(window);
            assertThat(shownRows(window)).isBetween(1, 59);
            assertThat(find(window, "per-hundred", Label.class).getText())
                    .isNotEqualTo(all)
                    .endsWith("(" + shownRows(window) + " asked)");
        });
    }

    @Test
    void aListOpensFromTheStoreWhileTheInstanceIsSilent() {
        fakes.silent.add(RADARR);
        on("wanted", window -> {
            assertThat(shownRows(window)).isEqualTo(16);
            assertThat(find(window, "wanted-age", Label.class).getText()).startsWith("As of");
        });
    }

    @Test
    void whereNothingIsMissingWhatIsBelowItsCutoffIsOneKeyAway() {
        fakes.hunting.wanted = new Cycles.Wanted(List.of(), OptionalLong.of(0));
        opened("wanted", window -> {
            assertThat(instead(window)).contains("Nothing is missing on Radarr HD", "Show cutoff unmet", "Read again");

            root(window).lookupAll(".state-pane .button").stream()
                    .map(Button.class::cast)
                    .filter(button -> button.getStyleClass().contains("accent"))
                    .findFirst()
                    .orElseThrow()
                    .fire();
            layout(window);

            assertThat(find(window, "pass-cutoff", ToggleButton.class).isSelected())
                    .isTrue();
            assertThat(instead(window)).contains("Nothing is wanted on Radarr HD", "Read again");
        });
    }

    @ParameterizedTest
    @CsvSource({"queue", "profiles", "upkeep"})
    void anEmptyListOffersToReadItAgain(String page) {
        opened(page, window -> assertThat(instead(window)).contains("Read again"));
    }

    /// @return what is said where there are no rows
    private static List<String> instead(ShellWindow window) {
        return Stream.of(".label", ".button")
                .flatMap(each -> root(window).lookupAll(".state-pane " + each).stream())
                .map(node -> ((Labeled) node).getText())
                .toList();
    }

    @Test
    void theOverviewTellsOfCyclesOutcomesAndTheLatestSearches() {
        on("overview", window -> {
            var said = Stream.of("#panel-cycles", "#panel-outcomes", "#panel-asked")
                    .flatMap(panel -> root(window).lookup(panel).lookupAll(".label").stream())
                    .filter(Label.class::isInstance)
                    .map(it -> ((Label) it).getText())
                    .toList();
            assertThat(said)
                    .contains("Missing, slow", "in 46 min", "34 of 40 today") // the next cycles
                    .contains("58", "in place", "60") // of all that was asked in a month
                    .contains("Tide and Timber (2019)", "in place: WEBDL-1080p"); // the latest
        });
    }

    @ParameterizedTest
    @CsvSource({"overview, #panel-cycles", "cycles, '#rule-Missing, slow'"})
    void aTurnThatIsHeldSaysWhyItWaitsAndCountsNothing(String page, String where) {
        var why = "This computer runs on battery: cycles and schedules wait for the mains.";
        fakes.schedules.plan.set(List.of(new Planned(
                CycleTurns.key(RADARR, "Missing, slow"),
                "cycle",
                "run \"Missing, slow\" on Radarr HD",
                Optional.of(RADARR),
                Optional.of(FakeServices.NOW.plusSeconds(600)),
                MissedTurns.LATEST,
                false,
                Optional.of(why))));
        on(page, window -> {
            var all = where.startsWith("#rule-")
                    ? root(window).lookupAll(".rule-card").stream()
                            .filter(card -> where.equals("#" + card.getId()))
                            .findFirst()
                            .orElseThrow()
                    : root(window).lookup(where);
            var said = all.lookupAll(".label").stream()
                    .map(it -> ((Labeled) it).getText())
                    .toList();
            assertThat(said).contains("held", why).doesNotContain("in 46 min");
        });
    }

    @Test
    void whatWasRefusedIsShownWithItsReasonAndGrabbedOnlyAfterTheGuardsWereAsked() {
        on("wanted", window -> {
            ReleasesDialog.open(
                    window.context(), RADARR, new ItemKey("movie", "12"), "Quiet Machines (2025)", () -> {});
            layout(window);
            var table = (TableView<?>) root(window).lookup("#releases #table-rows");
            assertThat(table.getItems()).hasSize(5);
            table.getSelectionModel().select(1);
            layout(window);
            find(window, "release-grab", Button.class).fire();
            layout(window);
            assertThat(fakes.guards.asked).anyMatch(it -> it.what().startsWith("grab “Quiet.Machines.2025.SDTV-AB"));
        });
    }
}
