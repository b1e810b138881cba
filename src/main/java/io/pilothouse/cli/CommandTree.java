package io.pilothouse.cli;

import io.pilothouse.cli.active.ActiveCommand;
import io.pilothouse.cli.amc.AmcCommands;
import io.pilothouse.cli.cycle.CycleCommands;
import io.pilothouse.cli.cycle.LedgerCommand;
import io.pilothouse.cli.cycle.QueueCommand;
import io.pilothouse.cli.cycle.WantedCommand;
import io.pilothouse.cli.engine.DemoCommand;
import io.pilothouse.cli.engine.OpenCommand;
import io.pilothouse.cli.engine.RunCommand;
import io.pilothouse.cli.health.HealthCommand;
import io.pilothouse.cli.health.MaintenanceCommand;
import io.pilothouse.cli.home.HomeCommands;
import io.pilothouse.cli.instance.InstanceCommands;
import io.pilothouse.cli.library.LibraryCommands;
import io.pilothouse.cli.store.BackupCommand;
import io.pilothouse.cli.store.DoctorCommand;
import io.pilothouse.cli.store.ExportCommand;
import io.pilothouse.cli.store.ImportCommand;
import io.pilothouse.cli.store.KeyCommands;
import io.pilothouse.cli.store.RestoreCommand;
import io.pilothouse.cli.task.ActivityCommand;
import io.pilothouse.cli.task.PauseCommands;
import io.pilothouse.cli.task.TaskCommands;
import io.pilothouse.cli.task.UndoCommand;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.torrent.MatrixCommand;
import io.pilothouse.cli.torrent.RuleCommands;
import io.pilothouse.cli.torrent.TorrentCommands;
import io.pilothouse.cli.torrent.TraceCommand;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Which commands there are. Building all of them takes longer than most commands run, so only the one
/// that is asked for is built; all of them where help or a typo needs the whole.
final class CommandTree {

    private static final LinkedHashMap<String, Function<Session, CommandLine>> TOP = new LinkedHashMap<>();

    static {
        TOP.put("instance", InstanceCommands::of);
        TOP.put("health", HealthCommand::of);
        TOP.put("task", TaskCommands::of);
        TOP.put("pause", session -> new CommandLine(new PauseCommands.PauseCommand(session)));
        TOP.put("resume", session -> new CommandLine(new PauseCommands.ResumeCommand(session)));
        TOP.put("maintenance", session -> new CommandLine(new MaintenanceCommand(session)));
        TOP.put("undo", session -> new CommandLine(new UndoCommand(session)));
        TOP.put("activity", session -> new CommandLine(new ActivityCommand(session)));
        TOP.put("cycle", CycleCommands::of);
        TOP.put("wanted", session -> new CommandLine(new WantedCommand(session)));
        TOP.put("queue", session -> new CommandLine(new QueueCommand(session)));
        TOP.put("ledger", session -> new CommandLine(new LedgerCommand(session)));
        TOP.put("active", ActiveCommand::of);
        TOP.put("ha", HomeCommands::of);
        TOP.put("torrents", TorrentCommands::of);
        TOP.put("library", LibraryCommands::of);
        TOP.put("rules", RuleCommands::of);
        TOP.put("matrix", session -> new CommandLine(new MatrixCommand(session)));
        TOP.put("trace", session -> new CommandLine(new TraceCommand(session)));
        TOP.put("amc", AmcCommands::of);
        TOP.put("open", session -> new CommandLine(new OpenCommand(session)));
        TOP.put("run", session -> new CommandLine(new RunCommand(session)));
        TOP.put("demo", session -> new CommandLine(new DemoCommand(session)));
        TOP.put("backup", session -> new CommandLine(new BackupCommand(session)));
        TOP.put("restore", session -> new CommandLine(new RestoreCommand(session)));
        TOP.put("export", session -> new CommandLine(new ExportCommand(session)));
        TOP.put("import", session -> new CommandLine(new ImportCommand(session)));
        TOP.put("doctor", session -> new CommandLine(new DoctorCommand(session)));
        TOP.put("recovery-phrase", session -> new CommandLine(new KeyCommands.PhraseCommand(session)));
        TOP.put("rekey", session -> new CommandLine(new KeyCommands.RekeyCommand(session)));
        TOP.put("completion", session -> new CommandLine(new Completion(session)));
        TOP.put("man", session -> new CommandLine(new Man(session)));
    }

