package io.pilothouse.ui.torrent;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.TorrentAddition;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.WindowContext;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

/// Adds torrents to one client: links, one in a line, or files. FX thread only.
final class AddTorrentDialog {

    private static final long LARGEST = 32L << 20;

    private final WindowContext window;
    private final ComboBox<String> client = new ComboBox<>();
    private final TextArea links = new TextArea();
    private final ComboBox<String> category = new ComboBox<>();
    private final TextField tags = new TextField();
    private final CheckBox paused;
    private final Label problem = new Label();
    private final List<Path> files = new ArrayList<>();

    AddTorrentDialog(WindowContext window) {
        this.window = window;
        paused = new CheckBox(text("torrent.add.paused"));
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    void open(List<Instance> clients, Optional<InstanceId> preferred) {
        if (clients.isEmpty()) {
            return;
        }
        client.getItems().setAll(clients.stream().map(Instance::name).toList());
        client.setMaxWidth(Double.MAX_VALUE);
        client.setId("torrent-add-client");
        client.getSelectionModel().selectedIndexProperty().subscribe(index -> categories(clients, index.intValue()));
        int first = preferred
                .map(id -> clients.stream().map(Instance::id).toList().indexOf(id))
                .orElse(0);
        client.getSelectionModel().select(Math.max(0, first));
        links.setId("torrent-add-links");
        links.setPrefRowCount(4);
        category.setEditable(true);
        category.setMaxWidth(Double.MAX_VALUE);
        problem.getStyleClass().addAll("text-danger", "text-second");
        problem.setWrapText(true);
        var chosen = new Label();
        chosen.getStyleClass().add("text-muted");
        var choose = new Button(text("torrent.add.files"));
        choose.setOnAction(_ -> {
            var chooser = new FileChooser();
            chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("*.torrent", "*.torrent"));
            var picked = chooser.showOpenMultipleDialog(choose.getScene().getWindow());
            if (picked != null) {
                files.clear();
                picked.forEach(file -> files.add(file.toPath()));
                chosen.setText(text("torrent.add.chosen", files.size()));
            }
        });
        var body = new VBox(
                12,
                labelled("torrent.add.client", client),
                labelled("torrent.add.links", links),
                new VBox(4, choose, chosen),
                labelled("torrent.column.category", category),
                labelled("torrent.column.tags", tags),
                paused,
                problem);
        new TorrentActs(window)
                .dialog(
                        List.of(),
                        "torrent-add",
                        text("torrent.add.title"),
                        body,
                        text("torrent.add"),
                        close -> go(clients, close));
        links.requestFocus();
    }

    private void categories(List<Instance> clients, int index) {
        if (index >= 0) {
            Optional.ofNullable(window.services()
                            .torrents()
                            .fleet()
                            .get()
                            .sides()
                            .get(clients.get(index).id()))
                    .ifPresent(side -> category.getItems()
                            .setAll(new ArrayList<>(side.categories().keySet())));
        }
    }

    private Node labelled(String key, Node field) {
        var label = new Label(text(key));
        label.getStyleClass().add("text-second");
        label.setLabelFor(field);
        field.setAccessibleText(text(key));
        return new VBox(4, label, field);
    }

