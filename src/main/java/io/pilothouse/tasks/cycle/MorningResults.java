package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.alert.Figures;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.notice.Notice;
import io.pilothouse.tasks.notice.Notices;
import io.pilothouse.tasks.schedule.OwnWork;
import io.pilothouse.tasks.schedule.ScheduledWork;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Says every morning what the cycles of the last day brought; nothing where they asked for nothing.
///
/// @param zone of the morning
public record MorningResults(Cycles cycles, Instances instances, Notices notices, ZoneId zone) {

    static final LocalTime MORNING = LocalTime.of(8, 0);

    /// News that nobody needs to hear any more the next morning.
    private static final Set<AlertEvent> UNTIL_MORNING = EnumSet.of(AlertEvent.RESULTS, AlertEvent.MISSED);

    private static final Duration A_DAY = Duration.ofDays(1);
    private static final int MOST = 100_000;

    private static final String KEY = "cycle-results";

    public ScheduledWork work() {
        return new OwnWork(
                KEY,
                "say what the cycles of the last day brought",
                Origin.PROGRAM,
                true,
                true,
                OwnWork.dailyAt(MORNING, zone),
                (turn, _) -> tell(turn));
    }

    void tell(Instant turn) {
        notices.latest().get().stream()
                .filter(notice -> UNTIL_MORNING.contains(notice.event())
                        && !notice.over()
                        && notice.at().isBefore(turn))
                .forEach(before ->
                        notices.tell(Notice.over(before.key(), before.instances(), "", before.summary(), turn)));
        var asked = cycles
                .ledger(
                        instances.fleet().get().live().stream()
                                .map(Instance::id)
                                .toList(),
                        turn.minus(A_DAY),
                        Optional.empty(),
                        Optional.empty(),
                        MOST)
                .stream()
                .filter(entry -> !entry.imported() && !entry.askedAt().isAfter(turn))
                .toList();
        if (asked.isEmpty()) {
            return;
        }
        var about = asked.stream().map(LedgerEntry::instance).distinct().toList();
        notices.tell(Notice.of(
                        KEY + "/" + turn.atZone(zone).toLocalDate(),
                        about,
                        "cycles",
                        outcomes(asked).subject(),
                        "Open the cycles of an instance to see each search.",
                        turn)
                .toldAs(AlertEvent.RESULTS));
    }

    private static Figures outcomes(List<LedgerEntry> asked) {
        var counts = Cycles.counts(asked);
        var byName = new LinkedHashMap<String, Long>();
        for (var outcome : LedgerEntry.Outcome.values()) {
            byName.put(outcome.word(), counts.getOrDefault(outcome, 0L));
        }
        return new Figures(byName);
    }
}
