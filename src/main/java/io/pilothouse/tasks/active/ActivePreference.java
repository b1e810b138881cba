package io.pilothouse.tasks.active;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The stored level of the active instance: one id per kind and the kind shown last. Reading is from
/// memory; writing blocks on the store.
public interface ActivePreference {

    Map<KindId, InstanceId> byKind();

    Optional<KindId> lastKind();

    void store(InstanceId id);

    void clear(KindId kind);

    /// Every window falls back by itself; what happened to several of them is told once.
    ///
    /// @return whether nobody asked this of the same two within the second before
    boolean firstToTell(InstanceId from, Optional<InstanceId> to, Instant at);
}
