package io.pilothouse.domain.cycle;

import java.time.Instant;
import java.util.Optional;

/// What a cycle decided about one candidate. Every candidate gets exactly one.
///
/// @param reason empty when chosen
/// @param until  when the reason may end; empty when time alone does not end it
/// @param detail what the reason is about: the tag, the profile, the folder, how far the download is; may be
///               empty
public record Decision(Candidate candidate, Optional<SkipReason> reason, Optional<Instant> until, String detail) {

    public Decision(Candidate candidate, Optional<SkipReason> reason, Optional<Instant> until) {
        this(candidate, reason, until, "");
    }

    public Decision withDetail(String about) {
        return new Decision(candidate, reason, until, about);
    }

    public boolean chosen() {
        return reason.isEmpty();
    }
}
