package io.pilothouse.tasks.library;

import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Folding;
import io.pilothouse.domain.library.Folding.Said;
import io.pilothouse.domain.library.LibraryCopy;
import io.pilothouse.domain.library.LibraryCopy.Named;
import io.pilothouse.domain.library.LikeGroup;
import io.pilothouse.domain.library.LikenessRule;
import io.pilothouse.store.LibraryLikeness;
import io.pilothouse.store.LibraryPersonalRepository;
import io.pilothouse.store.LibraryPersonalRepository.Pick;
import io.pilothouse.store.LibraryQueries;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.library.Library.Detail;
import io.pilothouse.tasks.library.Library.Difference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What is the same, what is not, and what a person decided about it.
final class LibraryDecisions {

    /// Fields that should be the same on every copy.
    private static final List<Naming> NAMING =
            List.of(new Naming("title", LibraryLikeness.Copy::title), new Naming("date", LibraryLikeness.Copy::date));
    /// Fields whose difference says nothing: they belong to the copy, not to the thing.
    private static final Set<String> OF_THE_COPY =
            Set.of("image_count", "audio_codec", "frame_rate", "captions", "folder", "urls", "sort_name", "seconds");

    private final LibraryServers servers;
    private final LibraryQueries queries;
    private final LibraryLikeness likeness;
    private final LibraryPersonalRepository personal;
    private final Time time;
    private final Runnable changed;

    LibraryDecisions(
            LibraryServers servers,
            LibraryQueries queries,
            LibraryLikeness likeness,
            LibraryPersonalRepository personal,
            Time time,
            Runnable changed) {
        this.servers = servers;
        this.queries = queries;
        this.likeness = likeness;
        this.personal = personal;
        this.time = time;
        this.changed = changed;
    }

    Detail detail(EntityKey key, SortedSet<Integer> shown) throws ProblemException {
        var keys = new LinkedHashSet<>(queries.things().copiesOf(key, shown));
        keys.add(key);
        var copies = keys.stream()
                .flatMap(each -> queries.things().copy(each).stream())
                .toList();
        if (copies.isEmpty()) {
            throw LibraryServers.problem(
                    ProblemCode.NOT_FOUND,
                    "There is no " + servers.text(key).orElse(key.toString()) + " in the library.",
                    "Search for it; its key stands in the answer.");
        }
        var cluster = queries.things().clusterOf(key);
        var picks = cluster.map(number -> personal.picks(key.type(), number)).orElse(Map.of());
        return new Detail(copies, cluster, differences(copies, picks), personal.opinions(keys));
    }

    private static List<Difference> differences(List<LibraryCopy> copies, Map<String, Pick> picks) {
        if (copies.size() < 2) {
            return List.of();
        }
        var fields = new LinkedHashSet<String>(List.of("title", "date", "parent", "performers", "tags"));
        copies.forEach(copy -> fields.addAll(copy.fields().keySet()));
        fields.removeAll(OF_THE_COPY);
        var differences = new ArrayList<Difference>();
        for (var field : fields) {
            var values = copies.stream().map(copy -> value(copy, field)).toList();
            if (Set.copyOf(values).size() < 2) {
                continue;
            }
            var pick = Optional.ofNullable(picks.get(field));
            var taken = pick.flatMap(Pick::copy)
                    .flatMap(from -> copies.stream()
                            .filter(copy -> copy.key().equals(from))
                            .findFirst())
                    .map(copy -> value(copy, field));
            differences.add(new Difference(
                    field,
                    values,
                    taken.orElse(values.getFirst()),
                    pick.filter(it -> it.seen().equals(seen(values))).isPresent()));
        }
        differences.sort(Comparator.comparing(Difference::decided));
        return differences;
    }

    /// The values a decision was made on, whatever their order.
    private static String seen(List<String> values) {
        return values.stream().sorted().collect(Collectors.joining("\n--\n"));
    }

    static String value(LibraryCopy copy, String field) {
        return switch (field) {
            case "title" -> ownTitle(copy);
            case "date" -> copy.row().date();
            case "parent" -> copy.row().under();
            case "performers" -> names(copy, EntityType.PERFORMER);
            case "tags" -> names(copy, EntityType.TAG);
            default -> copy.fields().getOrDefault(field, "");
        };
    }

    /// A file's name is no title, nor is a number.
    private static String ownTitle(LibraryCopy copy) {
        boolean borrowed = copy.title().equals("#" + copy.key().id())
                || copy.files().stream().findFirst().stream()
                        .anyMatch(file -> file.path().endsWith(copy.title()));
        return borrowed ? "" : copy.title();
    }

