package io.pilothouse.ui.fleet;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.fleet.BulkEdit.Field;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.TakingBack;
import io.pilothouse.ui.shell.WindowContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/// The form that changes several instances: a tick unlocks a field, and every change is listed by instance
/// before it is made.
final class BulkEditDialog {

    private static final int MOST_LINES = 200;

    private final WindowContext window;
    private final Words words;
    private final BulkEdit model;
    private final VBox preview = new VBox(4);
    private final Button go = new Button();

    BulkEditDialog(WindowContext window, List<InstanceId> ids) {
        this.window = window;
        words = window.words();
        model = new BulkEdit(window.services(), words, ids);
    }

    void open() {
        if (model.instances().isEmpty()) {
            return;
        }
        var grid = new GridPane(12, 8);
        grid.getColumnConstraints().addAll(new ColumnConstraints(190), grows());
        for (var field : Field.values()) {
            var control = control(field);
            control.setDisable(true);
            var unlock = new CheckBox(text("fleet.bulk." + BulkEdit.word(field)));
            unlock.setId("bulk-" + BulkEdit.word(field));
            unlock.setOnAction(_ -> {
                control.setDisable(!unlock.isSelected());
                if (unlock.isSelected()) {
                    read(field, control);
                    control.requestFocus();
                } else {
                    model.keep(field);
                }
                showPreview();
            });
            grid.addRow(field.ordinal(), unlock, control);
        }
        var scroll = new ScrollPane(preview);
        scroll.setFitToWidth(true);
        scroll.setPrefHeight(220);
        scroll.getStyleClass().add("edge-to-edge");
        var body = new VBox(16, grid, scroll);
        body.getStyleClass().addAll("dialog-body", "form");
        var cancel = new Button(text("common.cancel"));
        go.setId("bulk-go");
        go.getStyleClass().add("accent");
        go.setDefaultButton(true);
        var dialog = window.dialogs()
                .open(new DialogFrame(
                        "bulk-edit",
                        text("fleet.bulk.title", model.instances().size()),
                        Optional.empty(),
                        600,
                        body,
                        List.of(),
                        List.of(cancel, go)));
        cancel.setOnAction(_ -> dialog.close());
        go.setOnAction(_ -> {
            var changes = model.plan();
            model.make(changes, (task, results) -> {
                dialog.close();
                long made = results.stream()
                        .filter(result -> result.problem().isEmpty())
                        .count();
                var said = text("fleet.bulk.done", made, results.size());
                window.toasts()
                        .news(
                                Optional.empty(),
                                said,
                                made == 0 ? Optional.empty() : Optional.of(new TakingBack(window).offer(task, said)));
                results.stream()
                        .filter(result -> result.problem().isPresent())
                        .limit(3)
                        .forEach(result -> window.toasts()
                                .problem(
                                        Optional.of(result.instance()),
                                        result.problem().orElseThrow(),
                                        Optional.empty()));
            });
        });
        showPreview();
        grid.getChildren().getFirst().requestFocus();
    }

    private static ColumnConstraints grows() {
        var constraints = new ColumnConstraints();
        constraints.setHgrow(Priority.ALWAYS);
        return constraints;
    }

    private Node control(Field field) {
        return switch (field) {
            case GROUP, TAGS, CHECK_EVERY -> {
                var typed = new TextField(model.common(field).orElse(""));
                typed.setPromptText(model.now(field));
                typed.setAccessibleText(text("fleet.bulk." + BulkEdit.word(field)));
                typed.textProperty().addListener((_, _, _) -> {
                    read(field, typed);
                    showPreview();
                });
                yield typed;
            }
            case GUARD ->
                choice(
                        field,
                        Stream.concat(
                                        Stream.of(""),
                                        Arrays.stream(GuardLevel.values()).map(GuardLevel::name))
                                .toList());
            case ENABLED -> choice(field, List.of("true", "false"));
        };
    }

    private Node choice(Field field, List<String> values) {
        var box = new ComboBox<String>();
        box.getItems().setAll(values);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setPromptText(model.common(field).isPresent() ? "" : model.now(field));
        box.setAccessibleText(text("fleet.bulk." + BulkEdit.word(field)));
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(String value) {
                return value == null ? "" : model.shown(field, value);
            }

            @Override
            public String fromString(String typed) {
                throw new UnsupportedOperationException("nothing is typed here");
            }
        });
        model.common(field).ifPresent(box::setValue);
        box.setOnAction(_ -> {
            read(field, box);
            showPreview();
        });
        return box;
    }

    private void read(Field field, Node control) {
        switch (control) {
            case TextField typed -> model.change(field, typed.getText());
            case ComboBox<?> box -> {
                if (box.getValue() instanceof String value) {
                    model.change(field, value);
                }
            }
            default -> {}
        }
    }

    private void showPreview() {
        preview.getChildren().clear();
        var bad = model.bad();
        if (bad.isPresent()) {
            var said = new Label(text("instances.bad.check-every"));
            said.getStyleClass().add("text-danger");
            preview.getChildren().setAll(said);
        }
        var changes = bad.isPresent() ? List.<BulkEdit.Change>of() : model.plan();
        changes.stream()
                .limit(MOST_LINES)
                .forEach(change -> preview.getChildren().add(line(change)));
        if (changes.isEmpty() && bad.isEmpty()) {
            var none = new Label(text("fleet.bulk.nothing"));
            none.getStyleClass().add("text-muted");
            preview.getChildren().setAll(none);
        }
        go.setDisable(changes.isEmpty());
        go.setText(text("fleet.bulk.go", changes.size()));
    }

    private Node line(BulkEdit.Change change) {
        Instance instance = change.instance();
        var name = new Label(instance.name());
        name.setMinWidth(120);
        var what = new Label(change.words());
        what.getStyleClass().addAll("text-muted", "text-second");
        what.setWrapText(true);
        var line = new HBox(8, Monogram.of(instance, Monogram.Size.SMALL), name, what);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }
}
