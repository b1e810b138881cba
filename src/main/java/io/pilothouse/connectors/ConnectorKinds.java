package io.pilothouse.connectors;

import io.pilothouse.domain.instance.KindId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The kinds this Pilothouse knows, in the order in which people are offered them.
public final class ConnectorKinds {

    private final Map<KindId, ConnectorKind> byId = new LinkedHashMap<>();

    public ConnectorKinds(List<ConnectorKind> kinds) {
        for (var kind : kinds) {
            if (byId.putIfAbsent(kind.id(), kind) != null) {
                throw new IllegalArgumentException("two connector kinds share the id " + kind.id());
            }
        }
    }

    /// @return empty for an instance stored by a newer Pilothouse; keep showing it, greyed out
    public Optional<ConnectorKind> find(KindId id) {
        return Optional.ofNullable(byId.get(id));
    }

    public Collection<ConnectorKind> all() {
        return Collections.unmodifiableCollection(byId.values());
    }
}
