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
        return Completion.offers(typed, columns, column -> column.id().equals("size") ? "Weight" : column.id()).stream()
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

        assertThat(Completion.offers("state:", columns, Column::id)).hasSameSizeAs(states);
    }

    @Test
    void offersNothingBetweenWordsAndInQuotes() {
        assertThat(inserts("")).isEmpty();
        assertThat(inserts("state:missing ")).isEmpty();
        assertThat(inserts("\"s")).isEmpty();
        assertThat(inserts("zz")).isEmpty();
    }
}
