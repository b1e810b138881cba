package io.pilothouse.ui.torrent;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentFile;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentOrder;
import io.pilothouse.domain.torrent.TorrentTracker;
import io.pilothouse.tasks.torrent.TorrentTrace;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.Sparkline;
import io.pilothouse.ui.common.TabStrip;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// One torrent in full: state and speed, its story over all instances, files, trackers, peers. What costs a
/// question is asked when its tab is opened. FX thread only.
final class TorrentDetail extends VBox {

    /// An open list is read again when something came of its torrent, but not more often.
    private static final Duration LISTS_FRESH = Duration.ofSeconds(5);

    private final WindowContext window;
    private final Words words;
    private final TorrentKey key;
    private final TabStrip tabs;
    private final VBox body = new VBox(12);
    private final Label title = new Label();
    private final Label name = new Label();
    private final Icon icon = new Icon(Octicons.DOT_16);
    private final Label state = new Label();
    private final Label share = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Label speed = new Label();
    private final Sparkline chart = Sparkline.stretching(44);
    private final VBox story = new VBox();
    private final VBox elsewhere = new VBox(6);
    private final VBox facts = new VBox(6);
    private final VBox list = new VBox(6);
    private final Latest asking;
    private final Latest tracing;
    private final Button pause = new Button();
    private TorrentRow shown;
    private String opened = "general";
    private Instant askedAt = Instant.EPOCH;
    private @Nullable List<?> listed;

