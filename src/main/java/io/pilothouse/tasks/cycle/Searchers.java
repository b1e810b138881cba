package io.pilothouse.tasks.cycle;

import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.InstanceId;

/// Where cycles get the line to an instance. Thread-safe.
@FunctionalInterface
public interface Searchers {

    /// @throws ProblemException if the instance is gone, locked, or of a kind that cannot be searched
    SearchesWanted of(InstanceId id) throws ProblemException;
}
