package io.pilothouse.domain.library;

import java.util.Arrays;
import java.util.List;

/// How things of one server are linked. A link has a direction, and may be read from both ends.
public enum Relation {
    SCENE_TAG(1, EntityType.SCENE, EntityType.TAG),
    SCENE_PERFORMER(2, EntityType.SCENE, EntityType.PERFORMER),
    SCENE_GROUP(3, EntityType.SCENE, EntityType.GROUP),
    SCENE_GALLERY(4, EntityType.SCENE, EntityType.GALLERY),
    IMAGE_GALLERY(5, EntityType.IMAGE, EntityType.GALLERY),
    IMAGE_TAG(6, EntityType.IMAGE, EntityType.TAG),
    IMAGE_PERFORMER(7, EntityType.IMAGE, EntityType.PERFORMER),
    GALLERY_TAG(8, EntityType.GALLERY, EntityType.TAG),
    GALLERY_PERFORMER(9, EntityType.GALLERY, EntityType.PERFORMER),
    PERFORMER_TAG(10, EntityType.PERFORMER, EntityType.TAG),
    STUDIO_TAG(11, EntityType.STUDIO, EntityType.TAG),
    GROUP_TAG(12, EntityType.GROUP, EntityType.TAG),
    TAG_PARENT(13, EntityType.TAG, EntityType.TAG),
    GROUP_PARENT(14, EntityType.GROUP, EntityType.GROUP),
    MARKER_TAG(15, EntityType.MARKER, EntityType.TAG);

    private final int number;
    private final EntityType from;
    private final EntityType to;

    Relation(int number, EntityType from, EntityType to) {
        this.number = number;
        this.from = from;
        this.to = to;
    }

    /// @return the stand-in in stores, never changed
    public int number() {
        return number;
    }

    public EntityType from() {
        return from;
    }

    public EntityType to() {
        return to;
    }

    /// @return those that begin at things of this type
    public static List<Relation> from(EntityType type) {
        return Arrays.stream(values()).filter(relation -> relation.from == type).toList();
    }

    /// @return those that end at things of this type
    public static List<Relation> to(EntityType type) {
        return Arrays.stream(values()).filter(relation -> relation.to == type).toList();
    }

    /// @return the links that are told by the thing they end at: reading it replaces them
    public static List<Relation> toldByTarget(EntityType type) {
        return switch (type) {
            case TAG -> List.of(TAG_PARENT);
            case GALLERY -> List.of(SCENE_GALLERY);
            default -> List.of();
        };
    }
}
