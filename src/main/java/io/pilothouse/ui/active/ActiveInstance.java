package io.pilothouse.ui.active;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.active.ActiveEvent;
import io.pilothouse.domain.active.ActiveEvent.InstanceSwitched;
import io.pilothouse.domain.active.ActiveEvent.SelectionFallback;
import io.pilothouse.domain.active.ActiveEvent.SwitchCause;
import io.pilothouse.domain.active.ActiveState;
import io.pilothouse.domain.active.Candidate;
import io.pilothouse.domain.active.Resolution;
import io.pilothouse.domain.active.Selection;
import io.pilothouse.domain.active.Unusable;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.active.ActiveChoice;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.ui.common.UiServices;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The one active instance of one window. Knows no nodes. FX thread only.
///
/// A switch raises the generation; a request started before it carries the old one and its answer is
/// dropped. An explicit id given anywhere else never moves it, and neither does an instance that cannot
/// be reached.
public final class ActiveInstance {

    /// What a request takes along, to be compared when its answer arrives.
    public record Ticket(InstanceId instance, long generation) {}

    /// How a wish to switch ended.
    public sealed interface Switched {
        record Done() implements Switched {}

        record Unchanged() implements Switched {}

        /// The selection stays as it was.
        record Refused(Unusable reason) implements Switched {}
    }

    private final UiServices services;
    private final List<InstanceId> recent = new ArrayList<>();
    private final List<Consumer<InstanceSwitched>> onSwitched = new ArrayList<>();
    private final List<Consumer<SelectionFallback>> onFallback = new ArrayList<>();
    private final List<Consumer<Problem>> onNotRemembered = new ArrayList<>();
    private final Map<InstanceId, String> lastNames = new HashMap<>();
    private Selection stored;
    private ActiveState state = ActiveState.START;
    /// What a person wants shown again and cannot be yet.
    private Optional<InstanceId> back = Optional.empty();

    public ActiveInstance(UiServices services) {
        this.services = services;
        stored = new Selection(
                services.activePreference().byKind(),
                services.activePreference().lastKind());
    }

    public Optional<InstanceId> id() {
        return state.active().map(ActiveEvent.Named::id);
    }

    public Optional<Instance> instance() {
        return id().flatMap(services.instances()::find);
    }

    public long generation() {
        return state.generation();
    }

    /// @return what a request about the active instance takes along; empty without one
    public Optional<Ticket> ticket() {
        return id().map(id -> new Ticket(id, generation()));
    }

    /// @return whether an answer to a request with this ticket may still be shown
    public boolean current(Ticket ticket) {
        return ticket().equals(Optional.of(ticket));
    }

    /// @return instances this window showed, newest first, the active one leading
    public List<InstanceId> recent() {
        return List.copyOf(recent);
    }

    public Subscription onSwitched(Consumer<InstanceSwitched> listener) {
        onSwitched.add(listener);
        return () -> onSwitched.remove(listener);
    }

    public Subscription onFallback(Consumer<SelectionFallback> listener) {
        onFallback.add(listener);
        return () -> onFallback.remove(listener);
    }

    /// Told when what is active could not be written down for the next start; it stays active.
    public Subscription onNotRemembered(Consumer<Problem> listener) {
        onNotRemembered.add(listener);
        return () -> onNotRemembered.remove(listener);
    }

    /// Chooses when the window opens: the kind shown last, else the kind of whatever comes first.
    public void restore() {
        rememberNames();
        stored.lastKind().ifPresent(this::resolve);
        if (state.active().isEmpty()) {
            firstKind().ifPresent(this::resolve);
        }
    }

    /// @param cause whether it is remembered for the next start depends on it
    public Switched switchTo(InstanceId id, SwitchCause cause) {
        if (id().equals(Optional.of(id))) {
            return new Switched.Unchanged();
        }
        var reason = Resolution.unusable(id, candidates());
        var instance = services.instances().find(id);
        if (reason.isPresent() || instance.isEmpty()) {
            return new Switched.Refused(reason.orElse(Unusable.DELETED));
        }
        back = Optional.empty(); // whoever goes elsewhere meanwhile stays there
        apply(state.switchTo(instance.get(), cause, services.clock().instant()));
        return new Switched.Done();
    }

