package io.pilothouse.ui.home;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.SegmentedControl;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.home.CallResult;
import io.pilothouse.domain.home.CallResult.StateChange;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.HouseNote;
import io.pilothouse.domain.home.LineStatus;
import io.pilothouse.domain.home.Past;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.ServiceCatalogue;
import io.pilothouse.domain.home.SystemReports.Adapter;
import io.pilothouse.domain.home.SystemReports.Board;
import io.pilothouse.domain.home.SystemReports.Dongle;
import io.pilothouse.domain.home.SystemReports.Hardware;
import io.pilothouse.domain.home.SystemReports.Network;
import io.pilothouse.domain.home.SystemReports.Urls;
import io.pilothouse.domain.home.Target;
import io.pilothouse.domain.home.Upkeep.Automation;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.home.Upkeep.Update;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.home.HomeProblemList;
import io.pilothouse.tasks.home.LoggedCall;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.SampleHouse;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.action.FoundItem;
import io.pilothouse.ui.action.ItemSearch;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Cell;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.junit.jupiter.api.Test;

/// The pages of a house in a whole window.
class HomeViewTest {

    /// Guarded: every act is asked for.
    private static final InstanceId CABIN = PictureFleet.id("H2");

    private static final InstanceId HOME = PictureFleet.id("H1");

    private final FakeServices fakes = PictureFleet.make();

    /// What the house answers instead of what the sample does.
    private final Map<String, Object> answers = new TreeMap<>();

