package io.pilothouse.ui.instances;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Work;
import io.pilothouse.tasks.alert.AlertSettings.Reach;
import io.pilothouse.tasks.instance.InstanceUndo;
import io.pilothouse.ui.common.UiServices;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Stores the values of a form: those of a new instance, or of the one and the configuration version that
/// the form was opened on.
record FormSaving(UiServices services) {

    /// @param removed  fields of stored secrets that go away
    /// @param messages how far messages about the instance reach
    /// @param ended   called later on the FX thread
    void save(
            Optional<Instance> editing,
            FormValues values,
            Collection<String> removed,
            Reach messages,
            Consumer<Outcome<Instance>> ended) {
        var changes = changes(values.secrets(), List.copyOf(removed));
        var consent = Consent.none(Origin.WINDOW);
        Work<Instance> work = editing.<Work<Instance>>map(instance -> _ -> services.instances()
                        .edit(instance.id(), instance.configVersion(), values.configuration(), changes, consent))
                .orElseGet(() ->
                        _ -> services.instances().add(values.configuration(), new Secrets(values.secrets()), consent));
        var title = (editing.isPresent() ? "save " : "add ")
                + values.configuration().name();
        var ids = editing.map(Instance::id).stream().toList();
        services.tasks()
                .start(new TaskRequest("instance-save", title, ids, Origin.WINDOW), context -> {
                    var saved = work.run(context);
                    InstanceUndo.messages(services.settings(), context, saved, messages);
                    return saved;
                })
                .whenEnded(services.fx(), ended);
    }

    private static Map<String, Optional<Secret>> changes(Map<String, Secret> secrets, List<String> removed) {
        var changes = new HashMap<String, Optional<Secret>>();
        secrets.forEach((field, value) -> changes.put(field, Optional.of(value)));
        removed.forEach(field -> changes.put(field.substring(FormFields.SECRET.length()), Optional.empty()));
        return changes;
    }
}
