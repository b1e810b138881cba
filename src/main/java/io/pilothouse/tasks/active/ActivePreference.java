package io.pilothouse.tasks.active;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import java.util.Map;
import java.util.Optional;

/// The stored level of the active instance: one id per kind and the kind shown last. Reading is from
/// memory; writing blocks on the store.
public interface ActivePreference {

    Map<KindId, InstanceId> byKind();

    Optional<KindId> lastKind();

    void store(InstanceId id);

    void clear(KindId kind);
}
