package io.pilothouse.ui.shell;

import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.ui.common.Toasts;
import java.util.List;
import java.util.Optional;

/// Takes back what a task did. Where the guards ask, the words that they ask with carry the button that
/// answers them. FX thread only.
public final class TakingBack {

    private final WindowContext window;

    public TakingBack(WindowContext window) {
        this.window = window;
    }

    /// @return the button beside news of what `task` did; it goes with its news when that is taken back otherwise
    public Toasts.Offer offer(TaskId task, String what) {
        return new Toasts.Offer(text("common.undo"), () -> of(task, what), Optional.of(task));
    }

    /// Says what `task` did, with the way back; the key of redo then does it again.
    public void tell(Optional<Instance> about, TaskId task, String said, Runnable again) {
        window.choices().act(task, again);
        window.toasts().news(about, said, Optional.of(offer(task, said)));
    }

    /// @param what what is taken back, as the title of its task says it or as the window does
    public void of(TaskId task, String what) {
        of(task, what, Consent.none(Origin.UNDO));
    }

    private void of(TaskId task, String what, Consent consent) {
        var request = new TaskRequest("undo", "undo: " + title(task, what), List.of(), Origin.UNDO, true);
        var handle = window.services().tasks().start(request, _ -> {
            window.services().undoing().undo(task, consent);
            return true;
        });
        handle.whenEnded(window.services().fx(), outcome -> {
            switch (outcome) {
                case Outcome.Succeeded<Boolean> _ -> {
                    window.choices().takenBack(task);
                    window.toasts().news(Optional.empty(), said(what), Optional.empty());
                }
                case Outcome.Failed<Boolean> failed ->
                    window.toasts()
                            .problem(
                                    Optional.empty(),
                                    failed.problem(),
                                    failed.problem().code() == ProblemCode.CONFIRM
                                            ? Optional.of(new Toasts.Offer(
                                                    text("shell.undo.confirm"),
                                                    () -> of(task, what, Consent.confirmed(Origin.UNDO))))
                                            : Optional.empty());
                case Outcome.Cancelled<Boolean> _ -> {}
            }
        });
    }

    /// In English, for whoever looks at the task from the terminal.
    private String title(TaskId id, String what) {
        return window.services().tasks().tasks().get().stream()
                .filter(task -> task.id().equals(id))
                .findFirst()
                .map(TaskView::title)
                .orElse(what);
    }

    private String said(String what) {
        return text("shell.done.undone", window.texts().said(what));
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
