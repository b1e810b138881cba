package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.ShellWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No page says that there is nothing on an instance which cannot be asked (console design 3.11).
class SilentInstancesTest {

    private static final Instant SINCE = FakeServices.NOW.minus(Duration.ofHours(1));

    /// What stands there is Pilothouse's own, or waits for a choice: it is known whoever is silent.
    private static final Set<String> OWN = Set.of(
            "overview",
            "history",
            "cycles",
            "system",
            "settings",
            "rules",
            "template",
            "workflows",
            "runs",
            "amc-schedules",
            "collections",
            "results",
            "allowance",
            "accounts");

    /// No lists: what they ask for fails where it would stand, below the strip that says since when.
    private static final Set<String> FORMS = Set.of("house-system", "charts", "services");

    private final FakeServices fakes = PictureFleet.make();

    @ParameterizedTest
    @ValueSource(strings = {"S1", "R1", "L1", "W1", "Q1", "T1", "H1", "A1"})
    void ofOneThatNeverAnsweredEachPageSaysThatItIsSilent(String one) {
        var found = new ArrayList<String>();
        silence(PictureFleet.id(one), ShownState.DOWN, FaultCode.NO_ANSWER);
        walk(PictureFleet.id(one), Locale.ENGLISH, (page, said) -> {
            var wanted = FORMS.contains(page) ? "silent" : "has not answered since 13:14";
            if (said.stream().noneMatch(it -> it.contains(wanted))) {
                found.add(page + " does not say that it is silent, but " + said);
            }
        });

        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"S1", "R1", "L1", "W1", "Q1", "T1", "H1", "A1"})
    void norDoesAPageSayThatOneHasNothingWhichRefuses(String one) {
        var found = new ArrayList<String>();
        silence(PictureFleet.id(one), ShownState.REFUSED, FaultCode.SECRET_REFUSED);
        walk(PictureFleet.id(one), Locale.GERMAN, (page, said) -> {
            if (said.stream().noneMatch(it -> it.matches("(?s).*(It is in trouble|silent).*"))) {
                found.add(page + " does not say that it refuses, but " + said);
            }
        });

        assertThat(found).isEmpty();
    }

    /// Its first checks failed, and nobody says yet that it is down.
    @ParameterizedTest
    @ValueSource(strings = {"R1", "Q1", "T1", "H1", "A1"})
    void norOfOneThatIsStillBeingChecked(String one) {
        var found = new ArrayList<String>();
        silence(PictureFleet.id(one), ShownState.CHECKING, FaultCode.NO_ANSWER);
        walk(PictureFleet.id(one), Locale.ENGLISH, (page, said) -> {
            if (said.stream().noneMatch(it -> it.matches("(?s).*(It is in trouble|silent).*"))) {
                found.add(page + " does not say why nothing is known, but " + said);
            }
        });

        assertThat(found).isEmpty();
    }

    @Test
    void whatWasThereWhenItWasReadLastIsTold() {
        silence(PictureFleet.id("R1"), ShownState.DOWN, FaultCode.NO_ANSWER);
        fakes.hunting.keptAt = Optional.of(SINCE.minus(Duration.ofMinutes(10)));
        on(
                PictureFleet.id("R1"),
                "queue",
                said -> assertThat(said)
                        .contains(
                                "Radarr HD has not answered since 13:14.",
                                "When this was read last (13:04), there was nothing here.",
                                "Diagnose",
                                "Try again")
                        .doesNotContain("The queue of Radarr HD is empty"));
    }

    @Test
    void whatWasReadSinceIsBelieved() {
        silence(PictureFleet.id("R1"), ShownState.DOWN, FaultCode.NO_ANSWER);
        fakes.silent.clear();
        on(PictureFleet.id("R1"), "queue", said -> assertThat(said).contains("The queue of Radarr HD is empty"));
    }

    @Test
    void aPageThatStandsSaysSoAsSoonAsItFallsSilent() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().navigation().goTo(PictureFleet.id("R1"), "calendar");
                Routes.settle(fakes, window);
                assertThat(said(window)).contains("Nothing comes out on Radarr HD in these weeks");

                silence(PictureFleet.id("R1"), ShownState.DOWN, FaultCode.NO_ANSWER, FakeServices.NOW.plusSeconds(1));
                Routes.settle(fakes, window);

                assertThat(said(window))
                        .contains("Radarr HD has not answered since 14:14.")
                        .doesNotContain("Nothing comes out on Radarr HD in these weeks");
            }
        });
    }

    /// Its state is so for longer than any change that was kept.
    @Test
    void ofOneThatIsDownNobodySaysThatThereWasNoOutage() {
        silence(PictureFleet.id("R1"), ShownState.DOWN, FaultCode.NO_ANSWER);
        on(
                PictureFleet.id("R1"),
                "overview",
                said -> assertThat(said).contains("Down since 13:14").doesNotContain("No outage in 90 days"));
    }

    private interface Look {
        void at(String page, List<String> said);
    }

    private void walk(InstanceId id, Locale language, Look look) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false, language, false, Optional.empty())) {
                for (var page : window.context().pages().of(id.kind())) {
                    if (!OWN.contains(page.id())) {
                        window.context().navigation().goTo(id, page.id());
                        Routes.settle(fakes, window);
                        look.at(page.id(), said(window));
                    }
                }
            }
        });
    }

    private void on(InstanceId id, String page, java.util.function.Consumer<List<String>> look) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().navigation().goTo(id, page);
                Routes.settle(fakes, window);
                look.accept(said(window));
            }
        });
    }

    /// What can be read on the page itself.
    private static List<String> said(ShellWindow window) {
        var said = new ArrayList<String>();
        Routes.walk(window.scene().getRoot().lookup("#content"), (Node node) -> {
            if (node instanceof Labeled labeled
                    && labeled.getText() != null
                    && !labeled.getText().isBlank()) {
                said.add(labeled.getText());
            }
        });
        return said;
    }

    private void silence(InstanceId id, ShownState state, FaultCode code) {
        silence(id, state, code, SINCE);
    }

    private void silence(InstanceId id, ShownState state, FaultCode code, Instant since) {
        fakes.silent.add(id);
        fakes.torrents.silent = Optional.of(new Problem(code.problemCode(), "It is silent.", "Start it."));
        fakes.health.states.update(before -> {
            Map<InstanceId, InstanceHealth> after = new HashMap<>(before);
            after.put(
                    id,
                    new InstanceHealth(
                            id,
                            Lifecycle.ERROR,
                            Optional.of(code.health()),
                            state,
                            since,
                            Optional.of(code),
                            Optional.of(new Problem(code.problemCode(), "It is in trouble.", "Start it.")),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            3,
                            Optional.of(since),
                            Optional.empty(),
                            Optional.empty(),
                            false));
            return Map.copyOf(after);
        });
    }
}
