package io.pilothouse.ui.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.demo.amc.Executions.Plan;
import io.pilothouse.domain.amc.Policies.Missed;
import io.pilothouse.domain.amc.Policies.Overlap;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.domain.amc.Trigger;
import io.pilothouse.domain.amc.WindowRule;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.amc.AmcRig;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.ui.AmcWindow;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Draws the pages of AMC over the real engine and the simulator, to be looked at.
@Tag("pictures")
class AmcPicturesTest {

    @TempDir
    private Path folder;

    private AmcRig rig;
    private InstanceId north;
    private InstanceId outlet;
    private InstanceId german;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder);
        north = rig.add("Brand North", "amcpilot001").id();
        outlet = rig.add("Brand South", "amcpilot002").id();
        german = rig.add("Harbour Germany", "amcpilot003").id();
        rig.amc().memory().refreshDataSources(north);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Run group() throws Exception {
        rig.simulate(it -> {
            it.runs().plan(Plan.USUAL);
            it.runs().plan(Plan.USUAL.running(Duration.ofSeconds(95)));
            it.runs().plan(Plan.USUAL.ending("REJECTED", "Unsupported scalar operation: NTILE"));
        });
        rig.amc().startRuns();
        var runs = rig.ask("ph.spend-by-campaign", north, outlet, german);
        for (var run : runs) {
            rig.ended(run.id());
        }
        return rig.find(runs.getFirst().id());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void groupRun(boolean dark) throws Exception {
        var run = group();
        assertThat(rig.amc().runs().ofGroup(run.ask().group().orElseThrow()))
                .extracting(Run::state)
                .contains(RunState.READY, RunState.REJECTED);
        draw("amc-group", dark, north, "runs", window -> {
            var page = window.scene().lookup("#group-run");
            if (page == null) {
                AmcWindow.enter(window);
                return false;
            }
            return says(window.scene(), text -> text.contains("not additive") || text.contains("USD"));
        });
    }

    @Test
    void dashboard() throws Exception {
        group();
        draw(
                "amc-dashboard",
                false,
                new Location.Program("marketing-cloud"),
                window -> {
                    if (window.scene().lookup("#tab-dashboard") instanceof ToggleButton tab && !tab.isSelected()) {
                        tab.fire();
                    }
                    return says(window.scene(), text -> text.contains("runs today"));
                },
                _ -> {});
    }

    @Test
    void everywhere() throws Exception {
        group();
        draw(
                "amc-everywhere",
                false,
                new Location.Program("marketing-cloud"),
                window -> says(window.scene(), text -> text.contains("Spend by campaign")),
                _ -> {});
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void editor(boolean dark) throws Exception {
        draw(
                "amc-editor",
                dark,
                north,
                "workflows",
                window -> window.scene().lookup("#sql") instanceof javafx.scene.control.TextArea area
                        && !area.getText().isBlank());
    }

    @Test
    void schedules() throws Exception {
        rig.amc().watch().look(north);
        var schedule = new Schedule(
                "weekly",
                "Weekly reach",
                "ph.reach-by-campaign",
                Map.of(),
                List.of(north, outlet),
                "",
                Trigger.of("30 2 * * 1"),
                ZoneId.of("America/New_York"),
                WindowRule.of("previous-week:monday"),
                2,
                Missed.LATEST,
                Overlap.QUEUE,
                Duration.ofHours(6),
                Instant.EPOCH,
                0,
                "");
        rig.amc().schedules().save(schedule, TestEngine.ME);
        draw(
                "amc-schedules",
                false,
                north,
                "amc-schedules",
                window -> says(window.scene(), text -> text.contains("Weekly reach")),
                AmcWindow::enter);
    }

    @Test
    void results() throws Exception {
        group();
        draw(
                "amc-results",
                false,
                north,
                "results",
                window -> says(window.scene(), text -> text.contains("Spend by campaign")));
    }

    @Test
    void allowance() throws Exception {
        group();
        draw(
                "amc-allowance",
                false,
                north,
                "allowance",
                window -> says(window.scene(), text -> text.contains("Brand South")));
    }

    @Test
    void accounts() throws Exception {
        draw("amc-import", false, north, "accounts", window -> {
            if (window.scene().lookup("#amc-accounts-find") instanceof Button find
                    && find.getProperties().putIfAbsent("fired", true) == null) {
                find.fire();
            }
            return says(window.scene(), text -> text.contains("amcpilot009"));
        });
    }

    @Test
    void sources() throws Exception {
        draw(
                "amc-sources",
                false,
                north,
                "sources",
                window -> says(window.scene(), text -> text.contains("amazon_attributed_events")));
    }

    /// Waits until the page shows what it is to show, then keeps its picture.
    private void draw(String name, boolean dark, InstanceId id, String page, Predicate<ShellWindow> ready)
            throws InterruptedException {
        draw(name, dark, id, page, ready, _ -> {});
    }

    /// @param last done right before the picture is taken
    private void draw(
            String name,
            boolean dark,
            InstanceId id,
            String page,
            Predicate<ShellWindow> ready,
            java.util.function.Consumer<ShellWindow> last)
            throws InterruptedException {
        draw(name, dark, new Location.OfInstance(id, page), ready, last);
    }

    private void draw(
            String name,
            boolean dark,
            Location where,
            Predicate<ShellWindow> ready,
            java.util.function.Consumer<ShellWindow> last)
            throws InterruptedException {
        var fakes = new FakeServices(rig.clock());
        fakes.settings.set(Themes.THEME, dark ? Themes.Choice.DARK : Themes.Choice.LIGHT);
        var file = Path.of("target", "pictures", name + (dark ? "-dark" : "-light") + ".png");
        var window = AmcWindow.open(rig, fakes, where);
        try {
            Eventually.that(() -> FxToolkit.call(() -> {
                fakes.later.pass(Duration.ofMillis(500));
                window.scene().getRoot().applyCss();
                window.scene().getRoot().layout();
                return ready.test(window);
            }));
            FxToolkit.run(() -> {
                last.accept(window);
                FxToolkit.picture(window.scene(), file);
            });
        } finally {
            FxToolkit.run(window::close);
        }
        assertThat(Files.exists(file)).isTrue();
    }

    static boolean says(Scene scene, Predicate<String> text) {
        return says(scene.getRoot(), text);
    }

    private static boolean says(javafx.scene.Node node, Predicate<String> text) {
        if (node instanceof Labeled labeled && labeled.getText() != null && text.test(labeled.getText())) {
            return true;
        }
        return node instanceof javafx.scene.Parent parent
                && parent.getChildrenUnmodifiable().stream().anyMatch(child -> says(child, text));
    }
}
