package io.pilothouse.tasks.health;

import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.Causes;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.Circumstances;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.health.HealthEvent;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.health.NetworkPlace;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.health.Silence;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.HealthRepository.Change;
import io.pilothouse.store.HealthRepository.FailedSince;
import io.pilothouse.store.HealthRepository.Sample;
import io.pilothouse.tasks.instance.Fleet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What is known about the health of the whole fleet, and what it adds up to. Not thread-safe: the
/// rounds use it under their lock. Touches neither network nor store.
final class FleetHealth {

    /// Checks and changes that wait for a store that takes nothing, as on a full disk.
    private static final int MOST_WAITING = 20_000;

    private final Map<InstanceId, Watched> watched = new LinkedHashMap<>();
    private final Supplier<Fleet> fleet;
    private final Predicate<InstanceId> inMaintenance;
    private final Predicate<InstanceId> asleep;
    private final BooleanSupplier connected;
    private final BooleanSupplier slowCounts;
    private final List<Change> changes = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<FailedSince> uncounted = new ArrayList<>();
    private Silence silence = Silence.NONE;
    private Silence.Targets targets = Silence.Targets.NOT_ASKED;
    private boolean news;

    /// @param connected  whether this computer has any network
    /// @param slowCounts whether slowness is a warning
    FleetHealth(
            Supplier<Fleet> fleet,
            Predicate<InstanceId> inMaintenance,
            Predicate<InstanceId> asleep,
            BooleanSupplier connected,
            BooleanSupplier slowCounts) {
        this.fleet = fleet;
        this.inMaintenance = inMaintenance;
        this.asleep = asleep;
        this.connected = connected;
        this.slowCounts = slowCounts;
    }

    void watch(Watched one) {
        watched.put(one.instance.id(), one);
        one.unsaved = true;
    }

    Optional<Watched> find(InstanceId id) {
        return Optional.ofNullable(watched.get(id));
    }

    Optional<Watched> forget(InstanceId id) {
        return Optional.ofNullable(watched.remove(id));
    }

    Collection<Watched> all() {
        return watched.values();
    }

    boolean offline() {
        return silence.offline();
    }

    /// Takes in what the addresses said that tell of the own network; counts from the next ended check on.
    void targetsSaid(Silence.Targets now) {
        targets = now;
    }

    /// Others were chosen: what the former said counts no more.
    void targetsChanged(Instant now) {
        targets = Silence.Targets.NOT_ASKED;
        lookForSilence(now);
    }

    /// Whether background checks of this instance make sense now.
    boolean mayBeChecked(Watched one) {
        return one.standing.lifecycle() != Lifecycle.INACTIVE && !locked(one) && !asleep.test(one.instance.id());
    }

    /// Takes in how a check ended.
    ///
    /// @param jitter -1 to 1
    /// @return what changed for others, so that they are checked earlier
    Aftermath ended(Watched one, Instant startedAt, HealthCheck check, double jitter) {
        var event = new HealthEvent.Checked(startedAt, check);
        boolean wasSilent = one.silent;
        switch (check) {
            case HealthCheck.Passed passed -> {
                one.silent = false;
                one.answer = Optional.of(passed.answer());
                one.measured(passed.at(), passed.latency());
            }
            case HealthCheck.Failed failed -> one.silent = io.pilothouse.domain.health.Standing.silence(failed.code());
            case HealthCheck.Cancelled _ -> {}
        }
        if (!wasSilent && one.silent) {
            one.beforeSilence = one.standing;
            one.flappingBeforeSilence = one.flapping;
            one.silentSince = check.at();
        }
        boolean unjudged = unjudged(one, check);
        one.standing = unjudged
                ? one.standing.nextAt(Optional.of(check.at().plus(one.pace.pause())))
                : one.standing.after(event, one.pace, jitter);
        if (!offline(one)) {
            sample(one, check);
        }
        flap(one, check, unjudged);
        one.unsaved = true;
        boolean wasOffline = silence.offline();
        if (wasSilent || one.silent || wasOffline || silence.hosts().contains(one.host())) {
            lookForSilence(check.at()); // who answers as before says nothing new of hosts
        }
        if (wasOffline && !silence.offline()) {
            return Aftermath.BACK_ONLINE;
        }
        return !wasSilent && one.silent && !silence.offline() ? Aftermath.FIRST_SILENCE : Aftermath.NOTHING;
    }

