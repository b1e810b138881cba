package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Remote;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.table.CellDrawing;
import javafx.scene.Node;
import javafx.scene.control.Label;
import org.kordamp.ikonli.octicons.Octicons;

/// Who made a workflow that is saved at Amazon; what Amazon made by itself stands back, with a lock.
final class MadeCell implements CellDrawing<Remote.SavedWorkflow> {

    private final Texts texts;
    private final Label label = new Label();
    private final Icon icon = new Icon(Octicons.PERSON_16);

    MadeCell(Texts texts) {
        this.texts = texts;
        label.setGraphic(icon);
        label.setGraphicTextGap(6);
    }

    static String words(Texts texts, Remote.SavedWorkflow one) {
        return texts.text(one.amazons() ? "amc.remote.amazons" : one.ours() ? "amc.remote.ours" : "amc.remote.person");
    }

    @Override
    public Node node() {
        return label;
    }

    @Override
    public void show(Remote.SavedWorkflow one) {
        label.setText(words(texts, one));
        icon.setIconCode(one.amazons() ? Octicons.LOCK_16 : one.ours() ? Octicons.WORKFLOW_16 : Octicons.PERSON_16);
        label.getStyleClass().remove("amc-quiet");
        if (one.amazons()) {
            label.getStyleClass().add("amc-quiet");
        }
    }
}
