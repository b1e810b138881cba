package io.pilothouse.domain.cycle;

/// One thing inside an instance, in the service's own terms: `episode` 5501, `season` 7:2. Means
/// nothing without the instance id beside it.
public record ItemKey(String type, String id) implements Comparable<ItemKey> {

    @Override
    public int compareTo(ItemKey other) {
        int byType = type.compareTo(other.type);
        return byType != 0 ? byType : id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return type + " " + id;
    }
}
