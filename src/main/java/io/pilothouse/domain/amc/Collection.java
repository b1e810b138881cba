package io.pilothouse.domain.amc;

import io.pilothouse.domain.instance.InstanceId;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The history of a question by weeks or months (section 18.3).
///
/// @param weekly      else by months
/// @param first       first day of a week
/// @param to          exclusive; empty for an open one, which goes on
/// @param newestFirst in which order periods are asked for
public record Collection(
        String id,
        String name,
        String workflow,
        Map<String, String> parameters,
        List<InstanceId> instances,
        boolean weekly,
        DayOfWeek first,
        LocalDate from,
        Optional<LocalDate> to,
        ZoneId zone,
        int lagDays,
        boolean newestFirst,
        boolean paused) {

    private static final int KEPT_MONTHS = 13;

    public Collection {
        parameters = Map.copyOf(parameters);
        instances = List.copyOf(instances);
    }

    public Collection withPaused(boolean pause) {
        return new Collection(
                id, name, workflow, parameters, instances, weekly, first, from, to, zone, lagDays, newestFirst, pause);
    }

    /// How a period of one instance stands.
    public enum PeriodState {
        PENDING,
        HELD,
        RUNNING,
        SUCCEEDED,
        EMPTY,
        FAILED,
        SKIPPED
    }

    /// @param run      the run that counts
    /// @param attempts how often it was tried again by itself since a person asked
    /// @param nextAt   not begun before
    public record Period(
            String collection,
            InstanceId instance,
            LocalDate start,
            LocalDate end,
            PeriodState state,
            String reason,
            Optional<RunId> run,
            int attempts,
            Optional<Instant> nextAt) {

        /// A period that was never asked for.
        public static Period pending(String collection, InstanceId instance, LocalDate start, LocalDate end) {
            return new Period(
                    collection, instance, start, end, PeriodState.PENDING, "", Optional.empty(), 0, Optional.empty());
        }

        public Period with(PeriodState next, String why, Optional<RunId> counts) {
            return new Period(collection, instance, start, end, next, why, counts, attempts, Optional.empty());
        }

        /// To be tried again by itself.
        public Period retried(Instant at, String why) {
            return new Period(
                    collection, instance, start, end, PeriodState.PENDING, why, run, attempts + 1, Optional.of(at));
        }

        /// To be asked for anew, as a person wants; what it brought counts until there is better.
        public Period anew() {
            return new Period(collection, instance, start, end, PeriodState.PENDING, "", run, 0, Optional.empty());
        }

        /// @return whether a run was made for it that has not ended
        public boolean underWay() {
            return state == PeriodState.RUNNING || state == PeriodState.HELD;
        }

        /// @return whether it has still to bring something
        public boolean open() {
            return state == PeriodState.PENDING || underWay();
        }
    }

    /// @return whole periods that may be asked for on `today`, in the order of asking; none that begins
    ///     more than 13 months ago
    public List<TimeWindow> eligible(LocalDate today) {
        var periods = new ArrayList<TimeWindow>();
        var oldest = today.minusMonths(KEPT_MONTHS);
        var latestEnd = today.minusDays(lagDays);
        var start = weekly
                ? from.with(java.time.temporal.TemporalAdjusters.nextOrSame(first))
                : from.getDayOfMonth() == 1 ? from : from.withDayOfMonth(1).plusMonths(1);
        while (true) {
            var end = weekly ? start.plusDays(7) : start.plusMonths(1);
            boolean past = end.isAfter(latestEnd) || (to.isPresent() && end.isAfter(to.get()));
            if (past) {
                break;
            }
            if (!start.isBefore(oldest)) {
                periods.add(new TimeWindow(start, end, zone));
            }
            start = end;
        }
        return newestFirst ? List.copyOf(periods.reversed()) : List.copyOf(periods);
    }
}
