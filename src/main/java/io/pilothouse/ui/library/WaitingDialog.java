package io.pilothouse.ui.library;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.library.Library;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What waits to be written on a server, with what somebody else changed there meanwhile. FX thread only.
final class WaitingDialog {

    private final LibraryViewModel model;
    private final WindowContext window;
    private final Instance server;
    private final VBox rows = new VBox(8);

    WaitingDialog(LibraryViewModel model, WindowContext window, Instance server) {
        this.model = model;
        this.window = window;
        this.server = server;
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    void open() {
        read();
        var scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.setPrefHeight(360);
        rows.getStyleClass().add("dialog-body");
        var close = new Button(text("common.close"));
        var dialog = window.dialogs()
                .open(new DialogFrame(
                        "library-waiting",
                        text("library.waiting-title", server.name()),
                        Optional.of(server),
                        640,
                        scroll,
                        List.of(),
                        List.of(close)));
        close.setOnAction(_ -> dialog.close());
    }

    private void read() {
        window.background()
                .act(
                        "library-waiting",
                        "see what waits for " + server.name(),
                        server.id(),
                        _ -> model.library().waiting(server.id()),
                        this::show);
    }

    private void show(List<Library.Waiting> waiting) {
        rows.getChildren().setAll(waiting.stream().map(this::row).toList());
        if (waiting.isEmpty()) {
            rows.getChildren().setAll(new Label(text("library.waiting-none")));
        }
    }

    private VBox row(Library.Waiting one) {
        var title = new Label(one.title());
        title.getStyleClass().add("text-strong");
        HBox.setHgrow(title, Priority.ALWAYS);
        title.setMaxWidth(Double.MAX_VALUE);
        var line = new HBox(8, title);
        line.setAlignment(Pos.CENTER_LEFT);
        if (one.state().equals("conflict") || one.state().equals("failed")) {
            line.getChildren()
                    .add(button("library.waiting-insist", () -> model.library().insist(server.id(), one.number())));
        }
        line.getChildren()
                .add(button("library.waiting-drop", () -> model.library().drop(server.id(), one.number())));
        var what = new Label(window.texts().textOr("library.field." + one.field(), one.field()) + ": " + said(one));
        what.getStyleClass().add("text-second");
        var box = new VBox(2, line, what);
        if (!one.error().isEmpty()) {
            var error = new Label(one.error());
            error.setWrapText(true);
            error.getStyleClass().addAll("text-second", "library-differs");
            box.getChildren().add(error);
        }
        return box;
    }

    /// A moment as people read it, a rating as stars.
    private String said(Library.Waiting one) {
        return switch (one.field()) {
            case "play", "o", "play-back", "o-back" ->
                window.words()
                        .time(
                                Instant.parse(one.value()),
                                window.services().clock().instant());
            case "rating" -> one.value().isEmpty() ? "–" : RowWords.stars(Integer.parseInt(one.value()));
            default -> one.value().isEmpty() ? "–" : one.value();
        };
    }

    @FunctionalInterface
    private interface Deciding {
        void make() throws Exception;
    }

    private Button button(String key, Deciding deciding) {
        var button = new Button(text(key));
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> window.background()
                .act(
                        "library-waiting",
                        "decide what waits for " + server.name(),
                        server.id(),
                        _ -> {
                            deciding.make();
                            return true;
                        },
                        _ -> read()));
        return button;
    }
}
