package io.pilothouse.ui.hunting;

import io.pilothouse.domain.cycle.LedgerEntry.Outcome;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// How far a search has come, as a chain: asked, grabbed, downloading, in place. FX thread only.
final class OutcomeChain extends HBox {

    OutcomeChain() {
        super(2);
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(USE_PREF_SIZE);
    }

    OutcomeChain show(Outcome outcome) {
        var steps =
                switch (outcome) {
                    case ASKED -> List.of("step-asked");
                    case NOTHING_FOUND, REJECTED, UNSETTLED -> List.of("step-asked", "step-nothing");
                    case GRABBED -> List.of("step-asked", "step-grabbed");
                    case DOWNLOADING -> List.of("step-asked", "step-grabbed", "step-loading");
                    case IN_PLACE, UPGRADED -> List.of("step-asked", "step-grabbed", "step-loaded", "step-done");
                    case FAILED, WITHDRAWN -> List.of("step-asked", "step-grabbed", "step-failed");
                };
        getChildren().clear();
        for (var step : steps) {
            if (!getChildren().isEmpty()) {
                getChildren().add(piece("step-link"));
            }
            getChildren().add(piece(step));
        }
        return this;
    }

    private static Node piece(String style) {
        var piece = new Region();
        piece.getStyleClass().setAll(style.equals("step-link") ? List.of(style) : List.of("step", style));
        return piece;
    }
}