    private void in(InstanceId house, String page, Consumer<ShellWindow> test) {
        SampleHouse.fill(fakes.homes);
        fakes.homes.answers.putAll(answers);
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().navigation().go(new Location.OfInstance(house, page));
                settle(window);
                test.accept(window);
            }
        });
    }

    private void settle(ShellWindow window) {
        Windows.settle(fakes);
        window.scene().getRoot().applyCss();
        window.scene().getRoot().layout();
        Windows.settle(fakes);
    }

    private static <N extends Node> N find(ShellWindow window, String selector, Class<N> type) {
        var node = window.scene().lookup(selector);
        assertThat(node).as(selector).isNotNull();
        return type.cast(node);
    }

    private static void choose(ShellWindow window, int service) {
        find(window, "#home-services", ListView.class).getSelectionModel().select(service);
        window.scene().getRoot().applyCss();
        window.scene().getRoot().layout();
    }

    @Test
    void aFormIsSentToTheHouseItWasOpenedFor() {
        in(CABIN, "services", window -> {
            choose(window, 0);
            var raw = find(window, "#home-raw", TextArea.class);
            assertThat(raw.getText()).contains("light.turn_on");
            var go = find(window, "#home-call", Button.class);
            assertThat(go.getText()).contains("Cabin");

            go.fire();
            assertThat(fakes.homes.called).isEmpty(); // Cabin asks first
            find(window, "#guard-go", Button.class).fire();

            assertThat(fakes.homes.called).extracting(ServiceCall::name).containsExactly("light.turn_on");
        });
    }

    /// Contract, section 6.
    @Test
    void aCallThatTakesLongerThanTenSecondsIsSaidToBeStillRunning() {
        in(CABIN, "services", window -> {
            choose(window, 0);
            find(window, "#home-call", Button.class).fire();
            fakes.tasks.hold();
            find(window, "#guard-go", Button.class).fire();
            fakes.later.pass(Duration.ofSeconds(9));
            assertThat(labels(window)).noneMatch(words -> words.contains("still running"));

            fakes.later.pass(Duration.ofSeconds(1));
            assertThat(labels(window)).contains("Turn on light is still running at Cabin.");

            while (fakes.tasks.waiting() > 0) {
                fakes.tasks.runNext();
            }
            assertThat(fakes.homes.called).hasSize(1);
        });
    }

    /// Many are asked for otherwise than few, so the guards are told how many, not how many words name them.
    @Test
    void whatAFloorReachesIsWhatTheGuardsAreAskedAbout() {
        in(CABIN, "services", window -> {
            choose(window, 0);
            var search = find(window, "#home-target .text-field", TextField.class);
            search.setText("Ground floor");
            search.fireEvent(new ActionEvent());
            settle(window);

            find(window, "#home-call", Button.class).fire();

            assertThat(fakes.homes.reached).isGreaterThan(20);
        });
    }

    /// Not of the latest check, which asks for something else.
    @Test
    void theStatusBarSaysHowOldAListOfTheHouseIs() {
        in(
                CABIN,
                "areas",
                window -> assertThat(find(window, "#age", Labeled.class).getText())
                        .isEqualTo("Data 0 s old"));
    }

    @Test
    void chartsOpenOnTheLastDay() {
        in(
                CABIN,
                "charts",
                window -> assertThat(
                                find(window, "#charts-24h", ToggleButton.class).isSelected())
                        .isTrue());
    }

    /// Contract section 24, operations 1 to 4.
    @Test
    void theServerPageTellsLineMachineAndAddresses() {
        answers.put(
                "status",
                new LineStatus(
                        CABIN,
                        "ready",
                        SampleHouse.NOW,
                        "http://192.0.2.20:8123/",
                        "websocket",
                        "2026.2.3",
                        Optional.of("RUNNING"),
                        Optional.of(true),
                        Optional.of(Duration.ofMillis(12)),
                        0,
                        Optional.empty(),
                        3,
                        Optional.of(SampleHouse.NOW),
                        Optional.of(SampleHouse.NOW),
                        2.5,
                        Optional.of(125),
                        Optional.empty(),
                        true,
                        false,
                        true,
                        4));
        answers.put(
                "hardware",
                new Hardware(
                        List.of(new Board(
                                "Stick",
                                "",
                                "",
                                Optional.of(new Dongle("10C4", "EA60", "0001", "Silicon Labs", "USB to UART")),
                                "")),
                        List.of(),
                        List.of(),
                        new LinkedHashMap<>(Map.of("kernel", "6.6.73")),
                        Optional.empty(),
                        new LinkedHashMap<>(Map.of("os_name", "Linux")),
                        false,
                        List.of(HouseNote.NO_SUPERVISOR.say())));
        answers.put(
                "network",
                new Network(
                        List.of(new Adapter(
                                "end0",
                                "ethernet",
                                true,
                                true,
                                true,
                                "",
                                List.of("192.0.2.20/24"),
                                List.of("192.0.2.1"),
                                List.of("192.0.2.2"))),
                        Optional.empty(),
                        Optional.of(true),
                        Optional.of(false),
                        new Urls(
                                Optional.of("http://192.0.2.20:8123"),
                                Optional.of("https://home.example.org"),
                                Optional.empty(),
                                "http://192.0.2.20:8123/",
                                "network/url",
                                List.of()),
                        true,
                        List.of()));
        in(CABIN, "house-system", window -> {
            assertThat(shownWords(window))
                    .contains("live", "WebSocket", "RUNNING", "125", "Runs on the settings stored")
                    .contains("Stick", "Silicon Labs, USB to UART, 0001", "Kernel", "6.6.73", "System", "Linux")
                    .contains(HouseNote.NO_SUPERVISOR.say())
                    .contains("192.0.2.20/24\nGateway 192.0.2.1\nDNS 192.0.2.2", "Internet of the Supervisor")
                    .contains("https://home.example.org");
            assertThat(window.scene().getRoot().lookupAll(".button"))
                    .extracting(Node::getAccessibleText)
                    .contains("Copy https://home.example.org", "Open https://home.example.org");
        });
    }

    private static TableView<?> table(ShellWindow window) {
        return find(window, ".table-view", TableView.class);
    }

    /// What the palette finds is not only somewhere in the list that opens.
    @Test
    void anEntityFoundElsewhereIsUnderTheCursor() {
        in(CABIN, "areas", window -> {
            open(window, "light.kitchen_light");
            settle(window);
            assertThat(underTheCursor(window)).isEqualTo("light.kitchen_light");

            open(window, "light.hall_light"); // the page is open already
            settle(window);
            assertThat(underTheCursor(window)).isEqualTo("light.hall_light");
        });
    }

    private static void open(ShellWindow window, String entity) {
        window.context().actions().itemSearches().stream()
                .flatMap(search -> found(search, entity).stream())
                .filter(item -> item.instance().equals(CABIN))
                .findFirst()
                .orElseThrow()
                .open()
                .run();
    }

    private static List<FoundItem> found(ItemSearch search, String words) {
        try {
            return search.find(words, 20);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String underTheCursor(ShellWindow window) {
        return table(window).getSelectionModel().getSelectedItem() instanceof EntityRow row ? row.id() : "";
    }

    @Test
    void thePlacesOfTheHouseComeInAFewAtATime() {
        in(CABIN, "entities", window -> {
            fakes.later.pass(Duration.ofSeconds(1));
            var places = find(window, "#home-places", ListView.class);
            assertThat(places.getItems().size()).isGreaterThan(8);
            assertThat(places.getSelectionModel().getSelectedIndex()).isOne(); // all of the house
        });
    }

    @Test
    void theLogbookGoesOnWithoutBeingAskedAgain() {
        var now = fakes.clock.instant();
        answers.put("logbook", List.of(new Past.Entry(now, "light.a", "Lamp", "on", "")));
        in(CABIN, "logbook", window -> {
            assertThat(table(window).getItems()).hasSize(1);
            int asked = fakes.tasks.started.size();
            var next = new Past.Entry(now.plusSeconds(1), "light.a", "Lamp", "off", "");
            fakes.homes.logbookFollowers.forEach(told -> told.accept(List.of(next)));
            fakes.homes.logbookFollowers.forEach(told -> told.accept(List.of(next)));
            fakes.later.pass(Trickle.EVERY);
            settle(window);
            assertThat(table(window).getItems()).hasSize(2);
            fakes.later.pass(java.time.Duration.ofMinutes(5));
            assertThat(fakes.tasks.started.subList(asked, fakes.tasks.started.size()))
                    .noneMatch(task -> task.toString().contains("logbook"));

            window.context().navigation().go(new Location.OfInstance(CABIN, "areas"));
            settle(window);
            assertThat(fakes.homes.logbookFollowers).isEmpty();
        });
    }

    @Test
    void aChartOfADayGoesOnAndOneOfAYearDoesNot() {
        var now = fakes.clock.instant();
        var point = new Past.Point(
                now.minusSeconds(60), "20", OptionalDouble.of(20), OptionalDouble.empty(), OptionalDouble.empty());
        answers.put("history", List.of(new Past.Series("sensor.hall_temperature", "°C", List.of(point), "history")));
        in(CABIN, "charts", window -> {
            assertThat(fakes.homes.historyFollowers).hasSize(1);
            var next = new Past.Point(
                    now.minusSeconds(5), "21", OptionalDouble.of(21), OptionalDouble.empty(), OptionalDouble.empty());
            fakes.homes.historyFollowers.forEach(told -> told.accept(Map.of("sensor.hall_temperature", List.of(next))));
            fakes.later.pass(Trickle.EVERY);
            settle(window);
            assertThat(window.scene().getRoot().lookupAll(".label").stream()
                            .map(javafx.scene.control.Label.class::cast)
                            .map(javafx.scene.control.Label::getText))
                    .anyMatch(text -> text != null && text.startsWith("2 "));

            find(window, "#charts-365d", ToggleButton.class).fire();
            settle(window);
            assertThat(fakes.homes.historyFollowers).isEmpty();
        });
    }

    @Test
    void whyAChartIsEmptyIsStillSaidAfterAPersonPointedAtIt() {
        in(CABIN, "charts", window -> {
            fakes.homes.answers.remove("history");
            find(window, "#charts-365d", ToggleButton.class).fire();
            settle(window);
            assertThat(labels(window)).contains("The house is silent.");

            find(window, "#home-chart", HistoryChart.class).fireEvent(pressed(KeyCode.LEFT));

            assertThat(labels(window)).contains("The house is silent.");
        });
    }

    @Test
    void whereAPersonPointsTheChartTellsTheValues() {
        var now = fakes.clock.instant();
        var row = new Past.Point(
                now.minusSeconds(7_200), "", OptionalDouble.of(20.4), OptionalDouble.of(19), OptionalDouble.of(22));
        answers.put("history", List.of(new Past.Series("sensor.hall_temperature", "°C", List.of(row), "hour")));
        in(CABIN, "charts", window -> {
            var chart = find(window, "#home-chart", HistoryChart.class);

            chart.fireEvent(pressed(KeyCode.LEFT));

            assertThat(labels(window)).anyMatch(text -> text.contains("20.4 °C (19.0–22.0)"));
            chart.fireEvent(new MouseEvent(
                    MouseEvent.MOUSE_EXITED,
                    0,
                    0,
                    0,
                    0,
                    MouseButton.NONE,
                    0,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    null));
            assertThat(labels(window)).noneMatch(text -> text.contains("20.4 °C"));
        });
    }

    private static List<String> labels(ShellWindow window) {
        return window.scene().getRoot().lookupAll(".label").stream()
                .map(javafx.scene.control.Label.class::cast)
                .map(javafx.scene.control.Label::getText)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    @Test
    void theLinesToAllHousesAreMadeAnewTogetherAndEachSaysWhatCameOfIt() {
        in(CABIN, "areas", window -> {
            window.context().navigation().go(new Location.Program("house-problems"));
            settle(window);

            find(window, "#home-reconnect-all", Button.class).fire();
            settle(window);

            assertThat(labels(window)).contains("Connected to Home anew.", "Connected to Cabin anew.");
        });
    }

    /// The list is looked at again every minute, whatever else goes on.
    @Test
    void makingLinesAnewIsHeardToItsEnd() {
        in(CABIN, "areas", window -> {
            window.context().navigation().go(new Location.Program("house-problems"));
            settle(window);
            fakes.tasks.hold();

            find(window, "#home-reconnect-all", Button.class).fire();
            fakes.later.pass(Duration.ofMinutes(1));
            while (fakes.tasks.waiting() > 0) {
                fakes.tasks.runNext();
            }
            settle(window);

            assertThat(labels(window)).contains("Connected to Home anew.", "Connected to Cabin anew.");
        });
    }

    private static final List<HomeProblemList.Untold> UNTOLD = List.of(
            new HomeProblemList.Untold("Cabin", HomeProblemList.Source.BACKUPS, Optional.empty()),
            new HomeProblemList.Untold(
                    "Cabin",
                    HomeProblemList.Source.RUNS,
                    Optional.of(new Problem(ProblemCode.SERVICE, "Cabin says no.", "Wait."))));

    private List<String> strips(Locale locale) {
        fakes.homes.untold = UNTOLD;
        SampleHouse.fill(fakes.homes);
        return FxToolkit.call(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, locale)) {
                window.context().navigation().go(new Location.Program("house-problems"));
                settle(window);
                return labels(window);
            }
        });
    }

    @Test
    void whatCouldNotBeAskedStandsAboveTheProblems() {
        assertThat(strips(Locale.ENGLISH))
                .contains(
                        "The backups of Cabin are told only to administrators.",
                        "The latest runs of automations of Cabin are not known: Cabin says no.");
    }

    @Test
    void whatCouldNotBeAskedIsSaidInTheLanguageOfTheWindow() {
        assertThat(strips(Locale.GERMAN))
                .contains("Die Sicherungen von Cabin erfahren nur Administratoren.")
                .noneMatch(words -> words.contains("are not known"));
    }

    /// Contract, section 20: disabled with the reason, not hidden.
    @Test
    void whatIsForAdministratorsIsShownDisabledWithTheReason() {
        answers.put(
                "repairs",
                List.of(new Repair("hue", "asks", "warning", "A bridge", "", true, false, Optional.empty(), "", "")));
        var reason = "Only administrators of Cabin may do this; the user of the token is none.";
        noAdministrator();
        in(CABIN, "house-system", window -> {
            assertThat(find(window, "#home-restart", Button.class).isDisabled()).isTrue();
            assertThat(labels(window)).contains(reason);

            window.context().navigation().go(new Location.OfInstance(CABIN, "backups"));
            settle(window);
            assertThat(button(window, "Back up Cabin").isDisabled()).isTrue();
            assertThat(labels(window)).contains(reason);

            window.context().navigation().go(new Location.OfInstance(CABIN, "repairs"));
            settle(window);
            table(window).getSelectionModel().select(0);
            table(window).fireEvent(pressed(KeyCode.ENTER));
            settle(window);
            assertThat(find(window, "#home-mend", Button.class).isDisabled()).isTrue();
            assertThat(labels(window)).contains(reason);
        });
    }

    @Test
    void anActionForAdministratorsHasADisabledButtonWithTheReason() {
        var services = new LinkedHashMap<>(SampleHouse.services().byName());
        services.put(
                "automation.reload",
                new ServiceCatalogue.Service(
                        "automation",
                        "reload",
                        "Reload",
                        "",
                        false,
                        List.of(),
                        List.of(),
                        ServiceCatalogue.Response.NONE));
        answers.put("services", new ServiceCatalogue(services));
        noAdministrator();
        in(CABIN, "services", window -> {
            choose(window, services.size() - 1);
            assertThat(find(window, "#home-call", Button.class).isDisabled()).isTrue();
            assertThat(labels(window))
                    .contains("Only administrators of Cabin may do this; the user of the token is none.");

            choose(window, 0);
            assertThat(find(window, "#home-call", Button.class).isDisabled()).isFalse();
        });
    }

    @Test
    void anAdministratorMayDoAll() {
        in(CABIN, "house-system", window -> {
            assertThat(find(window, "#home-restart", Button.class).isDisabled()).isFalse();
            assertThat(labels(window)).noneMatch(words -> words.contains("administrators"));
        });
    }

    /// As the latest check of Cabin told.
    private void noAdministrator() {
        fakes.health.states.update(before -> {
            var after = new java.util.HashMap<>(before);
            after.computeIfPresent(CABIN, (_, health) -> withFact(health, "administrator", "false"));
            return Map.copyOf(after);
        });
    }

    private static InstanceHealth withFact(InstanceHealth health, String name, String value) {
        var answer = health.answer().orElseThrow();
        var facts = new LinkedHashMap<>(answer.facts());
        facts.put(name, value);
        return new InstanceHealth(
                health.id(),
                health.lifecycle(),
                health.health(),
                health.state(),
                health.stateSince(),
                health.code(),
                health.problem(),
                health.cause(),
                Optional.of(new CheckAnswer(answer.identity(), answer.warnings(), facts, Optional.empty(), false)),
                health.latency(),
                health.failures(),
                health.lastCheckAt(),
                health.lastHealthyAt(),
                health.nextCheckAt(),
                health.checking());
    }

    @Test
    void enoughHousesAreChosenWhereACompareBegins() {
        in(CABIN, "areas", window -> {
            window.context().navigation().go(new Location.Program("house-compare"));
            settle(window);
            assertThat(find(window, "#home-compare", Button.class).isDisabled()).isFalse();
            assertThat(labels(window))
                    .contains("2 houses are chosen: compare them, or choose others.")
                    .doesNotContain("Choose two to four houses.");

            window.scene().getRoot().lookupAll(".check-box").stream()
                    .map(CheckBox.class::cast)
                    .filter(box -> "Cabin".equals(box.getText()))
                    .findFirst()
                    .orElseThrow()
                    .fire();

            assertThat(find(window, "#home-compare", Button.class).isDisabled()).isTrue();
            assertThat(labels(window)).contains("Choose two to four houses.");
        });
    }

    @Test
    void onlyPagesOfTheWebAreOpenedForAHouse() {
        assertThat(HousePages.page("https://www.home-assistant.io/blog")).isPresent();
        assertThat(HousePages.page("http://no page/")).isEmpty();
        assertThat(HousePages.page("httpx://house")).isEmpty();
        assertThat(HousePages.page("")).isEmpty();
    }

    @Test
    void aProblemWithAnEntityOpensWhereThatIs() {
        in(CABIN, "areas", window -> {
            window.context().navigation().go(new Location.Program("house-problems"));
            settle(window);
            table(window).getSelectionModel().select(0);
            table(window).fireEvent(pressed(KeyCode.ENTER));
            settle(window);

            assertThat(window.context().navigation().location().get())
                    .isInstanceOfSatisfying(
                            Location.OfInstance.class,
                            at -> assertThat(at.page()).isEqualTo("entities"));
            assertThat(underTheCursor(window)).isNotEmpty();
        });
    }

    @Test
    void anUpdateIsInstalledWithABackupOrWithout() {
        answers.put(
                "updates",
                List.of(new Update(
                        "update.core", "Core", "1", "2", true, false, false, OptionalDouble.empty(), "", "", 9)));
        in(CABIN, "updates", window -> {
            table(window).getSelectionModel().select(0);
            table(window).fireEvent(pressed(KeyCode.ENTER));
            settle(window);
            for (var words : List.of("Back up and install", "Install")) {
                button(window, words).fire();
                find(window, "#tick", CheckBox.class).setSelected(true);
                find(window, "#guard-go", Button.class).fire();
                settle(window);
            }

            assertThat(fakes.homes.called)
                    .extracting(ServiceCall::data)
                    .containsExactly(Map.of("backup", true), Map.of());
        });
    }

    private static Button button(ShellWindow window, String words) {
        return window.scene().getRoot().lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> words.equals(button.getText()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRepairAsksInThePaneAndTakesTheAnswer() {
        answers.put(
                "repairs",
                List.of(new Repair(
                        "hue",
                        "asks",
                        "warning",
                        "A bridge lost its pairing",
                        "",
                        true,
                        false,
                        Optional.empty(),
                        "",
                        "")));
        in(CABIN, "repairs", window -> {
            var table = table(window);
            table.getSelectionModel().select(0);
            table.fireEvent(pressed(KeyCode.ENTER));
            settle(window);
            find(window, "#home-mend", Button.class).fire();
            find(window, "#guard-go", Button.class).fire();
            settle(window);
            var go = find(window, "#home-repair-answer", Button.class);
            assertThat(go.isDisabled()).isTrue();
            code(window, "1");
            find(window, "#home-repair-answer", Button.class).fire();
            find(window, "#guard-go", Button.class).fire();
            settle(window);
            assertThat(window.scene().getRoot().lookupAll(".text-danger")).isNotEmpty();
            code(window, "1234");
            fakes.homes.answers.put("repairs", List.of());
            assertThat(countOf(window, "repairs")).contains("1");
            find(window, "#home-repair-answer", Button.class).fire();
            find(window, "#guard-go", Button.class).fire();
            settle(window);
            assertThat(fakes.homes.kept).containsExactly("mend asks", "answer {code=1}", "answer {code=1234}");
            assertThat(window.scene().lookup("#home-repair-answer")).isNull();
            assertThat(countOf(window, "repairs")).isEmpty(); // at once, not with the next count
        });
    }

    @Test
    void aScriptIsRunAndASceneActivated() {
        answers.put(
                "automations",
                List.of(
                        new Automation("scene.a", "Evening", "", "", true, false, Optional.empty(), "", 0),
                        new Automation("script.b", "Night", "", "off", false, false, Optional.empty(), "single", 0)));
        in(CABIN, "automations", window -> {
            var table = table(window);
            var said = new ArrayList<String>();
            for (int row = 0; row < 2; row++) {
                table.getSelectionModel().clearAndSelect(row);
                table.fireEvent(pressed(KeyCode.ENTER));
                settle(window);
                window.scene().getRoot().lookupAll(".button").stream()
                        .map(Button.class::cast)
                        .map(Button::getText)
                        .filter(text -> Set.of("Activate", "Run now", "Turn on").contains(String.valueOf(text)))
                        .forEach(said::add);
            }
            assertThat(said).containsExactly("Activate", "Run now");
        });
    }

    private static Optional<String> countOf(ShellWindow window, String page) {
        return Optional.ofNullable(
                        (Label) find(window, "#tab-" + page, ButtonBase.class).getGraphic())
                .map(Label::getText);
    }

    private void code(ShellWindow window, String text) {
        window.scene().getRoot().lookupAll(".text-field").stream()
                .map(javafx.scene.control.TextField.class::cast)
                .filter(field -> "Code of the bridge".equals(field.getAccessibleText()))
                .findFirst()
                .orElseThrow()
                .setText(text);
        settle(window);
    }

    @Test
    void aTemplateIsWorkedOutAsItIsTyped() {
        in(CABIN, "template", window -> {
            find(window, "#home-template", TextArea.class).setText("{{ 3 * 4 }}");
            settle(window);
            assertThat(fakes.homes.kept).contains("render {{ 3 * 4 }}");
            assertThat(find(window, "#home-template-result", TextArea.class).getText())
                    .isEqualTo("12");
        });
    }

    @Test
    void whatMustBeFilledHoldsTheButton() {
        in(CABIN, "services", window -> {
            choose(window, 3);
            assertThat(find(window, "#home-call", Button.class).isDisabled()).isTrue();
        });
    }

    @Test
    void aTargetIsFoundAndTakenWithKeysAlone() {
        in(CABIN, "services", window -> {
            choose(window, 0);
            var search = find(window, "#home-target .text-field", TextField.class);
            search.setText("hall");
            search.fireEvent(pressed(KeyCode.DOWN));
            var found = find(window, "#home-target .list-view", ListView.class);
            var second = found.getItems().get(1).toString();
            found.getSelectionModel().select(1);
            found.fireEvent(pressed(KeyCode.ENTER));
            settle(window);

            assertThat(find(window, "#home-target .button", Button.class).getText())
                    .isEqualTo(second);
        });
    }

    private static KeyEvent pressed(KeyCode key) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false);
    }

    @Test
    void whatCannotBeSentAsItIsTypedHoldsTheButton() {
        in(CABIN, "services", window -> {
            choose(window, 0);
            var brightness = find(window, "#home-field-brightness_pct .text-field", TextField.class);
            var go = find(window, "#home-call", Button.class);
            brightness.setText("400");
            settle(window);
            assertThat(go.isDisabled()).isTrue();
            assertThat(shownWords(window)).contains("Cannot be sent as it is typed: Brightness");

            brightness.setText("40");
            settle(window);
            assertThat(go.isDisabled()).isFalse();
        });
    }

    private static List<String> shownWords(ShellWindow window) {
        return window.scene().getRoot().lookupAll(".label").stream()
                .map(label -> ((Labeled) label).getText())
                .toList();
    }

    @Test
    void theLastCallLeadsToItsAnswer() {
        var call = new ServiceCall("weather", "get_forecasts", Target.entity("weather.home"), Map.of(), true);
        var result = new CallResult(
                call,
                "01",
                Map.of("weather.home", Map.of("condition", "rainy")),
                Duration.ofMillis(11),
                List.of(new StateChange("light.a", "Lamp", "on", "on", Duration.ofMillis(5))),
                false);
        in(CABIN, "services", window -> {
            choose(window, 0);
            fakes.homes.logged.set(List.of(new LoggedCall(
                    SampleHouse.NOW, CABIN, call, new HomeResult.Got<>(CABIN, SampleHouse.NOW, result, false))));
            settle(window);
            assertThat(shownWords(window)).contains("Lamp: stays on, changed otherwise, 5 ms after the call");

            find(window, "#home-answer", Hyperlink.class).fire();
            settle(window);

            assertThat(window.scene().getRoot().lookupAll(".text-area"))
                    .extracting(area -> ((TextArea) area).getText())
                    .anyMatch(text -> text.contains("rainy"));
        });
    }

    @Test
    void anEntityIsSwitchedFromItsPane() {
        in(CABIN, "entities", window -> {
            var table = find(window, ".table-view", TableView.class);
            table.getSelectionModel().select(4);
            table.fireEvent(pressed(KeyCode.ENTER));
            settle(window);
            find(window, "#home-call", Button.class).fire();
            find(window, "#guard-go", Button.class).fire();

            assertThat(fakes.homes.called)
                    .containsExactly(
                            new ServiceCall("light", "turn_off", Target.entity("light.hall_light"), Map.of(), false));
        });
    }

    @Test
    void allGroupsAreFoldedAwayAtOnceAndTheChosenOneIsShown() {
        in(CABIN, "entities", window -> {
            int all = table(window).getItems().size();
            find(window, "#home-fold-all", Button.class).fire();
            settle(window);
            assertThat(table(window).getItems())
                    .allMatch(row -> ((EntityRow) row).id().startsWith("group."));

            var places = find(window, "#home-places", ListView.class);
            places.getSelectionModel().select(3); // a heading, the house, a floor, an area
            settle(window);
            assertThat(table(window).getItems()).hasSizeGreaterThan(1);

            places.getSelectionModel().select(1);
            find(window, "#home-fold-all", Button.class).fire();
            settle(window);
            assertThat(table(window).getItems()).hasSize(all);
        });
    }

    /// Lines of the last day come later than rows; a smaller place may be chosen meanwhile.
    @Test
    void noLineOfTheLastDayStandsWhereNoEntityIs() {
        in(CABIN, "entities", window -> {
            var points = ((List<?>) fakes.homes.answers.get("history"))
                    .stream().map(Past.Series.class::cast).toList().getFirst().points();
            fakes.homes.answers.put(
                    "history",
                    table(window).getItems().stream()
                            .map(row -> new Past.Series(((EntityRow) row).id(), "", points, "history"))
                            .toList());
            fakes.later.pass(Duration.ofSeconds(1));
            settle(window);
            var places = find(window, "#home-places", ListView.class);
            places.getSelectionModel().select(7);
            settle(window);
            fakes.later.pass(Duration.ofSeconds(1));
            settle(window);

            var lines = window.scene().getRoot().lookupAll(".home-spark").stream()
                    .filter(Node::isVisible)
                    .toList();
            assertThat(lines)
                    .isNotEmpty()
                    .allSatisfy(line ->
                            assertThat(((Cell<?>) line.getParent()).isEmpty()).isFalse());
        });
    }

    @Test
    void whatIsFoldedByAreaIsNotFoldedByDomain() {
        in(CABIN, "entities", window -> {
            var fold = find(window, "#home-fold-all", Button.class);
            var segments = find(window, ".segmented-control", SegmentedControl.class);
            fold.fire();
            segments.getToggleGroup().selectToggle(segments.getSegments().get(1));
            settle(window);
            assertThat(table(window).getItems())
                    .anyMatch(row -> !((EntityRow) row).id().startsWith("group."));

            fold.fire();
            settle(window);
            assertThat(table(window).getItems())
                    .allMatch(row -> ((EntityRow) row).id().startsWith("group."));

            segments.getToggleGroup().selectToggle(segments.getSegments().get(2));
            assertThat(fold.isDisabled()).isTrue();
        });
    }

    @Test
    void anActionThatMayAnswerIsAskedWhetherItShall() {
        var services = new LinkedHashMap<>(SampleHouse.services().byName());
        services.put(
                "script.count",
                new ServiceCatalogue.Service(
                        "script",
                        "count",
                        "Count",
                        "",
                        false,
                        List.of(),
                        List.of(),
                        ServiceCatalogue.Response.OPTIONAL));
        answers.put("services", new ServiceCatalogue(services));
        in(CABIN, "services", window -> {
            choose(window, services.size() - 1);
            assertThat(window.scene().getRoot().lookupAll(".check-box"))
                    .extracting(box -> ((CheckBox) box).getText())
                    .contains("Ask for its answer");
        });
    }

    @Test
    void leavingAPageEndsItsLineAndAnotherHouseStartsEmpty() {
        in(CABIN, "entities", window -> {
            assertThat(fakes.homes.watching).hasSize(1);
            window.context().navigation().go(new Location.OfInstance(HOME, "areas"));
            settle(window);
            assertThat(fakes.homes.watching).isEmpty();
        });
    }

    @Test
    void ofTwentySwitchesNoneIsLostAndTheLastOneAloneIsLoaded() {
        in(CABIN, "areas", window -> {
            fakes.tasks.hold();
            long generation = window.context().active().generation();
            for (int i = 0; i < 20; i++) {
                window.context().navigation().goTo(i % 2 == 0 ? HOME : CABIN, "areas");
            }

            assertThat(window.context().active().id()).contains(CABIN);
            assertThat(window.context().active().generation()).isEqualTo(generation + 20);
            fakes.tasks.ran.clear();
            while (fakes.tasks.waiting() > 0) {
                fakes.tasks.runNext();
            }
            assertThat(fakes.tasks.ran)
                    .filteredOn(task -> task.title().startsWith("read the areas of "))
                    .singleElement()
                    .satisfies(task -> assertThat(task.instances()).containsExactly(CABIN));
            settle(window);
            assertThat(table(window).getItems()).isNotEmpty();
        });
    }

    @Test
    void aListThatCouldNotBeReadIsReadOnceMore() {
        in(CABIN, "repairs", window -> {
            settle(window);
            fakes.homes.answers.put("repairs", List.of());
            var asked = fakes.tasks.started.size();
            window.scene().getRoot().lookupAll(".button").stream()
                    .map(Button.class::cast)
                    .filter(button ->
                            button.getText() != null && button.getText().equals("Try again"))
                    .findFirst()
                    .orElseThrow()
                    .fire();
            settle(window);
            assertThat(fakes.tasks.started.size()).isGreaterThan(asked);
            assertThat(window.scene().getRoot().lookupAll(".button").stream()
                            .map(Button.class::cast)
                            .map(Button::getText))
                    .doesNotContain("Try again");
        });
    }

    @Test
    void everyPageOpensOnAHouseThatIsSilent() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                for (var page : List.of(
                        "entities",
                        "areas",
                        "devices",
                        "services",
                        "automations",
                        "charts",
                        "logbook",
                        "repairs",
                        "updates",
                        "backups",
                        "house-system")) {
                    window.context().navigation().go(new Location.OfInstance(CABIN, page));
                    settle(window);
                    assertThat(window.context().navigation().location().get())
                            .isEqualTo(new Location.OfInstance(CABIN, page));
                }
                for (var page : List.of("house-problems", "house-compare")) {
                    window.context().navigation().go(new Location.Program(page));
                    settle(window);
                }
            }
        });
    }

    /// What the house itself says is in the details, and in files.
    @Test
    void statesAndKindsAreWordsOfTheLanguage() {
        SampleHouse.fill(fakes.homes);
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.GERMAN)) {
                window.scene().getRoot().resize(1600, 1000);
                window.context().navigation().go(new Location.OfInstance(CABIN, "entities"));
                settle(window);
                var cells = table(window).lookupAll(".label").stream()
                        .map(node -> ((Label) node).getText())
                        .toList();
                assertThat(cells)
                        .containsAnyOf("an", "aus", "nicht erreichbar")
                        .doesNotContain("on", "off", "unavailable");
                assertThat(labels(window)).contains("Licht").doesNotContain("Light", "Binary sensor");
            }
        });
    }
}