    private CommandTree() {}

    static CommandLine of(Session session, String... arguments) {
        var first = firstWord(arguments);
        boolean whole =
                first.equals("completion") || first.equals("man") || !(first.isEmpty() || TOP.containsKey(first));
        var tree = new CommandLine(session.globals());
        TOP.forEach((name, command) -> {
            if (whole || name.equals(first)) {
                tree.addSubcommand(name, command.apply(session));
            }
        });
        tree.setUsageHelpWidth(100).setUsageHelpAutoWidth(false);
        headings(tree);
        return tree;
    }

    /// @return the word in the command's place, where it is none
    static Optional<String> stranger(String... arguments) {
        return Optional.of(firstWord(arguments))
                .filter(word -> !word.isEmpty() && !word.startsWith("-") && !TOP.containsKey(word));
    }

    /// @return the command, perhaps a mistyped one, or the wish for help before it; empty for the window
    private static String firstWord(String... arguments) {
        boolean value = false;
        for (var argument : arguments) {
            if (argument.equals("-h") || argument.equals("--help") || !(value || argument.startsWith("-"))) {
                return argument;
            }
            value = argument.equals("--data");
        }
        return "";
    }

    /// The same headings in the help of every command.
    private static void headings(CommandLine command) {
        var usage = command.getCommandSpec().usageMessage();
        usage.synopsisHeading("Usage: ");
        usage.descriptionHeading("%n");
        usage.parameterListHeading("%n");
        usage.optionListHeading("%nOptions:%n");
        usage.commandListHeading("%nCommands:%n");
        usage.footerHeading("%nExample:%n");
        usage.sortOptions(false);
        usage.abbreviateSynopsis(true);
        command.getSubcommands().values().forEach(CommandTree::headings);
    }

    @Command(
            name = "completion",
            description = "Writes a completion script for bash and zsh.",
            footer = "  source <(pilothouse completion)")
    static final class Completion extends CliCommand {

        Completion(Session session) {
            super(session);
        }

        @Override
        public Needs needs() {
            return Needs.NOTHING;
        }

        @Override
        public Answer run() {
            var script = picocli.AutoComplete.bash("pilothouse", of(session(), "completion"));
            if (session().json()) {
                return Answer.of(Json.object("script", script), _ -> {});
            }
            session().terminal().out().print(script);
            return Answer.written();
        }
    }

    @Command(
            name = "man",
            description = "Writes manual pages of all commands into a folder.",
            footer = "  pilothouse man ~/.local/share/man/man1")
    static final class Man extends CliCommand {

        @Parameters(paramLabel = "FOLDER", description = "made where it is not there")
        private String folder = "";

        Man(Session session) {
            super(session);
        }

        @Override
        public Needs needs() {
            return Needs.NOTHING;
        }

        @Override
        public Answer run() throws ProblemException {
            var pages = new ManualPages(session().host().version()).of(of(session(), "man"));
            var into = session().terminal().resolve(folder);
            try {
                Files.createDirectories(into);
                for (var page : pages.entrySet()) {
                    Files.writeString(into.resolve(page.getKey()), page.getValue());
                }
            } catch (IOException e) {
                throw Session.problem(
                        ProblemCode.STORE_IO,
                        "The manual pages could not be written into " + into + ".",
                        "Give a folder that you may write to.");
            }
            return Answer.of(
                    Json.object("folder", into.toString(), "pages", pages.size()),
                    page -> page.done("Wrote " + pages.size() + " pages into " + into + "."));
        }
    }
}
