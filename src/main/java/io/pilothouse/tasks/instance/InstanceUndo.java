package io.pilothouse.tasks.instance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.store.ConfigurationJson;
import io.pilothouse.tasks.undo.StoredUndoing;
import java.util.List;
import java.util.Map;

/// The ways back from changes of the list of instances.
public final class InstanceUndo {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private InstanceUndo() {}

    public static void register(StoredUndoing undoing, StoredInstances instances) {
        undoing.register(StoredInstances.UNDO_EDIT, (step, consent) -> undoEdit(instances, step, consent));
        undoing.register(StoredInstances.UNDO_ADD, (step, consent) -> instances.remove(step.instance(), consent));
        undoing.register(StoredInstances.UNDO_REMOVE, (step, consent) -> instances.restore(step.instance(), consent));
        undoing.register(StoredInstances.UNDO_ORDER, (step, consent) -> {
            var ids = List.of(read(step.payload()).asText().split(" ")).stream()
                    .map(InstanceId::new)
                    .toList();
            instances.reorder(ids, consent);
        });
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
