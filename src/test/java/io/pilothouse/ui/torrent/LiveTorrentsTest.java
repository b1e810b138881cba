package io.pilothouse.ui.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.query.SavedView;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.tasks.torrent.TorrentFleet;
import io.pilothouse.tasks.torrent.TorrentSide;
import io.pilothouse.testing.TestTorrents;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.shell.ShellWindow;
import io.pilothouse.ui.table.TableSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;

/// What stands in the lines of the table of torrents while torrents finish, come and go and a person works in it.
class LiveTorrentsTest {

    private static final List<TorrentState> STATES = List.of(
            TorrentState.DOWNLOADING,
            TorrentState.STALLED_DOWNLOAD,
            TorrentState.STALLED_UPLOAD,
            TorrentState.UPLOADING,
            TorrentState.STOPPED_UPLOAD,
            TorrentState.MISSING_FILES);
    private static final List<String> FILTERS = List.of(
            "", "state:Downloading", "state:Seeding", "-state:Downloading", "done<50", "Glass", "ratio>1 size>1GB");
    private static final List<String> VIEWS = List.of(
            "column name 204 shown\ncolumn state 132 shown\ncolumn done 106 shown\nsort done\nfilter state:Downloading",
            "column size 90 shown\ncolumn tags 110 shown\ncolumn tracker 140 shown\ncolumn hash 300 shown\n"
                    + "column path 200 shown\nsort size descending",
            "column name 240 shown frozen\ncolumn on 46 shown frozen\nsort ratio descending\nsort name",
            "column name 204 shown\ncolumn eta 80 shown\ncolumn added 108 shown\ncolumn seeding 90 shown\n"
                    + "column owner 136 hidden\nsort state descending\nfilter -state:Seeding");

    private static final int ROUNDS = Integer.getInteger("rounds", 60);
    private static final double NARROW = 20;

    private final FakeServices fakes = TorrentScenes.services(300);
    private final Random random = new Random(1);
    private final List<String> done = new ArrayList<>();
    private long unique = 50_000;

