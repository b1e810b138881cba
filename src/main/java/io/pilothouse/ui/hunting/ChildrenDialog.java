package io.pilothouse.ui.hunting;

import io.pilothouse.domain.arr.Child;
import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.Chosen;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The episodes, albums or books of one title, asked for when the dialog opens. FX thread only.
final class ChildrenDialog {

    private static final double WIDTH = 1_080;
    private static final double HEIGHT = 520;

    private final WindowContext window;
    private final InstanceId id;
    private final Title title;
    private final HuntingActs acts;
    private final ItemPane pane;
    private final Words words;
    private final MemoryRows<Child> rows = new MemoryRows<>(Child::item);
    private final RowTable<Child> table;

    private ChildrenDialog(WindowContext window, InstanceId id, Title title) {
        this.window = window;
        this.id = id;
        this.title = title;
        words = window.words();
        acts = new HuntingActs(window, id);
        pane = new ItemPane(window, id);
        table = new RowTable<>(window, spec());
        table.setMinHeight(HEIGHT);
        table.setPrefHeight(HEIGHT);
        var body = new VBox(table);
        body.getStyleClass().add("dialog-body");
        var close = new Button(text("common.close"));
        Dialogs.Open dialog = window.dialogs()
                .open(new DialogFrame(
                                "children",
                                title.name(),
                                window.services().instances().find(id),
                                WIDTH,
                                body,
                                List.of(),
                                List.of(close),
                                () -> true,
                                table::close)
                        .named()
                        .losingNothing());
        close.setOnAction(_ -> dialog.close());
        read();
    }

    static void open(WindowContext window, InstanceId id, Title title) {
        new ChildrenDialog(window, id, title);
    }

    private TableSpec<Child> spec() {
        var clock = window.services().clock();
        var columns = List.<Column<Child>>of(
                Column.<Child>number(
                                "season", "hunting.column.season", it -> value(it.season()), it -> said(it.season()))
                        .width(70),
                Column.<Child>number(
                                "number", "hunting.column.number", it -> value(it.number()), it -> said(it.number()))
                        .width(60),
                Column.<Child>text("name", "hunting.column.title", Child::name)
                        .width(300)
                        .growing(),
                Column.<Child>time(
                                "released",
                                "hunting.column.released",
                                Child::releasedAt,
                                at -> words.time(at, clock.instant()))
                        .width(120),
                Column.<Child>truth("have", "hunting.column.have", Child::have, text("hunting.yes"), text("hunting.no"))
                        .width(80),
                Column.<Child>text("quality", "hunting.column.quality", Child::quality)
                        .width(120),
                Column.<Child>truth(
                                "monitored",
                                "hunting.column.monitored",
                                Child::monitored,
                                text("hunting.yes"),
                                text("hunting.no"))
                        .width(96),
                Column.<Child>time(
                                "searched",
                                "hunting.column.searched",
                                Child::searchedAt,
                                at -> words.time(at, clock.instant()))
                        .width(120));
        return TableSpec.of("arr.children", title.name(), rows, columns)
                .withBulk(List.of(
                        BulkAct.of(
                                "hunting.search",
                                text("hunting.search-verb"),
                                Octicons.SEARCH_16,
                                chosen -> acts.search(candidates(chosen), () -> {})),
                        BulkAct.of(
                                "hunting.monitor",
                                text("hunting.monitor-verb"),
                                Octicons.EYE_16,
                                chosen -> acts.monitor(keys(chosen), true, this::read)),
                        BulkAct.of(
                                "hunting.unmonitor",
                                text("hunting.unmonitor-verb"),
                                Octicons.EYE_CLOSED_16,
                                chosen -> acts.monitor(keys(chosen), false, this::read))))
                .withDetail(row -> pane.of(row.item(), name(row), List.of(), List.of(), this::read))
                .whileLoading(text("hunting.children-loading", title.name()))
                .whenEmpty(() -> new StatePane(
                        Octicons.ARCHIVE_24, text("hunting.children-empty", title.name()), "", List.of()));
    }

    private static double value(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : Double.NaN;
    }

    private static String said(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "";
    }

    private String name(Child row) {
        return title.name() + " – " + row.name();
    }

    private List<Candidate> candidates(Chosen<Child> chosen) {
        return ListPage.rowsOf(chosen).stream()
                .map(it -> HuntingActs.candidate(it.item(), name(it)))
                .toList();
    }

    private static List<ItemKey> keys(Chosen<Child> chosen) {
        return ListPage.rowsOf(chosen).stream().map(Child::item).toList();
    }

    private void read() {
        window.background()
                .read(
                        "read the parts of “" + title.name() + "” on " + acts.name(),
                        List.of(id),
                        _ -> window.services().shelves().children(id, title.item()))
                .whenEnded(window.services().fx(), outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<List<Child>>(var children) -> {
                            rows.set(children);
                            table.setProblem(Optional.empty());
                        }
                        case Outcome.Failed<List<Child>>(var problem) -> table.setProblem(Optional.of(problem));
                        case Outcome.Cancelled<List<Child>>() -> {}
                    }
                });
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
