package io.pilothouse.ui.common;

import io.pilothouse.domain.health.ShownState;
import java.util.List;

/// In which order states are shown where problems come first: what needs a person at the top, quiet
/// states at the bottom. This is not the precedence of [ShownState], which says which state is shown.
public final class Severity {

    /// Worst first.
    public static final List<ShownState> ORDER = List.of(
            ShownState.DOWN,
            ShownState.IDENTITY_CHANGED,
            ShownState.LOCKED,
            ShownState.REFUSED,
            ShownState.UNSTABLE,
            ShownState.WARNING,
            ShownState.MAINTENANCE,
            ShownState.CHECKING,
            ShownState.HEALTHY,
            ShownState.UNKNOWN,
            ShownState.ASLEEP,
            ShownState.PAUSED);

    private Severity() {}

    /// @return 0 for the worst
    public static int of(ShownState state) {
        return ORDER.indexOf(state);
    }
}
