package io.pilothouse.ui.shell;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Work;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.common.UiServices;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Starts what takes time for a window, always as a task. FX thread only.
public final class Background {

    private final UiServices services;
    private final Toasts toasts;

    public Background(UiServices services, Toasts toasts) {
        this.services = services;
        this.toasts = toasts;
    }

    /// Reads something for a screen; not worth a row in the task panel.
    ///
    /// @param title what is read, as an infinitive
    public <T> TaskHandle<T> read(String title, List<InstanceId> instances, Work<T> work) {
        return services.tasks().start(new TaskRequest("read", title, instances, Origin.WINDOW, true), work);
    }

    /// Does what a person asked for. A failure is said in this window, with the instance's name.
    ///
    /// @param kind  stable name of the task
    /// @param title what is done, as an infinitive that names the instance
    /// @param done  gets the value on the FX thread
    public <T> TaskHandle<T> act(String kind, String title, InstanceId instance, Work<T> work, Consumer<T> done) {
        return act(kind, title, instance, work, done, Optional.empty());
    }

    /// @param offer stands beside the words of a failure
    public <T> TaskHandle<T> act(
            String kind,
            String title,
            InstanceId instance,
            Work<T> work,
            Consumer<T> done,
            Optional<Toasts.Offer> offer) {
        return act(kind, title, List.of(instance), work, done, offer);
    }

    /// Does what a person asked for that belongs to one instance, or to the program.
    public <T> TaskHandle<T> act(
            String kind, String title, Optional<InstanceId> instance, Work<T> work, Consumer<T> done) {
        return act(kind, title, instance.stream().toList(), work, done, Optional.empty());
    }

    private <T> TaskHandle<T> act(
            String kind,
            String title,
            List<InstanceId> instances,
            Work<T> work,
            Consumer<T> done,
            Optional<Toasts.Offer> offer) {
        Optional<Instance> about = instances.stream().findFirst().flatMap(services.instances()::find);
        var handle = services.tasks().start(new TaskRequest(kind, title, instances, Origin.WINDOW), work);
        handle.whenEnded(services.fx(), outcome -> {
            switch (outcome) {
                case Outcome.Succeeded<T>(T value) -> done.accept(value);
                case Outcome.Failed<T>(Problem problem) -> toasts.problem(about, problem, offer);
                case Outcome.Cancelled<T>() -> {}
            }
        });
        return handle;
    }

    /// Writes a setting.
    public <T> void store(Settings.Setting<T> setting, T value) {
        services.tasks()
                .start(
                        new TaskRequest(
                                "setting", "store the setting " + setting.name(), List.of(), Origin.WINDOW, true),
                        _ -> {
                            services.settings().set(setting, value);
                            return true;
                        });
    }
}