    /// While this computer is offline or the instance is in maintenance, failures are expected and
    /// count nothing. A definite no counts: trying again would not help and may do harm.
    private boolean unjudged(Watched one, HealthCheck check) {
        boolean expected = check instanceof HealthCheck.Failed failed
                && !failed.code().permanent()
                && inMaintenance.test(one.instance.id());
        return expected || offline(one);
    }

    private boolean offline(Watched one) {
        return silence.offline() && one.silent && needsNetwork(one);
    }

    /// What the end of one check means for the checks of others.
    enum Aftermath {
        NOTHING,
        /// Something fell silent that answered before: is it the host, is it us?
        FIRST_SILENCE,
        BACK_ONLINE
    }

    /// Works out anew what people see of every instance.
    void look(Instant now) {
        watched.values().forEach(one -> look(one, now));
    }

    void look(Watched one, Instant now) {
        one.flapping = one.flapping.at(now);
        var shown = circumstances(one, now).shown();
        if (shown != one.shown) {
            changes.add(new Change(
                    one.instance.id(),
                    now,
                    one.shown,
                    shown,
                    one.standing.lifecycle(),
                    one.standing.health(),
                    one.standing.code(),
                    words(one, shown)));
            news = true;
            one.since = since(one, shown, now);
            one.shown = shown;
            one.unsaved = true;
        }
    }

    /// What was in trouble before its maintenance or its sleep, and is not over it, is in trouble since then.
    private static Instant since(Watched one, ShownState shown, Instant now) {
        var before = one.beforeCover.filter(known -> covers(one.shown)
                && known.state() == shown
                && one.standing.lastHealthyAt().orElse(Instant.EPOCH).isBefore(known.since()));
        if (!covers(shown)) {
            one.beforeCover = Optional.empty();
        } else if (!covers(one.shown)) {
            one.beforeCover = Optional.of(new Watched.Trouble(one.shown, one.since))
                    .filter(known -> known.state().problem());
        }
        return before.map(Watched.Trouble::since).orElse(now);
    }

    /// Whether this state hides how the instance stands.
    private static boolean covers(ShownState state) {
        return state == ShownState.MAINTENANCE || state == ShownState.ASLEEP;
    }

    /// @return whether what people see changed since the last time
    boolean takeNews() {
        boolean taken = news;
        news = false;
        return taken;
    }

    /// Why instances are in trouble, the members in the person's own order.
    List<Cause> causes() {
        var sufferers = new ArrayList<Causes.Sufferer>();
        for (var instance : fleet.get().live()) {
            var one = watched.get(instance.id());
            if (one != null && (one.shown.problem() || one.shown == ShownState.UNKNOWN)) {
                sufferers.add(
                        new Causes.Sufferer(instance.id(), one.shown, one.standing.code(), silentHost(one), one.since));
            }
        }
        return Causes.of(sufferers, silence.offline());
    }

    Map<InstanceId, InstanceHealth> healths(List<Cause> causes) {
        var larger = new HashMap<InstanceId, Cause>();
        for (var cause : causes) {
            if (cause.kind() != Cause.Kind.INSTANCE) {
                cause.members().forEach(member -> larger.put(member, cause));
            }
        }
        var healths = new HashMap<InstanceId, InstanceHealth>();
        watched.forEach((id, one) -> healths.put(id, one.health(Optional.ofNullable(larger.get(id)))));
        return Map.copyOf(healths);
    }

    /// @return whether checks or changes of state were not handed over yet
    boolean historyWaits() {
        return !samples.isEmpty() || !changes.isEmpty() || !uncounted.isEmpty();
    }

