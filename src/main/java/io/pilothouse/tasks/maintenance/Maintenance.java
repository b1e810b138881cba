package io.pilothouse.tasks.maintenance;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.Collection;

/// Windows in which an instance is expected to misbehave: checked silently, cycles held.
public interface Maintenance {

    /// Blocks on the store.
    void begin(Collection<InstanceId> ids, Instant until, Consent consent) throws ProblemException;

    void end(Collection<InstanceId> ids, Consent consent) throws ProblemException;
}
