package io.pilothouse.ui.table;

import io.pilothouse.domain.instance.KindId;
import io.pilothouse.ui.common.Words;
import java.util.Optional;

/// What people call a table of which only the name in the store is known. Pure.
public final class TableNames {

    private TableNames() {}

    /// @param kind empty for a table of the program
    /// @return the name under which it is stored how people want a table
    static String key(Optional<KindId> kind, String table) {
        return kind.map(it -> it + "/" + table).orElse(table);
    }

    /// @param stored an id of a table, perhaps of one kind
    /// @return "Wanted (Radarr)"
    public static String said(Words words, String stored) {
        int slash = stored.indexOf('/');
        var name = name(words, stored.substring(slash + 1));
        return slash < 0
                ? name
                : words.texts().text("table.of-kind", name, words.kind(new KindId(stored.substring(0, slash))));
    }

    private static String name(Words words, String table) {
        var last = table.substring(table.lastIndexOf('.') + 1).replaceFirst("-all$", "");
        return words.texts().textOr("table.named." + table, words.texts().textOr("page." + last, table));
    }
}
