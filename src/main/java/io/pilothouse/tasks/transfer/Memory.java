package io.pilothouse.tasks.transfer;

import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.ItemState;
import io.pilothouse.domain.library.EntityType;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/// What another program remembered of the things of one instance.
///
/// @param rests items that rest until a time to come
/// @param asked searches of the past, whose outcome nobody knows
/// @param said  what a person thinks of things
/// @param seen  what a person watched
record Memory(List<ItemState> rests, List<Asked> asked, List<Said> said, List<Seen> seen) {

    static final Memory NONE = new Memory(List.of(), List.of(), List.of(), List.of());

    Memory {
        rests = List.copyOf(rests);
        asked = List.copyOf(asked);
        said = List.copyOf(said);
        seen = List.copyOf(seen);
    }

    boolean isEmpty() {
        return rests.isEmpty() && asked.isEmpty() && said.isEmpty() && seen.isEmpty();
    }

    /// @param rule  the rule of ours under which it counts
    /// @param title for people; may be empty
    record Asked(ItemKey item, String title, Instant at, String rule) {}

    /// @param id           the server's own number
    /// @param rating       1 to 100
    /// @param resumeMillis where watching goes on; 0 for the beginning
    record Said(EntityType type, long id, OptionalInt rating, boolean favourite, long resumeMillis) {}

    /// @param what    `play` or `o`
    /// @param seconds how long; 0 if nobody counted
    record Seen(EntityType type, long id, String what, Instant at, double seconds) {}
}
