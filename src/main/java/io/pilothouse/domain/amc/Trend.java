package io.pilothouse.domain.amc;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// One metric of a collection over its periods (section 18.3), for one instance.
///
/// @param points oldest first
public record Trend(String name, String metric, List<Point> points) {

    /// @param value empty where there is no result, or its rows may not be added up
    public record Point(LocalDate start, Optional<BigDecimal> value) {}

    /// From one period to the next.
    ///
    /// @param part of the earlier value; empty where that is 0
    public record Change(LocalDate start, BigDecimal value, BigDecimal difference, Optional<BigDecimal> part) {}

    /// @return the sum of a metric over all rows; empty where rows may not be added up or are of several
    ///     currencies
    public static Optional<BigDecimal> sum(ResultTable table, String metric) {
        int column = table.column(metric);
        if (column < 0) {
            return Optional.empty();
        }
        if (table.rows() == 1) {
            return Optional.ofNullable(table.number(0, column));
        }
        int currency = table.column("currency_iso_code");
        return table.totals(column, row -> currency < 0 ? "" : String.valueOf(table.text(row, currency)))
                .filter(sums -> sums.size() == 1)
                .map(sums -> sums.firstEntry().getValue());
    }

    /// One line for several, added up; a period counts where all that have it have a value, as a missing one would
    /// look like a fall.
    public static Trend together(String name, List<Trend> members) {
        var byStart = new TreeMap<LocalDate, List<Optional<BigDecimal>>>();
        members.forEach(member -> member.points()
                .forEach(point -> byStart.computeIfAbsent(point.start(), _ -> new ArrayList<>())
                        .add(point.value())));
        var points = new ArrayList<Point>();
        byStart.forEach((start, values) -> points.add(new Point(
                start,
                values.stream().allMatch(Optional::isPresent)
                        ? values.stream().map(Optional::orElseThrow).reduce(BigDecimal::add)
                        : Optional.empty())));
        return new Trend(name, members.getFirst().metric(), List.copyOf(points));
    }

    /// @return changes between periods that both have a value, oldest first
    public List<Change> changes() {
        var changes = new ArrayList<Change>();
        for (int i = 1; i < points.size(); i++) {
            var before = points.get(i - 1).value();
            var now = points.get(i).value();
            if (before.isPresent() && now.isPresent()) {
                var difference = now.get().subtract(before.get());
                changes.add(new Change(
                        points.get(i).start(),
                        now.get(),
                        difference,
                        before.get().signum() == 0
                                ? Optional.empty()
                                : Optional.of(difference.divide(before.get(), MathContext.DECIMAL32))));
            }
        }
        return List.copyOf(changes);
    }
}
