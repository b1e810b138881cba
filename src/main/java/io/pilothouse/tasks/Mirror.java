package io.pilothouse.tasks;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What the store holds, published from memory, one change after the other: whoever read the store
/// earlier never publishes over whoever read it later. Thread-safe.
///
/// Call it after the change is in the store and never inside a transaction, as it waits for others who
/// read the store.
///
/// @param <T> an immutable type
public final class Mirror<T> {

    private final Supplier<T> store;
    private final Published<T> published;
    private final ReentrantLock order = new ReentrantLock();

    /// Reads the store.
    public Mirror(Supplier<T> store) {
        this.store = store;
        published = new Published<>(store.get());
    }

    public Published<T> published() {
        return published;
    }

    /// Reads the store again.
    public void refresh() {
        refresh((_, _) -> {});
    }

    /// Reads the store again.
    ///
    /// @param tell called with what was published before and what is now, in the order of the changes;
    ///             must not wait for anything but the store
    public void refresh(BiConsumer<T, T> tell) {
        change(_ -> store.get(), tell);
    }

    /// Publishes one change without reading everything again.
    ///
    /// @param change from what is published to what the store holds now; reads the changed part itself
    /// @param tell   as in [#refresh(BiConsumer)]
    public void change(UnaryOperator<T> change, BiConsumer<T, T> tell) {
        order.lock();
        try {
            var before = published.get();
            var after = change.apply(before);
            published.set(after);
            tell.accept(before, after);
        } finally {
            order.unlock();
        }
    }
}
