package io.pilothouse.domain.home;

import java.util.List;

/// Where the mending of a repair stands.
///
/// @param flowId names the mending while it goes on
/// @param step   the house's word for where it is, for people as far as it says
/// @param fields what the house wants to know before it goes on; empty for a mere confirmation
public record RepairStep(Stage stage, String flowId, String step, List<String> fields) {

    /// What comes next.
    public enum Stage {
        /// A person says go on.
        CONFIRM,
        /// It needs answers that only the house's own page can take.
        ELSEWHERE,
        DONE,
        /// The house gave up.
        STOPPED
    }

    public RepairStep {
        fields = List.copyOf(fields);
    }
}
