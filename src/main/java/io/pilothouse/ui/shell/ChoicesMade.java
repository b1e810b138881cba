package io.pilothouse.ui.shell;

import io.pilothouse.domain.task.TaskId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Choices made in one window that touch no instance, newest last, so that Ctrl+Z takes them back and
/// Ctrl+Shift+Z makes them again, as it does plain acts on instances. They are forgotten with the window. FX thread
/// only.
public final class ChoicesMade {

    private static final int MOST = 50;

    /// @param what what was chosen, for people
    /// @param back  puts back what was before
    /// @param again makes the same choice once more
    public record Made(Instant at, String what, Runnable back, Runnable again) {}

    /// What can be made again.
    ///
    /// @param choice empty for an act on instances, which tells of itself and is taken back by its task
    private record Again(Runnable run, Optional<Made> choice) {}

    private final Deque<Made> made = new ArrayDeque<>();
    private final Deque<Again> takenBack = new ArrayDeque<>();
    private final Map<TaskId, Runnable> acts = new LinkedHashMap<>();

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

    /// Remembers an act on instances that can be done again as plainly as it was done.
    void act(TaskId task, Runnable again) {
        takenBack.clear();
        acts.put(task, again);
        if (acts.size() > MOST) {
            acts.remove(acts.keySet().iterator().next());
        }
    }

    /// What a task did here was taken back.
    void takenBack(TaskId task) {
        var again = acts.remove(task);
        if (again != null) {
            takenBack.addLast(new Again(again, Optional.empty()));
        }
    }

    public Optional<Made> newest() {
        return Optional.ofNullable(made.peekLast());
    }

    /// Takes the newest back.
    void takeBack() {
        var choice = made.removeLast();
        choice.back().run();
        takenBack.addLast(new Again(choice.again(), Optional.of(choice)));
    }

    /// @return whether something was taken back that can be made again
    boolean canMakeAgain() {
        return !takenBack.isEmpty();
    }

    /// Makes again what was taken back last.
    ///
    /// @return the choice; empty for an act, which tells of itself when it is done
    Optional<Made> makeAgain(Instant now) {
        var again = takenBack.removeLast();
        again.run().run();
        again.choice().ifPresent(choice -> keep(new Made(now, choice.what(), choice.back(), choice.again())));
        return again.choice();
    }
}
