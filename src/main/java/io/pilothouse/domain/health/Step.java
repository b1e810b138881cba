package io.pilothouse.domain.health;

/// The steps between this computer and useful data, in the order in which they are tried.
public enum Step {
    NAME,
    ADDRESS,
    CONNECT,
    TLS,
    HTTP,
    PRODUCT,
    SECRET,
    PERMISSION,
    DATA;

    /// @return the step's name in scripts
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
