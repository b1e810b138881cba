package io.pilothouse.domain.task;

/// Who asked for a task.
public enum Origin {
    /// A person in the window.
    WINDOW,
    /// A person in the palette.
    PALETTE,
    /// A person or script on the terminal.
    TERMINAL,
    CYCLE,
    SCHEDULE,
    RETRY,
    UNDO,
    /// Pilothouse itself: health rounds, copies, retention.
    PROGRAM;

    public boolean person() {
        return switch (this) {
            case WINDOW, PALETTE, TERMINAL, UNDO -> true;
            case CYCLE, SCHEDULE, RETRY, PROGRAM -> false;
        };
    }

    /// @return the origin's name in scripts
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
