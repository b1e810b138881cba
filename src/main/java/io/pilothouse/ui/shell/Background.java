package io.pilothouse.ui.shell;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Work;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.ui.common.SettingStore;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Starts what takes time for a window, always as a task. FX thread only.
public final class Background {

    /// From when on a person is told that an instance is slow today.
    static final Duration SLOW = Duration.ofSeconds(5);

    /// So long it is not told again.
    private static final Duration QUIET = Duration.ofMinutes(2);

    private final UiServices services;
    private final Toasts toasts;
    private final Map<InstanceId, Instant> told = new HashMap<>();
    private final SettingStore storing;
    private Optional<Words> words = Optional.empty();
    private boolean storingFails;

    public Background(UiServices services, Toasts toasts) {
        this.services = services;
        this.toasts = toasts;
        storing = new SettingStore(services, this::tellNotStored);
    }

    /// From now on an answer that takes longer than [#SLOW] is told, with a way to stop it.
    void tellSlow(Words said) {
        words = Optional.of(said);
    }

    /// Reads something for a screen; not worth a row in the task panel.
    ///
    /// @param title what is read, as an infinitive
    public <T> TaskHandle<T> read(String title, List<InstanceId> instances, Work<T> work) {
        var handle = services.tasks().start(new TaskRequest("read", title, instances, Origin.WINDOW, true), work);
        if (instances.size() == 1 && words.isPresent()) {
            watch(handle, instances.getFirst());
        }
        return handle;
    }

    /// One that answers at its checks and is slow now; of one that is down the strip above its pages tells.
    private void watch(TaskHandle<?> handle, InstanceId id) {
        var ended = new AtomicBoolean();
        handle.whenEnded(services.fx(), _ -> ended.set(true));
        services.later().after(SLOW, () -> {
            var now = services.clock().instant();
            var health = Optional.ofNullable(services.health().states().get().get(id))
                    .filter(one -> one.state() == ShownState.HEALTHY || one.state() == ShownState.WARNING);
            if (ended.get()
                    || health.isEmpty()
                    || told.getOrDefault(id, Instant.MIN).isAfter(now.minus(QUIET))) {
                return;
            }
            told.put(id, now);
            services.instances().find(id).ifPresent(instance -> say(instance, health.get(), handle));
        });
    }

    private void say(Instance instance, InstanceHealth health, TaskHandle<?> handle) {
        var said = words.orElseThrow();
        var usually = health.latency()
                .map(one -> said.latency(one.toMillis()))
                .orElseGet(() -> said.texts().text("common.none"));
        boolean asAtItsCheck =
                health.latency().filter(one -> one.compareTo(SLOW) >= 0).isPresent();
        var sentence = asAtItsCheck ? "shell.slow.known" : "shell.slow";
        toasts.news(
                Optional.of(instance),
                said.texts().text(sentence, instance.name(), said.age(SLOW), usually),
                Optional.of(new Toasts.Offer(said.texts().text("shell.slow.stop"), handle::cancel)));
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

    /// Does what a person asked for on several instances.
    public <T> TaskHandle<T> act(
            String kind, String title, List<InstanceId> instances, Work<T> work, Consumer<T> done) {
        return act(kind, title, instances, work, done, Optional.empty());
    }

    private <T> TaskHandle<T> act(
            String kind,
            String title,
            List<InstanceId> instances,
            Work<T> work,
            Consumer<T> done,
            Optional<Toasts.Offer> offer) {
        Optional<Instance> about = instances.size() == 1
                ? services.instances().find(instances.getFirst())
                : Optional.empty(); // a failure on several is nobody's own
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

    /// Writes a setting. That it fails is said once, until it works again.
    public <T> void store(Settings.Setting<T> setting, T value) {
        storing.store(setting, Optional.of(value), () -> storingFails = false);
    }

    private void tellNotStored(Problem problem) {
        if (!storingFails) {
            storingFails = true;
            toasts.problem(Optional.empty(), problem, Optional.empty());
        }
    }
}
