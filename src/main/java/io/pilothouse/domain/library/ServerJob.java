package io.pilothouse.domain.library;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/// @param progress 0 to 1; empty while unknown
public record ServerJob(
        String id,
        String status,
        String description,
        OptionalDouble progress,
        Optional<Instant> addedAt,
        Optional<Instant> endedAt,
        String error) {

    public boolean ended() {
        return status.equals("FINISHED") || status.equals("CANCELLED") || status.equals("FAILED");
    }
}
