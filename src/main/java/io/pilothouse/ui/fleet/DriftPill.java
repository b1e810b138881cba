package io.pilothouse.ui.fleet;

import io.pilothouse.ui.common.Words;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/// Says that settings of an instance are otherwise than at its baseline; not there where none are.
final class DriftPill extends Label {

    DriftPill(Words words) {
        super(words.texts().text("fleet.drift"));
        getStyleClass().add("count");
        setMinWidth(Region.USE_PREF_SIZE);
        show(FleetRow.Drift.UNKNOWN);
    }

    void show(FleetRow.Drift drift) {
        setVisible(drift.settings() > 0);
        setManaged(drift.settings() > 0);
        if (drift.settings() > 0) {
            setTooltip(new Tooltip(drift.words())); // a window of its own: not in every row
            setAccessibleText(drift.words());
        }
    }
}
