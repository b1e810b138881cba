package io.pilothouse.ui.palette;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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

    @Test
    void whatMayNotFitDoesNot() {
        for (var typed : List.of("chk", "now check", "xyz", "r4")) {
            for (var text : List.of("Check now", "Radarr 4K", "Go to Wanted > Missing", "")) {
                assertThat(new Fuzzy(typed).mayFit(text.toLowerCase(Locale.ROOT)))
                        .as(typed + " in " + text)
                        .isEqualTo(Fuzzy.score(typed, text).isPresent());
            }
        }
    }
}
