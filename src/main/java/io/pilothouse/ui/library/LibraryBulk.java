package io.pilothouse.ui.library;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.Chosen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.kordamp.ikonli.octicons.Octicons;

/// What can be done with many things of the library at once.
final class LibraryBulk {

    private final LibraryViewModel model;
    private final WindowContext window;

    LibraryBulk(LibraryViewModel model, WindowContext window) {
        this.model = model;
        this.window = window;
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    /// @return what things of this type can have
    List<BulkAct<LibraryRow>> acts(EntityType type) {
        var acts = new ArrayList<BulkAct<LibraryRow>>();
        if (LibraryFilter.Value.RATING.of(type)) {
            for (int stars = 5; stars > 0; stars--) {
                int rating = stars * RowWords.STAR;
                acts.add(new BulkAct<>(
                        "library.rate." + stars,
                        RowWords.stars(rating),
                        Optional.empty(),
                        false,
                        chosen -> rate(chosen, rating)));
            }
        }
        if (LibraryFilter.Organized.of(type)) {
            acts.add(BulkAct.of(
                    "library.organized",
                    text("library.bulk-organized"),
                    Octicons.CHECK_16,
                    chosen -> put(chosen, true)));
            acts.add(BulkAct.of(
                    "library.unorganized",
                    text("library.bulk-unorganized"),
                    Octicons.X_16,
                    chosen -> put(chosen, false)));
        }
        return List.copyOf(acts);
    }

    private void rate(Chosen<LibraryRow> chosen, int rating) {
        window.background()
                .act(
                        "library-rate",
                        "rate " + things(chosen),
                        model.servers().stream().map(Instance::id).toList(),
                        _ -> {
                            var keys =
                                    chosen.read().stream().map(LibraryRow::key).toList();
                            model.library().rate(keys, OptionalInt.of(rating));
                            return keys.size();
                        },
                        rated -> say(text("library.bulk-rated", rated, RowWords.stars(rating))));
    }

    private static String things(Chosen<LibraryRow> chosen) {
        return chosen.count() == 1 ? "1 thing" : chosen.count() + " things";
    }

    /// On each server that has a copy.
    private void put(Chosen<LibraryRow> chosen, boolean yes) {
        window.background()
                .act(
                        "library-organize",
                        (yes ? "organise " : "no longer organise ") + things(chosen),
                        model.servers().stream().map(Instance::id).toList(),
                        _ -> {
                            List<EntityKey> copies = chosen.read().stream()
                                    .flatMap(row -> row.copies().stream())
                                    .toList();
                            return model.library().organize(copies, yes);
                        },
                        put -> say(text("library.bulk-put", put)));
    }

    private void say(String words) {
        window.toasts().news(Optional.empty(), words, Optional.empty());
    }
}
