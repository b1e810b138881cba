package io.pilothouse.ui.torrent;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentOrder;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.domain.torrent.TorrentTracker;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.TabStrip;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.Scope;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.Chosen;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// All torrents of all clients, or of one: tabs, where they are spread, the table, and one in full.
final class TorrentsPage implements PageView {

    /// In a lower window the page scrolls instead.
    private static final double LOWEST = 240;

    /// Where the page is lower, the table and its acts need the room of the matrix.
    private static final double LOW = 440;

    private final WindowContext window;
    private final Words words;
    private final Optional<InstanceId> only;
    private final TorrentsViewModel model;
    private final TorrentActs acts;
    private final TorrentCells cells;
    private final TabStrip tabs;
    private final MatrixView matrix;
    private final MemoryRows<TorrentRow> rows = new MemoryRows<>(TorrentRow::key);
    private final RowTable<TorrentRow> table;
    private final Optional<Scope> clients;
    private final VBox root = new VBox();
    private final Label speeds = new Label();
    private final ToggleButton spread;
    private final VBox notices = new VBox();
    private final FilterChips chips;
    private final ReadOnlyObjectWrapper<Optional<Instant>> toldAt = new ReadOnlyObjectWrapper<>(Optional.empty());
    private TorrentRow.Tab tab = TorrentRow.Tab.ALL;
    private TorrentsViewModel.News news;
    private List<TorrentsViewModel.Client> told = List.of();
    private Subscription awaiting = () -> {};
    private boolean wanted;
    private boolean low;
    private Optional<TorrentDetail> detail = Optional.empty();

