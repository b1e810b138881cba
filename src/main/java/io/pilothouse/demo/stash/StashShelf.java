package io.pilothouse.demo.stash;

import io.pilothouse.demo.service.Json;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// All things of one type: generated when looked at, kept only once they were changed, so that a library
/// of any size costs little memory. Ids are never used again.
final class StashShelf {

    private final long generated;
    private final LongFunction<Map<String, @Nullable Object>> maker;
    private final LongFunction<String> stamps;
    private final TreeMap<Long, Map<String, @Nullable Object>> changed = new TreeMap<>();
    private final Set<Long> gone = new HashSet<>();
    private long last;

    /// @param stamps the `updated_at` of a generated row, without making the row
    StashShelf(long generated, LongFunction<Map<String, @Nullable Object>> maker, LongFunction<String> stamps) {
        this.generated = generated;
        this.maker = maker;
        this.stamps = stamps;
        last = generated;
    }

    /// @return ids of what is there, ascending
    LongStream ids() {
        var added = changed.tailMap(generated, false).keySet().stream().mapToLong(Long::longValue);
        return LongStream.concat(LongStream.rangeClosed(1, generated), added).filter(id -> !gone.contains(id));
    }

    /// @return ids above `after`, ascending
    LongStream idsAfter(long after) {
        var added = changed.tailMap(Math.max(generated, after), false).keySet().stream()
                .mapToLong(Long::longValue);
        return LongStream.concat(LongStream.rangeClosed(Math.max(0, after) + 1, generated), added)
                .filter(id -> !gone.contains(id));
    }

    long size() {
        return generated + changed.tailMap(generated, false).size() - gone.size();
    }

    boolean has(long id) {
        return id > 0 && !gone.contains(id) && (id <= generated || changed.containsKey(id));
    }

    /// What was changed or added since the beginning.
    Map<Long, Map<String, @Nullable Object>> changed() {
        return changed;
    }

    Set<Long> gone() {
        return gone;
    }

    long generated() {
        return generated;
    }

    Map<String, @Nullable Object> row(long id) {
        var kept = changed.get(id);
        return kept != null ? kept : maker.apply(id);
    }

    String stamp(long id) {
        var kept = changed.get(id);
        return kept != null ? String.valueOf(kept.get("updated_at")) : stamps.apply(id);
    }

    /// The row, to be changed.
    Map<String, @Nullable Object> edit(long id) {
        return changed.computeIfAbsent(id, it -> new LinkedHashMap<>(maker.apply(it)));
    }

    long add(Map<String, @Nullable Object> row) {
        last++;
        var whole = Json.object();
        whole.putAll(row);
        whole.put("id", String.valueOf(last));
        changed.put(last, whole);
        return last;
    }

    /// @return whether it was there
    boolean remove(long id) {
        if (!has(id)) {
            return false;
        }
        if (changed.remove(id) == null || id <= generated) {
            gone.add(id);
        }
        return true;
    }

    /// Puts back what was removed, as when a backup is restored.
    void putBack(long id) {
        gone.remove(id);
    }
}
