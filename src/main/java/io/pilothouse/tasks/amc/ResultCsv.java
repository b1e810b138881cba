package io.pilothouse.tasks.amc;

import io.pilothouse.domain.amc.ResultColumn;
import io.pilothouse.domain.amc.ResultColumn.ValueType;
import io.pilothouse.domain.amc.ResultTable;
import io.pilothouse.domain.amc.TypeGuess;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reads what AMC writes as CSV (section 16.2): quotes inside quotes are `""` or `\"`. Where that makes
/// records of different lengths, the backslash is tried as an ordinary character.
final class ResultCsv {

    /// The text of one file. Is read twice where the first reading makes no sense.
    @FunctionalInterface
    interface Part {
        Reader open() throws IOException;
    }

    /// @param irregular lines of records whose number of values differs from the header
    record Parsed(ResultTable table, List<Long> irregular) {}

    /// What a result holds, without its rows.
    ///
    /// @param suppressed rows with at least one metric that privacy took away
    record Survey(List<ResultColumn> columns, int rows, long suppressed, List<Long> irregular) {}

    private ResultCsv() {}

    /// Reads a result to its end and keeps none of its rows: how long it is does not matter to memory.
    static Survey survey(List<Part> parts, List<ResultColumn> known, UnaryOperator<ResultColumn> meant)
            throws IOException {
        var first = survey(parts, known, meant, true);
        if (first.irregular().isEmpty()) {
            return first;
        }
        var second = survey(parts, known, meant, false);
        return second.irregular().isEmpty() ? second : first;
    }

    private static Survey survey(
            List<Part> parts, List<ResultColumn> known, UnaryOperator<ResultColumn> meant, boolean escapes)
            throws IOException {
        var types = new HashMap<String, ResultColumn>();
        known.forEach(column -> types.putIfAbsent(column.name(), column));
        var seen = new Surveyor(types);
        var irregular = read(parts, escapes, seen::header, seen::row);
        return seen.survey(meant, irregular);
    }

    /// Types and gaps of columns so far.
    private static final class Surveyor {
        private final Map<String, ResultColumn> known;
        private final List<String> names = new ArrayList<>();
        private final List<TypeGuess> guesses = new ArrayList<>();
        private final List<BitSet> gaps = new ArrayList<>();
        private int rows;

        Surveyor(Map<String, ResultColumn> known) {
            this.known = known;
        }

        void header(List<@Nullable String> header) {
            for (var name : header) {
                var text = name == null ? "" : name;
                names.add(text);
                guesses.add(new TypeGuess(text));
                gaps.add(new BitSet());
            }
        }

        void row(List<@Nullable String> record) {
            for (int i = 0; i < names.size(); i++) {
                var text = i < record.size() ? record.get(i) : null;
                if (text == null) {
                    gaps.get(i).set(rows);
                } else if (!known.containsKey(names.get(i))) {
                    guesses.get(i).seen(text);
                }
            }
            rows++;
        }

        Survey survey(UnaryOperator<ResultColumn> meant, List<Long> irregular) {
            var columns = new ArrayList<ResultColumn>();
            var hidden = new BitSet();
            for (int i = 0; i < names.size(); i++) {
                var told = known.get(names.get(i));
                var column = meant.apply(
                        told == null
                                ? new ResultColumn(
                                        names.get(i), guesses.get(i).type(), false, ResultColumn.Additive.NO, "")
                                : told);
                columns.add(column);
                if (column.metric()) {
                    hidden.or(gaps.get(i));
                }
            }
            return new Survey(List.copyOf(columns), rows, hidden.cardinality(), irregular);
        }
    }

    /// @param known what the service says of columns; may be empty
    /// @param meant makes the meaning of a column whose type is known, or is [ValueType#STRING] for now
    static Parsed parse(List<Part> parts, List<ResultColumn> known, UnaryOperator<ResultColumn> meant)
            throws IOException {
        var first = read(parts, known, meant, true);
        if (first.irregular().isEmpty()) {
            return first;
        }
        var second = read(parts, known, meant, false);
        return second.irregular().isEmpty() ? second : first;
    }

