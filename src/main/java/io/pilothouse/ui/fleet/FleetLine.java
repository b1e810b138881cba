package io.pilothouse.ui.fleet;

import io.pilothouse.domain.health.ShownState;
import java.util.List;

/// One line of the Fleet's table: an instance, or the head of a group of them.
sealed interface FleetLine {

    /// The head of a group.
    ///
    /// @param key     stable name of the group
    /// @param tallies how many of its members are in which state, worst first
    /// @param folded  whether its members are folded away
    record Heading(String key, String title, int count, List<Tally> tallies, boolean folded) implements FleetLine {
        public Heading {
            tallies = List.copyOf(tallies);
        }
    }

    record Tally(ShownState state, int count) {}

    /// An instance.
    record Of(FleetRow row) implements FleetLine {}
}
