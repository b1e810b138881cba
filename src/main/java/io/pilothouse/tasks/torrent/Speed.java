package io.pilothouse.tasks.torrent;

import java.time.Instant;

/// How fast a torrent was at one moment.
///
/// @param bytesPerSecond both ways together
public record Speed(Instant at, long bytesPerSecond) {}
