package io.pilothouse.domain.amc;

import io.pilothouse.domain.amc.Lint.Fix;
import io.pilothouse.domain.amc.SqlText.Kind;
import io.pilothouse.domain.amc.SqlTokens.Item;
import io.pilothouse.domain.amc.SqlTokens.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What to write instead of SQL that AMC does not take (section 9.4). Empty wherever it could come to mean
/// something else.
final class SqlFixes {

    /// What binds as strongly as `||`, or belongs to the value it stands beside.
    private static final Set<String> BOUND = Set.of("*", "/", "%", "+", "-", ".", "OVER", "FILTER", "WITHIN");

    private static final String RANK = "row_rank";

    private final SqlTokens tokens;

    SqlFixes(SqlTokens tokens) {
        this.tokens = tokens;
    }

    private Optional<Fix> write(int first, int last, String text) {
        return Optional.of(
                new Fix.Write(tokens.at(first).from(), tokens.at(last).to(), text));
    }

    /// The columns of the one table that is read; of the last SELECT only what may leave AMC.
    Optional<Fix> columns(int star, Lint.Known known) {
        var select = tokens.selectOf(star);
        if (select.isEmpty()) {
            return Optional.empty();
        }
        int from = select.get().from();
        int end = tokens.clauseEnd(from);
        boolean oneTable = tokens.items(from + 1, end).size() == 1
                && tokens.next(from, "JOIN", end) < 0
                && tokens.tables().containsKey(tokens.text(from + 1).toLowerCase(Locale.ROOT)); // none named here
        var columns = known.columnsOf(tokens.text(from + 1)).stream()
                .filter(it -> tokens.depth(star) > 0 || !Lint.sensitive(it))
                .map(Remote.DataColumn::name)
                .toList();
        return oneTable && !columns.isEmpty() ? write(star, star, String.join(", ", columns)) : Optional.empty();
    }

    /// The first rows by rank: the whole SELECT becomes a sub-query whose rows are numbered.
    Optional<Fix> ranked(int limit) {
        var found = tokens.selectOf(limit).filter(Select::alone);
        if (found.isEmpty() || !tokens.is(limit + 1, Kind.NUMBER) || found.get().end() != limit + 2) {
            return Optional.empty();
        }
        var select = found.get();
        var items = tokens.items(select.first(), select.from());
        var names = items.stream().map(tokens::name).toList();
        int order = tokens.next(select.from(), "ORDER", limit);
        var by = order < 0 ? Optional.of(names.getFirst()) : order(names, order + 2, limit);
        boolean different =
                names.stream().map(it -> it.toLowerCase(Locale.ROOT)).distinct().count() == names.size();
        if (names.stream().anyMatch(String::isEmpty) || names.contains("*") || !different || by.isEmpty()) {
            return Optional.empty();
        }
        var all = String.join(", ", names);
        var rows = tokens.typed(select.at(), (order < 0 ? limit : order) - 1);
        return write(
                select.at(),
                limit + 1,
                "SELECT " + all + "\nFROM (\n  SELECT " + all + ", ROW_NUMBER() OVER (ORDER BY " + by.get()
                        + ") AS " + RANK + "\n  FROM (\n" + rows + "\n  )\n)\nWHERE " + RANK + " <= "
                        + tokens.text(limit + 1));
    }

    /// @return an order by names of the output; empty where it is by something else
    private Optional<String> order(List<String> names, int first, int end) {
        var by = new ArrayList<String>();
        for (var item : tokens.items(first, end)) {
            var word = tokens.text(item.first());
            var name = word.matches("\\d{1,3}") && Integer.parseInt(word) >= 1 && Integer.parseInt(word) <= names.size()
                    ? Optional.of(names.get(Integer.parseInt(word) - 1))
                    : names.stream().filter(word::equalsIgnoreCase).findFirst();
            boolean way = item.last() == item.first()
                    || (item.last() == item.first() + 1
                            && (tokens.is(item.last(), "DESC") || tokens.is(item.last(), "ASC")));
            if (name.isEmpty() || !way) {
                return Optional.empty();
            }
            by.add(name.get() + (item.last() > item.first() ? " " + tokens.text(item.last()) : ""));
        }
        return by.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", by));
    }

