package io.pilothouse.tasks;

import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// An immutable value that background work replaces and screens watch. Thread-safe.
///
/// @param <T> an immutable type, for example a map made by `Map.copyOf`
public final class Published<T> {

    private final AtomicReference<T> value;
    private final CopyOnWriteArraySet<Subscriber> subscribers = new CopyOnWriteArraySet<>();

    public Published(T initial) {
        value = new AtomicReference<>(initial);
    }

    public T get() {
        return value.get();
    }

    public void set(T newValue) {
        value.set(newValue);
        subscribers.forEach(Subscriber::wake);
    }

    /// @param change from the old value to the new one; pure, as it may run more than once
    public void update(UnaryOperator<T> change) {
        value.updateAndGet(change);
        subscribers.forEach(Subscriber::wake);
    }

    /// Calls `listener` on `on` with the newest value, once soon and again after changes. A busy
    /// listener skips values that were replaced meanwhile, so a storm of updates cannot flood it.
    public Subscription subscribe(Executor on, Consumer<T> listener) {
        var subscriber = new Subscriber(on, listener);
        subscribers.add(subscriber);
        subscriber.wake();
        return () -> subscribers.remove(subscriber);
    }

    private final class Subscriber {
        private final Executor on;
        private final Consumer<T> listener;
        private final AtomicBoolean queued = new AtomicBoolean();

        Subscriber(Executor on, Consumer<T> listener) {
            this.on = on;
            this.listener = listener;
        }

        void wake() {
            if (queued.compareAndSet(false, true)) {
                on.execute(() -> {
                    queued.set(false); // before reading, so that a later change queues again
                    if (subscribers.contains(this)) {
                        listener.accept(value.get());
                    }
                });
            }
        }
    }
}
