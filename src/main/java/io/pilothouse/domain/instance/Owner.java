package io.pilothouse.domain.instance;

/// The local profile that an instance belongs to, with all that hangs on it. One person has one, [#LOCAL]; what
/// another profile put into the same store is neither shown nor used.
public record Owner(String value) {

    /// Whose the instances are that are added here.
    public static final Owner LOCAL = new Owner("local");

    public Owner {
        if (value.isBlank()) {
            throw new IllegalArgumentException("an owner without an id");
        }
    }
}
