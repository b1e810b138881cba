package io.pilothouse.ui.torrent;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentOrder;
import io.pilothouse.domain.torrent.TorrentTracker;
import io.pilothouse.tasks.torrent.TorrentTrace;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Sparkline;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// One torrent in full: state and speed, its story over all instances, files, trackers, peers. What costs a
/// question is asked when its tab is opened. FX thread only.
final class TorrentDetail extends VBox {

    private static final Duration CHART = Duration.ofMinutes(10);

    private record Sample(Instant at, long speed) {}

    private final WindowContext window;
    private final Words words;
    private final TorrentKey key;
    private final HBox tabs = new HBox(2);
    private final ToggleGroup group = new ToggleGroup();
    private final VBox body = new VBox(12);
    private final Label name = new Label();
    private final Label state = new Label();
    private final Label share = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Label speed = new Label();
    private final Sparkline chart = Sparkline.stretching(44);
    private final VBox story = new VBox(6);
    private final VBox facts = new VBox(6);
    private final VBox list = new VBox(6);
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private final Latest asking;
    private final Latest tracing;
    private TorrentRow shown;

    TorrentDetail(WindowContext window, TorrentActs acts, TorrentKey key, Supplier<List<Instance>> clients) {
        this.window = window;
        this.key = key;
        words = window.words();
        asking = new Latest(window.services().fx());
        tracing = new Latest(window.services().fx());
        getStyleClass().add("torrent-detail");
        name.getStyleClass().add("text-title");
        name.setWrapText(true);
        name.setPadding(new javafx.geometry.Insets(0, 32, 0, 0));
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.getStyleClass().add("torrent-bar");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var head = new HBox(8, state, space, share);
        var speedHead = new HBox(8, muted("torrent.detail.speed"), spring(), speed);
        var general = new VBox(8, head, bar, speedHead, chart, section("torrent.detail.trace"), story, facts);
        general.setId("torrent-general");
        body.getChildren().setAll(general, list);
        var scroll = new ScrollPane(body);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        var foot = new FlowPane(
                8,
                8,
                button("torrent.act.pause", () -> acts.order(new TorrentOrder.Pause(), one())),
                button("torrent.act.resume", () -> acts.order(new TorrentOrder.Resume(), one())),
                button("torrent.act.recheck", () -> acts.order(new TorrentOrder.Recheck(), one())),
                button("torrent.act.move", () -> acts.move(one().getFirst(), clients.get())),
                button("torrent.act.delete", () -> acts.delete(one())));
        getChildren().setAll(name, tabs, scroll, foot);
        tabs();
        open("general");
        trace();
    }

    TorrentKey key() {
        return key;
    }

    private List<TorrentRow> one() {
        return shown == null ? List.of() : List.of(shown);
    }

    private String text(String textKey, Object... arguments) {
        return window.texts().text(textKey, arguments);
    }

