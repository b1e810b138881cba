package io.pilothouse.ui.hunting;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.arr.Upkeep;
import io.pilothouse.domain.arr.Upkeep.Chore;
import io.pilothouse.domain.arr.Upkeep.LogLine;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// How an app looks after itself: its tasks with "run now", disks, backups and the newest lines of its log.
final class UpkeepPage extends ListPage<Chore> {

    /// After this most tasks are done.
    private static final Duration A_MOMENT = Duration.ofSeconds(5);

    private final HuntingActs acts;
    private final FlowPane facts = new FlowPane(8, 8);
    private final MemoryRows<LogLine> log = new MemoryRows<>(it -> List.of(it.at(), it.where(), it.message()));
    private final RowTable<LogLine> logTable;
    private final VBox root = new VBox();
    private Subscription soon = () -> {};

    UpkeepPage(WindowContext window, InstanceId id) {
        super(window, id, Chore::command, "read the upkeep of");
        acts = new HuntingActs(window, id);
        facts.getStyleClass().add("upkeep-facts");
        open(spec());
        table().setTools(again());
        logTable = new RowTable<>(window, logSpec());
        logTable.whenAskedAgain(this::readAgain);
        VBox.setVgrow(table(), Priority.ALWAYS);
        VBox.setVgrow(logTable, Priority.ALWAYS);
        root.getChildren().setAll(facts, heading("hunting.chores"), table(), heading("hunting.log"), logTable);
    }

    private Label heading(String key) {
        var heading = new Label(text(key));
        heading.getStyleClass().addAll("text-card", "upkeep-heading");
        return heading;
    }

    private TableSpec<Chore> spec() {
        var clock = window.services().clock();
        var columns = List.<Column<Chore>>of(
                Column.<Chore>text("name", "hunting.column.chore", Chore::name)
                        .width(260)
                        .growing(),
                Column.<Chore>duration("every", "hunting.column.every", it -> Optional.of(it.every()), words)
                        .width(100),
                Column.<Chore>time("last", "hunting.column.last", Chore::last, at -> words.time(at, clock.instant()))
                        .width(120),
                Column.<Chore>duration("took", "hunting.column.took", Chore::took, words)
                        .width(100),
                Column.<Chore>time("next", "hunting.column.next", Chore::next, at -> words.time(at, clock.instant()))
                        .width(120));
        return TableSpec.of("arr.chores", text("hunting.chores"), rows, columns)
                .withBulk(List.of(BulkAct.of(
                        "hunting.do-now", text("hunting.do-verb"), Octicons.PLAY_16, chosen -> doNow(rowsOf(chosen)))))
                .withMenu(this::menu)
                .whileLoading(text("hunting.upkeep-loading", name()))
                .whenEmpty(() -> nothing(Octicons.GEAR_24, text("hunting.upkeep-empty", name()), ""));
    }

    private ContextMenu menu(Chore chore) {
        return new ContextMenu(item("hunting.do-verb", () -> doNow(List.of(chore))));
    }

    private TableSpec<LogLine> logSpec() {
        var clock = window.services().clock();
        return TableSpec.of(
                        "arr.log",
                        text("hunting.log"),
                        log,
                        List.<Column<LogLine>>of(
                                Column.<LogLine>time(
                                                "at",
                                                "hunting.column.at",
                                                it -> Optional.of(it.at()),
                                                at -> words.time(at, clock.instant()))
                                        .width(130),
                                Column.<LogLine>text("level", "hunting.column.level", LogLine::level)
                                        .width(80),
                                Column.<LogLine>text("where", "hunting.column.where", LogLine::where)
                                        .width(160),
                                Column.<LogLine>text("message", "hunting.column.message", LogLine::message)
                                        .width(400)
                                        .growing()))
                .toldBy(id, Optional::empty)
                .whileLoading(text("hunting.upkeep-loading", name()))
                .whenEmpty(() -> nothing(Octicons.FILE_16, text("hunting.log-empty", name()), ""));
    }

    private void doNow(List<Chore> chores) {
        var names = chores.stream().map(Chore::name).toList();
        acts.ask(
                Act.on(ActionClass.COSTLY, id, "have tasks of the app done now", names),
                "do",
                chores.size(),
                consent -> window.background()
                        .act(
                                "arr-chore",
                                "have “" + String.join("”, “", names) + "” done on " + name(),
                                id,
                                _ -> {
                                    for (var chore : chores) {
                                        window.services().shelves().doNow(id, chore, consent);
                                    }
                                    return true;
                                },
                                _ -> {
                                    window.toasts()
                                            .news(
                                                    instance(),
                                                    text("hunting.do-told", name(), String.join(", ", names)),
                                                    Optional.empty());
                                    soon.close();
                                    soon = window.services().later().after(A_MOMENT, this::readAgain);
                                }));
    }

    @Override
    void readAgain() {
        load(_ -> window.services().shelves().upkeep(id), this::show);
    }

    @Override
    void showProblem(Optional<Problem> problem) {
        super.showProblem(problem);
        logTable.setProblem(problem);
    }

    private void show(Upkeep upkeep) {
        rows.set(upkeep.chores());
        log.set(upkeep.log());
        facts.getChildren().clear();
        upkeep.disks()
                .forEach(it ->
                        fact(text("hunting.disk", it.path(), words.size(it.freeBytes()), words.size(it.totalBytes()))));
        upkeep.folders().stream()
                .filter(it -> !it.reachable())
                .forEach(it -> fact(text("hunting.folder-gone", it.path())));
        upkeep.backups().stream()
                .findFirst()
                .ifPresent(it -> fact(text(
                        "hunting.newest-backup",
                        it.name(),
                        words.time(it.at(), window.services().clock().instant()))));
        upkeep.lacks().stream().sorted().forEach(it -> fact(lack(it)));
    }

    private String lack(Upkeep.Lack lack) {
        return text(
                switch (lack) {
                    case WANTED_LISTS -> "hunting.lack.wanted-lists";
                    case SEARCH_ORDER -> "hunting.lack.search-order";
                    case FORMAT_SCORES -> "hunting.lack.format-scores";
                    case BLOCKLIST -> "hunting.lack.blocklist";
                });
    }

    private void fact(String said) {
        var label = new Label(said);
        label.getStyleClass().addAll("chip-label", "text-second");
        facts.getChildren().add(label);
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void hidden() {
        soon.close();
        super.hidden();
    }

    @Override
    public void close() {
        soon.close();
        super.close();
        logTable.close();
    }
}
