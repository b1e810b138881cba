package io.pilothouse.domain.amc;

import io.pilothouse.domain.amc.ResultColumn.Additive;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// One metric of a merged result by the values of one column, side by side for its members (section 18.2):
/// instances, or their brands.
/// What may not be added up is only there where a single row says it; a sum is never made of it.
///
/// @param members  names of the sides, in the order in which they were merged
/// @param lines    largest first, then by key
/// @param further  keys that were left out
/// @param currency of the values of each member; empty where they are no money, or of several currencies
/// @param addable  of each member, whether its values may be added up
public record Breakdown(
        String by,
        String metric,
        List<String> members,
        List<Line> lines,
        int further,
        List<String> currency,
        List<Boolean> addable) {

    /// What stands beside one another.
    public enum Sides {
        INSTANCES,
        /// An instance of several brands counts for each of them, so that sides are not added up then.
        BRANDS
    }

    /// The side of instances without a brand.
    public static final String NO_BRAND = "–";

    /// @param values one for each member; empty where there is none, or rows would have to be added that may not
    /// @param total  over all members; empty where values may not be added up, or are of several currencies
    public record Line(String key, List<Optional<BigDecimal>> values, Optional<BigDecimal> total) {

        /// @return how much a member's value is above the baseline's
        public Optional<BigDecimal> difference(int member, int baseline) {
            return values.get(member).flatMap(value -> values.get(baseline).map(value::subtract));
        }

        /// @return how many times the baseline's value; empty where that is 0
        public Optional<BigDecimal> ratio(int member, int baseline) {
            return values.get(member)
                    .flatMap(value -> values.get(baseline)
                            .filter(base -> base.signum() != 0)
                            .map(base -> value.divide(base, MathContext.DECIMAL32)));
        }

        private BigDecimal size() {
            return total.orElseGet(() -> values.stream()
                    .flatMap(Optional::stream)
                    .max(Comparator.naturalOrder())
                    .orElse(BigDecimal.ZERO));
        }
    }

    /// @return columns that can be broken down by: text, days and the like, without those that say who it is from
    public static List<Integer> dimensions(Merge.Merged merged) {
        var columns = merged.table().columns();
        return IntStream.range(Merge.FRONT.size(), columns.size())
                .filter(i -> !columns.get(i).metric() && !columns.get(i).type().number())
                .filter(i -> !columns.get(i).name().startsWith("currency"))
                .boxed()
                .toList();
    }

    /// @return columns of numbers that were aggregated
    public static List<Integer> metrics(Merge.Merged merged) {
        var columns = merged.table().columns();
        return IntStream.range(Merge.FRONT.size(), columns.size())
                .filter(i -> columns.get(i).metric() && columns.get(i).type().number())
                .boxed()
                .toList();
    }

    /// @return whether there is any brand to stand beside another
    public static boolean branded(Merge.Merged merged) {
        return merged.brands().stream().anyMatch(it -> !it.isEmpty());
    }

    /// @param most lines
    public static Breakdown of(Merge.Merged merged, int by, int metric, int most, Sides sides) {
        var table = merged.table();
        var members = new LinkedHashMap<String, Integer>();
        var currencies = new ArrayList<String>();
        var mixed = new HashSet<Integer>();
        var cells = new LinkedHashMap<String, List<Cell>>();
        boolean additive = table.columns().get(metric).additive() != Additive.NO;
        boolean money = table.columns().get(metric).additive() == Additive.WITHIN_CURRENCY;
        boolean apart = true;
        for (int row = 0; row < table.rows(); row++) {
            var currency = money ? merged.currencies().get(row) : "";
            var text = table.text(row, by);
            var line = cells.computeIfAbsent(text == null ? "–" : text, _ -> new ArrayList<>());
            var number = table.number(row, metric);
            var names = names(merged, row, sides);
            apart &= names.size() == 1;
            for (var name : names) {
                int member = members.computeIfAbsent(name, _ -> members.size());
                if (member == currencies.size()) {
                    currencies.add(currency);
                }
                if (!currency.equals(currencies.get(member))) {
                    mixed.add(member);
                }
                while (line.size() <= member) {
                    line.add(new Cell());
                }
                if (number != null) {
                    line.get(member).add(number, additive && currency.equals(currencies.get(member)));
                }
            }
        }
        boolean oneCurrency = mixed.isEmpty() && currencies.stream().distinct().count() <= 1;
        boolean addable = additive && apart && oneCurrency;
        mixed.forEach(member -> currencies.set(member, ""));
        var lines = new ArrayList<Line>();
        cells.forEach((key, line) -> lines.add(line(key, line, members.size(), addable)));
        lines.sort(Comparator.comparing(Line::size).reversed().thenComparing(Line::key));
        return new Breakdown(
                table.columns().get(by).name(),
                table.columns().get(metric).name(),
                List.copyOf(members.keySet()),
                List.copyOf(lines.subList(0, Math.min(most, lines.size()))),
                Math.max(0, lines.size() - most),
                List.copyOf(currencies),
                IntStream.range(0, members.size())
                        .mapToObj(member -> additive && !mixed.contains(member))
                        .toList());
    }

    private static List<String> names(Merge.Merged merged, int row, Sides sides) {
        if (sides == Sides.INSTANCES) {
            return List.of(String.valueOf(merged.table().text(row, 0)));
        }
        var brands = merged.brands().get(row);
        return brands.isEmpty() ? List.of(NO_BRAND) : brands;
    }

    private static Line line(String key, List<Cell> cells, int members, boolean addable) {
        var values = new ArrayList<Optional<BigDecimal>>();
        var total = BigDecimal.ZERO;
        boolean any = false;
        for (int member = 0; member < members; member++) {
            var value = member < cells.size() ? cells.get(member).value() : Optional.<BigDecimal>empty();
            values.add(value);
            if (value.isPresent()) {
                total = total.add(value.get());
                any = true;
            }
        }
        return new Line(key, List.copyOf(values), addable && any ? Optional.of(total) : Optional.empty());
    }

    /// What rows of one member and key say.
    private static final class Cell {
        private BigDecimal sum = BigDecimal.ZERO;
        private int rows;
        private boolean spoiled;

        void add(BigDecimal number, boolean mayBeAdded) {
            spoiled |= rows > 0 && !mayBeAdded;
            sum = sum.add(number);
            rows++;
        }

        Optional<BigDecimal> value() {
            return rows == 0 || spoiled ? Optional.empty() : Optional.of(sum);
        }
    }

    /// @return the currencies that occur
    public Map<String, Long> currencies() {
        return currency.stream()
                .filter(it -> !it.isEmpty())
                .collect(java.util.stream.Collectors.groupingBy(
                        it -> it, java.util.TreeMap::new, java.util.stream.Collectors.counting()));
    }
}
