package io.pilothouse.ui.torrent;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.CellDrawing;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.octicons.Octicons;

/// How cells of torrents are drawn: a shape and a word, never colour alone. FX thread only.
final class TorrentCells {

    private final WindowContext window;
    private final Words words;

    TorrentCells(WindowContext window) {
        this.window = window;
        words = window.words();
    }

    String state(Torrent torrent) {
        return window.texts().text("torrent.state." + TorrentActs.word(torrent.state()));
    }

    /// Whole percents, and 100 only for what is whole.
    static String percent(Words words, Torrent torrent) {
        return percent(words, torrent.progress());
    }

    static String percent(Words words, double progress) {
        return words.texts().text("common.percent", words.number((long) Math.floor(progress * 100 + 1e-9)));
    }

    /// A tile of an instance with words beside it.
    final class TileCell implements CellDrawing<TorrentRow> {
        private final java.util.function.Function<TorrentRow, Optional<InstanceId>> whose;
        private final java.util.function.Function<TorrentRow, String> said;
        private final Monogram tile = new Monogram(Monogram.Size.NORMAL);
        private final Label label = new Label();
        private final HBox box = new HBox(6, tile, label);

        TileCell(
                java.util.function.Function<TorrentRow, Optional<InstanceId>> whose,
                java.util.function.Function<TorrentRow, String> said) {
            this.whose = whose;
            this.said = said;
            box.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public void show(TorrentRow row) {
            var instance =
                    whose.apply(row).flatMap(id -> window.services().instances().find(id));
            tile.setVisible(instance.isPresent());
            tile.setManaged(instance.isPresent());
            instance.ifPresent(tile::show);
            label.setText(said.apply(row));
            label.getStyleClass().remove("text-muted");
            if (instance.isEmpty()) {
                label.getStyleClass().add("text-muted");
            }
        }
    }

    /// A shape and the word of a state; never colour alone.
    final class StateCell implements CellDrawing<TorrentRow> {
        private final Icon icon = new Icon(Octicons.DOT_16);
        private final Label label = new Label();
        private final HBox box = new HBox(6, icon, label);

        StateCell() {
            box.setAlignment(Pos.CENTER_LEFT);
            box.getStyleClass().add("torrent-state");
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public void show(TorrentRow row) {
            icon.setIconCode(icon(row.torrent()));
            label.setText(state(row.torrent()));
            box.getStyleClass().setAll("torrent-state", tone(row.torrent()));
        }
    }

    static Octicons icon(Torrent torrent) {
        return switch (torrent.family()) {
            case DOWNLOADING ->
                switch (torrent.state()) {
                    case STALLED_DOWNLOAD -> Octicons.HOURGLASS_16;
                    case QUEUED_DOWNLOAD -> Octicons.CLOCK_16;
                    default -> Octicons.ARROW_DOWN_16;
                };
            case METADATA -> Octicons.QUESTION_16;
            case SEEDING -> Octicons.ARROW_UP_16;
            case STOPPED_DOWNLOAD, STOPPED_SEEDING -> Octicons.COLUMNS_16;
            case TRANSIENT -> Octicons.SYNC_16;
            case MISSING, ERROR -> Octicons.X_16;
        };
    }

    static String tone(Torrent torrent) {
        if (torrent.state() == TorrentState.STALLED_DOWNLOAD) {
            return "torrent-warning";
        }
        if (torrent.family() == TorrentFamily.DOWNLOADING && torrent.state() != TorrentState.QUEUED_DOWNLOAD) {
            return "torrent-active";
        }
        return torrent.family() == TorrentFamily.ERROR || torrent.family() == TorrentFamily.MISSING
                ? "torrent-bad"
                : "torrent-quiet";
    }

    final class DoneCell implements CellDrawing<TorrentRow> {
        private final ProgressBar bar = new ProgressBar();
        private final Label label = new Label();
        private final HBox box = new HBox(6, bar, label);

        DoneCell() {
            bar.setPrefWidth(42);
            bar.setMinWidth(42);
            bar.getStyleClass().add("torrent-bar");
            label.setMinWidth(Region.USE_PREF_SIZE);
            box.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public void show(TorrentRow row) {
            bar.setProgress(row.torrent().progress());
            bar.getStyleClass().setAll("progress-bar", "torrent-bar", tone(row.torrent()));
            label.setText(percent(words, row.torrent()));
        }
    }
}
