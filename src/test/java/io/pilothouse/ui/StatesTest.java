package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.instance.Fleet;
import io.pilothouse.tasks.maintenance.Maintenance;
import io.pilothouse.tasks.room.StoreRoom;
import io.pilothouse.tasks.secret.KeyStatus;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.text.Text;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The empty and error states of console design 3.11: each says what is so and offers what helps, and each
/// is drawn below `target/pictures/state-*`, to be looked at.
class StatesTest {

    /// @param says   parts of what must be read on screen
    /// @param offers words of the buttons that must be there
    record State(
            String name, FakeServices fakes, Consumer<ShellWindow> prepare, List<String> says, List<String> offers) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<State> states() {
        return List.of(
                new State(
                        "first-run",
                        new FakeServices(),
                        _ -> {},
                        List.of("Welcome to Pilothouse"),
                        List.of("Add", "Open demo", "Choose file")),
                new State(
                        "disk-full",
                        full(),
                        _ -> {},
                        List.of("The disk with the store has 40 MB left.", "Free some space on it"),
                        List.of("Open folder", "Open settings")),
                new State(
                        "filtered",
                        PictureFleet.make(),
                        window -> ((TextField) lookup(window, "#table-filter")).setText("nothing like it"),
                        List.of("0 of 14 match “nothing like it”."),
                        List.of("Clear filter")),
                new State(
                        "empty-tasks",
                        idle(),
                        window -> window.context().actions().run("tasks.open", Optional.empty()),
                        List.of("Nothing is running."),
                        List.of("Check all now")),
                new State(
                        "empty-trash",
                        PictureFleet.make(),
                        window -> window.context().navigation().go(new Location.Program("trash")),
                        List.of("The trash is empty."),
                        List.of("Show the Fleet")),
                new State("loading", loading(), on("R1", "history"), List.of("Loading"), List.of()),
                new State("stale", stale(40), _ -> {}, List.of("Shown data is 40 min old"), List.of()),
                new State("not-stale", seldomChecked(), on("R1", "overview"), List.of("Data 12 min old"), List.of()),
                new State(
                        "down",
                        PictureFleet.make(),
                        on("S2", "overview"),
                        List.of("Anime does not answer: nas2.lan is silent since 14:02."),
                        List.of("Diagnose", "Check now", "Maintenance 1 h")),
                new State(
                        "refused",
                        PictureFleet.make(),
                        on("Q2", "overview"),
                        List.of(
                                "Seedbox refuses the password of user pilot.",
                                "Since 12:04. You see data from 12:03, as far as it was read. Diagnose it."),
                        List.of("Replace the login…", "Diagnose")),
                new State(
                        "down-alone",
                        troubled("R1", ShownState.DOWN, FaultCode.CONNECTION_REFUSED),
                        on("R1", "overview"),
                        List.of(
                                "Radarr HD has not answered since 13:44.",
                                "You see data from 13:40, as far as it was read. Start it."),
                        List.of("Diagnose", "Check now", "Maintenance 1 h")),
                new State(
                        "certificate",
                        troubled("R1", ShownState.DOWN, FaultCode.TLS_PIN_CHANGED),
                        on("R1", "overview"),
                        List.of(
                                "It is in trouble.",
                                "Since 13:44. You see data from 13:40, as far as it was read. Start it."),
                        List.of("Diagnose")),
                new State(
                        "banned",
                        troubled("Q1", ShownState.REFUSED, FaultCode.BANNED),
                        on("Q1", "overview"),
                        List.of("Home qBit has banned this computer", "Nothing is tried before 14:44."),
                        List.of("Check now", "Replace the login…", "Diagnose")),
                new State(
                        "wrong-product",
                        troubled("R1", ShownState.REFUSED, FaultCode.WRONG_PRODUCT),
                        on("R1", "overview"),
                        List.of(
                                "It is in trouble.",
                                "Since 13:44. You see data from 13:40, as far as it was read. Start it."),
                        List.of("Edit…", "Diagnose", "Check now")),
                new State(
                        "unstable",
                        turned("R1", ShownState.UNSTABLE),
                        on("R1", "overview"),
                        List.of("Radarr HD has been up and down since 17 Jun 22:54.", "until it has been calm"),
                        List.of("Diagnose", "Check now", "Maintenance 1 h")),
                new State(
                        "maintenance",
                        maintained(),
                        on("W1", "overview"),
                        List.of("Clips is in maintenance until 15:14.", "nobody is told"),
                        List.of("End maintenance", "Maintenance…")),
                new State(
                        "maintenance-weekly",
                        PictureFleet.make(),
                        on("W1", "overview"),
                        List.of("Clips is in maintenance by its timetable."),
                        List.of("End maintenance")),
                new State(
                        "asleep",
                        turned("R1", ShownState.ASLEEP),
                        on("R1", "overview"),
                        List.of("Radarr HD has been asleep by its timetable since 17 Jun 22:54."),
                        List.of("Check now", "Edit…")),
                new State(
                        "switched-off",
                        switchedOff(),
                        on("R1", "overview"),
                        List.of("Radarr HD is paused: this window shows Radarr 4K now.", "Radarr HD is paused."),
                        List.of("Resume")),
                new State(
                        "identity",
                        turned("R1", ShownState.IDENTITY_CHANGED),
                        on("R1", "overview"),
                        List.of("Radarr HD answers as another instance."),
                        List.of("It is the same", "Edit…", "Pause")),
                new State(
                        "locked",
                        locked(),
                        on("R1", "overview"),
                        List.of("1 secret cannot be read.", "Radarr HD is locked."),
                        List.of("Open settings", "Replace the key…")),
                new State(
                        "key-store-locked",
                        keyStoreLocked(),
                        _ -> {},
                        List.of("1 secret cannot be read.", "The key ring is locked. Reading stored data works."),
                        List.of("Unlock…")),
                new State(
                        "all-locked",
                        allLocked(),
                        _ -> {},
                        List.of(
                                "14 secrets cannot be read.",
                                "Anime, Brand North, Brand South, Brand West, Cabin and 9 more"),
                        List.of("Open settings")),
                new State(
                        "passphrase",
                        waitingForPassphrase(),
                        window -> press(window, "Unlock…"),
                        List.of("They wait for the passphrase.", "Type the passphrase."),
                        List.of("Unlock…", "Recover…")),
                new State(
                        "held",
                        PictureFleet.make(),
                        on("H2", "overview"),
                        List.of(
                                "1 piece of work of Cabin is held.",
                                "Cabin is Guarded: background work waits for a release."),
                        List.of("Release today", "Release")),
                new State(
                        "unreadable-setting",
                        unreadable(),
                        _ -> {},
                        List.of("1 setting could not be read.", "kept: Scale"),
                        List.of("Open settings")),
                new State(
                        "paused",
                        paused(),
                        _ -> {},
                        List.of("Background work is paused.", "Cycles, schedules and checks wait."),
                        List.of("Resume")),
                new State(
                        "offline",
                        offline(),
                        _ -> {},
                        List.of("This computer is offline.", "Nothing is judged, no failure is counted."),
                        List.of("Try now")),
                new State(
                        "compare-nobody",
                        PictureFleet.make(),
                        window -> window.context().navigation().go(new Location.Program("compare")),
                        List.of("No instance chosen."),
                        List.of("Compare the active one with its kind")),
                new State(
                        "compare-equal",
                        PictureFleet.make(),
                        window ->
                                window.context().actions().run("instance.compare", Optional.of(PictureFleet.id("R1"))),
                        List.of("No differences in 0 settings."),
                        List.of("Keep as baseline", "Show all")));
    }

