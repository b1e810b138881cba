package io.pilothouse.domain.home;

import io.pilothouse.domain.home.ServiceCatalogue.Field;
import java.util.List;
import java.util.Map;

/// Where the mending of a repair stands.
///
/// @param flowId names the mending while it goes on
/// @param step   the house's word for where it is, for people as far as it says
/// @param text   what the house says about this step, empty for nothing
/// @param fields what the house wants to know before it goes on
/// @param wrong  what it says against the answers before, by field; `base` for all of them
public record RepairStep(
        Stage stage, String flowId, String step, String text, List<Field> fields, Map<String, String> wrong) {

    /// The field that chooses where to go on, where a house offers several ways.
    public static final String NEXT = "next_step_id";

    /// What comes next.
    public enum Stage {
        /// A person says go on.
        CONFIRM,
        /// A person answers the fields.
        ASK,
        /// It needs what only the house's own page can do.
        ELSEWHERE,
        DONE,
        /// The house gave up.
        STOPPED
    }

    public RepairStep {
        fields = List.copyOf(fields);
        wrong = Map.copyOf(wrong);
    }
}
