package io.pilothouse.ui.home;

import io.pilothouse.domain.home.AreaRow;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.home.EntitiesViewModel.Place;
import io.pilothouse.ui.home.EntitiesViewModel.View;
import io.pilothouse.ui.home.PlaceCounts.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// The floors, areas and domains of a house, with how much is in each. FX thread only.
///
/// A house comes as a whole, table and all: the lines that are in sight are put in a few at a time, so that
/// the window answers in between.
final class PlaceList {

    private static final double WIDTH = 224;
    /// Lines that are drawn for the first time in one go.
    private static final int AT_ONCE = 2;
    /// Lines behind these are out of sight in most windows: they cost nothing until they are scrolled to.
    private static final int IN_SIGHT = 36;

    private static final Duration NEXT = Duration.ofMillis(20);

    /// @param place empty for a heading
    /// @param depth how far it is set in
    /// @param drawing see [HomeIcon]; empty for none
    /// @param trouble what is wrong there
    private record Line(
            Optional<Place> place, String words, int count, int depth, String drawing, Optional<Trouble> trouble) {}

    private final HouseDesk desk;
    private final ListView<Line> list = new ListView<>();
    private List<Line> lines = List.of();
    private @Nullable PlaceCounts counts;
    private int total;
    private Place shown = Place.ALL;
    private Subscription next = () -> {};
    private boolean comingIn;
    private boolean filling;

    /// @param chosen told of the place a person chose
    PlaceList(HouseDesk desk, Consumer<Place> chosen) {
        this.desk = desk;
        list.setId("home-places");
        list.setAccessibleText(desk.text("home.entities.places"));
        list.setPrefWidth(WIDTH);
        list.getStyleClass().add("home-places");
        list.setCellFactory(_ -> new PlaceCell());
        list.getSelectionModel().selectedItemProperty().addListener((_, _, line) -> {
            if (!filling && line != null) {
                line.place().ifPresent(chosen);
            }
        });
    }

    Node node() {
        return list;
    }

    void show(View view) {
        if (view.counts() != counts || view.total() != total) { // counted once a second, shown ten times
            counts = view.counts();
            total = view.total();
            lines = linesOf(view);
        } else if (view.place().equals(shown) && list.getItems().size() == lines.size()) {
            return;
        }
        shown = view.place();
        var before = list.getItems();
        filling = true;
        if (lines.size() < before.size()) {
            before.setAll(lines);
        }
        for (int i = 0; i < before.size(); i++) { // most often only numbers changed
            put(i);
        }
        select();
        filling = false;
        if (before.size() < lines.size() && !comingIn) {
            comingIn = true;
            next = desk.window().services().later().after(NEXT, this::more);
        }
    }

    private void put(int at) {
        if (!lines.get(at).equals(list.getItems().get(at))) {
            list.getItems().set(at, lines.get(at));
        }
    }

    private void more() {
        int from = list.getItems().size();
        int until = from + AT_ONCE >= IN_SIGHT ? lines.size() : Math.min(from + AT_ONCE, lines.size());
        filling = true;
        list.getItems().addAll(lines.subList(Math.min(from, until), until));
        select();
        filling = false;
        comingIn = until < lines.size();
        if (comingIn) {
            next = desk.window().services().later().after(NEXT, this::more);
        }
    }

    private void select() {
        list.getItems().stream()
                .filter(line -> line.place().equals(Optional.of(shown)))
                .findFirst()
                .ifPresentOrElse(list.getSelectionModel()::select, list.getSelectionModel()::clearSelection);
    }

    /// What has not come in yet comes in with the next news of the house.
    void hidden() {
        next.close();
        comingIn = false;
    }

    private List<Line> linesOf(View view) {
        var inHouse = view.counts().areas();
        var made = new ArrayList<Line>();
        long floors = inHouse.stream()
                .map(AreaRow::floor)
                .filter(floor -> !floor.isEmpty())
                .distinct()
                .count();
        long areas = inHouse.stream().filter(area -> !area.none()).count();
        made.add(heading(desk.text("home.entities.areas", areas, floors)));
        made.add(new Line(
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
                made.add(floor(inHouse, floor));
            }
            made.add(new Line(
                    Optional.of(new Place(Place.Kind.AREA, area.id())),
                    area.none() ? desk.text("home.entities.noArea") : area.name(),
                    area.entities(),
                    area.floor().isEmpty() ? 0 : 1,
                    HomeIcon.drawing(area),
                    Optional.ofNullable(view.counts().troubles().get(area.id()))));
        }
        made.add(heading(desk.text("home.entities.domains")));
        view.counts()
                .domains()
                .forEach((domain, count) -> made.add(new Line(
                        Optional.of(new Place(Place.Kind.DOMAIN, domain)),
                        desk.domainWord(domain),
                        count,
                        0,
                        HomeIcon.domain(domain),
                        Optional.empty())));
        return made;
    }

    private static Line heading(String words) {
        return new Line(Optional.empty(), words, -1, 0, "", Optional.empty());
    }

    private static Line floor(List<AreaRow> areas, String floor) {
        int count = areas.stream()
                .filter(area -> area.floor().equals(floor))
                .mapToInt(AreaRow::entities)
                .sum();
        return new Line(Optional.of(new Place(Place.Kind.FLOOR, floor)), floor, count, 0, "floor", Optional.empty());
    }

    /// A list makes cells for all lines that fit into it, the empty ones too: only those with a line have
    /// something in them.
    private final class PlaceCell extends ListCell<Line> {
        private @Nullable PlaceRow row;

        @Override
        protected void updateItem(@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            setText(null);
            if (empty || line == null) {
                if (row != null) { // hidden, not taken out: what is put in again is styled anew
                    row.setVisible(false);
                }
                return;
            }
            var drawn = row == null ? new PlaceRow() : row;
            row = drawn;
            drawn.setVisible(true);
            drawn.show(line);
            setGraphic(drawn);
            setMouseTransparent(line.place().isEmpty());
            // a name that is too long for the list ends in dots, and its number stays in sight; a heading stays whole
            setPrefWidth(line.place().isEmpty() ? USE_COMPUTED_SIZE : 0);
        }
    }

    private final class PlaceRow extends HBox {
        private final HomeIcon icon = new HomeIcon();
        private final Label words = new Label();
        private final StackPane trouble = new StackPane();
        private final Label count = new Label();

        PlaceRow() {
            super(8);
            var space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            setAlignment(Pos.CENTER_LEFT);
            count.getStyleClass().addAll("text-muted", "text-second");
            count.setMinWidth(USE_PREF_SIZE);
            getChildren().setAll(icon, words, space, trouble, count);
        }

        void show(Line line) {
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
            count.setText(line.count() < 0 ? "" : desk.window().words().number(line.count()));
            setPadding(new Insets(0, 4, 0, 20.0 * line.depth()));
        }

        private static void shown(Node node, boolean shown) {
            node.setVisible(shown);
            node.setManaged(shown);
        }
    }
}