    TorrentDetail(WindowContext window, TorrentActs acts, TorrentKey key, Supplier<List<Instance>> clients) {
        this.window = window;
        this.key = key;
        words = window.words();
        tabs = new TabStrip(words, this::open);
        asking = new Latest(window.services().fx());
        tracing = new Latest(window.services().fx());
        getStyleClass().add("torrent-detail");
        title.getStyleClass().add("text-title");
        title.setWrapText(true);
        name.setWrapText(true);
        title.setPadding(new javafx.geometry.Insets(0, 32, 0, 0));
        name.getStyleClass().addAll("text-muted", "text-second");
        name.setPadding(new javafx.geometry.Insets(0, 32, 0, 0));
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.getStyleClass().add("torrent-bar");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var head = new HBox(8, new HBox(6, icon, state), space, share);
        var speedHead = new HBox(8, muted("torrent.detail.speed"), spring(), speed);
        var general =
                new VBox(8, head, bar, speedHead, chart, section("torrent.detail.trace"), story, elsewhere, facts);
        general.setId("torrent-general");
        general.getStyleClass().add("torrent-general");
        body.getChildren().setAll(general, list);
        var scroll = new ScrollPane(body);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        var delete = button("torrent.act.delete", () -> acts.delete(one()));
        delete.setGraphic(new Icon(Octicons.TRASH_16));
        delete.setId("torrent-pane-delete");
        pause.setMinWidth(Region.USE_PREF_SIZE);
        pause.setOnAction(_ -> {
            if (shown != null) {
                acts.order(
                        shown.torrent().state().stopped() ? new TorrentOrder.Resume() : new TorrentOrder.Pause(),
                        one());
            }
        });
        var foot = new FlowPane(
                6,
                6,
                pause,
                button("torrent.act.recheck", () -> acts.order(new TorrentOrder.Recheck(), one())),
                button("torrent.act.move", () -> acts.move(one().getFirst(), clients.get())),
                delete);
        foot.getStyleClass().add("torrent-foot");
        tabs.getStyleClass().add("torrent-tabs");
        getChildren().setAll(new VBox(2, title, name), tabs, scroll, foot);
        show("general");
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
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> {
            if (shown != null) {
                run.run();
            }
        });
        return button;
    }

    private void show(String chosen) {
        opened = chosen;
        var torrent = shown == null ? null : shown.torrent();
        tabs.show(
                List.of(
                        tab("general", OptionalLong.empty()),
                        tab("files", OptionalLong.empty()),
                        tab("trackers", torrent == null ? OptionalLong.empty() : OptionalLong.of(torrent.trackers())),
                        tab(
                                "peers",
                                torrent == null
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(torrent.seeds() + torrent.leeches()))),
                chosen);
    }

    private TabStrip.Tab tab(String id, OptionalLong count) {
        return new TabStrip.Tab(id, text("torrent.detail." + id), count);
    }

    void show(TorrentRow row, String word) {
        shown = row;
        var torrent = row.torrent();
        boolean known = row.owning() instanceof Owner.Arr arr && !arr.label().isEmpty();
        title.setText(known ? row.owner() : torrent.name());
        name.setText(known ? torrent.name() : row.on());
        icon.setIconCode(TorrentCells.icon(torrent));
        icon.getStyleClass().setAll("octicon", "torrent-state-icon", TorrentCells.tone(torrent));
        pause.setText(text(torrent.state().stopped() ? "torrent.act.resume" : "torrent.act.pause"));
        show(opened);
        state.setText(word);
        state.getStyleClass().setAll("label", "torrent-state", TorrentCells.tone(torrent));
        share.setText(text(
                "torrent.detail.share", TorrentCells.percent(words, torrent), words.size(Math.max(0, torrent.size()))));
        bar.setProgress(torrent.progress());
        bar.getStyleClass().setAll("progress-bar", "torrent-bar", TorrentCells.tone(torrent));
        sample(torrent);
        facts.getChildren()
                .setAll(new ArrayList<Node>(List.of(
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
                        fact("torrent.column.hash", key.hash()))));
        facts.getChildren().removeIf(line -> line.getUserData() != null);
        if (!opened.equals("general")
                && !asking.busy() // a slow client is waited for
                && window.services().clock().instant().isAfter(askedAt.plus(LISTS_FRESH))) {
            list(opened);
        }
    }

    private void sample(Torrent torrent) {
        long latest = torrent.downloadSpeed() + torrent.uploadSpeed();
        var speeds = window.services().torrents().speeds(key).stream()
                .mapToDouble(it -> it.bytesPerSecond())
                .toArray();
        speed.setText(text("torrent.speed", words.size(latest)));
        chart.show(speeds.length > 1 ? speeds : new double[] {latest, latest}, text("torrent.detail.speed"));
        others();
    }

    /// The same torrent on other clients.
    private void others() {
        elsewhere.getChildren().clear();
        var fleet = window.services().torrents().fleet().get();
        for (var other : fleet.find(key.hash())) {
            var client = window.services().instances().find(other.key().instance());
            if (other.key().equals(key) || client.isEmpty()) {
                continue;
            }
            if (elsewhere.getChildren().isEmpty()) {
                elsewhere.getChildren().add(section("torrent.detail.elsewhere"));
            }
            var state = new Label(text("torrent.state." + TorrentActs.word(other.state())));
            state.getStyleClass().add("text-muted");
            var line = new HBox(
                    8,
                    Monogram.of(client.get(), Monogram.Size.NORMAL),
                    link(text("torrent.detail.same", client.get().name()), () -> window.openTorrent(other.key())),
                    spring(),
                    state);
            line.setAlignment(Pos.CENTER_LEFT);
            elsewhere.getChildren().add(line);
        }
    }

    private Node fact(String textKey, String value) {
        var label = muted(textKey);
        label.setMinWidth(92);
        var said = new Label(value);
        said.setWrapText(true);
        var line = new HBox(8, label, said);
        line.setUserData(value.isEmpty() ? "empty" : null);
        HBox.setHgrow(said, Priority.ALWAYS);
        return line;
    }

    // what is asked for

    private void open(String id) {
        show(id);
        boolean general = id.equals("general");
        body.getChildren().getFirst().setVisible(general);
        body.getChildren().getFirst().setManaged(general);
        list.setVisible(!general);
        list.setManaged(!general);
        list.getChildren().clear();
        listed = null;
        list(id);
    }

    /// Asks for what a tab lists; until the answer comes, what stands there stays.
    private void list(String id) {
        askedAt = window.services().clock().instant();
        var torrents = window.services().torrents();
        switch (id) {
            case "files" -> ask("files", () -> torrents.files(key), this::file);
            case "trackers" ->
                ask(
                        "trackers",
                        () -> torrents.trackers(key),
                        tracker -> said(tracker.host() + "  "
                                + text("torrent.tracker." + TorrentActs.word(tracker.status()))
                                + (tracker.message().isEmpty() ? "" : ": " + tracker.message())));
            case "peers" ->
                ask(
                        "peers",
                        () -> torrents.peers(key),
                        peer -> said(text(
                                "torrent.detail.peer",
                                peer.address(),
                                peer.client(),
                                TorrentCells.percent(words, peer.progress()),
                                words.size(peer.downloadSpeed()),
                                words.size(peer.uploadSpeed()))));
            default -> asking.cancel();
        }
    }

    /// Something that a client is asked for; blocks.
    private interface Question<T> {
        List<T> ask() throws Exception;
    }

    private static Label said(String words) {
        var label = new Label(words);
        label.setWrapText(true);
        return label;
    }

    /// A file, with a box that says whether the client loads it.
    private Node file(TorrentFile file) {
        var box = new CheckBox(text(
                "torrent.detail.file",
                file.name(),
                words.size(file.size()),
                TorrentCells.percent(words, file.progress())));
        box.setWrapText(true);
        box.setSelected(file.wanted());
        box.setOnAction(_ -> {
            boolean wanted = box.isSelected();
            box.setSelected(file.wanted()); // until the client says so
            want(file, wanted);
        });
        return box;
    }

    private void want(TorrentFile file, boolean wanted) {
        var verb = text(wanted ? "torrent.files.want" : "torrent.files.leave-out");
        new GuardSheet(window)
                .ask(new GuardedAct(
                        new Act(
                                ActionClass.REMOTE_REVERSIBLE,
                                List.of(key.instance()),
                                (wanted ? "want " : "leave out ") + file.name(),
                                List.of(file.name()),
                                1),
                        verb,
                        verb,
                        file.name(),
                        Optional.empty(),
                        consent -> window.background()
                                .act(
                                        "torrents-files",
                                        (wanted ? "want " : "leave out ") + file.name(),
                                        Optional.of(key.instance()),
                                        _ -> {
                                            window.services()
                                                    .torrents()
                                                    .want(key, Set.of(file.index()), wanted, consent);
                                            return true;
                                        },
                                        _ -> {
                                            if (opened.equals("files")) {
                                                open("files");
                                            }
                                        })));
    }

    private <T> void ask(String what, Question<T> question, Function<T, Node> drawn) {
        asking.<List<T>>start(
                () -> window.background().read("read " + what, List.of(key.instance()), _ -> question.ask()),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<List<T>>(var all) when all.equals(listed) -> {}
                        case Outcome.Succeeded<List<T>>(var all) -> {
                            listed = List.copyOf(all);
                            list.getChildren()
                                    .setAll(all.stream().limit(500).map(drawn).toList());
                            if (all.isEmpty()) {
                                list.getChildren().setAll(muted("torrent.detail.nothing"));
                            }
                        }
                        case Outcome.Failed<List<T>>(var problem) -> {
                            listed = null;
                            list.getChildren().setAll(said(window.texts().summary(problem)));
                        }
                        case Outcome.Cancelled<List<T>> _ -> {}
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
                        trace.leftOut().values().stream()
                                .map(why -> said(window.texts().said(why)))
                                .forEach(story.getChildren()::add);
                    } else if (outcome instanceof Outcome.Failed<TorrentTrace>(var problem)) {
                        story.getChildren().setAll(said(window.texts().summary(problem)));
                    }
                });
    }

    private Node line(TorrentTrace.Line line) {
        var instance = window.services().instances().find(line.instance());
        var words = text(
                "torrent.detail.line",
                happened(line.what()),
                instance.map(Instance::name).orElse(""),
                told(line));
        var said = way(line, instance).<Labeled>map(go -> link(words, go)).orElseGet(() -> said(words));
        HBox.setHgrow(said, Priority.ALWAYS);
        var at = new Label(line.at()
                .map(it -> this.words.time(it, window.services().clock().instant()))
                .orElse(text("torrent.detail.now")));
        at.getStyleClass().add("text-muted");
        at.setMinWidth(Region.USE_PREF_SIZE);
        var dot = new Region();
        dot.getStyleClass().addAll("torrent-dot", line.at().isPresent() ? "torrent-dot-past" : "torrent-dot-now");
        var rail = new StackPane(dot);
        StackPane.setAlignment(dot, Pos.TOP_CENTER);
        rail.getStyleClass().add("torrent-rail");
        return new HBox(8, rail, said, spring(), at);
    }

    private static Hyperlink link(String words, Runnable go) {
        var link = new Hyperlink(words);
        link.setWrapText(true);
        link.setOnAction(_ -> {
            go.run();
            link.setVisited(false);
        });
        return link;
    }

    /// @return the way to where it can be seen; empty where that is here, or nowhere
    private Optional<Runnable> way(TorrentTrace.Line line, Optional<Instance> instance) {
        return instance.filter(it -> !it.trashed() && !it.id().equals(key.instance()))
                .map(Instance::id)
                .map(id -> {
                    var there = window.services().torrents().fleet().get().find(key.hash()).stream()
                            .map(Torrent::key)
                            .filter(torrent -> torrent.instance().equals(id))
                            .findFirst();
                    if (there.isPresent()) {
                        return () -> window.openTorrent(there.get());
                    }
                    return line.told() instanceof TorrentTrace.Told.Queued
                            ? () -> window.openQueue(id, key)
                            : () -> window.navigation().goTo(id, "titles");
                });
    }

    private String happened(String what) {
        return window.texts().textOr("torrent.trace." + what, text("torrent.trace.other"));
    }

    private String told(TorrentTrace.Line line) {
        return switch (line.told()) {
            case TorrentTrace.Told.Words(String said) -> {
                var state = window.texts().textOr("torrent.state." + line.what(), "");
                yield state.isEmpty() ? said : state + ", " + said;
            }
            case TorrentTrace.Told.Queued queued ->
                window.texts().textOr("hunting.state." + queued.state(), queued.state())
                        + (queued.label().isEmpty() ? "" : ", " + queued.label())
                        + (queued.message().isEmpty() ? "" : ": " + queued.message());
            case TorrentTrace.Told.Added(String category) ->
                category.isEmpty() ? text("torrent.trace.no-category") : text("torrent.trace.category", category);
            case TorrentTrace.Told.Act act -> {
                var said = new ArrayList<String>();
                if (window.texts().textOr("torrent.trace." + line.what(), "").isEmpty()) {
                    said.add(window.texts().textOr("torrent.did." + line.what(), line.what()));
                }
                said.add(window.texts().textOr("torrent.outcome." + act.state(), act.state()));
                act.rule()
                        .ifPresent(rule -> said.add(
                                text("torrent.trace.rule", window.texts().textOr("torrent.rule." + rule, rule))));
                var why = (act.reason() + " " + act.error()).strip();
                yield String.join(", ", said)
                        + (why.isEmpty()
                                ? ""
                                : ": "
                                        + new RunWords(words)
                                                .of(
                                                        why,
                                                        window.services()
                                                                .clock()
                                                                .instant()));
            }
        };
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
