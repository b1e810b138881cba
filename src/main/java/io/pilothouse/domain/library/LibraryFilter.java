package io.pilothouse.domain.library;

import java.util.List;
import java.util.Set;

/// What a person narrows a library down by. All filters of a query must hold.
public sealed interface LibraryFilter {

    /// Linked to other things, or not. Each entry of `any` is one thing as a person sees it, with all its
    /// copies; an entry without copies in the servers shown is linked to nothing.
    ///
    /// @param inherited whether tags of performers, studio and groups count as the scene's own
    record Linked(EntityType to, Mode mode, List<Set<EntityKey>> things, boolean inherited) implements LibraryFilter {}

    enum Mode {
        ANY,
        ALL,
        NONE
    }

    /// At least, or at most, this value.
    record Bound(Value value, boolean least, long bound) implements LibraryFilter {}

    enum Value {
        HEIGHT,
        RATING,
        DURATION,
        SIZE,
        PLAYS
    }

    /// Something that is not there: what a person might look up.
    record Missing(Part part) implements LibraryFilter {}

    enum Part {
        DATE,
        PARENT,
        PERFORMERS,
        TAGS,
        EXTERNAL_ID,
        RATING,
        PICTURE
    }

    record Organized(boolean yes) implements LibraryFilter {}

    /// A favourite of the server's or of the person's.
    record Favourite() implements LibraryFilter {}

    /// Which server has it: only those that are on several, or on one alone.
    record Copies(boolean several) implements LibraryFilter {}
}
