package io.pilothouse.domain.torrent;

import java.util.Set;

/// What became of an act, as the client showed afterwards: that it was accepted proves nothing.
///
/// @param confirmed hashes at which the effect was seen
/// @param gone      hashes that the client did not have (any more)
/// @param noEffect  hashes at which nothing was seen in time
public record TorrentOutcome(Set<String> confirmed, Set<String> gone, Set<String> noEffect) {

    public TorrentOutcome {
        confirmed = Set.copyOf(confirmed);
        gone = Set.copyOf(gone);
        noEffect = Set.copyOf(noEffect);
    }

    /// @return whether the effect was seen at every torrent that is there
    public boolean complete() {
        return noEffect.isEmpty();
    }
}
