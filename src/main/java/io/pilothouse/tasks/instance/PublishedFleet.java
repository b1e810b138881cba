package io.pilothouse.tasks.instance;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.tasks.Mirror;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.secret.InstanceSecrets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The list of instances as everybody reads it, from memory, and the news of each change, told once and in the
/// order of the changes. Call it after the change is in the store. Thread-safe.
final class PublishedFleet {

    private final InstanceRepository repository;
    private final InstanceSecrets secrets;
    private final Mirror<Fleet> mirror;
    private final List<Consumer<InstanceEvent>> listeners = new CopyOnWriteArrayList<>();

    /// The configuration version of the last edit told. Only while the mirror keeps the order of events.
    private final Map<InstanceId, Long> told = new HashMap<>();

    /// Reads the store.
    PublishedFleet(InstanceRepository repository, InstanceSecrets secrets) {
        this.repository = repository;
        this.secrets = secrets;
        mirror = new Mirror<>(this::read);
    }

    Published<Fleet> published() {
        return mirror.published();
    }

    void whenChanged(Consumer<InstanceEvent> listener) {
        listeners.add(listener);
    }

    /// Reads everything again and tells what is different now.
    void reload() {
        mirror.refresh(this::tellDifferences);
    }

    /// The order of the list is another.
    void reordered() {
        mirror.refresh(this::tellAdded);
    }

    void added(Instance added) {
        publish(added, Optional.empty());
    }

    void removed(Collection<InstanceId> gone) {
        mirror.refresh((before, after) -> {
            tellAdded(before, after);
            gone.forEach(id -> tell(new InstanceEvent.Removed(id)));
        });
    }

    /// One that was renamed has a former name now, which is not in itself: everything is read again.
    void edited(InstanceEvent.Edited event) {
        if (event.before().name().equals(event.after().name())) {
            publish(event.after(), Optional.of(event));
        } else {
            mirror.refresh((before, after) -> {
                tellAdded(before, after);
                tell(event);
            });
        }
    }

    /// Something is known of an instance that no listener waits for.
    void known(Instance changed) {
        publish(changed, Optional.empty());
    }

    private void tellDifferences(Fleet before, Fleet after) {
        for (var gone : before.live()) {
            if (after.findLive(gone.id()).isEmpty()) {
                tell(new InstanceEvent.Removed(gone.id()));
            }
        }
        for (var now : after.live()) {
            var then = before.findLive(now.id());
            if (then.isPresent() && then.get().configVersion() != now.configVersion()) {
                tell(new InstanceEvent.Edited(then.get(), now, true));
            }
        }
        tellAdded(before, after);
    }

    /// By whoever publishes it first, which need not be who stored it.
    private void tellAdded(Fleet before, Fleet after) {
        for (var now : after.live()) {
            if (before.findLive(now.id()).isEmpty()) {
                tell(new InstanceEvent.Added(now));
            }
        }
    }

    /// Publishes one new or changed instance, without reading all others again.
    private void publish(Instance changed, Optional<InstanceEvent> event) {
        mirror.change(before -> withOne(before, changed), (before, after) -> {
            tellAdded(before, after);
            event.ifPresent(this::tell);
        });
    }

    private Fleet withOne(Fleet before, Instance changed) {
        var stored = repository.find(changed.id()).filter(one -> !one.trashed());
        boolean wasTrashed = before.find(changed.id()).isPresent()
                && before.findLive(changed.id()).isEmpty();
        if (stored.isEmpty() || wasTrashed) {
            return read();
        }
        var live = new ArrayList<>(before.live());
        if (before.find(changed.id()).isPresent()) {
            live.replaceAll(one -> one.id().equals(changed.id()) ? stored.get() : one);
        } else {
            live.add(stored.get());
        }
        return Fleet.of(live, before.trashed(), secrets.locked(), before.formerNames(), before.foreign());
    }

    private Fleet read() {
        return Fleet.of(
                repository.all(),
                repository.trashed(),
                secrets.locked(),
                repository.formerNames(),
                repository.foreign());
    }

    /// One after the other. Whoever read the whole list meanwhile may have told an edit already; told twice it
    /// would throw away what was learned since.
    private void tell(InstanceEvent event) {
        switch (event) {
            case InstanceEvent.Edited(var before, var after, var _) -> {
                if (before.configVersion() < after.configVersion()
                        && told.getOrDefault(after.id(), -1L) >= after.configVersion()) {
                    return;
                }
                told.put(after.id(), after.configVersion());
            }
            case InstanceEvent.Removed(var id) -> told.remove(id); // it may come back from a file with another count
            case InstanceEvent.Added _ -> {}
        }
        listeners.forEach(listener -> listener.accept(event));
    }
}
