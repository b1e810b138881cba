package io.pilothouse.ui.hunting;

import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.arr.Shelves;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.TableSpec;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// What an instance keeps. Opens from what was read before, and is read anew when that is old.
final class LibraryPage extends ListPage<Title> {

    /// Whole libraries are heavy to ask for.
    private static final Duration OLD = Duration.ofHours(1);

    private final HuntingActs acts;

    LibraryPage(WindowContext window, InstanceId id) {
        super(window, id, Title::item, "read the library of");
        acts = new HuntingActs(window, id);
        open(spec());
        table().setTools(age, again());
    }

    private TableSpec<Title> spec() {
        var clock = window.services().clock();
        var columns = List.<Column<Title>>of(
                Column.<Title>text("name", "hunting.column.title", Title::name)
                        .width(280)
                        .growing()
                        .frozen(),
                Column.<Title>number(
                                "year",
                                "hunting.column.year",
                                it -> it.year().isPresent() ? it.year().getAsInt() : Double.NaN,
                                it -> it.year().isPresent()
                                        ? Integer.toString(it.year().getAsInt())
                                        : "")
                        .width(64),
                Column.<Title>text("status", "hunting.column.status", it -> status(it.status()))
                        .inOurWords()
                        .width(100),
                Column.<Title>truth(
                                "monitored",
                                "hunting.column.monitored",
                                Title::monitored,
                                text("hunting.yes"),
                                text("hunting.no"))
                        .width(96),
                Column.<Title>number("have", "hunting.column.have", Title::have, it -> it.have() + " / " + it.want())
                        .width(84),
                Column.<Title>count("missing", "hunting.column.missing", Title::missing, words)
                        .width(80)
                        .summed(),
                Column.<Title>size("size", "hunting.column.size", Title::sizeBytes, words)
                        .width(90)
                        .summed(),
                Column.<Title>text("profile", "hunting.column.profile", Title::profile)
                        .width(120),
                Column.<Title>text("tags", "hunting.column.tags", it -> String.join(", ", it.tags()))
                        .width(120),
                Column.<Title>text("root", "hunting.column.root", Title::root)
                        .width(150)
                        .hidden(),
                Column.<Title>time(
                                "added", "hunting.column.added", Title::addedAt, at -> words.time(at, clock.instant()))
                        .width(120));
        return TableSpec.of("arr.library", text("page.titles"), rows, columns)
                .withBulk(List.of(
                        BulkAct.of(
                                "hunting.search",
                                text("hunting.search-verb"),
                                Octicons.SEARCH_16,
                                chosen -> acts.search(candidates(rowsOf(chosen)), () -> {})),
                        BulkAct.of(
                                "hunting.forget",
                                text("hunting.forget"),
                                Octicons.HISTORY_16,
                                chosen -> acts.forgetTitles(keys(rowsOf(chosen)))),
                        BulkAct.of(
                                "hunting.monitor",
                                text("hunting.monitor-verb"),
                                Octicons.EYE_16,
                                chosen -> acts.monitor(keys(rowsOf(chosen)), true, this::showStored)),
                        BulkAct.of(
                                "hunting.unmonitor",
                                text("hunting.unmonitor-verb"),
                                Octicons.EYE_CLOSED_16,
                                chosen -> acts.monitor(keys(rowsOf(chosen)), false, this::showStored))))
                .opening(row -> {
                    if (!row.item().type().equals("movie")) {
                        ChildrenDialog.open(window, id, row);
                    }
                })
                .withDetail(this::detail)
                .withMenu(this::menu)
                .whileLoading(text("hunting.library-loading", name()))
                .whenEmpty(() -> nothing(Octicons.ARCHIVE_24, text("hunting.library-empty", name()), ""));
    }

    /// What the app says of a title, in the window's words where they are known.
    private String status(String word) {
        return window.words().texts().textOr("hunting.status." + word, word);
    }

    private static List<Candidate> candidates(List<Title> rows) {
        return rows.stream()
                .map(it -> HuntingActs.candidate(it.item(), it.name()))
                .toList();
    }