    private static Consumer<ShellWindow> on(String monogram, String page) {
        return window -> window.context().navigation().goTo(PictureFleet.id(monogram), page);
    }

    private static Node lookup(ShellWindow window, String id) {
        return window.scene().getRoot().lookup(id);
    }

    private static FakeServices idle() {
        var fakes = PictureFleet.make();
        fakes.tasks.tasks.set(List.of());
        fakes.schedules.plan.set(List.of());
        return fakes;
    }

    private static FakeServices unreadable() {
        var fakes = PictureFleet.make();
        fakes.settings.unreadable.set(Set.of("appearance.scale"));
        return fakes;
    }

    private static FakeServices loading() {
        var fakes = PictureFleet.make();
        fakes.tasks.hold();
        return fakes;
    }

    private static FakeServices full() {
        var fakes = PictureFleet.make();
        fakes.safekeeping.shortage.set(Optional.of(new StoreRoom.Shortage(OptionalLong.of(40_000_000))));
        return fakes;
    }

    private static FakeServices paused() {
        var fakes = PictureFleet.make();
        fakes.pausing.pause(Optional.empty());
        return fakes;
    }

    private static FakeServices offline() {
        var fakes = PictureFleet.make();
        fakes.health.causes.set(List.of(new Cause(
                Cause.Kind.OFFLINE,
                "",
                FakeServices.NOW.minus(Duration.ofMinutes(2)),
                List.copyOf(fakes.health.states.get().keySet()))));
        change(fakes, fakes.health.states.get().keySet(), health -> copy(health, ShownState.UNKNOWN, Duration.ZERO));
        return fakes;
    }

