package io.pilothouse.ui.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.tasks.TaskRegistry.LogLine;
import io.pilothouse.tasks.schedule.MissedTurns;
import io.pilothouse.tasks.schedule.Schedules.Planned;
import io.pilothouse.tasks.schedule.Schedules.Trait;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.ShellWindow;
import io.pilothouse.ui.shell.TakingBack;
import io.pilothouse.ui.tasks.TaskPanelViewModel.Pause;
import io.pilothouse.ui.tasks.TaskPanelViewModel.Row;
import io.pilothouse.ui.tasks.TaskPanelViewModel.Tab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskPanelTest {

    private static final Instant NOW = FakeServices.NOW;

    private final FakeServices fakes = PictureFleet.make();

    private static TaskView held(long number, String monogram, String title, String reason) {
        return task(number, monogram, title, TaskState.HELD, Optional.of(reason), "");
    }

    private static TaskView task(
            long number, String monogram, String title, TaskState state, Optional<String> reason, String line) {
        return new TaskView(
                new TaskId(number),
                "cycle",
                title,
                List.of(PictureFleet.id(monogram)),
                Origin.CYCLE,
                state,
                reason,
                0,
                OptionalLong.empty(),
                line,
                NOW.minusSeconds(900 + number),
                state.ended() ? Optional.of(NOW.minusSeconds(600)) : Optional.empty(),
                Map.of(),
                Optional.empty(),
                state == TaskState.DONE,
                false);
    }

    @Test
    void turnsToComeStandUnderWaitingAndMayBeGivenNow() {
        var model = model();
        model.show(TaskPanelViewModel.Tab.WAITING);

        assertThat(titles(model))
                .startsWith("WAITING", "Radarr HD 14:30, in 16 min", "Home qBit 14:30, in 16 min")
                .noneMatch(line -> line.startsWith("Anime")); // held
        model.runNow((Row.Turn) model.view().get().rows().get(1));

        assertThat(fakes.schedules.calls).containsExactly("run missing-search/" + PictureFleet.id("R1"));
    }

    /// However narrow the list is.
    @ParameterizedTest
    @ValueSource(ints = {100, 200})
    void aLongTitleIsReadWhole(int scale) {
        var title = "look after the queue of Home qBit, and then after everything else that was asked of it today";
        fakes.settings.set(Appearance.SCALE, scale);
        fakes.schedules.plan.set(List.of());
        fakes.tasks.tasks.set(List.of(
                task(51, "Q1", title, TaskState.RUNNING, Optional.empty(), ""),
                held(52, "Q2", title, "the key is refused")));
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().actions().run("tasks.open", Optional.empty());
                Windows.settle(fakes);
                var root = window.scene().getRoot();
                root.resize(1440, 900);
                for (int i = 0; i < 2; i++) {
                    root.applyCss();
                    root.layout();
                }

                assertThat(root.lookupAll(".task-list .task-title .text"))
                        .extracting(text -> ((Text) text).getText())
                        .hasSize(2)
                        .allSatisfy(said -> assertThat(said).endsWith("of it today"));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200})
    void whyATaskWaitsIsReadWhole(int scale) {
        var why = "This computer runs on battery: cycles and schedules wait for the mains.";
        fakes.settings.set(Appearance.SCALE, scale);
        fakes.schedules.plan.set(List.of());
        fakes.tasks.tasks.set(List.of(held(52, "Q2", "run the rules of Seedbox", why)));
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().actions().run("tasks.open", Optional.empty());
                Windows.settle(fakes);
                var root = window.scene().getRoot();
                root.resize(1440, 900);
                for (int i = 0; i < 2; i++) {
                    root.applyCss();
                    root.layout();
                }

                assertThat(root.lookupAll(".task-list .task-line .text"))
                        .extracting(text -> ((Text) text).getText())
                        .containsExactly(why);
            }
        });
    }

    private void fill() {
        fakes.schedules.plan.set(List.of(
                new Planned(
                        "backup/h2",
                        "backup",
                        "back up Cabin",
                        Optional.of(PictureFleet.id("H2")),
                        Optional.empty(),
                        MissedTurns.LATEST,
                        false,
                        Optional.of("Guarded: waits for your release"),
                        Set.of(Trait.WAITS_FOR_RELEASE)),
                new Planned(
                        "cycle/s2/Missing",
                        "cycle",
                        "search missing episodes of Anime",
                        Optional.of(PictureFleet.id("S2")),
                        Optional.empty(),
                        MissedTurns.LATEST,
                        false,
                        Optional.of("nas2.lan is silent"))));
        fakes.tasks.tasks.update(old -> {
            var all = new ArrayList<>(old);
            all.removeIf(task -> task.state() == TaskState.HELD);
            all.add(held(51, "S2", "search missing episodes of Anime", "nas2.lan is silent"));
            all.add(held(52, "Q2", "run the rules of Seedbox", "the key is refused"));
            all.add(held(53, "H2", "back up Cabin", "Guarded: waits for your release"));
            all.add(task(
                    54, "Q1", "run the rules of Home qBit", TaskState.WAITING, Optional.empty(), "14:30, in 16 min"));
            all.add(task(55, "R1", "rename Radarr HD", TaskState.DONE, Optional.empty(), ""));
            return List.copyOf(all);
        });
        fakes.tasks.logs.put(
                new TaskId(41),
                List.of(
                        new LogLine(NOW.minusSeconds(9), "Budget 5 of 10 left this run"),
                        new LogLine(NOW.minusSeconds(8), "Ask “The Glass Orchard” (2017)"),
                        new LogLine(NOW.minusSeconds(1), "Nothing found, 4 indexers, 0 of 31 fit")));
    }

    private TaskPanelViewModel model() {
        return new TaskPanelViewModel(
                fakes.services(Runnable::run), new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC));
    }

    private static List<String> titles(TaskPanelViewModel model) {
        return model.view().get().rows().stream()
                .map(row -> switch (row) {
                    case Row.Task task -> task.title();
                    case Row.Heading heading -> heading.group().name();
                    case Row.Turn turn -> turn.who() + " " + turn.at();
                })
                .toList();
    }

    @Test
    void groupsWhatRunsWhatIsHeldAndWhatWaits() {
        fill();
        var model = model();

        assertThat(titles(model))
                .containsExactly(
                        "RUNNING",
                        "Search missing movies of Radarr 4K",
                        "Read all torrents of Home qBit",
                        "Copy the profile WEB 2160p to Sonarr Main",
                        "HELD",
                        "Search missing episodes of Anime",
                        "Run the rules of Seedbox",
                        "Back up Cabin",
                        "WAITING",
                        "Run the rules of Home qBit");
        assertThat(model.view().get().counts()).containsEntry(Tab.NOW, 7).containsEntry(Tab.DONE, 1);
    }

    @Test
    void aHeldTaskSaysWhyAndAGuardedOneCanBeReleased() {
        fill();
        var model = model();
        model.show(Tab.HELD);
        var held = model.view().get().rows().stream()
                .filter(Row.Task.class::isInstance)
                .map(Row.Task.class::cast)
                .toList();

        assertThat(held.getFirst().line()).isEqualTo("nas2.lan is silent");
        assertThat(held.getFirst().deed()).isEqualTo(TaskPanelViewModel.Deed.SKIP);
        assertThat(held.get(1).deed()).isEqualTo(TaskPanelViewModel.Deed.NONE);
        assertThat(held.getLast().deed()).isEqualTo(TaskPanelViewModel.Deed.RELEASE);
    }

    @Test
    void heldWorkOfAGuardedInstanceIsReleasedOnceOrForToday() {
        fill();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().actions().run("tasks.open", Optional.empty());
                Windows.settle(fakes);
                press(window, "#task-release-once-" + new TaskId(53));
                Windows.settle(fakes);
                assertThat(fakes.schedules.calls).containsExactly("release backup/h2");
                assertThat(said(window)).contains("Back up Cabin: released once.");

                press(window, "#task-release-today-" + new TaskId(53));
                Windows.settle(fakes);
                assertThat(fakes.guards.released).containsExactly("today " + PictureFleet.id("H2"));
                assertThat(said(window)).contains("Work of Cabin runs until 23:14, or until Pilothouse ends.");
            }
        });
    }

    @Test
    void aReasonHasRoomForItsWordsInANarrowWindow() {
        fill();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().actions().run("tasks.open", Optional.empty());
                Windows.settle(fakes);
                var root = window.scene().getRoot();
                root.lookup(".shell").pseudoClassStateChanged(PseudoClass.getPseudoClass("narrow"), true);
                root.resize(720, 900);
                root.applyCss();
                root.layout();

                assertThat(root.lookupAll(".task-reasoned .task-line"))
                        .hasSizeGreaterThan(1)
                        .map(Labeled.class::cast)
                        .allSatisfy(reason -> assertThat(
                                        reason.getWidth() - reason.getInsets().getLeft())
                                .isGreaterThan(90));
            }
        });
    }

    @Test
    void aHeldTurnIsLeftOut() {
        fill();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().actions().run("tasks.open", Optional.empty());
                Windows.settle(fakes);
                press(window, "#task-skip-" + new TaskId(51));
                Windows.settle(fakes);
                assertThat(fakes.schedules.calls).containsExactly("skip held cycle/s2/Missing");
                assertThat(said(window))
                        .anySatisfy(line -> assertThat(line).endsWith("left out; its next turn comes at its time."));
            }
        });
    }

    private static List<String> said(ShellWindow window) {
        return window.context().toasts().lookupAll(".label").stream()
                .map(label -> ((Labeled) label).getText())
                .toList();
    }

    private static void press(ShellWindow window, String button) {
        var root = window.scene().getRoot();
        root.resize(1440, 900);
        root.applyCss();
        root.layout();
        ((Button) root.lookup(button)).fire();
    }

    @Test
    void whatWaitsForTheMainsMayRunAnyway() {
        fill();
        var why = "This computer runs on battery: cycles and schedules wait for the mains.";
        var title = "search missing movies of Radarr HD";
        fakes.pausing.spared = Optional.of(why);
        fakes.tasks.tasks.set(List.of(held(61, "R1", title, why)));
        fakes.schedules.plan.set(List.of(new Planned(
                "cycle/r1/missing",
                "cycle",
                title,
                Optional.of(PictureFleet.id("R1")),
                Optional.empty(),
                MissedTurns.LATEST,
                false,
                Optional.of(why))));
        var model = model();
        model.show(Tab.HELD);

        assertThat(model.view().get().rows())
                .filteredOn(Row.Task.class::isInstance)
                .extracting(row -> ((Row.Task) row).deed())
                .containsExactly(TaskPanelViewModel.Deed.ANYWAY);
        model.runAnyway(new TaskId(61));
        assertThat(fakes.schedules.calls).containsExactly("run cycle/r1/missing");
    }

    @Test
    void theLogBelongsToTheChosenTaskWhateverItsPlace() {
        fill();
        var model = model();
        model.choose(new TaskId(41));

        assertThat(model.log().get()).hasSize(3);
        model.choose(new TaskId(42));
        assertThat(model.log().get()).isEmpty();
    }

    @Test
    void pausesUntilTheMorningOfTheNextDay() {
        assertThat(model().until(Pause.MORNING)).contains(Instant.parse("2026-06-19T07:00:00Z"));
        assertThat(model().until(Pause.OPEN_END)).isEmpty();
    }

    @Test
    void stopAsksExactlyTheTaskOfItsRow() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().actions().run("tasks.open", Optional.empty());
                var root = window.scene().getRoot();
                root.applyCss();
                root.layout();
                root.applyCss();
                ((Button) root.lookup("#task-stop-t42")).fire();

                assertThat(fakes.tasks.cancelled).containsExactly(new TaskId(42));
            }
        });
    }

    @Test
    void whereTheGuardsAskTheAnswerToThemTakesTheTaskBack() {
        fill();
        fakes.undoing.guarded = true;
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var done = fakes.tasks.tasks.get().stream()
                        .filter(TaskView::undoable)
                        .findFirst()
                        .orElseThrow();
                new TakingBack(window.context()).of(done.id(), "rename");
                Windows.settle(fakes);
                assertThat(fakes.undoing.undone).isEmpty();

                var root = window.scene().getRoot();
                root.applyCss();
                var answer = window.context().toasts().lookupAll(".button").stream()
                        .filter(it -> it instanceof ButtonBase button && "Undo it".equals(button.getText()))
                        .findFirst();
                ((ButtonBase) answer.orElseThrow()).fire();
                Windows.settle(fakes);
                assertThat(fakes.undoing.undone).containsExactly(done.id());
            }
        });
    }

    @Tag("pictures")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void picture(boolean dark) {
        fill();
        var name = "tasks-" + (dark ? "dark" : "light");
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, dark)) {
                window.context().actions().run("tasks.open", Optional.empty());
                Windows.picture(fakes, window, name);
            }
        });
        assertThat(Files.exists(Path.of("target/pictures", name + ".png"))).isTrue();
    }
}