    @Test
    void everyLineSaysWhatItsRowSaysWhateverHappens() {
        for (int i = 0; i < VIEWS.size(); i++) {
            fakes.views.save(new SavedView("torrents", "View " + i, VIEWS.get(i)));
        }
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.scene().getRoot().resize(1440, 900);
                window.scene().getRoot().applyCss();
                window.context().navigation().goTo(TorrentScenes.HOME, "torrents");
                pulse(window);
                for (int round = 0; round < ROUNDS; round++) {
                    for (int acts = random.nextInt(3); acts >= 0; acts--) {
                        done.add(something(window));
                    }
                    if (random.nextInt(3) > 0) {
                        Windows.settle(fakes);
                    }
                    pulse(window);
                    verify(window, "after " + done.subList(Math.max(0, done.size() - 12), done.size()));
                }
            }
        });
    }

    /// As a pulse of the toolkit does it.
    private static void pulse(ShellWindow window) {
        var root = window.scene().getRoot();
        root.applyCss();
        for (int i = 0; i < 3; i++) {
            root.layout();
        }
    }

    private static TableView<?> table(ShellWindow window) {
        return (TableView<?>) window.scene().getRoot().lookup("#table-rows");
    }

    private String something(ShellWindow window) {
        var root = window.scene().getRoot();
        switch (random.nextInt(14)) {
            case 0, 1, 2, 3, 4 -> {
                return news();
            }
            case 5, 6 -> {
                double to = random.nextDouble();
                bars(table(window), Orientation.VERTICAL).forEach(bar -> bar.setValue(to));
                return "scrolled to " + to;
            }
            case 7 -> {
                double to = random.nextDouble();
                bars(table(window), Orientation.HORIZONTAL).forEach(bar -> bar.setValue(to * bar.getMax()));
                return "scrolled sideways to " + to;
            }
            case 8 -> {
                var filter = FILTERS.get(random.nextInt(FILTERS.size()));
                ((TextField) root.lookup("#table-filter")).setText(filter);
                return "filter " + filter;
            }
            case 9 -> {
                var menu = (MenuButton) root.lookup("#table-views");
                var views = menu.getItems().stream()
                        .filter(item -> item.getText() != null && item.getText().startsWith("View "))
                        .toList();
                var view = views.get(random.nextInt(views.size()));
                view.fire();
                return view.getText();
            }
            case 10 -> {
                var columns = table(window).getColumns();
                var column = columns.get(random.nextInt(columns.size()));
                column.setVisible(!column.isVisible() || "name".equals(column.getId()));
                column.setPrefWidth(40 + random.nextInt(200));
                return "column " + column.getId() + " " + column.isVisible();
            }
            case 11 -> {
                int width = 900 + random.nextInt(900);
                root.resize(width, 500 + random.nextInt(600));
                return "resized to " + width;
            }
            case 12 -> {
                int row = random.nextInt(Math.max(1, table(window).getItems().size()));
                table(window).getSelectionModel().clearAndSelect(row);
                table(window).scrollTo(row);
                return "chosen " + row;
            }
            default -> {
                var densities = TableSettings.Density.values();
                var density = densities[random.nextInt(densities.length)];
                fakes.settings.set(TableSettings.DENSITY, density);
                return "density " + density;
            }
        }
    }

    private static List<ScrollBar> bars(Node in, Orientation way) {
        return in.lookupAll(".scroll-bar").stream()
                .map(ScrollBar.class::cast)
                .filter(bar -> bar.getOrientation() == way && bar.isVisible())
                .toList();
    }

    /// A delta of a client: some change, some come, some go.
    private String news() {
        var fleet = fakes.torrents.fleet.get();
        var side = fleet.sides().get(TorrentScenes.HOME);
        var own = new HashMap<>(side.torrents());
        var all = new ArrayList<>(own.values());
        int changed = random.nextInt(12);
        for (int i = 0; i < changed && !all.isEmpty(); i++) {
            var old = all.get(random.nextInt(all.size()));
            own.put(old.key().hash(), made(old.key().hash(), old.name()));
        }
        int gone = random.nextInt(4);
        for (int i = 0; i < gone && !all.isEmpty(); i++) {
            own.remove(all.get(random.nextInt(all.size())).key().hash());
        }
        int come = random.nextInt(4);
        for (int i = 0; i < come; i++) {
            var torrent = made(TestTorrents.hash(unique++), (random.nextBoolean() ? "A" : "Z") + ".New." + unique);
            own.put(torrent.key().hash(), torrent);
        }
        var sides = new TreeMap<>(fleet.sides());
        sides.put(
                TorrentScenes.HOME,
                new TorrentSide(
                        TorrentScenes.HOME,
                        side.state(),
                        Map.copyOf(own),
                        side.snapshot(),
                        Optional.empty(),
                        side.seenAt(),
                        side.upSince(),
                        side.failures()));
        fakes.torrents.fleet.set(new TorrentFleet(sides, fleet.ownership()));
        return changed + " changed, " + gone + " gone, " + come + " came";
    }

    private Torrent made(String hash, String name) {
        var it = TestTorrents.of(TorrentScenes.HOME, 1);
        it.hash = hash;
        it.name = name;
        it.size = 1_000_000L * (1 + random.nextInt(3000));
        it.state(STATES.get(random.nextInt(STATES.size())));
        if (it.completed < it.size) {
            it.completed = it.size * random.nextInt(100) / 100;
        }
        it.ratio = random.nextInt(400) / 100.0;
        it.downloadSpeed = it.state == TorrentState.DOWNLOADING ? 1000L * random.nextInt(20_000) : 0;
        it.category = List.of("tv", "movies", "music", "").get(random.nextInt(4));
        return it.make();
    }

    private static void verify(ShellWindow window, String when) {
        for (var view : window.scene().getRoot().lookupAll(".table-view")) {
            var items = ((TableView<?>) view).getItems();
            int seen = 0;
            for (var node : view.lookupAll(".table-row-cell")) {
                var line = (TableRow<?>) node;
                if (!line.isVisible() || line.getItem() == null) {
                    continue;
                }
                seen++;
                var place = when + ", line " + line.getIndex();
                assertThat(line.getItem()).as(place).isEqualTo(items.get(line.getIndex()));
                for (var child : line.getChildrenUnmodifiable()) {
                    if (child instanceof TableCell<?, ?> cell
                            && cell.getTableColumn().getId() != null
                            && cell.queryAccessibleAttribute(AccessibleAttribute.TEXT) instanceof String said
                            && said.contains(", ")) {
                        var meant = said.substring(0, said.lastIndexOf(", "));
                        assertThat(cell.getItem()).as(place).isEqualTo(line.getItem());
                        painted(
                                cell,
                                meant,
                                place + ", " + cell.getTableColumn().getId());
                    }
                }
            }
            if (!items.isEmpty() && ((TableView<?>) view).getWidth() > 20) {
                assertThat(seen).as(when).isPositive();
            }
        }
    }

    private static void painted(TableCell<?, ?> cell, String meant, String place) {
        for (var node : cell.lookupAll(".text")) {
            var text = ((Text) node).getText();
            boolean tile = node.getParent() instanceof Monogram; // says another thing
            boolean narrow = cell.getWidth() <= NARROW;
            boolean cut = text.endsWith("...") && meant.startsWith(text.substring(0, text.length() - 3));
            if (!tile && !narrow && !cut && shown(node, cell)) {
                assertThat(text).as(place).isEqualTo(meant);
            }
        }
    }

    private static boolean shown(Node node, Node in) {
        for (var at = node; at != null && at != in; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }
}