    private static List<ItemKey> keys(List<Title> rows) {
        return rows.stream().map(Title::item).toList();
    }

    private ContextMenu menu(Title row) {
        var menu = new ContextMenu();
        menu.getItems()
                .addAll(
                        item("hunting.search-verb", () -> acts.search(candidates(List.of(row)), () -> {})),
                        item(
                                row.monitored() ? "hunting.unmonitor-verb" : "hunting.monitor-verb",
                                () -> acts.monitor(List.of(row.item()), !row.monitored(), this::showStored)),
                        item("hunting.forget", () -> acts.forgetTitles(List.of(row.item()))),
                        item("hunting.open-page", () -> openPage(row)));
        return menu;
    }

    private void openPage(Title row) {
        instance()
                .map(it -> it.address().toString())
                .ifPresent(address -> window.services()
                        .browser()
                        .accept(URI.create(address.endsWith("/") ? address + row.page() : address + "/" + row.page())));
    }

    /// What is known of one title, and where else it is.
    private Node detail(Title row) {
        var head = new Label(row.name());
        head.getStyleClass().add("text-card");
        head.setWrapText(true);
        var facts = new Label(text("hunting.title-facts", row.have(), row.want(), words.size(row.sizeBytes())));
        facts.setWrapText(true);
        var open = new Button(text("hunting.open-page"), new Icon(Octicons.LINK_EXTERNAL_16));
        open.setOnAction(_ -> openPage(row));
        var elsewhere = new VBox(4);
        var buttons = new HBox(8, open);
        if (!row.item().type().equals("movie")) {
            var parts = new Button(text("hunting.open-parts"), new Icon(Octicons.LIST_UNORDERED_16));
            parts.setId("open-parts");
            parts.setOnAction(_ -> ChildrenDialog.open(window, id, row));
            buttons.getChildren().addFirst(parts);
        } else {
            var releases = new Button(text("hunting.choose-release"), new Icon(Octicons.LIST_UNORDERED_16));
            releases.setOnAction(_ -> ReleasesDialog.open(window, id, row.item(), row.name(), this::showStored));
            buttons.getChildren().addFirst(releases);
        }
        var box = new VBox(8, head, facts, buttons, elsewhere);
        box.getStyleClass().add("hunting-detail");
        window.background()
                .read(
                        "look for it elsewhere",
                        List.of(id),
                        _ -> window.services().shelves().elsewhere(id, row))
                .whenEnded(window.services().fx(), outcome -> {
                    if (outcome instanceof Outcome.Succeeded<List<Shelves.Copy>>(var copies) && !copies.isEmpty()) {
                        var title = new Label(text("hunting.elsewhere"));
                        title.getStyleClass().add("text-muted");
                        elsewhere.getChildren().add(title);
                        copies.forEach(copy -> elsewhere
                                .getChildren()
                                .add(new Label(text(
                                        "hunting.copy",
                                        nameOf(copy.instance()),
                                        copy.title().have(),
                                        copy.title().want(),
                                        copy.title().profile()))));
                    }
                });
        return box;
    }

    private String nameOf(InstanceId other) {
        return window.services().instances().find(other).map(Instance::name).orElse(other.value());
    }

    private void show(Shelves.Shelf shelf) {
        rows.set(shelf.titles());
        tellAge(shelf.readAt());
    }

    private void showStored() {
        loadKept(_ -> window.services().shelves().stored(id), this::show);
    }

    @Override
    void readAgain() {
        load(_ -> window.services().shelves().read(id), this::show);
    }

    @Override
    public void shown() {
        loadKept(_ -> window.services().shelves().stored(id), shelf -> {
            if (shelf.readAt().isPresent()) {
                show(shelf);
            }
            if (old(shelf.readAt())) {
                readAgain();
            }
        });
    }

    private boolean old(Optional<Instant> readAt) {
        var now = window.services().clock().instant();
        return readAt.isEmpty() || readAt.get().plus(OLD).isBefore(now);
    }
}