    /// Hands over what is to be stored since the last time.
    Unsaved takeUnsaved(Map<InstanceId, InstanceHealth> healths) {
        var changed = new ArrayList<InstanceHealth>();
        for (var one : watched.values()) {
            if (one.unsaved && healths.get(one.instance.id()) instanceof InstanceHealth health) {
                changed.add(health);
                one.unsaved = false;
            }
        }
        var unsaved =
                new Unsaved(List.copyOf(changed), List.copyOf(uncounted), List.copyOf(samples), List.copyOf(changes));
        uncounted.clear();
        samples.clear();
        changes.clear();
        return unsaved;
    }

    /// Takes back what could not be stored, to be handed over again; of a long time only the latest.
    void putBack(Unsaved unsaved) {
        unsaved.healths().forEach(health -> find(health.id()).ifPresent(one -> one.unsaved = true));
        putBefore(uncounted, unsaved.uncounted());
        putBefore(samples, unsaved.samples());
        putBefore(changes, unsaved.changes());
    }

    private static <T> void putBefore(List<T> waiting, List<T> earlier) {
        int dropped = Math.clamp(earlier.size() + waiting.size() - MOST_WAITING, 0, earlier.size());
        waiting.addAll(0, earlier.subList(dropped, earlier.size()));
    }

    /// @param uncounted failures that are no failures any more; taken out before the samples come in
    record Unsaved(
            List<InstanceHealth> healths, List<FailedSince> uncounted, List<Sample> samples, List<Change> changes) {
        boolean nothing() {
            return healths.isEmpty() && uncounted.isEmpty() && samples.isEmpty() && changes.isEmpty();
        }
    }

    /// Others that should be asked early because this one fell silent: its neighbours on the host, and
    /// one of each other host, unless one of those answered just now.
    List<Watched> witnesses(Watched silent, Instant now, Duration fresh) {
        var asked = new ArrayList<Watched>();
        boolean othersAnswer = false;
        var byHost = new LinkedHashMap<String, Watched>();
        for (var one : watched.values()) {
            if (one == silent
                    || !mayBeChecked(one)
                    || one.standing.nextCheckAt().isEmpty()) {
                continue;
            }
            boolean old = one.standing
                    .lastCheckAt()
                    .filter(last -> last.isAfter(now.minus(fresh)))
                    .isEmpty();
            if (one.host().equals(silent.host())) {
                if (old) {
                    asked.add(one);
                }
            } else if (needsNetwork(one)) {
                othersAnswer |= !old && !one.silent;
                if (old) {
                    byHost.putIfAbsent(one.host(), one);
                }
            }
        }
        if (!othersAnswer && needsNetwork(silent)) {
            asked.addAll(byHost.values());
        }
        return asked;
    }

    private void sample(Watched one, HealthCheck check) {
        switch (check) {
            case HealthCheck.Passed passed ->
                samples.add(new Sample(
                        one.instance.id(),
                        passed.at(),
                        io.pilothouse.domain.health.Health.HEALTHY,
                        Optional.empty(),
                        Optional.of(passed.latency())));
            case HealthCheck.Failed failed ->
                samples.add(new Sample(
                        one.instance.id(),
                        failed.at(),
                        failed.code().health(),
                        Optional.of(failed.code()),
                        Optional.empty()));
            case HealthCheck.Cancelled _ -> {}
        }
    }

    private void flap(Watched one, HealthCheck check, boolean unjudged) {
        boolean expected = inMaintenance.test(one.instance.id());
        boolean judged =
                switch (check) {
                    case HealthCheck.Passed _ -> true;
                    case HealthCheck.Failed failed -> failed.code() != io.pilothouse.domain.health.FaultCode.THROTTLED;
                    case HealthCheck.Cancelled _ -> false;
                };
        if (judged && !unjudged && !expected && one.standing.lifecycle() != Lifecycle.INACTIVE) {
            one.flapping = one.flapping.after(check.at(), check instanceof HealthCheck.Passed);
        }
    }

