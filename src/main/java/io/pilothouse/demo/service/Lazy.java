package io.pilothouse.demo.service;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value made when first asked for, so that a fleet of a thousand starts at once. Thread-safe.
public final class Lazy<T> {

    private final Supplier<T> make;
    private @Nullable T value;

    public Lazy(Supplier<T> make) {
        this.make = make;
    }

    public synchronized T get() {
        if (value == null) {
            value = Objects.requireNonNull(make.get());
        }
        return value;
    }

    /// Whether anybody has asked yet.
    public synchronized boolean made() {
        return value != null;
    }
}
