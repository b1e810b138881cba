package io.pilothouse.tasks;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.RequestContext;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.store.StoreException;
import io.pilothouse.store.TaskRepository;
import io.pilothouse.store.UndoRepository;
import java.lang.ScopedValue.CallableOp;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs the tasks: each on its own virtual thread, each with exactly one outcome, each known to
/// people while it runs and in the store afterwards. Thread-safe.
public final class TaskRunner implements TaskRegistry, AutoCloseable {

    private static final Logger LOG = System.getLogger(TaskRunner.class.getName());

    /// Tasks that find out how an instance is, or on which nothing depends: what fails there is no news of it.
    private static final Set<String> ASKING =
            Set.of("health-check", "instance-test", "diagnose", "read", "library-listen");

    /// Ended tasks that are kept in memory, of each sort.
    private static final int ENDED_KEPT = 100;

    private static final ScopedValue<TaskEntry> CURRENT = ScopedValue.newInstance();

    private final Time time;
    private final TaskRepository repository;
    private final UndoRepository undo;
    private final TaskNumbers numbers;
    private final Published<List<TaskView>> published = new Published<>(List.of());
    private final ConcurrentHashMap<TaskId, TaskEntry> running = new ConcurrentHashMap<>();
    private final ConcurrentLinkedDeque<TaskEntry> ended = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<TaskEntry> endedQuietly = new ConcurrentLinkedDeque<>();
    private final List<TaskView> fromEarlierRuns;
    private final Soon publishing;
    private volatile Runnable undoChanged = () -> {};
    private volatile BiConsumer<InstanceId, ConnectorException> callFailed = (_, _) -> {};
    private volatile boolean closed;

    /// Reads the store: what an earlier run left unended is ended, and the latest tasks are shown again.
    ///
    /// @param publishEvery shortest time between two news of progress
    public TaskRunner(Time time, TaskRepository repository, UndoRepository undo, Duration publishEvery) {
        this.time = time;
        this.repository = repository;
        this.undo = undo;
        this.numbers = new TaskNumbers(repository);
        repository.endInterrupted(time.instant(), "Pilothouse ended while it ran");
        this.fromEarlierRuns = repository.ended(ENDED_KEPT);
        this.publishing = new Soon("publish the tasks", time, publishEvery, this::publish);
        publish();
    }

    /// @param listener called after a task stored how it can be taken back
    public void whenUndoChanges(Runnable listener) {
        undoChanged = listener;
    }

    /// @param listener told when the service of a task's one instance failed it; health checks, tests and
    ///                 diagnoses tell the health rounds themselves what they found
    public void whenCallFails(BiConsumer<InstanceId, ConnectorException> listener) {
        callFailed = listener;
    }

    @Override
    public <T> TaskHandle<T> start(TaskRequest request, Work<T> work) {
        var task = new StartedTask<T>(enter(request));
        task.entry.runOn(Thread.ofVirtual()
                .name(task.entry.id() + " " + request.title())
                .unstarted(() -> task.end(run(task.entry, work))));
        return task;
    }

    /// Runs `work` on the calling thread as a part of the task that thread belongs to, or as a task of
    /// its own where there is none, so that nothing happens outside a task.
    public <T, X extends Exception> T within(TaskRequest request, Inline<T, X> work) throws X {
        if (CURRENT.isBound()) {
            return work.run(CURRENT.get());
        }
        var entry = enter(request);
        entry.runOnCaller();
        try {
            T value = ScopedValue.where(CURRENT, entry)
                    .where(RequestContext.CURRENT, new RequestContext(entry.id()))
                    .call(() -> work.run(entry));
            end(entry, goodEnd(entry));
            return value;
        } catch (Throwable e) { // as in any task: whoever asked gets it too, and logs it if need be
            known(e).ifPresent(entry::problem);
            end(entry, TaskState.FAILED);
            throw e;
        }
    }

    /// Shows work that may not run now, until it is let go.
    ///
    /// @param reason why it waits
    public HeldTask hold(TaskRequest request, String reason) {
        var entry = enter(request, TaskState.HELD, reason);
        return new HeldTask() {
            @Override
            public TaskId id() {
                return entry.id();
            }

            @Override
            public void reason(String newReason) {
                entry.reason(newReason);
                changed(entry);
            }

            @Override
            public void skip(String why) {
                entry.reason(why);
                end(entry, TaskState.SKIPPED);
            }

            @Override
            public void drop() {
                running.remove(entry.id());
                publish();
            }
        };
    }

    /// Records work that was left out this time.
    public TaskId skip(TaskRequest request, String reason) {
        var held = hold(request, reason);
        held.skip(reason);
        return held.id();
    }

