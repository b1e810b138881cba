package io.pilothouse.ui.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.query.Filter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowMatchTest {

    private static boolean looked(String text, String part) {
        for (int at = 0; at <= text.length() - part.length(); at++) {
            if (text.regionMatches(true, at, part, 0, part.length())) {
                return true;
            }
        }
        return false;
    }

    @Test
    void findsAPartWhereverItStandsInCapitalsOrNot() {
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            var text = words(random, 12);
            var part = words(random, 3);
            assertThat(new RowMatch.Part(part.isEmpty() ? "a" : part).in(text))
                    .as("<%s> in <%s>", part, text)
                    .isEqualTo(looked(text, part.isEmpty() ? "a" : part));
        }
    }

    private static String words(Random random, int longest) {
        var letters = "aAbBkKiIßéÉ1 .";
        var words = new StringBuilder();
        for (int i = random.nextInt(longest + 1); i > 0; i--) {
            words.append(letters.charAt(random.nextInt(letters.length())));
        }
        return words.toString();
    }

    @Test
    void aWordOfAFilterIsLookedForInAllWordsOfARow() {
        var test = new RowMatch<>(Film.columns(new io.pilothouse.ui.common.Words(
                        new io.pilothouse.ui.common.Texts(java.util.Locale.ENGLISH), java.time.ZoneOffset.UTC)))
                .of(new Filter.Word("MISS"));
        assertThat(test.test(Film.of(1, "Beta", 10))).isTrue();
        assertThat(test.test(Film.of(1, "Beta", 10).withTitle(""))).isTrue();
    }
}
