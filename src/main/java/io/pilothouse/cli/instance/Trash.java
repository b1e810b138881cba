package io.pilothouse.cli.instance;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// To the trash, back from it, and for good.
final class Trash {

    private Trash() {}

    @Command(
            name = "remove",
            description = "Moves instances to the trash, for 30 days.",
            footer = "  pilothouse instance remove \"Old Cellar\"")
    static final class Remove extends CliCommand {

        @Mixin
        private Selection selection = new Selection();

        Remove(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var instances = services().instances();
            return Each.of(
                    session(),
                    selection.some(session()),
                    "instance-remove",
                    "move to the trash",
                    "Moved to the trash, for 30 days:",
                    (instance, consent) -> {
                        instances.remove(instance.id(), consent);
                        return instances.find(instance.id()).orElse(instance);
                    });
        }
    }

    @Command(
            name = "restore",
            description = "Takes an instance back from the trash, with the same id and its history.",
            footer = "  pilothouse instance restore radarr-2605031412a3k")
    static final class Restore extends CliCommand {

        @Parameters(paramLabel = "INSTANCE", description = "id, kind/name or name of one in the trash")
        private String instance = "";

        Restore(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var trashed = trashed(session(), instance);
            var restored = session()
                    .act(
                            List.of(trashed),
                            "instance-restore",
                            "take back " + trashed.name(),
                            consent -> services().instances().restore(trashed.id(), consent));
            return InstanceAnswers.changed(
                    services(), restored, "“" + restored.name() + "” is back as " + restored.id() + ".");
        }
    }

    @Command(
            name = "purge",
            description = "Deletes an instance in the trash for good, with its history. Asks.",
            footer = "  pilothouse instance purge radarr-2605031412a3k --yes")
    static final class Purge extends CliCommand {

        @Parameters(paramLabel = "INSTANCE", description = "id, kind/name or name of one in the trash")
        private String instance = "";

        Purge(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var trashed = trashed(session(), instance);
            session().act(List.of(trashed), "instance-purge", "delete " + trashed.name() + " for good", consent -> {
                services().instances().purge(trashed.id(), consent);
                return trashed;
            });
            return Answer.of(
                    Json.object("purged", List.of(trashed.id())),
                    page -> page.done("Deleted “" + trashed.name() + "” for good."));
        }
    }

    static Instance trashed(Session session, String words) throws ProblemException {
        var fitting = session.services().instances().fleet().get().trashed().stream()
                .filter(instance -> fits(instance, words))
                .toList();
        if (fitting.size() > 1) {
            throw Session.problem(
                    ProblemCode.AMBIGUOUS,
                    "“" + words + "” fits " + fitting.size() + " instances in the trash.",
                    "Name one by its id: "
                            + String.join(
                                    ", ",
                                    fitting.stream()
                                            .map(instance -> instance.id().value())
                                            .toList())
                            + ".");
        }
        if (fitting.isEmpty()) {
            throw Session.problem(
                    ProblemCode.NOT_FOUND,
                    "There is no instance “" + words + "” in the trash.",
                    "See what is there with “pilothouse instance list --trash”.");
        }
        session.about(fitting.getFirst());
        return fitting.getFirst();
    }

    static Instance liveOrTrashed(Session session, String words) throws ProblemException {
        try {
            return session.named(words);
        } catch (ProblemException e) {
            if (e.problem().code() != ProblemCode.NOT_FOUND
                    || session.services().instances().fleet().get().trashed().stream()
                            .noneMatch(instance -> fits(instance, words))) {
                throw e;
            }
            return trashed(session, words);
        }
    }

    private static boolean fits(Instance instance, String words) {
        var wanted = words.strip().toLowerCase(Locale.ROOT);
        var name = instance.name().toLowerCase(Locale.ROOT);
        return wanted.equals(instance.id().value())
                || wanted.equals(name)
                || wanted.equals(instance.kind().value() + "/" + name);
    }
}
