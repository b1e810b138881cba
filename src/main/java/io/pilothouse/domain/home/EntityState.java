package io.pilothouse.domain.home;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of one entity at one moment. Immutable.
///
/// @param id         `light.hall`; changes when a person renames the entity
/// @param state      at most 255 characters; `unavailable` and `unknown` mean the same everywhere
/// @param attributes by name; texts, numbers, booleans, nulls, lists and maps of these
/// @param changedAt  when `state` last became another one
/// @param updatedAt  when the state or an attribute last changed
public record EntityState(
        String id,
        String state,
        Map<String, @Nullable Object> attributes,
        Context context,
        Instant changedAt,
        Instant updatedAt) {

    public EntityState {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /// What caused the latest change.
    ///
    /// @param userId empty when it was no person
    public record Context(String id, Optional<String> parentId, Optional<String> userId) {}

    /// @return the part before the dot, for example `light`
    public String domain() {
        return id.substring(0, Math.max(0, id.indexOf('.')));
    }

    /// @return the name for people, the id where it has none
    public String name() {
        return attributes.get("friendly_name") instanceof String name && !name.isBlank() ? name : id;
    }
}
