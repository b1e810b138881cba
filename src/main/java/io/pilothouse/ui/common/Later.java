package io.pilothouse.ui.common;

import io.pilothouse.tasks.Subscription;
import java.time.Duration;

/// Runs something on the FX thread when time has passed. Not an animation: between two runs nothing
/// happens, so an idle window draws nothing.
public interface Later {

    /// @return closing it forgets the run
    Subscription after(Duration pause, Runnable run);

    /// @return closing it ends the repetition
    Subscription every(Duration pause, Runnable run);
}
