package io.pilothouse.domain.home;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which devices of several houses are the same: what has an identifier or a connection in common, and of the
/// rest what has the same name and model, as long as no house has two of these. Pure.
final class SameDevices {

    private static final String BETWEEN = "\n";

    /// One device in the houses that have it.
    private static final class One {
        private final Set<String> ids = new LinkedHashSet<>();
        private final Map<Integer, SequencedMap<String, String>> bySide = new HashMap<>();

        void take(One other) {
            ids.addAll(other.ids);
            bySide.putAll(other.bySide);
        }

        String word(String field) {
            return bySide.entrySet().stream()
                    .min(Map.Entry.comparingByKey())
                    .map(first -> first.getValue().getOrDefault(field, ""))
                    .orElse("");
        }

        String nameAndModel() {
            return (word("name") + " " + word("model")).strip();
        }
    }

    private SameDevices() {}

    /// @param ids of one device: identifiers and connections
    /// @return its key in one house
    static String key(Collection<String> ids) {
        return String.join(BETWEEN, new java.util.TreeSet<>(ids));
    }

    /// @param sides the devices of each house by [#key]; null where they are not known
    /// @return the same, by keys that mean the same device in every house and that people can read
    static List<@Nullable SequencedMap<String, SequencedMap<String, String>>> of(
            List<@Nullable SequencedMap<String, SequencedMap<String, String>>> sides) {
        var all = byName(byIds(sides), sides);
        all.sort(Comparator.comparing(One::nameAndModel));
        var names = new HashMap<String, Integer>();
        all.forEach(one -> names.merge(one.nameAndModel(), 1, Integer::sum));
        var told = new ArrayList<@Nullable SequencedMap<String, SequencedMap<String, String>>>();
        for (var side : sides) {
            told.add(side == null ? null : new LinkedHashMap<>());
        }
        for (var one : all) {
            var name = one.nameAndModel();
            var id = one.ids.iterator().next();
            var key = name.isEmpty() ? id : names.getOrDefault(name, 1) > 1 ? name + " · " + id : name;
            one.bySide.forEach(
                    (side, fields) -> Objects.requireNonNull(told.get(side)).put(key, fields));
        }
        return told;
    }

    private static List<One> byIds(List<@Nullable SequencedMap<String, SequencedMap<String, String>>> sides) {
        var all = new ArrayList<One>();
        var known = new HashMap<String, One>();
        for (int i = 0; i < sides.size(); i++) {
            int side = i;
            var devices = sides.get(i);
            if (devices == null) {
                continue;
            }
            devices.forEach((key, fields) -> {
                var ids = Arrays.asList(key.split(BETWEEN));
                var same = ids.stream()
                        .map(known::get)
                        .filter(one -> one != null && !one.bySide.containsKey(side))
                        .findFirst()
                        .orElseGet(() -> {
                            var one = new One();
                            all.add(one);
                            return one;
                        });
                same.ids.addAll(ids);
                same.bySide.put(side, fields);
                ids.forEach(id -> known.put(id, same));
            });
        }
        return all;
    }

    private static List<One> byName(
            List<One> all, List<@Nullable SequencedMap<String, SequencedMap<String, String>>> sides) {
        long asked = sides.stream().filter(Objects::nonNull).count();
        var alone = new LinkedHashMap<String, List<One>>();
        for (var one : all) {
            if (one.bySide.size() < asked && !one.word("name").isEmpty()) {
                alone.computeIfAbsent(one.nameAndModel(), _ -> new ArrayList<>())
                        .add(one);
            }
        }
        var left = new ArrayList<>(all);
        for (var alike : alone.values()) {
            var places = new LinkedHashSet<Integer>();
            boolean oneEach =
                    alike.stream().flatMap(one -> one.bySide.keySet().stream()).allMatch(places::add);
            if (oneEach) {
                var first = alike.getFirst();
                alike.subList(1, alike.size()).forEach(other -> {
                    first.take(other);
                    left.remove(other);
                });
            }
        }
        return left;
    }
}
