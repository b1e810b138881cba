package io.pilothouse.domain.library;

import java.time.Instant;

/// One run that ended.
///
/// @param report as JSON
public record SyncRun(String mode, Instant startedAt, Instant endedAt, String outcome, String reason, String report) {}
