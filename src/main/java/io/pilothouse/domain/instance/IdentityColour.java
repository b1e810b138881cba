package io.pilothouse.domain.instance;

/// The twelve colours that say which instance, never how it is. Each carries white text at 5.0:1 or
/// better.
public enum IdentityColour {
    COBALT("#1f5fbf"),
    TEAL("#0b7a75"),
    MOSS("#4d7c0f"),
    OCHRE("#8f6400"),
    RUST("#a8441a"),
    BRICK("#b3261e"),
    ROSE("#b0236a"),
    PLUM("#8236a3"),
    INDIGO("#5146c4"),
    SLATE("#4f5b6b"),
    COCOA("#6f4e37"),
    GRAPHITE("#33383f");

    private final String hex;

    IdentityColour(String hex) {
        this.hex = hex;
    }

    public String hex() {
        return hex;
    }
}
