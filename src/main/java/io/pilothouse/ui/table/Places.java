package io.pilothouse.ui.table;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/// Where each row of a list stands, by its key: a table of indexes, which is made many times quicker than a
/// map and leaves nothing to collect. Rows may be replaced by others with the same key, nothing else.
final class Places<R> {

    private static final int FREE = -1;

    private final List<R> rows;
    private final Function<R, Object> key;
    private final int[] slots;

    Places(List<R> rows, Function<R, Object> key) {
        this.rows = rows;
        this.key = key;
        slots = new int[Integer.highestOneBit(Math.max(4, rows.size())) * 4];
        Arrays.fill(slots, FREE);
        for (int i = 0; i < rows.size(); i++) {
            slots[slotOf(key.apply(rows.get(i)))] = i; // of rows with one key the last counts
        }
    }

    OptionalInt of(Object wanted) {
        int at = slots[slotOf(wanted)];
        return at == FREE ? OptionalInt.empty() : OptionalInt.of(at);
    }

    private int slotOf(Object wanted) {
        int hash = wanted.hashCode() * 0x9E3779B9; // neighbours among hashes stand apart
        int slot = (hash ^ hash >>> 16) & slots.length - 1;
        while (slots[slot] != FREE && !key.apply(rows.get(slots[slot])).equals(wanted)) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }
}
