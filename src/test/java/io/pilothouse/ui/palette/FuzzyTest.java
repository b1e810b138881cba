package io.pilothouse.ui.palette;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class FuzzyTest {

    private static List<String> ranked(String typed, String... texts) {
        return List.of(texts).stream()
                .filter(text -> Fuzzy.score(typed, text).isPresent())
                .sorted(Comparator.comparingDouble(
                                (String text) -> Fuzzy.score(typed, text).getAsDouble())
                        .reversed())
                .toList();
    }

    @Test
    void beginningsComeFirst() {
        assertThat(ranked("ch", "Search missing", "Check now", "Copy the hash", "Diagnose"))
                .containsExactly("Check now", "Search missing", "Copy the hash");
    }

    @Test
    void initialsAndSeveralWords() {
        assertThat(Fuzzy.score("sam", "Search all missing")).isPresent();
        assertThat(Fuzzy.score("miss sea", "Search all missing")).isPresent();
        assertThat(Fuzzy.score("miss now", "Search all missing")).isEmpty();
    }

    @Test
    void nothingTypedFitsEverything() {
        assertThat(Fuzzy.score("", "Anything")).isPresent();
        assertThat(Fuzzy.score("  ", "Anything")).isPresent();
    }
}
