package io.pilothouse.ui;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.health.Step;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.alert.Alerts;
import io.pilothouse.tasks.connection.ConnectionTests.Certificate;
import io.pilothouse.tasks.connection.ConnectionTests.Diagnosis;
import io.pilothouse.tasks.connection.ConnectionTests.StepOutcome;
import io.pilothouse.tasks.connection.ConnectionTests.StepResult;
import io.pilothouse.tasks.health.HealthRounds.StateChange;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Draws the smaller screens, to be looked at.
@Tag("pictures")
class ScreenPicturesTest {

    private static final Instant NOW = FakeServices.NOW;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void firstRun(boolean dark) {
        Windows.draw("first-run", dark, new FakeServices(), _ -> {});
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void instanceSettings(boolean dark) {
        Windows.draw(
                "instance-settings",
                dark,
                PictureFleet.make(),
                window -> window.context().navigation().goTo(PictureFleet.id("R1"), "settings"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void history(boolean dark) {
        var fakes = PictureFleet.make();
        var id = PictureFleet.id("R1");
        fakes.health.changes.put(
                id,
                List.of(new StateChange(
                        NOW.minus(Duration.ofHours(30)),
                        ShownState.HEALTHY,
                        ShownState.WARNING,
                        "Indexer Beacon fails")));
        fakes.activity.entries.add(new Activity.Entry(
                NOW.minus(Duration.ofHours(2)),
                Optional.of(id),
                Origin.WINDOW,
                Optional.empty(),
                "instance-rename",
                "Radarr was renamed to Radarr HD."));
        Windows.draw(
                "history", dark, fakes, window -> window.context().navigation().goTo(id, "history"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void system(boolean dark) {
        var fakes = PictureFleet.make();
        for (var path : List.of("/api/v3/health", "/api/v3/queue/status", "/api/v3/system/status")) {
            fakes.safekeeping.sent.add(new io.pilothouse.tasks.connection.SentRequests.Sent(
                    NOW.minusSeconds(fakes.safekeeping.sent.size() * 4L),
                    Optional.of(PictureFleet.id("S1")),
                    "GET",
                    path,
                    OptionalInt.of(200)));
        }
        Windows.draw(
                "system", dark, fakes, window -> window.context().navigation().goTo(PictureFleet.id("S1"), "system"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pinned(boolean dark) {
        Windows.draw("pinned", dark, PictureFleet.make(), window -> {
            window.context().navigation().goTo(PictureFleet.id("H2"), "overview");
            window.context().actions().run("window.pin", Optional.empty());
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void guarded(boolean dark) {
        Windows.draw("guarded", dark, PictureFleet.make(), window -> {
            window.context().navigation().goTo(PictureFleet.id("R4"), "overview");
            new GuardSheet(window.context())
                    .ask(new GuardedAct(
                            new Act(
                                    ActionClass.DESTRUCTIVE,
                                    List.of(PictureFleet.id("R4")),
                                    "delete 3 movies and their files",
                                    List.of(
                                            "Northern Light (2022)",
                                            "Tide and Timber (2019)",
                                            "The Long Harbour (2024)"),
                                    3),
                            "Delete 3 movies and their files",
                            "Delete",
                            "7 files, 186.4 GB are removed from disk.",
                            Optional.of("Radarr HD also has 2 of them. They stay there."),
                            _ -> {}));
            ((TextField) window.scene().getRoot().lookup("#typed")).setText(dark ? "Radarr HD" : "Radarr 4");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void diagnose(boolean dark) {
        var fakes = PictureFleet.make();
        fakes.connectionTests.diagnosis = new Diagnosis(
                List.of(
                        new StepResult(
                                Step.NAME, StepOutcome.OK, OptionalLong.of(2), "cabin.example.net is 203.0.113.7", ""),
                        new StepResult(
                                Step.ADDRESS, StepOutcome.OK, OptionalLong.empty(), "elsewhere on the internet", ""),
                        new StepResult(Step.CONNECT, StepOutcome.OK, OptionalLong.of(41), "port 443", ""),
                        new StepResult(
                                Step.TLS,
                                StepOutcome.FAILED,
                                OptionalLong.of(60),
                                "Nobody trusted vouches for the certificate of Cabin.",
                                "Compare its fingerprint and trust it, or add the authority that issued it."),
                        new StepResult(Step.HTTP, StepOutcome.SKIPPED, OptionalLong.empty(), "", ""),
                        new StepResult(Step.PRODUCT, StepOutcome.SKIPPED, OptionalLong.empty(), "", ""),
                        new StepResult(Step.SECRET, StepOutcome.SKIPPED, OptionalLong.empty(), "", ""),
                        new StepResult(Step.PERMISSION, StepOutcome.SKIPPED, OptionalLong.empty(), "", ""),
                        new StepResult(Step.DATA, StepOutcome.SKIPPED, OptionalLong.empty(), "", "")),
                Optional.of(FaultCode.TLS_UNTRUSTED),
                Optional.of(new Certificate(
                        "CN=cabin.example.net",
                        "CN=Cabin Home CA",
                        Instant.parse("2026-09-02T00:00:00Z"),
                        "3f".repeat(32))));
        Windows.draw(
                "diagnose",
                dark,
                fakes,
                window -> window.context().actions().run("instance.diagnose", Optional.of(PictureFleet.id("H2"))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void settings(boolean dark) {
        for (int page = 0; page < 16; page++) {
            int chosen = page;
            Windows.draw("settings-" + page, dark, PictureFleet.make(), window -> settings(window, chosen));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messages(boolean dark) {
        var fakes = PictureFleet.make();
        var now = FakeServices.NOW;
        var all = Set.of(AlertChannel.values());
        fakes.alerts.state.set(new Alerts.State(
                List.of(
                        message(
                                5,
                                AlertEvent.DOWN,
                                "host nas2.lan",
                                "nas2.lan",
                                now.minusSeconds(720),
                                all,
                                "S2",
                                "L1",
                                "T1"),
                        message(4, AlertEvent.UNSTABLE, "x", "UNSTABLE", now.minusSeconds(3_000), all, "H2"),
                        message(
                                3,
                                AlertEvent.MISSED,
                                "work missed-runs",
                                "running=1 left-out=2",
                                now.minusSeconds(14_000),
                                Set.of(AlertChannel.BAR),
                                "R1"),
                        message(
                                2,
                                AlertEvent.RESULTS,
                                "work cycle-results",
                                "nothing-found=20 in-place=12 downloading=9",
                                now.minusSeconds(22_440),
                                Set.of(AlertChannel.NTFY),
                                "R1",
                                "R4")),
                Optional.empty()));
        Windows.draw(
                "messages", dark, fakes, window -> window.context().actions().run("messages.open", Optional.empty()));
    }

    private static Alert message(
            long id,
            AlertEvent event,
            String cause,
            String subject,
            Instant at,
            Set<AlertChannel> sent,
            String... about) {
        return new Alert(
                id,
                event,
                cause,
                subject,
                Stream.of(about).map(PictureFleet::id).toList(),
                at,
                at,
                sent,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @SuppressWarnings("unchecked")
    private static void settings(ShellWindow window, int page) {
        window.context().actions().run("settings.open", Optional.empty());
        window.scene().getRoot().applyCss();
        ((javafx.scene.control.ListView<Object>) window.scene().getRoot().lookup("#pages"))
                .getSelectionModel()
                .select(page);
    }

    @org.junit.jupiter.api.Test
    void contrastAndLarge() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            fakes.settings.set(io.pilothouse.ui.common.Appearance.SCALE, 150);
            fakes.settings.set(
                    io.pilothouse.ui.common.Appearance.ACCENT, io.pilothouse.ui.common.Appearance.Accent.TEAL);
            try (var window = Windows.open(fakes, false)) {
                Windows.picture(fakes, window, "fleet-150");
                fakes.settings.set(
                        io.pilothouse.ui.common.Themes.THEME, io.pilothouse.ui.common.Themes.Choice.CONTRAST);
                fakes.settings.set(io.pilothouse.ui.common.Appearance.SCALE, 100);
                Windows.picture(fakes, window, "fleet-contrast");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void trash(boolean dark) {
        var fakes = PictureFleet.make();
        Windows.draw("trash", dark, fakes, window -> {
            window.context().actions().run("instance.remove", Optional.of(PictureFleet.id("W1")));
            window.context().navigation().go(new Location.Program("trash"));
        });
    }
}
