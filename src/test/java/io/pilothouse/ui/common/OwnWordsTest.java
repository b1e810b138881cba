package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnWordsTest {

    @Test
    void aSentenceThatCountsIsOurOwnUnlessSomebodysWordsAreInIt() {
        var words = new OwnWords();
        words.learn(Set.of(
                "{0, choice, 0#no instances|1#1 instance|1<{0} instances} on {1, choice, 1#1 host|1<{1} hosts}",
                "{0,choice,0#|1#1 task of {1}|1<{0} tasks of {1}}", "Deutsch", "Sonarr"));
        words.hide(Set.of("Loft"));

        assertThat(List.of(
                        "17 instances on 5 hosts",
                        "1 instance on 1 host",
                        "no instances on 1 host",
                        "2 tasks of Sonarr"))
                .allMatch(words::own);
        assertThat(List.of("17 instances on nas.lan", "2 tasks of Loft", "1 task of The House", "5 hosts"))
                .noneMatch(words::own);
    }

    private static String shown(OwnWords words, String text) {
        var shown = new StringBuilder(text);
        words.foreign(text).reversed().forEach(span -> shown.replace(span.from(), span.to(), "▆"));
        return shown.toString();
    }

    @Test
    void ofASentenceOfOursOnlyWhatIsSomebodysIsCovered() {
        var words = new OwnWords();
        words.learn(List.of(
                "{0} refuses the connection.",
                "Check the address of {0}, or ask {1}.",
                "Searched for {0} and {1} on {2}",
                "{0} on {1}",
                "The {0}",
                "since yesterday"));
        words.hide(Set.of("Loft"));

        assertThat(shown(words, "Loft refuses the connection. Check the address of nas.lan:80, or ask Ann."))
                .isEqualTo("▆ refuses the connection. Check the address of ▆, or ask ▆.");
        assertThat(shown(words, "Searched for Heat and Up on  Loft · since yesterday"))
                .isEqualTo("Searched for ▆ and ▆ on  ▆ · since yesterday");
        assertThat(shown(words, "Snakes on a Plane"))
                .as("a title that sounds like a short sentence")
                .isEqualTo("▆");
        assertThat(shown(words, "The Thing: Check, or Loft")).isEqualTo("▆");
        assertThat(shown(words, "Loft refuses the connection"))
                .as("without its end, as in a cell")
                .isEqualTo("▆ refuses the connection");
        assertThat(List.of("2. Dez. 13:55", "Mo., 3. März", "Dec 2, 1:55 PM", "Tuesday"))
                .allMatch(words::own);
        assertThat(shown(words, " Loft ")).isEqualTo(" ▆ ");
    }
}
