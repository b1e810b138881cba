package io.pilothouse.ui.hunting;

import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.hunting.StateOnEach.On;
import io.pilothouse.ui.table.CellDrawing;
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
        box.getChildren().setAll(shown.stream().map(this::sign).toList());
        box.setAccessibleText(said);
        hint.setText(said.replace(" · ", "\n"));
    }

    private Node sign(On on) {
        var sign = new Icon(
                switch (on.state()) {
                    case THERE -> Octicons.CHECK_16;
                    case PARTLY -> Octicons.DOT_16;
                    case MISSING -> Octicons.X_16;
                    case ON_ITS_WAY -> Octicons.DOWNLOAD_16;
                    case UNWANTED -> Octicons.EYE_CLOSED_16;
                    case ABSENT -> Octicons.DASH_16;
                });
        sign.getStyleClass().add("small-icon");
        switch (on.state()) {
            case THERE -> sign.getStyleClass().add("ok-icon");
            case UNWANTED, ABSENT -> sign.getStyleClass().add("muted-icon");
            default -> {}
        }
        var label = new Label(
                on.state() == StateOnEach.State.PARTLY ? texts.text("hunting.on.count", on.have(), on.want()) : "",
                sign);
        label.setMinWidth(0);
        var one = new HBox(4, Monogram.of(on.instance(), Monogram.Size.SMALL), label);
        one.setAlignment(Pos.CENTER_LEFT);
        return one;
    }
}
