package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.amc.Workflow;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// Workflows that are saved at Amazon (section 6.5): looked at, copied into the library, or replaced by the
/// one that is open in the editor. What Amazon made by itself is never written to.
final class RemoteWorkflows {

    private final Desk desk;
    private final @Nullable Workflow ours;
    private final Consumer<Workflow> taken;
    private final MemoryRows<Remote.SavedWorkflow> rows = new MemoryRows<>(Remote.SavedWorkflow::id);
    private final RowTable<Remote.SavedWorkflow> table;
    private final TextArea sql = new TextArea();
    private final Button take;
    private final Latest reading;
    private boolean closed;

    private RemoteWorkflows(Desk desk, @Nullable Workflow ours, Consumer<Workflow> taken) {
        this.desk = desk;
        this.ours = ours;
        this.taken = taken;
        reading = new Latest(desk.window().services().fx());
        take = desk.button("remote.take", Octicons.DOWNLOAD_16, this::take);
        take.getStyleClass().add("accent");
        take.setDisable(true);
        table = new RowTable<>(desk.window(), spec());
    }

    /// @param ours  what is open in the editor and can be copied there
    /// @param taken hears of what came into the library
    static void open(Desk desk, @Nullable Workflow ours, Consumer<Workflow> taken) {
        new RemoteWorkflows(desk, ours, taken).show();
    }

    private TableSpec<Remote.SavedWorkflow> spec() {
        return TableSpec.of(
                        "amc.remote-workflows",
                        desk.text("amc.remote.title", desk.name()),
                        rows,
                        List.of(
                                Column.text("id", "amc.column.workflow", Remote.SavedWorkflow::id)
                                        .width(240)
                                        .growing(),
                                Column.<Remote.SavedWorkflow>text(
                                                "made",
                                                "amc.column.made",
                                                it -> MadeCell.words(
                                                        desk.window().texts(), it))
                                        .inOurWords()
                                        .drawn(() -> new MadeCell(desk.window().texts()))
                                        .width(190),
                                Column.text("here", "amc.column.here", this::here)
                                        .width(200)))
                .withoutBoxes()
                .following(this::chosen)
                .toldBy(desk.id(), Optional::empty)
                .whileLoading(desk.text("amc.remote.loading", desk.name()))
                .whenEmpty(() -> new StatePane(
                        Octicons.SERVER_16,
                        desk.text("amc.remote.empty", desk.name()),
                        desk.text("amc.remote.empty-why"),
                        List.of()));
    }

    private String here(Remote.SavedWorkflow it) {
        return desk.amc().library().workflows().get().stream()
                .filter(one -> one.id().equals(it.id()))
                .findFirst()
                .map(Workflow::title)
                .orElse("");
    }

    private void show() {
        sql.setId("remote-sql");
        sql.setEditable(false);
        sql.setWrapText(true);
        sql.setPrefRowCount(7);
        sql.getStyleClass().add("sql-told");
        sql.setAccessibleText(desk.text("amc.workflow.sql"));
        table.setPrefHeight(300);
        table.setMinHeight(160);
        VBox.setVgrow(table, Priority.ALWAYS);
        var body = new VBox(10, table, sql);
        body.getStyleClass().add("dialog-body");
        var push = desk.button("remote.push", Octicons.UPLOAD_16, this::push);
        push.setDisable(ours == null || ours.version() == 0);
        desk.window()
                .dialogs()
                .open(new DialogFrame(
                                "amc-remote-workflows",
                                desk.text("amc.remote.title", desk.name()),
                                desk.instance(),
                                820,
                                body,
                                List.of(push),
                                List.of(take),
                                () -> true,
                                this::closed)
                        .losingNothing());
        read();
    }

    private void closed() {
        closed = true;
        reading.cancel();
        table.close();
    }

    private void read() {
        if (closed) { // what was copied is seen when it is opened again
            return;
        }
        desk.read(
                reading,
                "list the workflows that Amazon holds for",
                _ -> desk.amc().library().remote(desk.id()),
                all -> {
                    table.setProblem(Optional.empty());
                    rows.set(all);
                },
                problem -> table.setProblem(Optional.of(problem)));
    }

    private void chosen(Remote.SavedWorkflow row) {
        sql.setText(row.sql());
        take.setDisable(row.sql().isBlank());
    }

    private void take() {
        table.selected()
                .ifPresent(row -> desk.act(
                        "amc-workflow",
                        "copy the workflow “" + row.id() + "” from " + desk.name(),
                        _ -> desk.amc().library().take(row),
                        workflow -> {
                            desk.window()
                                    .toasts()
                                    .news(
                                            desk.instance(),
                                            desk.text("amc.remote.taken", workflow.id()),
                                            Optional.empty());
                            table.repaint();
                            taken.accept(workflow);
                        }));
    }

    private void push() {
        var workflow = ours;
        if (workflow == null) {
            return;
        }
        if (workflow.id().startsWith("ph.")) {
            desk.ask(
                    new Act(
                            ActionClass.REMOTE_REVERSIBLE,
                            List.of(desk.id()),
                            "copy the workflow “" + workflow.title() + "”",
                            List.of(workflow.id()),
                            1),
                    desk.text("amc.remote.push"),
                    desk.text("amc.remote.push"),
                    desk.text("amc.remote.push-what", workflow.title(), workflow.id(), desk.name()),
                    consent -> push(workflow, consent));
        } else {
            desk.sure(
                    desk.text("amc.remote.push"),
                    desk.text("amc.remote.push-foreign", workflow.title(), workflow.id(), desk.name()),
                    () -> push(workflow, Consent.confirmed(Origin.WINDOW)));
        }
    }

    private void push(Workflow workflow, Consent consent) {
        desk.act(
                "amc-push",
                "copy the workflow “" + workflow.title() + "” to " + desk.name(),
                _ -> {
                    desk.amc().library().push(workflow.id(), desk.id(), consent);
                    return true;
                },
                _ -> {
                    desk.window()
                            .toasts()
                            .news(
                                    desk.instance(),
                                    desk.text("amc.remote.pushed", workflow.title(), desk.name()),
                                    Optional.empty());
                    read();
                });
    }
}
