package io.pilothouse.ui.home;

import atlantafx.base.controls.SegmentedControl;
import atlantafx.base.controls.ToggleLabel;
import io.pilothouse.domain.home.AreaRow;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.HomeProblems.Found;
import io.pilothouse.domain.home.Registries.Area;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Wanted;
import io.pilothouse.ui.home.EntitiesViewModel.Place;
import io.pilothouse.ui.home.EntitiesViewModel.View;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.Grouping;
import io.pilothouse.ui.table.Heads;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.NaturalOrder;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The live entities: the house's places on the left, the table, what is known of one on the right.
final class EntitiesPage implements PageView {

    /// What changed later changed now.
    private static final Duration JUST_NOW = Duration.ofMinutes(1);

    /// What stands above the table.
    private record Troubles(int unavailable, int lowBattery, List<Found> failing) {
        int sum() {
            return unavailable + lowBattery + failing.size();
        }
    }

    private enum Together {
        AREA,
        DOMAIN,
        FLAT
    }

    private final HouseDesk desk;
    private final MemoryRows<EntityRow> rows = new MemoryRows<>(EntityRow::id);
    private final EntitiesViewModel model;
    private final RowTable<EntityRow> table;
    private final PlaceList places;
    private final FlowPane told = new FlowPane(16, 4);
    private final HBox problems = new HBox(16);
    private final Label live = new Label();
    private final ToggleButton onlyProblems;
    private final Sparks sparks;
    private final EntityPane pane;
    private final BorderPane root = new BorderPane();
    private Optional<Troubles> troubles = Optional.empty();
    private volatile Map<String, Integer> areaOrder = Map.of();
    private final Map<Together, Set<String>> folds = new EnumMap<>(Together.class);
    private final Button foldAll;
    private Together together = Together.AREA;
    private final Wanted<String> wanted;
    private Subscription awaiting = () -> {};

    /// @param wanted what is asked for elsewhere in the window
    EntitiesPage(HouseDesk desk, Wanted<String> wanted) {
        this.desk = desk;
        this.wanted = wanted;
        model = new EntitiesViewModel(desk.window().services(), desk.id(), rows);
        sparks = new Sparks(desk);
        pane = new EntityPane(desk, ids -> model.index().labelNames(ids));
        table = new RowTable<>(
                desk.window(),
                TableSpec.of("home.entities", desk.text("home.entities.title", desk.name()), rows, columns())
                        .sortedBy(new SortBy("area", false), new SortBy("name", false))
                        .withHeads(new Heads<>(EntityCells::groupOf, this::fold, () -> new EntityCells.Head(desk)))
                        .ofInstance(_ -> desk.id())
                        .withDetail(pane::of)
                        .toldBy(desk.id(), Optional::empty)
                        .whileLoading(desk.text("home.loading", desk.name()))
                        .fewAtATime());
        onlyProblems = new ToggleButton(desk.text("home.entities.only"));
        onlyProblems.setOnAction(
                _ -> model.show(onlyProblems.isSelected() ? new Place(Place.Kind.PROBLEMS, "") : Place.ALL));
        live.getStyleClass().addAll("text-muted", "text-second");
        foldAll = foldAll();
        table.setTools(groupings(), foldAll, live);
        table.whenAskedAgain(model::ask);
        table.whenShown(this::showWanted);
        group(Together.AREA);
        places = new PlaceList(desk, this::choose);
        problems.setAlignment(Pos.CENTER_LEFT);
        problems.setPadding(new Insets(6, 16, 6, 16));
        problems.getStyleClass().add("home-problems");
        told.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(told, Priority.ALWAYS);
        onlyProblems.setMinWidth(Region.USE_PREF_SIZE);
        problems.getChildren().setAll(told, onlyProblems);
        VBox.setVgrow(table, Priority.ALWAYS);
        root.setTop(problems);
        root.setLeft(places.node());
        root.setCenter(table);
        model.view().addListener((_, _, view) -> show(view));
        show(model.view().get());
    }

