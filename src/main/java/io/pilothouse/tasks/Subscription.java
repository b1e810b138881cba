package io.pilothouse.tasks;

/// Ends a subscription. After [#close()] returned on the subscriber's own executor, its listener is
/// not called again.
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    @Override
    void close();
}
