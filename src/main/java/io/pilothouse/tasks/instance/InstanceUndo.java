package io.pilothouse.tasks.instance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.store.ConfigurationJson;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.alert.AlertSettings.Reach;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.undo.StoredUndoing;
import java.util.List;
import java.util.Map;

/// The ways back from changes of the list of instances.
public final class InstanceUndo {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String MESSAGES = "instance-messages";

    private InstanceUndo() {}

    public static void register(StoredUndoing undoing, StoredInstances instances, Settings settings) {
        undoing.register(StoredInstances.UNDO_EDIT, (step, consent) -> undoEdit(instances, step, consent));
        undoing.register(StoredInstances.UNDO_ADD, (step, consent) -> instances.remove(step.instance(), consent));
        undoing.register(StoredInstances.UNDO_REMOVE, (step, consent) -> instances.restore(step.instance(), consent));
        undoing.register(StoredInstances.UNDO_ORDER, (step, consent) -> {
            var ids = List.of(read(step.payload()).asText().split(" ")).stream()
                    .map(InstanceId::new)
                    .toList();
            instances.reorder(ids, consent);
        });
        undoing.register(MESSAGES, (step, _) -> {
            var payload = read(step.payload());
            var now = settings.get(GroupDefaults.messages(step.instance()));
            if (now.name().equals(payload.path("after").asText())) { // else somebody chose anew since
                reach(
                        settings,
                        step.instance(),
                        Reach.valueOf(payload.path("before").asText()));
            }
        });
    }

    /// Stores how far messages about an instance reach, as a part of the task that runs, and with its way back.
    public static void messages(Settings settings, TaskContext context, Instance instance, Reach reach) {
        var before = settings.get(GroupDefaults.messages(instance.id()));
        if (reach == before) {
            return;
        }
        reach(settings, instance.id(), reach);
        context.undoableBy(new UndoStep(
                MESSAGES,
                instance.id(),
                "{\"before\":\"" + before.name() + "\",\"after\":\"" + reach.name() + "\"}",
                "let messages about " + instance.name() + " reach as far as before"));
    }

    private static void reach(Settings settings, InstanceId id, Reach reach) {
        var setting = GroupDefaults.messages(id);
        if (reach == Reach.PRESET) {
            settings.reset(setting);
        } else {
            settings.set(setting, reach);
        }
    }

    private static void undoEdit(StoredInstances instances, UndoStep step, Consent consent) throws ProblemException {
        var payload = read(step.payload());
        var before = ConfigurationJson.read(payload.path("before").toString());
        var after = ConfigurationJson.read(payload.path("after").toString());
        var now = instances.find(step.instance());
        if (now.isPresent() && !now.get().configuration().equals(after)) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE,
                    now.get().name() + " was changed since, which taking this back would lose.",
                    "Take back the later change first, or edit " + now.get().name() + " by hand."));
        }
        instances.edit(
                step.instance(), now.map(instance -> instance.configVersion()).orElse(0L), before, Map.of(), consent);
    }

    private static JsonNode read(String payload) {
        try {
            return MAPPER.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON in an undo step: " + e.getOriginalMessage(), e);
        }
    }
}
