package io.pilothouse.ui.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.benchmark.Figure;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// V13: writing 50,000 rows into a file.
@Tag("benchmark")
class ExportBenchmark {

    private static final int RUNS = 10;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"CSV,1", "JSON,2"})
    void fiftyThousandRows(RowWriter.Form form, double seconds) throws Exception {
        var films = Film.many(50_000);
        var words = new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC);
        var writer = new RowWriter<>(Film.columns(words), Column::id);
        var times = new ArrayList<Double>();
        for (int run = 0; run < RUNS; run++) {
            long begun = System.nanoTime();
            try (var out = Files.newBufferedWriter(folder.resolve("films." + form.ending()))) {
                RowWriter.Source<Film, RuntimeException> rows = to -> {
                    for (var film : films) {
                        to.row(film);
                    }
                };
                writer.write(form, rows, out);
            }
            times.add((System.nanoTime() - begun) / 1e9);
        }
        assertThat(Files.size(folder.resolve("films." + form.ending()))).isGreaterThan(1_000_000);
        Figure.of("V13-" + form.ending(), "export of 50,000 rows as " + form, "s")
                .almostAll(seconds)
                .record(times.subList(1, times.size()));
    }
}
