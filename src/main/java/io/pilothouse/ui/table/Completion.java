package io.pilothouse.ui.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What a filter box offers while somebody types: names of columns, then their words. Pure.
final class Completion {

    private static final int MOST = 8;

    /// As many as there are states of an instance.
    private static final int MOST_WORDS = 12;
    private static final Pattern ASKED = Pattern.compile("([\\p{L}\\p{N}_.-]+)[:=](.*)");

    /// @param shown  what the list says
    /// @param about  what stands beside it: the column's title, may be empty
    /// @param from   where the typed part begins that it replaces
    /// @param insert what stands there then
    record Offer(String shown, String about, int from, String insert) {}

    private Completion() {}

    /// @param typed up to the cursor
    /// @param title of a column on screen
    static <R> List<Offer> offers(String typed, List<Column<R>> columns, Function<Column<R>, String> title) {
        int from = typed.length();
        while (from > 0 && !Character.isWhitespace(typed.charAt(from - 1))) {
            from--;
        }
        if (from < typed.length() && typed.charAt(from) == '-') {
            from++;
        }
        var term = typed.substring(from);
        if (term.isEmpty() || typed.chars().filter(c -> c == '"').count() % 2 == 1) {
            return List.of();
        }
        var match = ASKED.matcher(term);
        return match.matches()
                ? words(match.group(1), match.group(2), from + match.start(2), columns, title)
                : names(term, from, columns, title);
    }

    private static <R> List<Offer> names(
            String term, int from, List<Column<R>> columns, Function<Column<R>, String> title) {
        var lower = term.toLowerCase(Locale.ROOT);
        var offers = new ArrayList<Offer>();
        for (var column : columns) {
            var name = title.apply(column);
            boolean fits = column.id().startsWith(lower)
                    || name.toLowerCase(Locale.ROOT).startsWith(lower);
            if (column.isFilterable() && fits && offers.size() < MOST) {
                var sign = column.type().measured() && column.completions().isEmpty() ? ">" : ":";
                offers.add(new Offer(column.id() + sign, name, from, column.id() + sign));
            }
        }
        return offers;
    }

    private static <R> List<Offer> words(
            String column, String typed, int from, List<Column<R>> columns, Function<Column<R>, String> title) {
        int last = typed.lastIndexOf('|') + 1;
        var lower = typed.substring(last).toLowerCase(Locale.ROOT);
        return columns.stream()
                .filter(one -> one.id().equalsIgnoreCase(column)
                        || title.apply(one).replace(" ", "").equalsIgnoreCase(column))
                .flatMap(one -> one.completions().stream())
                .filter(word -> word.toLowerCase(Locale.ROOT).startsWith(lower) && word.length() > lower.length())
                .limit(MOST_WORDS)
                .map(word -> new Offer(word, "", from + last, (word.contains(" ") ? "\"" + word + "\"" : word) + " "))
                .toList();
    }
}
