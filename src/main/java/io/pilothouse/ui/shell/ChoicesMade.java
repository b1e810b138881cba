package io.pilothouse.ui.shell;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Choices made in one window that touch no instance, newest last, so that Ctrl+Z takes them back and
/// Ctrl+Shift+Z makes them again. They are forgotten with the window. FX thread only.
public final class ChoicesMade {

    private static final int MOST = 50;

    /// @param what what was chosen, for people
    /// @param back  puts back what was before
    /// @param again makes the same choice once more
    public record Made(Instant at, String what, Runnable back, Runnable again) {}

    private final Deque<Made> made = new ArrayDeque<>();
    private final Deque<Made> takenBack = new ArrayDeque<>();

    public void add(Made choice) {
        takenBack.clear(); // what was chosen since counts
        keep(choice);
    }

    private void keep(Made choice) {
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
        var choice = made.removeLast();
        choice.back().run();
        takenBack.addLast(choice);
    }

    /// @return what was taken back last and can be made again
    public Optional<Made> undone() {
        return Optional.ofNullable(takenBack.peekLast());
    }

    /// Makes again what was taken back last.
    void makeAgain(Instant now) {
        var choice = takenBack.removeLast();
        choice.again().run();
        keep(new Made(now, choice.what(), choice.back(), choice.again()));
    }
}
