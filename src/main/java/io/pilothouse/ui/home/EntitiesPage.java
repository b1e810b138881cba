package io.pilothouse.ui.home;

import io.pilothouse.domain.home.AreaRow;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.Target;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.ui.home.EntitiesViewModel.Place;
import io.pilothouse.ui.home.EntitiesViewModel.View;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// The live entities: the house's places on the left, the table, what is known of one on the right.
final class EntitiesPage implements PageView {

    private static final double PLACES_WIDTH = 200;
    /// What can be switched with one press.
    private static final Set<String> SWITCHED = Set.of("light", "switch", "fan", "input_boolean", "siren");

    /// A line of the list of places.
    ///
    /// @param place empty for a heading
    /// @param depth how far it is set in
    private record Line(Optional<Place> place, String words, int count, int depth) {}

    private final HouseDesk desk;
    private final MemoryRows<EntityRow> rows = new MemoryRows<>(EntityRow::id);
    private final EntitiesViewModel model;
    private final RowTable<EntityRow> table;
    private final ListView<Line> places = new ListView<>();
    private final HBox problems = new HBox(16);
    private final Label live = new Label();
    private final ToggleButton onlyProblems;
    private final BorderPane root = new BorderPane();
    private boolean filling;

    EntitiesPage(HouseDesk desk) {
        this.desk = desk;
        model = new EntitiesViewModel(desk.window().services(), desk.id(), rows);
        table = new RowTable<>(
                desk.window(),
                TableSpec.of("home.entities", desk.text("home.entities.title", desk.name()), rows, columns())
                        .sortedBy(new SortBy("area", false), new SortBy("name", false))
                        .ofInstance(_ -> desk.id())
                        .withDetail(this::detail)
                        .whileLoading(desk.text("home.loading", desk.name())));
        onlyProblems = new ToggleButton(desk.text("home.entities.only"));
        onlyProblems.setOnAction(
                _ -> model.show(onlyProblems.isSelected() ? new Place(Place.Kind.PROBLEMS, "") : Place.ALL));
        live.getStyleClass().addAll("text-muted", "text-second");
        table.setTools(live);
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
        var sheet = getClass().getResource("home.css");
        if (sheet != null) {
            root.getStylesheets().add(sheet.toExternalForm());
        }
        model.view().addListener((_, _, view) -> show(view));
        show(model.view().get());
    }

    private List<Column<EntityRow>> columns() {
        return List.of(
                Column.<EntityRow>text("name", "home.column.entity", EntityRow::name)
                        .width(220)
                        .growing(),
                Column.<EntityRow>text("state", "home.column.state", EntityRow::value)
                        .width(130),
                Column.<EntityRow>text("area", "home.column.area", EntityRow::area)
                        .width(120),
                Column.<EntityRow>time(
                                "changed",
                                "home.column.changed",
                                row -> row.state().map(EntityState::changedAt),
                                desk::time)
                        .width(110),
                Column.<EntityRow>text("id", "home.column.id", EntityRow::id).width(240),
                Column.<EntityRow>text("domain", "home.column.domain", EntityRow::domain)
                        .width(100)
                        .hidden(),
                Column.<EntityRow>text("device", "home.column.device", EntityRow::device)
                        .width(140)
                        .hidden(),
                Column.<EntityRow>text("integration", "home.column.integration", EntityRow::platform)
                        .width(100)
                        .hidden(),
                Column.<EntityRow>text("labels", "home.column.labels", row -> String.join(", ", row.labels()))
                        .hidden());
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
        var found = new ArrayList<Node>();
        int sum = view.unavailable() + view.lowBattery();
        var head = new Label(desk.text("home.entities.problems", sum));
        head.getStyleClass().add("text-strong");
        found.add(head);
        if (view.unavailable() > 0) {
            found.add(new Label(desk.text("home.entities.unavailable", view.unavailable())));
        }
        if (view.lowBattery() > 0) {
            found.add(new Label(desk.text("home.entities.low", view.lowBattery())));
        }
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        found.add(space);
        found.add(onlyProblems);
        problems.getChildren().setAll(found);
        problems.setVisible(sum > 0);
        problems.setManaged(sum > 0);
        onlyProblems.setSelected(view.place().kind() == Place.Kind.PROBLEMS);
        fillPlaces(view);
    }

