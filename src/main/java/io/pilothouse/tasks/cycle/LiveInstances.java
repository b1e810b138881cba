package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.instance.Instances;

/// The instances whose cycles may be spoken of: those that are not in the trash.
record LiveInstances(Instances instances) {

    Instance of(InstanceId id) throws ProblemException {
        return instances
                .find(id)
                .filter(instance -> !instance.trashed())
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.NOT_FOUND, "There is no instance " + id + ".", "Look at the list of instances.")));
    }

    /// @return also of one that went into the trash meanwhile
    String name(InstanceId id) {
        return instances.find(id).map(Instance::name).orElse(id.value());
    }

    static ProblemException gone(Instance instance) {
        return new ProblemException(new Problem(
                ProblemCode.NOT_FOUND,
                instance.name() + " was removed meanwhile.",
                "Restore it from the trash first."));
    }
}
