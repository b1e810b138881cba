package io.pilothouse.domain.query;

/// How a person wants a table, under a name.
///
/// @param table  stable id of the table, the same for all instances of a kind
/// @param name   as the person calls it; empty for how the table was left
/// @param layout columns, order and filter, in the table's own words
public record SavedView(String table, String name, String layout) {

    /// More characters than anybody reads in a menu.
    public static final int LONGEST_NAME = 60;

    public SavedView {
        if (table.isBlank()) {
            throw new IllegalArgumentException("a view of no table");
        }
        if (!name.equals(name.strip()) || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("no name for a view: " + name);
        }
    }
}
