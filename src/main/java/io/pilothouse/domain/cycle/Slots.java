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

    private Slots() {}

    /// @param name unique within the rule, for example `2026-03-29T02` or `e1234`
    /// @param due  the nominal time and the slot's own jitter
    public record Slot(String name, Instant due) {}

    /// The first slot whose due time lies after `after`.
    ///
    /// A local hour that a clock change leaves out runs at the moment the gap ends; one that it
    /// repeats runs once, the first time.
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
        long number = Math.floorDiv(after.toEpochMilli() - rule.jitter().toMillis(), every);
        while (true) {
            var nominal = Instant.ofEpochMilli(number * every);
            var due = nominal.plus(jitter(rule, salt, number));
            if (due.isAfter(after) && onDay(rule.days(), due.atZone(zone).getDayOfWeek())) {
                return new Slot("e" + number, due);
            }
            number++;
        }
    }

    private static Optional<Slot> nextHour(CycleRule rule, Instant after, ZoneId zone, long salt) {
        var hour =
                LocalDateTime.ofInstant(after.minus(Duration.ofHours(26)), zone).truncatedTo(ChronoUnit.HOURS);
        for (int i = 0; i < 24 * 10; i++, hour = hour.plusHours(1)) {
            if (!rule.hours().contains(hour.getHour()) || !onDay(rule.days(), hour.getDayOfWeek())) {
                continue;
            }
            var due = hour.atZone(zone).toInstant().plus(jitter(rule, salt, hour.hashCode()));
            if (due.isAfter(after)) {
                return Optional.of(new Slot(hour.truncatedTo(ChronoUnit.HOURS).toString(), due));
            }
        }
        return Optional.empty();
    }

    private static boolean onDay(Set<DayOfWeek> days, DayOfWeek day) {
        return days.isEmpty() || days.contains(day);
    }

    private static Duration jitter(CycleRule rule, long salt, long slot) {
        long bound = rule.jitter().toMillis();
        return bound == 0 ? Duration.ZERO : Duration.ofMillis(new Random(salt * 31 + slot).nextLong(bound));
    }
}
