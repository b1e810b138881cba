package io.pilothouse.domain.amc;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The days a run covers, as midnights of a zone.
///
/// @param start inclusive
/// @param end   exclusive
public record TimeWindow(LocalDate start, LocalDate end, ZoneId zone) {

    private static final Duration AVAILABLE_AFTER = Duration.ofHours(48);
    private static final int CONVERSIONS_AFTER_DAYS = 14;
    private static final int KEPT_MONTHS = 13;

    public TimeWindow {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("a window starts before it ends: " + start + " to " + end);
        }
        if (zone.normalized().equals(ZoneOffset.UTC)) {
            zone = ZoneId.of("UTC"); // Amazon takes names of zones, not offsets such as Z
        }
    }

    public Instant startsAt() {
        return start.atStartOfDay(zone).toInstant();
    }

    public Instant endsAt() {
        return end.atStartOfDay(zone).toInstant();
    }

    /// @return as the service takes it: local, without zone, offset or fraction
    public String sentStart() {
        return start + "T00:00:00";
    }

    public String sentEnd() {
        return end + "T00:00:00";
    }

    /// What a person should know before sending (section 8); nothing of it blocks.
    ///
    /// @param sql to see whether it reads conversions
    public List<String> notices(Instant now, String sql) {
        var notices = new ArrayList<String>();
        var today = LocalDate.ofInstant(now, zone);
        var text = sql.toLowerCase(Locale.ROOT);
        if (endsAt().isAfter(now.minus(AVAILABLE_AFTER))) {
            notices.add(Sentence.INCOMPLETE.say());
        }
        if (endsAt().isAfter(now.minus(Duration.ofDays(CONVERSIONS_AFTER_DAYS)))
                && (text.contains("attributed") || text.contains("conversion"))) {
            notices.add(Sentence.CONVERSIONS_LATE.say());
        }
        if (start.isBefore(today.minusMonths(KEPT_MONTHS))) {
            notices.add(Sentence.AGED_OUT.say());
        }
        if (start.plusMonths(KEPT_MONTHS).isBefore(end)) {
            notices.add(Sentence.TOO_LONG.say());
        }
        return List.copyOf(notices);
    }

    @Override
    public String toString() {
        return start + ".." + end + " " + zone;
    }
}
