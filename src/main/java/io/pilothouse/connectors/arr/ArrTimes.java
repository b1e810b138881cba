package io.pilothouse.connectors.arr;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/// Times and spans as the apps write them (section 3.1 of the contract).
final class ArrTimes {

    private static final Pattern SPAN =
            Pattern.compile("(-)?(?:(\\d{1,8})\\.)?(\\d{1,2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,9}))?");

    private static final Pattern NO_ZONE = Pattern.compile("[-0-9]{10}T[0-9:.]+");

    private ArrTimes() {}

    /// @param text `…Z`, or a plain date, which is taken as its beginning in UTC; without a zone it is UTC
    /// @return empty for what is no time
    static Optional<Instant> instant(String text) {
        try {
            if (text.isEmpty()) {
                return Optional.empty();
            }
            if (text.length() == 10) {
                return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
            }
            return Optional.of(
                    NO_ZONE.matcher(text).matches()
                            ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)
                            : Instant.parse(text));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /// @param text `[-][d.]hh:mm:ss[.fffffff]`
    /// @return empty for what is no span
    static Optional<Duration> span(String text) {
        var match = SPAN.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var span = Duration.ofDays(match.group(2) == null ? 0 : Long.parseLong(match.group(2)))
                .plusHours(Long.parseLong(match.group(3)))
                .plusMinutes(Long.parseLong(match.group(4)))
                .plusSeconds(Long.parseLong(match.group(5)));
        if (match.group(6) != null) {
            span = span.plusNanos(Long.parseLong((match.group(6) + "00000000").substring(0, 9)));
        }
        return Optional.of(match.group(1) == null ? span : span.negated());
    }
}
