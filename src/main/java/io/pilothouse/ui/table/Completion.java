package io.pilothouse.ui.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    static <R> List<Offer> offers(String typed, FilterWords<R> words) {
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
                ? words(match.group(1), match.group(2), from + match.start(2), words)
                : names(term, from, words);
    }

    private static <R> List<Offer> names(String term, int from, FilterWords<R> words) {
        var lower = term.toLowerCase(Locale.ROOT);
        var offers = new ArrayList<Offer>();
        for (var column : words.columns()) {
            var title = words.title(column);
            boolean fits = column.id().startsWith(lower)
                    || title.toLowerCase(Locale.ROOT).startsWith(lower);
            if (column.isFilterable() && fits && offers.size() < MOST) {
                var sign = column.type().measured() && column.completions().isEmpty() ? ">" : ":";
                var name = words.name(column);
                offers.add(new Offer(name + sign, name.equals(title) ? "" : title, from, name + sign));
            }
        }
        return offers;
    }

    private static <R> List<Offer> words(String column, String typed, int from, FilterWords<R> words) {
        int last = typed.lastIndexOf('|') + 1;
        var lower = typed.substring(last).toLowerCase(Locale.ROOT);
        return words.columns().stream()
                .filter(one -> words.means(column, one))
                .flatMap(one -> words.completions(one).stream())
                .filter(word -> word.toLowerCase(Locale.ROOT).startsWith(lower) && word.length() > lower.length())
                .limit(MOST_WORDS)
                .map(word -> new Offer(word, "", from + last, (word.contains(" ") ? "\"" + word + "\"" : word) + " "))
                .toList();
    }
}
