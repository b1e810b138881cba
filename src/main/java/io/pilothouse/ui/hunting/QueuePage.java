package io.pilothouse.ui.hunting;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.cycle.Cycles.ClientView;
import io.pilothouse.tasks.cycle.Cycles.Kept;
import io.pilothouse.tasks.cycle.Cycles.Queue;
import io.pilothouse.tasks.cycle.Cycles.Queued;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.CellDrawing;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.TableSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.octicons.Octicons;

/// What is on its way to an instance, one line for each download, with what the app complains about and how
/// often the care of the queue struck it.
final class QueuePage extends ListPage<Queued> {

    /// The app itself looks at its download clients once a minute (section 10.2 of the contract).
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final HuntingActs acts;
    private Subscription following = () -> {};
    private Subscription wanting = () -> {};

    QueuePage(WindowContext window, InstanceId id) {
        super(window, id, Queued::ids, "list the queue of");
        acts = new HuntingActs(window, id);
        open(spec());
        table().setTools(age, again());
    }

    private TableSpec<Queued> spec() {
        var columns = columns(window, Function.<Queued>identity());
        return TableSpec.of("arr.queue", text("page.queue"), rows, columns)
                .withBulk(List.of(
                        BulkAct.of(
                                "hunting.import",
                                text("hunting.import-verb"),
                                Octicons.DOWNLOAD_16,
                                chosen -> acts.importNow(rowsOf(chosen), this::readAgain)),
                        BulkAct.<Queued>of(
                                        "hunting.another",
                                        text("hunting.another-verb"),
                                        Octicons.SYNC_16,
                                        chosen -> acts.takeOut(rowsOf(chosen), true, this::readAgain))
                                .destroying(),
                        BulkAct.<Queued>of(
                                        "hunting.take-out",
                                        text("hunting.take-out-verb"),
                                        Octicons.TRASH_16,
                                        chosen -> acts.takeOut(rowsOf(chosen), false, this::readAgain))
                                .destroying()))
                .withMenu(this::menu)
                .whileLoading(text("hunting.queue-loading", name()))
                .whenEmpty(() -> nothing(Octicons.INBOX_16, text("hunting.queue-empty", name()), ""));
    }

    /// The columns of downloads, for rows that hold one.
    static <T> List<Column<T>> columns(WindowContext window, Function<T, Queued> of) {
        var words = window.words();
        return List.of(
                Column.<T>text(
                                "title",
                                "hunting.column.download",
                                it -> of.apply(it).title())
                        .width(240)
                        .growing(),
                Column.<T>text(
                                "state",
                                "hunting.column.state",
                                it -> state(words, of.apply(it).state()))
                        .inOurWords()
                        .width(132),
                Column.<T>number(
                                "done",
                                "hunting.column.done",
                                it -> of.apply(it).progress().orElse(Double.NaN),
                                it -> percent(of.apply(it)))
                        .width(140)
                        .drawn(() -> new ProgressCell<>(of)),
                Column.<T>size(
                                "size",
                                "hunting.column.size",
                                it -> of.apply(it).sizeBytes().orElse(-1),
                                words)
                        .summed(),
                Column.<T>number(
                                "strikes",
                                "hunting.column.strikes",
                                it -> of.apply(it).strikes().isPresent()
                                        ? of.apply(it).strikes().getAsInt()
                                        : Double.NaN,
                                it -> strikes(words, of.apply(it)))
                        .width(96),
                Column.<T>text(
                                "complaint",
                                "hunting.column.complaint",
                                it -> of.apply(it).reason())
                        .width(240)
                        .growing(),
                Column.<T>text(
                                "torrent",
                                "hunting.column.torrent",
                                it -> of.apply(it)
                                        .torrent()
                                        .map(torrent -> torrent(window, torrent))
                                        .orElse(""))
                        .width(190));
    }

    private ContextMenu menu(Queued row) {
        var menu = new ContextMenu();
        var take = item("hunting.import-verb", () -> acts.importNow(List.of(row), this::readAgain));
        take.setDisable(!row.complete());
        menu.getItems()
                .addAll(
                        take,
                        item("hunting.another-verb", () -> acts.takeOut(List.of(row), true, this::readAgain)),
                        item("hunting.take-out-verb", () -> acts.takeOut(List.of(row), false, this::readAgain)));
        if (row.torrent().isPresent()) {
            menu.getItems().addFirst(item("hunting.open-torrent", () -> openTorrent(row)));
        }
        return menu;
    }