    private Node groupings() {
        var segments = new SegmentedControl();
        for (var one : Together.values()) {
            var segment =
                    new ToggleLabel(desk.text("home.entities.by." + one.name().toLowerCase(Locale.ROOT)));
            segment.setUserData(one);
            segments.getSegments().add(segment);
        }
        segments.getToggleGroup().selectToggle(segments.getSegments().getFirst());
        segments.getToggleGroup().selectedToggleProperty().addListener((_, _, toggle) -> {
            if (toggle instanceof ToggleLabel segment && segment.getUserData() instanceof Together chosen) {
                group(chosen);
            }
        });
        return segments;
    }

    private Set<String> folded() {
        return folds.computeIfAbsent(together, _ -> new HashSet<>());
    }

    private void group(Together wanted) {
        together = wanted;
        foldAll.setDisable(wanted == Together.FLAT);
        var none = desk.text("home.entities.noArea");
        table.group(
                switch (wanted) {
                    case AREA ->
                        Optional.of(new Grouping<>(
                                row -> row.area().isEmpty() ? none : row.area(),
                                EntityCells::heading,
                                Set.copyOf(folded())));
                    case DOMAIN ->
                        Optional.of(new Grouping<>(
                                row -> desk.domainWord(row.domain()), EntityCells::heading, Set.copyOf(folded())));
                    case FLAT -> Optional.empty();
                });
    }

    /// What a person chose is seen, though it was folded away in the whole house.
    private void choose(Place place) {
        var group =
                switch (place.kind()) {
                    case AREA ->
                        model.index().area(place.key()).map(Area::name).orElse(desk.text("home.entities.noArea"));
                    case DOMAIN -> desk.domainWord(place.key());
                    case ALL, FLOOR, PROBLEMS -> "";
                };
        if (folded().remove(group)) {
            group(together);
        }
        model.show(place);
    }

    private Button foldAll() {
        var button = new Button(null, new Icon(Octicons.FOLD_16));
        button.setId("home-fold-all");
        button.getStyleClass().addAll("flat", "icon-button");
        button.setAccessibleText(desk.text("home.entities.fold"));
        button.setTooltip(new Tooltip(button.getAccessibleText()));
        button.setOnAction(_ -> foldOrUnfold());
        return button;
    }

    private void foldOrUnfold() {
        if (!folded().isEmpty()) {
            folded().clear();
        } else if (together == Together.AREA) {
            model.view().get().counts().areas().stream().map(this::nameOf).forEach(folded()::add);
        } else {
            model.view().get().counts().domains().keySet().stream()
                    .map(desk::domainWord)
                    .forEach(folded()::add);
        }
        group(together);
    }

    private String nameOf(AreaRow area) {
        return area.none() ? desk.text("home.entities.noArea") : area.name();
    }

    private void fold(String group) {
        if (!folded().remove(group)) {
            folded().add(group);
        }
        group(together);
    }

    /// Areas as the house orders them, what has none last.
    private int compareAreas(EntityRow one, EntityRow other) {
        return Integer.compare(placeOf(one.area()), placeOf(other.area()));
    }

    private int placeOf(String area) {
        var place = areaOrder.get(area);
        return place == null ? Integer.MAX_VALUE : place;
    }

    private List<Column<EntityRow>> columns() {
        return List.of(
                Column.<EntityRow>text("name", "home.column.entity", EntityRow::name)
                        .sortedBy(Comparator.comparing(EntityRow::name, NaturalOrder.OF_NAMES))
                        .width(190)
                        .growing()
                        .drawn(EntityCells.Name::new),
                Column.<EntityRow>text("state", "home.column.state", desk::stateWord)
                        .exportedAs(EntityRow::value)
                        .width(150)
                        .drawn(() -> new EntityCells.State(desk)),
                Column.<EntityRow>text("spark", "home.column.day", _ -> "")
                        .inOurWords()
                        .width(84)
                        .notSortable()
                        .notFilterable()
                        .drawn(() -> new EntityCells.Spark(desk, sparks)),
                Column.<EntityRow>time(
                                "changed",
                                "home.column.changed",
                                row -> row.state()
                                        .filter(_ -> EntityCells.groupOf(row).isEmpty())
                                        .map(EntityState::changedAt),
                                this::ago)
                        .width(104),
                Column.<EntityRow>text("id", "home.column.id", EntityRow::id)
                        .width(206)
                        .upTo(240)
                        .drawn(EntityCells.Id::new),
                Column.<EntityRow>text("area", "home.column.area", EntityRow::area)
                        .width(120)
                        .sortedBy(this::compareAreas)
                        .hidden(),
                Column.<EntityRow>text("domain", "home.column.domain", row -> desk.domainWord(row.domain()))
                        .exportedAs(EntityRow::domain)
                        .width(100)
                        .hidden(),
                Column.<EntityRow>text("device", "home.column.device", EntityRow::device)
                        .width(140)
                        .hidden(),
                Column.<EntityRow>text("integration", "home.column.integration", EntityRow::platform)
                        .width(100)
                        .hidden(),
                Column.<EntityRow>text(
                                "labels",
                                "home.column.labels",
                                row -> String.join(", ", model.index().labelNames(row.labels())))
                        .hidden());
    }

