package io.pilothouse.ui.library;

import io.pilothouse.domain.library.LibraryRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/// Tiles in rows, of which only the visible ones exist. Says when its end comes into sight. FX thread
/// only.
final class PictureGrid extends ListView<List<LibraryRow>> {

    private static final double GAP = 12;
    private static final double EDGES = 48;

    private final Tile.Look look;
    private final Consumer<LibraryRow> chosen;
    private final Runnable nearEnd;
    private List<LibraryRow> rows = List.of();
    private int columns = 1;
    private double width = Tile.WIDTH;
    private @Nullable Object marked;

    PictureGrid(Tile.Look look, Consumer<LibraryRow> chosen, Runnable nearEnd) {
        this.look = look;
        this.chosen = chosen;
        this.nearEnd = nearEnd;
        getStyleClass().add("library-grid");
        setFixedCellSize(Tile.height(width) + GAP);
        setCellFactory(_ -> new Cell());
        widthProperty().subscribe(all -> {
            double room = all.doubleValue() - EDGES;
            int fit = Math.max(1, (int) ((room + GAP) / (Tile.WIDTH + GAP)));
            double each = Math.max(Tile.WIDTH, Math.floor((room - (fit - 1) * GAP) / fit));
            if (fit != columns || each != width) {
                columns = fit;
                width = each;
                setFixedCellSize(Tile.height(width) + GAP);
                lay();
                refresh();
            }
        });
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER && getSelectionModel().getSelectedItem() != null) {
                chosen.accept(getSelectionModel().getSelectedItem().getFirst());
            }
        });
    }

    void show(List<LibraryRow> newRows) {
        rows = newRows;
        lay();
    }

    /// @param key of the thing that is shown beside; null for none
    void mark(@Nullable Object key) {
        marked = key;
        refresh();
    }

    /// Asks again for pictures that did not come.
    void lookAgain() {
        lookupAll(".library-tile").forEach(tile -> ((Tile) tile).lookAgain());
    }

    private void lay() {
        var lines = new ArrayList<List<LibraryRow>>();
        for (int from = 0; from < rows.size(); from += columns) {
            lines.add(rows.subList(from, Math.min(rows.size(), from + columns)));
        }
        var before = getItems();
        int same = 0; // keeps the place when rows were only added
        while (same < Math.min(before.size(), lines.size()) && before.get(same).equals(lines.get(same))) {
            same++;
        }
        before.remove(same, before.size());
        before.addAll(lines.subList(same, lines.size()));
    }

    private final class Cell extends ListCell<List<LibraryRow>> {
        private final HBox line = new HBox(GAP);
        private final List<Tile> tiles = new ArrayList<>();

        Cell() {
            getStyleClass().add("library-line");
        }

        @Override
        protected void updateItem(List<LibraryRow> item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                tiles.forEach(Tile::leave);
                setGraphic(null);
                return;
            }
            while (tiles.size() < item.size()) {
                var tile = new Tile(look);
                tile.setOnMouseClicked(_ -> tile.row().ifPresent(chosen));
                tile.setOnKeyPressed(event -> {
                    if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                        tile.row().ifPresent(chosen);
                        event.consume();
                    }
                });
                tiles.add(tile);
            }
            line.getChildren().setAll(tiles.subList(0, item.size()));
            for (int i = 0; i < item.size(); i++) {
                tiles.get(i).wide(width);
                tiles.get(i).show(item.get(i), item.get(i).key().equals(marked));
            }
            setGraphic(line);
            if (getIndex() >= getListView().getItems().size() - 4) {
                nearEnd.run();
            }
        }
    }
}
