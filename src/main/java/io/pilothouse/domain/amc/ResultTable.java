package io.pilothouse.domain.amc;

import io.pilothouse.domain.amc.ResultColumn.Additive;
import io.pilothouse.domain.amc.ResultColumn.ValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The rows of a result, exact, in columns: whole numbers as such, everything else as the text it came
/// as, so that no digit is lost. A value that does not fit its column's type keeps its text. Immutable
/// once built.
public final class ResultTable {

    private final List<ResultColumn> columns;
    private final Values[] stores;
    private final int rows;

    private ResultTable(List<ResultColumn> columns, Values[] stores, int rows) {
        this.columns = List.copyOf(columns);
        this.stores = stores;
        this.rows = rows;
    }

    /// One table behind another: all columns of the joined one, each a column of this table or the same value in
    /// every row.
    record Part(ResultTable table, List<From> columns) {}

    /// Where the values of a column come from.
    ///
    /// @param column of the part's table; -1 for none
    /// @param value  of every row where there is no column; null for none
    record From(int column, @Nullable String value) {}

    /// Joins tables one below the other. Nothing is copied.
    static ResultTable joined(List<ResultColumn> columns, List<Part> parts) {
        var ends = new int[parts.size()];
        int rows = 0;
        for (int i = 0; i < ends.length; i++) {
            rows += parts.get(i).table().rows;
            ends[i] = rows;
        }
        var stores = new Values[columns.size()];
        for (int column = 0; column < stores.length; column++) {
            var each = new Values[parts.size()];
            for (int i = 0; i < each.length; i++) {
                var from = parts.get(i).columns().get(column);
                each[i] = from.column() < 0
                        ? new Same(from.value())
                        : parts.get(i).table().stores[from.column()];
            }
            stores[column] = each.length == 1 ? each[0] : new Joined(each, ends);
        }
        return new ResultTable(columns, stores, rows);
    }

    public List<ResultColumn> columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    /// @return the value as it came; null where there is none
    public @Nullable String text(int row, int column) {
        return stores[column].text(row);
    }

    /// @return null where there is none, or it is no number
    public @Nullable BigDecimal number(int row, int column) {
        if (!columns.get(column).type().number()) {
            return null;
        }
        var store = stores[column];
        if (store.whole(row)) {
            return BigDecimal.valueOf(store.number(row));
        }
        var text = store.text(row);
        if (text == null) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    /// @return whether a value is not of its column's type
    public boolean misfit(int row, int column) {
        var text = text(row, column);
        return text != null && !TypeGuess.fits(text, columns.get(column).type());
    }

    /// @return -1 if there is none of that name
    public int column(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /// Rows with at least one metric that privacy took away.
    public long suppressed() {
        long count = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns.size(); column++) {
                if (columns.get(column).metric() && stores[column].text(row) == null) {
                    count++;
                    break;
                }
            }
        }
        return count;
    }

    /// The sum of a column where its values may be added up, by currency where they are money.
    ///
    /// @param currencies of each row; only asked where the column is money
    /// @return empty where values may not be added; the key is empty where no currency counts
    public Optional<SequencedMap<String, BigDecimal>> totals(
            int column, java.util.function.IntFunction<String> currencies) {
        var additive = columns.get(column).additive();
        if (additive == Additive.NO) {
            return Optional.empty();
        }
        var totals = new LinkedHashMap<String, BigDecimal>();
        for (int row = 0; row < rows; row++) {
            var number = number(row, column);
            if (number != null) {
                totals.merge(additive == Additive.YES ? "" : currencies.apply(row), number, BigDecimal::add);
            }
        }
        return Optional.of(totals);
    }

    /// Takes rows and makes a table of them.
    public static final class Builder {

        private final List<ResultColumn> columns;
        private final Store[] stores;
        private final boolean[] inferred;
        private int rows;

        /// @param columns by the names of the header
        /// @param types   columns whose types are known; the others' follow from their values
        public Builder(List<ResultColumn> columns, java.util.function.Predicate<String> types) {
            this.columns = new ArrayList<>(columns);
            stores = new Store[columns.size()];
            inferred = new boolean[columns.size()];
            for (int i = 0; i < stores.length; i++) {
                inferred[i] = !types.test(columns.get(i).name());
                stores[i] = !inferred[i] && columns.get(i).type() == ValueType.LONG ? new Longs() : new Texts();
            }
        }

