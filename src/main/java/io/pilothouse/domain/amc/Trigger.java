package io.pilothouse.domain.amc;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// When a schedule runs (sections 14.1 and 14.2). A slot is an instant; local times that a change of the
/// clock skips or repeats are mapped by the rules of the contract.
public sealed interface Trigger {

    /// Further than this nobody looks for a slot.
    Duration HORIZON = Duration.ofDays(5 * 366);

    Duration SHORTEST = Duration.ofMinutes(15);

    record OfCron(Cron cron) implements Trigger {}

    /// @param days   between two slots
    /// @param anchor a day with a slot
    record EveryDays(int days, LocalDate anchor, LocalTime time) implements Trigger {}

    /// Monday to Friday, no holidays.
    record FirstWorkday(LocalTime time) implements Trigger {}

    record LastWorkday(LocalTime time) implements Trigger {}

    Pattern EVERY = Pattern.compile("every-days:(\\d{1,3}):(\\d{4}-\\d{2}-\\d{2})@(\\d{2}:\\d{2})");
    Pattern WORKDAY = Pattern.compile("(first|last)-workday@(\\d{2}:\\d{2})");

    /// @return slots with `after < slot <= until`, ascending, at most `most`
    default List<Instant> slots(Instant after, Instant until, ZoneId zone, int most) {
        var slots = new ArrayList<Instant>();
        var day = LocalDate.ofInstant(after, zone).minusDays(1);
        var last = LocalDate.ofInstant(until, zone).plusDays(1);
        while (!day.isAfter(last) && slots.size() < most) {
            if (on(day)) {
                for (var slot : slotsOf(day, zone)) {
                    if (slot.isAfter(after) && !slot.isAfter(until) && slots.size() < most) {
                        slots.add(slot);
                    }
                }
            }
            day = day.plusDays(1);
        }
        return List.copyOf(slots);
    }

    /// @return the next slots, at most `count`, none beyond [#HORIZON]
    default List<Instant> next(Instant after, ZoneId zone, int count) {
        return slots(after, after.plus(HORIZON), zone, count);
    }

    private boolean on(LocalDate day) {
        return switch (this) {
            case OfCron(var cron) -> cron.on(day);
            case EveryDays(int days, var anchor, var _) ->
                Math.floorMod(day.toEpochDay() - anchor.toEpochDay(), days) == 0;
            case FirstWorkday _ -> day.equals(firstWorkday(day));
            case LastWorkday _ -> day.equals(lastWorkday(day));
        };
    }

    private static LocalDate firstWorkday(LocalDate day) {
        var first = day.withDayOfMonth(1);
        while (weekend(first)) {
            first = first.plusDays(1);
        }
        return first;
    }

    private static LocalDate lastWorkday(LocalDate day) {
        var last = day.withDayOfMonth(day.lengthOfMonth());
        while (weekend(last)) {
            last = last.minusDays(1);
        }
        return last;
    }

    private static boolean weekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private List<LocalTime> times() {
        return switch (this) {
            case OfCron(var cron) -> cron.times();
            case EveryDays(int _, var _, var time) -> List.of(time);
            case FirstWorkday(var time) -> List.of(time);
            case LastWorkday(var time) -> List.of(time);
        };
    }

    private boolean intervalType() {
        return this instanceof OfCron(var cron) && cron.intervalType();
    }

    /// In a gap a fixed time moves to the first instant after it and an interval has none; of a repeated
    /// time a fixed one takes the earlier, an interval both.
    private TreeSet<Instant> slotsOf(LocalDate day, ZoneId zone) {
        var slots = new TreeSet<Instant>();
        var rules = zone.getRules();
        for (var time : times()) {
            var local = LocalDateTime.of(day, time);
            var offsets = rules.getValidOffsets(local);
            switch (offsets.size()) {
                case 0 -> {
                    if (!intervalType()) {
                        slots.add(rules.getTransition(local).getInstant());
                    }
                }
                case 1 -> slots.add(local.toInstant(offsets.getFirst()));
                default -> {
                    slots.add(local.toInstant(offsets.getFirst()));
                    if (intervalType()) {
                        slots.add(local.toInstant(offsets.getLast()));
                    }
                }
            }
        }
        return slots;
    }

    /// @return what people should know about it
    default List<String> warnings() {
        return this instanceof OfCron(var cron) ? cron.warnings() : List.of();
    }

    /// @throws IllegalArgumentException if it never runs, or more often than every quarter of an hour
    default void check(Instant now, ZoneId zone) {
        var next = next(now, zone, 100);
        if (next.isEmpty()) {
            throw new IllegalArgumentException(Sentence.NEVER_DUE.say());
        }
        for (int i = 1; i < next.size(); i++) {
            if (Duration.between(next.get(i - 1), next.get(i)).compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException(Sentence.TOO_OFTEN.say());
            }
        }
    }

    /// @return the cron expression, `every-days:14:2026-01-01@08:00`, `first-workday@08:00`, `last-workday@08:00`
    default String word() {
        return switch (this) {
            case OfCron(var cron) -> cron.toString();
            case EveryDays(int days, var anchor, var time) -> "every-days:" + days + ":" + anchor + "@" + time;
            case FirstWorkday(var time) -> "first-workday@" + time;
            case LastWorkday(var time) -> "last-workday@" + time;
        };
    }

    /// Reads what [#word] writes.
    ///
    /// @throws IllegalArgumentException saying what is wrong
    static Trigger of(String word) {
        var text = word.strip();
        var every = EVERY.matcher(text.toLowerCase(Locale.ROOT));
        var workday = WORKDAY.matcher(text.toLowerCase(Locale.ROOT));
        try {
            if (every.matches()) {
                int days = Integer.parseInt(every.group(1));
                if (days < 1) {
                    throw new IllegalArgumentException(Sentence.NO_DAYS.say());
                }
                return new EveryDays(days, LocalDate.parse(every.group(2)), LocalTime.parse(every.group(3)));
            }
            if (workday.matches()) {
                var time = LocalTime.parse(workday.group(2));
                return workday.group(1).equals("first") ? new FirstWorkday(time) : new LastWorkday(time);
            }
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException(Sentence.NO_DAY_AND_TIME.say(word), e);
        }
        return new OfCron(Cron.of(text));
    }
}
