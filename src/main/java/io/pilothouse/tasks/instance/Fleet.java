package io.pilothouse.tasks.instance;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// All instances at one moment. Immutable.
///
/// @param live        in the person's own order
/// @param trashed     newest first
/// @param locked      those with a secret that cannot be read
/// @param formerNames names they had in the last 90 days
/// @param foreign     those in the same store that belong to somebody else
public record Fleet(
        List<Instance> live,
        List<Instance> trashed,
        java.util.Set<InstanceId> locked,
        Map<InstanceId, List<String>> formerNames,
        java.util.Set<InstanceId> foreign,
        Map<InstanceId, Instance> byId) {

    public static final Fleet EMPTY = Fleet.of(List.of(), List.of(), java.util.Set.of(), Map.of());

    public static Fleet of(
            List<Instance> live,
            List<Instance> trashed,
            java.util.Set<InstanceId> locked,
            Map<InstanceId, List<String>> formerNames) {
        return of(live, trashed, locked, formerNames, java.util.Set.of());
    }

    public static Fleet of(
            List<Instance> live,
            List<Instance> trashed,
            java.util.Set<InstanceId> locked,
            Map<InstanceId, List<String>> formerNames,
            java.util.Set<InstanceId> foreign) {
        var byId = new LinkedHashMap<InstanceId, Instance>();
        live.forEach(instance -> byId.put(instance.id(), instance));
        trashed.forEach(instance -> byId.put(instance.id(), instance));
        return new Fleet(
                List.copyOf(live),
                List.copyOf(trashed),
                java.util.Set.copyOf(locked),
                Map.copyOf(formerNames),
                java.util.Set.copyOf(foreign),
                java.util.Collections.unmodifiableMap(byId));
    }

    /// @return live or trashed
    public Optional<Instance> find(InstanceId id) {
        return Optional.ofNullable(byId.get(id));
    }

    public Optional<Instance> findLive(InstanceId id) {
        return find(id).filter(instance -> !instance.trashed());
    }

    /// @return the instance, live or trashed
    /// @throws ProblemException `not-found`, or `forbidden` for one of somebody else
    public Instance require(InstanceId id) throws ProblemException {
        return find(id).orElseThrow(() -> new ProblemException(absence(id)));
    }

    /// @param words an id, a name, or `kind/name`
    /// @return the live instance they mean, else the trashed one
    /// @throws ProblemException `not-found`, with the new name of one that was renamed, or `ambiguous`
    public Instance named(String words) throws ProblemException {
        for (var among : List.of(live, trashed)) {
            var found =
                    among.stream().filter(instance -> means(words, instance)).toList();
            if (found.size() == 1) {
                return found.getFirst();
            }
            if (found.size() > 1) {
                throw new ProblemException(new Problem(
                        ProblemCode.AMBIGUOUS,
                        "Several instances are called " + words + ": "
                                + found.stream()
                                        .map(one -> one.kind() + "/" + one.name() + " (" + one.id() + ")")
                                        .collect(Collectors.joining(", "))
                                + ".",
                        "Say which one by its id."));
            }
        }
        var renamed = formerNames.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(words.strip()::equalsIgnoreCase))
                .flatMap(entry -> find(entry.getKey()).stream())
                .findFirst();
        throw new ProblemException(new Problem(
                ProblemCode.NOT_FOUND,
                "There is no instance called " + words + ".",
                renamed.map(now -> "Use its new name: " + now.name() + ".")
                        .orElse("Look at the list of instances for its name or id.")));
    }

    private static boolean means(String words, Instance instance) {
        var wanted = words.strip();
        return instance.id().value().equals(wanted)
                || instance.name().equalsIgnoreCase(wanted)
                || (instance.kind() + "/" + instance.name()).equalsIgnoreCase(wanted);
    }

    /// @return why an instance is not here: nobody knows it, or it belongs to somebody else
    public Problem absence(InstanceId id) {
        return foreign.contains(id)
                ? new Problem(
                        ProblemCode.FORBIDDEN,
                        "The instance " + id + " belongs to somebody else.",
                        "Ask whom it belongs to.")
                : new Problem(
                        ProblemCode.NOT_FOUND,
                        "There is no instance " + id + ".",
                        "Look at the list of instances; it may have been deleted.");
    }
}
