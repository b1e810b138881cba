package io.pilothouse.domain.active;

/// Why an instance cannot be the active one.
public enum Unusable {
    /// It is gone for good.
    DELETED,
    /// It is in the trash.
    ARCHIVED,
    /// It is switched off.
    DISABLED,
    /// Its address or a secret is missing.
    NOT_CONFIGURED,
    /// Another store was put in the place of the one it was chosen in.
    STORE_REPLACED
}
