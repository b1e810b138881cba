package io.pilothouse.tasks.home;

import io.pilothouse.connectors.homeassistant.LiveHome;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Subscription;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What happens in one house, followed on each line the house gets until it is closed. Thread-safe.
final class FollowedPast implements HomeWatch.Listener, Subscription {

    /// Begins on a line.
    interface Opening {
        /// @return ends it
        Runnable on(LiveHome home);
    }

    private final Opening opening;
    private HomeLines.@Nullable Watch watch;
    private @Nullable LiveHome home;
    private Runnable ending = () -> {};

    FollowedPast(Opening opening) {
        this.opening = opening;
    }

    synchronized FollowedPast begin(HomeLines lines, InstanceId id) {
        watch = lines.watch(id, this);
        listsChanged(); // the line may have been there already
        return this;
    }

    @Override
    public void statesChanged(Set<String> entityIds) {}

    /// Also said when a line is new.
    @Override
    public synchronized void listsChanged() {
        var now = watch == null ? null : watch.home().orElse(null);
        if (now != null && now != home) {
            ending.run();
            home = now;
            ending = opening.on(now);
        }
    }

    @Override
    public void lineChanged() {}

    @Override
    public synchronized void close() {
        ending.run();
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }
}
