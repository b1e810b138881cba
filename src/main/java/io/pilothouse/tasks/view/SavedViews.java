package io.pilothouse.tasks.view;

import io.pilothouse.domain.query.SavedView;
import io.pilothouse.tasks.Published;
import java.util.List;
import java.util.Optional;

/// Saved views of tables. Reading is from memory.
public interface SavedViews {

    /// By table, then by name.
    Published<List<SavedView>> views();

    default Optional<SavedView> find(String table, String name) {
        return views().get().stream()
                .filter(view -> view.table().equals(table) && view.name().equals(name))
                .findFirst();
    }

    /// @return the named views of a table, by name
    default List<SavedView> of(String table) {
        return views().get().stream()
                .filter(view -> view.table().equals(table) && !view.name().isEmpty())
                .toList();
    }

    /// Before the id of the table whose view could not be read.
    String ASIDE = "aside.";

    /// Before the id of a table whose columns and order a person made the usual ones.
    String USUAL = "usual.";

    /// Keeps a view that cannot be read where no table finds it, so that nothing is lost and it is said
    /// once. Blocks on the store.
    default void keepAside(SavedView view) {
        save(new SavedView(ASIDE + view.table(), view.name(), view.layout()));
        delete(view.table(), view.name());
    }

    /// Replaces the view of that table and name. Blocks on the store.
    void save(SavedView view);

    /// Blocks on the store.
    void delete(String table, String name);
}
