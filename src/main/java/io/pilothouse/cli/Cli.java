package io.pilothouse.cli;

import io.pilothouse.cli.engine.OpenCommand;
import io.pilothouse.cli.home.HomeCommands;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.Nearest;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.InstanceId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Runs one command line: parses it, runs the command, writes its answer or its failure.
public final class Cli {

    private static final Logger LOG = System.getLogger(Cli.class.getName());

    private final Host host;
    private final Terminal terminal;

    public Cli(Host host, Terminal terminal) {
        this.host = host;
        this.terminal = terminal;
    }

    /// @return the exit status
    public int run(String... arguments) {
        boolean json = Arrays.asList(arguments).contains("--json");
        try (var session = new Session(host, terminal)) {
            try {
                return run(session, arguments);
            } catch (ProblemException e) {
                return failed(e.problem(), session.subject(), json);
            } catch (InterruptedException e) {
                return failed(
                        new Problem(ProblemCode.CANCELLED, "The command was stopped.", "Run it again to go on."),
                        session.subject(),
                        json);
            } catch (LinkageError e) {
                LOG.log(Level.ERROR, "A part of the program is missing", e);
                return failed(
                        new Problem(
                                ProblemCode.BUG,
                                "Pilothouse is not installed whole: " + e.getMessage() + " is missing or does not fit.",
                                "Install it again."),
                        session.subject(),
                        json);
            } catch (RuntimeException e) {
                var known = host.problemOf(e);
                if (known.isPresent()) {
                    return failed(known.get(), session.subject(), json);
                }
                LOG.log(Level.ERROR, "The command line failed", e);
                return failed(
                        new Problem(
                                ProblemCode.BUG,
                                "Pilothouse has a fault of its own here.",
                                "Run the command again with --verbose and report what it writes."),
                        session.subject(),
                        json);
            }
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    /// A link alone, as a desktop hands it over, is to be opened.
    private static String[] linked(String... given) {
        var arguments = new ArrayList<>(List.of(given));
        int at = given.length - 1;
        if (at >= 0 && given[at].startsWith(OpenCommand.LINK) && !arguments.contains("open")) {
            arguments.add(at, "open");
        }
        return arguments.toArray(String[]::new);
    }

    private int run(Session session, String... given) throws ProblemException, InterruptedException {
        var arguments = HomeCommands.apart(linked(given));
        var tree = CommandTree.of(session, arguments);
        CommandLine.ParseResult parsed;
        try {
            parsed = tree.parseArgs(arguments);
        } catch (ParameterException e) {
            throw new ProblemException(usage(e, arguments), e);
        }
        var globals = session.globals();
        while (parsed.hasSubcommand() && !parsed.isUsageHelpRequested()) {
            parsed = parsed.subcommand();
        }
        var ansi = session.colour() ? Ansi.ON : Ansi.OFF;
        var spec = parsed.commandSpec();
        if (parsed.isUsageHelpRequested()) {
            spec.commandLine().usage(terminal.out(), ansi);
            return 0;
        }
        if (parsed.isVersionHelpRequested()) {
            terminal.out()
                    .println(
                            globals.json
                                    ? Json.line(Json.object("version", host.version()))
                                    : "pilothouse " + host.version());
            return 0;
        }
        if (globals.verbose) {
            host.logTo(terminal.err());
        }
        return switch (spec.userObject()) {
            case CliCommand command -> {
                var elsewhere = command.needs() == CliCommand.Needs.STORE
                        ? session.attachOrOpen(command.bearsBrokenStore(), arguments)
                        : OptionalInt.empty();
                yield elsewhere.isPresent() ? elsewhere.getAsInt() : answered(session, command.run());
            }
            case Globals root -> {
                var elsewhere = root.demo ? OptionalInt.empty() : session.attach(arguments);
                yield elsewhere.isPresent()
                        ? elsewhere.getAsInt()
                        : host.console(session.dataFolder(), root.start(), terminal);
            }
            default ->
                throw Session.problem(
                        ProblemCode.USAGE,
                        "“" + spec.qualifiedName(" ") + "” needs one of its commands.",
                        "Give one of: " + String.join(", ", spec.subcommands().keySet()) + ".");
        };
    }

    private int answered(Session session, Answer answer) {
        if (answer.json() != Answer.WRITTEN) {
            if (session.json()) {
                terminal.out().println(Json.line(answer.json()));
            } else {
                answer.people().accept(session.page());
            }
        }
        return answer.exitStatus();
    }

    private int failed(Problem problem, Optional<InstanceId> subject, boolean json) {
        return failed(terminal, problem, subject, json);
    }

    /// Writes why a command failed.
    ///
    /// @param subject the one instance it was about
    /// @return the exit status
    public static int failed(Terminal terminal, Problem problem, Optional<InstanceId> subject, boolean json) {
        if (json) {
            terminal.out().println(Json.line(document(problem, subject)));
        } else {
            terminal.err().println("pilothouse: " + Table.plain(problem.summary()));
            terminal.err().println("  " + Table.plain(problem.advice()));
        }
        return problem.code().exitStatus();
    }

    private static Object document(Problem problem, Optional<InstanceId> subject) {
        return Json.object(
                "error",
                Json.object(
                        "code", problem.code().word(),
                        "message", problem.summary(),
                        "next", problem.advice(),
                        "instance", subject,
                        "details", Json.object()));
    }

    private static Problem usage(ParameterException e, String... arguments) {
        var stranger = CommandTree.stranger(arguments);
        var of = e.getCommandLine().getCommandSpec();
        var spec = stranger.isPresent() ? of.root() : of; // a later word may have been taken for the command
        var name = spec.qualifiedName(" ");
        var unknown = unknown(spec, e, stranger, arguments);
        if (unknown.isPresent()) {
            var typed = unknown.get();
            boolean option = typed.startsWith("-");
            var right = option ? spec.optionsMap().keySet() : spec.subcommands().keySet();
            return new Problem(
                    ProblemCode.USAGE,
                    "“" + name + "” knows no " + (option ? "option “" : "“") + typed + "”.",
                    Nearest.to(typed, right)
                            .map(word -> "Did you mean “" + word + "”?")
                            .orElse("See “" + name + " --help”."));
        }
        if (e.getCause() instanceof TypeConversionException && e.getArgSpec() != null && e.getValue() != null) {
            return badValue(e.getArgSpec(), e.getValue(), name);
        }
        return new Problem(ProblemCode.USAGE, firstLine(e.getMessage()), "See “" + name + " --help”.");
    }

    private static Problem badValue(ArgSpec of, String value, String command) {
        var what = of instanceof OptionSpec option ? option.longestName() : of.paramLabel();
        var type = of.type();
        boolean number = type == int.class || type == long.class || Number.class.isAssignableFrom(type);
        return number
                ? new Problem(
                        ProblemCode.BAD_VALUE,
                        "“" + value + "” is no whole number, or too large a one.",
                        "Give " + what + " as a whole number.")
                : new Problem(
                        ProblemCode.BAD_VALUE,
                        "“" + value + "” cannot be " + what + ".",
                        "See “" + command + " --help”.");
    }

    /// A mistyped option is the likelier mistake than the required one that is missing because of it.
    private static Optional<String> unknown(
            CommandSpec of, ParameterException e, Optional<String> stranger, String... arguments) {
        var options = of.optionsMap();
        var mistyped = Arrays.stream(arguments)
                .takeWhile(argument -> !argument.equals(stranger.orElse(null)))
                .filter(argument -> argument.startsWith("--") && argument.length() > 2)
                .map(argument -> argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument)
                .filter(argument -> !options.containsKey(argument))
                .findFirst();
        return mistyped.or(() -> stranger)
                .or(() -> e instanceof UnmatchedArgumentException unmatched
                        ? unmatched.getUnmatched().stream().findFirst()
                        : Optional.empty());
    }

    private static String firstLine(String message) {
        var line = message.lines().findFirst().orElse("The command line cannot be understood.");
        return line.endsWith(".") ? line : line + ".";
    }

    /// @return the words of every command, for example `instance list`
    static List<String> commands(CommandLine tree) {
        return tree.getSubcommands().entrySet().stream()
                .flatMap(entry -> {
                    var below = commands(entry.getValue());
                    var self = entry.getValue().getCommandSpec().userObject() instanceof CliCommand
                            ? List.of(entry.getKey())
                            : List.<String>of();
                    return java.util.stream.Stream.concat(
                            self.stream(), below.stream().map(word -> entry.getKey() + " " + word));
                })
                .collect(Collectors.toList());
    }
}