    /// What the download client itself says: who it is, what the torrent does, and why it gets no further.
    private static String torrent(WindowContext window, ClientView it) {
        var words = window.words();
        var texts = words.texts();
        var name = window.services()
                .instances()
                .find(it.client())
                .map(Instance::name)
                .orElse(it.client().value());
        var parts = new ArrayList<String>();
        parts.add(texts.text(
                "hunting.torrent-state",
                name,
                texts.text("torrent.state."
                        + it.state().name().toLowerCase(Locale.ROOT).replace('_', '-'))));
        if (it.trackersFail()) {
            parts.add(texts.text("hunting.torrent-trackers"));
        }
        if (it.state().family() == TorrentFamily.DOWNLOADING || it.state().family() == TorrentFamily.METADATA) {
            parts.add(texts.text("hunting.torrent-seeds", it.seeds(), it.swarmSeeds()));
            if (it.speed() > 0) {
                parts.add(texts.text("hunting.per-second", words.size(it.speed())));
            }
            it.availability()
                    .filter(copies -> copies < 1)
                    .ifPresent(copies -> parts.add(texts.text("hunting.torrent-copies", words.percent(copies))));
        }
        return String.join(", ", parts);
    }

    private void openTorrent(Queued row) {
        var hash = row.downloadId().toLowerCase(Locale.ROOT);
        row.torrent().ifPresent(it -> {
            if (TorrentKey.isHash(hash)) {
                window.openTorrent(new TorrentKey(it.client(), hash));
            } else {
                window.navigation().goTo(it.client(), "torrents");
            }
        });
    }

    private static String state(Words words, String word) {
        return words.texts().textOr("hunting.state." + word, word);
    }

    private static String strikes(Words words, Queued it) {
        if (it.strikes().isEmpty() || it.strikes().getAsInt() == 0) {
            return "";
        }
        return it.strikes().getAsInt()
                + it.struckFor()
                        .map(reason -> " " + words.texts().text("hunting.struck." + reason.word()))
                        .orElse("");
    }

    private static String percent(Queued it) {
        return it.progress().isPresent() ? Math.round(100 * it.progress().getAsDouble()) + " %" : "";
    }

    /// How far it is, as a bar and a number.
    private static final class ProgressCell<T> implements CellDrawing<T> {
        private final Function<T, Queued> of;
        private final ProgressBar bar = new ProgressBar();
        private final Label label = new Label();
        private final HBox box = new HBox(8, bar, label);

        ProgressCell(Function<T, Queued> of) {
            this.of = of;
            bar.setPrefWidth(80);
            bar.getStyleClass().add("small");
            bar.setMinWidth(0);
            label.setMinWidth(Region.USE_PREF_SIZE); // the bar gives way, not its number
            box.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public void show(T shown) {
            var row = of.apply(shown);
            bar.setVisible(row.progress().isPresent());
            bar.setProgress(row.progress().orElse(0));
            label.setText(percent(row));
        }
    }

    private void show(Kept<Queue> kept) {
        rows.set(kept.list().items());
        tellAge(kept.readAt());
        findWanted();
    }

    /// Puts the cursor on the download that was asked for on another page. It may stand in the queue only once that
    /// is read again.
    private void findWanted() {
        window.torrent().of(id).flatMap(this::download).ifPresent(row -> {
            table().select(row.ids());
            window.torrent().taken();
        });
    }

    private Optional<Queued> download(TorrentKey wanted) {
        return rows.all().stream()
                .filter(row -> row.downloadId().equalsIgnoreCase(wanted.hash()))
                .findFirst();
    }

    @Override
    void readAgain() {
        load(
                _ -> new Kept<>(
                        window.services().cycles().queue(id),
                        Optional.of(window.services().clock().instant())),
                this::show);
    }

    /// Opens from what was read last, then asks.
    @Override
    public void shown() {
        loadKept(_ -> window.services().cycles().keptQueue(id), kept -> {
            if (kept.readAt().isPresent()) {
                show(kept);
            }
            readAgain();
        });
        following = window.services().later().every(EVERY, this::readAgain);
        wanting = window.torrent().await(this::findWanted);
    }

    @Override
    public void hidden() {
        following.close();
        wanting.close();
        super.hidden();
    }
}
