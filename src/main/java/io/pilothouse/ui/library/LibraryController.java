package io.pilothouse.ui.library;

import atlantafx.base.controls.CustomTextField;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibrarySort;
import io.pilothouse.domain.library.LibraryTotal;
import io.pilothouse.tasks.library.SyncReport;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.TabStrip;
import io.pilothouse.ui.shell.Scope;
import io.pilothouse.ui.shell.Unasked;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.octicons.Octicons;

/// Binds `Library.fxml` to its view-model, and decides nothing.
final class LibraryController {

    private static final String DUPLICATES = "duplicates";
    private static final String MISSING = "missing";
    private static final String SERVERS = "servers";

    private final LibraryViewModel model;
    private final WindowContext window;
    private final BooleanProperty blurred = new SimpleBooleanProperty();
    private final Optional<Scope> scope;
    private final RowWords words;
    private final Thumbnails thumbnails;
    private final TabStrip strip;
    private final DetailPane detail;
    private final LikenessPane likeness;
    private final ServersPane servers;
    private final SavedFiltersMenu savedFilters;
    private final PictureGrid pictures;
    private final MenuButton filter = new MenuButton();
    private final VBox missing = new VBox();
    /// What each part of the view was drawn from.
    private final Map<String, Object> drawn = new HashMap<>();
    private @Nullable LibraryTable list;

    @FXML
    private StackPane tabs;

    @FXML
    private VBox strips;

    @FXML
    private HBox tools;

    @FXML
    private CustomTextField search;

    @FXML
    private FlowPane chips;

    @FXML
    private Label count;

    @FXML
    private MenuButton saved;

    @FXML
    private MenuButton sort;

    @FXML
    private ToggleButton grid;

    @FXML
    private ToggleButton table;

    @FXML
    private ToggleButton blur;

    @FXML
    private StackPane content;

    @FXML
    private ScrollPane side;

    /// @param scope which servers it is about; empty for the tab of one server
    LibraryController(LibraryViewModel model, WindowContext window, BooleanProperty blurred, Optional<Scope> scope) {
        this.scope = scope;
        this.model = model;
        this.window = window;
        words = new RowWords(window.words());
        thumbnails = new Thumbnails(window.services());
        this.blurred.bindBidirectional(blurred); // weakly: what listens to the page's own ends with the page
        var look = new Tile.Look(model, thumbnails, words, this.blurred);
        strip = new TabStrip(window.words(), this::tabChosen);
        pictures = new PictureGrid(look, row -> model.choose(row.key()), model::more);
        detail = new DetailPane(model, window, look, thing -> model.narrow(thing.key()));
        likeness = new LikenessPane(model, window);
        servers = new ServersPane(model, window);
        savedFilters = new SavedFiltersMenu(model, window);
    }

    @FXML
    private void initialize() {
        strip.setMinWidth(0);
        tabs.setMinWidth(0);
        tabs.getChildren().setAll(strip);
        search.textProperty().subscribe(model::search);
        search.setAccessibleText(text("library.search"));
        blur.setSelected(!blurred.get());
        blur.selectedProperty().subscribe(shown -> blurred.set(!shown));
        blurred.subscribe(yes -> blur.setSelected(!yes));
        named(blur, Octicons.EYE_16, "library.pictures-shown");
        named(grid, Octicons.IMAGE_16, "library.grid");
        named(table, Octicons.TABLE_16, "library.table");
        var looks = new ToggleGroup();
        looks.getToggles().setAll(grid, table);
        grid.setSelected(true);
        looks.selectedToggleProperty().subscribe((before, now) -> {
            if (now == null && before != null) {
                before.setSelected(true); // one of them is always shown
            } else {
                show(model.view().get());
            }
        });
        search.setLeft(new Icon(Octicons.SEARCH_16));
        sort.setGraphic(new Icon(Octicons.SORT_DESC_16));
        saved.setGraphic(new Icon(Octicons.BOOKMARK_16));
        saved.setAccessibleText(text("library.saved"));
        saved.setTooltip(new Tooltip(text("library.saved")));
        saved.setOnShowing(_ -> savedFilters.fill(saved));
        saved.getItems().add(new MenuItem(text("library.saved-save"))); // so that it opens at all
        filter.setText(text("library.filter-add"));
        filter.setGraphic(new Icon(Octicons.PLUS_16));
        filter.getStyleClass().add("library-add");
        side.setContent(detail);
        side.managedProperty().bind(side.visibleProperty());
        side.setVisible(false);
        missing.getStyleClass().add("library-servers");
        model.view().subscribe(this::show);
        model.detail().subscribe(found -> {
            side.setVisible(found.isPresent());
            pictures.mark(found.map(it -> (Object) it.copies().getFirst().key()).orElse(null));
            found.ifPresent(detail::show);
        });
        model.unshown()
                .subscribe(problem ->
                        problem.ifPresent(why -> window.toasts().problem(Optional.empty(), why, Optional.empty())));
        model.likeness().subscribe(likeness::show);
        model.refreshes().subscribe(_ -> {
            if (list != null) {
                list.changed();
            }
        });
        model.jobs().subscribe(servers::showJobs);
        model.silent().subscribe((before, now) -> {
            if (!now.containsAll(before)) {
                pictures.lookAgain();
                detail.lookAgain();
            }
        });
    }

