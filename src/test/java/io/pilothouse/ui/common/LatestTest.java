package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.testing.ui.FakeTasks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestTest {

    private final FakeTasks tasks = new FakeTasks();
    private final Latest latest = new Latest(Runnable::run);
    private final List<String> heard = new ArrayList<>();

    @Test
    void onlyTheNewestRequestAnswers() {
        tasks.hold();
        ask("first");
        ask("second");

        tasks.runNext();
        tasks.runNext();

        assertThat(heard).containsExactly("second");
        assertThat(latest.busy()).isFalse();
    }

    @Test
    void anAnswerQueuedForTheFxThreadIsDroppedAfterCancelling() {
        var queue = new ArrayList<Runnable>();
        var queued = new Latest(queue::add);
        queued.start(() -> tasks.start(request(), _ -> "late"), this::hear);

        queued.cancel();
        queue.forEach(Runnable::run);

        assertThat(queue).hasSize(1);
        assertThat(heard).isEmpty();
    }

    private void ask(String answer) {
        latest.start(() -> tasks.start(request(), _ -> answer), this::hear);
    }

    private void hear(Outcome<String> outcome) {
        if (outcome instanceof Outcome.Succeeded<String> succeeded) {
            heard.add(succeeded.value());
        }
    }

    private static TaskRequest request() {
        return new TaskRequest("read", "read", List.of(), Origin.WINDOW, true);
    }
}