    private void lookForSilence(Instant now) {
        var probes = new ArrayList<Silence.Probe>();
        boolean anySilent = false;
        for (var one : watched.values()) {
            if (mayBeChecked(one) && one.standing.nextCheckAt().isPresent()) {
                probes.add(new Silence.Probe(
                        one.instance.id(),
                        one.host(),
                        one.silent,
                        one.silent && one.standing.confirmed(one.pace.downAfter())));
                anySilent |= one.silent;
            }
        }
        var before = silence;
        targets = anySilent ? targets : Silence.Targets.NOT_ASKED;
        silence = anySilent ? Silence.of(probes, connected.getAsBoolean(), targets) : Silence.NONE;
        if (silence.offline() && !before.offline()) {
            watched.values().stream().filter(this::needsNetwork).forEach(one -> giveBack(one, now));
        }
        if (!silence.equals(before)) {
            news = true;
            look(now);
        }
    }

    /// This computer is offline: what was counted against the instance since is taken back.
    private void giveBack(Watched one, Instant now) {
        if (one.silent) {
            var failed = new FailedSince(one.instance.id(), one.silentSince);
            samples.removeIf(failed::holds);
            uncounted.add(failed);
            one.standing = one.beforeSilence.nextAt(Optional.of(now.plus(one.pace.pause())));
            one.flapping = one.flappingBeforeSilence;
            one.unsaved = true;
        }
    }

    private Circumstances circumstances(Watched one, Instant now) {
        var id = one.instance.id();
        return new Circumstances(
                one.standing,
                locked(one),
                inMaintenance.test(id),
                asleep.test(id),
                silence.offline()
                        && needsNetwork(one)
                        && (one.silent || !silence.byTargets())
                        && one.standing.nextCheckAt().isPresent(),
                silentHost(one).isPresent() && one.silent,
                one.flapping.unstable(),
                slow(one),
                warned(one, now),
                one.running != null,
                one.pace.downAfter());
    }

    private boolean slow(Watched one) {
        return slowCounts.getAsBoolean() && one.slow();
    }

    private static boolean warned(Watched one, Instant now) {
        return one.answer
                .filter(answer -> answer.warnings().stream()
                                .anyMatch(warning -> warning.severity() != ServiceWarning.Severity.NOTICE)
                        || answer.certificateEndsSoon(now))
                .isPresent();
    }

    private boolean locked(Watched one) {
        return fleet.get().locked().contains(one.instance.id());
    }

    private Optional<String> silentHost(Watched one) {
        return silence.hosts().contains(one.host()) ? Optional.of(one.host()) : Optional.empty();
    }

    private boolean needsNetwork(Watched one) {
        return NetworkPlace.of(one.host()) != NetworkPlace.HERE;
    }

    private String words(Watched one, ShownState shown) {
        var name = one.instance.name();
        var problem = one.standing.problem().map(io.pilothouse.domain.Problem::summary);
        return switch (shown) {
            case PAUSED -> name + " is switched off.";
            case LOCKED -> "The secret of " + name + " cannot be read.";
            case IDENTITY_CHANGED -> problem.orElse(name + " answers as someone else.");
            case MAINTENANCE -> name + " is in maintenance.";
            case ASLEEP -> name + " is asleep by its timetable.";
            case DOWN ->
                silentHost(one)
                        .map(host -> name + " is down: the whole host " + host + " is silent.")
                        .orElseGet(() -> problem.orElse(name + " is down."));
            case REFUSED -> problem.orElse(name + " refuses.");
            case UNSTABLE -> name + " goes up and down.";
            case CHECKING -> problem.orElse(name + " is being checked.");
            case WARNING ->
                one.answer
                        .flatMap(CheckAnswer::firstWarning)
                        .map(warning -> name + ": " + warning.text())
                        .or(() -> slow(one)
                                ? Optional.of(name + " answers more slowly than it uses to.")
                                : Optional.empty())
                        .or(() -> one.answer
                                .flatMap(CheckAnswer::certificateEnds)
                                .map(end -> "The certificate of " + name + " ends on "
                                        + LocalDate.ofInstant(end, ZoneOffset.UTC) + "."))
                        .orElse(name + " has a warning.");
            case HEALTHY -> name + " is healthy.";
            case UNKNOWN ->
                silence.byTargets()
                        ? "This computer is offline: no address that is to tell of its network answers."
                        : silence.offline() ? "This computer is offline." : name + " was not checked yet.";
        };
    }
}
