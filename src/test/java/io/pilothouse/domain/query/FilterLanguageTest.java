package io.pilothouse.domain.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.query.Filter.Order;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterLanguageTest {

    private static final Instant NOW = Instant.parse("2026-06-18T14:14:00Z");

    private final FilterLanguage language = language(ZoneOffset.UTC);

    private static FilterLanguage language(ZoneId zone) {
        return new FilterLanguage(zone)
                .add("title", ValueType.TEXT, List.of())
                .add("state", ValueType.CHOICE, List.of("Zustand"))
                .add("size", ValueType.SIZE, List.of())
                .add("rating", ValueType.NUMBER, List.of())
                .add("added", ValueType.TIME, List.of("Added on"))
                .add("wanted", ValueType.TRUTH, List.of());
    }

    private Filter filter(String typed) {
        var understood = language.understand(typed, NOW);
        assertThat(understood.wrong()).isEmpty();
        return understood.filter();
    }

    @Test
    void nothingTypedIsEverything() {
        assertThat(filter("")).isEqualTo(Filter.EVERYTHING);
        assertThat(filter("   ")).isEqualTo(Filter.EVERYTHING);
    }

    @Test
    void allWordsMustBeFound() {
        assertThat(filter("long harbour"))
                .isEqualTo(new Filter.All(List.of(new Filter.Word("long"), new Filter.Word("harbour"))));
        assertThat(filter("\"long harbour\"")).isEqualTo(new Filter.Word("long harbour"));
        assertThat(filter("-1080p")).isEqualTo(new Filter.Not(new Filter.Word("1080p")));
    }

    @Test
    void whatIsComparedWithMayBeSaidInAnotherLanguage() {
        var german =
                language(ZoneOffset.UTC).say("ja", "yes").say("heute", "today").say("leer", FilterLanguage.EMPTY);

        for (var both : List.of(
                List.of("wanted:Ja", "wanted:yes"),
                List.of("added:heute", "added:today"),
                List.of("state:leer", "state:empty"))) {
            assertThat(german.understand(both.getFirst(), NOW)).isEqualTo(german.understand(both.getLast(), NOW));
        }
        assertThat(german.understand("title:heute", NOW).filter()).isEqualTo(new Filter.Has("title", "heute"));
        assertThat(language.understand("wanted:ja", NOW).wrong()).contains("wanted:ja");
    }

    @Test
    void aColumnIsAskedByItsIdOrItsTitle() {
        assertThat(filter("state:down")).isEqualTo(new Filter.Has("state", "down"));
        assertThat(filter("Zustand:down")).isEqualTo(new Filter.Has("state", "down"));
        assertThat(filter("title=Dunes")).isEqualTo(new Filter.Is("title", "Dunes"));
        assertThat(filter("title:\"two words\"")).isEqualTo(new Filter.Has("title", "two words"));
        assertThat(filter("state:down|refused"))
                .isEqualTo(
                        new Filter.Any(List.of(new Filter.Has("state", "down"), new Filter.Has("state", "refused"))));
        assertThat(filter("-state:down")).isEqualTo(new Filter.Not(new Filter.Has("state", "down")));
        assertThat(filter("state:empty")).isEqualTo(new Filter.Empty("state"));
    }

    @Test
    void whatNamesNoColumnIsAWord() {
        assertThat(filter("Alien: Romulus"))
                .isEqualTo(new Filter.All(List.of(new Filter.Word("Alien:"), new Filter.Word("Romulus"))));
        assertThat(filter("4x01")).isEqualTo(new Filter.Word("4x01"));
    }

    @Test
    void numbersCompare() {
        assertThat(filter("size>8.5GB")).isEqualTo(new Filter.Compare("size", Order.MORE, 8.5e9));
        assertThat(filter("size<=1GiB")).isEqualTo(new Filter.Compare("size", Order.AT_MOST, 1073741824));
        assertThat(filter("rating < 3")).isEqualTo(new Filter.Compare("rating", Order.LESS, 3));
        assertThat(filter("wanted:yes")).isEqualTo(new Filter.Compare("wanted", Order.EQUAL, 1));
        assertThat(filter("state:empty, rating < 3"))
                .isEqualTo(new Filter.All(
                        List.of(new Filter.Empty("state"), new Filter.Compare("rating", Order.LESS, 3))));
    }

    @Test
    void agesTurnTheComparison() {
        double ago = NOW.minus(Duration.ofDays(30)).toEpochMilli();
        assertThat(filter("added<30d")).isEqualTo(new Filter.Compare("added", Order.MORE, ago));
        assertThat(filter("added>30d")).isEqualTo(new Filter.Compare("added", Order.LESS, ago));
        assertThat(filter("added:30d")).isEqualTo(new Filter.Compare("added", Order.AT_LEAST, ago));
    }

    @Test
    void daysBeginInTheZone() {
        var tokyo = language(ZoneId.of("Asia/Tokyo"));
        double begins = Instant.parse("2026-04-30T15:00:00Z").toEpochMilli();
        double ends = Instant.parse("2026-05-31T15:00:00Z").toEpochMilli();
        assertThat(tokyo.understand("added:2026-05", NOW).filter())
                .isEqualTo(new Filter.All(List.of(
                        new Filter.Compare("added", Order.AT_LEAST, begins),
                        new Filter.Compare("added", Order.LESS, ends))));
        assertThat(tokyo.understand("added>2026-05", NOW).filter())
                .isEqualTo(new Filter.Compare("added", Order.AT_LEAST, ends));
    }

    @ParameterizedTest
    @ValueSource(strings = {"size>big", "title>5", "added:soon", "wanted:perhaps"})
    void saysWhatItDidNotUnderstand(String typed) {
        var understood = language.understand("dunes " + typed, NOW);
        assertThat(understood.wrong()).contains(typed);
        assertThat(understood.filter()).isEqualTo(new Filter.Word("dunes"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"state:", "-", "\"", "|", "a|", ",", "size>", "\"open", "-state:", "::", "a:b:c", "<", "= 5"})
    void halfTypedIsNoFault(String typed) {
        assertThat(language.understand(typed, NOW).wrong()).isEmpty();
    }
}
