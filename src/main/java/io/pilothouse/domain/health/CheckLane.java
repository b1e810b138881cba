package io.pilothouse.domain.health;

import io.pilothouse.domain.instance.Address;
import java.util.Optional;

/// Whom an instance shares its checks with: of all in one lane only so many are checked at once.
///
/// @param name   equal for all that share
/// @param within a wider lane that this one is a part of
public record CheckLane(String name, int atOnce, Optional<CheckLane> within) {

    private static final int PER_HOST = 2;

    /// What shares a host.
    public static CheckLane ofHost(Address address) {
        return new CheckLane(address.host(), PER_HOST, Optional.empty());
    }
}
