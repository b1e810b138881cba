package io.pilothouse.tasks.library;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.tasks.Time;
import java.time.Duration;
import java.util.List;

/// Asks again what may be asked again, after growing pauses. Reading may always be repeated.
final class Patience {

    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5));

    private final Time time;
    private int retries;

    Patience(Time time) {
        this.time = time;
    }

    @FunctionalInterface
    interface Question<T> {
        T ask() throws ConnectorException, InterruptedException;
    }

    <T> T ask(Question<T> question) throws ConnectorException, InterruptedException {
        for (var pause : PAUSES) {
            try {
                return question.ask();
            } catch (ConnectorException e) {
                if (!passing(e)) {
                    throw e;
                }
                retries++;
                var bell = time.bell();
                var until = time.instant().plus(e.retryAfter().orElse(pause));
                while (time.instant().isBefore(until)) {
                    bell.await(until);
                }
            }
        }
        return question.ask();
    }

    /// @return whether it may be gone after a while, with the same question
    private static boolean passing(ConnectorException failure) {
        return switch (failure.code()) {
            case CONNECTION_CUT, THROTTLED, PROXY_PAGE, MALFORMED, NO_ANSWER -> true;
            default -> false;
        };
    }

    int retries() {
        return retries;
    }
}
