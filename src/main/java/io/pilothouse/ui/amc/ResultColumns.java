package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Breakdown;
import io.pilothouse.domain.amc.Merge;
import io.pilothouse.domain.amc.ResultTable;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.amc.Results;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.table.CellDrawing;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.InstanceCell;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.TableSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// The columns of any merged result: who a row is from as a tile, numbers in their currency, and what part
/// of the largest value a row has.
final class ResultColumns {

    private static final double SHARE = 84;

    private ResultColumns() {}

    /// The rows of a merged result, ready for a table.
    ///
    /// @param byKey   their numbers; never changed
    /// @param largest value of the metric that tells most; 0 without any
    record Rows(LinkedHashMap<Object, Integer> byKey, double largest) {

        /// Looks at every row: not on the FX thread.
        static Rows of(Merge.Merged merged) {
            int count = merged.table().rows();
            var byKey = LinkedHashMap.<Object, Integer>newLinkedHashMap(count);
            for (int row = 0; row < count; row++) {
                Integer boxed = row;
                byKey.put(boxed, boxed);
            }
            var metrics = Breakdown.metrics(merged);
            if (metrics.isEmpty()) {
                return new Rows(byKey, 0);
            }
            int metric = MergedPane.telling(merged, metrics);
            double largest = IntStream.range(0, count)
                    .mapToDouble(row -> number(merged.table(), row, metric))
                    .filter(value -> !Double.isNaN(value))
                    .max()
                    .orElse(0);
            return new Rows(byKey, largest);
        }
    }

    static TableSpec<Integer> spec(Desk desk, Merge.Merged merged, Rows ready) {
        var all = merged.table();
        var rows = new MemoryRows<Integer>(row -> row);
        rows.replace(ready.byKey());
        var columns = new ArrayList<Column<Integer>>();
        for (int i = 0; i < all.columns().size(); i++) {
            columns.add(column(desk, all, i));
        }
        share(desk, merged, ready.largest()).ifPresent(columns::add);
        return TableSpec.of("amc.result", desk.text("amc.group.merged"), rows, columns);
    }

    private static Column<Integer> column(Desk desk, ResultTable all, int i) {
        var meant = all.columns().get(i);
        boolean hidden = meant.name().startsWith("_") && !meant.name().equals("_instance");
        Column<Integer> made = meant.type().number()
                ? Column.number(
                        "c" + i + "-" + id(meant.name()),
                        "amc.result." + meant.name(),
                        row -> number(all, row, i),
                        row -> shown(desk, all, row, i))
                : Column.text("c" + i + "-" + id(meant.name()), "amc.result." + meant.name(), row -> text(all, row, i));
        made = made.titled(title(desk, meant.name())).width(hidden ? 110 : meant.metric() ? 120 : 180);
        if (i == 0) {
            return made.drawn(() -> new InstanceCell<>(
                    Monogram.Size.SMALL, row -> named(desk.all(), name(all, row)), row -> name(all, row)));
        }
        return hidden ? made.hidden() : i == Merge.FRONT.size() ? made.growing() : made;
    }

    /// Bars of the first metric, against the largest value.
    private static Optional<Column<Integer>> share(Desk desk, Merge.Merged merged, double largest) {
        var metrics = Breakdown.metrics(merged);
        if (metrics.isEmpty() || merged.table().rows() == 0) {
            return Optional.empty();
        }
        int metric = MergedPane.telling(merged, metrics);
        var all = merged.table();
        return Optional.of(Column.<Integer>number(
                        "share",
                        "amc.result.share",
                        row -> part(number(all, row, metric), largest),
                        row -> desk.words().percent(part(number(all, row, metric), largest)))
                .titled(desk.text("amc.group.share", all.columns().get(metric).name()))
                .drawn(() -> new Share(row -> part(number(all, row, metric), largest)))
                .width(SHARE + 30));
    }

    private static double part(double value, double largest) {
        return Double.isNaN(value) || largest <= 0 ? 0 : Math.clamp(value / largest, 0, 1);
    }

    private static String id(String name) {
        return name.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-", "");
    }

    private static String title(Desk desk, String name) {
        return name.startsWith("_") ? desk.text("amc.front." + name.substring(1).replace('_', '-')) : name;
    }

    private static double number(ResultTable all, int row, int column) {
        var number = all.number(row, column);
        return number == null ? Double.NaN : number.doubleValue();
    }

