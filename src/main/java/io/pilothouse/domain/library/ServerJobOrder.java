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
    OPTIMISE;

    /// @return whether things are others after it
    public boolean changesThings() {
        return switch (this) {
            case SCAN, IDENTIFY, GENERATE, AUTO_TAG, CLEAN -> true;
            case CLEAN_DRY_RUN, BACKUP, OPTIMISE -> false;
        };
    }
}
