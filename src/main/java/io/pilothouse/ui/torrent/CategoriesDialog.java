package io.pilothouse.ui.torrent;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.torrent.TorrentCategories.Ensured;
import io.pilothouse.tasks.torrent.TorrentCategories.Folder;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// What clients lack of the categories that they shall have, and which of those shall keep their data elsewhere:
/// first shown, then done. Here a person also says where a category shall keep its data. FX thread only.
final class CategoriesDialog {

    private static final double WIDTH = 720;
    private static final double HIGHEST = 380;

    private final WindowContext window;
    private final GridPane lines = new GridPane();
    private final VBox notes = new VBox(6);
    private final Button go = new Button();
    private final Latest latest;
    private List<Ensured> open = List.of();

    CategoriesDialog(WindowContext window) {
        this.window = window;
        latest = new Latest(window.services().fx());
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    void open() {
        lines.setHgap(16);
        lines.setVgap(6);
        var scroll = new ScrollPane(lines);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(HIGHEST);
        scroll.getStyleClass().add("edge-to-edge");
        var body = new VBox(12, scroll, notes);
        body.getStyleClass().add("dialog-body");
        var folder = new Button(text("torrent.categories.wish"), new Icon(Octicons.PENCIL_16));
        folder.setId("torrent-category-wish");
        folder.getStyleClass().add("flat");
        var close = new Button(text("common.close"));
        go.setId("torrent-categories-go");
        go.getStyleClass().add("accent");
        go.setDefaultButton(true);
        var dialog = window.dialogs()
                .open(new DialogFrame(
                        "torrent-categories",
                        text("torrent.categories.title"),
                        Optional.empty(),
                        WIDTH,
                        body,
                        List.of(folder),
                        List.of(close, go)));
        close.setOnAction(_ -> dialog.close());
        folder.setOnAction(_ -> {
            dialog.close();
            wish();
        });
        go.setOnAction(_ -> {
            dialog.close();
            new MissingCategories(window, List.of()).act(open);
        });
        look();
    }

    private void look() {
        open = List.of();
        ready();
        lines.getChildren().setAll(muted(text("torrent.categories.looking")));
        notes.getChildren().clear();
        latest.<List<Ensured>>start(
                () -> window.background()
                        .read(
                                "see which categories are missing",
                                List.of(),
                                context -> window.services()
                                        .torrents()
                                        .ensureCategories(
                                                List.of(), List.of(), true, Consent.none(Origin.WINDOW), context)),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<List<Ensured>>(var found)) {
                        show(found);
                    } else if (outcome instanceof Outcome.Failed<List<Ensured>>(var problem)) {
                        lines.getChildren().setAll(new Label(window.texts().summary(problem)));
                    }
                });
    }

    private void ready() {
        go.setText(text("torrent.categories.go", open.size()));
        go.setDisable(open.isEmpty());
        if (!open.isEmpty()) {
            go.requestFocus(); // Enter does what is shown
        }
    }

    private void show(List<Ensured> found) {
        open = MissingCategories.toDo(found);
        ready();
        lines.getChildren().clear();
        int line = 0;
        var silent = new TreeSet<InstanceId>();
        for (var it : found) {
            boolean onceIsEnough = it.outcome().equals("skipped") && !silent.add(it.client());
            if (!it.outcome().equals("existed") && !onceIsEnough) {
                var name = new Label(it.outcome().equals("skipped") ? "" : it.category());
                name.getStyleClass().add("text-strong");
                var on = new Label(name(it.client()));
                var said = new Label(said(it));
                said.setWrapText(true);
                name.setMinWidth(Region.USE_PREF_SIZE);
                on.setMinWidth(Region.USE_PREF_SIZE);
                GridPane.setHgrow(said, Priority.ALWAYS);
                lines.addRow(line++, on, name, said);
            }
        }
        notes.getChildren().clear();
        long there = found.stream().filter(it -> it.outcome().equals("existed")).count();
        if (line == 0) {
            lines.getChildren().setAll(muted(text("torrent.categories.fine")));
        } else if (there > 0) {
            notes.getChildren().add(muted(text("torrent.categories.there", there)));
        }
        if (open.stream().anyMatch(it -> it.outcome().equals("other-path"))) {
            notes.getChildren().add(muted(text("torrent.categories.others")));
        }
    }

    private String said(Ensured it) {
        return switch (it.outcome()) {
            case "missing" ->
                it.folder()
                        .map(folder -> text("torrent.categories.create-in", folder.to()))
                        .orElseGet(() -> text("torrent.categories.create"));
            case "other-path" -> it.folder().map(this::moved).orElse("");
            case "other-case" -> text("torrent.matrix.other-case", it.category(), name(it.client()));
            default -> text("torrent.categories.silent");
        };
    }

    private String moved(Folder folder) {
        var from = folder.from().isEmpty() ? text("torrent.categories.own") : folder.from();
        var said = text("torrent.categories.move", from, folder.to());
        if (folder.automatic() == 0) {
            return said;
        }
        var fate = folder.follow().map(follow -> follow ? "follow" : "ends").orElse("perhaps");
        return said + " " + text("torrent.categories." + fate, folder.automatic());
    }

    private static Label muted(String words) {
        var label = new Label(words);
        label.setWrapText(true);
        label.getStyleClass().add("text-muted");
        return label;
    }

    private String name(InstanceId id) {
        return window.services().instances().find(id).map(Instance::name).orElse(id.value());
    }

    // where a category shall keep its data

    private void wish() {
        var clients = window.services().instances().fleet().get().live().stream()
                .filter(it -> it.kind().value().equals("qbittorrent"))
                .toList();
        var fleet = window.services().torrents().fleet().get();
        var names = new TreeSet<>(fleet.ownership().categories().keySet());
        fleet.sides().values().forEach(side -> names.addAll(side.categories().keySet()));
        var category = new ComboBox<String>();
        category.getItems().setAll(new ArrayList<>(names));
        category.setEditable(true);
        category.setId("torrent-wish-category");
        category.setMaxWidth(Double.MAX_VALUE);
        var folder = new TextField();
        folder.setId("torrent-wish-folder");
        folder.setPromptText("/data/movies");
        var on = new LinkedHashMap<InstanceId, CheckBox>();
        clients.forEach(client -> {
            var tick = new CheckBox(client.name());
            tick.setSelected(true);
            on.put(client.id(), tick);
        });
        category.valueProperty()
                .subscribe(chosen -> clients.forEach(client -> on.get(client.id())
                        .setText(Optional.ofNullable(fleet.sides().get(client.id()))
                                .flatMap(side ->
                                        Optional.ofNullable(side.categories().get(chosen == null ? "" : chosen)))
                                .filter(known -> !known.savePath().isEmpty())
                                .map(known -> text("torrent.categories.now", client.name(), known.savePath()))
                                .orElse(client.name()))));
        var why = muted(text("torrent.categories.folder-why"));
        var ticks = new VBox(6);
        ticks.getChildren().setAll(on.values());
        new TorrentActs(window)
                .dialog(
                        List.of(),
                        "torrent-category-wish",
                        text("torrent.categories.wish-title"),
                        new VBox(
                                12,
                                labelled("torrent.column.category", category),
                                labelled("torrent.categories.folder", folder),
                                ticks,
                                why),
                        text("torrent.categories.keep"),
                        close -> {
                            var typed = Optional.ofNullable(category.getEditor().getText())
                                    .map(String::strip)
                                    .orElse("");
                            var chosen = ticked(on);
                            if (!typed.isEmpty() && !chosen.isEmpty()) {
                                keep(chosen, typed, folder.getText().strip(), close);
                            }
                        });
        category.requestFocus();
    }

    private static List<InstanceId> ticked(Map<InstanceId, CheckBox> on) {
        return on.entrySet().stream()
                .filter(it -> it.getValue().isSelected())
                .map(Map.Entry::getKey)
                .collect(Collectors.toList());
    }

    private void keep(List<InstanceId> clients, String category, String folder, Runnable close) {
        window.background()
                .act(
                        "instance-edit",
                        "write down a category",
                        clients,
                        _ -> {
                            window.services()
                                    .torrents()
                                    .wishCategory(clients, category, Optional.of(folder), Consent.none(Origin.WINDOW));
                            return true;
                        },
                        _ -> {
                            close.run();
                            new CategoriesDialog(window).open();
                        });
    }

    private Node labelled(String key, Node field) {
        var label = new Label(text(key));
        label.getStyleClass().add("text-second");
        label.setLabelFor(field);
        return new VBox(4, label, field);
    }
}