    private static FakeServices stale(int minutes) {
        var fakes = PictureFleet.make();
        change(
                fakes,
                fakes.health.states.get().keySet(),
                health -> copy(health, health.state(), Duration.ofMinutes(minutes)));
        return fakes;
    }

    private static FakeServices seldomChecked() {
        var fakes = stale(12);
        fakes.instances.fleet.update(fleet -> Fleet.of(
                fleet.live().stream()
                        .map(one -> new Instance(
                                one.id(),
                                one.num(),
                                one.configuration().withCheckEvery(Optional.of(Duration.ofMinutes(15))),
                                one.position(),
                                one.configVersion(),
                                one.identity(),
                                one.createdAt(),
                                one.updatedAt(),
                                one.deletedAt(),
                                one.legacyKey()))
                        .toList(),
                fleet.trashed(),
                fleet.locked(),
                fleet.formerNames()));
        return fakes;
    }

    private static FakeServices turned(String monogram, ShownState state) {
        var fakes = PictureFleet.make();
        change(fakes, Set.of(PictureFleet.id(monogram)), health -> copy(health, state, Duration.ZERO));
        return fakes;
    }

    private static FakeServices troubled(String monogram, ShownState state, FaultCode code) {
        var fakes = PictureFleet.make();
        var problem = new Problem(code.problemCode(), "It is in trouble.", "Start it.");
        change(
                fakes,
                Set.of(PictureFleet.id(monogram)),
                from -> new InstanceHealth(
                        from.id(),
                        from.lifecycle(),
                        Optional.of(code.health()),
                        state,
                        FakeServices.NOW.minus(Duration.ofMinutes(30)),
                        Optional.of(code),
                        Optional.of(problem),
                        from.cause(),
                        from.answer(),
                        Optional.empty(),
                        3,
                        from.lastCheckAt(),
                        Optional.of(FakeServices.NOW.minus(Duration.ofMinutes(34))),
                        Optional.of(FakeServices.NOW.plus(Duration.ofMinutes(30))),
                        false));
        return fakes;
    }

    private static FakeServices maintained() {
        var fakes = PictureFleet.make();
        fakes.maintenance.planned.set(List.of(new Maintenance.Period(
                PictureFleet.id("W1"), FakeServices.NOW, FakeServices.NOW.plus(Duration.ofHours(1)))));
        return fakes;
    }

    private static FakeServices switchedOff() {
        var fakes = turned("R1", ShownState.PAUSED);
        fakes.instances.fleet.update(fleet -> Fleet.of(
                fleet.live().stream()
                        .map(one -> one.id().equals(PictureFleet.id("R1"))
                                ? new Instance(
                                        one.id(),
                                        one.num(),
                                        one.configuration().withEnabled(false),
                                        one.position(),
                                        one.configVersion(),
                                        one.identity(),
                                        one.createdAt(),
                                        one.updatedAt(),
                                        one.deletedAt(),
                                        one.legacyKey())
                                : one)
                        .toList(),
                fleet.trashed(),
                fleet.locked(),
                fleet.formerNames()));
        return fakes;
    }

