package io.pilothouse.ui.torrent;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.domain.torrent.TorrentOrder;
import io.pilothouse.domain.torrent.TorrentResult;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/// What people do to chosen torrents: through the guards, as one task, with the split per client and an
/// answer that says what was done where. FX thread only.
final class TorrentActs {

    private static final int ITEMS = 50;
    private static final double WIDTH = 480;

    private final WindowContext window;

    TorrentActs(WindowContext window) {
        this.window = window;
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    /// Asks the guards, then does it.
    void order(TorrentOrder order, List<TorrentRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var ids = rows.stream()
                .map(row -> row.key().instance())
                .distinct()
                .sorted()
                .toList();
        var names = rows.stream()
                .limit(ITEMS)
                .map(row -> row.torrent().name() + "  " + row.on())
                .toList();
        var what = order.words() + " " + rows.size() + " torrents";
        var verb = verb(order.word());
        long unimported = rows.stream()
                .filter(row -> row.imported().filter(Boolean::booleanValue).isEmpty())
                .count();
        var effect = order instanceof TorrentOrder.Delete(boolean withFiles)
                ? (ids.size() > 1 ? split(rows) + ". " : "")
                        + text(withFiles ? "torrent.delete.with-files" : "torrent.delete.keeps-files")
                        + (unimported > 0 ? " " + text("torrent.delete.unimported", unimported) : "")
                : split(rows);
        new GuardSheet(window)
                .ask(new GuardedAct(
                        new Act(order.actionClass(), ids, what, names, rows.size()),
                        text("torrent.act.title", verb, rows.size()),
                        verb,
                        effect,
                        Optional.empty(),
                        consent -> run(order, rows, ids, verb, consent)));
    }

    /// Without the dots, which promise the question that was answered by then.
    private String verb(String word) {
        return word.equals("category")
                ? text("torrent.act.recategorise")
                : text("torrent.act." + word).replace("…", "").strip();
    }

    private String split(List<TorrentRow> rows) {
        var byClient = new LinkedHashMap<String, Long>();
        rows.forEach(row -> byClient.merge(row.on(), 1L, Long::sum));
        return byClient.entrySet().stream()
                .map(it -> text("torrent.split", it.getKey(), it.getValue()))
                .collect(Collectors.joining(", "));
    }

    private void run(TorrentOrder order, List<TorrentRow> rows, List<InstanceId> ids, String verb, Consent consent) {
        var keys = rows.stream().map(TorrentRow::key).toList();
        var title = order.words() + " "
                + (rows.size() == 1 ? "“" + rows.getFirst().torrent().name() + "”" : rows.size() + " torrents");
        window.background()
                .act(
                        "torrents-" + order.word(),
                        title,
                        ids,
                        context -> {
                            var services = window.services();
                            var results = services.torrents().act(order, keys, consent, context);
                            boolean undoable = services.tasks()
                                    .find(context.id())
                                    .filter(TaskView::undoable)
                                    .isPresent();
                            return new Ended(context.id(), title, results, undoable);
                        },
                        ended -> told(verb, rows, ended));
    }

    private record Ended(TaskId task, String title, List<TorrentResult> results, boolean undoable) {}

    /// Where not all was done, the answer says of each client how much was.
    private void told(String verb, List<TorrentRow> rows, Ended ended) {
        var results = ended.results();
        long done = results.stream()
                .filter(result -> result.outcome() == TorrentResult.Outcome.DONE)
                .count();
        var why = results.stream()
                .filter(result -> result.outcome() != TorrentResult.Outcome.DONE)
                .map(TorrentResult::message)
                .findFirst();
        window.toasts()
                .news(
                        Optional.empty(),
                        text("torrent.act.done", verb, done, results.size())
                                + (done < results.size() ? done(rows, results) : "")
                                + why.map(it -> " " + it).orElse(""),
                        ended.undoable()
                                ? Optional.of(new Toasts.Offer(
                                        text("torrent.undo"), () -> undo(verb, ended), Optional.of(ended.task())))
                                : Optional.empty());
    }

    private String done(List<TorrentRow> rows, List<TorrentResult> results) {
        var names = new LinkedHashMap<InstanceId, String>();
        rows.forEach(row -> names.putIfAbsent(row.key().instance(), row.on()));
        if (names.size() < 2) {
            return "";
        }
        var all = results.stream()
                .collect(Collectors.partitioningBy(
                        result -> result.outcome() == TorrentResult.Outcome.DONE,
                        Collectors.groupingBy(result -> result.torrent().instance(), Collectors.counting())));
        return names.entrySet().stream()
                .map(it -> {
                    long done = all.get(true).getOrDefault(it.getKey(), 0L);
                    return text(
                            "torrent.split.of",
                            it.getValue(),
                            done,
                            done + all.get(false).getOrDefault(it.getKey(), 0L));
                })
                .collect(Collectors.joining(", ", " ", "."));
    }

    /// Takes back what the toast is about, whatever was done since.
    private void undo(String verb, Ended act) {
        window.background()
                .act(
                        "undo",
                        "undo: " + act.title(),
                        Optional.empty(),
                        _ -> {
                            window.services().undoing().undo(act.task(), Consent.confirmed(Origin.WINDOW));
                            return true;
                        },
                        _ -> window.toasts().news(Optional.empty(), text("shell.done.undone", verb), Optional.empty()));
    }

    /// Asks for a category, with those that all chosen clients have.
    void category(List<TorrentRow> rows) {
        var names = new TreeSet<String>();
        rows.stream()
                .map(row -> row.key().instance())
                .distinct()
                .forEach(id -> Optional.ofNullable(window.services()
                                .torrents()
                                .fleet()
                                .get()
                                .sides()
                                .get(id))
                        .ifPresent(side -> names.addAll(side.categories().keySet())));
        var field = new ComboBox<String>();
        field.getItems().setAll(new ArrayList<>(names));
        field.setId("torrent-category");
        field.setMaxWidth(Double.MAX_VALUE);
        field.setAccessibleText(text("torrent.column.category"));
        dialog(
                on(rows),
                "torrent-category",
                text("torrent.act.title", verb("category"), rows.size()),
                labelled("torrent.column.category", field),
                verb("category"),
                close -> {
                    if (field.getValue() != null) {
                        close.run();
                        order(new TorrentOrder.Category(field.getValue()), rows);
                    }
                });
        field.requestFocus();
    }

    void tag(List<TorrentRow> rows) {
        var field = new TextField();
        field.setId("torrent-tags");
        field.setAccessibleText(text("torrent.column.tags"));
        dialog(
                on(rows),
                "torrent-tags",
                text("torrent.act.title", verb("tag"), rows.size()),
                labelled("torrent.column.tags", field),
                verb("tag"),
                close -> {
                    var tags = new TreeSet<String>();
                    for (var tag : field.getText().split(",")) {
                        if (!tag.isBlank()) {
                            tags.add(tag.strip());
                        }
                    }
                    if (!tags.isEmpty()) {
                        close.run();
                        order(new TorrentOrder.Tag(tags), rows);
                    }
                });
        field.requestFocus();
    }

    /// Deleting asks first whether the files go, too; keeping them is what is chosen.
    void delete(List<TorrentRow> rows) {
        var files = new CheckBox(text("torrent.delete.files"));
        files.setId("torrent-with-files");
        var why = new Label(text("torrent.delete.why"));
        why.getStyleClass().addAll("text-muted", "text-second");
        why.setWrapText(true);
        dialog(
                on(rows),
                "torrent-delete",
                text("torrent.act.title", verb("delete"), rows.size()),
                new VBox(8, files, why),
                verb("delete"),
                close -> {
                    close.run();
                    order(new TorrentOrder.Delete(files.isSelected()), rows);
                });
    }

    /// Takes one torrent to another client.
    void move(TorrentRow row, List<Instance> targets) {
        var others = targets.stream()
                .filter(instance -> !instance.id().equals(row.key().instance()))
                .toList();
        if (others.isEmpty()) {
            window.toasts().news(Optional.empty(), text("torrent.move.none"), Optional.empty());
            return;
        }
        var field = new ComboBox<String>();
        field.getItems().setAll(others.stream().map(Instance::name).toList());
        field.getSelectionModel().selectFirst();
        field.setMaxWidth(Double.MAX_VALUE);
        field.setAccessibleText(text("torrent.move.to"));
        var folder = new TextField();
        folder.setPromptText(row.torrent().savePath());
        folder.setAccessibleText(text("torrent.move.folder"));
        var keep = new CheckBox(text("torrent.move.copy"));
        var why = new Label(text("torrent.move.why"));
        why.getStyleClass().addAll("text-muted", "text-second");
        why.setWrapText(true);
        var go = dialog(
                on(List.of(row)),
                "torrent-move",
                text("torrent.move.title", row.torrent().name()),
                new VBox(12, labelled("torrent.move.to", field), labelled("torrent.move.folder", folder), keep, why),
                text("torrent.move.go"),
                close -> {
                    int chosen = field.getSelectionModel().getSelectedIndex();
                    if (chosen >= 0) {
                        close.run();
                        move(row, others.get(chosen), folder.getText().strip(), !keep.isSelected());
                    }
                });
        keep.selectedProperty().subscribe(copies -> go.setText(text(copies ? "torrent.copy.go" : "torrent.move.go")));
    }

    /// @param folder where the other client sees the data; empty for where this one does
    /// @param remove whether it leaves its client
    private void move(TorrentRow row, Instance to, String folder, boolean remove) {
        var how = remove ? "torrent.move." : "torrent.copy.";
        var name = row.torrent().name();
        var act = new Act(
                remove ? ActionClass.COSTLY : ActionClass.REMOTE_REVERSIBLE,
                remove ? List.of(row.key().instance(), to.id()) : List.of(to.id()),
                (remove ? "move" : "copy") + " a torrent to " + to.name(),
                List.of(name),
                1);
        new GuardSheet(window)
                .ask(new GuardedAct(
                        act,
                        text(how + "title", name),
                        text(how + "go"),
                        text(
                                how + "effect",
                                row.on(),
                                to.name(),
                                folder.isEmpty() ? row.torrent().savePath() : folder),
                        Optional.empty(),
                        consent -> window.background()
                                .act(
                                        "torrents-move",
                                        (remove ? "move " : "copy ") + name + " to " + to.name(),
                                        Optional.of(to.id()),
                                        context -> window.services()
                                                .torrents()
                                                .move(row.key(), to.id(), folder, remove, consent, context),
                                        moved -> window.toasts()
                                                .news(
                                                        Optional.of(to),
                                                        moved.message().isEmpty()
                                                                ? text(how + "done", name, to.name(), row.on())
                                                                : moved.message(),
                                                        Optional.empty()))));
    }

    private Node labelled(String key, Node field) {
        var label = new Label(text(key));
        label.getStyleClass().add("text-second");
        label.setLabelFor(field);
        return new VBox(4, label, field);
    }

    private static List<InstanceId> on(List<TorrentRow> rows) {
        return rows.stream().map(row -> row.key().instance()).distinct().toList();
    }

    /// @param on the instances that it is about; of one, it has the band and the name
    /// @param go gets what closes the dialog
    /// @return the button that accepts
    Button dialog(List<InstanceId> on, String id, String title, Node body, String button, Consumer<Runnable> go) {
        var box = new VBox(12, body);
        box.getStyleClass().addAll("dialog-body", "form");
        var cancel = new Button(text("common.cancel"));
        var accept = new Button(button);
        accept.setId(id + "-go");
        accept.getStyleClass().add("accent");
        accept.setDefaultButton(true);
        var about = on.size() == 1 ? window.services().instances().find(on.getFirst()) : Optional.<Instance>empty();
        var open = window.dialogs()
                .open(new DialogFrame(id, title, about, WIDTH, box, List.of(), List.of(cancel, accept)).named());
        cancel.setOnAction(_ -> open.close());
        accept.setOnAction(_ -> go.accept(open::close));
        return accept;
    }

    static String word(Enum<?> constant) {
        return Words.stable(constant);
    }
}
