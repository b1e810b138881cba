package io.pilothouse.ui.common;

import io.pilothouse.domain.guard.GuardLevel;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.octicons.Octicons;

/// How careful an instance must be treated: plain words, or hatching and a lock from Guarded on.
public final class GuardBadge extends HBox {

    private final Words words;

    public GuardBadge(Words words) {
        super(6);
        this.words = words;
        getStyleClass().add("guard-badge");
        setAlignment(Pos.CENTER_LEFT);
        setMaxHeight(USE_PREF_SIZE);
        setMinWidth(USE_PREF_SIZE);
    }

    public void show(GuardLevel level) {
        var word = new Label(words.guard(level));
        if (level.compareTo(GuardLevel.GUARDED) >= 0) {
            var hatch = new Region();
            hatch.getStyleClass().add("guard-hatch");
            var lock = new Icon(Octicons.LOCK_16);
            lock.getStyleClass().add("small-icon");
            word.getStyleClass().add("text-strong");
            getStyleClass().setAll("guard-badge", "guard-badge-strict");
            getChildren().setAll(hatch, lock, word);
        } else {
            var prefix = new Label(words.texts().text("common.guard"));
            prefix.getStyleClass().addAll("text-muted", "guard-prefix");
            getStyleClass().setAll("guard-badge");
            getChildren().setAll(prefix, word);
        }
        setAccessibleText(words.texts().text("common.guard") + " " + words.guard(level));
    }
}
