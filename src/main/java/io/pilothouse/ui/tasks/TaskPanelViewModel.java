package io.pilothouse.ui.tasks;

import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.tasks.TaskRegistry.LogLine;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.schedule.Schedules.Planned;
import io.pilothouse.tasks.schedule.Schedules.Trait;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What the task panel shows. Every row keeps the id of its task, whatever its place. Knows no nodes.
/// FX thread only.
final class TaskPanelViewModel {

    /// Which tasks are listed.
    enum Tab {
        NOW,
        RUNNING,
        HELD,
        WAITING,
        DONE,
        FAILED
    }

    /// What can be done to a task.
    enum Deed {
        NONE,
        STOP,
        RELEASE,
        ANYWAY,
        SKIP,
        UNDO
    }

    /// A line of the list.
    sealed interface Row {
        record Heading(Tab group, int count) implements Row {}

        /// @param progress 0 to 1, negative where it is not known or means nothing
        /// @param count    the progress in words
        /// @param line     what it does now, why it is held, or how it ended
        record Task(
                TaskId id,
                TaskState state,
                List<Instance> instances,
                String who,
                String title,
                double progress,
                String count,
                String line,
                Deed deed)
                implements Row {}

        /// A turn to come.
        ///
        /// @param at   "14:30, in 16 min"
        /// @param asks whether who gives it a turn sees first what it would do
        record Turn(String key, List<Instance> instances, String who, String title, String at, boolean asks)
                implements Row {}
    }

    private static final int MOST_TURNS = 20;
    private static final Duration TURNS_WITHIN = Duration.ofHours(24);

    /// @param counts how many tasks each tab has
    /// @param next   what comes next, for the empty panel
    record View(
            Tab tab,
            Map<Tab, Integer> counts,
            List<Row> rows,
            Optional<TaskView> chosen,
            String next,
            boolean paused) {}

    /// How long a pause may last.
    enum Pause {
        HALF_HOUR,
        TWO_HOURS,
        MORNING,
        OPEN_END
    }

    private static final LocalTime MORNING = LocalTime.of(7, 0);

    private final UiServices services;
    private final Words words;
    private final Latest reading;
    private final ReadOnlyObjectWrapper<View> view;
    private final ReadOnlyObjectWrapper<List<LogLine>> log = new ReadOnlyObjectWrapper<>(List.of());
    private Optional<Batch> batch = Optional.empty();
    private Tab tab = Tab.NOW;
    private Optional<TaskId> chosen = Optional.empty();

    TaskPanelViewModel(UiServices services, Words words) {
        this.services = services;
        this.words = words;
        reading = new Latest(services.fx());
        view = new ReadOnlyObjectWrapper<>(new View(Tab.NOW, Map.of(), List.of(), Optional.empty(), "", false));
        refresh();
    }

    void follow() {
        batch = Optional.of(new Batch(services.later(), services.fx(), this::refresh)
                .on(services.tasks().tasks())
                .on(services.schedules().plan())
                .on(services.pausing().state())
                .on(services.instances().fleet()));
    }

    void rest() {
        batch.ifPresent(Batch::close);
        batch = Optional.empty();
        reading.cancel();
    }

    void show(Tab wanted) {
        tab = wanted;
        refresh();
    }

    /// Chooses the task whose log is shown.
    void choose(TaskId id) {
        if (!chosen.equals(Optional.of(id))) {
            chosen = Optional.of(id);
            log.set(List.of());
            refresh();
        }
    }

    private void refresh() {
        var groups = groups();
        var counts = new EnumMap<Tab, Integer>(Tab.class);
        groups.forEach((group, tasks) -> counts.put(group, tasks.size()));
        var turns = turns();
        counts.merge(Tab.WAITING, turns.size(), Integer::sum);
        counts.put(Tab.NOW, counts.get(Tab.RUNNING) + counts.get(Tab.HELD) + counts.get(Tab.WAITING));
        var rows = new ArrayList<Row>();
        var shown = tab == Tab.NOW ? List.of(Tab.RUNNING, Tab.HELD, Tab.WAITING) : List.of(tab);
        for (var group : shown) {
            var tasks = groups.get(group);
            if (counts.get(group) > 0) {
                rows.add(new Row.Heading(group, counts.get(group)));
                tasks.forEach(task -> rows.add(row(task)));
            }
            if (group == Tab.WAITING) {
                rows.addAll(turns);
            }
        }
        var ids = rows.stream()
                .flatMap(row -> row instanceof Row.Task task
                        ? java.util.stream.Stream.of(task.id())
                        : java.util.stream.Stream.empty())
                .toList();
        if (chosen.filter(ids::contains).isEmpty()) {
            chosen = ids.stream().findFirst();
            log.set(List.of());
        }
        var all = services.tasks().tasks().get();
        var task = chosen.flatMap(
                id -> all.stream().filter(one -> one.id().equals(id)).findFirst());
        view.set(new View(
                tab,
                counts,
                rows,
                task,
                next(),
                services.pausing().state().get().isPresent()));
        task.ifPresent(one -> readLog(one.id()));
    }

