package io.pilothouse.domain.library;

/// Work the server does by itself.
public enum ServerJobOrder {
    SCAN,
    IDENTIFY,
    GENERATE,
    AUTO_TAG,
    /// Says in the server's log what a clean would delete.
    CLEAN_DRY_RUN,
    /// Deletes records of files that are gone.
    CLEAN,
    BACKUP,
    OPTIMISE
}
