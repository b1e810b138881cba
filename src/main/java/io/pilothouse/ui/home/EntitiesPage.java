package io.pilothouse.ui.home;

import atlantafx.base.controls.SegmentedControl;
import atlantafx.base.controls.ToggleLabel;
import io.pilothouse.domain.home.AreaRow;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.HomeProblems.Found;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.ui.home.EntitiesViewModel.Place;
import io.pilothouse.ui.home.EntitiesViewModel.View;
import io.pilothouse.ui.home.PlaceCounts.Trouble;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.Grouping;
import io.pilothouse.ui.table.Heads;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The live entities: the house's places on the left, the table, what is known of one on the right.
final class EntitiesPage implements PageView {

    private static final double PLACES_WIDTH = 208;
    /// What changed later changed now.
    private static final Duration JUST_NOW = Duration.ofMinutes(1);

    /// A line of the list of places.
    ///
    /// @param place empty for a heading
    /// @param depth how far it is set in
    /// @param drawing see [HomeIcon]; empty for none
    /// @param trouble what is wrong there
    private record Line(
            Optional<Place> place, String words, int count, int depth, String drawing, Optional<Trouble> trouble) {}

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
    private final ListView<Line> places = new ListView<>();
    private final HBox problems = new HBox(16);
    private final Label live = new Label();
    private final ToggleButton onlyProblems;
    private final Sparks sparks;
    private final EntityPane pane;
    private final BorderPane root = new BorderPane();
    private Optional<Troubles> troubles = Optional.empty();
    private volatile Map<String, Integer> areaOrder = Map.of();
    private final Set<String> folded = new HashSet<>();
    private Together together = Together.AREA;
    private boolean filling;

    EntitiesPage(HouseDesk desk) {
        this.desk = desk;
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
                        .whileLoading(desk.text("home.loading", desk.name())));
        onlyProblems = new ToggleButton(desk.text("home.entities.only"));
        onlyProblems.setOnAction(
                _ -> model.show(onlyProblems.isSelected() ? new Place(Place.Kind.PROBLEMS, "") : Place.ALL));
        live.getStyleClass().addAll("text-muted", "text-second");
        table.setTools(groupings(), live);
        table.whenAskedAgain(model::ask);
        group(Together.AREA);
        places.setId("home-places");
        places.setAccessibleText(desk.text("home.entities.places"));
        places.setPrefWidth(PLACES_WIDTH);
        places.getStyleClass().add("home-places");
        places.setCellFactory(_ -> new PlaceCell());
        places.getSelectionModel().selectedItemProperty().addListener((_, _, line) -> {
            if (!filling && line != null) {
                line.place().ifPresent(model::show);
            }
        });
        problems.setAlignment(Pos.CENTER_LEFT);
        problems.setPadding(new Insets(6, 16, 6, 16));
        problems.getStyleClass().add("home-problems");
        VBox.setVgrow(table, Priority.ALWAYS);
        root.setTop(problems);
        root.setLeft(places);
        root.setCenter(table);
        HouseDesk.dress(root);
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

    private void group(Together wanted) {
        together = wanted;
        var none = desk.text("home.entities.noArea");
        table.group(
                switch (wanted) {
                    case AREA ->
                        Optional.of(new Grouping<>(
                                row -> row.area().isEmpty() ? none : row.area(),
                                EntityCells::heading,
                                Set.copyOf(folded)));
                    case DOMAIN ->
                        Optional.of(
                                new Grouping<>(row -> domain(row.domain()), EntityCells::heading, Set.copyOf(folded)));
                    case FLAT -> Optional.empty();
                });
    }

    private void fold(String group) {
        if (!folded.remove(group)) {
            folded.add(group);
        }
        group(together);
    }

    /// Areas as the house orders them, what has none last.
    private int compareAreas(EntityRow one, EntityRow other) {
        return Integer.compare(placeOf(one.area()), placeOf(other.area()));
    }

    private int placeOf(String area) {
        return areaOrder.getOrDefault(area, Integer.MAX_VALUE);
    }

