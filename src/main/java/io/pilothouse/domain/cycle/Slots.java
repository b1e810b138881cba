package io.pilothouse.domain.cycle;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// When a rule's runs are due. A slot has a name that the same moment always gets, so that it can be
/// claimed once: across crashes, clock changes and two windows.
public final class Slots {

    private static final Duration WEEK = Duration.ofDays(7);

    private Slots() {}

    /// @param name unique within the rule, for example `2026-03-29T02` or `e1234`
    /// @param due  the nominal time and the slot's own jitter
    public record Slot(String name, Instant due) {}

    /// The first slot whose due time lies after `after`.
    ///
    /// A local hour that a clock change leaves out runs at the moment the gap ends; one that it
    /// repeats runs once, the first time. A slot of a long interval that falls on a day left out waits
    /// for the next day allowed, unless another slot comes until then.
    ///
    /// @param salt what makes the jitter of this rule differ from other rules', for example its id
    /// @return empty only when the rule names no possible time
    public static Optional<Slot> next(CycleRule rule, Instant after, ZoneId zone, long salt) {
        return rule.hours().isEmpty()
                ? Optional.of(nextInterval(rule, after, zone, salt))
                : nextHour(rule, after, zone, salt);
    }

    private static Slot nextInterval(CycleRule rule, Instant after, ZoneId zone, long salt) {
        long every = rule.every().toMillis();
        boolean mayMove = !rule.days().isEmpty() && rule.every().compareTo(Duration.ofDays(1)) > 0;
        var back = rule.jitter().plus(mayMove ? WEEK : Duration.ZERO);
        long number = Math.floorDiv(after.minus(back).toEpochMilli(), every);
        while (true) {
            var due = due(rule, number, salt);
            var day = allowed(rule.days(), due, zone);
            if (mayMove && !day.equals(due) && !due(rule, number + 1, salt).isBefore(endOfDay(day, zone))) {
                due = day; // no other slot could stand for it
            }
            if (due.isAfter(after) && onDay(rule.days(), due.atZone(zone).getDayOfWeek())) {
                return new Slot("e" + number, due);
            }
            number++;
        }
    }

    private static Instant due(CycleRule rule, long number, long salt) {
        return Instant.ofEpochMilli(number * rule.every().toMillis()).plus(jitter(rule, salt, number));
    }

    /// @return the same local time on the first day allowed
    private static Instant allowed(Set<DayOfWeek> days, Instant due, ZoneId zone) {
        var local = due.atZone(zone);
        while (!onDay(days, local.getDayOfWeek())) {
            local = local.plusDays(1);
        }
        return local.toInstant();
    }

    private static Instant endOfDay(Instant moment, ZoneId zone) {
        return moment.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
    }

    /// Of the slots that may be due soonest the one that is: with jitter a later hour may come first.
    private static Optional<Slot> nextHour(CycleRule rule, Instant after, ZoneId zone, long salt) {
        var hour = LocalDateTime.ofInstant(after.minus(rule.jitter()).minus(Duration.ofHours(26)), zone)
                .truncatedTo(ChronoUnit.HOURS);
        var end = LocalDateTime.ofInstant(after.plus(WEEK).plus(Duration.ofDays(2)), zone);
        var soonest = Optional.<Slot>empty();
        for (; hour.isBefore(end); hour = hour.plusHours(1)) {
            var from = hour.atZone(zone).toInstant();
            if (soonest.filter(it -> !it.due().isAfter(from)).isPresent()) {
                break;
            }
            if (!rule.hours().contains(hour.getHour()) || !onDay(rule.days(), hour.getDayOfWeek())) {
                continue;
            }
            var due = from.plus(jitter(rule, salt, hour.hashCode()));
            if (due.isAfter(after)
                    && soonest.filter(it -> !it.due().isAfter(due)).isEmpty()) {
                soonest = Optional.of(new Slot(hour.toString(), due));
            }
        }
        return soonest;
    }

    private static boolean onDay(Set<DayOfWeek> days, DayOfWeek day) {
        return days.isEmpty() || days.contains(day);
    }

    private static Duration jitter(CycleRule rule, long salt, long slot) {
        long bound = rule.jitter().toMillis();
        return bound == 0 ? Duration.ZERO : Duration.ofMillis(new Random(salt * 31 + slot).nextLong(bound));
    }
}
