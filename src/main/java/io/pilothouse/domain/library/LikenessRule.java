package io.pilothouse.domain.library;

import java.time.Instant;
import java.util.Optional;

/// @param undoneAt when it was taken back
public record LikenessRule(
        long number, EntityKey a, EntityKey b, boolean same, Instant madeAt, String note, Optional<Instant> undoneAt) {}
