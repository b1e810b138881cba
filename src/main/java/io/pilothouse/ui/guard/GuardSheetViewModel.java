package io.pilothouse.ui.guard;

import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.UiServices;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// What the sheet shows and when its button may be pressed: exactly when the guards would allow the
/// act. Knows no nodes. FX thread only.
final class GuardSheetViewModel {

    private final UiServices services;
    private final Texts texts;
    private final GuardedAct act;
    private final Verdict.Ask asked;
    private final BooleanProperty ticked = new SimpleBooleanProperty();
    private final StringProperty typed = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper wrongName = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper hint = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper against = new ReadOnlyStringWrapper("");

    /// @param asked what the guards want, as they said before anything was given
    GuardSheetViewModel(UiServices services, Texts texts, GuardedAct act, Verdict.Ask asked) {
        this.services = services;
        this.texts = texts;
        this.act = act;
        this.asked = asked;
        ticked.addListener((_, _, _) -> judge());
        typed.addListener((_, _, _) -> judge());
        judge();
    }

    private void judge() {
        var verdict = services.guards().ask(act.act(), consent());
        ready.set(verdict instanceof Verdict.Allowed);
        against.set(
                switch (verdict) {
                    case Verdict.Held(var problem) -> texts.said(problem);
                    case Verdict.Refused(var problem) -> texts.said(problem);
                    case Verdict.Allowed _, Verdict.Ask _ -> "";
                });
        var given = typed.get().strip();
        var other = !asked.typeWhat().isEmpty()
                && !given.equals(asked.typeWhat())
                && services.instances().fleet().get().live().stream()
                        .anyMatch(one -> one.name().equalsIgnoreCase(given));
        wrongName.set(other);
        hint.set(
                other
                        ? texts.text("guard.wrong-name", given, names())
                        : asked.typeWhat().isEmpty() ? "" : texts.text("guard.type-hint", asked.typeWhat()));
    }

    /// @return what the person gave so far, with the button pressed
    Consent consent() {
        return new Consent(
                Origin.WINDOW,
                true,
                ticked.get(),
                typed.get().isEmpty() ? Optional.empty() : Optional.of(typed.get()),
                false);
    }

    /// Acts if the guards allow it now.
    ///
    /// @return whether it did
    boolean go() {
        if (!ready.get()) {
            return false;
        }
        act.go().accept(consent());
        return true;
    }

    List<Instance> instances() {
        return act.act().instances().stream()
                .filter(id -> !asked.leftOut().contains(id))
                .flatMap(id -> services.instances().find(id).stream())
                .toList();
    }

    /// @return names of the Read-only instances that the act does not reach
    String leftOut() {
        return asked.leftOut().stream()
                .flatMap(id -> services.instances().find(id).stream())
                .map(Instance::name)
                .collect(Collectors.joining(", "));
    }

    String names() {
        return instances().stream().map(Instance::name).collect(Collectors.joining(", "));
    }

    /// @return verb and name: "Delete on Radarr 4K"
    String button() {
        var members = instances();
        return members.size() == 1
                ? texts.text("guard.button", act.verb(), members.getFirst().name())
                : texts.text("guard.button-many", act.verb(), members.size());
    }

    boolean tickList() {
        return asked.tickList() && asked.typeWhat().isEmpty();
    }

    boolean typeName() {
        return !asked.typeWhat().isEmpty();
    }

    /// @return whether the number of instances must be typed, not a name
    boolean typeNumber() {
        return typeName() && instances().size() > 1;
    }

    boolean destructive() {
        return EnumSet.of(ActionClass.DESTRUCTIVE, ActionClass.LOCAL_FINAL)
                .contains(act.act().actionClass());
    }

    GuardedAct act() {
        return act;
    }

    BooleanProperty ticked() {
        return ticked;
    }

    StringProperty typed() {
        return typed;
    }

    ReadOnlyBooleanProperty ready() {
        return ready.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty wrongName() {
        return wrongName.getReadOnlyProperty();
    }

    /// @return what stands against the act whatever else the person gives; empty for nothing
    ReadOnlyStringProperty against() {
        return against.getReadOnlyProperty();
    }

    ReadOnlyStringProperty hint() {
        return hint.getReadOnlyProperty();
    }
}
