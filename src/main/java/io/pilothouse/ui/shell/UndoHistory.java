package io.pilothouse.ui.shell;

import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.undo.Undoing.Undoable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What can be taken back, newest first: acts on instances in any order, and the last choice made in this window.
/// FX thread only.
final class UndoHistory {

    private record Line(Instant at, Node node) {}

    private final WindowContext window;
    private final VBox lines = new VBox(8);

    UndoHistory(WindowContext window) {
        this.window = window;
    }

    void open() {
        lines.setId("undo-lines");
        var scroll = new ScrollPane(lines);
        scroll.setFitToWidth(true);
        scroll.setPrefHeight(360);
        scroll.setMaxHeight(360);
        scroll.setAccessibleText(text("shell.undo.title"));
        var why = new Label(text("shell.undo.why"));
        why.getStyleClass().addAll("text-second", "text-muted");
        why.setWrapText(true);
        why.setMinHeight(Region.USE_PREF_SIZE);
        var body = new VBox(10, why, scroll);
        body.getStyleClass().add("dialog-body");
        Subscription following = window.services()
                .undoing()
                .undoable()
                .subscribe(window.services().fx(), this::fill);
        var done = new Button(text("common.close"));
        done.getStyleClass().add("accent");
        var dialog = window.dialogs()
                .open(new DialogFrame(
                        "undo-history",
                        text("shell.undo.title"),
                        Optional.empty(),
                        640,
                        body,
                        List.of(),
                        List.of(done),
                        () -> true,
                        following::close));
        done.setOnAction(_ -> dialog.close());
        done.requestFocus();
    }

    private void fill(List<Undoable> acts) {
        var shown = new ArrayList<Line>();
        for (var act : acts) {
            var said = window.texts().said(act.act());
            shown.add(line(act.at(), said, () -> new TakingBack(window).of(act.task(), said)));
        }
        window.choices()
                .newest()
                .ifPresent(choice -> shown.add(line(choice.at(), choice.what(), () -> {
                    window.choices().takeBack();
                    fill(window.services().undoing().undoable().get());
                })));
        shown.sort(Comparator.comparing(Line::at).reversed());
        lines.getChildren()
                .setAll(
                        shown.isEmpty()
                                ? List.of(new Label(text("shell.undo.nothing")))
                                : shown.stream().map(Line::node).toList());
    }

    private Line line(Instant at, String what, Runnable takeBack) {
        var when = new Label(window.words().time(at, window.services().clock().instant()));
        when.getStyleClass().addAll("text-second", "text-muted");
        when.setMinWidth(Region.USE_PREF_SIZE);
        var words = new Label(what);
        words.setWrapText(true);
        words.setMaxWidth(Double.MAX_VALUE);
        words.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(words, Priority.ALWAYS);
        var undo = new Button(text("common.undo"));
        undo.setAccessibleText(text("shell.undo.one", what));
        undo.setMinWidth(Region.USE_PREF_SIZE);
        undo.setOnAction(_ -> takeBack.run());
        var line = new HBox(10, when, words, undo);
        line.setAlignment(Pos.CENTER_LEFT);
        return new Line(at, line);
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
