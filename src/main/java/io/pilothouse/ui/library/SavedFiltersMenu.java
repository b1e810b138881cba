package io.pilothouse.ui.library;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.library.Library;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/// Filters with a name: used, saved, renamed, forgotten, and taken over from a server's own page. FX thread only.
final class SavedFiltersMenu {

    private final LibraryViewModel model;
    private final WindowContext window;

    SavedFiltersMenu(LibraryViewModel model, WindowContext window) {
        this.model = model;
        this.window = window;
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    void fill(MenuButton menu) {
        var saved = model.view().get().saved();
        menu.getItems().setAll(saved.stream().map(this::item).toList());
        if (!saved.isEmpty()) {
            menu.getItems().add(new SeparatorMenuItem());
        }
        var save = new MenuItem(text("library.saved-save"));
        save.setDisable(model.view().get().query().everything());
        save.setOnAction(_ -> {
            var query = model.view().get().query();
            ask(
                    "library-save-filter",
                    text("library.saved-save"),
                    "",
                    name -> model.library().saveFilter(name, query));
        });
        menu.getItems().add(save);
        if (!saved.isEmpty()) {
            menu.getItems()
                    .addAll(
                            each(
                                    "library.saved-rename",
                                    name -> ask(
                                            "library-rename-filter",
                                            text("library.saved-rename-title", name),
                                            name,
                                            other -> model.library().renameFilter(name, other))),
                            each(
                                    "library.saved-forget",
                                    name -> keep(() -> model.library().forgetFilter(name))));
        }
        menu.getItems().add(new SeparatorMenuItem());
        model.servers().stream().filter(Instance::enabled).forEach(server -> {
            var item = new MenuItem(text("library.saved-of", server.name()));
            item.setOnAction(_ -> window.background()
                    .act(
                            "library-filters",
                            "read the filters of " + server.name(),
                            server.id(),
                            _ -> model.library().filtersOf(server.id()),
                            found -> choose(server, found)));
            menu.getItems().add(item);
        });
    }

    /// A menu with an item for each filter.
    private Menu each(String key, Consumer<String> act) {
        var menu = new Menu(text(key));
        model.view().get().saved().forEach(saved -> {
            var item = new MenuItem(saved.name());
            item.setOnAction(_ -> act.accept(saved.name()));
            menu.getItems().add(item);
        });
        return menu;
    }

    private MenuItem item(Library.Saved saved) {
        var item = new MenuItem(
                saved.lost().isEmpty()
                        ? saved.name()
                        : text("library.saved-lost", saved.name(), saved.lost().size()));
        item.setOnAction(_ -> use(saved));
        return item;
    }

    private void use(Library.Saved saved) {
        model.use(saved);
        if (!saved.lost().isEmpty()) {
            window.toasts()
                    .news(
                            Optional.empty(),
                            text("library.saved-lost-what", String.join(", ", saved.lost())),
                            Optional.empty());
        }
    }

    /// The server's own filters, one button each.
    private void choose(Instance server, List<Library.Saved> found) {
        var box = new VBox(6);
        box.getStyleClass().add("dialog-body");
        if (found.isEmpty()) {
            box.getChildren().add(new Label(text("library.saved-none", server.name())));
        }
        var close = new Button(text("common.close"));
        var dialog = window.dialogs()
                .open(new DialogFrame(
                        "library-server-filters",
                        text("library.saved-of", server.name()),
                        Optional.of(server),
                        420,
                        box,
                        List.of(),
                        List.of(close)));
        close.setOnAction(_ -> dialog.close());
        found.forEach(each -> {
            var go = new Button(
                    each.name() + " · " + text("library.type." + each.type().word()));
            go.setMaxWidth(Double.MAX_VALUE);
            go.setOnAction(_ -> {
                dialog.close();
                use(each);
            });
            box.getChildren().add(go);
        });
    }

    /// Asks for a name.
    private void ask(String id, String title, String before, Naming naming) {
        var name = new TextField(before);
        var label = new Label(text("library.saved-name"));
        label.getStyleClass().add("field-label");
        label.setLabelFor(name);
        var body = new VBox(6, label, name);
        body.getStyleClass().addAll("dialog-body", "form");
        var cancel = new Button(text("common.cancel"));
        var go = new Button(text("library.saved-go"));
        go.getStyleClass().add("accent");
        go.setDefaultButton(true);
        go.disableProperty().bind(name.textProperty().map(String::isBlank));
        var dialog = window.dialogs()
                .open(new DialogFrame(id, title, Optional.empty(), 420, body, List.of(), List.of(cancel, go)));
        cancel.setOnAction(_ -> dialog.close());
        go.setOnAction(_ -> {
            var wanted = name.getText().strip();
            dialog.close();
            keep(() -> naming.as(wanted));
        });
        name.requestFocus();
    }

    @FunctionalInterface
    private interface Naming {
        void as(String name) throws ProblemException;
    }

    @FunctionalInterface
    private interface Keeping {
        void keep() throws ProblemException;
    }

    private void keep(Keeping change) {
        window.background()
                .act(
                        "library-filters",
                        "keep a filter",
                        Optional.empty(),
                        _ -> {
                            change.keep();
                            return true;
                        },
                        _ -> {});
    }
}
