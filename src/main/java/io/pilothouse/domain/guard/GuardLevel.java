package io.pilothouse.domain.guard;

/// How careful an instance must be treated, from least to most strict.
public enum GuardLevel {
    OPEN("open"),
    CAREFUL("careful"),
    GUARDED("guarded"),
    READ_ONLY("read-only");

    private final String word;

    GuardLevel(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public GuardLevel strictest(GuardLevel other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
