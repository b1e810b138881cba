package io.pilothouse.domain.amc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pilothouse.domain.amc.Lint.Known;
import io.pilothouse.domain.amc.ParameterType.BadValueException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
            SELECT t.user_id AS who, SUM(a) AS b FROM t GROUP BY t.user_id        ~ user-id
            SELECT SUM(a) AS b FROM t WHERE user_id <> 'x'                        ~ sensitive-compared
            SELECT SUM(a) AS b FROM t WHERE 'x' = t.postal_code                   ~ sensitive-compared
            SELECT SUM(a) AS b FROM t JOIN u ON t.x = u.x AND u.secret IN ('y')   ~ sensitive-compared
            SELECT COLLECT(a + 1) AS c FROM t                                     ~ collect
            SELECT SUM(a) AS b FROM dsp_impressions                               ~ no-display
            SELECT SUM(a) AS b FROM elsewhere                                     ~ unknown-table
            SELECT SUM(a) AS b FROM t_for_audiences                               ~ audience-table
            """)
    void whatAmcDoesNotTakeIsFound(String sql, String rule) {
        var known = known(false, "t", "u", "t_for_audiences");

        assertThat(Lint.of(SqlText.of(sql), List.of(), known))
                .extracting(Lint.Finding::rule)
                .contains(rule);
        assertThat(Lint.of(SqlText.of(sql), List.of(), known)).noneMatch(Lint.Finding::blocks);
    }

    private static Known known(boolean display, String... tables) {
        var columns = List.of(
                column("a", "NONE"), column("user_id", "VERY_HIGH"), column("b", "LOW"), column("secret", "HIGH"));
        return Known.of(
                Stream.of(tables)
                        .map(it -> new Remote.DataSource(it, "", "AMAZON", List.of(), columns))
                        .toList(),
                display);
    }

    private static Remote.DataColumn column(String name, String sensitivity) {
        return new Remote.DataColumn(name, false, "STRING", sensitivity, "");
    }

    /// Section 9.4: what one click writes, which is then not found again.
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            select-star ~ SELECT * FROM t WHERE a = 1 ~ SELECT a, b FROM t WHERE a = 1
            limit ~ SELECT a, SUM(b) AS s FROM t GROUP BY a ORDER BY 2 DESC LIMIT 5; ~ \
            SELECT a, s FROM ( SELECT a, s, ROW_NUMBER() OVER (ORDER BY s DESC) AS row_rank FROM ( SELECT a, SUM(b) AS s FROM t GROUP BY a ) ) WHERE row_rank <= 5
            order-by ~ SELECT a, SUM(b) AS s FROM t GROUP BY a ORDER BY s LIMIT 5 ~ \
            SELECT a, s FROM ( SELECT a, s, ROW_NUMBER() OVER (ORDER BY s) AS row_rank FROM ( SELECT a, SUM(b) AS s FROM t GROUP BY a ) ) WHERE row_rank <= 5
            limit ~ SELECT SUM(s) AS x FROM (SELECT SUM(b) s FROM t GROUP BY a LIMIT 2) ~ \
            SELECT SUM(s) AS x FROM (SELECT s FROM ( SELECT s, ROW_NUMBER() OVER (ORDER BY s) AS row_rank FROM ( SELECT SUM(b) s FROM t GROUP BY a ) ) WHERE row_rank <= 2)
            order-by ~ SELECT SUM(a) AS b FROM t ORDER BY b, 1 DESC ~ SELECT SUM(a) AS b FROM t
            right-join ~ SELECT SUM(a) AS b FROM t x RIGHT OUTER JOIN u ON x.a = u.a WHERE u.a = 1 ~ \
            SELECT SUM(a) AS b FROM u LEFT JOIN t x ON x.a = u.a WHERE u.a = 1
            right-join ~ SELECT SUM(a) AS b FROM t JOIN t AS s ON t.a = s.a RIGHT JOIN u ON s.a = u.a ~ \
            SELECT SUM(a) AS b FROM u LEFT JOIN (t JOIN t AS s ON t.a = s.a) ON s.a = u.a
            concat ~ SELECT t.a || '-' || LOWER(b) AS d, SUM(b) AS s FROM t ~ \
            SELECT CONCAT(CONCAT(t.a, '-'), LOWER(b)) AS d, SUM(b) AS s FROM t
            concat ~ SELECT (a) || CASE WHEN b = 1 THEN 'x' END AS d, SUM(b) AS s FROM t ~ \
            SELECT CONCAT((a), CASE WHEN b = 1 THEN 'x' END) AS d, SUM(b) AS s FROM t
            concat ~ SELECT CASE WHEN a = 1 THEN CASE WHEN b = 2 THEN 'y' END ELSE 'x' END || 'z' AS d, SUM(b) AS s FROM t ~ \
            SELECT CONCAT(CASE WHEN a = 1 THEN CASE WHEN b = 2 THEN 'y' END ELSE 'x' END, 'z') AS d, SUM(b) AS s FROM t
            concat ~ SELECT 'z' || CASE WHEN a = 1 THEN CASE WHEN b = 2 THEN 'y' END ELSE 'x' END AS d, SUM(b) AS s FROM t ~ \
            SELECT CONCAT('z', CASE WHEN a = 1 THEN CASE WHEN b = 2 THEN 'y' END ELSE 'x' END) AS d, SUM(b) AS s FROM t
            getdate ~ SELECT SUM(a) AS b FROM t WHERE a = GETDATE() ~ SELECT SUM(a) AS b FROM t WHERE a = CAST('today' AS DATE)
            user-id ~ SELECT a, user_id, SUM(b) AS s FROM t GROUP BY a, user_id ~ \
            SELECT a, COUNT(DISTINCT user_id) AS users, SUM(b) AS s FROM t GROUP BY a
            user-id ~ SELECT t.user_id AS who, SUM(b) AS s FROM t GROUP BY t.user_id ~ \
            SELECT COUNT(DISTINCT t.user_id) AS who, SUM(b) AS s FROM t
            count-star-over ~ SELECT COUNT(*) OVER (PARTITION BY t.a) AS n FROM t ~ SELECT COUNT(t.a) OVER (PARTITION BY t.a) AS n FROM t
            unknown-table ~ SELECT SUM(a) AS b FROM trafic ~ SELECT SUM(a) AS b FROM traffic
            audience-table ~ SELECT SUM(a) AS b FROM t_for_audiences ~ SELECT SUM(a) AS b FROM t
            """)
    void whatCanBeMendedIsMendedWithOneClick(String rule, String sql, String mended) {
        var known = known(true, "t", "u", "traffic", "t_for_audiences");
        var finding = Lint.of(SqlText.of(sql), List.of(), known).stream()
                .filter(it -> it.rule().equals(rule))
                .findFirst()
                .orElseThrow();

        var fix = (Lint.Fix.Write) finding.fix().orElseThrow();
        var text = SqlText.of(sql.substring(0, fix.from()) + fix.text() + sql.substring(fix.to()));

        assertThat(text.sent()).isEqualTo(mended);
        assertThat(Lint.of(text, List.of(), known)).noneMatch(it -> it.rule().equals(rule));
    }

    /// What could come to mean something else is left to a person.
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            select-star ~ SELECT * FROM t JOIN u ON t.a = u.a
            select-star ~ SELECT * FROM elsewhere
            limit ~ SELECT a, SUM(b) FROM t GROUP BY a LIMIT 5
            limit ~ SELECT a, SUM(b) AS s FROM t GROUP BY a ORDER BY SUM(b) + 1 LIMIT 5
            limit ~ SELECT a, SUM(b) AS s FROM t GROUP BY a LIMIT 5 OFFSET 5
            limit ~ SELECT SUM(b) AS s FROM t UNION ALL SELECT SUM(b) AS s FROM u LIMIT 5
            right-join ~ SELECT SUM(a) AS s FROM t, u RIGHT JOIN x ON u.a = x.a
            user-id ~ SELECT a, user_id, SUM(b) AS s FROM t GROUP BY 1, 2
            limit ~ SELECT t.a, u.a, SUM(b) AS s FROM t JOIN u ON t.b = u.b GROUP BY t.a, u.a LIMIT 5
            limit ~ SELECT a, b AND c, SUM(b) AS s FROM t GROUP BY a LIMIT 5
            order-by ~ SELECT a, SUM(b) AS s FROM t GROUP BY a ORDER BY s DESC FETCH FIRST 5 ROWS ONLY
            select-star ~ WITH t AS (SELECT a AS c FROM u) SELECT * FROM t
            user-id ~ SELECT user_id, SUM(b) AS s FROM t GROUP BY user_id HAVING SUM(b) > 1
            user-id ~ SELECT user_id, a AS c FROM t
            concat ~ SELECT SUM(b) AS s, 2 * a || 'x' AS d FROM t
            concat ~ SELECT SUM(b) AS s, DATE '2026-06-01' || 'x' AS d FROM t
            concat ~ SELECT 'n' || SUM(b) OVER (PARTITION BY a) AS s FROM t
            concat ~ SELECT SUM(b) OVER (PARTITION BY a) || 'n' AS s FROM t
            unknown-table ~ SELECT SUM(a) AS b FROM somewhere_else
            no-aggregate ~ SELECT a FROM t
            ntile ~ SELECT NTILE(4) OVER (ORDER BY a) AS n, SUM(b) AS s FROM t
            """)
    void whatAPersonHasToThinkAboutIsNotMended(String rule, String sql) {
        assertThat(Lint.of(SqlText.of(sql), List.of(), known(true, "t", "u", "x")))
                .filteredOn(it -> it.rule().equals(rule))
                .isNotEmpty()
                .allMatch(it -> it.fix().isEmpty());
    }

    @Test
    void aWordOfAFunctionIsNoTableAndAWindowMayBeOrdered() {
        var sql = "SELECT EXTRACT(DAY FROM event_dt) AS d, COUNT(DISTINCT user_id) AS u, SUM(a) OVER w AS s FROM t"
                + " GROUP BY event_dt WINDOW w AS (ORDER BY event_dt)";

        assertThat(Lint.tablesOf(SqlText.of(sql))).containsExactly("t");
        assertThat(Lint.of(SqlText.of(sql), List.of(), known(true, "t"))).isEmpty();
        var ordered = "SELECT a, ARRAY_AGG(b ORDER BY b) AS s FROM t GROUP BY a";
        assertThat(Lint.of(SqlText.of(ordered), List.of(), known(true, "t"))).isEmpty();
        var joined =
                "SELECT SUM(a) AS s FROM t JOIN u ON t.user_id = u.user_id WHERE t.user_id IN (SELECT user_id FROM u)";
        assertThat(Lint.of(SqlText.of(joined), List.of(), known(true, "t", "u")))
                .isEmpty();
        var withParameter = SqlText.of("SELECT SUM(a) AS s FROM t WHERE CUSTOM_PARAMETER('p') <= t.user_id");
        assertThat(Lint.of(withParameter, List.of(parameter("p", "STRING", null)), known(true, "t")))
                .extracting(Lint.Finding::rule)
                .containsExactly("sensitive-compared");
    }

    @Test
    void goodSqlHasNoFinding() {
        var sql = """
                WITH x AS (SELECT campaign, user_id, SUM(clicks) AS clicks FROM t GROUP BY campaign, user_id)
                SELECT campaign, COUNT(DISTINCT user_id) AS reach, -- SELECT *
                       ROW_NUMBER() OVER (ORDER BY campaign) AS r, 'LIMIT 5' AS note
                FROM x GROUP BY campaign""";

        assertThat(Lint.of(SqlText.of(sql), List.of(), known(true, "t"))).isEmpty();
    }

    @Test
    void parametersAreCheckedInBothDirectionsAndBlock() {
        var sql = SqlText.of("SELECT SUM(a) AS b FROM t WHERE c = CUSTOM_PARAMETER('Product')");

        assertThat(Lint.of(sql, List.of(parameter("product", "STRING", null)), Known.NOTHING))
                .filteredOn(Lint.Finding::blocks)
                .extracting(Lint.Finding::rule)
                .containsExactlyInAnyOrder("parameter-undeclared", "parameter-unused");
        assertThat(Lint.of(sql, List.of(parameter("product", "STRING", null)), Known.NOTHING))
                .flatExtracting(it -> it.fix().stream().toList())
                .containsExactlyInAnyOrder(new Lint.Fix.Declare("Product"), new Lint.Fix.Undeclare("product"));
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
