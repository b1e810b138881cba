package io.pilothouse.domain.amc;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which days a run covers, said relative to the day it is for (section 8).
public sealed interface WindowRule {

    /// The days just before, `n` of them.
    record LastDays(int days) implements WindowRule {}

    record PreviousWeek(DayOfWeek first) implements WindowRule {}

    record PreviousMonth() implements WindowRule {}

    record MonthToDate() implements WindowRule {}

    /// From the end of the last succeeded run's window on.
    ///
    /// @param firstDays of the first run
    record SinceLastSuccess(int firstDays) implements WindowRule {}

    record Fixed(LocalDate start, LocalDate end) implements WindowRule {}

    Pattern WORDS = Pattern.compile(
            "(last-days|previous-week|previous-month|month-to-date|since-last-success|fixed)(?::([^:]+))?(?::([^:]+))?");

    /// @param day         local date the run is for
    /// @param lag         days that data need to arrive
    /// @param lastSuccess end of the last succeeded run's window
    /// @return empty when there is nothing new to ask for
    default Optional<TimeWindow> windowOf(LocalDate day, int lag, ZoneId zone, Optional<LocalDate> lastSuccess) {
        var end = day.minusDays(lag);
        return switch (this) {
            case LastDays(int days) -> window(end.minusDays(days), end, zone);
            case PreviousWeek(var first) -> {
                var last = end.with(TemporalAdjusters.previousOrSame(first));
                yield window(last.minusDays(7), last, zone);
            }
            case PreviousMonth() -> {
                var last = end.withDayOfMonth(1);
                yield window(last.minusMonths(1), last, zone);
            }
            case MonthToDate() -> window(end.minusDays(1).withDayOfMonth(1), end, zone);
            case SinceLastSuccess(int firstDays) -> window(lastSuccess.orElse(end.minusDays(firstDays)), end, zone);
            case Fixed(var from, var to) -> window(from, to, zone);
        };
    }

    private static Optional<TimeWindow> window(LocalDate start, LocalDate end, ZoneId zone) {
        return start.isBefore(end) ? Optional.of(new TimeWindow(start, end, zone)) : Optional.empty();
    }

    /// @return for example `last-days:7`, `previous-week:monday`, `fixed:2026-05-01:2026-06-01`
    default String word() {
        return switch (this) {
            case LastDays(int days) -> "last-days:" + days;
            case PreviousWeek(var first) -> "previous-week:" + first.name().toLowerCase(Locale.ROOT);
            case PreviousMonth() -> "previous-month";
            case MonthToDate() -> "month-to-date";
            case SinceLastSuccess(int days) -> "since-last-success:" + days;
            case Fixed(var start, var end) -> "fixed:" + start + ":" + end;
        };
    }

    /// Reads what [#word] writes.
    ///
    /// @throws IllegalArgumentException saying what may be written
    static WindowRule of(String word) {
        var match = WORDS.matcher(word.strip().toLowerCase(Locale.ROOT));
        if (!match.matches()) {
            throw new IllegalArgumentException(Sentence.WINDOW_WORDS.say(word));
        }
        var first = Optional.ofNullable(match.group(2));
        return switch (match.group(1)) {
            case "last-days" -> new LastDays(days(first.orElse("7")));
            case "previous-week" -> new PreviousWeek(weekday(first.orElse("monday")));
            case "previous-month" -> new PreviousMonth();
            case "month-to-date" -> new MonthToDate();
            case "since-last-success" -> new SinceLastSuccess(days(first.orElse("7")));
            default -> fixed(first, Optional.ofNullable(match.group(3)), word);
        };
    }

    private static WindowRule fixed(Optional<String> from, Optional<String> to, String word) {
        try {
            var start = LocalDate.parse(from.orElse(""));
            var end = LocalDate.parse(to.orElse(""));
            if (start.isBefore(end)) {
                return new Fixed(start, end);
            }
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException(Sentence.TWO_DATES.say(word), e);
        }
        throw new IllegalArgumentException(Sentence.ENDS_FIRST.say(word));
    }

    private static int days(String text) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 400) {
            throw new IllegalArgumentException(Sentence.DAYS_FROM_TO.say(text));
        }
        return Integer.parseInt(text);
    }

    private static DayOfWeek weekday(String text) {
        for (var day : DayOfWeek.values()) {
            if (day.name().toLowerCase(Locale.ROOT).startsWith(text) && text.length() >= 3) {
                return day;
            }
        }
        throw new IllegalArgumentException(Sentence.NO_WEEKDAY.say(text));
    }
}
