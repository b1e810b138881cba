package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// What was asked of an instance, newest first; a run opens with everybody it was asked of.
final class RunsPage implements PageView {

    private static final int MOST = 2_000;

    private final Desk desk;
    private final StackPane root = new StackPane();
    private final MemoryRows<Run> rows = new MemoryRows<>(Run::id);
    private final RowTable<Run> table;
    private final Latest reading;
    private Subscription subscription = () -> {};
    private @Nullable GroupPane group;

    RunsPage(WindowContext window, InstanceId id) {
        desk = new Desk(window, id);
        reading = new Latest(window.services().fx());
        table = Desk.styled(new RowTable<>(window, spec()));
        table.setTools(
                desk.button("workflow.run", Octicons.PLAY_16, () -> RunDialog.open(window, id, Optional.empty())));
        root.getChildren().setAll(table);
    }

    private TableSpec<Run> spec() {
        var clock = desk.window().services().clock();
        var states = Arrays.stream(RunState.values()).map(RunState::word).toList();
        var columns = List.<Column<Run>>of(
                Column.<Run>text(
                                "workflow",
                                "amc.column.workflow",
                                run -> run.ask().title())
                        .width(240)
                        .growing(),
                Column.<Run>text(
                                "window",
                                "amc.column.window",
                                run -> run.ask().window().start() + " – "
                                        + run.ask().window().end().minusDays(1))
                        .width(190),
                Column.<Run>choice(
                                "state", "amc.column.state", run -> run.state().word(), states)
                        .drawn(() -> new RunCell(desk))
                        .width(130),
                Column.<Run>count(
                                "rows",
                                "amc.column.rows",
                                run -> run.progress().rows().orElse(-1),
                                desk.words())
                        .width(90),
                Column.<Run>duration(
                                "took", "amc.column.took", run -> run.progress().took(), desk.words())
                        .width(90),
                Column.<Run>time(
                                "created",
                                "amc.column.created",
                                run -> Optional.of(run.ask().createdAt()),
                                at -> desk.words().time(at, clock.instant()))
                        .width(130),
                Column.<Run>text(
                                "origin",
                                "amc.column.origin",
                                run -> desk.text("amc.origin."
                                        + run.ask().origin().name().toLowerCase(java.util.Locale.ROOT)))
                        .width(100),
                Column.<Run>text(
                                "words",
                                "amc.column.words",
                                run -> run.progress().words())
                        .width(240));
        return TableSpec.of("amc.runs", desk.text("amc.runs.title", desk.name()), rows, columns)
                .sortedBy(new SortBy("created", true))
                .ofInstance(Run::instance)
                .opening(this::open)
                .withMenu(this::menu)
                .whenEmpty(() -> new StatePane(
                        Octicons.PLAY_16,
                        desk.text("amc.runs.empty", desk.name()),
                        desk.text("amc.runs.empty-why"),
                        List.of(new StatePane.Choice(
                                desk.text("amc.workflow.run"),
                                () -> RunDialog.open(desk.window(), desk.id(), Optional.empty())))));
    }

    private ContextMenu menu(Run run) {
        var menu = new ContextMenu();
        menu.getItems().add(item("runs.open", () -> open(run)));
        if (!run.state().ended()) {
            menu.getItems().add(item("runs.cancel", () -> RunActs.cancel(desk, run)));
        }
        if (run.state().ended()) {
            menu.getItems().add(item("runs.again", () -> RunActs.again(desk, run)));
        }
        return menu;
    }

    private MenuItem item(String key, Runnable act) {
        var item = new MenuItem(desk.text("amc." + key));
        item.setOnAction(_ -> act.run());
        return item;
    }

    private void open(Run run) {
        var pane = new GroupPane(desk, run, this::back);
        group = pane;
        root.getChildren().setAll(pane.root());
        pane.shown();
    }

    private void back() {
        if (group != null) {
            group.close();
            group = null;
        }
        root.getChildren().setAll(table);
        readAgain();
    }

    private void readAgain() {
        desk.read(
                reading,
                "list the runs of",
                _ -> desk.amc().runs().runs(Optional.of(desk.id()), Instant.EPOCH, MOST),
                runs -> {
                    table.setProblem(Optional.empty());
                    rows.set(runs);
                },
                problem -> table.setProblem(Optional.of(problem)));
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        subscription =
                desk.amc().runs().changes().subscribe(desk.window().services().fx(), _ -> readAgain());
        if (group != null) {
            group.shown();
        }
    }

    @Override
    public void hidden() {
        subscription.close();
        reading.cancel();
        if (group != null) {
            group.hidden();
        }
    }

    @Override
    public void close() {
        hidden();
        if (group != null) {
            group.close();
        }
        table.close();
    }

    @Override
    public boolean focusFilter() {
        return group == null && table.focusFilter();
    }
}
