package io.pilothouse.domain.amc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pilothouse.domain.amc.Lint.Known;
import io.pilothouse.domain.amc.ParameterType.BadValueException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTextTest {

    @Test
    void theSentLineHasNoCommentsNoBreaksAndNoFinalSemicolon() {
        assertThat(SqlText.of("SELECT a -- x\nFROM t").sent()).isEqualTo("SELECT a FROM t");
        assertThat(SqlText.of("SELECT '--' AS d\nFROM t;").sent()).isEqualTo("SELECT '--' AS d FROM t");
        assertThat(SqlText.of("SELECT 'it''s /* ok */'").sent()).isEqualTo("SELECT 'it''s /* ok */'");
        assertThat(SqlText.of("SELECT a/*x*/b").sent()).isEqualTo("SELECT a b");
        assertThat(SqlText.of("  -- only\n").sent()).isEmpty();
        assertThat(SqlText.of("SELECT \"a  b\"\t,\n c ; ").sent()).isEqualTo("SELECT \"a  b\" , c");
    }

    @Test
    void aPlaceInTheSentLineIsKnownInTheEditor() {
        var sql = SqlText.of("-- reach\nSELECT campaign,\n  SUM(clicks) AS c\nFROM nowhere");
        int column = sql.sent().indexOf("nowhere") + 1;

        assertThat(sql.typedPosition(new SqlPosition(1, column))).isEqualTo(new SqlPosition(4, 6));
        assertThat(sql.typed().substring(sql.typedOffset(new SqlPosition(1, column))))
                .isEqualTo("nowhere");
    }

    @Test
    void equalQuestionsHaveEqualHashesHoweverTheyAreLaidOut() {
        assertThat(SqlText.of("SELECT a\nFROM t").hash())
                .isEqualTo(SqlText.of("SELECT  a FROM t;").hash())
                .hasSize(64);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            SELECT * FROM t                                                       ~ select-star
            SELECT SUM(a) AS b FROM t LIMIT 5                                     ~ limit
            SELECT SUM(a) AS b FROM t ORDER BY b                                  ~ order-by
            SELECT SUM(a) AS b FROM t RIGHT JOIN u ON t.x = u.x                   ~ right-join
            SELECT SUM(a) AS b FROM t WHERE d = GETDATE()                         ~ getdate
            SELECT a || c AS d, SUM(b) AS s FROM t                                ~ concat
            SELECT a FROM t                                                       ~ no-aggregate
            SELECT user_id, SUM(a) AS b FROM t                                    ~ user-id
            SELECT SUM(a) AS b FROM t WHERE user_id = 'x'                         ~ sensitive-compared
            SELECT NTILE(4) OVER (ORDER BY a) AS n, SUM(a) AS b FROM t            ~ ntile
            SELECT COUNT(*) OVER (PARTITION BY a) AS n FROM t                     ~ count-star-over
            SELECT COLLECT(a + 1) AS c FROM t                                     ~ collect
            SELECT SUM(a) AS b FROM dsp_impressions                               ~ no-display
            SELECT SUM(a) AS b FROM elsewhere                                     ~ unknown-table
            SELECT SUM(a) AS b FROM t_for_audiences                               ~ audience-table
            """)
    void whatAmcDoesNotTakeIsFound(String sql, String rule) {
        var known = new Known(Set.of("t", "u", "t_for_audiences"), false);

        assertThat(Lint.of(SqlText.of(sql), List.of(), known))
                .extracting(Lint.Finding::rule)
                .contains(rule);
        assertThat(Lint.of(SqlText.of(sql), List.of(), known)).noneMatch(Lint.Finding::blocks);
    }

    @Test
    void goodSqlHasNoFinding() {
        var sql = """
                WITH x AS (SELECT campaign, user_id, SUM(clicks) AS clicks FROM t GROUP BY campaign, user_id)
                SELECT campaign, COUNT(DISTINCT user_id) AS reach, -- SELECT *
                       ROW_NUMBER() OVER (ORDER BY campaign) AS r, 'LIMIT 5' AS note
                FROM x GROUP BY campaign""";

        assertThat(Lint.of(SqlText.of(sql), List.of(), new Known(Set.of("t"), true)))
                .isEmpty();
    }

    @Test
    void parametersAreCheckedInBothDirectionsAndBlock() {
        var sql = SqlText.of("SELECT SUM(a) AS b FROM t WHERE c = CUSTOM_PARAMETER('Product')");

        assertThat(Lint.of(sql, List.of(parameter("product", "STRING", null)), Known.NOTHING))
                .filteredOn(Lint.Finding::blocks)
                .extracting(Lint.Finding::rule)
                .containsExactlyInAnyOrder("parameter-undeclared", "parameter-unused");
    }

    @Test
    void valuesComeFromWhereTheyAreStrongestAndAreTyped() throws Exception {
        var workflow = workflow(
                "SELECT {{column}}, SUM(a) AS b FROM t WHERE c = CUSTOM_PARAMETER('c') AND d IN ({{names}})",
                parameter("column", "IDENTIFIER", "campaign"),
                parameter("c", "LONG", "7"),
                parameter("names", "STRING[]", null));

        var question = Question.of(workflow, Map.of("names", "O'Neil, b", "c", "9007199254740993"));

        assertThat(question.sql().sent())
                .isEqualTo(
                        "SELECT campaign, SUM(a) AS b FROM t WHERE c = CUSTOM_PARAMETER('c') AND d IN ('O''Neil', 'b')");
        assertThat(question.values()).containsExactly(Map.entry("c", 9007199254740993L));
        assertThat(question.declared()).extracting(QueryParameter::name).containsExactly("c");
    }

    @Test
    void badValuesAreRefusedBeforeAnythingIsSent() {
        var identifier = workflow("SELECT {{column}}, SUM(a) AS b FROM t", parameter("column", "IDENTIFIER", null));
        var text =
                workflow("SELECT SUM(a) AS b FROM t WHERE c = CUSTOM_PARAMETER('c')", parameter("c", "STRING", null));
        for (var bad : List.of("a; DROP", "1a", "a b")) {
            assertThatExceptionOfType(BadValueException.class)
                    .isThrownBy(() -> Question.of(identifier, Map.of("column", bad)));
        }
        for (var personal : List.of("somebody@example.test", "+44 20 7946 0000")) {
            assertThatExceptionOfType(BadValueException.class)
                    .isThrownBy(() -> Question.of(text, Map.of("c", personal)));
        }
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> Question.of(text, Map.of()))
                .withMessageContaining("“c” has no value");
    }

    private static Workflow workflow(String sql, QueryParameter... parameters) {
        return new Workflow(
                "ph.x",
                "X",
                sql,
                List.of(parameters),
                List.of(),
                Map.of(),
                "REMOVE_VALUES",
                "",
                1,
                false,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static QueryParameter parameter(String name, String type, @org.jspecify.annotations.Nullable String value) {
        return new QueryParameter(name, "", "", ParameterType.of(type).orElseThrow(), Optional.ofNullable(value));
    }
}
