package io.pilothouse.domain.home;

import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Two to four houses side by side. A side that could not be asked leaves the others comparable. Pure;
/// contract section 26.
public record HomeComparison(List<Side> sides, List<Row> rows) {

    public static final int MOST_SIDES = 4;

    public HomeComparison {
        sides = List.copyOf(sides);
        rows = List.copyOf(rows);
    }

    /// What is compared.
    public enum Part {
        CONFIGURATION,
        COMPONENTS,
        INTEGRATIONS,
        FLOORS,
        AREAS,
        LABELS,
        DEVICES,
        ENTITIES,
        SERVICES,
        AUTOMATIONS,
        ADD_ONS,
        UPDATES,
        HARDWARE,
        NETWORK,
        REPAIRS,
        BACKUPS
    }

    public enum Outcome {
        ONLY_LEFT,
        ONLY_RIGHT,
        /// With more than two sides: some have it.
        ONLY_SOME,
        DIFFERENT,
        EQUAL
    }

    /// One house.
    ///
    /// @param parts   things by a key that means the same in every house, each with its fields; devices by
    ///                their [#deviceKey]
    /// @param missing parts that could not be asked and were never kept, with the reason
    /// @param stored  parts that could not be asked and are as they were last read
    public record Side(
            InstanceId instance,
            String name,
            Map<Part, SequencedMap<String, SequencedMap<String, String>>> parts,
            Map<Part, String> missing,
            Map<Part, Stored> stored) {

        /// One of which nothing had to be taken from the store.
        public Side(
                InstanceId instance,
                String name,
                Map<Part, SequencedMap<String, SequencedMap<String, String>>> parts,
                Map<Part, String> missing) {
            this(instance, name, parts, missing, Map.of());
        }
    }

    /// @param readAt when the house told it
    /// @param reason why it was not asked now
    public record Stored(Instant readAt, String reason) {}

    /// @param having places of the sides that have it, also where there is nothing to say of it
    /// @param fields that differ; empty unless different
    /// @param values for each side its fields; empty where it has none
    public record Row(
            Part part,
            String key,
            Outcome outcome,
            List<Integer> having,
            List<String> fields,
            List<SequencedMap<String, String>> values) {}

    /// @return the names of the houses that have what a row is about
    public String having(Row row) {
        return row.having().stream().map(at -> sides.get(at).name()).collect(Collectors.joining(", "));
    }

    /// @param only parts to compare
    public static HomeComparison of(List<Side> sides, java.util.Collection<Part> only) {
        var rows = new ArrayList<Row>();
        for (var part : Part.values()) {
            if (only.contains(part)) {
                compare(part, sides, rows);
            }
        }
        return new HomeComparison(sides, rows);
    }

    private static void compare(Part part, List<Side> sides, List<Row> rows) {
        var asTold = new ArrayList<@Nullable SequencedMap<String, SequencedMap<String, String>>>();
        sides.forEach(side -> asTold.add(side.parts().get(part)));
        var told = part == Part.DEVICES ? SameDevices.of(asTold) : asTold;
        var keys = new TreeSet<String>();
        told.stream().filter(Objects::nonNull).forEach(side -> keys.addAll(side.keySet()));
        for (var key : keys) {
            var values = new ArrayList<SequencedMap<String, String>>();
            var known = new ArrayList<Integer>(); // sides that could be asked
            var having = new ArrayList<Integer>();
            for (int i = 0; i < told.size(); i++) {
                var side = told.get(i);
                var value = side == null ? null : side.get(key);
                values.add(value == null ? Collections.emptySortedMap() : value);
                if (side != null) {
                    known.add(i);
                }
                if (value != null) {
                    having.add(i);
                }
            }
            if (known.size() < 2) {
                continue; // nothing to compare with
            }
            if (having.size() < known.size()) {
                rows.add(new Row(part, key, some(sides.size(), having), having, List.of(), values));
            } else {
                var fields = differing(having.stream().map(values::get).toList());
                rows.add(new Row(
                        part, key, fields.isEmpty() ? Outcome.EQUAL : Outcome.DIFFERENT, having, fields, values));
            }
        }
    }

    private static Outcome some(int sides, List<Integer> having) {
        if (sides > 2) {
            return Outcome.ONLY_SOME;
        }
        return having.getFirst() == 0 ? Outcome.ONLY_LEFT : Outcome.ONLY_RIGHT;
    }

    private static List<String> differing(List<SequencedMap<String, String>> values) {
        var fields = new LinkedHashSet<String>();
        values.forEach(value -> fields.addAll(value.keySet()));
        return fields.stream()
                .filter(field -> values.stream()
                                .map(value -> value.getOrDefault(field, ""))
                                .distinct()
                                .count()
                        > 1)
                .toList();
    }

    /// @param keys identifiers and connections of a device
    /// @return the key of a device in a [Side]
    public static String deviceKey(java.util.Collection<String> keys) {
        return SameDevices.key(keys);
    }

    /// @return whether a house could be asked for a part, or told it earlier
    public boolean knows(int side, Part part) {
        return sides.get(side).parts().containsKey(part);
    }

    /// @return how many rows of a part came out so
    public long count(Part part, Outcome outcome) {
        return rows.stream()
                .filter(row -> row.part() == part && row.outcome() == outcome)
                .count();
    }

    public boolean differs() {
        return rows.stream().anyMatch(row -> row.outcome() != Outcome.EQUAL);
    }

    /// @return whether a house told nothing now: what stands there of it is old, or nothing does
    public boolean oneSilent() {
        return sides.stream()
                .anyMatch(
                        side -> side.stored().keySet().containsAll(side.parts().keySet())
                                && side.stored().size() + side.missing().size() > 0);
    }

    /// @return a map of fields in this order, for a [Side]
    public static SequencedMap<String, String> fields(String... pairs) {
        var fields = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], pairs[i + 1]);
        }
        return fields;
    }
}
