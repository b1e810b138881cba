package io.pilothouse.tasks.health;

import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.CheckPace;
import io.pilothouse.domain.health.Flapping;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.health.Slowness;
import io.pilothouse.domain.health.Standing;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.TaskHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the rounds know about one instance. Used only under their lock.
final class Watched {

    private static final Duration RECENT = Duration.ofMinutes(10);

    /// What people saw, and since when.
    record Trouble(ShownState state, Instant since) {}

    private record Measured(Instant at, Duration latency) {}

    Instance instance;
    CheckPace pace;
    Standing standing;
    Flapping flapping = Flapping.CALM;
    ShownState shown;
    Instant since;
    /// What maintenance or sleep hides now.
    Optional<Trouble> beforeCover = Optional.empty();
    Optional<CheckAnswer> answer = Optional.empty();
    Optional<Duration> latency = Optional.empty();
    Optional<Duration> median = Optional.empty();
    Instant medianAt = Instant.EPOCH;
    /// Whether the latest completed check found nothing that answers.
    boolean silent;
    /// How it stood before the silence began, to be given back when this computer turns out offline.
    Standing beforeSilence;
    Flapping flappingBeforeSilence = Flapping.CALM;
    Instant silentSince = Instant.MAX;
    /// Raised when who answers may be another: a check begun before says nothing any more.
    long epoch;

    @Nullable
    TaskHandle<HealthCheck> running;

    Optional<Instant> queuedAt = Optional.empty();
    boolean unsaved;

    private @Nullable InstanceHealth told;

    private final ArrayDeque<Measured> recent = new ArrayDeque<>();

    Watched(Instance instance, CheckPace pace, Standing standing, ShownState shown, Instant since) {
        this.instance = instance;
        this.pace = pace;
        this.standing = standing;
        this.beforeSilence = standing;
        this.shown = shown;
        this.since = since;
        this.silent = standing.silent();
    }

    /// Goes on where an earlier run stopped.
    static Watched restored(Instance instance, CheckPace pace, InstanceHealth stored) {
        var lifecycle = instance.enabled()
                ? stored.lifecycle() == Lifecycle.INACTIVE ? Lifecycle.PENDING : stored.lifecycle()
                : Lifecycle.INACTIVE;
        var standing = new Standing(
                lifecycle,
                stored.health(),
                stored.failures(),
                stored.failures(),
                stored.code(),
                stored.problem(),
                instance.updatedAt(),
                Optional.empty(),
                stored.lastCheckAt(),
                stored.lastHealthyAt(),
                lifecycle == Lifecycle.INACTIVE ? Optional.empty() : stored.nextCheckAt());
        var watched = new Watched(instance, pace, standing, stored.state(), stored.stateSince());
        watched.answer = stored.answer();
        watched.latency = stored.latency();
        return watched;
    }

    String host() {
        return instance.address().host();
    }

    void measured(Instant at, Duration took) {
        latency = Optional.of(took);
        recent.addLast(new Measured(at, took));
        while (recent.peekFirst() instanceof Measured first && first.at().isBefore(at.minus(RECENT))) {
            recent.pollFirst();
        }
    }

    /// Whether it is worth looking up how fast it uses to be.
    boolean perhapsSlow() {
        return latency.filter(took -> took.compareTo(Slowness.NEVER_SLOW_BELOW) > 0)
                .isPresent();
    }

    boolean slow() {
        return Slowness.slow(recent.stream().map(Measured::latency).toList(), median);
    }

    /// @return the same object as before while nothing changed: all who compare it again and again are done at once
    InstanceHealth health(Optional<Cause> cause) {
        var now = new InstanceHealth(
                instance.id(),
                standing.lifecycle(),
                standing.health(),
                shown,
                since,
                standing.code(),
                standing.problem(),
                cause,
                answer,
                latency,
                standing.failures(),
                standing.lastCheckAt(),
                standing.lastHealthyAt(),
                standing.nextCheckAt(),
                running != null);
        var before = told;
        if (now.equals(before)) {
            return before;
        }
        told = now;
        return now;
    }
}