    /// Taken away by privacy: a dash, never a zero.
    private static String text(ResultTable all, int row, int column) {
        var text = all.text(row, column);
        return text == null ? "–" : text.replace('\n', ' ');
    }

    private static String shown(Desk desk, ResultTable all, int row, int column) {
        var number = all.number(row, column);
        if (number == null) {
            return text(all, row, column);
        }
        return amount(desk, number, all.columns().get(column).perCurrencyUnit());
    }

    /// @return a number with its groups, money in its currency
    static String amount(Desk desk, BigDecimal number, long unit) {
        if (unit > 1) {
            return desk.words().decimal(Results.inCurrency(number, unit).doubleValue(), 2);
        }
        return number.scale() <= 0 && number.precision() < 19
                ? desk.words().number(number.longValue())
                : number.stripTrailingZeros().scale() > 6
                        ? number.toPlainString()
                        : desk.words().decimal(number.doubleValue(), 2);
    }

    /// One line of a breakdown for each key: the total, and each member beside it.
    ///
    /// @param baseline the member that others are compared with; empty for none
    static TableSpec<Breakdown.Line> spec(Desk desk, Breakdown breakdown, long unit, Optional<Integer> baseline) {
        var rows = new MemoryRows<Breakdown.Line>(Breakdown.Line::key);
        rows.set(breakdown.lines());
        var columns = new ArrayList<Column<Breakdown.Line>>();
        columns.add(Column.<Breakdown.Line>text("key", "amc.result.key", Breakdown.Line::key)
                .titled(breakdown.by())
                .width(200)
                .growing());
        for (int i = 0; i < breakdown.members().size(); i++) {
            int member = i;
            var name = breakdown.members().get(i);
            columns.add(value(desk, "m" + i, name, line -> line.values().get(member), unit));
            if (baseline.isPresent() && baseline.get() != i) {
                columns.add(value(
                        desk,
                        "d" + i,
                        desk.text("amc.compare.difference", name),
                        line -> line.difference(member, baseline.get()),
                        unit));
                columns.add(Column.<Breakdown.Line>number(
                                "r" + i,
                                "amc.result.ratio",
                                line -> line.ratio(member, baseline.get())
                                        .map(BigDecimal::doubleValue)
                                        .orElse(Double.NaN),
                                line -> line.ratio(member, baseline.get())
                                        .map(it -> "× " + desk.words().decimal(it.doubleValue(), 2))
                                        .orElse("–"))
                        .titled(desk.text("amc.compare.ratio", name))
                        .width(120));
            }
        }
        if (baseline.isEmpty()) {
            columns.add(value(desk, "total", desk.text("amc.compare.total"), Breakdown.Line::total, unit));
        }
        return TableSpec.of("amc.breakdown", breakdown.metric(), rows, columns);
    }

    private static Column<Breakdown.Line> value(
            Desk desk, String id, String title, Function<Breakdown.Line, Optional<BigDecimal>> value, long unit) {
        return Column.<Breakdown.Line>number(
                        id,
                        "amc.result.value",
                        line -> value.apply(line).map(BigDecimal::doubleValue).orElse(Double.NaN),
                        line -> value.apply(line)
                                .map(it -> amount(desk, it, unit))
                                .orElse(id.equals("total") ? desk.text("amc.compare.not-additive") : "–"))
                .titled(title)
                .width(130);
    }

    /// @return the instance that a row is of
    private static String name(ResultTable all, int row) {
        return String.valueOf(all.text(row, 0));
    }

    static Optional<Instance> named(List<Instance> all, String name) {
        return all.stream().filter(it -> it.name().equals(name)).findFirst();
    }

    private static final class Share implements CellDrawing<Integer> {
        private final Function<Integer, Double> part;
        private final Region bar = new Region();
        private final HBox track = new HBox(bar);

        Share(Function<Integer, Double> part) {
            this.part = part;
            bar.getStyleClass().addAll("amc-bar", "amc-share");
            track.getStyleClass().addAll("amc-bar", "amc-share-track");
            track.setMaxWidth(SHARE);
            track.setPrefWidth(SHARE);
        }

        @Override
        public Node node() {
            return track;
        }

        @Override
        public void show(Integer row) {
            double width = SHARE * part.apply(row);
            bar.setMinWidth(width);
            bar.setPrefWidth(width);
            bar.setMaxWidth(width);
        }
    }
}
