package io.pilothouse.demo.amc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// The simulator's own time: the fleet's clock, moved forward by whoever asks. Runs take their time
/// divided by a factor, so that a demo need not wait as long as Amazon's customers do.
final class VirtualClock {

    private final Clock clock;
    private Duration ahead = Duration.ZERO;
    private double factor;

    /// @param factor above 0; 1 for Amazon's pace
    VirtualClock(Clock clock, double factor) {
        this.clock = clock;
        this.factor = factor;
    }

    Instant now() {
        return clock.instant().plus(ahead);
    }

    void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("the virtual clock only goes forward");
        }
        ahead = ahead.plus(by);
    }

    /// @throws IllegalArgumentException if that is past
    void set(Instant at) {
        advance(Duration.between(now(), at));
    }

    double factor() {
        return factor;
    }

    void factor(double next) {
        if (!(next > 0)) {
            throw new IllegalArgumentException("the factor is above 0");
        }
        factor = next;
    }

    /// How long something takes here that takes `usual` at Amazon.
    Duration pace(Duration usual) {
        return Duration.ofMillis((long) (usual.toMillis() / factor));
    }
}
