package io.pilothouse.domain.home;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/// Times as Home Assistant writes them.
public final class HomeTimes {

    private HomeTimes() {}

    /// @return empty where the text is no time
    public static Optional<Instant> read(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
