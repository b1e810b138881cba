package io.pilothouse.ui.shell;

import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.tasks.instance.GroupDefaults;
import io.pilothouse.tasks.pause.Pausing;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The status bar: the most important running task, how many others, what runs next, whether work is
/// paused, and how old the data is. Knows no nodes. FX thread only.
public final class StatusViewModel implements AutoCloseable {

    /// Data older than this many times the usual pause between checks is said in words.
    private static final int STALE_AFTER = 2;

    private static final Duration USUAL_PAUSE = Duration.ofMinutes(5);

    /// Ages are said in steps, as every new word is painted.
    private static final int STEP_SECONDS = 10;

    /// @param task     the running task that is shown
    /// @param about    its instance
    /// @param sentence what runs, or that nothing does
    /// @param progress 0 to 1; negative for unknown or no task
    /// @param count    "6 of 10"
    /// @param others   "2 more tasks", empty for none
    /// @param next     "Next: 01:00 Radarr HD", empty where nothing of an instance is planned
    /// @param paused   "Paused until 07:00", empty while work goes on
    /// @param muted    "3 muted", empty for none
    /// @param age      how old the data is
    /// @param stale    whether the data is older than it should be
    public record View(
            Optional<TaskId> task,
            Optional<Instance> about,
            String sentence,
            double progress,
            String count,
            String others,
            String next,
            String paused,
            String muted,
            String age,
            boolean stale) {}

    private final UiServices services;
    private final Words words;
    private final Navigation navigation;
    private final Batch batch;
    private Optional<Instant> toldAt = Optional.empty();
    private final ReadOnlyObjectWrapper<View> view = new ReadOnlyObjectWrapper<>();

    public StatusViewModel(UiServices services, Words words, Navigation navigation) {
        this.services = services;
        this.words = words;
        this.navigation = navigation;
        batch = new Batch(services.later(), services.fx(), this::refresh)
                .on(services.tasks().tasks())
                .on(services.health().states())
                .on(services.schedules().plan())
                .on(services.pausing().state())
                .on(services.alerts().state());
        navigation.location().addListener((_, _, _) -> refresh());
        refresh();
    }

    public ReadOnlyObjectProperty<View> view() {
        return view.getReadOnlyProperty();
    }

    /// @param at when what the window shows was told; empty where that was at the latest check
    public void shows(Optional<Instant> at) {
        toldAt = at;
        refresh();
    }

    /// Asks the task that is shown to stop.
    public void stop() {
        view.get().task().ifPresent(services.tasks()::cancel);
    }

    /// Says ages anew; called as time passes.
    public void refresh() {
        var texts = words.texts();
        var running = services.tasks().tasks().get().stream()
                .filter(task -> task.state() == TaskState.RUNNING || task.state() == TaskState.FINISHING)
                .filter(task -> !task.quiet())
                .sorted(Comparator.comparing((TaskView task) -> !task.origin().person())
                        .thenComparing(TaskView::startedAt, Comparator.reverseOrder())
                        .thenComparing(TaskView::id))
                .toList();
        var first = running.stream().findFirst();
        var age = age();
        boolean stale = age.map(old -> old.compareTo(pause().multipliedBy(STALE_AFTER)) > 0)
                .orElse(false);
        view.set(new View(
                first.map(TaskView::id),
                first.flatMap(task -> task.instances().stream().findFirst()).flatMap(services.instances()::find),
                first.map(task -> words.work(task.kind(), task.title()))
                        .orElseGet(() -> texts.text("shell.status.idle")),
                first.map(StatusViewModel::progress).orElse(-1.0),
                first.filter(task -> task.total().isPresent())
                        .map(task -> texts.text(
                                "shell.status.count",
                                words.number(task.done()),
                                words.number(task.total().getAsLong())))
                        .orElse(""),
                running.size() < 2 ? "" : texts.text("shell.status.others", running.size() - 1),
                next(),
                services.pausing().state().get().map(this::paused).orElse(""),
                muted(),
                age.map(old -> texts.text(stale ? "shell.status.stale" : "shell.status.age", words.age(old)))
                        .orElse(""),
                stale));
    }

    /// Work of the program itself, for example its daily copy, is not worth the place.
    private String next() {
        if (services.pausing().state().get().isPresent()) {
            return "";
        }
        var now = services.clock().instant();
        return services.schedules().plan().get().stream()
                .filter(planned -> !planned.running() && planned.waiting().isEmpty())
                .filter(planned -> planned.nextAt().filter(now::isBefore).isPresent())
                .flatMap(planned -> planned.instance().flatMap(services.instances()::find).stream()
                        .map(instance -> words.texts()
                                .text(
                                        "shell.status.next",
                                        words.time(planned.nextAt().orElseThrow(), now),
                                        instance.name())))
                .findFirst()
                .orElse("");
    }

    private String muted() {
        var alerts = services.alerts().state().get();
        int count = alerts.muted().size();
        return count > 0
                ? words.texts().text("shell.status.muted", count)
                : alerts.disturb()
                        .map(until -> words.texts()
                                .text(
                                        "shell.status.quiet",
                                        words.time(until, services.clock().instant())))
                        .orElse("");
    }

    private String paused(Pausing.Pause pause) {
        return pause.until()
                .map(until -> words.texts()
                        .text(
                                "shell.status.paused-until",
                                words.time(until, services.clock().instant())))
                .orElseGet(() -> words.texts().text("shell.status.paused"));
    }

    private static double progress(TaskView task) {
        return task.total().isPresent() && task.total().getAsLong() > 0
                ? (double) task.done() / task.total().getAsLong()
                : -1;
    }

    private Optional<Duration> age() {
        var now = services.clock().instant();
        return toldAt.or(this::checkedAt)
                .map(at -> Duration.ofSeconds(Duration.between(at, now).toSeconds() / STEP_SECONDS * STEP_SECONDS));
    }

    /// @return how long its checks are apart, where that is longer than usual
    private Duration pause() {
        var shown = navigation.location().get() instanceof Location.OfInstance there
                ? services.instances().find(there.instance())
                : Optional.<Instance>empty();
        return shown.flatMap(it -> services.kinds().pause(it, new GroupDefaults(services.settings())))
                .filter(apart -> apart.compareTo(USUAL_PAUSE) > 0)
                .orElse(USUAL_PAUSE);
    }

    private Optional<Instant> checkedAt() {
        var states = services.health().states().get();
        return navigation.location().get() instanceof Location.OfInstance there
                ? Optional.ofNullable(states.get(there.instance())).flatMap(InstanceHealth::lastCheckAt)
                : states.values().stream()
                        .flatMap(health -> health.lastCheckAt().stream())
                        .max(Comparator.naturalOrder());
    }

    @Override
    public void close() {
        batch.close();
    }
}
