package io.pilothouse.domain.active;

/// Why an instance cannot be the active one.
///
/// The contract of Home Assistant knows one more, for a store that was replaced by an import. Here imports add, and
/// restoring a store ends every window first: those that open then begin with what that store remembers.
public enum Unusable {
    /// It is gone for good.
    DELETED,
    /// It is in the trash.
    ARCHIVED,
    /// It is switched off.
    DISABLED,
    /// Its address or a secret is missing.
    NOT_CONFIGURED
}
