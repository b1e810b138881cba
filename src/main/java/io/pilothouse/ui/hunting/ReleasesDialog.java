package io.pilothouse.ui.hunting;

import io.pilothouse.domain.arr.Release;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// What the indexers have of one item, and why the app would not take it by itself; any of it can be grabbed.
/// Asking costs the indexers a query, so it is asked once when the dialog opens. FX thread only.
final class ReleasesDialog {

    private static final double WIDTH = 1_080;
    private static final double HEIGHT = 460;

    private final WindowContext window;
    private final InstanceId id;
    private final HuntingActs acts;
    private final Words words;
    private final MemoryRows<Release> rows = new MemoryRows<>(it -> List.of(it.indexerId(), it.handle()));
    private final RowTable<Release> table;
    private final Button grab;
    private final Runnable after;
    private boolean answered;

    private ReleasesDialog(WindowContext window, InstanceId id, ItemKey item, String title, Runnable after) {
        this.window = window;
        this.id = id;
        this.after = after;
        words = window.words();
        acts = new HuntingActs(window, id);
        table = new RowTable<>(window, spec(title));
        table.setMinHeight(HEIGHT);
        table.setPrefHeight(HEIGHT);
        var hint = new Label(text("hunting.releases-hint"));
        hint.getStyleClass().addAll("text-muted", "text-second");
        var body = new VBox(12, hint, table);
        body.getStyleClass().add("dialog-body");
        grab = new Button(text("hunting.grab-verb"), new Icon(Octicons.DOWNLOAD_16));
        grab.setId("release-grab");
        grab.getStyleClass().add("accent");
        var close = new Button(text("common.close"));
        Dialogs.Open dialog = window.dialogs()
                .open(new DialogFrame(
                                "releases",
                                text("hunting.releases-title", title),
                                window.services().instances().find(id),
                                WIDTH,
                                body,
                                List.of(),
                                List.of(close, grab),
                                () -> true,
                                table::close)
                        .named()
                        .losingNothing());
        close.setOnAction(_ -> dialog.close());
        grab.setOnAction(_ -> table.selected().ifPresent(this::grab));
        read(item);
    }

    static void open(WindowContext window, InstanceId id, ItemKey item, String title, Runnable after) {
        new ReleasesDialog(window, id, item, title, after);
    }

    private TableSpec<Release> spec(String title) {
        var columns = List.<Column<Release>>of(
                Column.<Release>text("release", "hunting.column.release", Release::title)
                        .width(230)
                        .growing(),
                Column.<Release>text("quality", "hunting.column.quality", Release::quality)
                        .width(92),
                Column.<Release>size("size", "hunting.column.size", Release::sizeBytes, words)
                        .width(76),
                Column.<Release>text("indexer", "hunting.column.indexer", Release::indexer)
                        .width(112),
                Column.<Release>number(
                                "seeders",
                                "hunting.column.seeders",
                                it -> it.seeders().isPresent() ? it.seeders().getAsInt() : Double.NaN,
                                it -> it.seeders().isPresent()
                                        ? words.number(it.seeders().getAsInt())
                                        : "")
                        .width(76),
                Column.<Release>count("age", "hunting.column.age", Release::ageDays, words)
                        .width(80),
                Column.<Release>count("score", "hunting.column.score", Release::score, words)
                        .width(64),
                Column.<Release>text("refused", "hunting.column.refused", this::objections)
                        .width(300)
                        .growing());
        return TableSpec.of("arr.releases", text("hunting.releases-title", title), rows, columns)
                .withMenu(this::menu)
                .opening(this::grab)
                .whileLoading(text("hunting.releases-loading"))
                .whenEmpty(() -> answered
                        ? new StatePane(
                                Octicons.SEARCH_16,
                                text("hunting.releases-empty"),
                                text("hunting.releases-empty-why"),
                                List.of())
                        : waiting());
    }

    private Node waiting() {
        return new StatePane(
                Octicons.HOURGLASS_16, text("hunting.releases-loading"), text("hunting.releases-hint"), List.of());
    }

    private String objections(Release it) {
        if (it.objections().isEmpty()) {
            return text("hunting.would-be-taken");
        }
        var said = it.objections().stream().filter(each -> !each.isBlank()).toList();
        return said.isEmpty() ? text("hunting.refused-unsaid") : String.join("; ", said);
    }

    private ContextMenu menu(Release row) {
        var item = new MenuItem(text("hunting.grab-verb"));
        item.setOnAction(_ -> grab(row));
        return new ContextMenu(item);
    }

    private void read(ItemKey item) {
        grab.setDisable(true);
        window.background()
                .read(
                        "ask the indexers of " + acts.name() + " for releases",
                        List.of(id),
                        _ -> window.services().shelves().releases(id, item))
                .whenEnded(window.services().fx(), outcome -> {
                    answered = true;
                    switch (outcome) {
                        case Outcome.Succeeded<List<Release>>(var releases) -> {
                            rows.set(releases);
                            grab.setDisable(releases.isEmpty());
                        }
                        case Outcome.Failed<List<Release>>(var problem) -> {
                            rows.set(List.of());
                            table.setProblem(Optional.of(problem));
                        }
                        case Outcome.Cancelled<List<Release>>() -> rows.set(List.of());
                    }
                });
    }

    private void grab(Release release) {
        acts.ask(
                new Act(ActionClass.COSTLY, List.of(id), "grab “" + release.title() + "”", List.of(release.title()), 1),
                "grab",
                1,
                consent -> window.background()
                        .act(
                                "arr-grab",
                                "grab a release on " + acts.name(),
                                id,
                                _ -> {
                                    window.services().shelves().grab(id, release, consent);
                                    return true;
                                },
                                _ -> {
                                    window.toasts()
                                            .news(
                                                    acts.instance(),
                                                    text("hunting.grabbed", release.title()),
                                                    Optional.empty());
                                    after.run();
                                }));
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
