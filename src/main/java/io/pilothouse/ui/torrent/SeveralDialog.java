package io.pilothouse.ui.torrent;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.tasks.torrent.TorrentFleet;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.shell.WindowContext;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The torrents that more than one client has, with the state on each (contract section 13.7). FX thread only.
final class SeveralDialog {

    private static final int MOST = 200;

    private final WindowContext window;
    private final TorrentCells cells;
    private final FoundDialog found;

    SeveralDialog(WindowContext window) {
        this.window = window;
        cells = new TorrentCells(window);
        found = new FoundDialog(window, "torrent-several");
    }

    /// A torrent as each of some clients has it.
    private record Several(String name, String hash, List<Torrent> torrents) {}

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    /// @param clients those that it is about
    void open(Set<InstanceId> clients) {
        found.open(
                text("torrent.several.title"),
                text("torrent.several.looking"),
                "look for torrents on several clients",
                () -> severals(window.services().torrents().fleet().get().on(clients)),
                all -> show(all, clients));
    }

    private static List<Several> severals(TorrentFleet fleet) {
        return fleet.onSeveral().keySet().stream()
                .map(hash -> {
                    var torrents = fleet.find(hash);
                    return new Several(torrents.getFirst().name(), hash, torrents);
                })
                .sorted(Comparator.comparing(Several::name, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }

    private void show(List<Several> all, Set<InstanceId> clients) {
        window.services()
                .torrents()
                .fleet()
                .get()
                .on(clients)
                .stale()
                .values()
                .forEach(why -> found.say(text("torrent.orphans.unknown", why), "text-muted"));
        if (all.isEmpty()) {
            found.say(text("torrent.several.none"), "text-muted");
            return;
        }
        found.say(text("torrent.several.count", all.size()), "text-strong");
        var table = new GridPane(16, 6);
        table.setId("torrent-several-table");
        var wide = new ColumnConstraints();
        wide.setHgrow(Priority.ALWAYS);
        table.getColumnConstraints().add(wide);
        all.stream().limit(MOST).forEach(each -> {
            var name = new Label(each.name);
            name.setWrapText(true);
            name.setTooltip(new Tooltip(each.hash));
            GridPane.setValignment(name, VPos.TOP);
            var states = new VBox(4);
            each.torrents.forEach(torrent -> states.getChildren().add(state(torrent)));
            table.addRow(table.getRowCount(), name, states);
        });
        found.add(table);
        if (all.size() > MOST) {
            found.say(text("torrent.orphans.more", all.size() - MOST), "text-muted");
        }
    }

    private Label state(Torrent torrent) {
        var client = window.services().instances().find(torrent.key().instance());
        var label = new Label(text(
                "torrent.several.state",
                client.map(Instance::name).orElse(torrent.key().instance().value()),
                cells.state(torrent)));
        client.ifPresent(it -> label.setGraphic(Monogram.of(it, Monogram.Size.NORMAL)));
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
