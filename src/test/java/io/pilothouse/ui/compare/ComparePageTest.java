package io.pilothouse.ui.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;

/// What is done on the page of comparison, with keys and buttons.
class ComparePageTest {

    private final FakeServices fakes = ComparePicturesTest.fakes();

    private void look(Locale language, Consumer<ShellWindow> test) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false, language, false, Optional.empty())) {
                window.context().actions().run("instance.compare", Optional.of(PictureFleet.id("R1")));
                lay(window);
                test.accept(window);
            }
        });
    }

    private void lay(ShellWindow window) {
        for (int i = 0; i < 2; i++) {
            root(window).applyCss();
            root(window).layout();
            Windows.settle(fakes);
        }
    }

    private static Parent root(ShellWindow window) {
        return window.scene().getRoot();
    }

    private void tickAll(ShellWindow window) {
        root(window)
                .lookup("#table-rows")
                .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.A, false, true, false, false));
        lay(window);
    }

    private void press(ShellWindow window, String id) {
        ((Button) root(window).lookup("#" + id)).fire();
        lay(window);
    }

    private static List<String> listed(ShellWindow window) {
        return root(window).lookupAll(".guard-item").stream()
                .map(item -> ((Label) item).getText())
                .toList();
    }

    @Test
    void theButtonsEndWhereThePageDoes() {
        look(Locale.ENGLISH, window -> {
            var keep = root(window).lookup("#compare-keep");
            var head = (Region) root(window).lookup(".compare-head");

            assertThat(keep.localToScene(keep.getLayoutBounds()).getMaxX())
                    .isCloseTo(
                            head.localToScene(head.getLayoutBounds()).getMaxX()
                                    - head.getInsets().getRight(),
                            within(1.0));
        });
    }

    @Test
    void anotherInstanceIsComparedFromThePageItself() {
        look(Locale.ENGLISH, window -> {
            window.context().actions().run("instance.compare", Optional.of(PictureFleet.id("L1")));
            lay(window);

            assertThat(root(window).lookupAll(".compare-chip > .label").stream()
                            .map(label -> ((Label) label).getText())
                            .toList())
                    .contains("Music")
                    .doesNotContain("Radarr HD");
        });
    }

    @Test
    void copyingShowsEveryChangeFirstAlsoWhereTheGuardsAskNothing() {
        look(Locale.ENGLISH, window -> {
            tickAll(window);
            press(window, "compare-copy-" + PictureFleet.id("R4"));

            assertThat(listed(window))
                    .contains("Radarr HD · Rename movies: no → yes")
                    .anyMatch(item -> item.startsWith("Radarr HD · WEB 2160p: not there → "));
            assertThat(fakes.comparing.copied).isEmpty();
            press(window, "guard-go");
            assertThat(fakes.comparing.copied)
                    .hasSize(3)
                    .allMatch(change -> change.target().equals(PictureFleet.id("R1")));
            var undo = root(window).lookupAll(".toast .button").stream()
                    .map(Button.class::cast)
                    .filter(button -> "Undo".equals(button.getText()))
                    .toList();
            assertThat(undo).hasSize(1);
            undo.getFirst().fire();
            lay(window);
            assertThat(fakes.undoing.undone).hasSize(1);
        });
    }

    @Test
    void thePreviewIsInTheLanguageOfTheWindow() {
        look(Locale.GERMAN, window -> {
            tickAll(window);
            press(window, "compare-copy-" + PictureFleet.id("R4"));

            assertThat(listed(window)).contains("Radarr HD · Filme umbenennen: nein → ja");
        });
    }

    @Test
    void whatIsSaidToDifferOnPurposeSaysSoAndCanBeToldOfAgain() {
        look(Locale.ENGLISH, window -> {
            tickAll(window);
            assertThat(root(window).lookup("#compare-tell-again").isVisible()).isFalse();
            press(window, "compare-on-purpose");

            var table = (TableView<?>) root(window).lookup("#table-rows");
            assertThat(table.getItems())
                    .hasSize(3)
                    .allMatch(row -> ((CompareViewModel.Row) row).sign() == CompareViewModel.Sign.ON_PURPOSE);
            assertThat(root(window).lookup("#compare-tell-again").isVisible()).isTrue();
            press(window, "compare-tell-again");
            assertThat(table.getItems())
                    .noneMatch(row -> ((CompareViewModel.Row) row).sign() == CompareViewModel.Sign.ON_PURPOSE);
        });
    }

    @Test
    void whatCannotBeComparedSaysWhyInPlaceOfTheTable() throws Exception {
        fakes.comparing.fault = Optional.of(new io.pilothouse.domain.ProblemException(new io.pilothouse.domain.Problem(
                io.pilothouse.domain.ProblemCode.NOT_FOUND,
                "There is no instance radarr-1.",
                "Look at the list of instances.")));
        look(Locale.ENGLISH, window -> {
            assertThat(root(window).lookupAll(".state-pane .label").stream().map(node -> ((Label) node).getText()))
                    .contains("There is no instance radarr-1.");
            fakes.comparing.fault = Optional.empty();
            ((Button) root(window).lookup(".compare .state-pane .button")).fire();
            lay(window);
            assertThat(((TableView<?>) root(window).lookup("#table-rows")).getItems())
                    .hasSize(3);
        });
    }
}
