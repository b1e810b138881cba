package io.pilothouse.tasks.undo;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.store.UndoRepository;
import io.pilothouse.tasks.Mirror;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.TaskRunner;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Undo steps kept in the store, each taken back by the feature that made it. Thread-safe.
public final class StoredUndoing implements Undoing {

    private final UndoRepository repository;
    private final TaskRegistry tasks;
    private final InstantSource clock;
    private final Map<String, WayBack> ways = new ConcurrentHashMap<>();
    private final Mirror<List<Undoable>> undoable;

    /// Reads the store.
    public StoredUndoing(UndoRepository repository, TaskRunner runner, InstantSource clock) {
        this.repository = repository;
        this.tasks = runner;
        this.clock = clock;
        undoable = new Mirror<>(this::read);
        runner.whenUndoChanges(this::reload);
    }

    /// Takes one step back. It asks the guards itself, as any act does.
    @FunctionalInterface
    public interface WayBack {
        void take(UndoStep step, Consent consent) throws ProblemException, InterruptedException;
    }

    /// @param kind of the steps that `way` takes back
    public void register(String kind, WayBack way) {
        ways.put(kind, way);
    }

    /// Reads the store again.
    public void reload() {
        undoable.refresh();
    }

    @Override
    public Published<List<Undoable>> undoable() {
        return undoable.published();
    }

    @Override
    public List<UndoStep> preview(TaskId task) throws ProblemException {
        var steps = repository.steps(task);
        if (steps.isEmpty()) {
            throw new ProblemException(new Problem(
                    ProblemCode.NOT_FOUND,
                    "There is nothing of task " + task + " that can be taken back.",
                    "Look at the list of what can be taken back."));
        }
        return steps.reversed();
    }

    @Override
    public void undo(TaskId task, Consent consent) throws ProblemException, InterruptedException {
        var steps = preview(task);
        var request = new TaskRequest(
                "undo",
                "undo: " + act(task, steps),
                steps.stream().map(UndoStep::instance).distinct().toList(),
                Origin.UNDO);
        var asUndo =
                new Consent(Origin.UNDO, consent.confirmed(), consent.listRead(), consent.typed(), consent.released());
        Outcome<Optional<TaskId>> outcome = tasks.start(request, _ -> {
                    takeBack(task, steps, asUndo);
                    return Optional.of(task);
                })
                .await();
        reload();
        switch (outcome) {
            case Outcome.Succeeded<?> _ -> {}
            case Outcome.Failed<?>(var problem) -> throw new ProblemException(problem);
            case Outcome.Cancelled<?> _ -> throw new InterruptedException("undoing was stopped");
        }
    }

    /// An instance that cannot do it holds up no other. What is left of it can be taken back later.
    private void takeBack(TaskId task, List<UndoStep> steps, Consent consent)
            throws ProblemException, InterruptedException {
        var failed = new LinkedHashMap<InstanceId, ProblemException>();
        boolean some = false;
        for (var step : steps) {
            if (failed.containsKey(step.instance())) {
                continue; // what it did before that may stand on it
            }
            try {
                way(step).take(step, consent);
                repository.markUndone(task, step, clock.instant());
                some = true;
            } catch (ProblemException e) {
                failed.put(step.instance(), e);
            }
        }
        if (!failed.isEmpty()) {
            var first = failed.firstEntry().getValue();
            throw some || failed.size() > 1 ? onlyInPart(failed.values(), some) : first;
        }
    }

    /// What each instance says that could not do it.
    private static ProblemException onlyInPart(Collection<ProblemException> failed, boolean some) {
        var problems = failed.stream().map(ProblemException::problem).toList();
        var first = failed.iterator().next();
        return new ProblemException(
                new Problem(
                        problems.getFirst().code(),
                        problems.stream().map(Problem::summary).distinct().collect(Collectors.joining(" ")),
                        (some ? "The rest was taken back. " : "")
                                + problems.stream()
                                        .map(Problem::advice)
                                        .distinct()
                                        .collect(Collectors.joining(" "))
                                + " Then undo it again."),
                first);
    }

    private WayBack way(UndoStep step) throws ProblemException {
        var way = ways.get(step.kind());
        if (way == null) {
            throw new ProblemException(new Problem(
                    ProblemCode.NOT_FOUND,
                    "This Pilothouse does not know how to " + step.description() + ".",
                    "Start the version of Pilothouse that did it."));
        }
        return way;
    }

    private List<Undoable> read() {
        return repository.undoable(clock.instant()).stream()
                .map(act -> {
                    var back = act.steps().reversed();
                    return new Undoable(act.task(), act(act.task(), back), describe(back), act.at());
                })
                .toList();
    }

    /// @return what was done; of an act whose task is forgotten what taking it back does
    private String act(TaskId task, List<UndoStep> back) {
        return tasks.find(task).map(TaskView::title).orElseGet(() -> describe(back));
    }

    private static String describe(List<UndoStep> steps) {
        return steps.stream().map(UndoStep::description).collect(Collectors.joining(", "));
    }
}
