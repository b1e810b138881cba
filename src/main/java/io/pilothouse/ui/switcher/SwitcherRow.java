package io.pilothouse.ui.switcher;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;

/// One line of the switcher.
sealed interface SwitcherRow {

    /// The head of the matches found in one place.
    record Caption(String words) implements SwitcherRow {}

    /// @param second what the second line says: kind and place, or where the word was found
    /// @param hit    the typed letters to mark in the name, lower case; may be empty
    /// @param key    the key that jumps there from anywhere; may be empty
    record Match(Instance instance, ShownState state, boolean guarded, String second, String hit, String key)
            implements SwitcherRow {}
}
