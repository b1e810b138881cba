package io.pilothouse.ui.firstrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.alert.AlertSettings;
import io.pilothouse.tasks.connection.ConnectionTests.Recognised;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.Fit;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.shell.ShellWindow;
import io.pilothouse.ui.shell.WindowSettings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The strip after the first instance (console design 3.10), and the look for its neighbours.
class FirstStepsTest {

    private final FakeServices fakes = new FakeServices();

    @Test
    void theStepsComeAfterTheFirstInstanceAndEachIsPutAwayForEver() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                assertThat(steps(window)).isEmpty();
                add();
                assertThat(steps(window)).hasSize(3);

                press(window, "step-away-neighbours");
                assertThat(steps(window)).hasSize(2);
                press(window, "step-away-alerts");
                press(window, "step-away-background");
                assertThat(steps(window)).isEmpty();
            }
            try (var another = Windows.open(fakes, false)) {
                assertThat(steps(another)).isEmpty();
            }
            assertThat(fakes.settings.get(AlertSettings.PRESET)).isEqualTo(AlertSettings.Preset.NORMAL);
            assertThat(fakes.settings.get(WindowSettings.LAST_WINDOW)).isEqualTo(WindowSettings.LastWindow.ASK);
        });
    }

    @Test
    void whoSavedTheFirstInstanceFindsThemOnItsOverview() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var loft = add();
                window.context().navigation().goTo(loft.id(), "overview");
                assertThat(steps(window)).hasSize(3);
            }
        });
    }

    @Test
    void inALowWindowTheyScrollWithTheOverview() {
        fakes.settings.set(Appearance.SCALE, 200);
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().navigation().goTo(add().id(), "overview");
                assertThat(steps(window)).hasSize(3);

                assertThat(window.scene().getRoot().lookupAll("#content .scroll-bar"))
                        .filteredOn(bar -> bar instanceof ScrollBar scroll
                                && scroll.getOrientation() == Orientation.VERTICAL
                                && scroll.isVisible())
                        .hasSize(1);
            }
        });
    }

    @Test
    void aChosenStepTakesEffectAtOnceAndCanBeTakenBack() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                add();
                steps(window);
                press(window, "step-everything");
                assertThat(fakes.settings.get(AlertSettings.PRESET)).isEqualTo(AlertSettings.Preset.EVERYTHING);

                press(window, "step-autostart");
                assertThat(fakes.settings.get(WindowSettings.LAST_WINDOW))
                        .isEqualTo(WindowSettings.LastWindow.BACKGROUND);
                assertThat(fakes.settings.get(WindowSettings.AUTOSTART)).isTrue();
                assertThat(steps(window)).hasSize(1);

                window.context().choices().newest().orElseThrow().back().run();
                assertThat(fakes.settings.get(WindowSettings.LAST_WINDOW)).isEqualTo(WindowSettings.LastWindow.ASK);
                assertThat(fakes.settings.get(WindowSettings.AUTOSTART)).isFalse();
            }
        });
    }

    @Test
    void whoStandsOnAButtonStaysThereWhenInstancesChange() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                add();
                steps(window);
                var root = window.scene().getRoot();
                var button = root.lookup("#step-everything");
                fakes.instances.add(
                        Configuration.of(new KindId("radarr"), "Shed", Address.of("http://nas.lan:7878")),
                        Secrets.NONE,
                        Consent.none(Origin.WINDOW));
                assertThat(steps(window)).hasSize(3);
                assertThat(root.lookup("#step-everything")).isSameAs(button);
            }
        });
    }

    @Test
    void whatWasChosenElsewhereIsNotAskedAgain() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                add();
                assertThat(steps(window)).hasSize(3);
                fakes.settings.set(WindowSettings.LAST_WINDOW, WindowSettings.LastWindow.BACKGROUND);
                settle(window);
                assertThat(window.scene().getRoot().lookup("#step-background")).isNull();
                fakes.settings.set(AlertSettings.PRESET, AlertSettings.Preset.QUIET);
                assertThat(steps(window)).hasSize(1);
            }
        });
    }

    @Test
    void whoHadInstancesBeforeIsOfferedNothingNorIsTheDemo() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(PictureFleet.make(), false)) {
                assertThat(steps(window)).isEmpty();
            }
            try (var demo = Windows.open(fakes, false, Locale.ENGLISH, true, Optional.empty())) {
                add();
                assertThat(steps(demo)).isEmpty();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"100,en", "200,en", "100,de", "200,de"})
    void nothingOfThemIsCutOff(int scale, String language) {
        fakes.settings.set(Appearance.SCALE, scale);
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false, Locale.forLanguageTag(language), false, Optional.empty())) {
                add();
                assertThat(steps(window)).hasSize(3);
                assertThat(Fit.faults(window)).isEmpty();
            }
        });
    }

    @Test
    void aLookForNeighboursAsksTheUsualPortsOfThatHostAloneAndFillsTheForm() {
        var radarr = new KindId("radarr");
        fakes.connectionTests.byPort.put(
                7878, new Recognised(radarr, "Radarr", "5.26", true, Address.of("http://nas.lan:7878"), List.of()));
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                add();
                steps(window);
                assertThat(fakes.connectionTests.calls).isEmpty();
                press(window, "step-look");

                assertThat(fakes.connectionTests.calls)
                        .containsExactlyInAnyOrder(
                                "recognise http://nas.lan:7878/",
                                "recognise http://nas.lan:8686/",
                                "recognise http://nas.lan:6969/",
                                "recognise http://nas.lan:8080/",
                                "recognise http://nas.lan:9999/",
                                "recognise http://nas.lan:8123/");
                settle(window);
                var found = window.scene().getRoot().lookup("#neighbours-found").lookupAll(".button");
                assertThat(found).hasSize(1);
                ((Button) found.iterator().next()).fire();
                settle(window);
                var form = window.scene().getRoot().lookup("#instance-form");
                assertThat(((TextField) form.lookup("#address")).getText()).isEqualTo("http://nas.lan:7878");
                assertThat(window.scene().getRoot().lookup("#step-look"))
                        .as("taken")
                        .isNull();
            }
        });
    }

    @Test
    void whereAllUsualPortsAreKnownNobodyIsAsked() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var loft = add();
                for (var port : List.of(7878, 8686, 6969, 8080, 9999, 8123)) {
                    fakes.instances.add(
                            Configuration.of(new KindId("radarr"), "At " + port, Address.of("http://nas.lan:" + port)),
                            Secrets.NONE,
                            Consent.none(Origin.WINDOW));
                }
                window.context().actions().run("instance.neighbours", Optional.of(loft.id()));
                settle(window);

                assertThat(fakes.connectionTests.calls).isEmpty();
                assertThat(window.scene().getRoot().lookupAll(".label").stream().map(one -> ((Label) one).getText()))
                        .contains("At each usual port of nas.lan an instance is known already.");
            }
        });
    }

    /// A Sonarr at its usual port.
    private Instance add() {
        return fakes.instances.add(
                Configuration.of(new KindId("sonarr"), "Loft", Address.of("http://nas.lan:8989")),
                Secrets.NONE,
                Consent.none(Origin.WINDOW));
    }

    private void settle(ShellWindow window) {
        for (int i = 0; i < 2; i++) {
            window.scene().getRoot().applyCss();
            window.scene().getRoot().layout();
            Windows.settle(fakes);
        }
    }

    private List<Node> steps(ShellWindow window) {
        settle(window);
        return List.copyOf(window.scene().getRoot().lookupAll(".first-step"));
    }

    private void press(ShellWindow window, String id) {
        ((Button) window.scene().getRoot().lookup("#" + id)).fire();
        settle(window);
    }
}