    /// @return the task that the calling thread works for
    public static Optional<TaskContext> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /// Makes `work` a part of the task that the calling thread works for, on whatever thread it is done.
    public static <T, X extends Exception> CallableOp<T, X> carried(CallableOp<T, X> work) {
        if (!CURRENT.isBound()) {
            return work;
        }
        var carrier =
                ScopedValue.where(CURRENT, CURRENT.get()).where(RequestContext.CURRENT, RequestContext.CURRENT.get());
        return () -> carrier.call(work);
    }

    @Override
    public Published<List<TaskView>> tasks() {
        return published;
    }

    @Override
    public Optional<TaskView> find(TaskId id) {
        return remembered(id).map(TaskEntry::view).or(() -> repository.find(id));
    }

    @Override
    public List<TaskView> history(int limit) {
        return repository.ended(limit);
    }

    @Override
    public List<LogLine> log(TaskId id) {
        return remembered(id)
                .map(TaskEntry::log)
                .orElseGet(() -> repository.log(id).stream()
                        .map(line -> new LogLine(line.at(), line.text()))
                        .toList());
    }

    @Override
    public boolean cancel(TaskId id) {
        var entry = running.get(id);
        if (entry == null || !entry.cancel()) {
            return false;
        }
        publish();
        return true;
    }

    /// Asks all tasks that fit to stop.
    public void cancelAll(Predicate<TaskView> which) {
        running.values().stream()
                .filter(entry -> which.test(entry.view()))
                .map(TaskEntry::id)
                .toList()
                .forEach(this::cancel);
    }