    private static Region spring() {
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    private Label muted(String textKey) {
        var label = new Label(text(textKey));
        label.getStyleClass().addAll("text-muted", "text-second");
        return label;
    }

    private Label section(String textKey) {
        var label = new Label(text(textKey));
        label.getStyleClass().add("text-strong");
        return label;
    }

    private Button button(String textKey, Runnable run) {
        var button = new Button(text(textKey));
        button.setOnAction(_ -> {
            if (shown != null) {
                run.run();
            }
        });
        return button;
    }

    private void tabs() {
        for (var id : List.of("general", "files", "trackers", "peers")) {
            var button = new ToggleButton(text("torrent.detail." + id));
            button.setId("torrent-tab-" + id);
            button.getStyleClass().add("flat");
            button.setToggleGroup(group);
            button.setSelected(id.equals("general"));
            button.setOnAction(_ -> {
                button.setSelected(true); // one is always open
                open(id);
            });
            tabs.getChildren().add(button);
        }
    }

    void show(TorrentRow row, String word) {
        shown = row;
        var torrent = row.torrent();
        name.setText(torrent.name());
        state.setText(word);
        state.getStyleClass().setAll("label", "torrent-state", TorrentsPage.tone(torrent));
        share.setText(text(
                "torrent.detail.share", TorrentsPage.percent(words, torrent), words.size(Math.max(0, torrent.size()))));
        bar.setProgress(torrent.progress());
        bar.getStyleClass().setAll("progress-bar", "torrent-bar", TorrentsPage.tone(torrent));
        sample(torrent);
        facts.getChildren()
                .setAll(
                        fact("torrent.column.on", row.on()),
                        fact("torrent.column.owner", row.owner()),
                        fact("torrent.column.next", row.next().isEmpty() ? text("common.none") : row.next()),
                        fact(
                                "torrent.detail.swarm",
                                text(
                                        "torrent.detail.swarm-words",
                                        torrent.seeds(),
                                        torrent.swarmSeeds(),
                                        torrent.leeches(),
                                        torrent.swarmLeeches())),
                        fact("torrent.column.tracker", TorrentTracker.hostOf(torrent.tracker())),
                        fact("torrent.column.category", torrent.category()),
                        fact("torrent.column.tags", String.join(", ", torrent.tags())),
                        fact("torrent.column.path", torrent.savePath()),
                        fact("torrent.column.hash", key.hash()));
    }

    private void sample(Torrent torrent) {
        var now = window.services().clock().instant();
        samples.add(new Sample(now, torrent.downloadSpeed() + torrent.uploadSpeed()));
        samples.removeIf(sample -> sample.at().isBefore(now.minus(CHART)));
        long latest = samples.getLast().speed();
        speed.setText(text("torrent.speed", words.size(latest)));
        chart.show(samples.stream().mapToDouble(Sample::speed).toArray(), text("torrent.detail.speed"));
    }

    private Node fact(String textKey, String value) {
        var label = muted(textKey);
        label.setMinWidth(92);
        var said = new Label(value);
        said.setWrapText(true);
        var line = new HBox(8, label, said);
        HBox.setHgrow(said, Priority.ALWAYS);
        return line;
    }

    // what is asked for

    private void open(String id) {
        boolean general = id.equals("general");
        body.getChildren().getFirst().setVisible(general);
        body.getChildren().getFirst().setManaged(general);
        list.setVisible(!general);
        list.setManaged(!general);
        list.getChildren().clear();
        var torrents = window.services().torrents();
        switch (id) {
            case "files" ->
                ask(
                        "files",
                        () -> torrents.files(key).stream()
                                .map(file -> text(
                                        "torrent.detail.file",
                                        file.name(),
                                        words.size(file.size()),
                                        words.percent(file.progress()),
                                        file.wanted() ? 1 : 0))
                                .toList());
            case "trackers" ->
                ask(
                        "trackers",
                        () -> torrents.trackers(key).stream()
                                .map(tracker -> tracker.host() + "  "
                                        + text("torrent.tracker." + TorrentActs.word(tracker.status()))
                                        + (tracker.message().isEmpty() ? "" : ": " + tracker.message()))
                                .toList());
            case "peers" ->
                ask(
                        "peers",
                        () -> torrents.peers(key).stream()
                                .map(peer -> text(
                                        "torrent.detail.peer",
                                        peer.address(),
                                        peer.client(),
                                        words.percent(peer.progress()),
                                        words.size(peer.downloadSpeed()),
                                        words.size(peer.uploadSpeed())))
                                .toList());
            default -> asking.cancel();
        }
    }

    /// Something that a client is asked for; blocks.
    private interface Question {
        List<String> ask() throws Exception;
    }

    private void ask(String what, Question question) {
        asking.<List<String>>start(
                () -> window.background().read("read " + what, List.of(key.instance()), _ -> question.ask()),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<List<String>>(var lines) -> {
                            list.getChildren().clear();
                            lines.stream().limit(500).forEach(line -> {
                                var label = new Label(line);
                                label.setWrapText(true);
                                list.getChildren().add(label);
                            });
                            if (lines.isEmpty()) {
                                list.getChildren().setAll(muted("torrent.detail.nothing"));
                            }
                        }
                        case Outcome.Failed<List<String>>(var problem) ->
                            list.getChildren().setAll(new Label(problem.summary()));
                        case Outcome.Cancelled<List<String>> _ -> {}
                    }
                });
    }

    private void trace() {
        tracing.<TorrentTrace>start(
                () -> window.background()
                        .read(
                                "trace a torrent",
                                List.of(key.instance()),
                                _ -> window.services().torrents().trace(key.hash())),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<TorrentTrace>(var trace)) {
                        story.getChildren().clear();
                        trace.lines().forEach(line -> story.getChildren().add(line(line)));
                        if (trace.lines().isEmpty()) {
                            story.getChildren().setAll(muted("torrent.detail.nothing"));
                        }
                    }
                });
    }

    private Node line(TorrentTrace.Line line) {
        var where = window.services()
                .instances()
                .find(line.instance())
                .map(Instance::name)
                .orElse("");
        var said =
                new Label(text("torrent.detail.line", text("torrent.trace." + known(line.what())), where, line.text()));
        said.setWrapText(true);
        HBox.setHgrow(said, Priority.ALWAYS);
        var at = new Label(line.at()
                .map(it -> words.time(it, window.services().clock().instant()))
                .orElse(text("torrent.detail.now")));
        at.getStyleClass().add("text-muted");
        at.setMinWidth(Region.USE_PREF_SIZE);
        return new HBox(8, said, spring(), at);
    }

    private static String known(String what) {
        return List.of("grabbed", "imported", "failed", "added", "completed", "queued", "delete", "ignored", "deleted")
                        .contains(what)
                ? what
                : "other";
    }

    /// It is not looked at for a while.
    void rest() {
        asking.cancel();
        tracing.cancel();
    }

    void close() {
        rest();
    }
}
