package io.pilothouse;

import io.pilothouse.domain.ProblemException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A demo fleet that starts while the store is opened and the window gets ready. Thread-safe.
final class StartingDemo implements AutoCloseable {

    private final FutureTask<DemoConsole> fleet;

    /// @param start makes the fleet, on a thread of its own
    StartingDemo(Callable<DemoConsole> start) {
        fleet = new FutureTask<>(start);
        Thread.ofPlatform().daemon().name("start of the demo fleet").start(fleet);
    }

    /// Waits until it has started.
    ///
    /// @throws ProblemException if it cannot start
    DemoConsole started() throws ProblemException, InterruptedException {
        try {
            return fleet.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case ProblemException problem -> throw problem;
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /// Ends it; one that still starts is waited for, as it holds ports.
    @Override
    public void close() {
        try {
            fleet.get().close();
        } catch (ExecutionException _) { // whoever asked for it was told
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