    /// Lets tasks that fit come to their own end, for as long as `limit`.
    ///
    /// @param limit of all of them together
    /// @return whether they have all ended
    public boolean drain(Predicate<TaskView> which, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (var entry : List.copyOf(running.values())) {
            if (which.test(entry.view()) && !entry.joined(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }

    /// Stops all tasks and waits for their ends. The store must still be open.
    @Override
    public void close() {
        closed = true;
        cancelAll(_ -> true);
        for (var entry : List.copyOf(running.values())) {
            if (!entry.joined(Duration.ofSeconds(5))) {
                LOG.log(Level.WARNING, "did not stop in time: {0}", logged(entry));
            }
        }
        publishing.close();
    }

    /// Ends without an error of ours what a person reads; everything else is a fault to be logged.
    private <T> Outcome<T> run(TaskEntry entry, Work<T> work) {
        Outcome<T> outcome;
        try {
            store(entry, false);
            T value = ScopedValue.where(CURRENT, entry)
                    .where(RequestContext.CURRENT, new RequestContext(entry.id()))
                    .call(() -> work.run(entry));
            outcome = new Outcome.Succeeded<>(value);
        } catch (Throwable e) { // the one place that catches everything: a lost failure is the worst failure
            outcome = failed(entry, e);
        }
        end(entry, endState(entry, outcome));
        return outcome;
    }

    private static TaskState endState(TaskEntry entry, Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Succeeded<?> _ -> goodEnd(entry);
            case Outcome.Failed<?> _ -> TaskState.FAILED;
            case Outcome.Cancelled<?> _ -> TaskState.CANCELLED;
        };
    }

    private static TaskState goodEnd(TaskEntry entry) {
        return entry.partly() ? TaskState.PARTLY : TaskState.DONE;
    }

    /// @return the title and the ids of the instances: names change, and a log stays
    private static String logged(TaskEntry entry) {
        var task = entry.view();
        return task.instances().isEmpty()
                ? task.title()
                : task.instances().stream()
                        .map(InstanceId::value)
                        .collect(Collectors.joining(", ", task.title() + " (", ")"));
    }

    private <T> Outcome<T> failed(TaskEntry entry, Throwable failure) {
        var title = entry.view().title();
        if (entry.wasCancelled() || failure instanceof InterruptedException) {
            LOG.log(Level.DEBUG, "cancelled: {0}", logged(entry));
            return new Outcome.Cancelled<>();
        }
        var known = known(failure);
        if (known.isPresent()) {
            LOG.log(Level.WARNING, "could not " + logged(entry), failure);
        } else {
            LOG.log(Level.ERROR, "could not " + logged(entry), failure);
        }
        var problem = known.orElseGet(() -> new Problem(
                ProblemCode.BUG,
                "Pilothouse could not " + title + ".",
                "This is a fault in Pilothouse: save the log from the Help menu and report it."));
        entry.problem(problem);
        tellOfCall(entry.view(), failure);
        return new Outcome.Failed<>(problem);
    }

    private void tellOfCall(TaskView task, Throwable failure) {
        var call = failure instanceof ConnectorException direct ? direct : failure.getCause();
        if (call instanceof ConnectorException failed
                && task.instances().size() == 1
                && !ASKING.contains(task.kind())) {
            callFailed.accept(task.instances().getFirst(), failed);
        }
    }

    /// Takes in that a service failed a request of the task on this thread, which may only record that and go
    /// on. A no to one thing asked for, as a film that is gone, says nothing about the instance.
    public void callFailed(InstanceId id, ConnectorException failed) {
        boolean ofTheThing =
                switch (failed.code()) {
                    case NOT_FOUND, INVALID_INPUT, NOT_SUPPORTED, REFUSED -> true;
                    default -> false;
                };
        if (!ofTheThing
                && CURRENT.isBound()
                && !ASKING.contains(CURRENT.get().view().kind())) {
            callFailed.accept(id, failed);
        }
    }

    /// @return what people are told about a failure that was to be expected
    private static Optional<Problem> known(Throwable failure) {
        return switch (failure) {
            case ConnectorException e -> Optional.of(e.problem());
            case AmcException e -> Optional.of(e.problem());
            case ProblemException e -> Optional.of(e.problem());
            case StoreException e -> Optional.of(e.problem());
            default -> Optional.empty();
        };
    }

    private TaskEntry enter(TaskRequest request) {
        return enter(request, TaskState.RUNNING, null);
    }

    private TaskEntry enter(TaskRequest request, TaskState state, @Nullable String reason) {
        if (closed) {
            throw new IllegalStateException("no task starts after the end: " + request.title());
        }
        var entry = new TaskEntry(numbers.next(), request, state, time, this::changed, this::undoableBy);
        if (reason != null) {
            entry.reason(reason);
        }
        running.put(entry.id(), entry);
        if (!request.quiet()) {
            publish();
        }
        return entry;
    }

    private void end(TaskEntry entry, TaskState state) {
        entry.end(state);
        store(entry, true);
        var kept = entry.quiet() ? endedQuietly : ended;
        kept.addFirst(entry);
        running.remove(entry.id());
        while (kept.size() > ENDED_KEPT) {
            kept.pollLast();
        }
        if (!entry.quiet()) {
            publish();
        }
    }

    /// Stores a task as it stands. Quiet ones that ended well are so many that they are not kept.
    private void store(TaskEntry entry, boolean over) {
        if (entry.quiet() && (!over || entry.state() != TaskState.FAILED)) {
            return;
        }
        try {
            repository.save(entry.view());
            if (over) {
                var lines = entry.log().stream()
                        .map(line -> new TaskRepository.Line(line.at(), line.text()))
                        .toList();
                repository.appendLog(entry.id(), 0, lines);
            }
        } catch (StoreException e) {
            LOG.log(Level.ERROR, "could not remember the task " + entry.id() + ": " + logged(entry), e);
        }
    }

    private void undoableBy(TaskEntry entry, UndoStep step) {
        if (entry.view().origin() == Origin.UNDO) {
            return; // undoing again takes back the act before, not the undoing
        }
        undo.append(entry.id(), step, time.instant());
        undoChanged.run();
        changed(entry);
    }

    private Optional<TaskEntry> remembered(TaskId id) {
        return Optional.ofNullable(running.get(id))
                .or(() -> Stream.concat(ended.stream(), endedQuietly.stream())
                        .filter(entry -> entry.id().equals(id))
                        .findFirst());
    }

    private void changed(TaskEntry entry) {
        if (!entry.quiet()) {
            publishing.ask();
        }
    }

    private synchronized void publish() {
        var views = new ArrayList<TaskView>();
        running.values().stream()
                .filter(entry -> !entry.quiet())
                .map(TaskEntry::view)
                .forEach(views::add);
        ended.stream().map(TaskEntry::view).forEach(views::add);
        views.addAll(fromEarlierRuns);
        var seen = new HashSet<TaskId>(); // a task that ends right now is in two lists
        views.removeIf(view -> !seen.add(view.id()));
        views.sort(Comparator.comparing(TaskView::id).reversed());
        published.set(List.copyOf(views));
    }

    /// Work that runs inside the task of its caller.
    @FunctionalInterface
    public interface Inline<T, X extends Exception> {
        T run(TaskContext context) throws X;
    }

    /// Work that waits visibly for something.
    public interface HeldTask {

        TaskId id();

        void reason(String newReason);

        /// Ends it unrun.
        void skip(String why);

        /// Takes it from the list without a trace, as its work starts now as a task of its own.
        void drop();
    }
}
