package io.pilothouse.testing.ui;

import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.common.Later;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Time that passes by hand.
public final class ManualLater implements Later {

    private record Planned(Object key, Duration at, Duration every, Runnable run) {}

    private final List<Planned> planned = new ArrayList<>();
    private Duration now = Duration.ZERO;

    @Override
    public Subscription after(Duration pause, Runnable run) {
        return plan(pause, Duration.ZERO, run);
    }

    @Override
    public Subscription every(Duration pause, Runnable run) {
        return plan(pause, pause, run);
    }

    private Subscription plan(Duration pause, Duration every, Runnable run) {
        var key = new Object();
        planned.add(new Planned(key, now.plus(pause), every, run));
        return () -> planned.removeIf(plan -> plan.key == key);
    }

    /// Lets time pass and runs what is due, in order.
    public void pass(Duration time) {
        var until = now.plus(time);
        while (true) {
            var next = planned.stream()
                    .filter(plan -> plan.at.compareTo(until) <= 0)
                    .min((a, b) -> a.at.compareTo(b.at));
            if (next.isEmpty()) {
                now = until;
                return;
            }
            var due = next.get();
            planned.remove(due);
            now = due.at;
            if (!due.every.isZero()) {
                planned.add(new Planned(due.key, now.plus(due.every), due.every, due.run));
            }
            due.run.run();
        }
    }
}
