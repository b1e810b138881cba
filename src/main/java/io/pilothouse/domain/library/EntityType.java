package io.pilothouse.domain.library;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a thing in a library is. The order is the one in which a library is read.
public enum EntityType {
    TAG(6, "tag", "tags"),
    STUDIO(5, "studio", "studios"),
    PERFORMER(4, "performer", "performers"),
    GROUP(7, "group", "groups"),
    GALLERY(3, "gallery", "galleries"),
    SCENE(1, "scene", "scenes"),
    MARKER(8, "marker", "markers"),
    IMAGE(2, "image", "images");

    private final int number;
    private final String word;
    private final String plural;

    EntityType(int number, String word, String plural) {
        this.number = number;
        this.word = word;
        this.plural = plural;
    }

    /// @return the stand-in in stores, never changed
    public int number() {
        return number;
    }

    public String word() {
        return word;
    }

    public String plural() {
        return plural;
    }

    /// @return whether a page can begin after an id; the others are read by page number
    public boolean pagedById() {
        return this == SCENE || this == IMAGE || this == GALLERY;
    }

    /// @return whether links of these change without a stamp, so that only reading all of them tells
    public boolean changesSilently() {
        return this == TAG || this == STUDIO || this == GROUP;
    }

    /// @return whether public databases know things of this type by an id
    public boolean hasExternalIds() {
        return this == SCENE || this == PERFORMER || this == STUDIO || this == TAG;
    }

    /// @param words singular or plural, in any case
    public static Optional<EntityType> named(String words) {
        return Arrays.stream(values())
                .filter(type -> type.word.equalsIgnoreCase(words) || type.plural.equalsIgnoreCase(words))
                .findFirst();
    }

    public static EntityType numbered(int number) {
        return Arrays.stream(values())
                .filter(type -> type.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no type of things has the number " + number));
    }

    /// In the order in which a person looks for them.
    public static List<EntityType> forPeople() {
        return List.of(SCENE, IMAGE, GALLERY, PERFORMER, STUDIO, TAG, GROUP, MARKER);
    }
}
