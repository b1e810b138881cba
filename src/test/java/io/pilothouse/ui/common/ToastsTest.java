package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.ManualLater;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;

/// Many toasts at once.
class ToastsTest {

    private final ManualLater later = new ManualLater();

    private static List<String> shown(Toasts toasts) {
        return toasts.getChildren().stream()
                .filter(Node::isVisible)
                .map(Node::getAccessibleText)
                .map(String::strip)
                .toList();
    }

    private static Problem problem(int number) {
        return new Problem(ProblemCode.STORE_IO, "Problem " + number, "Do this.");
    }

    @Test
    void newsMakesWayForWhatComesLaterAndGoesByItself() {
        FxToolkit.run(() -> {
            var toasts = new Toasts(new Texts(Locale.ENGLISH), later);
            for (int i = 1; i <= 5; i++) {
                toasts.news(Optional.empty(), "News " + i, Optional.empty());
            }
            assertThat(shown(toasts)).containsExactly("News 3", "News 4", "News 5");

            later.pass(Toasts.STAY);
            assertThat(shown(toasts)).isEmpty();
        });
    }

    @Test
    void newsThatNobodyCanReadWaitsAndHasItsWholeTimeAfterwards() {
        FxToolkit.run(() -> {
            var toasts = new Toasts(new Texts(Locale.ENGLISH), later);
            toasts.news(Optional.empty(), "Before", Optional.empty());
            later.pass(Toasts.STAY.minusSeconds(1));
            toasts.hold(true);
            toasts.news(Optional.empty(), "Meanwhile", Optional.empty());
            later.pass(Duration.ofHours(1));
            assertThat(shown(toasts)).containsExactly("Before", "Meanwhile");

            toasts.hold(false);
            later.pass(Toasts.STAY.minusSeconds(1));
            assertThat(shown(toasts)).containsExactly("Before", "Meanwhile");
            later.pass(Duration.ofSeconds(1));
            assertThat(shown(toasts)).isEmpty();
        });
    }

    @Test
    void aProblemStaysUntilItIsDismissedHoweverMuchComesAfterIt() {
        FxToolkit.run(() -> {
            var toasts = new Toasts(new Texts(Locale.ENGLISH), later);
            toasts.problem(Optional.empty(), problem(0), Optional.empty());
            for (int i = 1; i <= 5; i++) {
                toasts.news(Optional.empty(), "News " + i, Optional.empty());
            }
            assertThat(shown(toasts)).containsExactly("Problem 0 Do this.", "News 4", "News 5");

            later.pass(Toasts.STAY);
            for (int i = 1; i <= 3; i++) {
                toasts.problem(Optional.empty(), problem(i), Optional.empty());
            }
            assertThat(shown(toasts)).containsExactly("Problem 1 Do this.", "Problem 2 Do this.", "Problem 3 Do this.");

            ((Button) toasts.getChildren().getLast().lookup(".icon-button")).fireEvent(new ActionEvent());
            assertThat(shown(toasts)).containsExactly("Problem 0 Do this.", "Problem 1 Do this.", "Problem 2 Do this.");
        });
    }

    @Test
    void inALowWindowTheNewestStandsForAll() {
        FxToolkit.run(() -> {
            var toasts = new Toasts(new Texts(Locale.ENGLISH), later);
            var scene = new Scene(new StackPane(toasts), 600, 900);
            for (int i = 1; i <= 3; i++) {
                toasts.problem(Optional.empty(), problem(i), Optional.empty());
            }
            scene.getRoot().applyCss();
            scene.getRoot().layout();
            assertThat(shown(toasts)).hasSize(3);

            double one = toasts.getChildren().getFirst().prefHeight(-1) + toasts.getSpacing();
            scene.getRoot().resize(600, one * 7); // two of them are less than a third of it, three are more
            scene.getRoot().layout();
            assertThat(shown(toasts)).containsExactly("Problem 3 Do this.");
            assertThat(more(toasts).getText()).isEqualTo("2 more");

            more(toasts).fireEvent(new ActionEvent());
            assertThat(shown(toasts)).containsExactly("Problem 1 Do this.", "Problem 2 Do this.", "Problem 3 Do this.");
            assertThat(more(toasts)).isNull();

            toasts.getChildren().clear();
            toasts.problem(Optional.empty(), problem(4), Optional.empty());
            toasts.problem(Optional.empty(), problem(5), Optional.empty());
            assertThat(shown(toasts)).containsExactly("Problem 4 Do this.", "Problem 5 Do this.");
            assertThat(more(toasts)).isNull();
        });
    }

    @Test
    void moreThanThreeAreSaidInAHighWindowToo() {
        FxToolkit.run(() -> {
            var toasts = new Toasts(new Texts(Locale.ENGLISH), later);
            for (int i = 1; i <= 5; i++) {
                toasts.problem(Optional.empty(), problem(i), Optional.empty());
            }
            assertThat(shown(toasts)).containsExactly("Problem 3 Do this.", "Problem 4 Do this.", "Problem 5 Do this.");
            assertThat(more(toasts).getText()).isEqualTo("2 more");

            more(toasts).fireEvent(new ActionEvent());
            assertThat(shown(toasts)).hasSize(5);
        });
    }

    private static Button more(Toasts toasts) {
        return (Button) toasts.getChildren().getLast().lookup(".toast-more");
    }

    @Test
    void newsIsSeenBesideManyProblems() {
        FxToolkit.run(() -> {
            var toasts = new Toasts(new Texts(Locale.ENGLISH), later);
            for (int i = 1; i <= 4; i++) {
                toasts.problem(Optional.empty(), problem(i), Optional.empty());
            }
            toasts.news(Optional.empty(), "Deleted", Optional.of(new Toasts.Offer("Undo", () -> {})));
            assertThat(shown(toasts)).containsExactly("Problem 3 Do this.", "Problem 4 Do this.", "Deleted");

            toasts.news(Optional.empty(), "Put back", Optional.empty());
            assertThat(shown(toasts)).containsExactly("Problem 3 Do this.", "Problem 4 Do this.", "Put back");

            later.pass(Toasts.STAY);
            assertThat(shown(toasts)).containsExactly("Problem 2 Do this.", "Problem 3 Do this.", "Problem 4 Do this.");
        });
    }
}