        /// @param values one for each column; missing ones are null, further ones are left out
        public void add(List<@Nullable String> values) {
            for (int i = 0; i < stores.length; i++) {
                stores[i].add(rows, i < values.size() ? values.get(i) : null);
            }
            rows++;
        }

        public ResultTable build() {
            for (int i = 0; i < stores.length; i++) {
                if (inferred[i]) {
                    infer(i);
                }
            }
            return new ResultTable(columns, stores, rows);
        }

        private void infer(int column) {
            var guess = new TypeGuess(columns.get(column).name());
            for (int row = 0; row < rows; row++) {
                var text = stores[column].text(row);
                if (text != null) {
                    guess.seen(text);
                }
            }
            columns.set(column, columns.get(column).withType(guess.type()));
            if (guess.type() == ValueType.LONG) {
                var longs = new Longs();
                for (int row = 0; row < rows; row++) {
                    longs.add(row, stores[column].text(row));
                }
                stores[column] = longs;
            }
        }
    }

    private sealed interface Values {
        @Nullable
        String text(int row);

        /// @return whether [#number] knows the value
        default boolean whole(int row) {
            return false;
        }

        default long number(int row) {
            throw new IllegalStateException("no whole number");
        }
    }

    private sealed interface Store extends Values {
        void add(int row, @Nullable String text);
    }

    private record Same(@Nullable String value) implements Values {
        @Override
        public @Nullable String text(int row) {
            return value;
        }
    }

    /// The values of several tables, one after the other.
    ///
    /// @param ends the row behind the last one of each
    private record Joined(Values[] each, int[] ends) implements Values {

        private int at(int row) {
            int place = Arrays.binarySearch(ends, row + 1);
            int at = place < 0 ? -place - 1 : place;
            while (at > 0 && ends[at - 1] > row) { // of those that end at the same row only the first has any
                at--;
            }
            return at;
        }

        private int within(int at, int row) {
            return at == 0 ? row : row - ends[at - 1];
        }

        @Override
        public @Nullable String text(int row) {
            int at = at(row);
            return each[at].text(within(at, row));
        }

        @Override
        public boolean whole(int row) {
            int at = at(row);
            return each[at].whole(within(at, row));
        }

        @Override
        public long number(int row) {
            int at = at(row);
            return each[at].number(within(at, row));
        }
    }

    /// Texts; those that come again and again are kept once.
    private static final class Texts implements Store {
        private static final int MOST_SHARED = 20_000;

        private @Nullable String[] values = new String[64];
        private final Map<String, String> shared = new HashMap<>();

        @Override
        public void add(int row, @Nullable String text) {
            if (row == values.length) {
                values = Arrays.copyOf(values, row * 2);
            }
            if (text == null) {
                return;
            }
            var known = shared.get(text);
            if (known == null && shared.size() < MOST_SHARED) {
                shared.put(text, text);
            }
            values[row] = known == null ? text : known;
        }

        @Override
        public @Nullable String text(int row) {
            return values[row];
        }
    }

    /// Whole numbers; what is none is kept as text beside them.
    private static final class Longs implements Store {
        private long[] values = new long[64];
        private final BitSet present = new BitSet();
        private final Map<Integer, String> odd = new HashMap<>();

        @Override
        public void add(int row, @Nullable String text) {
            if (row == values.length) {
                values = Arrays.copyOf(values, row * 2);
            }
            if (text == null) {
                return;
            }
            var number = TypeGuess.longOrNull(text);
            if (number == null || !number.toString().equals(text)) {
                odd.put(row, text);
            } else {
                values[row] = number;
                present.set(row);
            }
        }

        @Override
        public boolean whole(int row) {
            return present.get(row);
        }

        @Override
        public long number(int row) {
            return values[row];
        }

        @Override
        public @Nullable String text(int row) {
            return present.get(row) ? Long.toString(values[row]) : odd.get(row);
        }
    }
}
