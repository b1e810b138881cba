package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Policies.Missed;
import io.pilothouse.domain.amc.Policies.Overlap;
import io.pilothouse.domain.amc.Trigger;
import io.pilothouse.domain.amc.WindowRule;
import io.pilothouse.ui.common.Texts;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// When a schedule asks and for which days, as a person says it. Pure.
///
/// @param texts of the window
record ScheduleWords(Texts texts) {

    /// Expressions that have a name of their own: one time on every day, on days of the week, or on one day of
    /// the month.
    private static final Pattern SIMPLE = Pattern.compile(
            "(\\d{1,2}) (\\d{1,2}) (\\*|\\d{1,2}|L) \\* (\\*|[0-7]|SUN|MON|TUE|WED|THU|FRI|SAT|1-5|MON-FRI)");

    /// @return for example "Mondays at 02:30"; the expression itself where it has no shorter name
    String trigger(Trigger trigger) {
        return switch (trigger) {
            case Trigger.FirstWorkday(var time) -> texts.text("amc.when.first-workday", time);
            case Trigger.LastWorkday(var time) -> texts.text("amc.when.last-workday", time);
            case Trigger.EveryDays(int days, var anchor, var time) ->
                texts.text("amc.when.every-days", days, time, anchor);
            case Trigger.OfCron _ -> cron(trigger.word()).orElse(trigger.word());
        };
    }

    private Optional<String> cron(String expression) {
        var match = SIMPLE.matcher(expression.strip().toUpperCase(Locale.ROOT));
        if (!match.matches()) {
            return Optional.empty();
        }
        var time = "%02d:%02d".formatted(Integer.parseInt(match.group(2)), Integer.parseInt(match.group(1)));
        var ofMonth = match.group(3);
        var ofWeek = match.group(4);
        if (!ofMonth.equals("*")) {
            if (!ofWeek.equals("*")) {
                return Optional.empty(); // either day: no short name says that
            }
            return Optional.of(
                    ofMonth.equals("L")
                            ? texts.text("amc.when.last-day", time)
                            : texts.text("amc.when.day-of-month", ofMonth, time));
        }
        return Optional.of(
                switch (ofWeek) {
                    case "*" -> texts.text("amc.when.daily", time);
                    case "1-5", "MON-FRI" -> texts.text("amc.when.workdays", time);
                    default -> texts.text("amc.when.weekly", name(day(ofWeek)), time);
                });
    }

    /// @param word 0 to 7, where 0 and 7 are Sunday, or the first three letters
    private static DayOfWeek day(String word) {
        return word.length() == 1
                ? DayOfWeek.of((Integer.parseInt(word) + 6) % 7 + 1)
                : Stream.of(DayOfWeek.values())
                        .filter(day -> day.name().startsWith(word))
                        .findFirst()
                        .orElseThrow();
    }

    private String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, texts.locale());
    }

    /// @return for example "the last 7 days"
    String days(WindowRule rule) {
        return switch (rule) {
            case WindowRule.LastDays(int days) -> texts.text("amc.days.last", days);
            case WindowRule.PreviousWeek(var first) -> texts.text("amc.days.week", name(first));
            case WindowRule.PreviousMonth() -> texts.text("amc.days.month");
            case WindowRule.MonthToDate() -> texts.text("amc.days.month-to-date");
            case WindowRule.SinceLastSuccess(int days) -> texts.text("amc.days.since", days);
            case WindowRule.Fixed(var start, var end) -> texts.text("amc.days.fixed", start, end.minusDays(1));
        };
    }

    String missed(Missed missed) {
        return switch (missed) {
            case LATEST -> texts.text("amc.missed.latest");
            case ALL -> texts.text("amc.missed.all");
            case SKIP -> texts.text("amc.missed.skip");
        };
    }

    String overlap(Overlap overlap) {
        return switch (overlap) {
            case QUEUE -> texts.text("amc.overlap.queue");
            case SKIP -> texts.text("amc.overlap.skip");
            case PARALLEL -> texts.text("amc.overlap.parallel");
        };
    }

    /// @return day and time in the schedule's own zone
    String at(Instant at, ZoneId zone) {
        return DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", texts.locale())
                .format(at.atZone(zone));
    }

    /// @return the same in UTC, without its date
    String utc(Instant at) {
        return DateTimeFormatter.ofPattern("EEE HH:mm", texts.locale()).format(at.atZone(ZoneOffset.UTC));
    }
}