    private static Parsed read(
            List<Part> parts, List<ResultColumn> known, UnaryOperator<ResultColumn> meant, boolean escapes)
            throws IOException {
        var made = new ResultTable.Builder[1];
        var irregular =
                read(parts, escapes, header -> made[0] = builder(header, known, meant), record -> made[0].add(record));
        var table = made[0] == null ? new ResultTable.Builder(List.of(), _ -> true).build() : made[0].build();
        return new Parsed(table, irregular);
    }

    /// @return lines of records that are not as long as the header
    private static List<Long> read(
            List<Part> parts,
            boolean escapes,
            Consumer<List<@Nullable String>> first,
            Consumer<List<@Nullable String>> further)
            throws IOException {
        @Nullable List<@Nullable String> header = null;
        var irregular = new ArrayList<Long>();
        for (var part : parts) {
            try (var reader = part.open()) {
                var records = new Records(reader, escapes);
                boolean start = true;
                for (var record = records.next(); record != null; record = records.next()) {
                    if (header == null) {
                        header = record;
                        first.accept(record);
                    } else if (!start || !record.equals(header)) {
                        if (record.size() != header.size()) {
                            irregular.add(records.line());
                        }
                        further.accept(record);
                    }
                    start = false;
                }
            }
        }
        return List.copyOf(irregular);
    }

    private static ResultTable.Builder builder(
            List<@Nullable String> header, List<ResultColumn> known, UnaryOperator<ResultColumn> meant) {
        Map<String, ResultColumn> byName = new HashMap<>();
        known.forEach(column -> byName.putIfAbsent(column.name(), column));
        var columns = new ArrayList<ResultColumn>();
        for (var name : header) {
            var text = name == null ? "" : name;
            var column = byName.getOrDefault(
                    text, new ResultColumn(text, ValueType.STRING, false, ResultColumn.Additive.NO, ""));
            columns.add(meant.apply(column));
        }
        return new ResultTable.Builder(columns, byName::containsKey);
    }

    /// The records of one file.
    private static final class Records {
        private final Reader reader;
        private final boolean escapes;
        private final char[] buffer = new char[32 << 10];
        private int at;
        private int filled;
        private long line = 1;
        private long started = 1;
        private final StringBuilder value = new StringBuilder();

        Records(Reader reader, boolean escapes) throws IOException {
            this.reader = reader;
            this.escapes = escapes;
            if (peek() == '\uFEFF') {
                at++;
            }
        }

        /// @return the line on which the latest record began, from 1
        long line() {
            return started;
        }

        private int peek() throws IOException {
            if (at == filled) {
                filled = reader.read(buffer, 0, buffer.length);
                at = 0;
                if (filled <= 0) {
                    filled = 0;
                    return -1;
                }
            }
            return buffer[at];
        }

        private int take() throws IOException {
            int c = peek();
            if (c >= 0) {
                at++;
                if (c == '\n') {
                    line++;
                }
            }
            return c;
        }

        /// @return null at the end; a null value is one without quotes and text
        @Nullable
        List<@Nullable String> next() throws IOException {
            while (peek() == '\n' || peek() == '\r') {
                take();
            }
            if (peek() < 0) {
                return null;
            }
            started = line;
            var record = new ArrayList<@Nullable String>();
            while (true) {
                record.add(value());
                int c = take();
                if (c == '\r' && peek() == '\n') {
                    c = take();
                }
                if (c != ',') {
                    return record;
                }
            }
        }

        /// Ends in front of what ends it.
        private @Nullable String value() throws IOException {
            value.setLength(0);
            if (peek() != '"') {
                for (int c = peek(); c >= 0 && c != ',' && c != '\n' && c != '\r'; c = peek()) {
                    value.append((char) take());
                }
                return value.isEmpty() ? null : value.toString();
            }
            take();
            while (true) {
                int c = take();
                if (c < 0) {
                    return value.toString();
                }
                if (c == '\\' && escapes) {
                    int next = peek();
                    if (next == '"' || next == '\\') {
                        value.append((char) take());
                    } else {
                        value.append('\\');
                    }
                } else if (c == '"') {
                    if (peek() != '"') {
                        break;
                    }
                    value.append((char) take());
                } else {
                    value.append((char) c);
                }
            }
            for (int c = peek(); c >= 0 && c != ',' && c != '\n' && c != '\r'; c = peek()) {
                value.append((char) take()); // text behind the closing quote belongs to the value
            }
            return value.toString();
        }
    }
}