    private static FakeServices locked() {
        var fakes = turned("R1", ShownState.LOCKED);
        fakes.instances.fleet.update(
                fleet -> Fleet.of(fleet.live(), fleet.trashed(), Set.of(PictureFleet.id("R1")), fleet.formerNames()));
        return fakes;
    }

    private static FakeServices allLocked() {
        var fakes = PictureFleet.make();
        fakes.instances.fleet.update(fleet -> Fleet.of(
                fleet.live(),
                fleet.trashed(),
                Set.copyOf(fleet.live().stream().map(Instance::id).toList()),
                fleet.formerNames()));
        return fakes;
    }

    private static FakeServices keyStoreLocked() {
        var fakes = locked();
        fakes.safekeeping.keys.set(new KeyStatus(
                KeyStatus.State.LOCKED,
                KeyStatus.Protection.KEY_STORE,
                "GNOME Keyring",
                false,
                Optional.of(new Problem(ProblemCode.LOCKED, "The key ring is locked.", "Unlock it.")),
                Set.of(PictureFleet.id("R1"))));
        return fakes;
    }

    private static FakeServices waitingForPassphrase() {
        var fakes = locked();
        fakes.safekeeping.keys.set(new KeyStatus(
                KeyStatus.State.NEEDS_PASSPHRASE,
                KeyStatus.Protection.PASSPHRASE,
                "",
                true,
                Optional.empty(),
                Set.of(PictureFleet.id("R1"))));
        return fakes;
    }

    private static void press(ShellWindow window, String words) {
        var found = new ArrayList<Button>();
        visit(window.scene().getRoot(), node -> {
            if (node instanceof Button button && words.equals(button.getText())) {
                found.add(button);
            }
        });
        found.getFirst().fire();
    }

    private static void change(
            FakeServices fakes, Set<InstanceId> ids, java.util.function.UnaryOperator<InstanceHealth> change) {
        fakes.health.states.update(before -> {
            Map<InstanceId, InstanceHealth> after = new HashMap<>(before);
            ids.forEach(id -> after.computeIfPresent(id, (_, health) -> change.apply(health)));
            return Map.copyOf(after);
        });
    }

    private static InstanceHealth copy(InstanceHealth from, ShownState state, Duration older) {
        return new InstanceHealth(
                from.id(),
                from.lifecycle(),
                from.health(),
                state,
                from.stateSince(),
                from.code(),
                from.problem(),
                from.cause(),
                from.answer(),
                from.latency(),
                from.failures(),
                older.isZero() ? from.lastCheckAt() : Optional.of(FakeServices.NOW.minus(older)),
                from.lastHealthyAt(),
                from.nextCheckAt(),
                from.checking());
    }

    private static void visit(Node node, Consumer<Node> visitor) {
        if (!node.isVisible()) {
            return;
        }
        visitor.accept(node);
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> visit(child, visitor));
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void eachStateSaysWhatIsSoAndOffersWhatHelps(State state) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(state.fakes, state.name.length() % 2 == 0)) {
                window.scene().getRoot().applyCss();
                state.prepare.accept(window);
                for (int i = 0; i < 2; i++) {
                    window.scene().getRoot().applyCss();
                    window.scene().getRoot().layout();
                    Windows.settle(state.fakes);
                }
                FxToolkit.picture(window.scene(), Path.of("target", "pictures", "state-" + state.name + ".png"));
                var said = new ArrayList<String>();
                var buttons = new ArrayList<String>();
                visit(window.scene().getRoot(), node -> {
                    if (node instanceof Text text) { // of a banner, which has more than one line where it must
                        said.add(text.getText());
                    }
                    if (node instanceof Labeled labeled && labeled.getText() != null) {
                        said.add(labeled.getText());
                        if (labeled instanceof Button) {
                            buttons.add(labeled.getText());
                        }
                    }
                });
                for (var part : state.says) {
                    assertThat(said).anyMatch(line -> line.contains(part));
                }
                assertThat(buttons).containsAll(state.offers);
            }
        });
    }
}
