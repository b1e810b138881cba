package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// The demo fleet gets ready beside the window, and who asks for it waits.
class StartingDemoTest {

    @Test
    void whoAsksForItWaitsUntilItHasStarted() throws Exception {
        var windowReady = new CountDownLatch(1);
        try (var starting = new StartingDemo(() -> {
            windowReady.await();
            return DemoConsole.start(Clock.systemUTC(), List.of());
        })) {
            windowReady.countDown(); // it was made although the fleet was not there
            assertThat(starting.started()).isNotNull();
        }
    }

    @Test
    void whyItCannotStartIsToldToWhoAsks() {
        var problem = new Problem(ProblemCode.STORE_IO, "No port is free.", "Try again.");
        try (var starting = new StartingDemo(() -> {
            throw new ProblemException(problem);
        })) {
            assertThatThrownBy(starting::started)
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
        }
    }
}
