package io.pilothouse.cli.amc;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The library of questions.
@Command(
        name = "workflows",
        description = "The library of questions: SQL with typed parameters.",
        footer = "  pilothouse amc workflows list")
final class WorkflowCommands {

    private WorkflowCommands() {}

    static CommandLine of(Session session) {
        return new CommandLine(new WorkflowCommands())
                .addSubcommand(new ListWorkflows(session))
                .addSubcommand(new Show(session))
                .addSubcommand(new Save(session))
                .addSubcommand(new LintSql(session))
                .addSubcommand(new Delete(session))
                .addSubcommand(new Push(session));
    }

    @Command(name = "list", description = "Lists workflows.", footer = "  pilothouse amc workflows list")
    static final class ListWorkflows extends CliCommand {

        ListWorkflows(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var all = services().amc().library().workflows().get();
            return Answer.of(
                    Json.object("workflows", all.stream().map(AmcAnswers::json).toList()), page -> {
                        var table = new Table("WORKFLOW", "TITLE", "VERSION", "PARAMETERS", "TAGS");
                        all.forEach(it -> table.row(
                                it.id(),
                                it.title(),
                                Integer.toString(it.version()),
                                String.join(
                                        ", ",
                                        it.parameters().stream()
                                                .map(one -> one.name())
                                                .toList()),
                                String.join(", ", it.tags())));
                        page.table(table, "There is no workflow yet.");
                    });
        }
    }

    /// A command about one workflow.
    abstract static class OfWorkflow extends CliCommand {

        @Parameters(index = "0", paramLabel = "WORKFLOW", description = "its id or title")
        private String workflow = "";

        OfWorkflow(Session session) {
            super(session);
        }

        final String workflow() {
            return workflow;
        }
    }

    @Command(
            name = "show",
            description = "Shows a workflow; with --json as “workflows save” reads it.",
            footer = "  pilothouse amc workflows show ph.reach-by-campaign")
    static final class Show extends OfWorkflow {

        @Option(names = "--versions", description = "all versions, newest first")
        private boolean versions;

        Show(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var library = services().amc().library();
            var found = library.find(workflow());
            if (versions) {
                var all = library.versions(found.id());
                return Answer.of(
                        Json.object(
                                "versions", all.stream().map(AmcAnswers::json).toList()),
                        page -> {
                            var table = new Table("VERSION", "SAVED", "TITLE");
                            all.forEach(it ->
                                    table.row(Integer.toString(it.version()), page.time(it.updatedAt()), it.title()));
                            page.table(table, "There is no version.");
                        });
            }
            return Answer.of(AmcAnswers.json(found), page -> {
                page.line(found.title() + " (" + found.id() + ", version " + found.version() + ")");
                found.sql().lines().forEach(page::line);
            });
        }
    }

    @Command(
            name = "save",
            description = "Creates or changes a workflow from JSON, or from SQL alone.",
            footer = "  pilothouse amc workflows save ph.reach --file reach.sql")
    static final class Save extends CliCommand {

        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "WORKFLOW",
                description = "its id (usual: what the file says)")
        private @Nullable String workflow;

        @Option(
                names = "--file",
                paramLabel = "FILE",
                required = true,
                description = "JSON or SQL; - for standard input")
        private String file = "";

        Save(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var library = services().amc().library();
            var read = library.read(Optional.ofNullable(workflow), session().text(file));
            var saved = session()
                    .task(
                            "amc-workflow",
                            "save the workflow “" + read.title() + "”",
                            List.of(),
                            _ -> library.save(read));
            var findings = library.lint(saved.sql(), saved.parameters(), Optional.empty());
            var json = Json.object("workflow", AmcAnswers.json(saved), "findings", findings.size());
            return Answer.of(json, page -> {
                page.done("“" + saved.title() + "” is saved as version " + saved.version() + ".");
                findings.forEach(it -> page.line(it.words()));
            });
        }
    }

    @Command(
            name = "lint",
            description = "Looks at a workflow's SQL, or at a file's, without sending anything.",
            footer = "  pilothouse amc workflows lint ph.reach-by-campaign --on North")
    static final class LintSql extends CliCommand {

        @Parameters(index = "0", arity = "0..1", paramLabel = "WORKFLOW", description = "its id or title")
        private @Nullable String workflow;

        @Option(names = "--file", paramLabel = "FILE", description = "SQL or JSON instead; - for standard input")
        private @Nullable String file;

        @Option(names = "--on", paramLabel = "INSTANCE", description = "whose tables are to be there")
        private @Nullable String on;

        LintSql(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            if (workflow == null && file == null) {
                throw Session.problem(
                        ProblemCode.USAGE, "No workflow was named.", "Name one, or give its SQL with --file FILE.");
            }
            var library = services().amc().library();
            var found = file != null
                    ? library.read(
                            Optional.of(workflow == null ? "unsaved" : workflow),
                            session().text(file))
                    : library.find(workflow);
            var instance = on == null
                    ? Optional.<io.pilothouse.domain.instance.InstanceId>empty()
                    : Optional.of(AmcCommands.amc(session(), on).id());
            if (instance.isPresent()) {
                var id = instance.get();
                session().task("amc-tables", "read the tables of " + on, List.of(id), _ -> {
                    services().amc().memory().facts(id);
                    return services().amc().memory().dataSources(id);
                });
            }
            return AmcAnswers.findings(found.sql(), library.lint(found.sql(), found.parameters(), instance));
        }
    }

    @Command(
            name = "delete",
            description = "Removes a workflow from the library; its runs and results stay.",
            footer = "  pilothouse amc workflows delete ph.old")
    static final class Delete extends OfWorkflow {

        Delete(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var library = services().amc().library();
            var found = library.find(workflow());
            session().task("amc-workflow", "remove the workflow “" + found.title() + "”", List.of(), _ -> {
                library.delete(found.id());
                return true;
            });
            return Answer.of(
                    Json.object("workflow", found.id(), "removed", true),
                    page -> page.done("“" + found.title() + "” is removed."));
        }
    }

    @Command(
            name = "push",
            description = "Copies a workflow to an instance, for schedules that run at Amazon.",
            footer = "  pilothouse amc workflows push ph.reach-by-campaign --on North")
    static final class Push extends OfWorkflow {

        @Option(names = "--on", paramLabel = "INSTANCE", required = true, description = "where to")
        private String on = "";

        Push(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var instance = AmcCommands.amc(session(), on);
            var library = services().amc().library();
            session().act(List.of(instance), "amc-push", "copy a workflow to " + instance.name(), consent -> {
                library.push(workflow(), instance.id(), consent);
                return true;
            });
            return Answer.of(
                    Json.object(
                            "workflow", workflow(), "instance", instance.id().value(), "copied", true),
                    page -> page.done("“" + workflow() + "” is on " + instance.name() + "."));
        }
    }
}
