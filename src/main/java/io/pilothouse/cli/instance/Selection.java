package io.pilothouse.cli.instance;

import io.pilothouse.cli.Session;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which instances a command is about: some by name, or all that options pick.
public final class Selection {

    @Parameters(
            arity = "0..*",
            paramLabel = "INSTANCE",
            description = "id, kind/name, or a name that is unique over all kinds")
    private List<String> words = List.of();

    @Option(names = "--all", description = "every instance")
    private boolean all;

    @Option(names = "--kind", paramLabel = "KIND", description = "all of this kind")
    private List<String> kinds = List.of();

    @Option(names = "--group", paramLabel = "GROUP", description = "all of this group")
    private List<String> groups = List.of();

    @Option(names = "--tag", paramLabel = "TAG", description = "all with this tag")
    private List<String> tags = List.of();

    /// Takes away the command's own first argument, which is no instance.
    public void without(String first) {
        if (!words.isEmpty() && words.getFirst().equals(first)) {
            words = words.subList(1, words.size());
        }
    }

    /// @return whether nothing was picked at all
    public boolean none() {
        return words.isEmpty() && !picks();
    }

    /// @return what was named one by one
    public List<String> named() {
        return words;
    }

    /// @return whether options picked them, so that some may not fit a command
    public boolean picked() {
        return picks();
    }

    private boolean picks() {
        return all || !kinds.isEmpty() || !groups.isEmpty() || !tags.isEmpty();
    }

    /// Those picked, in the person's own order; everything when nothing was said.
    public List<Instance> orAll(Session session) throws ProblemException {
        return none() ? session.services().instances().fleet().get().live() : picked(session);
    }

    /// Those picked of the trash; everything in it when nothing was said.
    List<Instance> ofTrash(Session session) throws ProblemException {
        var trashed = session.services().instances().fleet().get().trashed();
        return none() ? trashed : picked(session, trashed, word -> Trash.trashed(session, word));
    }

    /// @throws ProblemException when nothing was said, or a name fits none or several
    public List<Instance> some(Session session) throws ProblemException {
        if (none()) {
            throw Session.problem(
                    ProblemCode.USAGE,
                    "No instance was named.",
                    "Name one or more instances, or give --all, --kind, --group or --tag.");
        }
        return picked(session);
    }

    private List<Instance> picked(Session session) throws ProblemException {
        return picked(session, session.services().instances().fleet().get().live(), session::named);
    }

    /// Finds what a word names.
    @FunctionalInterface
    private interface Naming {
        Instance find(String word) throws ProblemException;
    }

    private List<Instance> picked(Session session, List<Instance> from, Naming naming) throws ProblemException {
        var picked = new LinkedHashMap<InstanceId, Instance>();
        for (var word : words) {
            var instance = naming.find(word);
            picked.put(instance.id(), instance);
        }
        if (picks()) {
            checkKinds(session);
            from.stream().filter(this::fits).forEach(instance -> picked.putIfAbsent(instance.id(), instance));
        }
        return new ArrayList<>(picked.values());
    }

    private void checkKinds(Session session) throws ProblemException {
        for (var kind : kinds) {
            KindNames.find(session, kind);
        }
    }

    private boolean fits(Instance instance) {
        return (kinds.isEmpty() || kinds.contains(instance.kind().value()))
                && (groups.isEmpty()
                        || groups.stream()
                                .anyMatch(group ->
                                        same(group, instance.configuration().group())))
                && (tags.isEmpty()
                        || tags.stream()
                                .anyMatch(tag ->
                                        instance.configuration().tags().stream().anyMatch(own -> same(tag, own))));
    }

    private static boolean same(String one, String other) {
        return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }
}
