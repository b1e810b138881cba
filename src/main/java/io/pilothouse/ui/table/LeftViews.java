package io.pilothouse.ui.table;

import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.query.SavedView;
import io.pilothouse.tasks.view.SavedViews;
import io.pilothouse.ui.shell.ChoicesMade;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;

/// How a table was left, and how a person wants it to open: on the pages of instances for each kind by itself. FX
/// thread only.
final class LeftViews {

    private final WindowContext window;
    private final TableSpec<?> spec;
    private final Optional<KindId> kind;
    private final String key;

    /// @param spec of a table that is made for the page in the window
    LeftViews(WindowContext window, TableSpec<?> spec) {
        this.window = window;
        this.spec = spec;
        kind = window.navigation().location().get() instanceof Location.OfInstance there
                ? Optional.of(there.instance().kind())
                : Optional.empty();
        key = TableNames.key(kind, spec.id());
    }

    /// @return whose tables it is about; empty on a page of the program
    Optional<KindId> kind() {
        return kind;
    }

    /// @return as the person left it, else as it opens
    TableLayout left() {
        return find(key)
                .or(this::chosen)
                .or(() -> find(spec.id())) // how it was left when all kinds shared it
                .orElseGet(() -> TableLayout.standard(spec));
    }

    /// @return as it opens, without the filter
    TableLayout usual() {
        return chosen().orElseGet(() -> TableLayout.standard(spec));
    }

    /// @return what a person chose for [#usual]
    Optional<TableLayout> chosen() {
        return find(SavedViews.USUAL + key);
    }

    private Optional<TableLayout> find(String table) {
        return views().find(table, "").map(view -> TableLayout.read(view.layout(), spec));
    }

    /// @return what is stored about it and cannot be read
    List<SavedView> broken() {
        return views().views().get().stream()
                .filter(view -> view.table().equals(spec.id())
                        || view.table().equals(key)
                        || view.table().equals(SavedViews.USUAL + key))
                .filter(view -> !TableLayout.readable(view.layout()))
                .toList();
    }

    void leave(TableLayout layout) {
        var view = new SavedView(key, "", layout.write());
        if (!views().find(key, "").equals(Optional.of(view))) {
            window.background().read(window.texts().text("table.view.saving", spec.title()), List.of(), _ -> {
                views().save(view);
                return true;
            });
        }
    }

    /// Chooses how it opens; empty for the program's own way. Can be taken back.
    void choose(Optional<TableLayout> layout) {
        var table = SavedViews.USUAL + key;
        var before = views().find(table, "");
        var after = layout.map(chosen -> new SavedView(table, "", chosen.write()));
        var said = window.texts()
                .text(
                        layout.isPresent() ? "table.view.usual-chosen" : "table.view.usual-forgotten",
                        TableNames.said(window.words(), key));
        store(table, after, () -> {
            window.choices()
                    .add(new ChoicesMade.Made(
                            window.services().clock().instant(),
                            said,
                            () -> store(table, before, () -> {}),
                            () -> store(table, after, () -> {})));
            window.toasts().news(Optional.empty(), said, Optional.empty());
        });
    }

    /// @param then runs when it is stored; a failure is said
    private void store(String table, Optional<SavedView> wanted, Runnable then) {
        window.background()
                .act(
                        "setting",
                        "change the saved views",
                        Optional.empty(),
                        _ -> {
                            wanted.ifPresentOrElse(views()::save, () -> views().delete(table, ""));
                            return true;
                        },
                        _ -> then.run());
    }

    private SavedViews views() {
        return window.services().views();
    }
}