    private static String names(LibraryCopy copy, EntityType type) {
        return copy.links().getOrDefault(type, List.of()).stream()
                .filter(named -> !named.inherited())
                .map(Named::title)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    List<LikeGroup> duplicates(EntityType type, SortedSet<Integer> shown, int most) {
        return queries.things().folded(type, shown, most);
    }

    List<LikeGroup> conflicts(EntityType type, SortedSet<Integer> shown, int most) {
        var groups = new ArrayList<>(likeness.unfolded(type, shown, most));
        groups.addAll(likeness.onOneServer(type, shown, most));
        long after = -1;
        while (groups.size() < most) {
            var candidates = likeness.differing(type, shown, after, most);
            for (var each : candidates) {
                undecided(type, each).ifPresent(groups::add);
                after = each.cluster();
            }
            if (candidates.size() < most) {
                break;
            }
        }
        return groups.stream().limit(most).toList();
    }

    private record Naming(String field, Function<LibraryLikeness.Copy, String> value) {}

    /// @return copies that have different names or dates, unless a person decided on these
    private static Optional<LikeGroup> undecided(EntityType type, LibraryLikeness.Differing differing) {
        var fields = new ArrayList<String>();
        for (var naming : NAMING) {
            var values = differing.copies().stream().map(naming.value).toList();
            if (Set.copyOf(values).size() > 1
                    && !seen(values).equals(differing.decided().get(naming.field))) {
                fields.add(naming.field);
            }
        }
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of(new LikeGroup(
                        type,
                        "differs",
                        String.join(", ", fields),
                        differing.copies().stream()
                                .map(LibraryLikeness.Copy::key)
                                .toList()));
    }

    List<LikeGroup> likely(EntityType type, SortedSet<Integer> shown, int most) {
        return likeness.likely(type, shown, most);
    }

    void same(EntityKey one, EntityKey other) throws ProblemException {
        say(one, other, true);
    }

    void different(EntityKey one, EntityKey other) throws ProblemException {
        say(one, other, false);
    }

    private void say(EntityKey one, EntityKey other, boolean same) throws ProblemException {
        if (one.type() != other.type() || one.equals(other)) {
            throw LibraryServers.problem(
                    ProblemCode.BAD_VALUE,
                    "Only two different things of one type can be compared.",
                    "Give the keys of two " + one.type().plural() + ".");
        }
        var now = Said.of(one.packed(), other.packed(), same);
        var before = new ArrayList<>(personal.said(one.type()));
        before.remove(Said.of(now.a(), now.b(), !same)); // it is replaced
        var chain = Folding.contradiction(before, now);
        if (!chain.isEmpty()) {
            throw LibraryServers.problem(
                    ProblemCode.BAD_VALUE,
                    "That contradicts what you said before: "
                            + chain.stream()
                                    .map(k -> EntityKey.unpacked(one.type(), k))
                                    .map(key -> servers.text(key).orElse("?"))
                                    .collect(Collectors.joining(" is "))
                            + ".",
                    "Take one of these decisions back first.");
        }
        personal.say(one, other, same, "", time.instant());
        changed.run();
    }

    List<EntityKey> split(EntityKey key) throws ProblemException {
        var everywhere = servers.everywhere();
        var others = queries.things().copiesOf(key, everywhere).stream()
                .filter(other -> !other.equals(key))
                .toList();
        if (others.isEmpty()) {
            throw LibraryServers.problem(
                    ProblemCode.NOT_FOUND,
                    servers.text(key).orElse("It") + " is folded with nothing.",
                    "Choose one that stands in “library duplicates”.");
        }
        for (var rule : personal.rules(Integer.MAX_VALUE)) { // a merge of before would contradict
            if (rule.undoneAt().isEmpty()
                    && rule.same()
                    && (rule.a().equals(key) && others.contains(rule.b())
                            || rule.b().equals(key) && others.contains(rule.a()))) {
                personal.unsay(rule.number(), time.instant());
            }
        }
        for (var other : others) {
            say(key, other, false);
        }
        return others;
    }

    List<LikenessRule> rules(int most) {
        return personal.rules(most);
    }

    boolean undo(long rule) {
        boolean undone = personal.unsay(rule, time.instant());
        changed.run();
        return undone;
    }

    void take(EntityKey from, String field) throws ProblemException {
        decide(from, field, Optional.of(from));
    }

    void letDiffer(EntityKey any, String field) throws ProblemException {
        decide(any, field, Optional.empty());
    }

    void decideAgain(EntityKey any, String field) throws ProblemException {
        personal.unpick(any.type(), folded(any), field);
        changed.run();
    }

    private long folded(EntityKey key) throws ProblemException {
        return queries.things()
                .clusterOf(key)
                .orElseThrow(() -> LibraryServers.problem(
                        ProblemCode.NOT_FOUND,
                        servers.text(key).orElse("It") + " is folded with nothing.",
                        "Choose one that has several copies."));
    }

    private void decide(EntityKey key, String field, Optional<EntityKey> copy) throws ProblemException {
        long cluster = folded(key);
        var everywhere = servers.everywhere();
        var values = new ArrayList<String>();
        for (var each : queries.things().copiesOf(key, everywhere)) {
            queries.things().copy(each).ifPresent(it -> values.add(value(it, field)));
        }
        personal.pick(key.type(), cluster, new Pick(field, copy, seen(values)), time.instant());
        changed.run();
    }
}
