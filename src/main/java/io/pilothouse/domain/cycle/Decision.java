package io.pilothouse.domain.cycle;

import java.time.Instant;
import java.util.Optional;

/// What a cycle decided about one candidate. Every candidate gets exactly one.
///
/// @param reason empty when chosen
/// @param until  when the reason may end; empty when time alone does not end it
public record Decision(Candidate candidate, Optional<SkipReason> reason, Optional<Instant> until) {

    public boolean chosen() {
        return reason.isEmpty();
    }
}
