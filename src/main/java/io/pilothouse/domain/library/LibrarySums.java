package io.pilothouse.domain.library;

/// What a server's library holds in all.
public record LibrarySums(
        int instance, long scenes, long sizeBytes, long seconds, long plays, long rated, long organized) {}
