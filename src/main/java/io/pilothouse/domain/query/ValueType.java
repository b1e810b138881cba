package io.pilothouse.domain.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// What the values of a column are, and how one is typed.
public enum ValueType {
    /// Free words.
    TEXT,
    /// One of a few words.
    CHOICE,
    /// A plain number; `12k` and `1.5M` are understood.
    NUMBER,
    /// Bytes: `700MB`, `8.4GB`; 1 kB is 1000 bytes.
    SIZE,
    /// Milliseconds: `90s`, `15min`, `3h`, `2d`, `1w`.
    DURATION,
    /// An instant: a day (`2026-05-01`), a month, a year, or an age (`30d`).
    TIME,
    /// `yes` or `no`.
    TRUTH;

    private static final Pattern MEASURED = Pattern.compile("(\\d+(?:[.,]\\d+)?)\\s*([a-z%]*)");
    private static final Map<String, Double> MULTIPLES = Map.of("", 1d, "%", 1d, "k", 1e3, "m", 1e6, "g", 1e9);
    private static final Map<String, Double> BYTES = Map.ofEntries(
            Map.entry("", 1d),
            Map.entry("b", 1d),
            Map.entry("k", 1e3),
            Map.entry("kb", 1e3),
            Map.entry("kib", 1024d),
            Map.entry("m", 1e6),
            Map.entry("mb", 1e6),
            Map.entry("mib", 1024d * 1024),
            Map.entry("g", 1e9),
            Map.entry("gb", 1e9),
            Map.entry("gib", 1024d * 1024 * 1024),
            Map.entry("t", 1e12),
            Map.entry("tb", 1e12),
            Map.entry("tib", 1024d * 1024 * 1024 * 1024));
    private static final Map<String, Duration> SPANS = Map.ofEntries(
            Map.entry("ms", Duration.ofMillis(1)),
            Map.entry("s", Duration.ofSeconds(1)),
            Map.entry("m", Duration.ofMinutes(1)),
            Map.entry("min", Duration.ofMinutes(1)),
            Map.entry("h", Duration.ofHours(1)),
            Map.entry("d", Duration.ofDays(1)),
            Map.entry("w", Duration.ofDays(7)),
            Map.entry("y", Duration.ofDays(365)));

    /// A span of time as milliseconds since 1970, end exclusive.
    record Span(double from, double until) {}

    /// @return whether rows can be compared by a number
    public boolean measured() {
        return this != TEXT && this != CHOICE;
    }

    /// @return the number somebody typed; empty if it is none of this type. For [#TIME] only ages, in
    ///         milliseconds
    public OptionalDouble number(String typed) {
        var text = typed.toLowerCase(Locale.ROOT).strip();
        if (this == TRUTH) {
            return switch (text) {
                case "yes", "true", "on", "1" -> OptionalDouble.of(1);
                case "no", "false", "off", "0" -> OptionalDouble.of(0);
                default -> OptionalDouble.empty();
            };
        }
        var match = MEASURED.matcher(text);
        if (!match.matches()) {
            return OptionalDouble.empty();
        }
        double amount = Double.parseDouble(match.group(1).replace(',', '.'));
        var unit = match.group(2);
        Optional<Double> factor =
                switch (this) {
                    case NUMBER -> Optional.ofNullable(MULTIPLES.get(unit));
                    case SIZE -> Optional.ofNullable(BYTES.get(unit));
                    case DURATION, TIME -> Optional.ofNullable(SPANS.get(unit)).map(span -> (double) span.toMillis());
                    case TEXT, CHOICE, TRUTH -> Optional.empty();
                };
        return factor.map(one -> OptionalDouble.of(amount * one)).orElseGet(OptionalDouble::empty);
    }

    /// @return the day, month or year somebody typed
    static Optional<Span> dates(String typed, Instant now, ZoneId zone) {
        var today = LocalDate.ofInstant(now, zone);
        try {
            var text = typed.toLowerCase(Locale.ROOT).strip();
            return Optional.of(
                    switch (text) {
                        case "today" -> span(today, today.plusDays(1), zone);
                        case "yesterday" -> span(today.minusDays(1), today, zone);
                        default ->
                            switch (text.length()) {
                                case 4 -> {
                                    var year = Year.parse(text);
                                    yield span(year.atDay(1), year.plusYears(1).atDay(1), zone);
                                }
                                case 7 -> {
                                    var month = YearMonth.parse(text);
                                    yield span(
                                            month.atDay(1), month.plusMonths(1).atDay(1), zone);
                                }
                                default -> {
                                    var day = LocalDate.parse(text);
                                    yield span(day, day.plusDays(1), zone);
                                }
                            };
                    });
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Span span(LocalDate from, LocalDate until, ZoneId zone) {
        return new Span(millis(from, zone), millis(until, zone));
    }

    private static double millis(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