    /// Takes an order away, or ranks by it where the rows are limited.
    Optional<Fix> withoutOrder(int order) {
        int end = tokens.clauseEnd(order);
        if (tokens.is(end, "OFFSET") || tokens.is(end, "FETCH")) {
            return Optional.empty(); // it decides which rows come out
        }
        return tokens.is(end, "LIMIT")
                ? ranked(end)
                : Optional.of(new Fix.Write(
                        tokens.at(order - 1).to(), tokens.at(end - 1).to(), ""));
    }

    /// The other side first.
    Optional<Fix> leftJoin(int right) {
        var select = tokens.selectOf(right);
        int join = tokens.is(right + 1, "OUTER") ? right + 2 : right + 1;
        if (select.isEmpty() || !tokens.is(join, "JOIN")) {
            return Optional.empty();
        }
        int from = select.get().from();
        int end = tokens.clauseEnd(from);
        int on = java.util.stream.Stream.of("ON", "USING")
                .mapToInt(word -> tokens.next(join, word, end))
                .filter(place -> place > 0)
                .min()
                .orElse(-1);
        boolean several = tokens.items(from + 1, end).size() > 1;
        if (on < 0 || several || right > end || tokens.next(join, "JOIN", on) > 0) {
            return Optional.empty();
        }
        var left = tokens.typed(from + 1, right - 1);
        boolean joined = tokens.next(from, "JOIN", right) > 0;
        return write(
                from + 1, on - 1, tokens.typed(join + 1, on - 1) + " LEFT JOIN " + (joined ? "(" + left + ")" : left));
    }

    /// What stands around one or more `||`.
    ///
    /// @param last of its tokens
    record Joined(Optional<Fix> fix, int last) {}

    /// @param bar the first of the two strokes
    Joined concat(int bar) {
        int first = before(bar - 1);
        var parts = new ArrayList<Item>();
        if (first >= 0) {
            parts.add(new Item(first, bar - 1));
        }
        int at = bar;
        while (tokens.is(at, "|") && tokens.is(at + 1, "|")) {
            int last = behind(at + 2);
            if (last < 0 || first < 0) {
                return new Joined(Optional.empty(), at + 1);
            }
            parts.add(new Item(at + 2, last));
            at = last + 1;
        }
        int end = at - 1;
        boolean apart = !bound(first) && !bound(first - 1) && !value(first - 1) && !bound(at);
        if (!apart) {
            return new Joined(Optional.empty(), end);
        }
        var text = tokens.typed(parts.getFirst().first(), parts.getFirst().last());
        for (var part : parts.subList(1, parts.size())) {
            text = "CONCAT(" + text + ", " + tokens.typed(part.first(), part.last()) + ")";
        }
        return new Joined(write(first, end, text), end);
    }

    private boolean bound(int place) {
        return BOUND.contains(tokens.text(place).toUpperCase(Locale.ROOT));
    }

    /// @return where what begins here has its other end, or -1
    private int otherEnd(int place, String begin, String end, int step) {
        int open = 0;
        for (int i = place; i >= 0 && i < tokens.size(); i += step) {
            boolean here = tokens.depth(i) == tokens.depth(place);
            open += here && tokens.is(i, begin) ? 1 : here && tokens.is(i, end) ? -1 : 0;
            if (open == 0) {
                return i;
            }
        }
        return -1;
    }

    /// @return the last token of the value that begins here, or -1
    private int behind(int place) {
        if (tokens.is(place, "(")) {
            return tokens.closing(place);
        }
        if (tokens.is(place, "CASE")) {
            return otherEnd(place, "CASE", "END", 1);
        }
        if (!value(place)) {
            return -1;
        }
        int last = place;
        while (tokens.is(last + 1, ".") && tokens.is(last + 2, Kind.WORD)) {
            last += 2;
        }
        return tokens.is(last + 1, "(") ? tokens.closing(last + 1) : last;
    }

