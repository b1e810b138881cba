package io.pilothouse.ui.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;

class GuardSheetTest {

    private final FakeServices fakes = PictureFleet.make();
    private final List<Consent> done = new ArrayList<>();

    private void asked(ActionClass what, List<String> monograms, Consumer<Parent> then) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                ask(window, what, monograms);
                then.accept(window.scene().getRoot());
            }
        });
    }

    private void shown(Act act, Consumer<Parent> then) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                ask(window, act);
                then.accept(window.scene().getRoot());
            }
        });
    }

    private void ask(ShellWindow window, ActionClass what, List<String> monograms) {
        var ids = monograms.stream().map(PictureFleet::id).toArray(InstanceId[]::new);
        ask(window, new Act(what, Arrays.asList(ids), "delete 3 movies", List.of("A", "B", "C"), 3));
    }

    private void ask(ShellWindow window, Act act) {
        new GuardSheet(window.context())
                .ask(new GuardedAct(
                        act,
                        "Delete 3 movies",
                        "Delete",
                        "3 movies are removed from disk.",
                        Optional.empty(),
                        done::add));
    }

    @Test
    void aGuardedDeletionNeedsTheNameExactly() {
        asked(ActionClass.DESTRUCTIVE, List.of("R4"), root -> {
            var typed = (TextField) root.lookup("#typed");
            var go = (Button) root.lookup("#guard-go");
            assertThat(go.getText()).isEqualTo("Delete on Radarr 4K");
            assertThat(go.isDisabled()).isTrue();
            typed.setText("Radarr 4");
            assertThat(go.isDisabled()).isTrue();
            typed.setText("Radarr 4K");
            assertThat(go.isDisabled()).isFalse();
            go.fire();
        });
        assertThat(done).hasSize(1);
        assertThat(done.getFirst().typed()).contains("Radarr 4K");
    }

    /// Bar W7.
    @Test
    void theNameOfAnotherInstanceIsAnsweredWithBothNames() {
        asked(ActionClass.DESTRUCTIVE, List.of("R4"), root -> {
            ((TextField) root.lookup("#typed")).setText("Radarr HD");
            assertThat(((Label) root.lookup("#hint")).getText())
                    .isEqualTo("You typed Radarr HD. This window is about Radarr 4K.");
            assertThat(root.lookup("#guard-go").isDisabled()).isTrue();
        });
    }

    @Test
    void aCarefulDeletionNeedsTheTickAndEnterCancels() {
        asked(ActionClass.DESTRUCTIVE, List.of("R1"), root -> {
            var go = (Button) root.lookup("#guard-go");
            assertThat(((Button) root.lookup("#guard-cancel")).isDefaultButton())
                    .isTrue();
            assertThat(go.isDefaultButton()).isFalse();
            assertThat(go.isDisabled()).isTrue();
            ((CheckBox) root.lookup("#tick")).setSelected(true);
            assertThat(go.isDisabled()).isFalse();
        });
        assertThat(done).isEmpty();
    }

    @Test
    void theWholeListIsThereToBeReadAndWithoutOneNobodySaysToHaveReadIt() {
        var titles = IntStream.rangeClosed(1, 40).mapToObj(it -> "Film " + it).toList();
        shown(new Act(ActionClass.DESTRUCTIVE, List.of(PictureFleet.id("R1")), "take out", titles, 44), root -> {
            assertThat(root.lookupAll(".guard-item").stream().map(it -> ((Label) it).getText()))
                    .containsAll(titles)
                    .contains("and 4 more");
            assertThat(((CheckBox) root.lookup("#tick")).getText()).isEqualTo("I have read the list");
        });
        shown(
                new Act(ActionClass.NEW_AUTOMATION, List.of(PictureFleet.id("R1")), "switch on", List.of(), 1),
                root -> assertThat(((CheckBox) root.lookup("#tick")).getText()).isEqualTo("I have read what it does"));
    }

    @Test
    void whatATickDoesNotReleaseSaysWhy() {
        asked(ActionClass.NEW_AUTOMATION, List.of("R4"), root -> {
            var against = (Label) root.lookup("#against");
            assertThat(against.isVisible()).isFalse();
            ((CheckBox) root.lookup("#tick")).setSelected(true);
            assertThat(root.lookup("#guard-go").isDisabled()).isTrue();
            assertThat(against.isVisible()).isTrue();
            assertThat(against.getText()).contains("Radarr 4K is Guarded").contains("Release the instance");
        });
    }

    @Test
    void severalInstancesNeedTheirNumber() {
        asked(ActionClass.DESTRUCTIVE, List.of("R1", "R4"), root -> {
            ((TextField) root.lookup("#typed")).setText("2");
            var go = (Button) root.lookup("#guard-go");
            assertThat(go.getText()).isEqualTo("Delete on 2 instances");
            assertThat(go.isDisabled()).isFalse();
        });
    }

    @Test
    void aReversibleActOnACarefulInstanceHappensAtOnce() {
        asked(
                ActionClass.REMOTE_REVERSIBLE,
                List.of("R1"),
                root -> assertThat(root.lookup("#guard-go")).isNull());
        assertThat(done).hasSize(1);
    }
}
