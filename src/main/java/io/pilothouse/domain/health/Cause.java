package io.pilothouse.domain.health;

import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.List;

/// One reason for the trouble of one or more instances, so that it is told once.
///
/// @param members the instances it explains, in the person's own order
public record Cause(Kind kind, String subject, Instant since, List<InstanceId> members) {

    public enum Kind {
        /// Every instance of the host `subject` is silent.
        HOST_SILENT,
        /// No host answers: this computer is offline, nothing is judged.
        OFFLINE,
        /// The instance alone, or all that one key locks; `subject` is the name of its [FaultCode] or its state's
        /// word.
        INSTANCE
    }

    public Cause {
        members = List.copyOf(members);
    }
}
