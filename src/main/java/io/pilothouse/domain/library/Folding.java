package io.pilothouse.domain.library;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which things of different servers are the same one (contract for Stash, 14.2). Depends on nothing but
/// its arguments, and not on their order: so what is folded bit by bit is what folding everything at once
/// gives.
public final class Folding {

    private Folding() {}

    /// Two things that share a mark.
    ///
    /// @param a      packed key, smaller than `b`
    /// @param strong whether the mark is an id of a public database; otherwise a checksum
    /// @param mark   orders links of the same strength
    public record Mark(long a, long b, boolean strong, String mark) {

        public static Mark between(long one, long other, boolean strong, String mark) {
            return new Mark(Math.min(one, other), Math.max(one, other), strong, mark);
        }
    }

    /// What a person said about two things.
    public record Said(long a, long b, boolean same) {

        public static Said of(long one, long other, boolean same) {
            return new Said(Math.min(one, other), Math.max(one, other), same);
        }
    }

    /// A mark that was not followed, as two things of one server would have become one, or because a
    /// person said otherwise.
    public record Conflict(long a, long b, String mark) {}

    /// @param clusters of two and more, each ascending, by their smallest key
    public record Folded(List<SortedSet<Long>> clusters, List<Conflict> conflicts) {}

    /// @param keys  everything that is there
    /// @param marks between them; those that name another key are ignored
    public static Folded fold(Set<Long> keys, List<Mark> marks, List<Said> said) {
        var groups = new Groups(keys);
        said.stream().filter(it -> !it.same).forEach(it -> groups.forbid(it.a, it.b));
        said.stream()
                .filter(Said::same)
                .sorted(Comparator.comparingLong(Said::a).thenComparingLong(Said::b))
                .forEach(it -> groups.join(it.a, it.b));
        var conflicts = new TreeMap<String, Conflict>();
        marks.stream()
                .filter(mark -> keys.contains(mark.a) && keys.contains(mark.b))
                .filter(mark -> server(mark.a) != server(mark.b))
                .sorted(Comparator.comparing(Mark::strong)
                        .reversed()
                        .thenComparing(Mark::mark)
                        .thenComparingLong(Mark::a)
                        .thenComparingLong(Mark::b))
                .forEach(mark -> {
                    if (!groups.joinIfAllowed(mark.a, mark.b)) {
                        conflicts.putIfAbsent(
                                "%020d %020d".formatted(mark.a, mark.b), new Conflict(mark.a, mark.b, mark.mark));
                    }
                });
        // what a person called different is no conflict any more, it is decided
        var decided = Set.copyOf(said);
        conflicts.values().removeIf(it -> decided.contains(Said.of(it.a, it.b, false)));
        return new Folded(groups.clusters(), List.copyOf(conflicts.values()));
    }

    private static long server(long packed) {
        return packed >>> 40;
    }

    private static final class Groups {
        private final Map<Long, TreeSet<Long>> of = new HashMap<>();
        private final Map<Long, Set<Long>> forbidden = new HashMap<>();

        Groups(Set<Long> keys) {
            keys.forEach(key -> of.put(key, new TreeSet<>(Set.of(key))));
        }

        void forbid(long a, long b) {
            forbidden.computeIfAbsent(a, _ -> new HashSet<>()).add(b);
            forbidden.computeIfAbsent(b, _ -> new HashSet<>()).add(a);
        }

        void join(long a, long b) {
            var one = of.get(a);
            var other = of.get(b);
            if (one == null || other == null || one == other) {
                return;
            }
            one.addAll(other);
            other.forEach(key -> of.put(key, one));
        }

        boolean joinIfAllowed(long a, long b) {
            var one = java.util.Objects.requireNonNull(of.get(a));
            var other = java.util.Objects.requireNonNull(of.get(b));
            if (one == other) {
                return true;
            }
            var servers = new HashSet<Long>();
            one.forEach(key -> servers.add(server(key)));
            for (var key : other) {
                if (servers.contains(server(key))) {
                    return false;
                }
                for (var never : forbidden.getOrDefault(key, Set.of())) {
                    if (one.contains(never)) {
                        return false;
                    }
                }
            }
            join(a, b);
            return true;
        }

        List<SortedSet<Long>> clusters() {
            var seen = new HashSet<Long>();
            var clusters = new ArrayList<SortedSet<Long>>();
            of.values().stream()
                    .filter(group -> group.size() > 1)
                    .sorted(Comparator.comparing(TreeSet::first))
                    .forEach(group -> {
                        if (seen.add(group.first())) {
                            clusters.add(group);
                        }
                    });
            return clusters;
        }
    }

    /// Whether a person may say this, given what they said before.
    ///
    /// @return the chain of `same` that leads from one to the other, when they are now to be different;
    ///     empty when nothing contradicts
    public static List<Long> contradiction(List<Said> before, Said now) {
        if (now.same) {
            return before.contains(Said.of(now.a, now.b, false)) ? List.of(now.a, now.b) : List.of();
        }
        var came = new HashMap<Long, Long>();
        var next = new java.util.ArrayDeque<Long>(List.of(now.a));
        came.put(now.a, now.a);
        while (!next.isEmpty()) {
            long key = next.poll();
            for (var it : before) {
                if (it.same && (it.a == key || it.b == key)) {
                    long other = it.a == key ? it.b : it.a;
                    if (came.putIfAbsent(other, key) == null) {
                        next.add(other);
                    }
                }
            }
        }
        var chain = new ArrayList<Long>();
        if (came.containsKey(now.b)) {
            for (long key = now.b; key != now.a; key = java.util.Objects.requireNonNull(came.get(key))) {
                chain.addFirst(key);
            }
            chain.addFirst(now.a);
        }
        return chain;
    }
}
