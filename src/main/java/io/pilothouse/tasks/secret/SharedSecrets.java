package io.pilothouse.tasks.secret;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.store.Database;
import io.pilothouse.store.SecretRepository;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Secrets that several instances use, stored once. What cannot be read is never moved or overwritten.
final class SharedSecrets {

    private static final int WORD_BYTES = 6;

    private final SecretStore store;
    private final Database database;
    private final SecretRepository secrets;
    private final InstantSource clock;
    private final RandomGenerator random;

    SharedSecrets(
            SecretStore store,
            Database database,
            SecretRepository secrets,
            InstantSource clock,
            RandomGenerator random) {
        this.store = store;
        this.database = database;
        this.secrets = secrets;
        this.clock = clock;
        this.random = random;
    }

    /// As [InstanceSecrets#shareEqual].
    void shareEqual(Collection<InstanceId> ids) throws ProblemException {
        if (readable(ids).isEmpty()) {
            return;
        }
        store.prepare();
        database.atomically(() -> {
            var holders = secrets.holders();
            var known = new HashMap<Secrets, String>();
            readable(holders.keySet()).forEach((user, values) -> known.put(values, holders.get(user)));
            for (var entry : readable(ids).entrySet()) {
                var id = entry.getKey();
                if (!holders.containsKey(id)) {
                    var holder = known.get(entry.getValue());
                    if (holder == null) {
                        holder = newHolder(entry.getValue());
                        known.put(entry.getValue(), holder);
                    }
                    secrets.share(id, holder);
                    SecretStore.ownedBy(id.value(), secrets.of(id)).stream()
                            .filter(it -> store.decrypt(it).isPresent())
                            .forEach(secrets::delete);
                }
            }
            return null;
        });
        store.publish();
    }

    private Map<InstanceId, Secrets> readable(Collection<InstanceId> ids) {
        var stored = secrets.byInstance();
        var readable = new HashMap<InstanceId, Secrets>();
        for (var id : ids) {
            store.open(stored.getOrDefault(id, List.of()))
                    .filter(values -> !values.byField().isEmpty())
                    .ifPresent(values -> readable.put(id, values));
        }
        return readable;
    }

    private String newHolder(Secrets values) throws ProblemException {
        var word = new byte[WORD_BYTES];
        random.nextBytes(word);
        var holder = secrets.addHolder(HexFormat.of().formatHex(word), clock.instant());
        var all = new HashMap<String, Optional<Secret>>();
        values.byField().forEach((field, value) -> all.put(field, Optional.of(value)));
        secrets.save(store.sealed(holder, all));
        return holder;
    }

    /// As [InstanceSecrets#changeForAll].
    void changeForAll(InstanceId id, Map<String, Optional<Secret>> changes) throws ProblemException {
        var holder = Optional.ofNullable(secrets.holders().get(id));
        if (holder.isEmpty()) {
            store.change(id, changes);
            return;
        }
        var sealed = store.sealed(holder.get(), changes);
        database.atomically(() -> {
            store.replace(SecretStore.ownedBy(holder.get(), secrets.of(id)), changes, sealed);
            return null;
        });
        store.publish();
    }
}
