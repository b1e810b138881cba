package io.pilothouse.domain.cycle;

/// One thing inside an instance, in the service's own terms: `episode` 5501, `season` 7:2. Means
/// nothing without the instance id beside it.
public record ItemKey(String type, String id) implements Comparable<ItemKey> {

    /// Numbers by their size, so that 2 stands before 10.
    @Override
    public int compareTo(ItemKey other) {
        int byType = type.compareTo(other.type);
        if (byType != 0) {
            return byType;
        }
        int byNumber = Long.compare(number(), other.number());
        return byNumber != 0 ? byNumber : id.compareTo(other.id);
    }

    /// @return the first number of the id; 0 where it does not begin with one
    private long number() {
        int end = 0;
        while (end < id.length() && end < 18 && Character.isDigit(id.charAt(end))) {
            end++;
        }
        return end == 0 ? 0 : Long.parseLong(id, 0, end, 10);
    }

    @Override
    public String toString() {
        return type + " " + id;
    }
}
