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
        PLAYS,
        /// When the server added it, in milliseconds since 1970.
        CREATED;

        /// @return whether things of a type can have one
        public boolean of(EntityType type) {
            return switch (this) {
                case HEIGHT, SIZE -> type == EntityType.SCENE || type == EntityType.IMAGE;
                case RATING -> type != EntityType.MARKER; // people rate tags too, which servers do not
                case DURATION, PLAYS -> type == EntityType.SCENE;
                case CREATED -> true;
            };
        }
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
        PICTURE;

        /// @return what things of a type can have at all, and so can lack
        public static List<Part> of(EntityType type) {
            return switch (type) {
                case SCENE -> List.of(DATE, PARENT, PERFORMERS, TAGS, EXTERNAL_ID, RATING);
                case IMAGE -> List.of(DATE, PARENT, PERFORMERS, TAGS, RATING);
                case GALLERY -> List.of(DATE, PARENT, PERFORMERS, TAGS, RATING, PICTURE);
                case PERFORMER, STUDIO -> List.of(TAGS, EXTERNAL_ID, RATING, PICTURE);
                case TAG -> List.of(EXTERNAL_ID, PICTURE);
                case GROUP -> List.of(DATE, PARENT, TAGS, RATING, PICTURE);
                case MARKER -> List.of(); // each has a scene and a tag
            };
        }
    }

    record Organized(boolean yes) implements LibraryFilter {

        /// @return whether things of a type can be organised
        public static boolean of(EntityType type) {
            return type == EntityType.SCENE || type == EntityType.IMAGE || type == EntityType.GALLERY;
        }
    }

    /// A favourite of the server's or of the person's.
    record Favourite() implements LibraryFilter {}

    /// Which server has it: only those that are on several, or on one alone.
    record Copies(boolean several) implements LibraryFilter {}

    /// A copy of it is on one of these servers.
    record On(Set<Integer> servers) implements LibraryFilter {}

    /// Words that all must occur.
    ///
    /// @param where `title` or `studio`; empty for any place
    record Words(String words, String where) implements LibraryFilter {}

    /// Has exactly this title, but for case and accents.
    record Titled(String title) implements LibraryFilter {}

    /// Its date begins so, for example `2021-05`.
    record Dated(String beginning) implements LibraryFilter {}

    /// At least one of them holds.
    record Any(List<LibraryFilter> filters) implements LibraryFilter {
        public Any {
            filters = List.copyOf(filters);
        }
    }

    /// Every one of them holds.
    record All(List<LibraryFilter> filters) implements LibraryFilter {
        public All {
            filters = List.copyOf(filters);
        }
    }

    record Not(LibraryFilter filter) implements LibraryFilter {}
}
