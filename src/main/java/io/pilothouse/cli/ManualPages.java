package io.pilothouse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Manual pages in the language of `man`(7), one for each command, made from what its help says.
final class ManualPages {

    private static final List<String> STATUS = List.of(
            "0|done",
            "1|done, and the answer is that something is not well: down, failed, drifted, or only partly done",
            "2|wrong usage or a bad value",
            "3|no such instance, rule, task or item; or a name that fits several",
            "4|refused by a guard, a pause or a hold, or a confirmation is missing",
            "5|the service could not be reached or answered with an error",
            "6|the store is in use, damaged, newer, or cannot be written",
            "7|the input file is broken or hostile; nothing was changed",
            "130|cancelled");

    private final String version;

    ManualPages(String version) {
        this.version = version;
    }

    /// @return pages by the name of their file
    TreeMap<String, String> of(CommandLine top) {
        var pages = new TreeMap<String, String>();
        add(pages, top.getCommandSpec());
        return pages;
    }

    private void add(TreeMap<String, String> pages, CommandSpec command) {
        pages.put(dashed(command) + ".1", page(command));
        command.subcommands().values().forEach(child -> add(pages, child.getCommandSpec()));
    }

    private String page(CommandSpec command) {
        var text = new StringBuilder();
        var name = dashed(command);
        text.append(".TH \"%s\" \"1\" \"\" \"Pilothouse %s\" \"Pilothouse\"%n"
                .formatted(name.toUpperCase(Locale.ROOT), escaped(version)));
        var words = String.join(" ", command.usageMessage().description());
        section(text, "NAME");
        text.append(name).append(" \\- ").append(escaped(words)).append('\n');
        section(text, "SYNOPSIS");
        text.append(escaped(command.commandLine().getHelp().synopsis(0).strip()))
                .append('\n');
        parameters(text, command);
        options(text, command);
        commands(text, command);
        section(text, "EXIT STATUS");
        for (var line : STATUS) {
            var parts = line.split("\\|", 2);
            item(text, parts[0], parts[1]);
        }
        section(text, "EXAMPLES");
        text.append(".nf\n");
        for (var line : command.usageMessage().footer()) {
            text.append(escaped(line)).append('\n');
        }
        text.append(".fi\n");
        seeAlso(text, command);
        return text.toString();
    }

    private static void parameters(StringBuilder text, CommandSpec command) {
        var shown = command.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .toList();
        if (!shown.isEmpty()) {
            section(text, "ARGUMENTS");
            shown.forEach(parameter -> item(text, parameter.paramLabel(), described(parameter)));
        }
    }

    private static void options(StringBuilder text, CommandSpec command) {
        section(text, "OPTIONS");
        command.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> item(text, named(option), described(option)));
    }

    private static String named(OptionSpec option) {
        var names = String.join(", ", option.names());
        return option.arity().max() == 0 ? names : names + "=" + option.paramLabel();
    }

    private static String described(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    private static void commands(StringBuilder text, CommandSpec command) {
        if (!command.subcommands().isEmpty()) {
            section(text, "COMMANDS");
            command.subcommands()
                    .forEach((name, child) -> item(
                            text,
                            name,
                            String.join(
                                    " ", child.getCommandSpec().usageMessage().description())));
        }
    }

    private static void seeAlso(StringBuilder text, CommandSpec command) {
        var others = new ArrayList<String>();
        if (command.parent() != null) {
            others.add(dashed(command.parent()));
        }
        command.subcommands().values().forEach(child -> others.add(dashed(child.getCommandSpec())));
        if (!others.isEmpty()) {
            section(text, "SEE ALSO");
            text.append(String.join(
                            ", ",
                            others.stream()
                                    .map(other -> "\\fB" + escaped(other) + "\\fR(1)")
                                    .toList()))
                    .append('\n');
        }
    }

    private static void section(StringBuilder text, String title) {
        text.append(".SH ").append(title).append('\n');
    }

    private static void item(StringBuilder text, String term, String words) {
        text.append(".TP\n\\fB")
                .append(escaped(term))
                .append("\\fR\n")
                .append(escaped(words))
                .append('\n');
    }

    private static String dashed(CommandSpec command) {
        return command.parent() == null ? "pilothouse" : dashed(command.parent()) + "-" + command.name();
    }

    /// A backslash, a hyphen of an option and a point at the beginning of a line mean something to `man`.
    private static String escaped(String words) {
        var plain = Ansi.OFF.string(words).replace("\\", "\\e").replace("-", "\\-");
        return plain.lines()
                .map(line -> line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line)
                .reduce((one, next) -> one + "\n" + next)
                .orElse("");
    }
}
