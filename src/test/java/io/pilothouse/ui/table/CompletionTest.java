package io.pilothouse.ui.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CompletionTest {

    private static List<String> inserts(String typed) {
        var columns = Film.columns(new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC));
        var words = new FilterWords<>(
                columns, column -> column.id().equals("size") ? "Weight" : column.id(), new Texts(Locale.ENGLISH));
        return Completion.offers(typed, words).stream()
                .map(offer -> typed.substring(0, offer.from()) + offer.insert())
                .toList();
    }

    @Test
    void offersColumnsByIdAndTitle() {
        assertThat(inserts("s")).containsExactly("state:", "size>");
        assertThat(inserts("dunes wei")).containsExactly("dunes size>");
        assertThat(inserts("-st")).containsExactly("-state:");
    }

    @Test
    void offersTheWordsOfAColumn() {
        assertThat(inserts("state:")).containsExactly("state:missing ", "state:queued ", "state:\"in place\" ");
        assertThat(inserts("state:missing|q")).containsExactly("state:missing|queued ");
        assertThat(inserts("State:IN")).containsExactly("State:\"in place\" ");
        assertThat(inserts("state:missing")).isEmpty();
    }

    @Test
    void offersEveryStateThatAnInstanceCanHave() {
        var states = Arrays.stream(ShownState.values()).map(ShownState::word).toList();
        var columns = List.of(Column.<String>choice("state", "fleet.column.state", word -> word, states));

        assertThat(Completion.offers("state:", german(columns))).hasSameSizeAs(states);
    }

    @Test
    void offersColumnsByTheirTitlesInAnotherLanguage() {
        var columns = List.of(
                Column.<String>text("state", "fleet.column.state", word -> word),
                Column.<String>text("p95", "fleet.column.p95", word -> word),
                Column.<String>text("ends", "amc.column.p95", word -> word),
                Column.<String>text("asked", "amc.column.name", word -> word),
                Column.<String>text("name", "torrent.column.name", word -> word));

        assertThat(offered("", "zu", columns)).containsExactly("Zustand:");
        assertThat(offered("-", "sta", columns)).containsExactly("Zustand:");
        assertThat(offered("", "95", columns)).containsExactly("ends:");
        assertThat(offered("", "na", columns)).containsExactly("asked:", "name:");
    }

    @Test
    void offersTheWordsOfATruthInTheLanguageOfTheWindow() {
        var columns = List.of(Column.<String>truth("private", "torrent.column.private", _ -> true, "ja", "nein"));

        assertThat(offered("privat:", "", columns)).containsExactly("ja", "nein");
        assertThat(offered("private:", "n", columns)).containsExactly("nein");
    }

    private static List<String> offered(String before, String typed, List<Column<String>> columns) {
        return Completion.offers(before + typed, german(columns)).stream()
                .map(Completion.Offer::shown)
                .toList();
    }

    private static FilterWords<String> german(List<Column<String>> columns) {
        var texts = new Texts(Locale.GERMAN);
        return new FilterWords<>(columns, column -> column.title(texts::text), texts);
    }

    @Test
    void offersNothingBetweenWordsAndInQuotes() {
        assertThat(inserts("")).isEmpty();
        assertThat(inserts("state:missing ")).isEmpty();
        assertThat(inserts("\"s")).isEmpty();
        assertThat(inserts("zz")).isEmpty();
    }
}
