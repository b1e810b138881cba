package io.pilothouse.domain.library;

import io.pilothouse.domain.instance.InstanceId;

/// One thing on one server. A bare id of a server means nothing here: numbers of one server are other
/// things on the next.
///
/// @param instance the instance's small number
/// @param id       the server's own number for it, from 1, below 2^40
public record EntityKey(int instance, EntityType type, long id) implements Comparable<EntityKey> {

    private static final int ID_BITS = 40;
    private static final long LARGEST_ID = (1L << ID_BITS) - 1;

    public EntityKey {
        if (instance < 1 || !mayBe(id)) {
            throw new IllegalArgumentException("no key: " + instance + ", " + type + ", " + id);
        }
    }

    /// @return whether a server's number can be one of ours: a larger one would read as another server's thing
    public static boolean mayBe(long id) {
        return id >= 1 && id <= LARGEST_ID;
    }

    /// @return instance and id in one number, unique among things of one type
    public long packed() {
        return ((long) instance << ID_BITS) | id;
    }

    public static EntityKey unpacked(EntityType type, long packed) {
        return new EntityKey((int) (packed >>> ID_BITS), type, packed & LARGEST_ID);
    }

    /// @return the smallest packed number of an instance's things
    public static long first(int instance) {
        return (long) instance << ID_BITS;
    }

    /// The same server's thing with another id or of another type.
    public EntityKey neighbour(EntityType other, long otherId) {
        return new EntityKey(instance, other, otherId);
    }

    /// @param owner the instance that has this number
    /// @return how it is written in files, links and answers: `<instance id>:<type>:<id>`
    public String text(InstanceId owner) {
        return owner.value() + ":" + type.word() + ":" + id;
    }

    @Override
    public int compareTo(EntityKey other) {
        int byType = Integer.compare(type.number(), other.type.number());
        return byType != 0 ? byType : Long.compare(packed(), other.packed());
    }
}
