package io.pilothouse.domain.active;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The active instance of one window: its own choices, the instance shown now and the number of its
/// switches. Immutable and pure; the window keeps the newest and acts on what each step returns.
///
/// @param session    what the window chose since it was opened
/// @param active     the instance shown now
/// @param generation grows with every change of the active instance
public record ActiveState(Selection session, Optional<ActiveEvent.Named> active, long generation) {

    public static final ActiveState START = new ActiveState(Selection.NONE, Optional.empty(), 0);

    /// What a step makes of a state.
    ///
    /// @param clearStored kinds whose stored preference must be removed
    /// @param store       the instance to remember as stored preference
    /// @param events      in the order in which they are told
    public record Step(
            ActiveState state,
            Resolution resolution,
            List<KindId> clearStored,
            Optional<InstanceId> store,
            List<ActiveEvent> events) {}

    /// Resolves a kind after the window opened or instances changed. A level that names an unusable
    /// instance is cleared and told once.
    ///
    /// @param stored what a person chose in earlier runs
    /// @param nameOf the last known name of an instance that may be gone
    public Step resolve(
            KindId kind,
            Selection stored,
            Collection<Candidate> candidates,
            java.util.function.Function<InstanceId, String> nameOf,
            Instant now) {
        var resolution = Resolution.of(kind, session, stored, candidates);
        var events = new ArrayList<ActiveEvent>();
        var to = resolution.instance().map(ActiveState::named);
        if (!resolution.cleared().isEmpty()) {
            var first = resolution.cleared().getFirst();
            events.add(new ActiveEvent.SelectionFallback(
                    kind,
                    new ActiveEvent.Named(first.id(), nameOf.apply(first.id())),
                    to,
                    resolution.level(),
                    first.reason(),
                    now));
        }
        var newSession = to.map(named -> session.with(named.id())).orElseGet(() -> session.without(kind));
        boolean shownKind = active.map(ActiveEvent.Named::id)
                .map(id -> id.kind().equals(kind))
                .orElse(true);
        boolean changed = shownKind && !to.map(ActiveEvent.Named::id).equals(active.map(ActiveEvent.Named::id));
        var next = new ActiveState(newSession, shownKind ? to : active, changed ? generation + 1 : generation);
        if (changed) {
            var cause = active.isEmpty() && resolution.cleared().isEmpty()
                    ? ActiveEvent.SwitchCause.RESTORE
                    : ActiveEvent.SwitchCause.FALLBACK;
            events.add(new ActiveEvent.InstanceSwitched(next.generation, kind, active, to, cause, now));
        }
        var clearStored = resolution.cleared().stream()
                .filter(cleared -> cleared.level() == Resolution.Level.STORED)
                .map(_ -> kind)
                .toList();
        return new Step(next, resolution, clearStored, Optional.empty(), List.copyOf(events));
    }

    /// Switches to an instance. The same one again is no operation; the caller asks
    /// [Resolution#unusable] first and says why an unusable one was not taken.
    public Step switchTo(Instance instance, ActiveEvent.SwitchCause cause, Instant now) {
        var resolution = new Resolution(Optional.of(instance), Resolution.Level.SESSION, List.of());
        var to = named(instance);
        if (active.map(ActiveEvent.Named::id).equals(Optional.of(instance.id()))) {
            return new Step(this, resolution, List.of(), Optional.empty(), List.of());
        }
        var next = new ActiveState(session.with(instance.id()), Optional.of(to), generation + 1);
        return new Step(
                next,
                resolution,
                List.of(),
                cause.remembered() ? Optional.of(instance.id()) : Optional.empty(),
                List.of(new ActiveEvent.InstanceSwitched(
                        next.generation, instance.kind(), active, Optional.of(to), cause, now)));
    }

    private static ActiveEvent.Named named(Instance instance) {
        return new ActiveEvent.Named(instance.id(), instance.name());
    }
}
