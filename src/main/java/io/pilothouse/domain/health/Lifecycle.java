package io.pilothouse.domain.health;

/// How far an instance has come since it was configured.
public enum Lifecycle {
    /// Configured, not yet proven.
    PENDING,
    /// Proven and usable.
    ACTIVE,
    /// Proven unusable, or unreachable for a while.
    ERROR,
    /// Switched off by the user.
    INACTIVE
}
