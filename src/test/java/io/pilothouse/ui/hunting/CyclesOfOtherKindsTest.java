package io.pilothouse.ui.hunting;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.ToggleSwitch;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.cycle.CycleReport;
import io.pilothouse.tasks.cycle.KindCycles;
import io.pilothouse.tasks.cycle.RuleLine;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import org.junit.jupiter.api.Test;

/// The page of cycles for kinds whose rules come with them or are made on another page.
class CyclesOfOtherKindsTest {

    private final FakeServices fakes = PictureFleet.make();

    private void on(String monogram, Locale language, Consumer<ShellWindow> test) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false, language, false, Optional.empty())) {
                window.context().navigation().goTo(PictureFleet.id(monogram), "cycles");
                for (int i = 0; i < 2; i++) {
                    window.scene().getRoot().applyCss();
                    window.scene().getRoot().layout();
                    Windows.settle(fakes);
                }
                test.accept(window);
            }
        });
    }

    @Test
    void whereThereAreNoRulesNoEmptyBandForASharedBudgetStands() {
        on(
                "S1",
                Locale.ENGLISH,
                window -> assertThat(window.scene()
                                .getRoot()
                                .lookup(".shared-budget")
                                .isVisible())
                        .isFalse());
    }

    private void keeps(String kind, RuleLine... lines) {
        fakes.hunting.others.add(new SomeCycles(new KindId(kind), List.of(lines)));
    }

    private RuleLine line(String monogram, String name, String work, boolean enabled, Map<String, Object> more) {
        var facts = RuleLine.noFacts();
        facts.putAll(more);
        return new RuleLine(
                PictureFleet.id(monogram),
                name,
                work,
                enabled,
                true,
                0,
                OptionalInt.empty(),
                enabled ? Optional.of(FakeServices.NOW.plus(Duration.ofMinutes(12))) : Optional.empty(),
                Optional.of(new RuleLine.Last(FakeServices.NOW, CycleRun.Ended.ACTED, "", 0)),
                Optional.empty(),
                0,
                false,
                "",
                facts);
    }

    private static Map<String, Object> onlyByHand() {
        var facts = new HashMap<String, Object>();
        facts.put("everyMinutes", null);
        return facts;
    }

    private static List<String> labels(ShellWindow window, String within) {
        return window.scene().getRoot().lookupAll(within + " .label").stream()
                .map(it -> ((Label) it).getText())
                .toList();
    }

    private static Stream<Node> named(ShellWindow window, String id) {
        return window.scene().getRoot().lookupAll("*").stream().filter(it -> id.equals(it.getId()));
    }

    private static List<String> menu(ShellWindow window, String rule) {
        return ((MenuButton) named(window, "menu-" + rule).findFirst().orElseThrow())
                .getItems().stream().map(MenuItem::getText).toList();
    }

    @Test
    void rulesOfALibraryHaveNamesForPeopleAndOnlyWhatCanBeDoneWithThem() {
        keeps(
                "stash",
                line("T1", "changes", "library-sync", true, Map.of("everyMinutes", 15)),
                line("T1", "full", "library-sync", false, onlyByHand()));

        on("T1", Locale.ENGLISH, window -> {
            assertThat(labels(window, ".rule-card"))
                    .contains("What changed", "every 15\u00a0min", "in 12 min", "The whole library", "when you run it")
                    .doesNotContain("full", "changes", "off")
                    .noneMatch(it -> it.endsWith(": "));
            assertThat(named(window, "switch-changes").findFirst()).get().isInstanceOf(ToggleSwitch.class);
            assertThat(named(window, "switch-full")).isEmpty();
            assertThat(menu(window, "changes")).containsExactly("Run now", "Dry run", "Skip next");
            assertThat(menu(window, "full")).containsExactly("Run now", "Dry run");
        });
        on(
                "T1",
                Locale.GERMAN,
                window -> assertThat(labels(window, ".rule-card"))
                        .contains("Was sich geändert hat", "Die ganze Bibliothek"));
    }

    @Test
    void aRunThatChoseFromNoListShowsNoEmptyList() {
        keeps("stash", line("T1", "changes", "library-sync", true, Map.of("everyMinutes", 15)));

        on("T1", Locale.ENGLISH, window -> {
            assertThat(labels(window, ".decision")).contains("21 requests", "acted");
            assertThat(window.scene().getRoot().lookup(".decision .row-table").isVisible())
                    .isFalse();
        });
    }

    @Test
    void rulesMadeOnAnotherPageAreOneKeyAway() {
        keeps("qbittorrent");

        on("Q1", Locale.ENGLISH, window -> {
            assertThat(labels(window, ".cycles-left"))
                    .contains("Home qBit has no rules")
                    .contains("What is done to its torrents is set up under Rules, and tried before it acts.");
            window.scene().getRoot().lookupAll(".cycles-left .button").stream()
                    .map(Button.class::cast)
                    .filter(it -> it.getText().equals("Open Rules"))
                    .findFirst()
                    .orElseThrow()
                    .fire();

            assertThat(window.context().navigation().location().get())
                    .isEqualTo(new Location.OfInstance(PictureFleet.id("Q1"), "rules"));
        });
    }

    @Test
    void aScheduleIsCalledAsAPersonCalledIt() {
        keeps("amc", line("A1", "reach-every-week", "schedule", true, Map.of("title", "Reach, every week")));

        on("A1", Locale.ENGLISH, window -> {
            assertThat(labels(window, ".rule-card")).contains("Reach, every week");
            assertThat(menu(window, "reach-every-week"))
                    .containsExactly("Run now", "Dry run", "Skip next", "Open Schedules");
        });
    }

    /// Rules as given, each of which ran once and looked at nothing.
    private record SomeCycles(KindId kind, List<RuleLine> rules) implements KindCycles {

        @Override
        public boolean keeps(KindId asked) {
            return asked.equals(kind);
        }

        @Override
        public RuleLine set(InstanceId id, String rule, String document, Consent consent) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String show(InstanceId id, String rule) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RuleLine enable(InstanceId id, String rule, boolean enabled, Consent consent) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(InstanceId id, String rule, Consent consent) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CycleReport dryRun(InstanceId id, String rule, OptionalLong seed, TaskContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CycleReport run(
                InstanceId id,
                String rule,
                OptionalLong seed,
                OptionalInt limit,
                Origin origin,
                Consent consent,
                TaskContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RuleLine skipNext(InstanceId id, String rule, Consent consent) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int reset(
                InstanceId id,
                Optional<String> rule,
                Optional<ItemKey> item,
                Optional<ItemKey> parent,
                Consent consent) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<CycleReport> runs(InstanceId id, Optional<String> rule, int limit) {
            var reports = new ArrayList<CycleReport>();
            rule.ifPresent(name -> reports.add(new CycleReport(
                    "run-1",
                    id,
                    name,
                    false,
                    0,
                    FakeServices.NOW,
                    FakeServices.NOW,
                    CycleRun.Ended.ACTED,
                    "",
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    21)));
            return reports;
        }
    }
}
