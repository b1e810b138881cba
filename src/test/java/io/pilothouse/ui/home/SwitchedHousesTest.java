package io.pilothouse.ui.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.active.ActiveEvent;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.SampleHouse;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.PilothouseUi;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// From one house to another: nothing of the one is seen under the name of the other. The window's thread may be
/// told to be late.
class SwitchedHousesTest {

    private static final InstanceId CABIN = PictureFleet.id("H2");
    private static final InstanceId HOME = PictureFleet.id("H1");

    private final FakeServices fakes = PictureFleet.make();
    private final Deque<Runnable> late = new ArrayDeque<>();
    private boolean delaying;

    private void in(InstanceId house, String page, Consumer<ShellWindow> test) {
        SampleHouse.fill(fakes.homes);
        fakes.settings.set(Themes.THEME, Themes.Choice.LIGHT);
        FxToolkit.run(() -> {
            var services = fakes.services(this::onWindow);
            try (var window = new ShellWindow(
                    services,
                    new Texts(Locale.ENGLISH),
                    new Themes(services),
                    PilothouseUi.features(),
                    Optional.empty(),
                    _ -> {})) {
                window.context().navigation().go(new Location.OfInstance(house, page));
                settle(window);
                test.accept(window);
            }
        });
    }

    private void onWindow(Runnable work) {
        if (delaying) {
            late.add(work);
        } else {
            work.run();
        }
    }

    private void settle(ShellWindow window) {
        Windows.settle(fakes);
        layout(window);
        Windows.settle(fakes);
    }

    private static void layout(ShellWindow window) {
        window.scene().getRoot().applyCss();
        window.scene().getRoot().layout();
    }

    private static List<String> words(Node root) {
        var words = new ArrayList<String>();
        if (root instanceof Labeled labeled && labeled.getText() != null) {
            words.add(labeled.getText());
        }
        if (root instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> words.addAll(words(child)));
        }
        return words;
    }

    private static TableView<?> table(ShellWindow window) {
        return (TableView<?>) window.scene().lookup(".table-view");
    }

    /// Contract of Home Assistant, acceptance 2. The frame is what is laid out after the one piece of work in which
    /// the window learns of it, before anything that was asked is answered.
    @ParameterizedTest
    @ValueSource(strings = {"removed", "switched off"})
    void nothingOfAHouseIsSeenFromTheFrameOnInWhichItGoes(String how) {
        in(CABIN, "entities", window -> {
            assertThat(table(window).getItems()).hasSizeGreaterThan(30);
            assertThat(words(window.scene().getRoot())).contains("light.hall_light");
            var fallbacks = new ArrayList<ActiveEvent.SelectionFallback>();
            window.context().active().onFallback(fallbacks::add);
            fakes.tasks.hold();

            go(how);
            fakes.later.pass(Batch.PAUSE);
            layout(window);

            assertThat(window.context().navigation().location().get())
                    .isEqualTo(new Location.OfInstance(HOME, "entities"));
            assertThat(words(window.scene().getRoot())).contains("Home").noneMatch(word -> word.contains("hall_light"));
            assertThat(table(window).getItems()).isEmpty();
            assertThat(words(window.scene().lookup("#header"))).noneMatch(word -> word.contains("Cabin"));
            while (fakes.tasks.waiting() > 0) {
                fakes.tasks.runNext();
            }
            settle(window);
            assertThat(fallbacks).singleElement().satisfies(told -> {
                assertThat(told.from().id()).isEqualTo(CABIN);
                assertThat(told.to().map(ActiveEvent.Named::id)).contains(HOME);
            });
        });
    }

    private void go(String how) {
        try {
            if (how.equals("removed")) {
                fakes.instances.remove(CABIN, Consent.none(Origin.WINDOW));
            } else {
                fakes.instances.setEnabled(CABIN, false, Consent.none(Origin.WINDOW));
            }
        } catch (io.pilothouse.domain.ProblemException e) {
            throw new AssertionError(e);
        }
    }

    private static Repair repair(String title) {
        return new Repair("hue", title, "warning", title, "", true, false, Optional.empty(), "", "");
    }

    /// Contract of Home Assistant, acceptance 3.
    @Test
    void theAnswerOfASwitchBeforeIsNotShownThoughItIsOfTheSameHouse() {
        in(CABIN, "areas", window -> {
            fakes.homes.answers.put("repairs", List.of(repair("An old bridge")));
            answeredAfterThreeSeconds(window);

            assertThat(words(window.scene().getRoot())).contains("A new bridge").doesNotContain("An old bridge");
        });
    }

    /// The same of a failure: nobody is told of what nobody waits for.
    @Test
    void theFailureOfASwitchBeforeIsNotTold() {
        in(CABIN, "areas", window -> {
            fakes.homes.answers.remove("repairs");
            answeredAfterThreeSeconds(window);

            assertThat(words(window.scene().getRoot()))
                    .contains("A new bridge")
                    .noneMatch(word -> word.contains("The house is silent."));
        });
    }

    /// To the repairs of Cabin, to Home and back; what was asked first is answered last.
    private void answeredAfterThreeSeconds(ShellWindow window) {
        var toasts = words(window.context().toasts());
        delaying = true;
        window.context().navigation().go(new Location.OfInstance(CABIN, "repairs"));
        delaying = false;
        assertThat(late).isNotEmpty();
        long first = window.context().active().generation();
        fakes.homes.answers.put("repairs", List.of(repair("A new bridge")));
        window.context().navigation().goTo(HOME, "repairs");
        settle(window);
        window.context().navigation().goTo(CABIN, "repairs");
        settle(window);

        fakes.later.pass(Duration.ofSeconds(3));
        while (!late.isEmpty()) {
            late.remove().run();
            layout(window);
        }
        settle(window);

        assertThat(window.context().active().id()).contains(CABIN);
        assertThat(window.context().active().generation()).isEqualTo(first + 2);
        assertThat(words(window.context().toasts())).isEqualTo(toasts);
    }
}