    private Map<Tab, List<TaskView>> groups() {
        var today = LocalDate.ofInstant(services.clock().instant(), services.zone());
        var groups = new EnumMap<Tab, List<TaskView>>(Tab.class);
        for (var each : Tab.values()) {
            groups.put(each, new ArrayList<>());
        }
        services.tasks().tasks().get().stream()
                .filter(task -> !task.quiet())
                .sorted(Comparator.comparing(TaskView::startedAt).reversed().thenComparing(TaskView::id))
                .forEach(task -> {
                    boolean recent = task.endedAt()
                            .map(at -> LocalDate.ofInstant(at, services.zone()).equals(today))
                            .orElse(true);
                    switch (task.state()) {
                        case RUNNING, FINISHING -> groups.get(Tab.RUNNING).add(task);
                        case HELD -> groups.get(Tab.HELD).add(task);
                        case WAITING -> groups.get(Tab.WAITING).add(task);
                        case FAILED, PARTLY -> groups.get(Tab.FAILED).add(task);
                        case DONE, CANCELLED, SKIPPED -> {
                            if (recent) {
                                groups.get(Tab.DONE).add(task);
                            }
                        }
                    }
                });
        return groups;
    }

    /// Turns to come soon, the next one first.
    private List<Row.Turn> turns() {
        var now = services.clock().instant();
        return services.schedules().plan().get().stream()
                .filter(planned -> planned.waiting().isEmpty() && !planned.running())
                .filter(planned -> planned.nextAt()
                        .filter(at -> at.isBefore(now.plus(TURNS_WITHIN)))
                        .isPresent())
                .limit(MOST_TURNS)
                .map(planned -> {
                    var instances = planned.instance().flatMap(services.instances()::find).stream()
                            .toList();
                    var at = planned.nextAt().orElseThrow();
                    return new Row.Turn(
                            planned.key(),
                            instances,
                            instances.isEmpty()
                                    ? text("tasks.pilothouse")
                                    : instances.getFirst().name(),
                            words.workKind(planned.kind(), planned.title()),
                            text("tasks.turn", words.time(at, now), words.until(Duration.between(now, at))),
                            planned.is(Trait.ASKS));
                })
                .toList();
    }

    /// Gives a piece of regular work a turn now.
    void runNow(Row.Turn turn) {
        services.tasks()
                .start(
                        new TaskRequest(
                                "schedule-run",
                                "give a turn now: " + services.schedules().title(turn.key()),
                                turn.instances().stream().map(Instance::id).toList(),
                                Origin.WINDOW),
                        _ -> {
                            services.schedules().runNow(turn.key());
                            return true;
                        });
    }

    private Row.Task row(TaskView task) {
        var instances = task.instances().stream()
                .flatMap(id -> services.instances().find(id).stream())
                .toList();
        return new Row.Task(
                task.id(),
                task.state(),
                instances,
                switch (instances.size()) {
                    case 0 -> text("tasks.pilothouse");
                    case 1 -> instances.getFirst().name();
                    default -> text("tasks.instances", instances.size());
                },
                words.work(task.kind(), task.title()),
                progress(task),
                count(task),
                line(task),
                deed(task));
    }

    private static double progress(TaskView task) {
        return running(task) && task.total().isPresent() && task.total().getAsLong() > 0
                ? (double) task.done() / task.total().getAsLong()
                : -1;
    }

    private String count(TaskView task) {
        if (!running(task)) {
            return text("tasks.state." + task.state().word());
        }
        if (task.total().isEmpty()) {
            return text(
                    "tasks.running-since",
                    words.age(
                            Duration.between(task.startedAt(), services.clock().instant())));
        }
        long total = task.total().getAsLong();
        return total > 1000
                ? words.percent(Math.floor(100.0 * task.done() / total) / 100)
                : text("tasks.of", words.number(task.done()), words.number(total));
    }

    private static boolean running(TaskView task) {
        return task.state() == TaskState.RUNNING || task.state() == TaskState.FINISHING;
    }

    private String line(TaskView task) {
        return switch (task.state()) {
            case FINISHING -> text("tasks.finishing");
            case HELD, SKIPPED ->
                task.reason()
                        .map(why -> new RunWords(words).of(why, services.clock().instant()))
                        .orElse("");
            case FAILED, PARTLY -> task.problem().map(words.texts()::summary).orElse("");
            case DONE, CANCELLED ->
                task.endedAt()
                        .map(at -> text(
                                "tasks.ended", words.time(at, services.clock().instant())))
                        .orElse("");
            case RUNNING, WAITING ->
                new RunWords(words).of(task.line(), services.clock().instant());
        };
    }