    /// @return the first token of the value that ends here, or -1
    private int before(int place) {
        int first = place;
        if (tokens.is(place, ")")) {
            first = tokens.opening(place);
            boolean call = first > 0 && tokens.is(first - 1, Kind.WORD) && value(first - 1);
            return call ? first - 1 : first;
        }
        if (tokens.is(place, "END")) {
            return otherEnd(place, "END", "CASE", -1);
        }
        if (!value(place)) {
            return -1;
        }
        while (tokens.is(first - 1, ".") && tokens.is(first - 2, Kind.WORD)) {
            first -= 2;
        }
        return first;
    }

    private boolean value(int place) {
        return tokens.is(place, Kind.STRING)
                || tokens.is(place, Kind.NUMBER)
                || tokens.is(place, Kind.QUOTED)
                || tokens.is(place, Kind.PLACEHOLDER)
                || (tokens.is(place, Kind.WORD) && !tokens.operator(place));
    }

    /// People are counted instead of listed, and are no longer among the keys.
    Optional<Fix> counted(Select select, Item item) {
        int group = tokens.next(select.from(), "GROUP", select.end());
        var keys = group < 0 ? List.<Item>of() : tokens.items(group + 2, tokens.clauseEnd(group));
        if (keys.stream().anyMatch(key -> tokens.is(key.first(), Kind.NUMBER))) {
            return Optional.empty(); // places move when one goes
        }
        var kept = keys.stream().filter(key -> !userId(key)).toList();
        boolean perPerson = kept.size() < keys.size() && tokens.next(select.from(), "HAVING", select.end()) > 0;
        boolean ungrouped = group < 0
                && tokens.items(select.first(), select.from()).stream()
                        .anyMatch(it -> !it.equals(item) && tokens.column(new Item(it.first(), columnEnd(it))));
        if (perPerson || ungrouped) {
            return Optional.empty();
        }
        var column = tokens.typed(item.first(), columnEnd(item));
        var name = tokens.name(item);
        var counted = "COUNT(DISTINCT " + column + ") AS " + (name.equalsIgnoreCase("user_id") ? "users" : name);
        if (kept.size() == keys.size()) {
            return write(item.first(), item.last(), counted);
        }
        int rest = kept.isEmpty() ? group - 1 : group + 1;
        var behind =
                kept.stream().map(key -> tokens.typed(key.first(), key.last())).toList();
        return write(
                item.first(),
                keys.getLast().last(),
                counted + between(item.last(), rest) + (behind.isEmpty() ? "" : " " + String.join(", ", behind)));
    }

    /// @return everything typed behind a token to the end of another
    private String between(int before, int last) {
        return tokens.typed(before, last).substring(tokens.text(before).length());
    }

    /// @return whether it is the id of a person, called as it is or otherwise
    boolean userId(Item item) {
        int end = columnEnd(item);
        return tokens.is(end, "user_id") && tokens.column(new Item(item.first(), end));
    }

    private int columnEnd(Item item) {
        int end = item.first();
        while (end + 2 <= item.last() && tokens.is(end + 1, ".")) {
            end += 2;
        }
        boolean called =
                item.last() == end || (item.last() == end + 2 && tokens.is(end + 1, "AS")) || item.last() == end + 1;
        return called ? end : item.last();
    }

    /// A column of the same rows in place of all.
    Optional<Fix> countedColumn(int star) {
        int over = star + 3; // behind the parenthesis and OVER
        int close = tokens.is(over, "(") ? tokens.closing(over) : -1;
        int partition = close < 0 ? -1 : over + 1;
        int by = partition < 0 ? -1 : partition + 2;
        boolean column = by > 0
                && by < close
                && (tokens.is(partition, "PARTITION") || tokens.is(partition, "ORDER"))
                && tokens.is(by, Kind.WORD);
        if (!column) {
            return Optional.empty();
        }
        int last = behind(by);
        return last < close ? write(star, star, tokens.typed(by, last)) : Optional.empty();
    }
}
