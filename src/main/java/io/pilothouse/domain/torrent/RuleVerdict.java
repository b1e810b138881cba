package io.pilothouse.domain.torrent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the rules say of one torrent now, and why.
///
/// @param deciding the rule that ended the asking; empty when none applied
/// @param decision what it decided
/// @param reason   for people, with the values it looked at
/// @param until    when it may decide otherwise, as far as that is known
/// @param step     what shall be done; empty while it waits
/// @param mode     of the deciding rule: only `ACT` does anything
/// @param also     annotations of other rules, carried out beside it
/// @param seen     what is remembered of it from now on
public record RuleVerdict(
        TorrentKey torrent,
        Optional<TorrentRule> deciding,
        Decision decision,
        String reason,
        Optional<Instant> until,
        Optional<RuleStep> step,
        TorrentRule.Mode mode,
        List<Note> also,
        Observation seen) {

    public enum Decision {
        /// No rule has to do with it.
        NOTHING,
        WAIT,
        ACT
    }

    /// What a rule wants beside the deciding one.
    public record Note(TorrentRule rule, String reason, RuleStep step, TorrentRule.Mode mode) {}

    public RuleVerdict {
        also = List.copyOf(also);
    }

    /// @return whether something is to be done and may be
    public boolean acts() {
        return decision == Decision.ACT
                && mode == TorrentRule.Mode.ACT
                && !(step.orElse(null) instanceof RuleStep.Tell);
    }
}
