package io.pilothouse.testing;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.tasks.secret.InstanceSecrets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Secrets that are lost with the test. Any instance can be locked.
public final class MemorySecrets implements InstanceSecrets {

    private final Map<InstanceId, Map<String, Secret>> stored = new ConcurrentHashMap<>();
    private final Map<InstanceId, String> holders = new ConcurrentHashMap<>();
    public final Set<InstanceId> locked = ConcurrentHashMap.newKeySet();
    /// Called whenever somebody asks for the locked ones.
    public volatile Runnable whenAsked = () -> {};
    /// What is told when locks change; tests run it themselves.
    public volatile Runnable whenLocksChange = () -> {};

    @Override
    public Secrets read(InstanceId id) throws ProblemException {
        if (locked.contains(id)) {
            throw new ProblemException(
                    new Problem(ProblemCode.LOCKED, "The secret of " + id + " cannot be read.", "Give it again."));
        }
        return new Secrets(stored.getOrDefault(id, Map.of()));
    }

    @Override
    public void prepare() {}

    @Override
    public void change(InstanceId id, Map<String, Optional<Secret>> changes) {
        var before = stored.get(id);
        stored.compute(id, (_, old) -> {
            var now = new TreeMap<>(old == null ? Map.<String, Secret>of() : old);
            changes.forEach(
                    (field, value) -> value.ifPresentOrElse(secret -> now.put(field, secret), () -> now.remove(field)));
            return now;
        });
        locked.remove(id);
        if (before != null && !before.equals(stored.get(id))) {
            holders.remove(id);
        }
    }

    @Override
    public Map<InstanceId, String> shared() {
        return Map.copyOf(holders);
    }

    @Override
    public void shareEqual(Collection<InstanceId> ids) {
        for (var id : ids) {
            if (stored.containsKey(id) && !locked.contains(id)) {
                holders.putIfAbsent(id, "#" + stored.get(id).hashCode());
            }
        }
    }

    @Override
    public void changeForAll(InstanceId id, Map<String, Optional<Secret>> changes) {
        var holder = holders.getOrDefault(id, "");
        var sharing = holders.entrySet().stream()
                .filter(it -> it.getValue().equals(holder))
                .map(Map.Entry::getKey)
                .toList();
        (sharing.isEmpty() ? java.util.List.of(id) : sharing).forEach(one -> change(one, changes));
        sharing.forEach(one -> holders.put(one, holder));
    }

    @Override
    public Set<String> fields(InstanceId id) {
        return stored.getOrDefault(id, Map.of()).keySet();
    }

    @Override
    public Set<InstanceId> locked() {
        whenAsked.run();
        return Set.copyOf(locked);
    }

    @Override
    public void whenLocksChange(Runnable listener) {
        whenLocksChange = listener;
    }
}