    /// @param only one client; empty for all
    TorrentsPage(WindowContext window, Optional<InstanceId> only) {
        this.window = window;
        this.only = only;
        words = window.words();
        tabs = new TabStrip(words, this::chosen);
        acts = new TorrentActs(window);
        cells = new TorrentCells(window);
        matrix = new MatrixView(window, this::filter);
        model = new TorrentsViewModel(window.services(), words, window.background(), only, this::show);
        news = TorrentsViewModel.News.NONE;
        spread = new ToggleButton(null, new Icon(Octicons.TABLE_16));
        spread.setId("torrent-matrix");
        spread.setAccessibleText(text("torrent.matrix"));
        spread.setTooltip(new javafx.scene.control.Tooltip(text("torrent.matrix")));
        wanted = only.isEmpty();
        spread.setSelected(wanted);
        table = new RowTable<>(window, spec());
        table.setMinHeight(LOWEST);
        clients = only.isPresent()
                ? Optional.empty()
                : Optional.of(new Scope(
                        window, "torrents", one -> one.kind().value().equals("qbittorrent"), "scope.qbittorrent"));
        clients.ifPresent(chosen -> {
            table.within(chosen);
            chosen.view().addListener((_, _, _) -> {
                showTabs();
                showClients();
            });
        });
        var add = new Button(text("torrent.add"), new Icon(Octicons.PLUS_16));
        add.setId("torrent-add");
        add.setOnAction(_ -> new AddTorrentDialog(window).open(model.clients(), only));
        chips = new FilterChips(window, table, model::rows);
        var tools = new java.util.ArrayList<Node>(chips.buttons());
        tools.add(add);
        tools.add(spread);
        table.setTools(tools.toArray(Node[]::new));
        table.whenShown(() -> {
            chips.update();
            showWanted();
        });
        matrix.visibleProperty().bind(spread.selectedProperty());
        matrix.managedProperty().bind(spread.selectedProperty());
        spread.selectedProperty().subscribe(this::showClients);
        spread.setOnAction(_ -> wanted = spread.isSelected());
        root.heightProperty().subscribe(this::makeRoom);
        speeds.getStyleClass().add("text-second");
        speeds.setId("torrent-speeds");
        speeds.setMinWidth(Region.USE_PREF_SIZE); // a part of a number is another number
        tabs.setRight(speeds);
        root.getStyleClass().add("torrents");
        VBox.setVgrow(table, Priority.ALWAYS);
        root.getChildren().setAll(tabs, notices, matrix, table);
        showTabs();
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    // the table

    private TableSpec<TorrentRow> spec() {
        var states = Arrays.stream(TorrentState.values())
                .map(state -> text("torrent.state." + TorrentActs.word(state)))
                .distinct()
                .toList();
        var now = window.services().clock();
        var columns = new java.util.ArrayList<Column<TorrentRow>>();
        if (only.isEmpty()) {
            columns.add(Column.<TorrentRow>text("on", "torrent.column.on", TorrentRow::on)
                    .width(46)
                    .drawn(() -> cells.new TileCell(row -> Optional.of(row.key().instance()), _ -> "")));
        }
        columns.addAll(List.of(
                Column.<TorrentRow>text(
                                "name",
                                "torrent.column.name",
                                row -> row.torrent().name())
                        .width(204)
                        .growing(),
                Column.<TorrentRow>choice("state", "torrent.column.state", row -> cells.state(row.torrent()), states)
                        .exportedAs(row -> TorrentActs.word(row.torrent().state()))
                        .width(132)
                        .sortedBy(Comparator.comparing(
                                        (TorrentRow row) -> row.torrent().family())
                                .thenComparing(row -> row.torrent().state()))
                        .drawn(() -> cells.new StateCell()),
                Column.<TorrentRow>number(
                                "done",
                                "torrent.column.done",
                                row -> row.torrent().progress() * 100,
                                row -> TorrentCells.percent(words, row.torrent()))
                        .width(106)
                        .drawn(() -> cells.new DoneCell()),
                Column.<TorrentRow>size(
                                "size",
                                "torrent.column.size",
                                row -> row.torrent().hasMetadata()
                                        ? row.torrent().size()
                                        : -1,
                                words)
                        .width(66)
                        .summed(),
                Column.<TorrentRow>number(
                                "ratio",
                                "torrent.column.ratio",
                                row -> Double.isFinite(row.torrent().ratio())
                                        ? row.torrent().ratio()
                                        : Double.NaN,
                                row -> Double.isFinite(row.torrent().ratio())
                                        ? words.decimal(row.torrent().ratio(), 2)
                                        : "")
                        .width(56),
                Column.<TorrentRow>number(
                                "speed",
                                "torrent.column.speed",
                                row -> speed(row.torrent()) > 0 ? speed(row.torrent()) : Double.NaN,
                                row -> speed(row.torrent()) > 0
                                        ? text("torrent.speed", words.size(speed(row.torrent())))
                                        : "")
                        .width(78),
                Column.<TorrentRow>text("owner", "torrent.column.owner", TorrentRow::owner)
                        .width(136)
                        .upTo(152)
                        .drawn(() -> cells
                        .new TileCell(
                                row -> row.owning() instanceof Owner.Arr arr
                                        ? Optional.of(arr.instance())
                                        : Optional.empty(),
                                TorrentRow::owner)),
                Column.<TorrentRow>text("import", "torrent.column.import", this::imported)
                        .inOurWords()
                        .width(92),
                Column.<TorrentRow>text("next", "torrent.column.next", TorrentRow::next)
                        .inOurWords()
                        .width(104)
                        .upTo(130),
                Column.<TorrentRow>text(
                                "category",
                                "torrent.column.category",
                                row -> row.torrent().category())
                        .width(110)
                        .hidden(),
                Column.<TorrentRow>text(
                                "tags",
                                "torrent.column.tags",
                                row -> String.join(", ", row.torrent().tags()))
                        .width(110)
                        .hidden(),
                Column.<TorrentRow>text(
                                "tracker",
                                "torrent.column.tracker",
                                row -> TorrentTracker.hostOf(row.torrent().tracker()))
                        .width(140)
                        .hidden(),
                Column.<TorrentRow>count(
                                "seeds",
                                "torrent.column.seeds",
                                row -> row.torrent().seeds(),
                                words)
                        .width(64)
                        .hidden(),
                Column.<TorrentRow>count(
                                "peers",
                                "torrent.column.peers",
                                row -> row.torrent().leeches(),
                                words)
                        .width(64)
                        .hidden(),
                Column.<TorrentRow>duration(
                                "eta",
                                "torrent.column.eta",
                                row -> row.torrent().eta(),
                                words)
                        .width(80)
                        .hidden(),
                Column.<TorrentRow>duration(
                                "seeding",
                                "torrent.column.seeding",
                                row -> Optional.of(row.torrent().seedingTime()).filter(it -> it.isPositive()),
                                words)
                        .width(90)
                        .hidden(),
                Column.<TorrentRow>time(
                                "added",
                                "torrent.column.added",
                                row -> row.torrent().addedAt(),
                                at -> words.time(at, now.instant()))
                        .width(108)
                        .hidden(),
                Column.<TorrentRow>truth(
                                "private",
                                "torrent.column.private",
                                row -> row.torrent().isPrivate().orElse(false),
                                text("torrent.yes"),
                                "")
                        .width(70)
                        .hidden(),
                Column.<TorrentRow>text(
                                "path",
                                "torrent.column.path",
                                row -> row.torrent().savePath())
                        .width(200)
                        .hidden(),
                Column.<TorrentRow>text(
                                "hash", "torrent.column.hash", row -> row.key().hash())
                        .width(300)
                        .hidden()));
        var spec = TableSpec.of("torrents", text("page.torrents"), rows, columns)
                .sortedBy(new SortBy("state", false), new SortBy("name", false))
                .ofInstance(row -> row.key().instance())
                .withBulk(List.of(
                        bulk("pause", Octicons.COLUMNS_16, it -> acts.order(new TorrentOrder.Pause(), it)),
                        bulk("resume", Octicons.PLAY_16, it -> acts.order(new TorrentOrder.Resume(), it)),
                        bulk("recheck", Octicons.SYNC_16, it -> acts.order(new TorrentOrder.Recheck(), it)),
                        bulk("category", Octicons.FILE_DIRECTORY_16, acts::category),
                        bulk("tag", Octicons.TAG_16, acts::tag),
                        bulk("delete", Octicons.TRASH_16, acts::delete).destroying()))
                .withDetail(this::pane)
                .withMenu(this::menu)
                .whenEmpty(() -> new StatePane(
                        Octicons.DOWNLOAD_16, text("torrent.empty"), text("torrent.empty-why"), List.of()))
                .whileLoading(text("torrent.loading"));
        return only.map(client -> spec.toldBy(client, toldAt::get)).orElse(spec);
    }

    private static long speed(Torrent torrent) {
        return torrent.downloadSpeed() + torrent.uploadSpeed();
    }

    private String imported(TorrentRow row) {
        return row.imported()
                .map(it -> text(it ? "torrent.imported.yes" : "torrent.imported.no"))
                .orElse("");
    }

    private BulkAct<TorrentRow> bulk(String id, Octicons icon, Consumer<List<TorrentRow>> run) {
        return BulkAct.of("torrent." + id, text("torrent.act." + id), icon, chosen -> run.accept(rowsOf(chosen)));
    }

    private static List<TorrentRow> rowsOf(Chosen<TorrentRow> chosen) {
        return switch (chosen) {
            case Chosen.Rows<TorrentRow> some -> some.rows();
            case Chosen.Matching<TorrentRow> _ -> List.of(); // rows in memory are always captured one by one
        };
    }

    private ContextMenu menu(TorrentRow row) {
        var menu = new ContextMenu();
        var one = List.of(row);
        boolean stopped = row.torrent().state().stopped();
        menu.getItems()
                .addAll(
                        stopped
                                ? item("torrent.act.resume", () -> acts.order(new TorrentOrder.Resume(), one))
                                : item("torrent.act.pause", () -> acts.order(new TorrentOrder.Pause(), one)),
                        item("torrent.act.recheck", () -> acts.order(new TorrentOrder.Recheck(), one)),
                        item("torrent.act.reannounce", () -> acts.order(new TorrentOrder.Reannounce(), one)),
                        item("torrent.act.category", () -> acts.category(one)),
                        item("torrent.act.tag", () -> acts.tag(one)),
                        item("torrent.act.move", () -> acts.move(row, allClients())));
        if (row.owning() instanceof Owner.Arr arr) {
            menu.getItems().add(item("torrent.act.owner", () -> openOwner(arr)));
        }
        menu.getItems().add(item("torrent.act.delete", () -> acts.delete(one)));
        return menu;
    }

    /// Where its queue knows the torrent, that is what is opened.
    private void openOwner(Owner.Arr arr) {
        if (arr.certain()) {
            window.navigation().goTo(arr.instance(), "queue");
        } else {
            window.navigation().goTo(arr.instance());
        }
    }

    private List<Instance> allClients() {
        return window.services().instances().fleet().get().live().stream()
                .filter(instance -> instance.kind().value().equals("qbittorrent"))
                .toList();
    }

    private MenuItem item(String key, Runnable run) {
        var item = new MenuItem(text(key));
        item.setOnAction(_ -> run.run());
        return item;
    }

    private Node pane(TorrentRow row) {
        if (detail.filter(it -> it.key().equals(row.key())).isEmpty()) {
            detail.ifPresent(TorrentDetail::close);
            detail = Optional.of(new TorrentDetail(window, acts, row.key(), this::allClients));
        }
        detail.get().show(row, cells.state(row.torrent()));
        return detail.get();
    }

    // news

    private void show(TorrentsViewModel.News fresh) {
        news = fresh;
        fresh.all().ifPresentOrElse(rows::replace, () -> rows.change(fresh.changed(), fresh.gone()));
        showTabs();
        showClients();
    }

    /// What is said of the clients, as far as the page is about them.
    private void showClients() {
        var about = only.map(java.util.Set::of)
                .or(() -> clients.map(scope -> scope.view().get())
                        .filter(view -> !view.everything())
                        .map(Scope.View::ids))
                .map(news::on)
                .orElse(news);
        if (spread.isSelected()) {
            matrix.show(about);
        }
        speeds.setText(text("torrent.speeds", words.size(about.downloadSpeed()), words.size(about.uploadSpeed()))
                + (about.free().isPresent()
                        ? "   " + text("torrent.free", words.size(about.free().getAsLong()))
                        : ""));
        toldAt.set(about.toldAt());
        var silent = about.clients().stream()
                .filter(client -> !client.up() && !client.problem().isEmpty())
                .toList();
        if (!silent.equals(told)) { // its buttons keep the focus while nothing new is to be told
            told = silent;
            notices.getChildren().setAll(silent.stream().map(this::strip).toList());
        }
    }

    /// In a low window the table comes first; who wants the matrix there, too, gets it.
    private void makeRoom() {
        boolean nowLow = root.getHeight() > 0 && root.getHeight() < LOW;
        if (nowLow != low) {
            low = nowLow;
            spread.setSelected(wanted && !low);
        }
    }

    private Node strip(TorrentsViewModel.Client client) {
        var name = client.instance().name();
        boolean named = client.problem().startsWith(name);
        var who = new Label(named ? name : "");
        who.getStyleClass().add("text-strong");
        who.setMinWidth(Region.USE_PREF_SIZE);
        var problem = named ? client.problem().substring(name.length()).strip() : client.problem();
        var said = new Label(client.seenAt()
                .map(at -> text(
                        "torrent.stale",
                        problem,
                        client.torrents(),
                        words.time(at, window.services().clock().instant())))
                .orElseGet(() -> text("torrent.stale.never", problem)));
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var again = new Button(text("torrent.try-now"));
        again.getStyleClass().add("flat");
        again.setOnAction(_ -> window.background()
                .act(
                        "torrents-look",
                        "look at " + client.instance().name(),
                        client.instance().id(),
                        _ -> window.services()
                                .torrents()
                                .now(List.of(client.instance().id())),
                        _ -> {}));
        var edit = new Button(text("torrent.edit"));
        edit.setMinWidth(Region.USE_PREF_SIZE);
        edit.setOnAction(_ -> window.navigation().goTo(client.instance().id(), "settings"));
        again.setMinWidth(Region.USE_PREF_SIZE);
        var sentence = new HBox(4, who, said);
        sentence.setAlignment(Pos.CENTER_LEFT);
        var strip = new HBox(new Icon(Octicons.ALERT_16), sentence, space, edit, again);
        strip.getStyleClass().addAll("strip", "strip-warning");
        return strip;
    }

    private void showTabs() {
        tabs.show(
                Arrays.stream(TorrentRow.Tab.values())
                        .map(it -> new TabStrip.Tab(
                                it.name(),
                                text("torrent.tab." + TorrentActs.word(it)),
                                news.clients().isEmpty() ? OptionalLong.empty() : OptionalLong.of(count(it))))
                        .toList(),
                tab.name());
    }

    private long count(TorrentRow.Tab counted) {
        return clients.map(scope -> scope.view().get())
                .filter(view -> !view.everything())
                .map(view -> news.count(counted, view.ids()::contains))
                .orElseGet(() -> news.count(counted, _ -> true));
    }

    private void chosen(String id) {
        tab = TorrentRow.Tab.valueOf(id);
        table.showPart(tab::holds);
        showTabs();
    }

    /// Puts the cursor on the torrent that was asked for elsewhere in the window, as soon as it is in the table.
    private void showWanted() {
        var key = only.flatMap(window.torrent()::of);
        if (key.isEmpty()) {
            return;
        }
        var there = model.rows().toList();
        if (!there.isEmpty() && there.stream().noneMatch(row -> row.key().equals(key.get()))) {
            window.torrent().taken(); // it is gone
            return;
        }
        if (tab != TorrentRow.Tab.ALL || !table.filterText().isEmpty()) {
            filter("");
        }
        table.select(key.get());
        if (table.selected().filter(row -> row.key().equals(key.get())).isPresent()) {
            window.torrent().taken();
        }
    }

    private void filter(String typed) {
        if (tab != TorrentRow.Tab.ALL) {
            chosen(TorrentRow.Tab.ALL.name());
        }
        table.filter(typed);
    }

    @Override
    public Optional<Scope> scope() {
        return clients;
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public ObservableValue<Optional<Instant>> toldAt() {
        return toldAt.getReadOnlyProperty();
    }

    @Override
    public void shown() {
        model.start();
        awaiting = window.torrent().await(this::showWanted);
        showWanted();
    }

    @Override
    public void hidden() {
        awaiting.close();
        model.stop();
        detail.ifPresent(TorrentDetail::rest);
    }

    @Override
    public void close() {
        model.close();
        detail.ifPresent(TorrentDetail::close);
        clients.ifPresent(Scope::close);
        table.close();
    }

    @Override
    public boolean focusFilter() {
        return table.focusFilter();
    }
}
