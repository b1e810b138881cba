package io.pilothouse.tasks.library;

import io.pilothouse.domain.library.EntityType;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a synchronisation of one server did.
///
/// @param mode       what it came to be: a first reading is a full one, whatever was asked for
/// @param held       things that would be deleted, by type, and wait for a person's word
/// @param unreadable what the server could not tell, as `type id`
/// @param retries    requests sent again
public record SyncReport(
        Mode mode,
        Instant startedAt,
        Duration took,
        int added,
        int changed,
        int gone,
        Map<EntityType, Integer> held,
        List<String> unreadable,
        long requests,
        long bytes,
        long rows,
        int retries) {

    public enum Mode {
        FULL,
        CHANGES,
        INVENTORY;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// @return whether there was nothing to do: that is a result, too
    public boolean nothing() {
        return added == 0 && changed == 0 && gone == 0 && held.isEmpty();
    }

    static final class Builder {
        Mode mode;
        final Instant startedAt;
        int added;
        int changed;
        int gone;
        final Map<EntityType, Integer> held = new EnumMap<>(EntityType.class);
        final java.util.ArrayList<String> unreadable = new java.util.ArrayList<>();
        long rows;
        int retries;

        Builder(Mode mode, Instant startedAt) {
            this.mode = mode;
            this.startedAt = startedAt;
        }

        void wrote(io.pilothouse.store.LibraryRepository.Written written) {
            added += written.added();
            changed += written.changed();
            rows += written.added() + written.changed() + written.unchanged();
        }

        SyncReport end(Instant now, long requests, long bytes) {
            return new SyncReport(
                    mode,
                    startedAt,
                    Duration.between(startedAt, now),
                    added,
                    changed,
                    gone,
                    Map.copyOf(held),
                    List.copyOf(unreadable),
                    requests,
                    bytes,
                    rows,
                    retries);
        }
    }

    /// @return how it is stored and answered
    public Map<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("mode", mode.word());
        values.put("startedAt", startedAt);
        values.put("tookMillis", took.toMillis());
        values.put("added", added);
        values.put("changed", changed);
        values.put("gone", gone);
        var waiting = new LinkedHashMap<String, Object>();
        held.forEach((type, count) -> waiting.put(type.plural(), count));
        values.put("held", waiting);
        values.put("unreadable", unreadable);
        values.put("requests", requests);
        values.put("readBytes", bytes);
        values.put("rows", rows);
        values.put("retries", retries);
        values.put("nothingChanged", nothing());
        return values;
    }
}
