package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What one client said of its preferences, by the service's own names.
///
/// @param values  all of them; after a change those that read otherwise than wanted
/// @param problem why it did not say anything; then there are no values
public record ClientPreferences(SortedMap<String, Object> values, Optional<Problem> problem) {

    public ClientPreferences {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    static ClientPreferences of(SortedMap<String, Object> values) {
        return new ClientPreferences(values, Optional.empty());
    }

    static ClientPreferences silent(Problem problem) {
        return new ClientPreferences(Collections.emptySortedMap(), Optional.of(problem));
    }

    /// @return the values of a client that answered
    public SortedMap<String, Object> said() throws ProblemException {
        if (problem.isPresent()) {
            throw new ProblemException(problem.get());
        }
        return values;
    }

    /// @return of a change: whether it was made as wanted
    public boolean asWanted() {
        return problem.isEmpty() && values.isEmpty();
    }
}
