package io.pilothouse.tasks.library;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.store.LibraryQueries;
import io.pilothouse.tasks.instance.Instances;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Which servers keep a library, and how things are named across them.
final class LibraryServers {

    private final Instances instances;
    private final Predicate<KindId> keepsLibrary;
    private final LibraryQueries queries;

    LibraryServers(Instances instances, Predicate<KindId> keepsLibrary, LibraryQueries queries) {
        this.instances = instances;
        this.keepsLibrary = keepsLibrary;
        this.queries = queries;
    }

    /// @return best priority first, switched off ones included
    List<Instance> all() {
        return instances.fleet().get().live().stream()
                .filter(instance -> keeps(instance.kind()))
                .sorted(Comparator.comparingInt(
                        instance -> instance.configuration().priority()))
                .toList();
    }

    boolean keeps(KindId kind) {
        return keepsLibrary.test(kind);
    }

    /// @return their numbers
    SortedSet<Integer> everywhere() {
        return all().stream().map(Instance::num).collect(Collectors.toCollection(TreeSet::new));
    }

    Optional<Instance> numbered(int number) {
        return instances.fleet().get().byId().values().stream()
                .filter(instance -> instance.num() == number)
                .findFirst();
    }

    Instance named(InstanceId id) throws ProblemException {
        return instances
                .find(id)
                .filter(instance -> instance.deletedAt().isEmpty())
                .filter(instance -> keeps(instance.kind()))
                .orElseThrow(() -> problem(
                        ProblemCode.NOT_FOUND, id + " is no server with a library.", "Choose a Stash from the list."));
    }

    static ProblemException problem(ProblemCode code, String summary, String advice) {
        return new ProblemException(new Problem(code, summary, advice));
    }

    EntityKey key(String text) throws ProblemException {
        var parts = text.strip().split(":");
        if (parts.length == 3 && parts[2].matches("[1-9]\\d{0,11}")) {
            var type = EntityType.named(parts[1]);
            var instance = instances.fleet().get().byId().values().stream()
                    .filter(it -> it.id().value().equals(parts[0]))
                    .findFirst();
            if (type.isPresent() && instance.isPresent()) {
                var key = new EntityKey(instance.get().num(), type.get(), Long.parseLong(parts[2]));
                if (queries.things().has(key)) {
                    return key;
                }
            }
            throw problem(
                    ProblemCode.NOT_FOUND,
                    "There is no " + text + " in the library.",
                    "Search for it; its key stands in the answer.");
        }
        throw problem(
                ProblemCode.BAD_VALUE,
                "“" + text + "” is no key.",
                "Give it as <instance id>:<type>:<number>, for example stash-2611202031k3f:scene:42.");
    }

    Optional<String> text(EntityKey key) {
        return numbered(key.instance()).map(instance -> key.text(instance.id()));
    }

    Optional<EntityKey> known(String text) {
        try {
            return Optional.of(key(text));
        } catch (ProblemException gone) {
            return Optional.empty();
        }
    }
}
