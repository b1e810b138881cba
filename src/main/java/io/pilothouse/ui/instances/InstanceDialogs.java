package io.pilothouse.ui.instances;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.common.Band;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.instances.InstanceFormViewModel.After;
import io.pilothouse.ui.instances.InstanceFormViewModel.Saved;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Opens forms for instances as dialogs of a window. FX thread only.
public final class InstanceDialogs {

    private static final double WIDTH = 976;

    private final WindowContext window;

    public InstanceDialogs(WindowContext window) {
        this.window = window;
    }

    /// A new instance.
    public void add() {
        open(new FormPurpose.Add(Optional.empty()), _ -> {});
    }

    /// A new instance at an address where one was seen, in the group and under the guard of its neighbour.
    void add(Instance neighbour, Address at) {
        open(
                new FormPurpose.Add(
                        Optional.of(new FormPurpose.Neighbour(
                                neighbour.address(),
                                neighbour.configuration().group(),
                                neighbour.configuration().guard())),
                        Optional.of(at)),
                form -> form.model().look());
    }

    /// The instance as it is now.
    public void edit(InstanceId id) {
        with(id, instance -> open(new FormPurpose.Edit(instance), _ -> {}));
    }

    /// The instance as it is now, at one field of its form.
    void edit(InstanceId id, String field) {
        with(id, instance -> open(new FormPurpose.Edit(instance), form -> form.focusField(field)));
    }

    /// The instance as it is now, with the field of its main secret open.
    public void repair(InstanceId id) {
        with(id, instance -> open(new FormPurpose.Edit(instance), InstanceForm::replaceSecret));
    }

    /// A copy without secrets and identity.
    public void copy(InstanceId id) {
        with(id, instance -> open(new FormPurpose.Clone(instance), _ -> {}));
    }

    private void with(InstanceId id, Consumer<Instance> then) {
        window.services().instances().find(id).filter(one -> !one.trashed()).ifPresent(then);
    }

    private void open(FormPurpose purpose, Consumer<InstanceForm> prepare) {
        new Opened(purpose).show(prepare);
    }

    /// One open dialog.
    private final class Opened {
        private final FormPurpose purpose;
        private final InstanceForm form;
        private Optional<Dialogs.Open> dialog = Optional.empty();

        Opened(FormPurpose purpose) {
            this.purpose = purpose;
            form = new InstanceForm(window, purpose, this::saved, this::openOther, this::useAsSecond, this::leave);
        }

        void show(Consumer<InstanceForm> prepare) {
            dialog = Optional.of(window.dialogs()
                    .open(new DialogFrame(
                            "instance-form",
                            title(),
                            purpose.edited(),
                            WIDTH,
                            form.root(),
                            form.footLeft(),
                            form.footRight(),
                            this::mayClose,
                            form::close)));
            if (purpose.edited().isEmpty() && form.root().getParent().lookup(".band") instanceof Band band) {
                Runnable dress = () -> band.show(
                        form.model().kind().get().map(_ -> form.model().colour().get()),
                        GuardLevel.OPEN,
                        window.services().demo());
                form.model().colour().subscribe(_ -> dress.run());
                form.model().kind().subscribe(_ -> dress.run());
            }
            form.focusFirst();
            prepare.accept(form);
        }

        private String title() {
            var texts = window.texts();
            return switch (purpose) {
                case FormPurpose.Add _ -> texts.text("instances.add");
                case FormPurpose.Edit(Instance instance) -> texts.text("instances.edit", instance.name());
                case FormPurpose.Clone(Instance source) -> texts.text("instances.clone", source.name());
            };
        }

        /// Beside what was typed, what was chosen in other ways.
        private boolean mayClose() {
            return mayLose(this::close);
        }

        /// @param closed what is done if that may be lost
        /// @return false: the answer comes later
        private boolean mayLose(Dialogs.Open closed) {
            return !form.model().dirty() || window.dialogs().mayLose(purpose.edited(), title(), List.of(), closed);
        }

        /// The address goes along: it is not lost.
        private void leave(Runnable then) {
            Dialogs.Open closed = () -> {
                close();
                then.run();
            };
            if (!form.model().dirtyBesideAddress() || mayLose(closed)) {
                closed.close();
            }
        }

        private void close() {
            dialog.ifPresent(Dialogs.Open::close);
        }

        private void saved(Saved saved) {
            var instance = saved.instance();
            var texts = window.texts();
            if (purpose instanceof FormPurpose.Edit) {
                close();
                window.toasts()
                        .news(Optional.of(instance), texts.text("instances.saved", instance.name()), Optional.empty());
                return;
            }
            var next = form.model().another();
            close();
            if (saved.after() == After.ANOTHER) {
                window.toasts()
                        .news(
                                Optional.of(instance),
                                texts.text("instances.added", instance.name()),
                                Optional.of(new Toasts.Offer(
                                        texts.text("action.instance.open"),
                                        () -> window.navigation().goTo(instance.id()))));
                open(next, _ -> {});
            } else {
                window.navigation().goTo(instance.id(), "overview");
            }
        }

        private void openOther(InstanceId id) {
            close();
            window.navigation().goTo(id);
        }

        private void useAsSecond(Instance existing) {
            var typed = form.model().address().get();
            close();
            open(new FormPurpose.Edit(existing), other -> {
                other.model().second().set(typed);
                other.focusSecond();
            });
        }
    }
}
