package io.pilothouse.domain.cycle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Something a cycle could act on, as the service described it.
///
/// @param parent       its series, artist or author
/// @param inQueue      whether a download of it is under way
/// @param releasedAt   when it came out; empty when the service does not know
/// @param available    whether the service itself holds it for available
/// @param lastSearchAt the service's own last-search time where it has one
/// @param covers       the single items that this one stands for, for example the episodes of a season
/// @param parentKnown  false where the service does not say what it belongs to, so that neither tags nor
///                     profile nor folder of it can be judged
public record Candidate(
        ItemKey item,
        Optional<ItemKey> parent,
        String title,
        boolean monitored,
        boolean inQueue,
        Set<String> tags,
        String profile,
        String root,
        Optional<Instant> releasedAt,
        boolean available,
        Optional<Instant> lastSearchAt,
        List<ItemKey> covers,
        boolean parentKnown) {

    public Candidate(
            ItemKey item,
            Optional<ItemKey> parent,
            String title,
            boolean monitored,
            boolean inQueue,
            Set<String> tags,
            String profile,
            String root,
            Optional<Instant> releasedAt,
            boolean available,
            Optional<Instant> lastSearchAt,
            List<ItemKey> covers) {
        this(
                item,
                parent,
                title,
                monitored,
                inQueue,
                tags,
                profile,
                root,
                releasedAt,
                available,
                lastSearchAt,
                covers,
                true);
    }

    /// @return the same with a download of it under way
    public Candidate queued() {
        return but(true, parentKnown);
    }

    /// @return the same, of which nobody says what it belongs to
    public Candidate ofUnknownParent() {
        return but(inQueue, false);
    }

    private Candidate but(boolean queued, boolean known) {
        return new Candidate(
                item,
                parent,
                title,
                monitored,
                queued,
                tags,
                profile,
                root,
                releasedAt,
                available,
                lastSearchAt,
                covers,
                known);
    }

    public Candidate {
        tags = Set.copyOf(tags);
        covers = List.copyOf(covers);
    }
}