    private void fillPlaces(View view) {
        var lines = new ArrayList<Line>();
        lines.add(new Line(Optional.of(Place.ALL), desk.text("home.entities.all", desk.name()), view.total(), 0));
        var floor = "";
        for (var area : view.areas()) {
            if (!area.floor().equals(floor) && !area.floor().isEmpty()) {
                floor = area.floor();
                lines.add(floor(view, floor));
            }
            lines.add(new Line(
                    Optional.of(new Place(Place.Kind.AREA, area.id())),
                    area.none() ? desk.text("home.entities.noArea") : area.name(),
                    area.entities(),
                    area.floor().isEmpty() ? 0 : 1));
        }
        lines.add(new Line(Optional.empty(), desk.text("home.entities.domains"), -1, 0));
        view.domains()
                .forEach((domain, count) -> lines.add(new Line(
                        Optional.of(new Place(Place.Kind.DOMAIN, domain)), domain.replace('_', ' '), count, 0)));
        if (!lines.equals(places.getItems())) {
            filling = true;
            places.getItems().setAll(lines);
            lines.stream()
                    .filter(line -> line.place().equals(Optional.of(view.place())))
                    .findFirst()
                    .ifPresent(places.getSelectionModel()::select);
            filling = false;
        }
    }

    private static Line floor(View view, String floor) {
        int count = view.areas().stream()
                .filter(area -> area.floor().equals(floor))
                .mapToInt(AreaRow::entities)
                .sum();
        return new Line(Optional.of(new Place(Place.Kind.FLOOR, floor)), floor, count, 0);
    }

    private static final class PlaceCell extends ListCell<Line> {
        @Override
        protected void updateItem(@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            setText(null);
            if (empty || line == null) {
                setGraphic(null);
                return;
            }
            var words = new Label(line.words());
            if (line.place().isEmpty()) {
                words.getStyleClass().add("field-label");
            }
            var space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            var count = new Label(line.count() < 0 ? "" : Integer.toString(line.count()));
            count.getStyleClass().addAll("text-muted", "text-second");
            var box = new HBox(8, words, space, count);
            box.setPadding(new Insets(0, 4, 0, 16.0 * line.depth()));
            setGraphic(box);
            setMouseTransparent(line.place().isEmpty());
        }
    }

    private Node detail(EntityRow row) {
        var facts = new LinkedHashMap<String, String>();
        facts.put(desk.text("home.column.state"), row.value());
        facts.put(desk.text("home.column.area"), row.area().isEmpty() ? desk.text("home.entities.noArea") : row.area());
        facts.put(desk.text("home.column.device"), row.device());
        facts.put(desk.text("home.column.integration"), row.platform());
        facts.put(desk.text("home.column.labels"), String.join(", ", row.labels()));
        facts.put(
                desk.text("home.column.changed"),
                row.state().map(state -> desk.time(state.changedAt())).orElse(""));
        var attributes = new LinkedHashMap<String, String>();
        row.attributes().forEach((key, value) -> attributes.put(key.replace('_', ' '), String.valueOf(value)));
        return new DetailPane(desk.name() + " · " + row.name(), row.id())
                .buttons(acts(row))
                .facts(facts)
                .heading(desk.text("home.entities.attributes"))
                .facts(attributes);
    }

    private Node[] acts(EntityRow row) {
        var acts = new ArrayList<Node>();
        if (SWITCHED.contains(row.domain())) {
            acts.add(act(row, "turn_on", Octicons.SUN_16));
            acts.add(act(row, "turn_off", Octicons.MOON_16));
        } else if (row.domain().equals("scene") || row.domain().equals("script")) {
            acts.add(act(row, "turn_on", Octicons.PLAY_16));
        } else if (row.domain().equals("automation")) {
            acts.add(act(row, "trigger", Octicons.PLAY_16));
        }
        var actions = new Button(desk.text("home.entities.actions"), new FontIcon(Octicons.ZAP_16));
        actions.setOnAction(_ -> desk.window().navigation().go(new Location.OfInstance(desk.id(), "services")));
        acts.add(actions);
        return acts.toArray(Node[]::new);
    }

    private Button act(EntityRow row, String service, org.kordamp.ikonli.Ikon icon) {
        var verb = desk.text("home.verb." + service);
        var button = new Button(desk.text("home.verb.at", verb, desk.name()), new FontIcon(icon));
        button.setId("home-" + service.replace('_', '-'));
        var call = new ServiceCall(row.domain(), service, Target.entity(row.id()), Map.of(), false);
        button.setOnAction(_ -> desk.act(
                desk.homes().act(desk.id(), call, 1),
                verb + " " + row.name(),
                verb,
                desk.text("home.verb.effect", row.id(), desk.name()),
                (homes, consent) -> homes.call(desk.id(), call, consent),
                _ -> desk.said(desk.text("home.verb.done", verb, row.name()))));
        return button;
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        model.begin();
    }

    @Override
    public void hidden() {
        model.rest();
    }

    @Override
    public void close() {
        model.close();
        table.close();
    }

    @Override
    public boolean focusFilter() {
        return table.focusFilter();
    }
}
