package io.pilothouse.ui.fleet;

import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.common.Words;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableRow;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// A line of the Fleet's table. The head of a group goes over all columns.
final class FleetTableRow extends TableRow<FleetLine> {

    private static final PseudoClass HEADING = PseudoClass.getPseudoClass("heading");

    private final Words words;
    private final HBox heading = new HBox(8);

    FleetTableRow(Words words) {
        this.words = words;
        heading.setAlignment(Pos.CENTER_LEFT);
        heading.getStyleClass().add("fleet-heading");
        heading.setMouseTransparent(true);
        heading.setManaged(false);
    }

    @Override
    protected void updateItem(FleetLine line, boolean nothing) {
        super.updateItem(line, nothing);
        boolean head = !nothing && line instanceof FleetLine.Heading;
        pseudoClassStateChanged(HEADING, head);
        heading.setVisible(head);
        setAccessibleText("");
        if (nothing || line == null) {
            return;
        }
        switch (line) {
            case FleetLine.Heading group -> {
                show(group);
                setAccessibleText(words.texts().text("shell.rail.section", group.title(), group.count()));
            }
            case FleetLine.Of(FleetRow row) ->
                setAccessibleText(
                        words.texts().text("fleet.row.spoken", row.instance().name(), words.state(row.state())));
        }
    }

    private void show(FleetLine.Heading group) {
        var arrow = new FontIcon(group.folded() ? Octicons.CHEVRON_RIGHT_16 : Octicons.CHEVRON_DOWN_16);
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

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        if (heading.isVisible() && !getChildren().contains(heading)) {
            getChildren().add(heading);
        }
        heading.resizeRelocate(0, 0, Math.max(0, getWidth()), Math.max(0, getHeight() - 1));
        heading.toFront();
    }
}