    /// Looks again after instances changed: keeps the active one while it is usable, and otherwise falls
    /// back, once and with a reason.
    public void instancesChanged() {
        var fleet = services.instances().fleet().get();
        recent.removeIf(
                id -> fleet.find(id).filter(instance -> !instance.trashed()).isEmpty());
        id().ifPresentOrElse(id -> resolve(id.kind()), this::restore);
        if (state.active().isEmpty()) {
            firstKind().ifPresent(this::resolve);
        }
        rememberNames();
        back.ifPresent(this::switchBack);
    }

    /// Goes back to an instance that a person wants shown again, at once or as soon as it can be.
    public void switchBack(InstanceId id) {
        back = switchTo(id, SwitchCause.LINK) instanceof Switched.Refused ? Optional.of(id) : Optional.empty();
    }

    private void resolve(KindId kind) {
        apply(state.resolve(
                kind,
                stored,
                candidates(),
                id -> lastNames.getOrDefault(id, id.value()),
                services.clock().instant()));
    }

    private void apply(ActiveState.Step step) {
        state = step.state();
        step.clearStored().forEach(kind -> {
            stored = stored.without(kind);
            write(
                    "forget the active instance",
                    List.of(),
                    () -> services.activePreference().clear(kind));
        });
        step.store().ifPresent(id -> {
            stored = stored.with(id);
            write(
                    "remember the active instance",
                    List.of(id),
                    () -> services.activePreference().store(id));
        });
        id().ifPresent(id -> {
            recent.remove(id);
            recent.addFirst(id);
        });
        for (var event : step.events()) {
            switch (event) {
                case SelectionFallback fallback -> {
                    note(fallback);
                    List.copyOf(onFallback).forEach(listener -> listener.accept(fallback));
                }
                case InstanceSwitched switched ->
                    List.copyOf(onSwitched).forEach(listener -> listener.accept(switched));
            }
        }
    }

    private void note(SelectionFallback fallback) {
        var from = fallback.from();
        if (!services.activePreference()
                .firstToTell(from.id(), fallback.to().map(ActiveEvent.Named::id), fallback.at())) {
            return;
        }
        var reason =
                switch (fallback.reason()) {
                    case DELETED -> "no longer exists";
                    case ARCHIVED -> "is in the trash";
                    case DISABLED -> "is paused";
                    case NOT_CONFIGURED -> "has no secret yet";
                };
        var words = "A window went from " + from.name() + ", which " + reason + ", to "
                + fallback.to().map(ActiveEvent.Named::name).orElse("no instance") + ".";
        write(
                "note that the active instance changed",
                List.of(from.id()),
                () -> services.activity()
                        .record(Activity.now(fallback.at(), from.id(), Origin.PROGRAM, "active-fallback", words)));
    }

    private void write(String title, List<InstanceId> instances, Runnable write) {
        services.tasks()
                .start(new TaskRequest("active-preference", title, instances, Origin.WINDOW, true), _ -> {
                    write.run();
                    return true;
                })
                .whenEnded(services.fx(), outcome -> {
                    if (outcome instanceof Outcome.Failed<Boolean>(var problem)) {
                        List.copyOf(onNotRemembered).forEach(listener -> listener.accept(problem));
                    }
                });
    }

    private void rememberNames() {
        services.instances().fleet().get().byId().values().forEach(one -> lastNames.put(one.id(), one.name()));
    }

    /// The kind of the usable instance that comes first over all kinds.
    private Optional<KindId> firstKind() {
        var candidates = candidates();
        return candidates.stream()
                .filter(candidate -> Resolution.unusable(candidate).isEmpty())
                .map(Candidate::instance)
                .min(Comparator.comparingInt(
                        instance -> instance.configuration().priority()))
                .map(Instance::kind);
    }

    private List<Candidate> candidates() {
        return ActiveChoice.candidates(services.instances(), services.health());
    }
}