    private String ago(Instant at) {
        var age = Duration.between(at, desk.now());
        return age.compareTo(JUST_NOW) < 0
                ? desk.text("home.entities.now")
                : desk.text("home.entities.ago", desk.window().words().age(age));
    }

    private void show(View view) {
        table.setProblem(view.loaded() ? Optional.empty() : view.problem());
        live.setText(
                !view.loaded()
                        ? ""
                        : view.live()
                                ? desk.text(
                                        "home.entities.live",
                                        desk.window().words().decimal(view.eventsPerSecond(), 1))
                                : desk.text("home.entities.notLive"));
        var now = new Troubles(view.counts().unavailable(), view.counts().lowBattery(), view.failing());
        if (!troubles.equals(Optional.of(now))) {
            troubles = Optional.of(now);
            show(now);
        }
        onlyProblems.setSelected(view.place().kind() == Place.Kind.PROBLEMS);
        order(view.counts().areas());
        places.show(view);
    }

    private void show(Troubles now) {
        var found = new ArrayList<Node>();
        var head = new Label(desk.text("home.entities.problems", now.sum()));
        head.getStyleClass().add("text-strong");
        found.add(head);
        if (now.unavailable() > 0) {
            found.add(new Label(desk.text("home.entities.unavailable", now.unavailable()), EntityCells.silent()));
        }
        if (now.lowBattery() > 0) {
            found.add(new Label(desk.text("home.entities.low", now.lowBattery()), EntityCells.low()));
        }
        for (var failing : now.failing()) {
            found.add(new Label(
                    desk.text(
                            "home.entities.failing",
                            failing.name(),
                            HouseDesk.said(desk.window().texts(), failing)),
                    EntityCells.low()));
        }
        told.getChildren().setAll(found);
        problems.setVisible(now.sum() > 0);
        problems.setManaged(now.sum() > 0);
    }

    private void order(List<AreaRow> inHouse) {
        var order = new HashMap<String, Integer>();
        inHouse.stream().filter(area -> !area.none()).forEach(area -> order.putIfAbsent(area.name(), order.size()));
        if (!order.equals(areaOrder)) {
            areaOrder = Map.copyOf(order);
            table.changed();
        }
    }

    /// Puts the cursor on the entity that was asked for elsewhere in the window, as soon as it is in the table.
    private void showWanted() {
        var id = wanted.of(desk.id());
        if (id.isEmpty() || !model.view().get().loaded()) {
            return;
        }
        var row = model.find(id.get());
        if (row.isEmpty()) {
            wanted.taken(); // it is gone
            return;
        }
        if (!model.view().get().place().holds(row.get())) {
            model.show(Place.ALL);
        }
        if (!table.filterText().isEmpty()) {
            table.filter("");
        }
        if (!folded().isEmpty()) {
            folded().clear();
            group(together);
        }
        table.select(id.get());
        if (table.selected().filter(it -> it.id().equals(id.get())).isPresent()) {
            wanted.taken();
        }
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        sparks.shown();
        pane.shown();
        model.begin();
        awaiting = wanted.await(this::showWanted);
        showWanted();
    }

    @Override
    public void hidden() {
        sparks.hidden();
        pane.hidden();
        awaiting.close();
        places.hidden();
        model.rest();
    }

    @Override
    public void close() {
        hidden();
        model.close();
        table.close();
    }

    @Override
    public boolean halfTyped() {
        return pane.halfTyped();
    }

    @Override
    public String typedWhat() {
        return pane.typedWhat();
    }

    @Override
    public boolean focusFilter() {
        return table.focusFilter();
    }
}
