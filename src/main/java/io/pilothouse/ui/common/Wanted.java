package io.pilothouse.ui.common;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Subscription;
import java.util.Optional;

/// What a person asked for elsewhere in the window, until the page of its instance has taken it. FX thread
/// only.
public final class Wanted<T> {

    private record Ask<T>(InstanceId instance, T what) {}

    private Optional<Ask<T>> asked = Optional.empty();
    private Runnable waiting = () -> {};

    /// The page is shown by the caller.
    public void ask(InstanceId instance, T what) {
        asked = Optional.of(new Ask<>(instance, what));
        waiting.run();
    }

    public Optional<T> of(InstanceId instance) {
        return asked.filter(it -> it.instance().equals(instance)).map(Ask::what);
    }

    public void taken() {
        asked = Optional.empty();
    }

    /// @param run called when something is asked for while the page is shown
    public Subscription await(Runnable run) {
        waiting = run;
        return () -> {
            if (waiting == run) {
                waiting = () -> {};
            }
        };
    }
}
