package io.pilothouse.ui.table;

import io.pilothouse.ui.common.Later;
import java.time.Duration;

/// Whether a person aims with the pointer, so that nothing may change places under it. FX thread only.
final class Aim {

    /// How long the order is kept after the pointer moved last.
    static final Duration PAUSE = Duration.ofSeconds(2);

    private final Later later;
    private final Runnable resting;
    private boolean aiming;
    private boolean again;

    /// @param resting called when the pointer has rested
    Aim(Later later, Runnable resting) {
        this.later = later;
        this.resting = resting;
    }

    boolean aiming() {
        return aiming;
    }

    void moved() {
        if (aiming) {
            again = true; // one timer, however often the pointer moves
        } else {
            aiming = true;
            later.after(PAUSE, this::rest);
        }
    }

    private void rest() {
        if (again) {
            again = false;
            later.after(PAUSE, this::rest);
        } else {
            aiming = false;
            resting.run();
        }
    }
}
