package io.pilothouse.ui.table;

import io.pilothouse.domain.query.FilterLanguage;
import io.pilothouse.domain.query.ValueType;
import io.pilothouse.ui.common.Texts;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// How the filter of a table is spoken in the language of its window. English is understood in each of them, so
/// that what the guide says can be typed everywhere. Pure.
///
/// @param titles of the columns on screen
record FilterWords<R>(List<Column<R>> columns, Function<Column<R>, String> titles, Texts texts) {

    private static final List<String> COMPARED = List.of("yes", "no", FilterLanguage.EMPTY, "today", "yesterday");

    FilterLanguage language(ZoneId zone) {
        var language = new FilterLanguage(zone);
        for (var column : columns) {
            if (column.isFilterable()) {
                language.add(column.id(), column.type(), List.of(title(column)));
            }
        }
        COMPARED.forEach(word -> language.say(compared(word), word));
        return language;
    }

    String title(Column<R> column) {
        return titles.apply(column);
    }

    /// @return whether a person who typed this meant the column
    boolean means(String typed, Column<R> column) {
        return column.id().equalsIgnoreCase(typed) || word(column).equalsIgnoreCase(typed);
    }

    /// @return what the box offers for a column: in English its id; elsewhere its title, if that is one word that
    ///     means no other column
    String name(Column<R> column) {
        var word = word(column);
        boolean its = word.chars().allMatch(Character::isLetterOrDigit)
                && columns.stream().filter(one -> means(word, one)).limit(2).count() == 1;
        return english() || !its ? column.id() : word;
    }

    /// @return the words a column may say; empty where there are too many
    List<String> completions(Column<R> column) {
        return column.type() == ValueType.TRUTH
                ? column.completions().stream().map(this::compared).toList()
                : column.completions();
    }

    private String compared(String word) {
        return texts.text("table.filter.word." + word);
    }

    private String word(Column<R> column) {
        return title(column).replace(" ", "");
    }

    private boolean english() {
        return texts.locale().getLanguage().equals(Locale.ENGLISH.getLanguage());
    }
}
