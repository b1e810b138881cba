package io.pilothouse.domain.guard;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.InstanceId;
import java.util.List;

/// What the guards say to an act.
public sealed interface Verdict {

    /// @param leftOut instances among the act's that are Read-only and are left out of it
    record Allowed(List<InstanceId> leftOut) implements Verdict {}

    /// A person must look first.
    ///
    /// @param typeWhat what must be typed: the instance's name or the number of instances; empty for
    ///                 nothing
    record Ask(boolean tickList, String typeWhat, List<InstanceId> leftOut, Problem problem) implements Verdict {}

    record Refused(Problem problem) implements Verdict {}

    /// Background work that waits for a release.
    record Held(Problem problem) implements Verdict {}
}
