package io.pilothouse.domain.amc;

import io.pilothouse.domain.amc.SqlText.Kind;
import io.pilothouse.domain.amc.SqlText.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// The tokens of SQL that mean something, and how they stand in one another. A place is the number of a
/// token; a place outside them is empty.
final class SqlTokens {

    /// What ends a clause of a SELECT.
    private static final Set<String> CLAUSES = Set.of(
            "FROM",
            "WHERE",
            "GROUP",
            "HAVING",
            "WINDOW",
            "ORDER",
            "LIMIT",
            "OFFSET",
            "FETCH",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            ";");

    /// Functions that have a FROM of their own.
    private static final Set<String> FROM_INSIDE = Set.of("EXTRACT", "TRIM", "SUBSTRING", "OVERLAY");

    private static final Set<String> JOINING = Set.of("UNION", "INTERSECT", "EXCEPT", ";");

    /// Words that are no value.
    private static final Set<String> OPERATORS = Set.of(
            "AND",
            "OR",
            "NOT",
            "IN",
            "LIKE",
            "WHEN",
            "THEN",
            "ELSE",
            "AS",
            "SELECT",
            "DISTINCT",
            "WHERE",
            "ON",
            "BY",
            "HAVING",
            "FROM",
            "IS",
            "BETWEEN",
            "NULL");

    private final SqlText sql;
    private final List<Token> tokens;
    private final int[] depths;

    SqlTokens(SqlText sql) {
        this.sql = sql;
        tokens = sql.tokens().stream()
                .filter(token -> token.kind() != Kind.BLANK && token.kind() != Kind.COMMENT)
                .toList();
        depths = new int[tokens.size()];
        int depth = 0;
        for (int i = 0; i < depths.length; i++) {
            depth -= is(i, ")") ? 1 : 0;
            depths[i] = depth;
            depth += is(i, "(") ? 1 : 0;
        }
    }

    int size() {
        return tokens.size();
    }

    Token at(int place) {
        return tokens.get(place);
    }

    private boolean there(int place) {
        return place >= 0 && place < tokens.size();
    }

    String text(int place) {
        return there(place) ? sql.text(tokens.get(place)) : "";
    }

    boolean is(int place, String word) {
        return text(place).equalsIgnoreCase(word);
    }

    boolean is(int place, Kind kind) {
        return there(place) && tokens.get(place).kind() == kind;
    }

    /// @return whether it is a word that is no value and no name
    boolean operator(int place) {
        return OPERATORS.contains(text(place).toUpperCase(Locale.ROOT));
    }

    /// @return how many parentheses it stands in
    int depth(int place) {
        return depths[place];
    }

    /// @return everything typed from one token to the end of another
    String typed(int first, int last) {
        return sql.typed().substring(at(first).from(), at(last).to());
    }

    /// @return the parenthesis that closes one, or -1
    int closing(int open) {
        for (int i = open + 1; i < size(); i++) {
            if (depths[i] == depths[open] && is(i, ")")) {
                return i;
            }
        }
        return -1;
    }

    /// @return the parenthesis that opens what one closes, or -1
    int opening(int close) {
        for (int i = close - 1; i >= 0; i--) {
            if (depths[i] == depths[close] && is(i, "(")) {
                return i;
            }
        }
        return -1;
    }

    /// @return the first place behind the clause that a place is in
    int clauseEnd(int place) {
        return end(place, CLAUSES);
    }

    private int end(int place, Set<String> words) {
        for (int i = place + 1; i < size(); i++) {
            boolean ends = depths[i] == depths[place] && words.contains(text(i).toUpperCase(Locale.ROOT));
            if (ends || depths[i] < depths[place]) {
                return i;
            }
        }
        return size();
    }

    /// @return the next of a word in the same parentheses and before a place, or -1
    int next(int place, String word, int before) {
        for (int i = place + 1; i < before; i++) {
            if (depths[i] == depths[place] && is(i, word)) {
                return i;
            }
        }
        return -1;
    }

