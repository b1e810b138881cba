package io.pilothouse.domain.library;

import java.time.Instant;
import java.util.OptionalInt;

/// What a person thinks of one copy.
public record Opinion(
        EntityKey key,
        OptionalInt rating,
        boolean favourite,
        boolean hidden,
        long resumeMillis,
        String note,
        Instant at) {}
