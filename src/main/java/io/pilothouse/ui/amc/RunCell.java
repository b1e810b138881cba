package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.table.CellDrawing;
import javafx.scene.Node;
import javafx.scene.control.Label;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.octicons.Octicons;

/// How a run stands, as shape, word and colour.
final class RunCell implements CellDrawing<Run> {

    private final Texts texts;
    private final Label label = new Label();

    RunCell(Texts texts) {
        this.texts = texts;
        label.setGraphicTextGap(6);
    }

    @Override
    public Node node() {
        return label;
    }

    @Override
    public void show(Run run) {
        dress(texts, label, run);
    }

    /// Makes a label say how a run stands.
    static void dress(Texts texts, Label label, Run run) {
        var state = run.state();
        label.setText(
                run.progress().empty() ? texts.text("amc.state.ready-empty") : texts.text("amc.state." + state.word()));
        boolean empty = run.progress().empty(); // no failure, and no plain success either
        label.setGraphic(new Icon(empty ? Octicons.INBOX_16 : icon(state)));
        label.getStyleClass().removeAll("amc-good", "amc-bad", "amc-open", "amc-quiet", "amc-warns");
        label.getStyleClass().add(empty ? "amc-warns" : style(state));
    }

    static String style(RunState state) {
        if (state == RunState.READY) {
            return "amc-good";
        }
        return state.bad()
                ? "amc-bad"
                : state == RunState.CANCELLED || state == RunState.QUEUED ? "amc-quiet" : "amc-open";
    }

    private static Ikon icon(RunState state) {
        return switch (state) {
            case READY -> Octicons.CHECK_CIRCLE_16;
            case QUEUED -> Octicons.CLOCK_16;
            case CANCELLED -> Octicons.SKIP_16;
            case SUBMITTING, SUBMIT_UNKNOWN, REMOTE, DOWNLOADING -> Octicons.SYNC_16;
            default -> Octicons.X_CIRCLE_16;
        };
    }
}