    /// One SELECT without what it is joined with by UNION and the like.
    ///
    /// @param first of its list
    /// @param from  its FROM
    /// @param end   behind it
    /// @param alone whether nothing is joined with it
    record Select(int at, int first, int from, int end, boolean alone) {}

    /// @return the SELECT whose clause a place is directly in; empty for one without FROM
    Optional<Select> selectOf(int place) {
        int depth = depths[place];
        for (int i = place; i >= 0 && depths[i] >= depth; i--) {
            if (depths[i] == depth && is(i, "SELECT")) {
                return select(i);
            }
        }
        return Optional.empty();
    }

    /// @return the SELECT whose rows come out
    Optional<Select> last() {
        for (int i = size() - 1; i >= 0; i--) {
            if (depths[i] == 0 && is(i, "SELECT")) {
                return select(i);
            }
        }
        return Optional.empty();
    }

    private Optional<Select> select(int at) {
        int end = end(at, JOINING);
        int from = next(at, "FROM", end);
        int first = is(at + 1, "DISTINCT") || is(at + 1, "ALL") ? at + 2 : at + 1;
        boolean alone = !(end < size() && depths[end] == depths[at] && !is(end, ";"))
                && JOINING.stream().noneMatch(word -> is(at - 1, word) || is(at - 2, word) && is(at - 1, "ALL"));
        return from < 0 ? Optional.empty() : Optional.of(new Select(at, first, from, end, alone));
    }

    /// One element of a list.
    record Item(int first, int last) {}

    /// @return what commas part between two places
    List<Item> items(int first, int end) {
        var items = new ArrayList<Item>();
        int start = first;
        for (int i = first; i <= end && first < end; i++) {
            if (i == end || (is(i, ",") && depths[i] == depths[first])) {
                if (i > start) {
                    items.add(new Item(start, i - 1));
                }
                start = i + 1;
            }
        }
        return items;
    }

    /// @return whether it is a column and nothing more, with or without its table
    boolean column(Item item) {
        for (int i = item.first(); i <= item.last(); i++) {
            boolean word = (i - item.first()) % 2 == 0;
            if (word ? !is(i, Kind.WORD) && !is(i, Kind.QUOTED) : !is(i, ".")) {
                return false;
            }
        }
        return (item.last() - item.first()) % 2 == 0;
    }

    /// @return what it is called in the output; empty where Amazon chooses
    String name(Item item) {
        if (column(item)) {
            return text(item.last());
        }
        int before = item.last() - 1;
        boolean called = before > item.first()
                && (is(item.last(), Kind.WORD) || is(item.last(), Kind.QUOTED))
                && !is(item.last(), "END")
                && !operator(item.last())
                && (is(before, "AS") || is(before, ")") || (is(before, Kind.WORD) && !operator(before)));
        return called ? text(item.last()) : "";
    }

    /// @return tables that are read, lower case, with where they are read first; without those that are named here
    SequencedMap<String, Integer> tables() {
        var own = new HashSet<String>();
        var read = new LinkedHashMap<String, Integer>();
        for (int i = 0; i < size(); i++) {
            var name = text(i).toLowerCase(Locale.ROOT);
            boolean named = is(i, Kind.WORD)
                    && is(i + 1, "AS")
                    && is(i + 2, "(")
                    && (is(i - 1, "WITH") || is(i - 1, ",") && is(i - 2, ")"));
            if (named) {
                own.add(name);
            } else if (is(i, Kind.WORD) && (is(i - 1, "JOIN") || (is(i - 1, "FROM") && !insideFunction(i - 1)))) {
                read.putIfAbsent(name, i);
            }
        }
        read.keySet().removeAll(own);
        return read;
    }

    /// @return whether a FROM is a word of a function, as in `EXTRACT(DAY FROM …)`
    private boolean insideFunction(int from) {
        for (int i = from - 1; i >= 0; i--) {
            if (depths[i] < depths[from]) {
                return FROM_INSIDE.contains(text(i - 1).toUpperCase(Locale.ROOT));
            }
        }
        return false;
    }
}
