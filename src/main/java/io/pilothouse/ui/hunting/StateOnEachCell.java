package io.pilothouse.ui.hunting;

import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.StyleClasses;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.hunting.StateOnEach.On;
import io.pilothouse.ui.table.CellDrawing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The signs of several instances in one cell: the tile of each with the shape of how the title stands there. FX
/// thread only.
final class StateOnEachCell<R> implements CellDrawing<R> {

    private final Texts texts;
    private final Function<R, List<On>> each;
    private final HBox box = new HBox(10);
    private final Tooltip hint = new Tooltip();
    private final List<Sign> signs = new ArrayList<>();

    StateOnEachCell(Texts texts, Function<R, List<On>> each) {
        this.texts = texts;
        this.each = each;
        box.setAlignment(Pos.CENTER_LEFT);
        box.setAccessibleRole(AccessibleRole.TEXT);
        Tooltip.install(box, hint);
    }

    @Override
    public Node node() {
        return box;
    }

    @Override
    public void show(R row) {
        var shown = each.apply(row);
        var said = StateOnEach.said(shown, texts);
        while (signs.size() < shown.size()) {
            signs.add(new Sign());
        }
        for (int i = 0; i < shown.size(); i++) {
            signs.get(i).show(shown.get(i));
        }
        if (box.getChildren().size() != shown.size()) {
            box.getChildren().setAll(signs.subList(0, shown.size()));
        }
        box.setAccessibleText(said);
        hint.setText(said.replace(" · ", "\n"));
    }

    /// One instance; shows another one in the next row.
    private final class Sign extends HBox {
        private final Monogram tile = new Monogram(Monogram.Size.SMALL);
        private final Icon icon = new Icon();
        private final Label label = new Label("", icon);

        Sign() {
            super(4);
            icon.getStyleClass().add("small-icon");
            label.setMinWidth(0);
            setAlignment(Pos.CENTER_LEFT);
            getChildren().setAll(tile, label);
        }

        void show(On on) {
            tile.show(on.instance());
            icon.setIconCode(
                    switch (on.state()) {
                        case THERE -> Octicons.CHECK_16;
                        case PARTLY -> Octicons.DOT_16;
                        case MISSING -> Octicons.X_16;
                        case ON_ITS_WAY -> Octicons.DOWNLOAD_16;
                        case UNWANTED -> Octicons.EYE_CLOSED_16;
                        case ABSENT -> Octicons.DASH_16;
                    });
            StyleClasses.set(icon, "ok-icon", on.state() == StateOnEach.State.THERE);
            StyleClasses.set(
                    icon,
                    "muted-icon",
                    on.state() == StateOnEach.State.UNWANTED || on.state() == StateOnEach.State.ABSENT);
            label.setText(
                    on.state() == StateOnEach.State.PARTLY ? texts.text("hunting.on.count", on.have(), on.want()) : "");
        }
    }
}
