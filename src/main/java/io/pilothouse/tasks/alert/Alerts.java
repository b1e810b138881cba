package io.pilothouse.tasks.alert;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Tells people what they want to hear. Methods that change something block for the store.
public interface Alerts {

    /// What was told lately.
    ///
    /// @param recent  newest first
    /// @param disturb until when nothing is sent; empty while messages are sent
    record State(List<Alert> recent, Optional<Instant> disturb) {
        public State {
            recent = List.copyOf(recent);
        }

        /// @return what a person should look at
        public List<Alert> open() {
            return recent.stream().filter(Alert::open).toList();
        }

        /// @return what was held back and is not known to the person yet
        public List<Alert> muted() {
            return recent.stream().filter(Alert::waits).toList();
        }
    }

    /// What a channel shall say now.
    sealed interface Told {
        record One(Alert alert) implements Told {}

        /// What was held back, when sending is allowed again.
        ///
        /// @param channels of them all
        record Digest(List<Alert> alerts, Set<AlertChannel> channels) implements Told {
            public Digest {
                alerts = List.copyOf(alerts);
                channels = Set.copyOf(channels);
            }
        }
    }

    Published<State> state();

    /// Hears what is to be said, in order. What ends before it is heard is not said.
    Subscription whenTold(Executor on, Consumer<Told> listener);

    /// A person knows of these now.
    void acknowledge(Collection<Long> ids);

    /// Sends nothing until then; the past ends it.
    void disturbNot(Instant until);

    /// Sends nothing about these until then; the past ends it.
    void mute(Collection<InstanceId> ids, Instant until);

    /// @return until when nothing is sent about the instance, empty when messages are sent
    Optional<Instant> muted(InstanceId id);

    /// What would have been sent in the past under the rules that hold now.
    ///
    /// @return newest first, each with its channels as they would be
    List<Alert> simulate(Instant since);

    /// The channels that were chosen for an event; for showing them.
    Set<AlertChannel> channels(AlertEvent event);

    /// Those that leave this computer.
    RemoteChannels remote();
}
