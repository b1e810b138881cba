package io.pilothouse.ui.fleet;

import io.pilothouse.ui.common.Words;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/// Says that settings of an instance are otherwise than at its baseline; not there where none are.
final class DriftPill extends Label {

    private final Words words;

    DriftPill(Words words) {
        super(words.texts().text("fleet.drift"));
        this.words = words;
        getStyleClass().add("count");
        setMinWidth(Region.USE_PREF_SIZE);
        show(0);
    }

    /// @param settings that are otherwise
    void show(int settings) {
        setVisible(settings > 0);
        setManaged(settings > 0);
        if (settings > 0) {
            var said = words.texts().text("fleet.drift.settings", settings);
            setTooltip(new Tooltip(said)); // a window of its own: not in every row
            setAccessibleText(said);
        }
    }
}
