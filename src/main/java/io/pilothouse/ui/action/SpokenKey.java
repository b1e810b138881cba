package io.pilothouse.ui.action;

import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/// A key as the language of the window calls it; a menu would call it in English. Immutable.
final class SpokenKey extends KeyCombination {

    private final KeyCombination key;
    private final String words;

    SpokenKey(KeyCombination key, String words) {
        this.key = key;
        this.words = words;
    }

    @Override
    public boolean match(KeyEvent event) {
        return key.match(event);
    }

    @Override
    public String getName() {
        return key.getName();
    }

    @Override
    public String getDisplayText() {
        return words;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SpokenKey spoken && spoken.key.equals(key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