    private Deed deed(TaskView task) {
        return switch (task.state()) {
            case RUNNING -> Deed.STOP;
            case HELD -> held(task);
            case DONE, PARTLY -> task.undoable() ? Deed.UNDO : Deed.NONE;
            case WAITING, FINISHING, FAILED, CANCELLED, SKIPPED -> Deed.NONE;
        };
    }

    private Deed held(TaskView task) {
        if (spared(task).isPresent()) {
            return Deed.ANYWAY;
        }
        if (guarded(task).isPresent()) {
            return Deed.RELEASE;
        }
        return waiting(task).isPresent() ? Deed.SKIP : Deed.NONE;
    }

    /// Held work that waits only because of what the computer runs on.
    private Optional<Planned> spared(TaskView task) {
        return waiting(task)
                .filter(planned -> planned.waiting().equals(services.pausing().spared()));
    }

    /// Held work that waits for the release of its Guarded instance.
    private Optional<Planned> guarded(TaskView task) {
        return waiting(task).filter(planned -> planned.is(Trait.WAITS_FOR_RELEASE));
    }

    /// @return the work whose turn waits for a release; empty when it does no longer
    Optional<Planned> guarded(TaskId id) {
        return waiting(id).filter(planned -> planned.is(Trait.WAITS_FOR_RELEASE));
    }

    /// @return the work whose turn is held; empty when it is no longer
    Optional<Planned> waiting(TaskId id) {
        return services.tasks().tasks().get().stream()
                .filter(task -> task.id().equals(id))
                .findFirst()
                .flatMap(this::waiting);
    }

    private Optional<Planned> waiting(TaskView task) {
        return services.schedules().plan().get().stream()
                .filter(planned -> planned.waiting().isPresent()
                        && planned.waiting().equals(task.reason())
                        && planned.title().equals(task.title())
                        && planned.instance().stream().toList().equals(task.instances()))
                .findFirst();
    }

    /// Lets held work begin, whatever the computer runs on.
    void runAnyway(TaskId id) {
        services.tasks().tasks().get().stream()
                .filter(task -> task.id().equals(id))
                .flatMap(task -> spared(task).stream()
                        .map(planned -> new Row.Turn(
                                planned.key(),
                                planned.instance().flatMap(services.instances()::find).stream()
                                        .toList(),
                                "",
                                "",
                                "",
                                false)))
                .findFirst()
                .ifPresent(this::runNow);
    }

    /// The health check that comes next, in words.
    private String next() {
        var now = services.clock().instant();
        return services.health().states().get().values().stream()
                .filter(health -> health.nextCheckAt().isPresent())
                .min(Comparator.comparing(
                                (InstanceHealth health) -> health.nextCheckAt().orElse(Instant.MAX))
                        .thenComparing(InstanceHealth::id))
                .flatMap(health -> services.instances()
                        .find(health.id())
                        .map(instance -> text(
                                "tasks.next", words.time(health.nextCheckAt().orElse(now), now), instance.name())))
                .orElse("");
    }

    private void readLog(TaskId id) {
        reading.<List<LogLine>>start(
                () -> services.tasks()
                        .start(
                                new TaskRequest("read", "read the log of " + id, List.of(), Origin.WINDOW, true),
                                _ -> services.tasks().log(id)),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<List<LogLine>>(List<LogLine> lines)) {
                        log.set(lines);
                    }
                });
    }

    /// @return the log as text, to be copied
    String logText() {
        return log.get().stream().map(line -> line.at() + "\t" + line.text()).collect(Collectors.joining("\n"));
    }

    void stop(TaskId id) {
        services.tasks().cancel(id);
    }

    /// @return until when, for each pause that is offered; empty for an open end
    Optional<Instant> until(Pause pause) {
        var now = services.clock().instant();
        return switch (pause) {
            case HALF_HOUR -> Optional.of(now.plus(Duration.ofMinutes(30)));
            case TWO_HOURS -> Optional.of(now.plus(Duration.ofHours(2)));
            case MORNING ->
                Optional.of(LocalDate.ofInstant(now, services.zone())
                        .plusDays(1)
                        .atTime(MORNING)
                        .atZone(services.zone())
                        .toInstant());
            case OPEN_END -> Optional.empty();
        };
    }

    void pause(Pause pause) {
        var until = until(pause);
        act(
                "work-pause",
                "pause all background work",
                List.of(),
                () -> services.pausing().pause(until));
    }

    void resume() {
        act(
                "work-resume",
                "let background work go on",
                List.of(),
                () -> services.pausing().resume());
    }

    private void act(String kind, String title, List<InstanceId> ids, Runnable run) {
        services.tasks().start(new TaskRequest(kind, title, ids, Origin.WINDOW), _ -> {
            run.run();
            return true;
        });
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }

    ReadOnlyObjectProperty<View> view() {
        return view.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<List<LogLine>> log() {
        return log.getReadOnlyProperty();
    }
}
