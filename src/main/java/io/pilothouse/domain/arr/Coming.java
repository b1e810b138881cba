package io.pilothouse.domain.arr;

import io.pilothouse.domain.cycle.ItemKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// Something that comes out, or came out, on a day.
///
/// @param what which of its dates, in the app's words, for example `digital release`; empty where there is
///             only one
/// @param day  whether only a day is known: that of `at` in UTC, wherever the reader lives
public record Coming(
        Instant at, ItemKey item, String title, String what, boolean have, boolean monitored, boolean day) {

    /// @return when it is on a calendar of this zone
    public Instant in(ZoneId zone) {
        return day ? LocalDate.ofInstant(at, ZoneOffset.UTC).atStartOfDay(zone).toInstant() : at;
    }
}