    private void go(List<Instance> clients, Runnable close) {
        var to = clients.get(client.getSelectionModel().getSelectedIndex());
        var given = new ArrayList<Given>();
        for (var line : links.getText().split("\\R")) {
            if (!line.isBlank()) {
                try {
                    var link = new TorrentAddition.Link(line.strip());
                    given.add(new Given(named(line.strip()), () -> link));
                } catch (IllegalArgumentException e) {
                    problem.setText(text("torrent.add.bad-link", line.strip()));
                    return;
                }
            }
        }
        files.forEach(path -> given.add(new Given(path.getFileName().toString(), () -> read(path))));
        if (given.isEmpty()) {
            problem.setText(text("torrent.add.nothing"));
            return;
        }
        var words = new TreeSet<String>();
        for (var tag : tags.getText().split(",")) {
            if (!tag.isBlank()) {
                words.add(tag.strip());
            }
        }
        var itsCategory = Optional.ofNullable(category.getValue()).orElse("").strip();
        boolean stopped = paused.isSelected();
        Function<TorrentAddition.Source, TorrentAddition> addition =
                source -> new TorrentAddition(source, "", itsCategory, words, stopped);
        close.run();
        int count = given.size();
        new GuardSheet(window)
                .ask(new GuardedAct(
                        new Act(
                                ActionClass.REMOTE_REVERSIBLE,
                                List.of(to.id()),
                                "add " + count + " torrents",
                                given.stream().map(Given::name).toList(),
                                count),
                        text("torrent.add.title"),
                        text("torrent.add"),
                        text(
                                itsCategory.isEmpty() ? "torrent.add.effect" : "torrent.add.effect-category",
                                count,
                                to.name(),
                                itsCategory),
                        Optional.empty(),
                        consent -> window.background()
                                .act(
                                        "torrents-add",
                                        "add " + count + " torrents to " + to.name(),
                                        to.id(),
                                        context -> add(to, given, addition, consent, context),
                                        refused -> told(to, count, refused))));
    }

    /// What a link is called, without what it may keep secret: addresses and trackers carry pass keys.
    static String named(String link) {
        var name = Pattern.compile("[?&]dn=([^&]+)").matcher(link);
        if (!link.regionMatches(true, 0, "magnet:", 0, 7)) {
            var host = Pattern.compile("^\\w+://(?:[^/?#]*@)?([^/?#]+)").matcher(link);
            return host.find() ? host.group(1) + "/…" : "…";
        }
        if (name.find()) {
            try {
                return URLDecoder.decode(name.group(1), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) { // half a percent sign: as it stands
                return name.group(1);
            }
        }
        var hash = Pattern.compile("xt=urn:bt[im]h:(\\w+)").matcher(link);
        return hash.find() ? hash.group(1) : "magnet:…";
    }

    private void told(Instance to, int count, List<String> refused) {
        var said = text("torrent.add.done", count - refused.size(), count);
        window.toasts()
                .news(Optional.of(to), refused.isEmpty() ? said : said + " " + refused.getFirst(), Optional.empty());
    }

    /// Each on its own: one that is broken or there already stops no other.
    ///
    /// @return which were not added and why
    private List<String> add(
            Instance to,
            List<Given> given,
            Function<TorrentAddition.Source, TorrentAddition> addition,
            Consent consent,
            TaskContext context)
            throws ProblemException, InterruptedException {
        var refused = new ArrayList<String>();
        var failures = new ArrayList<Problem>();
        for (var one : given) {
            try {
                var added = window.services()
                        .torrents()
                        .add(to.id(), addition.apply(one.contents().read()), consent);
                if (added.there()) {
                    refused.add(text("torrent.add.there", one.name(), to.name()));
                }
            } catch (ProblemException e) {
                var problem = e.problem();
                var said =
                        text("torrent.add.refused", one.name(), window.texts().summary(problem));
                refused.add(said);
                failures.add(new Problem(problem.code(), said, window.texts().advice(problem)));
                context.itemFailed(problem);
            }
        }
        if (failures.size() == given.size()) {
            throw new ProblemException(failures.getFirst());
        }
        return refused;
    }

    /// @param name for people, without what it may keep secret
    private record Given(String name, Contents contents) {}

    /// A link, or a file that is read; blocks.
    private interface Contents {
        TorrentAddition.Source read() throws ProblemException;
    }

    private static TorrentAddition.Source read(Path path) throws ProblemException {
        try {
            if (Files.size(path) > LARGEST) {
                throw unreadable(path);
            }
            return new TorrentAddition.File(Files.readAllBytes(path));
        } catch (IOException e) {
            throw unreadable(path);
        }
    }

    private static ProblemException unreadable(Path path) {
        return new ProblemException(new Problem(
                ProblemCode.BAD_FILE,
                path.getFileName() + " cannot be read as a torrent.",
                "Choose a .torrent file of at most 32 MiB."));
    }
}
