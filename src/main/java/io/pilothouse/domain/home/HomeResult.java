package io.pilothouse.domain.home;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.Optional;

/// What an operation on one house came to. The kind of a failure is never lost on the way to the view.
///
/// @param at when it was found out; for something kept, when it was asked
public sealed interface HomeResult<T> {

    InstanceId instance();

    Instant at();

    /// @param kept whether it was not asked anew
    record Got<T>(InstanceId instance, Instant at, T value, boolean kept) implements HomeResult<T> {}

    record Failed<T>(InstanceId instance, Instant at, HomeErrorKind kind, Problem problem) implements HomeResult<T> {}

    default Optional<T> found() {
        return switch (this) {
            case Got<T> got -> Optional.of(got.value());
            case Failed<T> _ -> Optional.empty();
        };
    }

    default T orThrow() throws ProblemException {
        return switch (this) {
            case Got<T> got -> got.value();
            case Failed<T> failed -> throw new ProblemException(failed.problem());
        };
    }
}
