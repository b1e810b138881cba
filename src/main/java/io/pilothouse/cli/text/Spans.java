package io.pilothouse.cli.text;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Durations and times as people write them on a command line and read them in a table.
public final class Spans {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|w)");
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Spans() {}

    /// Reads `90s`, `15m`, `6h`, `14d`, `2w`, also in a row: `1h30m`.
    public static Optional<Duration> duration(String text) {
        var matcher = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
        var sum = Duration.ZERO;
        int end = 0;
        while (matcher.find()) {
            if (matcher.start() != end) {
                return Optional.empty();
            }
            end = matcher.end();
            long number = Long.parseLong(matcher.group(1));
            sum = sum.plus(
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        case "d" -> Duration.ofDays(number);
                        default -> Duration.ofDays(7 * number);
                    });
        }
        return end == 0 || end != text.strip().length() ? Optional.empty() : Optional.of(sum);
    }

    /// Reads an ISO 8601 time with or without offset, a date, or a duration counted from now.
    ///
    /// @param zone for times without an offset
    /// @param sign of durations: -1 for "ago", 1 for "from now"
    public static Optional<Instant> instant(String text, Instant now, ZoneId zone, int sign) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            // not that form; the next
        }
        try {
            return Optional.of(
                    LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant());
        } catch (DateTimeParseException e) {
            // not that form; the next
        }
        try {
            return Optional.of(LocalDate.parse(text).atStartOfDay(zone).toInstant());
        } catch (DateTimeParseException e) {
            // not that form; the next
        }
        try {
            return duration(text).map(span -> now.plus(span.multipliedBy(sign)));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /// @return for example `2 h 5 min`, at most two units
    public static String words(Duration span) {
        long seconds = span.toSeconds();
        if (span.toMillis() < 1_000) {
            return span.toMillis() + " ms";
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min" + (seconds < 600 && seconds % 60 > 0 ? " " + seconds % 60 + " s" : "");
        }
        if (seconds < 86_400) {
            return seconds / 3_600 + " h" + (seconds % 3_600 >= 60 ? " " + seconds % 3_600 / 60 + " min" : "");
        }
        return seconds / 86_400 + " d" + (seconds % 86_400 >= 3_600 ? " " + seconds % 86_400 / 3_600 + " h" : "");
    }

    public static String words(Instant at, ZoneId zone) {
        return SHORT.format(at.atZone(zone));
    }
}
