package io.pilothouse.domain.active;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import java.time.Instant;
import java.util.Optional;

/// What windows are told about their active instance.
public sealed interface ActiveEvent {

    /// A level named an instance that cannot be it any more, and another took its place.
    ///
    /// @param to empty when nothing is left
    record SelectionFallback(
            KindId kind, Named from, Optional<Named> to, Resolution.Level level, Unusable reason, Instant at)
            implements ActiveEvent {}

    /// The active instance of one window changed.
    ///
    /// @param generation number of the change within the window; answers of an older one are dropped
    /// @param old        empty at the first resolution
    /// @param now        empty when nothing is left
    record InstanceSwitched(
            long generation, KindId kind, Optional<Named> old, Optional<Named> now, SwitchCause cause, Instant at)
            implements ActiveEvent {}

    /// @param name as it was at that moment
    record Named(InstanceId id, String name) {}

    enum SwitchCause {
        /// A person chose it.
        USER,
        /// The one before became unusable.
        FALLBACK,
        /// The first resolution of a window.
        RESTORE,
        /// A link or a notification was followed.
        LINK;

        /// @return whether the switch is remembered for the next start
        public boolean remembered() {
            return this == USER || this == LINK;
        }
    }
}
