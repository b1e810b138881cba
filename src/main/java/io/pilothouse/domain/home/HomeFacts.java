package io.pilothouse.domain.home;

import java.util.Optional;
import java.util.Set;

/// What a house says of itself.
///
/// @param state      `RUNNING` once everything is loaded
/// @param userId     whose token it is; empty where only plain requests pass
/// @param components what is loaded: which features there are
public record HomeFacts(
        String name,
        String version,
        String state,
        String timeZone,
        boolean recovery,
        boolean administrator,
        String userId,
        String userName,
        Optional<String> internalUrl,
        Optional<String> externalUrl,
        Set<String> components) {

    public boolean has(String component) {
        return components.contains(component);
    }

    public boolean supervised() {
        return has("hassio");
    }
}
