package io.pilothouse.ui.table;

import io.pilothouse.domain.query.SortBy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// How a person wants a table: its columns in order, the sorting, the filter. Immutable; pure.
///
/// @param chosen whether a person chose which columns are shown, so that none steps aside in a narrow window
public record TableLayout(List<Place> columns, List<SortBy> sort, String filter, boolean chosen) {

    private static final String CHOSEN = "chosen columns";

    /// @param width in pixels at scale 100 %
    public record Place(String column, double width, boolean shown, boolean frozen) {}

    public TableLayout {
        columns = List.copyOf(columns);
        sort = List.copyOf(sort);
    }

    /// How the table is without anybody's wishes.
    static TableLayout standard(TableSpec<?> spec) {
        return new TableLayout(
                spec.columns().stream()
                        .map(column -> new Place(column.id(), column.width(), column.isShown(), column.isFrozen()))
                        .toList(),
                spec.sort(),
                "",
                false);
    }

    TableLayout withFilter(String words) {
        return new TableLayout(columns, sort, words, chosen);
    }

    /// One line for each column, each key of the order, and the filter.
    String write() {
        var lines = new ArrayList<String>();
        for (var place : columns) {
            lines.add("column " + place.column + " " + Math.round(place.width) + (place.shown ? " shown" : " hidden")
                    + (place.frozen ? " frozen" : ""));
        }
        if (chosen) {
            lines.add(CHOSEN);
        }
        sort.forEach(key -> lines.add("sort " + key.column() + (key.descending() ? " descending" : "")));
        if (!filter.isEmpty()) {
            lines.add("filter " + filter.replace('\n', ' '));
        }
        return String.join("\n", lines);
    }

    /// Reads what [#write] wrote, perhaps by another version: lines that mean nothing here are passed
    /// over, columns that are new stand at the end as they usually are.
    static TableLayout read(String text, TableSpec<?> spec) {
        var standard = standard(spec);
        var columns = new ArrayList<Place>();
        var sort = new ArrayList<SortBy>();
        var seen = new HashSet<String>();
        var filter = "";
        for (var line : text.split("\n")) {
            var words = line.split(" ");
            if (line.startsWith("filter ")) {
                filter = line.substring("filter ".length());
            } else if (words.length >= 2 && known(standard, words[1])) {
                if (words[0].equals("sort")) {
                    sort.add(new SortBy(words[1], line.endsWith(" descending")));
                } else if (words[0].equals("column")
                        && words.length >= 4
                        && words[2].matches("\\d{1,5}")
                        && seen.add(words[1])) {
                    columns.add(new Place(
                            words[1],
                            Math.clamp(Long.parseLong(words[2]), 24, 4000),
                            words[3].equals("shown"),
                            line.endsWith(" frozen")));
                }
            }
        }
        standard.columns.stream().filter(place -> seen.add(place.column)).forEach(columns::add);
        boolean chosen =
                text.lines().anyMatch(CHOSEN::equals) || !shown(columns).equals(shown(standard.columns));
        return new TableLayout(columns, sort.isEmpty() ? standard.sort : sort, filter, chosen);
    }

    private static Set<String> shown(List<Place> columns) {
        return columns.stream().filter(Place::shown).map(Place::column).collect(Collectors.toSet());
    }

    TableLayout withShown(Set<String> more) {
        return new TableLayout(
                columns.stream()
                        .map(it -> more.contains(it.column) ? new Place(it.column, it.width, true, it.frozen) : it)
                        .toList(),
                sort,
                filter,
                chosen);
    }

    /// @param text as [#write] wrote it
    public static long shownColumns(String text) {
        return text.lines()
                .filter(line -> line.matches("column \\S+ \\d{1,5} shown.*"))
                .count();
    }

    /// @return whether `text` may come from any version of [#write]; else it is broken
    static boolean readable(String text) {
        return text.isBlank()
                || text.lines()
                        .anyMatch(line -> line.matches("column \\S+ \\d{1,5} .*|sort \\S+( descending)?|filter .*"));
    }

    private static boolean known(TableLayout standard, String column) {
        return standard.columns.stream().anyMatch(place -> place.column.equals(column));
    }
}
