package io.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.ui.shell.ChoicesMade.Made;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoicesMadeTest {

    private static final Instant NOW = Instant.parse("2026-06-18T14:00:00Z");

    private final List<String> done = new ArrayList<>();
    private final ChoicesMade choices = new ChoicesMade();

    private Made choice(String what) {
        return new Made(NOW, what, () -> done.add("back " + what), () -> done.add("again " + what));
    }

    @Test
    void whatWasTakenBackIsMadeAgainInTheOrderOfTheChoices() {
        choices.add(choice("theme"));
        choices.add(choice("scale"));
        choices.takeBack();
        choices.takeBack();
        choices.makeAgain(NOW);
        choices.makeAgain(NOW);
        choices.takeBack();

        assertThat(done).containsExactly("back scale", "back theme", "again theme", "again scale", "back scale");
    }

    @Test
    void aNewChoiceEndsWhatCouldBeMadeAgain() {
        choices.add(choice("theme"));
        choices.takeBack();
        choices.add(choice("scale"));

        assertThat(choices.canMakeAgain()).isFalse();
        assertThat(choices.newest()).get().extracting(Made::what).isEqualTo("scale");
    }
}
