package io.pilothouse.ui.torrent;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.tasks.torrent.Tracing;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/// What lacks its other half: downloads for which an app waits and which no client has, and torrents that load
/// for an app that does not know them. FX thread only.
final class OrphansDialog {

    private static final double WIDTH = 640;
    private static final double HIGHEST = 420;
    private static final int MOST = 200;

    private final WindowContext window;
    private final VBox lines = new VBox(6);

    OrphansDialog(WindowContext window) {
        this.window = window;
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    void open() {
        var scroll = new ScrollPane(lines);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(HIGHEST);
        scroll.getStyleClass().add("edge-to-edge");
        var body = new VBox(scroll);
        body.getStyleClass().add("dialog-body");
        var close = new Button(text("common.close"));
        close.setDefaultButton(true);
        var open = window.dialogs()
                .open(new DialogFrame(
                        "torrent-orphans",
                        text("torrent.orphans.title"),
                        Optional.empty(),
                        WIDTH,
                        body,
                        List.of(),
                        List.of(close)));
        close.setOnAction(_ -> open.close());
        say(text("torrent.orphans.looking"), "text-muted");
        new Latest(window.services().fx())
                .<Tracing.Orphans>start(
                        () -> window.background()
                                .read(
                                        "look for orphans",
                                        List.of(),
                                        _ -> window.services().torrents().orphans()),
                        outcome -> {
                            if (outcome instanceof Outcome.Succeeded<Tracing.Orphans>(var found)) {
                                show(found);
                            } else if (outcome instanceof Outcome.Failed<Tracing.Orphans>(var problem)) {
                                lines.getChildren().clear();
                                say(problem.summary(), "text-danger");
                            }
                        });
    }

    private void show(Tracing.Orphans found) {
        lines.getChildren().clear();
        found.downloads().forEach((arr, titles) -> {
            say(text("torrent.orphans.downloads", name(arr), titles.size()), "text-strong");
            titles.stream().limit(MOST).forEach(title -> say(title, "text-second"));
            more(titles.size());
        });
        if (!found.torrents().isEmpty()) {
            say(text("torrent.orphans.torrents", found.torrents().size()), "text-strong");
            found.torrents().stream()
                    .map(this::line)
                    .sorted(String.CASE_INSENSITIVE_ORDER)
                    .limit(MOST)
                    .forEach(line -> say(line, "text-second"));
            more(found.torrents().size());
        }
        found.unseen().values().forEach(why -> say(text("torrent.orphans.unknown", why), "text-muted"));
        if (lines.getChildren().isEmpty()) {
            say(text("torrent.orphans.none"), "text-muted");
        }
    }

    private void more(int all) {
        if (all > MOST) {
            say(text("torrent.orphans.more", all - MOST), "text-muted");
        }
    }

    private String line(Torrent torrent) {
        return torrent.name() + "  " + name(torrent.key().instance());
    }

    private void say(String words, String style) {
        var label = new Label(words);
        label.setWrapText(true);
        label.getStyleClass().add(style);
        lines.getChildren().add(label);
    }

    private String name(InstanceId id) {
        return window.services().instances().find(id).map(Instance::name).orElse(id.value());
    }
}
