package io.pilothouse.ui.torrent;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.torrent.ContentFilter;
import io.pilothouse.domain.torrent.RuleKey;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentFile;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.WindowContext;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Shows what the content filter, as it is typed now, leaves out of a torrent's files. Changes nothing. FX
/// thread only.
final class FilterTrial extends VBox {

    /// Of what it says.
    static final double HIGHEST = 140;

    private static final int MOST = 50;

    private final WindowContext window;
    private final InstanceId client;
    private final Typed typed;
    private final TextField words = new TextField();
    private final VBox said = new VBox(4);
    private final Latest reading;

    /// The filter's values as they are typed.
    @FunctionalInterface
    interface Typed {
        Map<RuleKey, Object> values() throws ProblemException;
    }

    FilterTrial(WindowContext window, InstanceId client, Typed typed) {
        super(4);
        this.window = window;
        this.client = client;
        this.typed = typed;
        reading = new Latest(window.services().fx());
        words.setId("filter-trial");
        words.setPromptText(text("torrent.filter.words"));
        HBox.setHgrow(words, Priority.ALWAYS);
        var label = new Label(text("torrent.filter.try"));
        label.getStyleClass().add("text-second");
        label.setLabelFor(words);
        var go = new Button(text("torrent.filter.go"));
        go.setId("filter-trial-go");
        go.setOnAction(_ -> look());
        words.setOnAction(_ -> look());
        var scroll = new ScrollPane(said);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(HIGHEST);
        scroll.getStyleClass().add("edge-to-edge");
        getChildren().setAll(label, new HBox(8, words, go), scroll);
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    private void look() {
        reading.cancel();
        said.getChildren().clear();
        try {
            var values = typed.values();
            var torrent = torrent(words.getText().strip().toLowerCase(Locale.ROOT));
            if (torrent.isEmpty()) {
                var name = window.services().instances().find(client).map(Instance::name);
                say(text("torrent.filter.none", name.orElse(client.value())), "text-muted");
                return;
            }
            look(torrent.get(), values);
        } catch (ProblemException e) {
            say(window.texts().summary(e.problem()), "text-danger");
        }
    }

    /// @return the first by name
    private Optional<Torrent> torrent(String part) {
        return Optional.ofNullable(
                        window.services().torrents().fleet().get().sides().get(client))
                .stream()
                .flatMap(side -> side.torrents().values().stream())
                .filter(torrent -> torrent.name().toLowerCase(Locale.ROOT).contains(part))
                .min(Comparator.comparing(Torrent::name));
    }

    private void look(Torrent torrent, Map<RuleKey, Object> values) {
        say(text("torrent.filter.reading", torrent.name()), "text-muted");
        reading.<List<TorrentFile>>start(
                () -> window.background()
                        .read(
                                "read the files of a torrent",
                                List.of(client),
                                _ -> window.services().torrents().files(torrent.key())),
                outcome -> {
                    said.getChildren().clear();
                    switch (outcome) {
                        case Outcome.Succeeded<List<TorrentFile>>(var files) -> show(torrent, files, values);
                        case Outcome.Failed<List<TorrentFile>>(var problem) ->
                            say(window.texts().summary(problem), "text-danger");
                        case Outcome.Cancelled<List<TorrentFile>> _ -> {}
                    }
                });
    }

    private void show(Torrent torrent, List<TorrentFile> files, Map<RuleKey, Object> values) {
        var filter = new ContentFilter(new RuleSet(Map.of(), values, List.of()));
        var hit = filter.forbidden(torrent, files);
        var goes = filter.unwanted(torrent, files);
        say(text("torrent.filter.said", hit.size(), files.size(), torrent.name()), "text-strong");
        files.stream()
                .filter(file -> hit.contains(file.index()))
                .limit(MOST)
                .forEach(file -> say(
                        goes.contains(file.index()) ? file.name() : text("torrent.filter.stays", file.name()),
                        goes.contains(file.index()) ? "text-second" : "text-muted"));
        if (hit.size() > MOST) {
            say(text("torrent.filter.more", hit.size() - MOST), "text-muted");
        }
    }

    private void say(String words, String style) {
        var label = new Label(words);
        label.setWrapText(true);
        label.getStyleClass().addAll(style, "text-second");
        said.getChildren().add(label);
    }
}
