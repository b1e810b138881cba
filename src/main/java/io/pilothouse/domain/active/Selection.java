package io.pilothouse.domain.active;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which instance is chosen per kind, and which kind was shown last: one level of the active
/// instance. Immutable.
public record Selection(Map<KindId, InstanceId> byKind, Optional<KindId> lastKind) {

    public static final Selection NONE = new Selection(Map.of(), Optional.empty());

    public Selection {
        byKind = Map.copyOf(byKind);
    }

    public Optional<InstanceId> of(KindId kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    public Selection with(InstanceId id) {
        var changed = new HashMap<>(byKind);
        changed.put(id.kind(), id);
        return new Selection(changed, Optional.of(id.kind()));
    }

    public Selection without(KindId kind) {
        var changed = new HashMap<>(byKind);
        changed.remove(kind);
        return new Selection(changed, lastKind);
    }
}
