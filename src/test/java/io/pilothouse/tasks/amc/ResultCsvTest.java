package io.pilothouse.tasks.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.amc.Merge;
import io.pilothouse.domain.amc.ResultColumn;
import io.pilothouse.domain.amc.ResultColumn.Additive;
import io.pilothouse.domain.amc.ResultColumn.ValueType;
import io.pilothouse.domain.amc.ResultTable;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultCsvTest {

    /// The vectors of section 16.2.
    @Test
    void quotesAreReadAsAmazonWritesThem() throws IOException {
        assertThat(record("a,\"b \"\"c\"\"\",d")).containsExactly("a", "b \"c\"", "d");
        assertThat(record("a,\"b \\\"c\\\"\",d")).containsExactly("a", "b \"c\"", "d");
        assertThat(record("\"C:\\dir\",x,y")).containsExactly("C:\\dir", "x", "y");
        assertThat(record("\"C:\\\",x,y")).containsExactly("C:\\", "x", "y");
        assertThat(record(",,")).containsExactly(null, null, null);
        assertThat(record("\"\",\"a\nb\",c")).containsExactly("", "a\nb", "c");
    }

    @Test
    void partsMayRepeatTheHeaderOrNot() throws IOException {
        var repeated = parse(List.of(), "a,b\n1,2\n", "a,b\r\n3,4\r\n");
        var once = parse(List.of(), "\uFEFFa,b\n1,2\n", "3,4\n");

        assertThat(repeated.table().rows()).isEqualTo(2);
        assertThat(once.table().rows()).isEqualTo(2);
        assertThat(once.table().columns()).extracting(ResultColumn::name).containsExactly("a", "b");
    }

    @Test
    void anIrregularFileIsKeptAndMarked() throws IOException {
        var parsed = parse(List.of(), "a,b\n1,2\n3\n4,5,6\n");

        assertThat(parsed.irregular()).containsExactly(3L, 4L);
        assertThat(parsed.table().rows()).isEqualTo(3);
        assertThat(parsed.table().text(1, 1)).isNull();
    }

    @Test
    void everyDigitIsKept() throws IOException {
        var known = List.of(column("exact", ValueType.DECIMAL), column("big", ValueType.LONG));
        var table = parse(known, "exact,big\n0.12345678901234567,9007199254740993\nx,y\n")
                .table();

        assertThat(table.number(0, 0)).isEqualTo(new BigDecimal("0.12345678901234567"));
        assertThat(table.number(0, 1)).isEqualTo(BigDecimal.valueOf(9007199254740993L));
        assertThat(table.misfit(1, 0)).isTrue(); // kept as text, the row is not dropped
        assertThat(table.text(1, 1)).isEqualTo("y");
        assertThat(table.misfit(1, 1)).isTrue();
    }

    @Test
    void typesAreGuessedWithCare() throws IOException {
        var table = parse(List.of(), """
                        n,zeros,some_id,long,price,day,at,yes,word
                        12,007,12,1234567890123456789,1.50,2026-05-01,2026-05-01T00:00:00.000,true,a
                        -3,12,13,1,2,2026-05-02,2026-05-02T00:00:00.000Z,false,b
                        """).table();

        assertThat(table.columns())
                .extracting(ResultColumn::type)
                .containsExactly(
                        ValueType.LONG,
                        ValueType.STRING,
                        ValueType.STRING,
                        ValueType.STRING,
                        ValueType.DECIMAL,
                        ValueType.DATE,
                        ValueType.TIMESTAMP,
                        ValueType.BOOLEAN,
                        ValueType.STRING);
    }

    @Test
    void aSurveySaysOfAResultWhatItsTableWould() throws IOException {
        var text = new StringBuilder("campaign,clicks,price,some_id,day\n");
        var random = new java.util.Random(11);
        for (int row = 0; row < 2_000; row++) {
            text.append(random.nextInt(9) == 0 ? "" : "\"a \"\"b\"\" " + random.nextInt(50) + "\"")
                    .append(',')
                    .append(random.nextInt(5) == 0 ? "" : random.nextLong(1_000_000))
                    .append(',')
                    .append(random.nextInt(100))
                    .append('.')
                    .append(random.nextInt(100))
                    .append(',')
                    .append(random.nextInt(1_000))
                    .append(",2026-05-0")
                    .append(1 + random.nextInt(9))
                    .append('\n');
        }
        List<ResultCsv.Part> parts = List.of(() -> new StringReader(text.toString()));
        java.util.function.UnaryOperator<ResultColumn> meant =
                it -> new ResultColumn(it.name(), it.type(), it.type().number(), Additive.NO, "");

        var survey = ResultCsv.survey(parts, List.of(), meant);
        var table = ResultCsv.parse(parts, survey.columns(), it -> it).table();

        assertThat(survey.columns())
                .extracting(ResultColumn::type)
                .containsExactly(ValueType.STRING, ValueType.LONG, ValueType.DECIMAL, ValueType.STRING, ValueType.DATE);
        assertThat(survey.rows()).isEqualTo(table.rows()).isEqualTo(2_000);
        assertThat(survey.suppressed()).isEqualTo(table.suppressed()).isPositive();
        assertThat(table.columns()).isEqualTo(survey.columns());
    }

    @Test
    void countsOfPeopleAndRatesAreNeverAdded() {
        var sql = "SELECT campaign, COUNT(DISTINCT user_id) AS people, SUM(clicks) AS clicks, SUM(spend) AS spend,"
                + " SUM(clicks) / SUM(impressions) AS ctr FROM t GROUP BY campaign";
        assertThat(additive("people", sql)).isEqualTo(Additive.NO);
        assertThat(additive("reach", "")).isEqualTo(Additive.NO);
        assertThat(additive("click_rate", "")).isEqualTo(Additive.NO);
        assertThat(additive("ctr", sql)).isEqualTo(Additive.NO);
        assertThat(additive("clicks", sql)).isEqualTo(Additive.YES);
        assertThat(additive("spend", sql)).isEqualTo(Additive.WITHIN_CURRENCY);
    }

    @Test
    void resultsOfDifferentShapesBecomeOneTable() {
        var one = table(
                List.of(
                        column("campaign", ValueType.STRING),
                        metric("clicks", ValueType.LONG, Additive.YES),
                        metric("spend", ValueType.LONG, Additive.WITHIN_CURRENCY)),
                List.of("a", "1", "10"));
        var other = table(
                List.of(
                        column("Campaign", ValueType.STRING),
                        metric("clicks", ValueType.DECIMAL, Additive.YES),
                        metric("spend", ValueType.LONG, Additive.WITHIN_CURRENCY),
                        metric("reach", ValueType.LONG, Additive.NO)),
                Arrays.asList("b", "2.5", "20", null));

        var merged = Merge.of(List.of(member("One", "USD", one), member("Other", "EUR", other)));

        assertThat(merged.table().columns())
                .extracting(ResultColumn::name)
                .endsWith("campaign", "clicks", "spend", "reach");
        int clicks = merged.table().column("clicks");
        assertThat(merged.table().columns().get(clicks).type()).isEqualTo(ValueType.DECIMAL);
        assertThat(merged.totals(clicks).orElseThrow()).isEqualTo(Map.of("", new BigDecimal("3.5")));
        assertThat(merged.totals(merged.table().column("spend")).orElseThrow())
                .isEqualTo(Map.of("USD", BigDecimal.TEN, "EUR", BigDecimal.valueOf(20)));
        assertThat(merged.totals(merged.table().column("reach"))).isEmpty();
        assertThat(merged.table().text(0, merged.table().column("reach"))).isNull();
        assertThat(merged.notes()).hasSize(2); // widened, currencies assumed
    }

    @Test
    void membersStandOneBelowTheOtherAlsoWhereSomeHaveNoRow() {
        var columns = List.of(column("campaign", ValueType.STRING), metric("clicks", ValueType.LONG, Additive.YES));
        var none = new ResultTable.Builder(columns, _ -> true).build();
        var one = table(columns, List.of("a", "1"));
        var two = new ResultTable.Builder(columns, _ -> true);
        two.add(List.of("b", "2"));
        two.add(Arrays.asList("c", null));

        var merged = Merge.of(List.of(
                member("N", "USD", none),
                member("One", "USD", one),
                member("M", "USD", none),
                member("Two", "USD", two.build()),
                member("Last", "USD", none)));

        var said = new ArrayList<String>();
        for (int row = 0; row < merged.table().rows(); row++) {
            said.add(merged.table().text(row, 0) + " "
                    + merged.table().text(row, merged.table().column("campaign")) + " "
                    + merged.table().number(row, merged.table().column("clicks")));
        }
        assertThat(said).containsExactly("One a 1", "Two b 2", "Two c null");
    }

    @Test
    void formulasAreDefusedAndMoneyIsShownInItsCurrency() throws IOException {
        var spend = new ResultColumn("spend", ValueType.LONG, true, Additive.WITHIN_CURRENCY, "microcents");
        var table = table(List.of(column("campaign", ValueType.STRING), spend), List.of("=1+1", "1234567890"));
        var text = new StringWriter();
        Results.asShown(table, ',', text);

        assertThat(text).hasToString("campaign,spend\n'=1+1,12.3456789\n");
        var raw = new StringWriter();
        Results.asSent(table, raw);
        assertThat(raw).hasToString("campaign,spend\n=1+1,1234567890\n");
    }

    private static Merge.Member member(String name, String currency, ResultTable table) {
        return new Merge.Member(name, "amc" + name, "E", "M", List.of("Tea"), AmcRig.JUNE, "x", currency, table);
    }

    private static ResultTable table(List<ResultColumn> columns, List<@Nullable String> row) {
        var builder = new ResultTable.Builder(columns, _ -> true);
        builder.add(row);
        return builder.build();
    }

    private static Additive additive(String name, String sql) {
        return ResultColumn.additive(name, ValueType.LONG, true, "", sql);
    }

    private static ResultColumn column(String name, ValueType type) {
        return new ResultColumn(name, type, false, Additive.NO, "");
    }

    private static ResultColumn metric(String name, ValueType type, Additive additive) {
        return new ResultColumn(name, type, true, additive, "");
    }

    /// The values of one line below a header of three.
    private static List<@Nullable String> record(String line) throws IOException {
        var table = parse(List.of(), "p,q,r\n" + line + "\n").table();
        var values = new ArrayList<@Nullable String>();
        for (int i = 0; i < 3; i++) {
            values.add(table.text(0, i));
        }
        return values;
    }

    private static ResultCsv.Parsed parse(List<ResultColumn> known, String... files) throws IOException {
        var parts = Arrays.stream(files)
                .<ResultCsv.Part>map(text -> () -> new StringReader(text))
                .toList();
        return ResultCsv.parse(parts, known, column -> column);
    }
}
