package io.pilothouse.tasks.library;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.tasks.Bell;
import io.pilothouse.tasks.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Asks again what may be asked again, after growing pauses. Reading may always be repeated, writing only
/// where the server said that it has not written.
final class Patience {

    private static final Set<FaultCode> PASSING = Set.of(
            FaultCode.CONNECTION_CUT,
            FaultCode.THROTTLED,
            FaultCode.PROXY_PAGE,
            FaultCode.MALFORMED,
            FaultCode.NO_ANSWER);

    private final Time time;
    private final List<Integer> pauses;
    private final Set<FaultCode> passing;
    private final Bell bell;
    private int retries;

    private Patience(Time time, List<Integer> pauses, Set<FaultCode> passing) {
        this.time = time;
        bell = time.bell();
        this.pauses = pauses;
        this.passing = passing;
    }

    static Patience reading(Time time) {
        return new Patience(time, List.of(1, 2, 5), PASSING);
    }

    static Patience writing(Time time) {
        return new Patience(time, List.of(1, 2, 5, 10, 30), Set.of(FaultCode.THROTTLED));
    }

    @FunctionalInterface
    interface Question<T> {
        T ask() throws ConnectorException, InterruptedException;
    }

    <T> T ask(Question<T> question) throws ConnectorException, InterruptedException {
        for (int pause : pauses) {
            try {
                return question.ask();
            } catch (ConnectorException e) {
                if (!passing.contains(e.code())) {
                    throw e;
                }
                retries++;
                var some = Duration.ofMillis(
                        pause * 1_000L + ThreadLocalRandom.current().nextInt(pause * 100));
                until(time.instant().plus(e.retryAfter().orElse(some)));
            }
        }
        return question.ask();
    }

    void until(Instant moment) throws InterruptedException {
        while (time.instant().isBefore(moment)) {
            bell.await(moment);
        }
    }

    int retries() {
        return retries;
    }
}
