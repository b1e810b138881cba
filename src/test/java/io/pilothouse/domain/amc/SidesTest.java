package io.pilothouse.domain.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.amc.Breakdown.Sides;
import io.pilothouse.domain.amc.ResultColumn.Additive;
import io.pilothouse.domain.amc.ResultColumn.ValueType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What stands beside one another, instances or brands (sections 17, 18.2 and 18.3), and the values that
/// parameters have for one instance alone.
class SidesTest {

    private static final TimeWindow JUNE =
            new TimeWindow(LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 8), ZoneOffset.UTC);

    private static Merge.Member member(String name, String currency, List<String> brands, String spend, String... of) {
        var columns = List.of(
                new ResultColumn("campaign", ValueType.STRING, false, Additive.NO, ""),
                new ResultColumn("spend", ValueType.LONG, true, Additive.WITHIN_CURRENCY, ""),
                new ResultColumn("currency_iso_code", ValueType.STRING, false, Additive.NO, ""));
        var table = new ResultTable.Builder(columns, _ -> true);
        table.add(List.of("tea", spend, currency));
        for (var other : of) {
            table.add(List.of("coffee", "5", other));
        }
        return new Merge.Member(name, "amc", "E", "M", brands, JUNE, "x", currency, table.build());
    }

    private static Breakdown broken(Sides sides, Merge.Member... members) {
        var merged = Merge.of(List.of(members));
        return Breakdown.of(
                merged, merged.table().column("campaign"), merged.table().column("spend"), 100, sides);
    }

    private static List<Optional<BigDecimal>> numbers(Integer... values) {
        return Stream.of(values)
                .map(it -> Optional.ofNullable(it).map(BigDecimal::valueOf))
                .toList();
    }

    @Test
    void instancesOfABrandCountTogetherAndOneOfTwoBrandsForEach() {
        var north = member("North", "USD", List.of("Tea", "Cups"), "10");
        var south = member("South", "USD", List.of("Tea"), "7");
        var other = member("Other", "USD", List.of(), "1");

        var brands = broken(Sides.BRANDS, north, south, other);

        assertThat(brands.members()).containsExactly("Tea", "Cups", Breakdown.NO_BRAND);
        assertThat(brands.lines().getFirst().values()).isEqualTo(numbers(17, 10, 1));
        assertThat(brands.lines().getFirst().total()).isEmpty(); // North is in two of them
        assertThat(brands.addable()).containsExactly(true, true, true);
        assertThat(broken(Sides.BRANDS, south, other).lines().getFirst().total())
                .contains(BigDecimal.valueOf(8));
        assertThat(broken(Sides.INSTANCES, north, south, other)
                        .lines()
                        .getFirst()
                        .values())
                .isEqualTo(numbers(10, 7, 1));
    }

    @Test
    void moneyOfTwoCurrenciesIsNotAddedUpWithinABrandNorWithinAnInstance() {
        var usd = member("North", "USD", List.of("Tea"), "10");
        var eur = member("Germany", "EUR", List.of("Tea"), "7");
        var tea = broken(Sides.BRANDS, usd, eur);
        assertThat(tea.lines().getFirst().values()).containsExactly(Optional.empty());
        assertThat(tea.addable()).containsExactly(false);

        var both = broken(Sides.INSTANCES, member("Both", "USD", List.of(), "10", "EUR"));
        assertThat(both.addable()).containsExactly(false);
        assertThat(both.lines()).allMatch(line -> line.total().isEmpty());
        assertThat(both.currency()).containsExactly("");
    }

    @Test
    void aBrandsPeriodCountsWhereAllHaveAValue() {
        var first = LocalDate.of(2026, 6, 1);
        var one = new Trend("North", "clicks", List.of(point(first, 3), point(first.plusWeeks(1), 4)));
        var other = new Trend("South", "clicks", List.of(point(first, 2), point(first.plusWeeks(1), null)));

        var tea = Trend.together("Tea", List.of(one, other));

        assertThat(tea.name()).isEqualTo("Tea");
        assertThat(tea.points()).containsExactly(point(first, 5), point(first.plusWeeks(1), null));
    }

    private static Trend.Point point(LocalDate start, @org.jspecify.annotations.Nullable Integer value) {
        return new Trend.Point(start, Optional.ofNullable(value).map(BigDecimal::valueOf));
    }

    @Test
    void valuesOfAnInstanceAreWrittenOnOneLine() {
        assertThat(ParameterValues.read("product = sponsored_brands; market=DE;"))
                .contains(Map.of("product", "sponsored_brands", "market", "DE"));
        assertThat(ParameterValues.read("a=b=c")).contains(Map.of("a", "b=c"));
        assertThat(ParameterValues.read("")).contains(Map.of());
        assertThat(ParameterValues.read("product")).isEmpty();
        assertThat(ParameterValues.read("1x = y")).isEmpty();
    }
}
