package io.pilothouse.tasks.schedule;

import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /// What people chose for all rules that have no choice of their own.
    public static final Setting<MissedTurns> CHOSEN = Setting.choice("work.missed", LATEST);

    private static final Duration OLDEST = Duration.ofDays(7);
    private static final int MOST = 14;

    /// @param key of regular work, see [ScheduledWork#key()]
    /// @return what people chose for it alone; empty for as [#CHOSEN] says
    public static Setting<Optional<MissedTurns>> chosenFor(String key) {
        return new Setting<>(
                CHOSEN.name() + "." + key,
                Optional.empty(),
                text -> text.isEmpty() ? Optional.empty() : Optional.of(valueOf(text)),
                chosen -> chosen.map(MissedTurns::name).orElse(""));
    }

    /// @return what holds for regular work of which people choose it
    public static MissedTurns of(Settings settings, String key) {
        return settings.get(chosenFor(key)).orElseGet(() -> settings.get(CHOSEN));
    }

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
