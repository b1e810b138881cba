package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.amc.Amc;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.Scope;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.InstanceCell;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// What was asked of an instance or of all in scope, newest first. A run opens with everybody it was asked
/// of, also those that the scope leaves out: a group is cancelled and retried as a whole.
final class RunsPage implements PageView {

    private static final int MOST = 2_000;

    private final WindowContext window;
    private final Optional<InstanceId> only;
    private final Optional<Scope> scope;
    private final StackPane root = new StackPane();
    private final MemoryRows<Run> rows = new MemoryRows<>(Run::id);
    private final RowTable<Run> table;
    private final Latest reading;
    private Subscription subscription = () -> {};
    private @Nullable GroupPane group;

    /// The page of one instance.
    RunsPage(WindowContext window, InstanceId only) {
        this(window, Optional.of(only), Optional.empty());
    }

    /// A part of the page of all that are in scope.
    RunsPage(WindowContext window, Scope scope) {
        this(window, Optional.empty(), Optional.of(scope));
    }

    private RunsPage(WindowContext window, Optional<InstanceId> only, Optional<Scope> scope) {
        this.window = window;
        this.only = only;
        this.scope = scope;
        reading = new Latest(window.services().fx());
        table = new RowTable<>(window, spec());
        var ask = new Button(text("amc.workflow.run"), new Icon(Octicons.PLAY_16));
        ask.setId("amc-workflow-run");
        ask.setMinWidth(Region.USE_PREF_SIZE);
        ask.setOnAction(_ -> ask());
        table.setTools(ask);
        scope.ifPresent(chosen -> {
            table.within(chosen);
            chosen.view().subscribe(view -> ask.setDisable(view.chosen().isEmpty()));
        });
        root.getChildren().setAll(table);
    }

    private Amc amc() {
        return window.services().amc().get();
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    private Desk desk(Run run) {
        return new Desk(window, run.instance());
    }

    private String name(InstanceId id) {
        return new Desk(window, id).name();
    }

    /// Begins with the first in scope; who else is asked is chosen in the dialog.
    private void ask() {
        only.or(() -> scope.flatMap(it -> it.view().get().ids().stream().findFirst()))
                .ifPresent(id -> RunDialog.open(window, id, Optional.empty()));
    }

    private List<Column<Run>> columns() {
        var words = window.words();
        var states = Arrays.stream(RunState.values()).map(RunState::word).toList();
        var columns = new ArrayList<Column<Run>>();
        if (only.isEmpty()) {
            columns.add(Column.<Run>text("instance", "amc.column.instance", run -> name(run.instance()))
                    .width(150)
                    .drawn(() -> InstanceCell.of(window.services().instances(), Run::instance)));
        }
        columns.addAll(List.of(
                Column.<Run>text(
                                "workflow",
                                "amc.column.workflow",
                                run -> run.ask().title())
                        .width(160)
                        .growing(),
                Column.<Run>text(
                                "window",
                                "amc.column.window",
                                run -> run.ask().window().start() + " – "
                                        + run.ask().window().end().minusDays(1))
                        .inOurWords()
                        .width(184),
                Column.<Run>choice(
                                "state", "amc.column.state", run -> run.state().word(), states)
                        .drawn(() -> new RunCell(window.texts()))
                        .width(150)
                        .staying(),
                Column.<Run>count(
                                "rows",
                                "amc.column.rows",
                                run -> run.progress().rows().orElse(-1),
                                words)
                        .width(80),
                Column.<Run>duration(
                                "took", "amc.column.took", run -> run.progress().took(), words)
                        .width(80),
                Column.<Run>time(
                                "created",
                                "amc.column.created",
                                run -> Optional.of(run.ask().createdAt()),
                                at -> words.time(at, window.services().clock().instant()))
                        .width(120),
                Column.<Run>text(
                                "origin",
                                "amc.column.origin",
                                run -> text("amc.origin."
                                        + run.ask().origin().name().toLowerCase(java.util.Locale.ROOT)))
                        .inOurWords()
                        .width(104),
                Column.<Run>text("words", "amc.column.words", run -> note(window.texts(), run))
                        .inOurWords()
                        .width(166)));
        return columns;
    }

    private static String note(Texts texts, Run run) {
        var words = run.progress().words();
        return words.isEmpty() && run.ask().dryRun() ? texts.text("amc.runs.compiled") : Desk.said(texts, words);
    }

    private TableSpec<Run> spec() {
        var title = only.map(id -> text("amc.runs.title", name(id))).orElseGet(() -> text("page.marketing-cloud"));
        return TableSpec.of(only.isPresent() ? "amc.runs" : "amc.runs-all", title, rows, columns())
                .sortedBy(new SortBy("created", true))
                .ofInstance(Run::instance)
                .opening(this::open)
                .withMenu(this::menu)
                .whenEmpty(this::empty);
    }

    private StatePane empty() {
        var nothing = scope.filter(it -> it.view().get().chosen().isEmpty());
        if (nothing.isPresent()) {
            return new StatePane(
                    Octicons.PLAY_16,
                    text("scope.nothing"),
                    "",
                    List.of(new StatePane.Choice(text("scope.nothing.choose"), nothing.get()::everything)));
        }
        return new StatePane(
                Octicons.PLAY_16,
                only.map(id -> text("amc.runs.empty", name(id))).orElseGet(() -> text("amc.runs.empty-all")),
                text("amc.runs.empty-why"),
                List.of(new StatePane.Choice(text("amc.workflow.run"), this::ask)));
    }

    private ContextMenu menu(Run run) {
        var desk = desk(run);
        var menu = new ContextMenu();
        menu.getItems().add(item("amc.runs.open", () -> open(run)));
        if (run.state().ended()) {
            menu.getItems().add(item("amc.runs.again", () -> RunActs.again(desk, run)));
        } else {
            menu.getItems().add(item("amc.runs.cancel", () -> RunActs.cancel(desk, run)));
        }
        return menu;
    }

    private MenuItem item(String key, Runnable act) {
        var item = new MenuItem(text(key));
        item.setOnAction(_ -> act.run());
        return item;
    }

    /// Shows a run with everybody it was asked of.
    void open(Run run) {
        if (group != null) {
            back();
        }
        var pane = new GroupPane(desk(run), run, this::back);
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
        var what = "list the runs of " + only.map(this::name).orElse("all AMC instances");
        reading.<List<Run>>start(
                () -> window.background()
                        .read(what, only.stream().toList(), _ -> amc().runs().runs(only, Instant.EPOCH, MOST)),
                outcome -> Desk.settled(
                        outcome,
                        runs -> {
                            table.setProblem(Optional.empty());
                            rows.set(runs);
                        },
                        problem -> table.setProblem(Optional.of(problem))));
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        subscription = amc().runs().changes().subscribe(window.services().fx(), _ -> readAgain());
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
