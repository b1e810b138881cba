package io.pilothouse.ui.common;

import io.pilothouse.domain.health.ShownState;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// A state as shape and word, both in its colour, and what follows it in muted letters.
public final class StateLabel extends HBox {

    private final Words words;
    private final StateShape shape;
    private final Label word = new Label();
    private final Label extra = new Label();

    public StateLabel(Words words, double size) {
        super(6);
        this.words = words;
        shape = new StateShape(ShownState.UNKNOWN, size);
        getStyleClass().add("state-label");
        setAlignment(Pos.CENTER_LEFT);
        word.getStyleClass().add("state-word");
        word.setMinWidth(USE_PREF_SIZE);
        extra.getStyleClass().add("text-muted");
        getChildren().setAll(shape, word, extra);
        show(ShownState.UNKNOWN, "");
    }

    /// @param detail a few words more, or empty
    public void show(ShownState state, String detail) {
        shape.show(state);
        StyleClasses.exchange(this, "state-", "state-label", "state-" + state.word());
        word.setText(words.state(state));
        extra.setText(detail);
        extra.setVisible(!detail.isEmpty());
        extra.setManaged(!detail.isEmpty());
    }
}
