package io.pilothouse.ui.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowWriterTest {

    private final Words words = new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC);
    private final RowWriter<Film> writer = new RowWriter<>(Film.columns(words), Column::id);
    private final List<Film> films = List.of(
            Film.of(1, "A \"quoted\", title|x", -1),
            new Film(
                    2,
                    Film.of(1, "", 0).instance(),
                    "Line\nbreak\t",
                    "queued",
                    8_400_000_000L,
                    2024,
                    Optional.of(Instant.parse("2026-05-01T10:00:00Z"))));

    @Test
    void csvQuotesAndKeepsPlainNumbers() {
        assertThat(writer.text(RowWriter.Form.CSV, films)).isEqualTo("""
                title,state,size,year,added\r
                "A ""quoted"", title|x",missing,,2020,\r
                "Line
                break\t",queued,8400000000,2024,2026-05-01T10:00:00Z\r
                """);
    }

    @Test
    void jsonHasNumbersAndNulls() throws Exception {
        var tree = new ObjectMapper().readTree(writer.text(RowWriter.Form.JSON, films));
        assertThat(tree).hasSize(2);
        assertThat(tree.get(0).get("title").asText()).isEqualTo("A \"quoted\", title|x");
        assertThat(tree.get(0).get("size").isNull()).isTrue();
        assertThat(tree.get(1).get("size").longValue()).isEqualTo(8_400_000_000L);
        assertThat(tree.get(1).get("added").asText()).isEqualTo("2026-05-01T10:00:00Z");
        assertThat(new ObjectMapper().readTree(writer.text(RowWriter.Form.JSON, List.of())))
                .isEmpty();
    }

    @Test
    void textAndMarkdownAreWhatStandsInTheCells() {
        assertThat(writer.text(RowWriter.Form.TEXT, films)).isEqualTo("""
                A "quoted", title|x\tmissing\t\t2020\t
                Line break \tqueued\t8.4 GB\t2024\t1 May 10:00
                """);
        assertThat(writer.text(RowWriter.Form.MARKDOWN, films.subList(0, 1))).isEqualTo("""
                | title | state | size | year | added |
                | --- | --- | ---: | ---: | --- |
                | A "quoted", title\\|x | missing |  | 2020 |  |
                """);
    }
}
