package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.LineDiff;
import io.pilothouse.domain.amc.QueryParameter;
import io.pilothouse.domain.amc.Workflow;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Shown;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Dialogs;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// The versions of a question: what changed from one to another, and an older one brought back. FX thread only.
final class WorkflowHistory {

    private static final double WIDTH = 820;
    private static final double LINES = 380;

    private final Desk desk;
    private final Workflow workflow;
    private final Consumer<Workflow> back;
    private final ComboBox<Workflow> older = new ComboBox<>();
    private final ComboBox<Workflow> newer = new ComboBox<>();
    private final VBox lines = new VBox();
    private final Label words = new Label();
    private final Button restore;
    private final Latest reading;
    private Dialogs.@Nullable Open open;

    private WorkflowHistory(Desk desk, Workflow workflow, Consumer<Workflow> back) {
        this.desk = desk;
        this.workflow = workflow;
        this.back = back;
        reading = new Latest(desk.window().services().fx());
        restore = desk.button("history.restore", Octicons.HISTORY_16, this::restore);
    }

    /// @param back told the newest version after an older one was brought back
    static void open(Desk desk, Workflow workflow, Consumer<Workflow> back) {
        new WorkflowHistory(desk, workflow, back).show();
    }

    private void show() {
        box(older, "history-older", "amc.history.older");
        box(newer, "history-newer", "amc.history.newer");
        words.getStyleClass().add("text-muted");
        lines.setId("history-lines");
        lines.getStyleClass().add("amc-diff");
        var scroll = new ScrollPane(lines);
        scroll.setPrefHeight(LINES);
        scroll.setFitToWidth(true);
        scroll.setAccessibleText(desk.text("amc.history.lines"));
        var head = new HBox(
                8,
                new Label(desk.text("amc.history.older")),
                older,
                new Label(desk.text("amc.history.newer")),
                newer,
                words);
        head.setAlignment(Pos.CENTER_LEFT);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        var body = new VBox(10, head, scroll);
        body.getStyleClass().add("dialog-body");
        restore.setDisable(true);
        open = desk.window()
                .dialogs()
                .open(new DialogFrame(
                                "amc-history",
                                desk.text("amc.history.title", workflow.title()),
                                Optional.empty(),
                                WIDTH,
                                body,
                                List.of(),
                                List.of(restore),
                                () -> true,
                                reading::cancel)
                        .losingNothing());
        desk.read(
                reading,
                "list the versions of a question beside",
                _ -> desk.amc().library().versions(workflow.id()),
                this::listed,
                problem -> words.setText(desk.window().texts().summary(problem)));
    }

    private void box(ComboBox<Workflow> box, String id, String key) {
        box.setId(id);
        box.setAccessibleText(desk.text(key));
        box.setConverter(new Shown<>(it -> desk.text(
                "amc.history.version",
                it.version(),
                desk.words()
                        .time(it.updatedAt(), desk.window().services().clock().instant()))));
        box.valueProperty().addListener((_, _, _) -> compare());
    }

    /// @param all newest first
    private void listed(List<Workflow> all) {
        older.getItems().setAll(all);
        newer.getItems().setAll(all);
        newer.setValue(all.getFirst());
        older.setValue(all.get(Math.min(1, all.size() - 1)));
    }

    private void compare() {
        var before = older.getValue();
        var after = newer.getValue();
        if (before == null || after == null) {
            return;
        }
        var changes = LineDiff.of(text(before), text(after));
        lines.getChildren().setAll(changes.stream().map(this::line).toList());
        long changed =
                changes.stream().filter(it -> it.kind() != LineDiff.Kind.SAME).count();
        words.setText(desk.text("amc.history.changed", changed));
        restore.setText(desk.text("amc.history.restore-one", before.version()));
        restore.setDisable(text(before).equals(text(newer.getItems().getFirst())));
    }

    private Node line(LineDiff.Line line) {
        var sign =
                switch (line.kind()) {
                    case SAME -> "  ";
                    case GONE -> "− ";
                    case NEW -> "+ ";
                };
        var label = new Label(sign + line.text());
        label.setWrapText(true);
        label.setMaxWidth(Double.MAX_VALUE);
        label.getStyleClass().add("amc-diff-line");
        switch (line.kind()) {
            case SAME -> {}
            case GONE -> label.getStyleClass().add("amc-diff-gone");
            case NEW -> label.getStyleClass().add("amc-diff-new");
        }
        return label;
    }

    /// All that makes a version, to be read line by line.
    private String text(Workflow it) {
        var head = desk.text("amc.workflow.title") + ": " + it.title() + "\n"
                + desk.text("amc.workflow.tags") + ": " + String.join(", ", it.tags()) + "\n"
                + it.parameters().stream().map(this::parameter).collect(Collectors.joining());
        var units = new TreeMap<>(it.units())
                .entrySet().stream()
                        .map(unit -> unit.getKey() + ": " + unit.getValue() + "\n")
                        .collect(Collectors.joining());
        return head + units + it.privacy() + " " + it.marker() + "\n\n" + it.sql();
    }

    private String parameter(QueryParameter it) {
        return desk.text("amc.workflow.parameter") + ": " + it.name() + " "
                + it.type().word()
                + it.defaultValue().map(usual -> " = " + usual).orElse("") + "\n";
    }

    /// An older version becomes the newest one: nothing of what was in between is lost.
    private void restore() {
        var version = older.getValue();
        if (version == null) {
            return;
        }
        desk.act(
                "amc-workflow",
                "bring version " + version.version() + " of the workflow “" + version.title() + "” back",
                _ -> desk.amc().library().save(version),
                saved -> {
                    if (open != null) {
                        open.close();
                    }
                    back.accept(saved);
                });
    }
}
