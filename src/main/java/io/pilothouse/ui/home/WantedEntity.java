package io.pilothouse.ui.home;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Subscription;
import java.util.Optional;

/// The entity a person asked for elsewhere in the window, until the page of its house has taken it. FX thread
/// only.
final class WantedEntity {

    private record Wanted(InstanceId house, String entity) {}

    private Optional<Wanted> wanted = Optional.empty();
    private Runnable waiting = () -> {};

    /// The page is shown by the caller.
    void ask(InstanceId house, String entity) {
        wanted = Optional.of(new Wanted(house, entity));
        waiting.run();
    }

    Optional<String> of(InstanceId house) {
        return wanted.filter(it -> it.house().equals(house)).map(Wanted::entity);
    }

    void taken() {
        wanted = Optional.empty();
    }

    /// @param run called when something is asked for while the page is shown
    Subscription await(Runnable run) {
        waiting = run;
        return () -> {
            if (waiting == run) {
                waiting = () -> {};
            }
        };
    }
}
