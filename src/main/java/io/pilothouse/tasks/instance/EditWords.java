package io.pilothouse.tasks.instance;

import io.pilothouse.domain.instance.Configuration;

/// What an edit is called: before it is done, once it is done, and when it is taken back.
///
/// @param before the configuration before it
/// @param after  the configuration after it
record EditWords(Configuration before, Configuration after) {

    private boolean renames() {
        return !before.name().equals(after.name());
    }

    private boolean switches() {
        return before.enabled() != after.enabled();
    }

    /// @return as an infinitive
    String todo() {
        return renames() ? "rename " + before.name() + " to " + after.name() : "edit " + before.name();
    }

    /// @return as an infinitive
    String wayBack() {
        if (renames()) {
            return "rename " + after.name() + " back to " + before.name();
        }
        return switches()
                ? "switch " + before.name() + (before.enabled() ? " on" : " off") + " again"
                : "put the settings of " + before.name() + " back";
    }

    /// @return one sentence
    String done(boolean secretsChanged) {
        if (renames()) {
            return "Renamed " + before.name() + " to " + after.name() + ".";
        }
        if (switches()) {
            return "Switched " + after.name() + (after.enabled() ? " on." : " off.");
        }
        return before.equals(after) && secretsChanged
                ? "Gave " + after.name() + " another secret."
                : "Edited " + after.name() + ".";
    }
}
