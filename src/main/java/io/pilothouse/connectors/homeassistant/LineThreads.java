package io.pilothouse.connectors.homeassistant;

import io.pilothouse.connectors.RequestContext;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// The threads on which a house's line does by itself what nobody waits for: connecting again, asking what
/// changed. They work for the task that keeps the line up, so that each request is known to be of it.
/// Thread-safe.
final class LineThreads implements ThreadFactory {

    private final ThreadFactory threads;
    private volatile @Nullable RequestContext keeper;

    LineThreads(ThreadFactory threads) {
        this.threads = threads;
    }

    /// What begins from now on is done for the task of the calling thread.
    void workForCaller() {
        if (RequestContext.CURRENT.isBound()) {
            keeper = RequestContext.CURRENT.get();
        }
    }

    @Override
    public Thread newThread(Runnable work) {
        var task = keeper;
        return threads.newThread(
                task == null
                        ? work
                        : () -> ScopedValue.where(RequestContext.CURRENT, task).run(work));
    }
}
