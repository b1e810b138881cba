package io.pilothouse.domain.health;

/// What the latest completed check said; before the first there is none.
public enum Health {
    /// The service said yes.
    HEALTHY,
    /// The service answered and said no.
    UNHEALTHY,
    /// The check could not be carried out.
    ERROR
}
