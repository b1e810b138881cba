package io.pilothouse.ui.instances;

import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.health.Step;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.ProgramPage;
import io.pilothouse.ui.shell.Removal;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.kordamp.ikonli.octicons.Octicons;

/// What can be done to the list of instances: add, edit, rename, clone, remove, restore, repair, accept
/// who answers.
public final class InstancesFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        var actions = window.actions();
        var dialogs = new InstanceDialogs(window);
        actions.add(Action.ofWindow("instance.add", _ -> dialogs.add())
                .withIcon(Octicons.PLUS_16)
                .withKey("Shortcut+N"));
        actions.add(Action.ofInstance(
                        "instance.edit", ActionClass.LOCAL_REVERSIBLE, call -> dialogs.edit(call.theInstance()))
                .withIcon(Octicons.PENCIL_16)
                .withKey("Shortcut+E")
                .availableWhen(live(window)));
        for (var field : List.of("group", "tags", "colour", "guard")) {
            actions.add(Action.ofInstance(
                            "instance." + field,
                            ActionClass.LOCAL_REVERSIBLE,
                            call -> dialogs.edit(call.theInstance(), field))
                    .availableWhen(live(window)));
        }
        actions.add(Action.ofInstance(
                        "instance.clone", ActionClass.LOCAL_REVERSIBLE, call -> dialogs.copy(call.theInstance()))
                .withIcon(Octicons.DUPLICATE_16)
                .withKey("Shortcut+D")
                .availableWhen(live(window)));
        actions.add(Action.ofInstance(
                        "instance.repair", ActionClass.LOCAL_REVERSIBLE, call -> dialogs.repair(call.theInstance()))
                .withIcon(Octicons.KEY_16)
                .availableWhen(id -> needsKey(window, id) ? Availability.YES : new Availability.Absent()));
        actions.add(Action.ofInstance(
                        "instance.rename",
                        ActionClass.LOCAL_REVERSIBLE,
                        call -> new RenameDialog(window).open(call.theInstance()))
                .withKey("F2")
                .availableWhen(live(window)));
        actions.add(Action.ofInstance(
                        "instance.remove", ActionClass.LOCAL_REVERSIBLE, call -> remove(window, call.theInstance()))
                .withIcon(Octicons.TRASH_16)
                .availableWhen(live(window)));
        actions.add(Action.ofInstance(
                        "instance.accept-identity",
                        ActionClass.LOCAL_REVERSIBLE,
                        call -> accept(window, call.theInstance()))
                .availableWhen(id -> state(window, id)
                                .filter(ShownState.IDENTITY_CHANGED::equals)
                                .isPresent()
                        ? Availability.YES
                        : new Availability.Absent()));
        var neighbours = new NeighboursDialog(window, dialogs::add);
        actions.add(
                Action.ofInstance("instance.neighbours", ActionClass.READ, call -> neighbours.open(call.theInstance()))
                        .withIcon(Octicons.TELESCOPE_16)
                        .availableWhen(id -> neighbours.possible(id) ? Availability.YES : new Availability.Absent()));
        window.pages().add(new ProgramPage("trash", Octicons.TRASH_16, () -> new TrashPage(window)));
        actions.add(Action.ofWindow(
                        "trash.open", _ -> window.navigation().go(new io.pilothouse.ui.shell.Location.Program("trash")))
                .withIcon(Octicons.TRASH_16));
        actions.add(Action.ofWindow("trash.clear", _ -> new EmptyTrash(window).ask())
                .withIcon(Octicons.TRASH_16));
    }

    private static Function<Optional<InstanceId>, Availability> live(WindowContext window) {
        return id -> id.flatMap(window.services().instances()::find)
                        .filter(one -> !one.trashed())
                        .isPresent()
                ? Availability.YES
                : new Availability.Absent();
    }

    private static boolean needsKey(WindowContext window, Optional<InstanceId> id) {
        return id.flatMap(one -> Optional.ofNullable(
                        window.services().health().states().get().get(one)))
                .filter(health -> health.state() == ShownState.LOCKED
                        || health.code()
                                .filter(code -> code.step() == Step.SECRET)
                                .isPresent())
                .isPresent();
    }

    private static Optional<ShownState> state(WindowContext window, Optional<InstanceId> id) {
        return id.flatMap(one -> Optional.ofNullable(
                        window.services().health().states().get().get(one)))
                .map(InstanceHealth::state);
    }

    private static void remove(WindowContext window, InstanceId id) {
        window.services().instances().find(id).ifPresent(instance -> new Removal(window).of(List.of(instance)));
    }

    /// Takes an instance back from the trash.
    static void restore(WindowContext window, Instance instance) {
        window.background()
                .act(
                        "instance-restore",
                        "take " + instance.name() + " back from the trash",
                        instance.id(),
                        _ -> window.services().instances().restore(instance.id(), Consent.none(Origin.WINDOW)),
                        back -> window.toasts()
                                .news(
                                        Optional.of(back),
                                        window.texts().text("instances.restored", back.name()),
                                        Optional.of(new Toasts.Offer(
                                                window.texts().text("action.instance.open"),
                                                () -> window.navigation().goTo(back.id())))));
    }

    private static void accept(WindowContext window, InstanceId id) {
        window.services()
                .instances()
                .find(id)
                .ifPresent(instance -> window.background()
                        .act(
                                "instance-accept",
                                "accept who answers for " + instance.name(),
                                id,
                                _ -> window.services()
                                        .instances()
                                        .acceptIdentity(id, instance.configVersion(), Consent.none(Origin.WINDOW)),
                                accepted -> window.toasts()
                                        .news(
                                                Optional.of(accepted),
                                                window.texts().text("instances.accepted", accepted.name()),
                                                Optional.empty())));
    }
}
