package io.pilothouse.ui.instances;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import java.time.Duration;
import java.util.List;

/// What was seen at the address of a form, without sending any secret.
public sealed interface Sighting {

    /// Nothing was asked yet.
    record Nothing() implements Sighting {}

    record Looking() implements Sighting {}

    /// @param certain whether it can only be this kind
    /// @param took    how long the whole recognition took
    /// @param sameAs  live instances at this very address
    record Known(KindId kind, String product, boolean certain, Duration took, List<Instance> sameAs)
            implements Sighting {}

    /// Nothing known answers, or nothing at all.
    record Unknown(Problem problem) implements Sighting {}
}
