package io.pilothouse.domain;

/// The kinds of failure that scripts can tell apart. The terminal interface fixes their names and
/// the exit status of each.
public enum ProblemCode {
    PARTLY("partly", 1),
    USAGE("usage", 2),
    BAD_ADDRESS("bad-address", 2),
    BAD_VALUE("bad-value", 2),
    NOT_FOUND("not-found", 3),
    AMBIGUOUS("ambiguous", 3),
    GUARD("guard", 4),
    CONFIRM("confirm", 4),
    FORBIDDEN("forbidden", 4),
    PAUSED("paused", 4),
    LOCKED("locked", 4),
    IDENTITY_CHANGED("identity-changed", 4),
    UNREACHABLE("unreachable", 5),
    REFUSED("refused", 5),
    WRONG_PRODUCT("wrong-product", 5),
    SERVICE("service", 5),
    STORE_BUSY("store-busy", 6),
    STORE_DAMAGED("store-damaged", 6),
    STORE_NEWER("store-newer", 6),
    STORE_IO("store-io", 6),
    BAD_FILE("bad-file", 7),
    BUG("bug", 70),
    CANCELLED("cancelled", 130);

    private final String word;
    private final int exitStatus;

    ProblemCode(String word, int exitStatus) {
        this.word = word;
        this.exitStatus = exitStatus;
    }

    /// @return the stable name, lower case with hyphens
    public String word() {
        return word;
    }

    public int exitStatus() {
        return exitStatus;
    }
}
