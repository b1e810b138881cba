package io.pilothouse.domain.amc;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// One run as it is put to the service.
///
/// @param workflowId `ph-…` of an embedded workflow, or the id of a saved one
/// @param sql        one line; empty for a saved workflow
/// @param declared   parameters of an embedded workflow
/// @param values     by parameter name: texts, longs, decimals, truths or lists of these
/// @param privacy    `REMOVE_VALUES`, `REMOVE_ROWS` or empty
/// @param marker     column that says which rows were filtered; empty for none
/// @param synthetic  whether the instance is a sandbox
/// @param dryRun     compile only
public record ExecutionRequest(
        String workflowId,
        Optional<String> sql,
        List<QueryParameter> declared,
        SortedMap<String, Object> values,
        String privacy,
        String marker,
        TimeWindow window,
        boolean synthetic,
        boolean dryRun) {}