    private void named(ToggleButton button, Ikon icon, String key) {
        button.setGraphic(new Icon(icon));
        button.setAccessibleText(text(key));
        button.setTooltip(new Tooltip(text(key)));
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    private void tabChosen(String id) {
        switch (id) {
            case DUPLICATES -> model.show(LibraryViewModel.Part.DUPLICATES);
            case MISSING -> model.show(LibraryViewModel.Part.MISSING);
            case SERVERS -> model.show(LibraryViewModel.Part.SERVERS);
            default -> EntityType.named(id).ifPresent(model::show);
        }
    }

    /// Drawn anew only when it changed: else an open menu would close, and the keys would go elsewhere.
    private boolean stale(String part, Object from) {
        return !from.equals(drawn.put(part, from));
    }

    private void show(LibraryViewModel.View view) {
        var query = view.query();
        showTabs(view);
        showStrips(view);
        boolean things = view.part() == LibraryViewModel.Part.THINGS;
        tools.setVisible(things);
        tools.setManaged(things);
        if (!search.isFocused() && !search.getText().equals(query.text())) {
            search.setText(query.text());
        }
        showChips(view);
        if (stale("filters", query.type())) {
            fillFilters(query.type());
        }
        showSorts(view);
        count.setText(view.total().map(total -> said(total, view)).orElse(""));
        switch (view.part()) {
            case DUPLICATES -> put(likeness);
            case MISSING -> {
                if (stale("missing", List.of(query.type(), view.missing()))) {
                    missing.getChildren().setAll(missing(view));
                }
                put(missing);
            }
            case SERVERS -> {
                servers.show(view);
                put(servers);
            }
            case THINGS -> showThings(view);
        }
    }

    private String said(LibraryTotal total, LibraryViewModel.View view) {
        var all = window.words().number(total.shown()) + (total.more() ? "+" : "");
        if (!view.query().everything()) {
            var of = view.counts().getOrDefault(view.query().type(), 0L);
            return total.folded() == 0
                    ? text("library.count-of", all, window.words().number(of))
                    : text(
                            "library.count-of-folded",
                            all,
                            window.words().number(of),
                            window.words().number(total.folded()));
        }
        return total.folded() == 0
                ? text("library.count", all)
                : text("library.count-folded", all, window.words().number(total.folded()));
    }

    private void showThings(LibraryViewModel.View view) {
        if (view.rows().isEmpty() && !view.reading()) {
            put(empty(view));
            return;
        }
        if (table.isSelected()) {
            var now = list;
            var query = view.query().limit(LibraryQuery.PAGE); // however far the pictures were read
            if (now == null || !now.query().equals(query)) {
                if (now != null) {
                    now.close();
                }
                now = new LibraryTable(window, model, words, query);
                list = now;
            }
            put(now.node());
            return;
        }
        pictures.show(view.rows());
        put(pictures);
    }

    private void put(Node shown) {
        if (!content.getChildren().equals(List.of(shown))) {
            content.getChildren().setAll(shown);
        }
    }

    private StatePane empty(LibraryViewModel.View view) {
        var unasked = model.only()
                .filter(_ -> view.query().everything())
                .flatMap(server -> Unasked.pane(window, server, view.toldAt(), Optional.of(model::refresh)));
        if (unasked.isPresent()) {
            return unasked.get();
        }
        if (view.problem().isPresent()) {
            return new StatePane(
                    Octicons.ALERT_16,
                    window.texts().summary(view.problem().get()),
                    window.texts().advice(view.problem().get()),
                    List.of(new StatePane.Choice(text("library.again"), model::refresh)));
        }
        if (model.servers().isEmpty()) {
            return new StatePane(
                    Octicons.VIDEO_16, text("library.no-server"), text("library.no-server-why"), List.of());
        }
        if (scope.isPresent() && model.leavesAll()) {
            return new StatePane(
                    Octicons.VIDEO_16,
                    text("scope.nothing"),
                    "",
                    List.of(new StatePane.Choice(text("scope.nothing.choose"), scope.get()::everything)));
        }
        if (!view.query().everything()) {
            return new StatePane(
                    Octicons.SEARCH_16,
                    text("library.nothing-found"),
                    text("library.nothing-found-why"),
                    List.of(new StatePane.Choice(text("library.show-all"), () -> {
                        search.clear();
                        model.show(view.query().type());
                    })));
        }
        boolean read =
                view.servers().stream().anyMatch(server -> server.fullAt().isPresent());
        return new StatePane(
                Octicons.SYNC_16,
                text(read ? "library.empty" : "library.not-read"),
                text("library.not-read-why"),
                List.of(new StatePane.Choice(text("library.read-now"), servers::readAll)));
    }

    /// What could be looked up: how many things lack it, and a way to them.
    private List<Node> missing(LibraryViewModel.View view) {
        var box = new ArrayList<Node>();
        var head = new Label(text(
                "library.missing-of", text("library.type." + view.query().type().word())));
        head.getStyleClass().add("text-card");
        box.add(head);
        for (var part : LibraryFilter.Part.of(view.query().type())) {
            var said = new Label(text("library.missing." + part.name().toLowerCase(java.util.Locale.ROOT)));
            HBox.setHgrow(said, javafx.scene.layout.Priority.ALWAYS);
            said.setMaxWidth(Double.MAX_VALUE);
            var total = view.missing().get(part);
            var number =
                    new Label(total == null ? "…" : window.words().number(total.shown()) + (total.more() ? "+" : ""));
            var show = new Button(text("library.show"));
            show.getStyleClass().add("small");
            show.setDisable(total != null && total.shown() == 0);
            show.setOnAction(_ -> model.filter(List.of(new LibraryFilter.Missing(part))));
            var row = new HBox(12, said, number, show);
            row.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
            row.getStyleClass().addAll("card-box", "library-missing");
            box.add(row);
        }
        return box;
    }

    private void showTabs(LibraryViewModel.View view) {
        var all = new ArrayList<TabStrip.Tab>();
        for (var type : EntityType.forPeople()) {
            var number = view.counts().get(type);
            all.add(new TabStrip.Tab(
                    type.plural(),
                    text("library.type." + type.word()),
                    number == null ? OptionalLong.empty() : OptionalLong.of(number)));
        }
        all.add(new TabStrip.Tab(DUPLICATES, text("library.duplicates"), OptionalLong.empty()));
        all.add(new TabStrip.Tab(MISSING, text("library.missing-data"), OptionalLong.empty()));
        all.add(new TabStrip.Tab(SERVERS, text("library.servers"), OptionalLong.empty()));
        strip.show(
                all,
                switch (view.part()) {
                    case DUPLICATES -> DUPLICATES;
                    case MISSING -> MISSING;
                    case SERVERS -> SERVERS;
                    case THINGS -> view.query().type().plural();
                });
    }

    /// A server that does not answer is named, never silently missing.
    private void showStrips(LibraryViewModel.View view) {
        if (!stale("strips", List.of(view.servers(), view.query().instances()))) {
            return;
        }
        strips.getChildren().clear();
        for (var status : view.servers()) {
            boolean ours = view.query().instances().contains(status.server().num());
            var failed = status.last().filter(_ -> status.failed());
            if (ours && failed.isPresent()) {
                var reason = window.texts().said(failed.get().reason());
                strips.getChildren()
                        .add(strip(
                                status.server(),
                                status.readAt()
                                        .map(at -> text(
                                                "library.stale",
                                                status.server().name(),
                                                window.words()
                                                        .number(status.things().getOrDefault(EntityType.SCENE, 0L)),
                                                window.words()
                                                        .time(
                                                                at,
                                                                window.services()
                                                                        .clock()
                                                                        .instant()),
                                                reason))
                                        .orElse(reason)));
            }
            if (ours && !status.held().isEmpty()) {
                strips.getChildren()
                        .add(strip(
                                status.server(),
                                text("library.held", status.server().name(), servers.missing(status))));
            }
        }
    }

    private HBox strip(Instance server, String words) {
        var label = new Label(words, Monogram.of(server, Monogram.Size.SMALL));
        label.setWrapText(true);
        HBox.setHgrow(label, javafx.scene.layout.Priority.ALWAYS);
        label.setMaxWidth(Double.MAX_VALUE);
        label.setMinHeight(Region.USE_PREF_SIZE);
        var look = new Button(text("library.look"));
        look.getStyleClass().add("small");
        look.setOnAction(_ -> model.show(LibraryViewModel.Part.SERVERS));
        var diagnose = window.actions().button("instance.diagnose", Optional.of(server.id()));
        diagnose.getStyleClass().add("small");
        var now = new Button(text("library.try-now"));
        now.getStyleClass().add("small");
        now.setOnAction(_ -> servers.read(server, SyncReport.Mode.CHANGES, false));
        var strip = new HBox(8, label, look, diagnose, now);
        strip.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        List.of(look, diagnose, now).forEach(button -> button.setMinWidth(Region.USE_PREF_SIZE));
        strip.getStyleClass().addAll("strip", "strip-warning");
        return strip;
    }

    private void showChips(LibraryViewModel.View view) {
        if (!stale("chips", view.query().filters())) {
            return;
        }
        chips.getChildren().clear();
        for (var each : view.query().filters()) {
            var chip = new Button(said(each), new Icon(Octicons.X_16));
            chip.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
            chip.getStyleClass().addAll("library-chip", "active");
            chip.setAccessibleText(text("library.filter-remove", said(each)));
            chip.setOnAction(_ -> {
                var rest = new ArrayList<>(model.view().get().query().filters());
                rest.remove(each);
                model.filter(rest);
            });
            chips.getChildren().add(chip);
        }
        chips.getChildren().add(filter);
    }

    private String said(LibraryFilter each) {
        return switch (each) {
            case LibraryFilter.Linked linked ->
                text(
                        "library.filter.linked",
                        linked.things().stream()
                                .flatMap(Set::stream)
                                .findFirst()
                                .flatMap(model::title)
                                .orElse("–"));
            case LibraryFilter.Bound(var value, var least, var bound) ->
                text(
                        "library.filter." + (least ? "least" : "most"),
                        text("library.value." + value.name().toLowerCase(java.util.Locale.ROOT)),
                        said(value, bound));
            case LibraryFilter.Missing(var part) ->
                text("library.missing." + part.name().toLowerCase(java.util.Locale.ROOT));
            case LibraryFilter.Organized(var yes) ->
                text(yes ? "library.filter.organized" : "library.filter.unorganized");
            case LibraryFilter.Favourite _ -> text("library.filter.favourite");
            case LibraryFilter.Copies(var several) ->
                text(several ? "library.filter.several" : "library.filter.single");
            case LibraryFilter.Words(var asked, var _) -> asked;
            case LibraryFilter.Titled(var title) -> title;
            case LibraryFilter.Dated(var beginning) -> text("library.filter.dated", beginning);
            case LibraryFilter.On(var on) ->
                text(
                        "library.filter.on",
                        model.servers().stream()
                                .filter(server -> on.contains(server.num()))
                                .map(Instance::name)
                                .collect(Collectors.joining(", ")));
            case LibraryFilter.Not(var not) -> text("library.filter.not", said(not));
            case LibraryFilter.Any(var any) ->
                any.stream().map(this::said).collect(Collectors.joining(text("library.filter.or")));
            case LibraryFilter.All(var all) -> all.stream().map(this::said).collect(Collectors.joining(", "));
        };
    }

    private String said(LibraryFilter.Value value, long bound) {
        return switch (value) {
            case RATING -> // half stars are said as they are
                bound > 0 && bound % RowWords.STAR == 0 ? RowWords.stars((int) bound) : String.valueOf(bound);
            case SIZE -> window.words().size(bound);
            case DURATION -> RowWords.length(bound);
            case CREATED ->
                window.words()
                        .time(
                                Instant.ofEpochMilli(bound),
                                window.services().clock().instant());
            case HEIGHT, PLAYS -> String.valueOf(bound);
        };
    }

    /// Only what things of this type can have.
    private void fillFilters(EntityType type) {
        filter.getItems().clear();
        choice(text("library.filter.favourite"), new LibraryFilter.Favourite());
        if (LibraryFilter.Organized.of(type)) {
            choice(text("library.filter.organized"), new LibraryFilter.Organized(true));
            choice(text("library.filter.unorganized"), new LibraryFilter.Organized(false));
        }
        choice(text("library.filter.several"), new LibraryFilter.Copies(true));
        choice(text("library.filter.single"), new LibraryFilter.Copies(false));
        if (LibraryFilter.Value.HEIGHT.of(type) || LibraryFilter.Value.RATING.of(type)) {
            filter.getItems().add(new SeparatorMenuItem());
        }
        if (LibraryFilter.Value.HEIGHT.of(type)) {
            for (int height : List.of(2_160, 1_080, 720)) {
                var bound = new LibraryFilter.Bound(LibraryFilter.Value.HEIGHT, true, height);
                choice(said(bound), bound);
            }
        }
        if (LibraryFilter.Value.RATING.of(type)) {
            for (int stars : List.of(100, 80, 60)) {
                choice(
                        text("library.filter.stars", RowWords.stars(stars)),
                        new LibraryFilter.Bound(LibraryFilter.Value.RATING, true, stars));
            }
        }
        var parts = LibraryFilter.Part.of(type);
        if (!parts.isEmpty()) {
            filter.getItems().add(new SeparatorMenuItem());
        }
        parts.forEach(part -> choice(
                text("library.missing." + part.name().toLowerCase(java.util.Locale.ROOT)),
                new LibraryFilter.Missing(part)));
    }

    private void choice(String words, LibraryFilter chosen) {
        var item = new MenuItem(words);
        item.setOnAction(_ -> model.add(chosen));
        filter.getItems().add(item);
    }

    private void showSorts(LibraryViewModel.View view) {
        var query = view.query();
        if (!stale(
                "sorts",
                List.of(
                        query.type(),
                        query.sort(),
                        query.downwards(),
                        query.everyCopy(),
                        query.text().isBlank()))) {
            return;
        }
        sort.setText(text("library.sort." + query.sort().word()));
        sort.getItems().clear();
        var offered = new ArrayList<>(LibrarySort.of(query.type()));
        if (!query.text().isBlank()) {
            offered.addFirst(LibrarySort.MATCH);
        }
        for (var each : offered) {
            var item = new RadioMenuItem(text("library.sort." + each.word()));
            item.setSelected(each == query.sort());
            item.setOnAction(_ -> model.sort(each, each.downwards()));
            sort.getItems().add(item);
        }
        var turned = new CheckMenuItem(text("library.sort-turned"));
        turned.setSelected(query.downwards() != query.sort().downwards());
        turned.setOnAction(_ -> model.sort(query.sort(), !query.downwards()));
        var copies = new CheckMenuItem(text("library.every-copy"));
        copies.setSelected(query.everyCopy());
        copies.setOnAction(_ -> model.everyCopy(copies.isSelected()));
        sort.getItems().addAll(new SeparatorMenuItem(), turned, copies);
    }

    boolean focusFilter() {
        search.requestFocus();
        return true;
    }

    void close() {
        thumbnails.close();
        if (list != null) {
            list.close();
        }
    }
}
