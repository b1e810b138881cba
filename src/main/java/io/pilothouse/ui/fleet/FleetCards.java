package io.pilothouse.ui.fleet;

import io.pilothouse.ui.common.Rows;
import io.pilothouse.ui.shell.InstanceMenu;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The Fleet as cards, as many beside each other as fit. Only cards on screen are made. FX thread only.
final class FleetCards {

    private static final double LEAST_WIDTH = 232;
    private static final double GAP = 12;
    private static final double EDGE = 16;

    private final WindowContext window;
    private final FleetViewModel model;
    private final FleetPeek peek;
    private final ObservableList<FleetLine> shown;
    private final Rows<List<FleetLine>> cardLines = new Rows<>();
    private final ListView<List<FleetLine>> list = new ListView<>();
    private int columns = 4;

    /// @param shown the lines in order, with the heads of groups
    FleetCards(WindowContext window, FleetViewModel model, FleetPeek peek, ObservableList<FleetLine> shown) {
        this.shown = shown;
        this.window = window;
        this.model = model;
        this.peek = peek;
        list.setId("fleet-cards");
        list.getStyleClass().add("fleet-cards");
        list.setFocusTraversable(false); // the cards in it are
        list.setAccessibleText(window.texts().text("fleet.table.spoken"));
        list.setCellFactory(_ -> new Line());
        list.widthProperty().subscribe(width -> {
            int fit = Math.max(1, (int) ((width.doubleValue() - 2 * EDGE + GAP) / (LEAST_WIDTH + GAP)));
            if (fit != columns) {
                columns = fit;
                refill();
            }
        });
        list.setItems(cardLines);
        shown.addListener((ListChangeListener<FleetLine>) _ -> {
            if (list.getScene() != null) { // else nobody sees them; whoever shows them fills them anew
                refill();
            }
        });
        refill();
    }

    Node node() {
        return list;
    }

    /// Brings the cards up to date.
    void refill() {
        var lines = new ArrayList<List<FleetLine>>();
        var line = new ArrayList<FleetLine>();
        for (var each : shown) {
            if (each instanceof FleetLine.Heading || line.size() == columns) {
                if (!line.isEmpty()) {
                    lines.add(List.copyOf(line));
                }
                line.clear();
            }
            if (each instanceof FleetLine.Heading) {
                lines.add(List.of(each));
            } else {
                line.add(each);
            }
        }
        if (!line.isEmpty()) {
            lines.add(List.copyOf(line));
        }
        cardLines.replace(lines);
    }

    /// A line of cards, or the head of a group.
    private final class Line extends ListCell<List<FleetLine>> {
        private final HBox row = new HBox(GAP);
        private final List<InstanceTile> tiles = new ArrayList<>();
        private final HBox heading = new HBox(8);

        Line() {
            setPrefWidth(0);
            row.getStyleClass().add("card-line");
            heading.getStyleClass().add("fleet-heading");
        }

        @Override
        protected void updateItem(List<FleetLine> line, boolean nothing) {
            super.updateItem(line, nothing);
            if (nothing || line == null) {
                setGraphic(null);
            } else if (line.getFirst() instanceof FleetLine.Heading group) {
                var title = new javafx.scene.control.Label(group.title());
                title.getStyleClass().add("text-strong");
                heading.getChildren().setAll(title);
                group.tallies().forEach(tally -> heading.getChildren().add(FleetHead.tally(window.words(), tally, 12)));
                heading.setOnMouseClicked(_ -> model.fold(group.key()));
                setGraphic(heading);
            } else {
                show(line);
                setGraphic(row);
            }
        }

        private void show(List<FleetLine> line) {
            while (tiles.size() < columns) {
                var tile = new InstanceTile(window.words(), InstanceTile.Detail.FULL);
                tile.getStyleClass().add("card-box");
                tile.setFocusTraversable(true);
                tile.setAccessibleRole(AccessibleRole.BUTTON);
                tile.setPrefWidth(LEAST_WIDTH);
                HBox.setHgrow(tile, Priority.ALWAYS);
                tile.setMaxWidth(Double.MAX_VALUE);
                tiles.add(tile);
            }
            row.getChildren().clear();
            for (int i = 0; i < columns; i++) {
                if (i < line.size() && line.get(i) instanceof FleetLine.Of(FleetRow shown)) {
                    model.want(shown.instance().id());
                    var tile = tiles.get(i);
                    tile.show(shown);
                    act(tile, shown);
                    row.getChildren().add(tile);
                } else {
                    var space = new Region();
                    space.setPrefWidth(LEAST_WIDTH);
                    HBox.setHgrow(space, Priority.ALWAYS);
                    space.setMaxWidth(Double.MAX_VALUE);
                    row.getChildren().add(space);
                }
            }
        }

        private void act(InstanceTile tile, FleetRow shown) {
            var id = shown.instance().id();
            tile.setOnMouseClicked(event -> {
                tile.requestFocus();
                if (event.getButton() == MouseButton.PRIMARY) {
                    window.navigation().goTo(id);
                }
            });
            tile.setOnContextMenuRequested(event -> {
                window.actions()
                        .showMenu(InstanceMenu.ACTIONS, Optional.of(id), tile, event.getScreenX(), event.getScreenY());
                event.consume();
            });
            tile.setOnKeyPressed(event -> {
                if (event.getCode() == KeyCode.ENTER) {
                    window.navigation().goTo(id);
                    event.consume();
                } else if (event.getCode() == KeyCode.SPACE) {
                    peek.toggle(id);
                    event.consume();
                }
            });
        }
    }
}
