package io.pilothouse.tasks.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What to do with turns that passed while nobody could run them.
public enum MissedTurns {
    /// Only the newest runs.
    LATEST,
    /// Those of the last seven days run, at most 14, oldest first.
    ALL,
    /// None runs.
    SKIP;

    /// A turn found later than this was missed (contract for Amazon Marketing Cloud, section 14.4).
    public static final Duration LATE = Duration.ofSeconds(120);

    private static final Duration OLDEST = Duration.ofDays(7);
    private static final int MOST = 14;

    /// What becomes of one turn that is due.
    public enum Fate {
        RUN,
        MISSED,
        MISSED_SUPERSEDED,
        MISSED_TOO_OLD
    }

    /// @param due turns that passed and were not dealt with, oldest first
    /// @return the fate of each, in the same order
    public Map<Instant, Fate> decide(List<Instant> due, Instant now) {
        var fates = new LinkedHashMap<Instant, Fate>();
        var missed = new ArrayList<Instant>();
        for (var turn : due) {
            boolean late = Duration.between(turn, now).compareTo(LATE) > 0;
            fates.put(turn, Fate.RUN);
            if (late) {
                missed.add(turn);
            }
        }
        for (int i = 0; i < missed.size(); i++) {
            int newer = missed.size() - 1 - i;
            boolean last = newer == 0 && missed.size() == due.size();
            boolean old = Duration.between(missed.get(i), now).compareTo(OLDEST) > 0;
            fates.put(
                    missed.get(i),
                    switch (this) {
                        case SKIP -> Fate.MISSED;
                        case LATEST -> last ? Fate.RUN : Fate.MISSED_SUPERSEDED;
                        case ALL -> old || newer >= MOST ? Fate.MISSED_TOO_OLD : Fate.RUN;
                    });
        }
        return fates;
    }
}
