package io.pilothouse.ui.fleet;

import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.table.CellDrawing;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The head of a group of instances: its name and how many are in which state.
final class FleetHead implements CellDrawing<FleetLine> {

    private final Words words;
    private final HBox heading = new HBox(8);

    FleetHead(Words words) {
        this.words = words;
        heading.setAlignment(Pos.CENTER_LEFT);
        heading.getStyleClass().add("fleet-heading");
    }

    @Override
    public Node node() {
        return heading;
    }

    @Override
    public void show(FleetLine line) {
        if (!(line instanceof FleetLine.Heading group)) {
            return;
        }
        var arrow = new Icon(group.folded() ? Octicons.CHEVRON_RIGHT_16 : Octicons.CHEVRON_DOWN_16);
        arrow.getStyleClass().addAll("small-icon", "muted-icon");
        var title = new Label(group.title());
        title.getStyleClass().add("text-strong");
        var count = new Label(words.number(group.count()));
        count.getStyleClass().add("text-muted");
        heading.getChildren().setAll(arrow, title, count);
        for (var tally : group.tallies()) {
            heading.getChildren().add(tally(words, tally, 12));
        }
    }

    /// @return "3 Down" with its shape
    static HBox tally(Words words, FleetLine.Tally tally, double size) {
        var number = new Label(words.number(tally.count()));
        number.getStyleClass().add("text-strong");
        var word = new Label(words.state(tally.state()));
        word.getStyleClass().add("text-muted");
        var box = new HBox(4, new StateShape(tally.state(), size), number, word);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }
}
