package io.pilothouse.ui.torrent;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Distribution;
import io.pilothouse.tasks.instance.Fleet;
import io.pilothouse.tasks.torrent.TorrentCategories;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// Where how much of what is: clients down, owners with their categories across. FX thread only.
final class MatrixView extends ScrollPane {

    private static final int MOST_COLUMNS = 8;

    private final WindowContext window;
    private final Consumer<String> filter;
    private final GridPane grid = new GridPane();
    private List<InstanceId> clients = List.of();
    private Optional<Painted> painted = Optional.empty();

    /// What is on the screen. Painting the same again would cost time and take the focus away.
    private record Painted(Distribution matrix, List<Line> lines, Fleet fleet) {}

    private record Line(Instance client, boolean up, ShownState state) {}

    /// @param filter takes the words that a cell stands for
    MatrixView(WindowContext window, Consumer<String> filter) {
        this.window = window;
        this.filter = filter;
        grid.getStyleClass().add("torrent-matrix");
        grid.setId("torrent-matrix-grid");
        setContent(grid);
        setFitToWidth(true);
        setMinHeight(Region.USE_PREF_SIZE);
        setMaxHeight(190);
        setFocusTraversable(false);
        getStyleClass().addAll("edge-to-edge", "torrent-matrix-scroll");
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    void show(TorrentsViewModel.News news) {
        var now = new Painted(
                news.matrix(),
                news.clients().stream()
                        .map(client -> new Line(client.instance(), client.up(), state(client)))
                        .toList(),
                window.services().instances().fleet().get());
        if (painted.filter(now::equals).isEmpty()) {
            painted = Optional.of(now);
            paint(news);
        }
    }

    private void paint(TorrentsViewModel.News news) {
        grid.getChildren().clear();
        clients = news.clients().stream().map(client -> client.instance().id()).toList();
        var matrix = news.matrix();
        var columns = matrix.rows().stream()
                .filter(row -> row.owner().isPresent())
                .limit(MOST_COLUMNS)
                .toList();
        boolean stale = news.clients().stream().anyMatch(client -> !client.up());
        var title = new Label(text("torrent.matrix.title"));
        title.setMinWidth(Region.USE_PREF_SIZE);
        title.getStyleClass().add("text-strong");
        var lost = new Hyperlink(text("torrent.orphans"));
        lost.setId("torrent-orphans");
        lost.setMinWidth(Region.USE_PREF_SIZE);
        lost.getStyleClass().add("torrent-create");
        lost.setOnAction(_ -> new OrphansDialog(window).open());
        var first = new HBox(8, title, spring(), lost);
        first.setAlignment(Pos.CENTER_LEFT);
        first.getStyleClass().add("torrent-matrix-name");
        grid.add(first, 0, 0);
        for (int i = 0; i < columns.size(); i++) {
            grid.add(columnHead(columns.get(i), stale), i + 1, 0);
        }
        long all = matrix.rows().stream().mapToLong(row -> row.total().count()).sum();
        var total = new Label(text("torrent.matrix.all"));
        total.getStyleClass().add("text-strong");
        grid.add(wide(total, count(all, stale)), columns.size() + 1, 0);
        int line = 1;
        for (var client : news.clients()) {
            var tile = Monogram.of(client.instance(), Monogram.Size.NORMAL);
            var name = new HBox(8, tile, new Label(client.instance().name()), spring(), shape(client));
            name.setAlignment(Pos.CENTER_LEFT);
            name.getStyleClass().add("torrent-matrix-name");
            if (!client.up()) {
                name.getStyleClass().add("torrent-stale");
            }
            grid.add(name, 0, line);
            for (int i = 0; i < columns.size(); i++) {
                grid.add(cell(columns.get(i), client), i + 1, line);
            }
            long count = 0;
            long bytes = 0;
            for (var row : matrix.rows()) {
                var cell = row.cells().getOrDefault(client.instance().id(), Distribution.Cell.EMPTY);
                count += cell.count();
                bytes += cell.bytes();
            }
            grid.add(
                    wide(new Label(window.words().number(count)), window.words().size(bytes)),
                    columns.size() + 1,
                    line);
            line++;
        }
    }

    private String count(long count, boolean stale) {
        return stale
                ? text("torrent.at-least", window.words().number(count))
                : window.words().number(count);
    }

    private Node columnHead(Distribution.Row row, boolean stale) {
        var name = new Label(row.category());
        name.getStyleClass().add("text-strong");
        var box = new HBox(6);
        row.owner()
                .flatMap(id -> window.services().instances().find(id))
                .ifPresent(owner -> box.getChildren().add(Monogram.of(owner, Monogram.Size.NORMAL)));
        box.getChildren().add(name);
        box.setAlignment(Pos.CENTER_LEFT);
        box.setMinWidth(Region.USE_PREF_SIZE);
        name.setMinWidth(Region.USE_PREF_SIZE);
        var total = new Label(count(row.total().count(), stale));
        total.getStyleClass().add("text-muted");
        var head = wide(box, total);
        total.setMinWidth(0); // what the column is about comes first
        head.widthProperty()
                .subscribe(width -> total.setVisible(width.doubleValue() >= head.prefWidth(-1))); // whole or not at all
        Tooltip.install(head, new Tooltip(row.category() + " · " + total.getText()));
        return head;
    }

    private Node cell(Distribution.Row row, TorrentsViewModel.Client client) {
        var cell = row.cells().getOrDefault(client.instance().id(), Distribution.Cell.EMPTY);
        if (!row.category().isEmpty() && !cell.categoryThere() && client.up()) {
            var none = new Label(
                    cell.count() == 0
                            ? text("torrent.matrix.no-category")
                            : window.words().number(cell.count()));
            none.getStyleClass().add("torrent-hole");
            var make = new Hyperlink(text("torrent.matrix.create-one"));
            make.getStyleClass().add("torrent-create");
            make.setAccessibleText(text(
                    "torrent.matrix.create-where",
                    row.category(),
                    client.instance().name()));
            make.setOnAction(_ -> preview());
            return wide(none, make);
        }
        var link = new Hyperlink(window.words().number(cell.count()));
        link.getStyleClass().add("torrent-cell");
        link.setAccessibleText(text(
                "torrent.matrix.cell",
                cell.count(),
                row.category(),
                client.instance().name()));
        link.setOnAction(_ -> filter.accept(
                "category=\"" + row.category() + "\" on=\"" + client.instance().name() + "\""));
        return wide(
                link, cell.count() == 0 ? text("common.none") : window.words().size(cell.bytes()));
    }

    private ShownState state(TorrentsViewModel.Client client) {
        var health =
                window.services().health().states().get().get(client.instance().id());
        return health == null ? ShownState.UNKNOWN : health.state();
    }

    private Node shape(TorrentsViewModel.Client client) {
        var state = state(client);
        var shape = new StateShape(state, 12);
        shape.setAccessibleText(window.words().state(state));
        return shape;
    }

    private static Region spring() {
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    private static Node wide(Node left, String right) {
        var label = new Label(right);
        label.getStyleClass().add("text-muted");
        return wide(left, label);
    }

    /// Where it is narrow the words give way, never the figure or the link.
    private static Region wide(Node left, Region right) {
        right.setMinWidth(Region.USE_PREF_SIZE);
        var box = new HBox(8, left, spring(), right);
        box.getStyleClass().add("torrent-matrix-cell");
        box.setAlignment(Pos.CENTER_LEFT);
        box.setMinWidth(130);
        GridPane.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    /// First what is missing, then the making of it.
    private void preview() {
        var asked = clients;
        window.background()
                .act(
                        "torrents-categories",
                        "see which categories are missing",
                        Optional.empty(),
                        context -> window.services()
                                .torrents()
                                .ensureCategories(
                                        asked,
                                        true,
                                        io.pilothouse.domain.guard.Consent.none(
                                                io.pilothouse.domain.task.Origin.WINDOW),
                                        context),
                        this::make);
    }

    private void make(List<TorrentCategories.Ensured> found) {
        var missing =
                found.stream().filter(it -> it.outcome().equals("missing")).toList();
        if (missing.isEmpty()) {
            return;
        }
        var ids = missing.stream()
                .map(TorrentCategories.Ensured::client)
                .distinct()
                .sorted()
                .toList();
        var items = missing.stream()
                .map(it -> it.category() + "  " + name(it.client()))
                .toList();
        var title = text("torrent.matrix.create", missing.size());
        new GuardSheet(window)
                .ask(new GuardedAct(
                        new Act(ActionClass.REMOTE_REVERSIBLE, ids, "make categories", items, missing.size()),
                        title,
                        text("torrent.matrix.make"),
                        items.stream().limit(5).collect(Collectors.joining(", ")),
                        Optional.empty(),
                        consent -> window.background()
                                .act(
                                        "torrents-categories",
                                        "make missing categories",
                                        ids,
                                        context -> window.services()
                                                .torrents()
                                                .ensureCategories(ids, false, consent, context),
                                        done -> window.toasts()
                                                .news(
                                                        Optional.empty(),
                                                        text(
                                                                "torrent.matrix.made",
                                                                done.stream()
                                                                        .filter(it -> it.outcome()
                                                                                .equals("created"))
                                                                        .count()),
                                                        Optional.empty()))));
    }

    private String name(InstanceId id) {
        return window.services().instances().find(id).map(it -> it.name()).orElse(id.value());
    }
}
