package io.pilothouse.tasks.transfer;

import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secrets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// One instance as another program described it, readable as ours.
///
/// @param wantedId  the id it is to keep, if that is free
/// @param legacyKey the key under which the other program knew it
/// @param rules     hunting rules by name, each as the JSON that `cycle set` reads; switched off
/// @param memory    what the other program remembered of its things
record FoundInstance(
        Optional<InstanceId> wantedId,
        Configuration configuration,
        Secrets secrets,
        Optional<String> legacyKey,
        Optional<Instant> createdAt,
        Map<String, String> rules,
        Memory memory) {

    static FoundInstance of(Configuration configuration, Secrets secrets, String legacyKey) {
        return new FoundInstance(
                Optional.empty(),
                configuration,
                secrets,
                Optional.of(legacyKey),
                Optional.empty(),
                Map.of(),
                Memory.NONE);
    }

    FoundInstance with(Optional<InstanceId> id, Map<String, String> newRules) {
        return new FoundInstance(id, configuration, secrets, legacyKey, createdAt, newRules, memory);
    }

    FoundInstance with(Configuration newConfiguration) {
        return new FoundInstance(wantedId, newConfiguration, secrets, legacyKey, createdAt, rules, memory);
    }

    FoundInstance with(Memory newMemory) {
        return new FoundInstance(wantedId, configuration, secrets, legacyKey, createdAt, rules, newMemory);
    }
}
