package io.pilothouse.domain.home;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Duration;

/// How a restart of the connection to one house ended. The house itself is not restarted.
public sealed interface LineRestart {

    InstanceId instance();

    record Done(InstanceId instance) implements LineRestart {}

    /// It was restarted a moment ago.
    ///
    /// @param remaining until another restart would be carried out
    record Skipped(InstanceId instance, Duration remaining) implements LineRestart {}

    /// It goes on trying by its rules.
    record Failed(InstanceId instance, HomeErrorKind kind, Problem problem) implements LineRestart {}
}
