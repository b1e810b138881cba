package io.pilothouse.ui.fleet;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import java.time.Instant;

/// One line of the Fleet, with everything said in words already, so that cells only paint.
///
/// @param detail   what follows the state: a silent host, what was refused, how long
/// @param position place in the person's own order
/// @param work     what it is doing or what is held up
/// @param progress of the work, 0 to 1, negative for none
/// @param quietWork whether `work` is no matter of concern
/// @param next     when it is checked next, or that it is not
/// @param quietNext whether `next` is a word and no time
record FleetRow(
        Instance instance,
        ShownState state,
        Instant since,
        String detail,
        boolean guarded,
        int position,
        FleetHistory history,
        String work,
        double progress,
        boolean quietWork,
        String next,
        boolean quietNext) {}
