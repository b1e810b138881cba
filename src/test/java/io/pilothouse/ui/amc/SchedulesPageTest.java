package io.pilothouse.ui.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.amc.Policies.Missed;
import io.pilothouse.domain.amc.Policies.Overlap;
import io.pilothouse.domain.amc.Policies.SlotState;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.domain.amc.Trigger;
import io.pilothouse.domain.amc.WindowRule;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.amc.AmcRig;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.ui.AmcWindow;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javafx.scene.control.ButtonBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Schedules of one instance, in a whole window over the real engine.
class SchedulesPageTest {

    @TempDir
    private Path folder;

    private AmcRig rig;
    private FakeServices fakes;
    private ShellWindow window;
    private InstanceId north;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder); // 2026-07-18T12:00Z
        fakes = new FakeServices(rig.clock());
        var added = rig.add("Brand North", "amcpilot001");
        north = added.id();
        var schedule = new Schedule(
                "daily",
                "Clicks of the day",
                "ph.clicks-by-term",
                Map.of(),
                List.of(north),
                "",
                Trigger.of("0 9 * * *"),
                ZoneOffset.UTC,
                WindowRule.of("last-days:7"),
                2,
                Missed.SKIP,
                Overlap.QUEUE,
                Duration.ofHours(6),
                rig.clock().instant(),
                0,
                "");
        rig.amc().schedules().save(schedule, TestEngine.ME);
        rig.engine()
                .get()
                .instances()
                .edit(
                        north,
                        added.configVersion(),
                        added.configuration().withGuard(Optional.of(GuardLevel.CAREFUL)),
                        Map.of(),
                        TestEngine.ME);
        rig.engine().time.advance(Duration.ofDays(1));
        rig.amc().schedules().tick();
        window = AmcWindow.open(rig, fakes, new Location.OfInstance(north, "amc-schedules"));
    }

    @AfterEach
    void close() {
        FxToolkit.run(window::close);
        rig.close();
    }

    private void until(BooleanSupplier shown) throws InterruptedException {
        Eventually.that(() -> FxToolkit.call(() -> {
            fakes.later.pass(Duration.ofMillis(500));
            window.scene().getRoot().applyCss();
            window.scene().getRoot().layout();
            return shown.getAsBoolean();
        }));
    }

    private boolean says(String words) {
        return AmcPicturesTest.says(window.scene(), text -> text.contains(words));
    }

    private Stream<ButtonBase> buttons(String words) {
        return window.scene().getRoot().lookupAll(".button").stream()
                .map(ButtonBase.class::cast)
                .filter(it -> String.valueOf(it.getAccessibleText()).startsWith(words)
                        || String.valueOf(it.getText()).startsWith(words));
    }

    private void press(String words) throws InterruptedException {
        until(() -> buttons(words).findAny().isPresent());
        FxToolkit.run(() -> buttons(words).findFirst().orElseThrow().fire());
    }

    private SlotState turn() {
        try {
            return rig.amc().schedules().find("daily").latest().getFirst().state();
        } catch (io.pilothouse.domain.ProblemException e) {
            throw new AssertionError(e);
        }
    }

    /// Section 14.4: a turn that was missed can be run after all; the sheet names the schedule.
    @Test
    void aMissedTurnIsRunFromWhereItIsSeen() throws Exception {
        assertThat(turn()).isEqualTo(SlotState.MISSED);
        until(() -> says("Clicks of the day"));
        FxToolkit.run(() -> AmcWindow.enter(window));
        until(() -> says("Missed") && says("Next ten turns"));

        press("Run the turn of");
        until(() -> says("Run “Clicks of the day”"));
        press("Run on Brand North");

        Eventually.that(() -> turn() == SlotState.RUNNING);
    }
}
