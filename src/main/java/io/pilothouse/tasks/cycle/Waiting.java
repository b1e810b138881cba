package io.pilothouse.tasks.cycle;

import java.time.Duration;

/// How a run waits for a service.
@FunctionalInterface
public interface Waiting {

    void pause(Duration span) throws InterruptedException;
}
