package io.pilothouse.domain.library;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// Stash writes change stamps as text with whole seconds in its own offset, and compares them as text
/// (contract for Stash, 3.3). These are the rules that follow from it.
public final class Stamps {

    /// A clock that goes back an hour puts new rows below the newest one seen.
    public static final Duration OVERLAP = Duration.ofMinutes(61);
    /// A server that moved to another zone may write anything within a day and three hours.
    public static final Duration ZONE_OVERLAP = Duration.ofHours(27);
    /// A row read within the second of its change can change again without a difference to be seen.
    private static final Duration UNSETTLED = Duration.ofSeconds(2);

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");
    private static final int LOCAL_LENGTH = 19;
    private static final String FORM = "0000-00-00T00:00:00+00:00";

    private Stamps() {}

    /// What to send as lower bound so that nothing of the newest second, or of an overlapping hour, is
    /// lost: a local time without offset, which stands before every stamp of its second.
    ///
    /// @param newest the greatest stamp seen; empty for none
    public static String bound(String newest, Duration overlap) {
        return local(newest).map(time -> LOCAL.format(time.minus(overlap))).orElse("0001-01-01T00:00:00");
    }

    private static Optional<LocalDateTime> local(String stamp) {
        try {
            return stamp.length() < LOCAL_LENGTH
                    ? Optional.empty()
                    : Optional.of(LocalDateTime.parse(stamp.substring(0, LOCAL_LENGTH), LOCAL));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /// @return the later of two, as texts; an empty one is before all others
    public static String later(String one, String other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /// @return the offset part, for example `+02:00` or `Z`; empty when there is none
    public static String offset(String stamp) {
        return stamp.length() > LOCAL_LENGTH ? stamp.substring(LOCAL_LENGTH) : "";
    }

    /// A page of a library has thousands of stamps: those of the usual form are read digit by digit, as the
    /// parser for all forms takes longer than storing the row.
    ///
    /// @return empty for a text that is no time
    public static Optional<Instant> instant(String stamp) {
        return usual(stamp).or(() -> unusual(stamp));
    }

    /// `2026-01-11T10:15:02Z` and `2026-01-11T10:15:02+02:00`.
    private static Optional<Instant> usual(String stamp) {
        boolean utc = stamp.length() == LOCAL_LENGTH + 1 && stamp.charAt(LOCAL_LENGTH) == 'Z';
        if (!utc && stamp.length() != LOCAL_LENGTH + 6) {
            return Optional.empty();
        }
        for (int i = 0; i < stamp.length(); i++) {
            char wanted = FORM.charAt(i);
            char there = stamp.charAt(i);
            boolean fits = wanted == '0'
                    ? there >= '0' && there <= '9'
                    : wanted == '+' ? utc || there == '+' || there == '-' : there == wanted;
            if (!fits) {
                return Optional.empty();
            }
        }
        int sign = stamp.charAt(LOCAL_LENGTH) == '-' ? -1 : 1;
        try {
            return Optional.of(LocalDateTime.of(
                            number(stamp, 0) * 100 + number(stamp, 2),
                            number(stamp, 5),
                            number(stamp, 8),
                            number(stamp, 11),
                            number(stamp, 14),
                            number(stamp, 17))
                    .toInstant(
                            utc
                                    ? ZoneOffset.UTC
                                    : ZoneOffset.ofHoursMinutes(sign * number(stamp, 20), sign * number(stamp, 23))));
        } catch (DateTimeException e) { // a thirteenth month
            return Optional.empty();
        }
    }

    private static int number(String stamp, int at) {
        return (stamp.charAt(at) - '0') * 10 + stamp.charAt(at + 1) - '0';
    }

    private static Optional<Instant> unusual(String stamp) {
        try {
            return Optional.of(OffsetDateTime.parse(stamp).toInstant());
        } catch (DateTimeParseException e) {
            return local(stamp).map(time -> time.toInstant(ZoneOffset.UTC));
        }
    }

    /// @param served the server's own clock when it answered
    /// @return whether the row must be read again, as its second was not over
    public static boolean unsettled(String stamp, Instant served) {
        return instant(stamp).map(at -> at.plus(UNSETTLED).isAfter(served)).orElse(false);
    }
}
