package io.pilothouse.tasks.instance;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All instances at one moment. Immutable.
///
/// @param live        in the person's own order
/// @param trashed     newest first
/// @param locked      those with a secret that cannot be read
/// @param formerNames names they had in the last 90 days
public record Fleet(
        List<Instance> live,
        List<Instance> trashed,
        java.util.Set<InstanceId> locked,
        Map<InstanceId, List<String>> formerNames,
        Map<InstanceId, Instance> byId) {

    public static final Fleet EMPTY = Fleet.of(List.of(), List.of(), java.util.Set.of(), Map.of());

    public static Fleet of(
            List<Instance> live,
            List<Instance> trashed,
            java.util.Set<InstanceId> locked,
            Map<InstanceId, List<String>> formerNames) {
        var byId = new LinkedHashMap<InstanceId, Instance>();
        live.forEach(instance -> byId.put(instance.id(), instance));
        trashed.forEach(instance -> byId.put(instance.id(), instance));
        return new Fleet(
                List.copyOf(live),
                List.copyOf(trashed),
                java.util.Set.copyOf(locked),
                Map.copyOf(formerNames),
                java.util.Collections.unmodifiableMap(byId));
    }

    /// @return live or trashed
    public Optional<Instance> find(InstanceId id) {
        return Optional.ofNullable(byId.get(id));
    }

    public Optional<Instance> findLive(InstanceId id) {
        return find(id).filter(instance -> !instance.trashed());
    }
}
