package io.pilothouse.domain.task;

/// Where a task stands.
public enum TaskState {
    /// Its turn has not come.
    WAITING,
    /// It may not run now; the reason says why.
    HELD,
    RUNNING,
    /// Asked to stop; ends after the current item.
    FINISHING,
    DONE,
    /// Some of it was done, some failed.
    PARTLY,
    FAILED,
    CANCELLED,
    /// Left out this time; the reason says why.
    SKIPPED;

    public boolean ended() {
        return switch (this) {
            case WAITING, HELD, RUNNING, FINISHING -> false;
            case DONE, PARTLY, FAILED, CANCELLED, SKIPPED -> true;
        };
    }

    /// @return the state's name in scripts
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
