package io.pilothouse.domain.library;

import java.util.List;

/// Orders in which a library is shown. Each has an index of its own, so that no page is slow.
public enum LibrarySort {
    CREATED("created"),
    UPDATED("updated"),
    DATE("date"),
    TITLE("title"),
    DURATION("duration"),
    SIZE("size"),
    RATING("rating"),
    /// Most recently played; only what was played.
    PLAYED("played"),
    /// Only what has an O.
    O("o"),
    /// By chance, the same for the same seed.
    SHUFFLE("shuffle"),
    /// How well the words fit, titles first; only where words are looked for.
    MATCH("match");

    private final String word;

    LibrarySort(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /// @return those offered for a type, the usual one first
    public static List<LibrarySort> of(EntityType type) {
        return switch (type) {
            case SCENE -> List.of(CREATED, UPDATED, DATE, TITLE, DURATION, SIZE, RATING, PLAYED, O, SHUFFLE);
            case IMAGE -> List.of(CREATED, UPDATED, DATE, TITLE, RATING, SIZE, SHUFFLE);
            case GALLERY -> List.of(CREATED, UPDATED, DATE, TITLE, RATING, SHUFFLE);
            case PERFORMER, STUDIO -> List.of(TITLE, CREATED, UPDATED, RATING, SHUFFLE);
            case TAG -> List.of(TITLE, CREATED, UPDATED, SHUFFLE);
            case GROUP -> List.of(TITLE, DATE, CREATED, UPDATED, RATING, SHUFFLE);
            case MARKER -> List.of(TITLE, CREATED, SHUFFLE);
        };
    }

    /// @return whether the greatest comes first when nothing is said
    public boolean downwards() {
        return this != TITLE && this != SHUFFLE && this != MATCH;
    }
}
