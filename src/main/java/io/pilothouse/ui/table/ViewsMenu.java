package io.pilothouse.ui.table;

import io.pilothouse.domain.query.SavedView;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.Region;

/// The saved views of a table, and how it was left. FX thread only.
final class ViewsMenu<R> extends MenuButton {

    /// How long a changed layout rests before it is stored.
    private static final Duration SETTLE = Duration.ofSeconds(1);

    /// What the menu asks of its table.
    interface Table {
        /// @return columns and order as they stand, without the filter
        TableLayout layout();

        /// @return what is typed
        String filter();

        /// Shows a layout and types its filter.
        void use(TableLayout layout);
    }

    private final WindowContext window;
    private final TableSpec<R> spec;
    private final Table table;
    private final LeftViews leftViews;
    private final Subscription subscription;
    private String viewName = "";
    private boolean storing;

    ViewsMenu(WindowContext window, TableSpec<R> spec, Table table) {
        this.window = window;
        this.spec = spec;
        this.table = table;
        leftViews = new LeftViews(window, spec);
        setId("table-views");
        setMinWidth(Region.USE_PREF_SIZE);
        subscription =
                window.services().views().views().subscribe(window.services().fx(), _ -> fill());
    }

    /// @return the layout as the person left it
    TableLayout left() {
        var broken = leftViews.broken();
        if (!broken.isEmpty()) {
            keepAside(broken);
        }
        return leftViews.left();
    }

    /// @return the layout as the table opens
    TableLayout usual() {
        return leftViews.usual();
    }

    private void keepAside(List<SavedView> broken) {
        window.background().read(text("table.view.saving", spec.title()), List.of(), _ -> {
            broken.forEach(window.services().views()::keepAside);
            return true;
        });
        window.toasts()
                .news(Optional.empty(), text("table.view.unreadable", broken.size(), spec.title()), Optional.empty());
    }

    private void fill() {
        var named = window.services().views().of(spec.id());
        if (!viewName.isEmpty() && named.stream().noneMatch(view -> view.name().equals(viewName))) {
            viewName = "";
        }
        setText(viewName.isEmpty() ? text("table.view.standard") : viewName);
        setAccessibleText(text("table.view.spoken", getText()));
        getItems().clear();
        getItems().add(item("table-view-standard", text("table.view.standard"), () -> use("", leftViews.usual())));
        for (var view : named) {
            var item = new MenuItem(view.name());
            item.setOnAction(_ -> use(view.name(), TableLayout.read(view.layout(), spec)));
            getItems().add(item);
        }
        getItems().add(new SeparatorMenuItem());
        getItems().add(item("table-view-save", text("table.view.save"), this::save));
        if (!viewName.isEmpty()) {
            getItems().add(item("table-view-delete", text("table.view.delete", viewName), this::delete));
        }
        getItems().add(new SeparatorMenuItem());
        getItems()
                .add(item(
                        "table-view-usual",
                        leftViews
                                .kind()
                                .map(kind -> text(
                                        "table.view.usual-of", window.words().kind(kind)))
                                .orElseGet(() -> text("table.view.usual")),
                        () -> leftViews.choose(Optional.of(table.layout()))));
        if (leftViews.chosen().isPresent()) {
            getItems().add(item("table-view-forget", text("table.view.forget"), this::forgetUsual));
        }
    }

    private static MenuItem item(String id, String words, Runnable run) {
        var item = new MenuItem(words);
        item.setId(id);
        item.setOnAction(_ -> run.run());
        return item;
    }

    private void use(String name, TableLayout layout) {
        viewName = name;
        table.use(layout);
        fill();
    }

    /// Asks for a name, and keeps what is shown under it.
    void save() {
        SaveViewDialog.open(window, viewName, name -> {
            viewName = name;
            var view = new SavedView(
                    spec.id(), name, table.layout().withFilter(table.filter()).write());
            act(() -> window.services().views().save(view));
        });
    }

    /// The table stands as the program has it, at once.
    private void forgetUsual() {
        leftViews.choose(Optional.empty());
        use("", TableLayout.standard(spec));
    }

    private void delete() {
        var name = viewName;
        act(() -> window.services().views().delete(spec.id(), name));
    }

    /// A failure is said in this window.
    private void act(Runnable write) {
        window.background()
                .act(
                        "setting",
                        "change the saved views",
                        Optional.empty(),
                        _ -> {
                            write.run();
                            return true;
                        },
                        _ -> {});
    }

    /// Keeps the layout soon, once for many changes.
    void store() {
        if (!storing) {
            storing = true;
            window.services().later().after(SETTLE, this::storeNow);
        }
    }

    private void storeNow() {
        if (!storing) {
            return;
        }
        storing = false;
        leftViews.leave(table.layout());
    }

    void close() {
        storeNow();
        subscription.close();
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
