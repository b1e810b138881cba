package io.pilothouse.domain.secret;

/// A key, password or token. Does not print itself; compare and pass it, never log it.
public record Secret(String value) {

    public Secret {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a secret is not empty");
        }
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
