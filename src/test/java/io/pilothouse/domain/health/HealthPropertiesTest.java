package io.pilothouse.domain.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What holds for every sequence of events.
class HealthPropertiesTest {

    private static final Instant NOON = Instant.parse("2026-07-18T12:00:00Z");
    private static final CheckPace PACE = new CheckPace(Duration.ofSeconds(60), 0.1, Duration.ofSeconds(20));

    @Property
    void noSequenceOfEventsLeavesAnEnabledInstanceUncheckedWithoutAReason(@ForAll("events") List<Move> moves) {
        var standing = Standing.unproven(NOON);
        var now = NOON;
        for (var move : moves) {
            now = now.plusSeconds(move.seconds());
            standing = standing.after(event(move, now), PACE, move.jitter());

            boolean off = standing.lifecycle() == Lifecycle.INACTIVE;
            boolean secret =
                    standing.code().filter(code -> code.step() == Step.SECRET).isPresent();
            if (standing.nextCheckAt().isEmpty()) {
                assertThat(off || secret).isTrue();
            } else if (event(move, now) instanceof HealthEvent.Checked) {
                assertThat(standing.nextCheckAt().get()).isAfterOrEqualTo(now);
            }
            assertThat(off && standing.nextCheckAt().isPresent()).isFalse();
            assertThat(standing.code().isPresent())
                    .isEqualTo(
                            standing.health().isPresent() && standing.health().get() != Health.HEALTHY);
            if (standing.lifecycle() == Lifecycle.ACTIVE) {
                assertThat(standing.failures()).isLessThan(Standing.FAILURES_UNTIL_DOWN);
                assertThat(standing.lastHealthyAt()).isPresent();
            }
        }
    }

    @Property
    void oneLostAnswerIsNeverDown(@ForAll("events") List<Move> moves) {
        var standing = Standing.unproven(NOON);
        var now = NOON;
        for (var move : moves) {
            now = now.plusSeconds(move.seconds());
            standing = standing.after(event(move, now), PACE, move.jitter());
            var lost = standing.after(StandingTest.passed(now), PACE, 0)
                    .after(StandingTest.failed(now.plusSeconds(60), FaultCode.NO_ANSWER), PACE, 0);
            assertThat(Circumstances.plain(lost).shown()).isIn(ShownState.CHECKING, ShownState.PAUSED);
        }
    }

    @Property
    void flappingIsUnstableExactlyWhileChangesAreFrequent(@ForAll("events") List<Move> moves) {
        var flapping = Flapping.CALM;
        var now = NOON;
        for (var move : moves) {
            now = now.plusSeconds(move.seconds());
            boolean good = move.what() % 2 == 0;
            boolean changes = flapping.good().filter(before -> before != good).isPresent();
            var before = flapping;
            flapping = flapping.after(now, good);
            if (changes && before.calmAt().filter(now::isBefore).isPresent()) {
                assertThat(flapping.unstable())
                        .as("not calm for ten minutes yet")
                        .isTrue();
            }
            assertThat(flapping.unstable() && flapping.changes().size() < 1).isFalse();
            assertThat(flapping.at(now.plus(Flapping.CALM_AFTER)).unstable()).isFalse();
        }
    }

    /// @param what   which event
    /// @param jitter -1 to 1
    record Move(int what, int seconds, double jitter) {}

    @Provide
    Arbitrary<List<Move>> events() {
        var what = Arbitraries.integers().between(0, 5 + FaultCode.values().length);
        var seconds = Arbitraries.integers().between(0, 4000);
        var jitter = Arbitraries.doubles().between(-1, 1);
        return net.jqwik.api.Combinators.combine(what, seconds, jitter)
                .as(Move::new)
                .list()
                .ofMaxSize(40);
    }

    private static HealthEvent event(Move move, Instant now) {
        return switch (move.what()) {
            case 0, 1 -> StandingTest.passed(now);
            case 2 -> new HealthEvent.SwitchedOff(now);
            case 3 -> new HealthEvent.SwitchedOn(now);
            case 4 -> new HealthEvent.IdentityEdited(now);
            case 5 -> new HealthEvent.CallFailed(now, FaultCode.TOO_SLOW, StandingTest.problem(FaultCode.TOO_SLOW));
            default -> StandingTest.failed(now, FaultCode.values()[move.what() - 6]);
        };
    }
}
