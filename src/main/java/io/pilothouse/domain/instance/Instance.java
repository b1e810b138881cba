package io.pilothouse.domain.instance;

import java.time.Instant;
import java.util.Optional;

/// One service that Pilothouse manages, as stored. Immutable: an edit makes a new value.
///
/// @param num           small stand-in for the id in big tables, never reused
/// @param position      place in the person's own order, ascending
/// @param configVersion raised by every edit of configuration, secret or accepted identity; a form
///                      opened on an older one may not be saved
/// @param identity      what answered at the first good test; empty until then
/// @param deletedAt     when it was moved to the trash
/// @param legacyKey     the key under which another tool knew it, from an import
public record Instance(
        InstanceId id,
        int num,
        Configuration configuration,
        int position,
        long configVersion,
        Optional<RemoteIdentity> identity,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> deletedAt,
        Optional<String> legacyKey) {

    public Instance {
        if (!id.kind().equals(configuration.kind())) {
            throw new IllegalArgumentException("the kind of " + id + " cannot become " + configuration.kind());
        }
    }

    public KindId kind() {
        return configuration.kind();
    }

    public String name() {
        return configuration.name();
    }

    public Address address() {
        return configuration.connection().address();
    }

    public boolean enabled() {
        return configuration.enabled();
    }

    public boolean trashed() {
        return deletedAt.isPresent();
    }
}
