package io.pilothouse.tasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.tasks.schedule.Schedules.PastTurn;
import io.pilothouse.tasks.schedule.Schedules.Planned;
import io.pilothouse.tasks.schedule.Schedules.Turn;
import io.pilothouse.testing.ui.FakeServices.FakeSchedules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JoinedSchedulesTest {

    private static final Instant NOON = Instant.parse("2026-07-18T12:00:00Z");

    private final FakeSchedules one = new FakeSchedules();
    private final FakeSchedules other = new FakeSchedules();
    private final JoinedSchedules joined = new JoinedSchedules(List.of(one, other));

    @Test
    void whatSeveralKeepIsOnePlanInOrderOfTime() {
        one.plan.set(List.of(planned("a", 1), planned("c", 3)));
        other.plan.set(List.of(planned("b", 2), planned("never", null)));
        one.turns.add(new Turn("a", Optional.empty(), at(5)));
        other.turns.add(new Turn("b", Optional.empty(), at(4)));
        one.past.add(past("a", -2));
        other.past.add(past("b", -1));

        assertThat(joined.plan().get()).extracting(Planned::key).containsExactly("a", "b", "c", "never");
        assertThat(joined.turns(NOON, at(9))).extracting(Turn::key).containsExactly("b", "a");
        assertThat(joined.past(at(-9))).extracting(PastTurn::key).containsExactly("b", "a");
    }

    @Test
    void whoKeepsAPieceDoesWhatAPersonWants() throws Exception {
        one.plan.set(List.of(planned("a", 1)));
        other.plan.set(List.of(planned("b", 2)));

        joined.runNow("b");
        joined.skipNext("a");
        joined.releaseOnce("b");
        joined.runNow("gone");

        assertThat(one.calls).containsExactly("skip a", "run gone"); // which says that it is
        assertThat(other.calls).containsExactly("run b", "release b");
    }

    private static Instant at(int hours) {
        return NOON.plusSeconds(3600L * hours);
    }

    private static PastTurn past(String key, int hours) {
        return new PastTurn(key, Optional.empty(), at(hours), at(hours), Optional.empty(), Optional.of("SUCCEEDED"));
    }

    private static Planned planned(String key, Integer hours) {
        return new Planned(
                key,
                "cycle",
                key,
                Optional.empty(),
                Optional.ofNullable(hours).map(JoinedSchedulesTest::at),
                MissedTurns.LATEST,
                false,
                Optional.empty());
    }
}
