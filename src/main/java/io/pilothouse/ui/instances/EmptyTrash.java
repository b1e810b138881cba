package io.pilothouse.ui.instances;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;

/// Deletes for good all that rests in the trash, after one sheet that lists it. FX thread only.
record EmptyTrash(WindowContext window) {

    void ask() {
        var trashed = window.services().instances().fleet().get().trashed();
        if (trashed.isEmpty()) {
            said(text("trash.empty"));
            return;
        }
        new GuardSheet(window)
                .ask(new GuardedAct(
                        new Act(
                                ActionClass.LOCAL_FINAL,
                                trashed.stream().map(Instance::id).toList(),
                                "delete them for good",
                                trashed.stream().map(Instance::name).toList(),
                                trashed.size()),
                        text("trash.clear-title", trashed.size()),
                        text("trash.purge-verb"),
                        text("trash.clear-effect"),
                        Optional.of(text("trash.clear-elsewhere")),
                        consent -> empty(trashed, consent)));
    }

    private void empty(List<Instance> trashed, Consent consent) {
        window.background()
                .act(
                        "instance-purge",
                        "empty the trash",
                        trashed.stream().map(Instance::id).toList(),
                        _ -> {
                            for (var instance : trashed) {
                                window.services().instances().purge(instance.id(), consent.forPart(instance.name()));
                            }
                            return trashed.size();
                        },
                        gone -> said(text("trash.cleared", gone)));
    }

    private void said(String words) {
        window.toasts().news(Optional.empty(), words, Optional.empty());
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
