package io.pilothouse.ui.alert;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.alert.AlertSettings;
import io.pilothouse.ui.common.Streamer;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.UiServices;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Says on the desktop that long work a person began has ended, while they look at something else. FX thread
/// only.
public final class DoneTeller implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final UiServices services;
    private final Supplier<Texts> texts;
    private final BooleanSupplier looking;
    private final BooleanSupplier locked;
    private final Set<TaskId> running = new HashSet<>();
    private final Subscription subscription;

    /// @param looking whether a window of the program has the focus
    /// @param locked  whether the windows are: no names are said, and nobody looks
    public DoneTeller(UiServices services, Supplier<Texts> texts, BooleanSupplier looking, BooleanSupplier locked) {
        this.locked = locked;
        this.services = services;
        this.texts = texts;
        this.looking = looking;
        subscription = services.tasks().tasks().subscribe(services.fx(), this::look);
    }

    private void look(List<TaskView> tasks) {
        for (var task : tasks) {
            if (!task.state().ended()) {
                running.add(task.id());
            } else if (running.remove(task.id()) && wanted(task)) {
                services.program().tell(texts.get().text("common.application"), words(task));
            }
        }
    }

    private boolean wanted(TaskView task) {
        boolean lasted = task.endedAt()
                .map(end -> Duration.between(task.startedAt(), end).compareTo(LONG) > 0)
                .orElse(false);
        return lasted
                && task.origin() == Origin.WINDOW
                && task.state() != TaskState.CANCELLED
                && (locked.getAsBoolean() || !looking.getAsBoolean())
                && services.alerts().state().get().disturb().isEmpty()
                && services.settings().get(AlertSettings.PRESET) != AlertSettings.Preset.QUIET;
    }

    /// Titles of tasks may name media and people: they are said only where that is allowed.
    private String words(TaskView task) {
        if (locked.getAsBoolean() || services.settings().get(Streamer.ON)) {
            return texts.get().text(task.state() == TaskState.FAILED ? "alert.done.failed" : "alert.done");
        }
        var names = task.instances().stream()
                .flatMap(id -> services.instances().find(id).stream())
                .map(Instance::name)
                .limit(4)
                .collect(Collectors.joining(", "));
        boolean failed = task.state() == TaskState.FAILED;
        if (services.settings().get(AlertSettings.TITLES)) {
            return texts.get().text(failed ? "alert.done.failed-title" : "alert.done.title", task.title());
        }
        return names.isEmpty()
                ? texts.get().text(failed ? "alert.done.failed" : "alert.done")
                : texts.get().text(failed ? "alert.done.failed-on" : "alert.done.on", names);
    }

    @Override
    public void close() {
        subscription.close();
    }
}
