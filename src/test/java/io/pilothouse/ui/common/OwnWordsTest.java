package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnWordsTest {

    @Test
    void aSentenceThatCountsIsOurOwnUnlessSomebodysWordsAreInIt() {
        var words = new OwnWords();
        words.learn(
                Set.of(
                        "{0, choice, 0#no instances|1#1 instance|1<{0} instances} on {1, choice, 1#1 host|1<{1} hosts}",
                        "{0,choice,0#|1#1 task of {1}|1<{0} tasks of {1}}", "Deutsch"),
                List.of("Sonarr"));
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
}
