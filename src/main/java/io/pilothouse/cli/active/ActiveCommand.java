package io.pilothouse.cli.active;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.active.Resolution;
import io.pilothouse.domain.active.Unusable;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.active.ActiveChoice;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Which instance each kind's commands speak to when none is named, and why that one.
@Command(
        name = "active",
        description = "Shows the active instance of each kind, and which level chose it.",
        footer = {"  pilothouse active", "  pilothouse active set Cabin"})
public final class ActiveCommand extends CliCommand {

    private ActiveCommand(Session session) {
        super(session);
    }

    public static CommandLine of(Session session) {
        return new CommandLine(new ActiveCommand(session)).addSubcommand(new SetActive(session));
    }

    @Override
    public Answer run() throws ProblemException {
        var choice = choice(session());
        var fleet = services().instances().fleet().get().byId().values();
        var shown = fleet.stream()
                .filter(instance -> !instance.trashed())
                .map(Instance::kind)
                .distinct()
                .sorted()
                .map(kind -> new Shown(kind, choice.resolve(kind)))
                .toList();
        return Answer.of(Json.object("active", shown.stream().map(Shown::json).toList()), page -> {
            var table = new Table("KIND", "INSTANCE", "CHOSEN BY", "ID");
            shown.forEach(one -> table.row(
                    one.kind().value(),
                    one.resolution().instance().map(Instance::name).orElse(""),
                    level(one.resolution().level()),
                    one.resolution()
                            .instance()
                            .map(instance -> instance.id().value())
                            .orElse("")));
            page.table(table, "There is no instance.");
        });
    }

    private static ActiveChoice choice(Session session) throws ProblemException {
        var services = session.services();
        return new ActiveChoice(services.instances(), services.health(), services.active());
    }

    private static String level(Resolution.Level level) {
        return switch (level) {
            case EXPLICIT -> "this command";
            case SESSION -> "this window";
            case STORED -> "you";
            case FIRST_ACCESSIBLE -> "priority and name";
            case NO_INSTANCE -> "nobody: there is none";
            case ALL_UNUSABLE -> "nobody: none is switched on and complete";
        };
    }

    private record Shown(KindId kind, Resolution resolution) {

        Object json() {
            return Objects.requireNonNull(Json.object(
                    "kind", kind.value(),
                    "instance",
                            resolution.instance().map(instance -> instance.id().value()),
                    "name", resolution.instance().map(Instance::name),
                    "level", resolution.level(),
                    "cleared",
                            resolution.cleared().stream()
                                    .map(one -> Json.object(
                                            "instance", one.id().value(),
                                            "level", one.level(),
                                            "reason", one.reason()))
                                    .toList()));
        }
    }

    /// Chooses the active instance of its kind, over restarts.
    @Command(
            name = "set",
            description = "Makes an instance the active one of its kind, over restarts.",
            footer = "  pilothouse active set homeassistant/Cabin")
    static final class SetActive extends CliCommand {

        @Parameters(paramLabel = "INSTANCE", description = "id, kind/name, or a name that is unique over all kinds")
        private String instance = "";

        SetActive(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var chosen = session().named(instance);
            var choice = choice(session());
            var unusable = session()
                    .task(
                            "active",
                            "make " + chosen.name() + " the active instance of its kind",
                            List.of(chosen.id()),
                            _ -> choice.choose(chosen.id()));
            if (unusable.isPresent()) {
                throw refused(chosen, unusable.get());
            }
            var now = new Shown(chosen.kind(), choice.resolve(chosen.kind()));
            return Answer.of(
                    now.json(), page -> page.done("“" + chosen.name() + "” is the active instance of its kind."));
        }

        private static ProblemException refused(Instance chosen, Unusable reason) {
            var name = chosen.name();
            return switch (reason) {
                case DELETED ->
                    Session.problem(
                            ProblemCode.NOT_FOUND, name + " is gone.", "Name one of “pilothouse instance list”.");
                case ARCHIVED ->
                    Session.problem(
                            ProblemCode.BAD_VALUE,
                            name + " is in the trash.",
                            "Take it back first with “pilothouse instance restore”.");
                case DISABLED ->
                    Session.problem(
                            ProblemCode.BAD_VALUE,
                            name + " is switched off.",
                            "Switch it on first with “pilothouse instance enable”.");
                case NOT_CONFIGURED ->
                    Session.problem(
                            ProblemCode.BAD_VALUE,
                            name + " has no secret yet.",
                            "Give it one first with “pilothouse instance edit --secret-file FILE”.");
            };
        }
    }
}
