package io.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTest {

    @TempDir
    Path folder;

    /// Fewer than one statement takes, just as many, one more, and several statements full.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 49, 50, 51, 100, 257})
    void everyRowIsPutInOnceHoweverManyThereAre(int count) throws Exception {
        try (var connection = Connections.writing(folder.resolve("rows.db"))) {
            Sql.update(connection, "create table row (num integer primary key, word text, share real) strict");
            var rows = IntStream.range(0, count)
                    .mapToObj(num -> new Object[] {num, "word " + num, num / 4.0})
                    .toList();
            for (var share : new String[] {"?", "cast(? as real) + 1"}) { // the second time all are there
                Sql.insertEach(
                        connection,
                        "insert into row (num, word, share) values ROWS on conflict (num) do update set"
                                + " word = word || '!', share = excluded.share",
                        "(?, ?, " + share + ")",
                        rows);
            }

            assertThat(Sql.list(
                            connection,
                            "select num, word, share from row order by num",
                            row -> row.getInt(1) + " " + row.getString(2) + " " + row.getDouble(3)))
                    .isEqualTo(IntStream.range(0, count)
                            .mapToObj(num -> num + " word " + num + "! " + (num / 4.0 + 1))
                            .toList());
        }
    }
}
