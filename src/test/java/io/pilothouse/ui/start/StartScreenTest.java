package io.pilothouse.ui.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.tasks.backup.Backups.StoredCopy;
import io.pilothouse.testing.ui.FxToolkit;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import org.junit.jupiter.api.Test;

class StartScreenTest {

    private static final Instant NOW = Instant.parse("2026-07-18T14:00:00Z");
    private static final Path STORE = Path.of("data", "pilothouse.db");
    private static final StoredCopy TODAY = new StoredCopy(Path.of("today.db"), NOW.minusSeconds(18_000), 14);
    private static final StoredCopy OLDER = new StoredCopy(Path.of("older.db"), NOW.minusSeconds(200_000), 13);

    private final Asked asked = new Asked();

    /// Remembers what was asked, and refuses restoring when told to.
    private static final class Asked implements StartWays {
        private final List<String> what = new ArrayList<>();
        private boolean refuses;

        @Override
        public void restore(Path copy, Consumer<Problem> failed) {
            what.add("restore " + copy);
            if (refuses) {
                failed.accept(new Problem(ProblemCode.BAD_FILE, "It is no good copy.", "Choose another."));
            }
        }

        @Override
        public void beginAnew(Consumer<Problem> failed) {
            what.add("begin anew");
        }

        @Override
        public void look(Consumer<Problem> failed) {
            what.add("look");
        }

        @Override
        public void showFolder(Path folder) {
            what.add("show " + folder);
        }

        @Override
        public void quit() {
            what.add("quit");
        }
    }

    private Scene open(ProblemCode code, List<StoredCopy> copies, boolean replaceable) {
        var trouble = new StartTrouble(
                new Problem(code, "The store failed its check.", "Restore the copy."),
                STORE,
                Path.of("logs"),
                copies,
                replaceable);
        var scene = new StartScreen(trouble, asked, Locale.ENGLISH, Clock.fixed(NOW, ZoneOffset.UTC)).scene();
        scene.getRoot().applyCss();
        return scene;
    }

    @Test
    void theNewestGoodCopyIsOfferedFirstAndAnotherCanBeChosen() {
        FxToolkit.run(() -> {
            var scene = open(ProblemCode.STORE_DAMAGED, List.of(TODAY, OLDER), true);

            button(scene, "restore").fire();
            var copies = scene.getRoot().lookupAll(".radio-button").stream()
                    .map(RadioButton.class::cast)
                    .toList();
            assertThat(copies.getFirst().getText()).isEqualTo("09:00, 14 instances");
            copies.getLast().fire();

            assertThat(asked.what).containsExactly("restore today.db");
            assertThat(button(scene, "restore").isDisabled()).isTrue(); // one at a time
        });
    }

    @Test
    void aRefusedCopySaysWhyAndTheOtherCanBeTried() {
        FxToolkit.run(() -> {
            asked.refuses = true;
            var scene = open(ProblemCode.STORE_DAMAGED, List.of(TODAY, OLDER), true);

            button(scene, "restore").fire();
            assertThat(((Label) scene.lookup("#failure")).getText()).isEqualTo("It is no good copy. Choose another.");
            scene.getRoot().lookupAll(".radio-button").stream()
                    .map(RadioButton.class::cast)
                    .reduce((_, last) -> last)
                    .orElseThrow()
                    .fire();
            button(scene, "restore").fire();

            assertThat(asked.what).containsExactly("restore today.db", "restore older.db");
        });
    }

    @Test
    void withoutACopyThereIsANewStore() {
        FxToolkit.run(() -> {
            var scene = open(ProblemCode.STORE_NEWER, List.of(), true);

            assertThat(((Label) scene.lookup("#headline")).getText())
                    .isEqualTo("The store was written by a newer Pilothouse");
            assertThat(button(scene, "restore").isVisible()).isFalse();
            button(scene, "beginAnew").fire();

            assertThat(asked.what).containsExactly("begin anew");
        });
    }

    @Test
    void aDamagedStoreCanBeLookedAtAndANewerOneCannot() {
        FxToolkit.run(() -> {
            var damaged = open(ProblemCode.STORE_DAMAGED, List.of(TODAY), true);
            var newer = open(ProblemCode.STORE_NEWER, List.of(TODAY), true);

            assertThat(button(newer, "look").isVisible()).isFalse();
            button(damaged, "look").fire();

            assertThat(asked.what).containsExactly("look");
            assertThat(button(damaged, "restore").isDisabled()).isTrue(); // one at a time
        });
    }

    @Test
    void aStoreInUseIsLeftAlone() {
        FxToolkit.run(() -> {
            var scene = open(ProblemCode.STORE_BUSY, List.of(TODAY), false);

            assertThat(List.of("restore", "beginAnew"))
                    .allSatisfy(id -> assertThat(button(scene, id).isVisible()).isFalse());
            button(scene, "quit").fire();

            assertThat(asked.what).containsExactly("quit");
        });
    }

    /// The store tells when a copy was made as machines write it.
    @Test
    void theTimeOfACopyIsWrittenForPeople() {
        FxToolkit.run(() -> {
            var problem = new Problem(
                    ProblemCode.STORE_DAMAGED,
                    "The store a.db failed its check. Newest good copy: 2026-07-18T09:00:00Z, 14 instances.",
                    "Restore the copy.");
            var trouble = new StartTrouble(problem, STORE, Path.of("logs"), List.of(TODAY), true);
            var scene = new StartScreen(trouble, asked, Locale.ENGLISH, Clock.fixed(NOW, ZoneOffset.UTC)).scene();

            assertThat(scene.getRoot().lookupAll(".label").stream().map(label -> ((Label) label).getText()))
                    .contains("The store a.db failed its check. Newest good copy: 09:00, 14 instances.");
        });
    }

    private static Button button(Scene scene, String id) {
        Node found = scene.lookup("#" + id);
        return (Button) found;
    }
}
