package io.pilothouse.domain.amc;

import io.pilothouse.domain.instance.InstanceId;
import java.time.DayOfWeek;
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

    /// @param run the run that counts
    public record Period(
            String collection,
            InstanceId instance,
            LocalDate start,
            LocalDate end,
            PeriodState state,
            String reason,
            Optional<RunId> run) {}

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
