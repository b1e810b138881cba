package io.pilothouse.domain.amc;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A question of the local library, which is the master; instances get copies.
///
/// @param id         letters, digits, `.`, `-`, `_`; unique
/// @param sql        as typed
/// @param units      by output column: `microcents`, `millicents` or a word to show
/// @param privacy    `REMOVE_VALUES`, `REMOVE_ROWS` or empty for Amazon's default
/// @param marker     column that says which rows were filtered; empty for none
/// @param version    raised by every change
/// @param starter    whether it came with the program
public record Workflow(
        String id,
        String title,
        String sql,
        List<QueryParameter> parameters,
        List<String> tags,
        Map<String, String> units,
        String privacy,
        String marker,
        int version,
        boolean starter,
        Instant createdAt,
        Instant updatedAt) {

    public Workflow {
        if (!id.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException("not an id of a workflow: " + id);
        }
        parameters = List.copyOf(parameters);
        tags = List.copyOf(tags);
        units = Map.copyOf(units);
    }
}
