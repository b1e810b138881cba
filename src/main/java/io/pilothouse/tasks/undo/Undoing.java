package io.pilothouse.tasks.undo;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.tasks.Published;
import java.time.Instant;
import java.util.List;

/// Taking acts back, always on the instance they were done to. Methods block.
public interface Undoing {

    /// Acts of a person that can be taken back, newest first, at most 50. What Pilothouse did by itself is taken back
    /// by its task.
    Published<List<Undoable>> undoable();

    /// What taking it back would do.
    List<UndoStep> preview(TaskId task) throws ProblemException;

    void undo(TaskId task, Consent consent) throws ProblemException, InterruptedException;

    /// @param act  what was done, as the title of its task
    /// @param what what taking it back does
    record Undoable(TaskId task, String act, String what, Instant at) {}
}