    /// "binary_sensor" to "Binary sensor".
    private static String domain(String domain) {
        var words = domain.replace('_', ' ');
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private List<Column<EntityRow>> columns() {
        return List.of(
                Column.<EntityRow>text("name", "home.column.entity", EntityRow::name)
                        .width(190)
                        .drawn(EntityCells.Name::new),
                Column.<EntityRow>text("state", "home.column.state", EntityRow::value)
                        .width(116)
                        .drawn(EntityCells.State::new),
                Column.<EntityRow>text("spark", "home.column.day", _ -> "")
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
                        .width(88),
                Column.<EntityRow>text("id", "home.column.id", EntityRow::id)
                        .width(174)
                        .growing()
                        .drawn(EntityCells.Id::new),
                Column.<EntityRow>text("area", "home.column.area", EntityRow::area)
                        .width(120)
                        .sortedBy(this::compareAreas)
                        .hidden(),
                Column.<EntityRow>text("domain", "home.column.domain", EntityRow::domain)
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
        fillPlaces(view);
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
            found.add(new Label(desk.text("home.entities.failing", failing.name(), failing.text()), EntityCells.low()));
        }
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        found.add(space);
        found.add(onlyProblems);
        problems.getChildren().setAll(found);
        problems.setVisible(now.sum() > 0);
        problems.setManaged(now.sum() > 0);
    }

    private void fillPlaces(View view) {
        var inHouse = view.counts().areas();
        var order = new HashMap<String, Integer>();
        inHouse.stream().filter(area -> !area.none()).forEach(area -> order.putIfAbsent(area.name(), order.size()));
        if (!order.equals(areaOrder)) {
            areaOrder = Map.copyOf(order);
            table.changed();
        }
        var lines = new ArrayList<Line>();
        long floors = inHouse.stream()
                .map(AreaRow::floor)
                .filter(floor -> !floor.isEmpty())
                .distinct()
                .count();
        long areas = inHouse.stream().filter(area -> !area.none()).count();
        lines.add(new Line(
                Optional.empty(), desk.text("home.entities.areas", areas, floors), -1, 0, "", Optional.empty()));
        lines.add(new Line(
                Optional.of(Place.ALL),
                desk.text("home.entities.all", desk.name()),
                view.total(),
                0,
                "house",
                Optional.empty()));
        var floor = "";
        for (var area : inHouse) {
            if (!area.floor().equals(floor) && !area.floor().isEmpty()) {
                floor = area.floor();
                lines.add(floor(inHouse, floor));
            }
            lines.add(new Line(
                    Optional.of(new Place(Place.Kind.AREA, area.id())),
                    area.none() ? desk.text("home.entities.noArea") : area.name(),
                    area.entities(),
                    area.floor().isEmpty() ? 0 : 1,
                    HomeIcon.drawing(area),
                    Optional.ofNullable(view.counts().troubles().get(area.id()))));
        }
        lines.add(new Line(Optional.empty(), desk.text("home.entities.domains"), -1, 0, "", Optional.empty()));
        view.counts()
                .domains()
                .forEach((domain, count) -> lines.add(new Line(
                        Optional.of(new Place(Place.Kind.DOMAIN, domain)),
                        domain(domain),
                        count,
                        0,
                        HomeIcon.domain(domain),
                        Optional.empty())));
        filling = true;
        var before = places.getItems();
        if (before.size() == lines.size()) { // most often only numbers changed
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).equals(before.get(i))) {
                    before.set(i, lines.get(i));
                }
            }
        } else {
            before.setAll(lines);
        }
        lines.stream()
                .filter(line -> line.place().equals(Optional.of(view.place())))
                .findFirst()
                .ifPresentOrElse(places.getSelectionModel()::select, places.getSelectionModel()::clearSelection);
        filling = false;
    }

    private static Line floor(List<AreaRow> areas, String floor) {
        int count = areas.stream()
                .filter(area -> area.floor().equals(floor))
                .mapToInt(AreaRow::entities)
                .sum();
        return new Line(Optional.of(new Place(Place.Kind.FLOOR, floor)), floor, count, 0, "floor", Optional.empty());
    }

    private static final class PlaceCell extends ListCell<Line> {
        private final HomeIcon icon = new HomeIcon();
        private final Label words = new Label();
        private final Region space = new Region();
        private final StackPane trouble = new StackPane();
        private final Label count = new Label();
        private final HBox box = new HBox(8, icon, words, space, trouble, count);

        PlaceCell() {
            HBox.setHgrow(space, Priority.ALWAYS);
            box.setAlignment(Pos.CENTER_LEFT);
            count.getStyleClass().addAll("text-muted", "text-second");
        }

        @Override
        protected void updateItem(@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            setText(null);
            if (empty || line == null) {
                setGraphic(null);
                return;
            }
            boolean heading = line.place().isEmpty();
            words.setText(line.words());
            words.getStyleClass().removeAll("field-label");
            if (heading) {
                words.getStyleClass().add("field-label");
            }
            shown(icon, !heading);
            icon.show(line.drawing());
            trouble.getChildren()
                    .setAll(
                            line
                                    .trouble()
                                    .map(what -> what == Trouble.SILENT ? EntityCells.silent() : EntityCells.low())
                                    .stream()
                                    .toList());
            shown(trouble, line.trouble().isPresent());
            count.setText(line.count() < 0 ? "" : Integer.toString(line.count()));
            box.setPadding(new Insets(0, 4, 0, 20.0 * line.depth()));
            setGraphic(box);
            setMouseTransparent(heading);
        }

        private static void shown(Node node, boolean shown) {
            node.setVisible(shown);
            node.setManaged(shown);
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
    }

    @Override
    public void hidden() {
        sparks.hidden();
        pane.hidden();
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
    public boolean focusFilter() {
        return table.focusFilter();
    }
}
