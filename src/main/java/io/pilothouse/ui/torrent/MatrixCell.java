package io.pilothouse.ui.torrent;

import io.pilothouse.domain.torrent.Distribution;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// One figure of the matrix: how many torrents and how large, or that the client lacks the category. What it
/// says is changed in place, which is quick and leaves the focus where it is. FX thread only.
final class MatrixCell extends HBox {

    private static final double NARROWEST = 130;

    private final WindowContext window;
    private final String category;
    private final String client;
    private final Hyperlink count = new Hyperlink();
    private final Label none = new Label();
    private final Label bytes = new Label();
    private final Hyperlink make = new Hyperlink();
    private final Tooltip parts = new Tooltip();
    private Optional<Shown> shown = Optional.empty();

    private record Shown(Distribution.Cell cell, boolean lacking) {}

    /// @param category as people read it
    /// @param open     shows the torrents of the cell
    /// @param create   makes the category that is missing
    MatrixCell(WindowContext window, String category, String client, Runnable open, Runnable create) {
        this.window = window;
        this.category = category;
        this.client = client;
        count.getStyleClass().add("torrent-cell");
        count.setOnAction(_ -> open.run());
        none.getStyleClass().add("torrent-hole");
        none.setMinWidth(Region.USE_PREF_SIZE);
        bytes.getStyleClass().add("text-muted");
        make.setText(text("torrent.matrix.create-one"));
        make.getStyleClass().add("torrent-create");
        make.setAccessibleText(text("torrent.matrix.create-where", category, client));
        make.setOnAction(_ -> create.run());
        spread(this, count, none, spring(), bytes, make);
        setMinWidth(Region.USE_COMPUTED_SIZE);
        Tooltip.install(this, parts);
    }

    @Override
    protected double computeMinWidth(double height) {
        return Math.max(NARROWEST, super.computeMinWidth(height));
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    /// @param lacking whether the client should have the category and has not
    void show(Distribution.Cell cell, boolean lacking) {
        var now = new Shown(cell, lacking);
        if (shown.filter(now::equals).isPresent()) {
            return;
        }
        shown = Optional.of(now);
        var figure = window.words().number(cell.count());
        count.setText(figure);
        count.setAccessibleText(text("torrent.matrix.cell", cell.count(), category, client));
        none.setText(cell.count() == 0 ? text("torrent.matrix.no-category") : figure);
        bytes.setText(cell.count() == 0 ? text("common.none") : window.words().size(cell.bytes()));
        visible(count, !lacking);
        visible(bytes, !lacking);
        visible(none, lacking);
        visible(make, lacking);
        parts.setText(parts(cell));
    }

    /// @return the cell state by state, where there is more to say than its figure
    private String parts(Distribution.Cell cell) {
        var said = new ArrayList<String>();
        part(said, "downloading", cell.downloading());
        part(said, "seeding", cell.seeding());
        part(said, "stalled", cell.stalled());
        part(said, "stopped", cell.stopped());
        part(said, "errors", cell.errors());
        var what = text("torrent.matrix.cell", cell.count(), category, client);
        return said.isEmpty() ? what : what + "\n" + String.join(" · ", said);
    }

    private void part(ArrayList<String> said, String tab, long some) {
        if (some > 0) {
            said.add(text("torrent.tab." + tab) + " " + window.words().number(some));
        }
    }

    private static void visible(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    static Region spring() {
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    /// Where it is narrow the words give way, never the figure or the link.
    static void spread(HBox box, Node... parts) {
        ((Region) parts[parts.length - 1]).setMinWidth(Region.USE_PREF_SIZE);
        box.getChildren().setAll(parts);
        box.setSpacing(8);
        box.getStyleClass().add("torrent-matrix-cell");
        box.setAlignment(Pos.CENTER_LEFT);
        box.setMinWidth(NARROWEST);
        GridPane.setHgrow(box, Priority.ALWAYS);
    }
}
