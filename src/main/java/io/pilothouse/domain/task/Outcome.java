package io.pilothouse.domain.task;

import io.pilothouse.domain.Problem;

/// How a task ended. Every started task ends with exactly one of these.
public sealed interface Outcome<T> {

    record Succeeded<T>(T value) implements Outcome<T> {}

    record Failed<T>(Problem problem) implements Outcome<T> {}

    /// Stopped on request. Not an error: show nothing.
    record Cancelled<T>() implements Outcome<T> {}
}
