package io.pilothouse.domain.health;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// When an instance is expected to be off: spans of local time by the day on which they begin, over
/// midnight where the end is not after the beginning. Written `mon-fri 23:00-07:00; sat,sun 01:00-09:00`.
public record SleepTimes(List<Span> spans) {

    public static final SleepTimes NEVER = new SleepTimes(List.of());

    private static final Pattern SPAN =
            Pattern.compile("(?:([a-z,-]+)\\s+)?(\\d{1,2}:\\d{2})\\s*-\\s*(\\d{1,2}:\\d{2})");

    public record Span(Set<DayOfWeek> days, LocalTime from, LocalTime until) {
        public Span {
            days = Set.copyOf(days);
        }
    }

    public SleepTimes {
        spans = List.copyOf(spans);
    }

    /// @throws IllegalArgumentException if `text` is no timetable
    public static SleepTimes parse(String text) {
        var spans = new ArrayList<Span>();
        for (var part : text.toLowerCase(Locale.ROOT).split(";")) {
            if (part.isBlank()) {
                continue;
            }
            var matcher = SPAN.matcher(part.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not a span of time: " + part.strip());
            }
            spans.add(new Span(
                    matcher.group(1) == null ? EnumSet.allOf(DayOfWeek.class) : days(matcher.group(1)),
                    time(matcher.group(2)),
                    time(matcher.group(3))));
        }
        return new SleepTimes(spans);
    }

    /// The same in the form that [#parse] reads, as short as people write it.
    public String text() {
        return spans.stream()
                .map(span -> days(span.days()) + span.from() + "-" + span.until())
                .collect(Collectors.joining("; "));
    }

    private static String days(Set<DayOfWeek> days) {
        if (days.size() == DayOfWeek.values().length) {
            return "";
        }
        var parts = new ArrayList<String>();
        for (var first : new TreeSet<>(days)) {
            if (first != DayOfWeek.MONDAY && days.contains(first.minus(1))) {
                continue; // told with the day before
            }
            var last = first;
            while (last != DayOfWeek.SUNDAY && days.contains(last.plus(1))) {
                last = last.plus(1);
            }
            parts.add(last.getValue() - first.getValue() > 1 ? word(first) + "-" + word(last) : word(first));
            if (last.getValue() - first.getValue() == 1) {
                parts.add(word(last));
            }
        }
        return String.join(",", parts) + " ";
    }

    private static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    public boolean contains(Instant moment, ZoneId zone) {
        var local = moment.atZone(zone);
        return spans.stream().anyMatch(span -> {
            var now = local.toLocalTime();
            boolean overMidnight = !span.until().isAfter(span.from());
            boolean today = span.days().contains(local.getDayOfWeek())
                    && !now.isBefore(span.from())
                    && (overMidnight || now.isBefore(span.until()));
            boolean sinceYesterday =
                    overMidnight && span.days().contains(local.getDayOfWeek().minus(1)) && now.isBefore(span.until());
            return today || sinceYesterday;
        });
    }

    /// A span on one of its days.
    public record Occurrence(Instant from, Instant until) {}

    /// @return the spans that are, at least for a part, in `[from, until)`
    public List<Occurrence> between(Instant from, Instant until, ZoneId zone) {
        var found = new ArrayList<Occurrence>();
        var last = until.atZone(zone).toLocalDate();
        for (var day = from.atZone(zone).toLocalDate().minusDays(1); !day.isAfter(last); day = day.plusDays(1)) {
            for (var span : spans) {
                var end = span.until().isAfter(span.from()) ? day : day.plusDays(1);
                var one = new Occurrence(
                        day.atTime(span.from()).atZone(zone).toInstant(),
                        end.atTime(span.until()).atZone(zone).toInstant());
                if (span.days().contains(day.getDayOfWeek()) && one.from.isBefore(until) && one.until.isAfter(from)) {
                    found.add(one);
                }
            }
        }
        return found;
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text.length() == 4 ? "0" + text : text);
        } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException("not a time of day: " + text, e);
        }
    }

    private static Set<DayOfWeek> days(String text) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (var part : text.split(",")) {
            var ends = part.split("-");
            if (ends.length > 2) {
                throw new IllegalArgumentException("not a span of days: " + part);
            }
            var day = day(ends[0]);
            var last = day(ends[ends.length - 1]);
            days.add(day);
            while (day != last) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static DayOfWeek day(String text) {
        for (var day : DayOfWeek.values()) {
            if (day.name().toLowerCase(Locale.ROOT).startsWith(text.strip())
                    && text.strip().length() >= 2) {
                return day;
            }
        }
        throw new IllegalArgumentException("not a day: " + text);
    }
}
