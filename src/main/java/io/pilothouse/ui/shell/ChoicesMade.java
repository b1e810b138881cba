package io.pilothouse.ui.shell;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Choices made in one window that touch no instance, newest last, so that Ctrl+Z takes them back. They are
/// forgotten with the window. FX thread only.
public final class ChoicesMade {

    private static final int MOST = 50;

    /// @param what what was chosen, for people
    /// @param back puts back what was before
    public record Made(Instant at, String what, Runnable back) {}

    private final Deque<Made> made = new ArrayDeque<>();

    public void add(Made choice) {
        made.addLast(choice);
        if (made.size() > MOST) {
            made.removeFirst();
        }
    }

    public Optional<Made> newest() {
        return Optional.ofNullable(made.peekLast());
    }

    /// Takes the newest back.
    void takeBack() {
        made.removeLast().back().run();
    }
}
