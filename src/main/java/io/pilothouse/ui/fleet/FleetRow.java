package io.pilothouse.ui.fleet;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One line of the Fleet, with everything said in words already, so that cells only paint.
///
/// @param since    when its state began, the epoch while none is known
/// @param detail   what follows the state: a silent host, what was refused, how long
/// @param position place in the person's own order
/// @param work     what it is doing or what is held up
/// @param progress of the work, 0 to 1, negative for none
/// @param quietWork whether `work` is no matter of concern
/// @param next     when it is checked next, or that it is not
/// @param figure   the one number for cards, empty for none
/// @param caption  what that number is
/// @param metric   what is compared over all instances
/// @param quietNext whether `next` is a word and no time
/// @param nextAt   when it runs next, empty where nothing is planned or it waits
/// @param drift    how it stands against its baseline
/// @param former   names it had before
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
        boolean quietNext,
        Optional<Instant> nextAt,
        List<String> former,
        Drift drift,
        String figure,
        String caption,
        Metric metric) {

    FleetRow with(Metric compared) {
        return new FleetRow(
                instance, state, since, detail, guarded, position, history, work, progress, quietWork, next, quietNext,
                nextAt, former, drift, figure, caption, compared);
    }

    /// @param settings that are otherwise than at the baseline
    /// @param words    how it stands; empty where no baseline is kept, or it was not looked at yet
    record Drift(int settings, String words) {
        static final Drift UNKNOWN = new Drift(0, "");
    }

    /// @param words in the person's unit, empty for none
    /// @param share of the largest of all instances, 0 to 1, negative for none
    /// @param scale the largest value of all instances, NaN for a scale of its own
    record Metric(String words, double share, double scale) {
        static final Metric OWN = new Metric("", -1, Double.NaN);
    }
}
