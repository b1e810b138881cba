package io.pilothouse.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The program itself as a command: options that every command takes, before or after its name.
@Command(
        name = "pilothouse",
        sortOptions = false,
        sortSynopsis = false,
        synopsisHeading = "Usage: ",
        customSynopsis = "pilothouse [OPTIONS] [COMMAND]",
        description = "Watches and runs many instances of self-hosted services. Without a command it opens the window.",
        optionListHeading = "%nOptions of every command:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExample:%n",
        footer = "  pilothouse instance list --kind sonarr")
final class Globals {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            order = 100,
            description = "data folder (default: the usual place of the platform, or PILOTHOUSE_DATA)")
    @Nullable
    String data;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            order = 101,
            description = "answer with JSON on standard output")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            order = 102,
            description = "say only what was asked for")
    boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            order = 103,
            description = "write the log to standard error")
    boolean verbose;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, order = 104, description = "write no colours")
    boolean noColour;

    @Option(
            names = "--yes",
            scope = ScopeType.INHERIT,
            order = 105,
            description = "confirm beforehand, where the guard level allows it")
    boolean yes;

    @Option(
            names = "--no-attach",
            scope = ScopeType.INHERIT,
            order = 106,
            description = "never use a running console; fail with 6 if it holds the store")
    boolean noAttach;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            order = 107,
            description = "show this help")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            order = 108,
            description = "show the version")
    boolean version;

    @Option(names = "--demo", order = 109, description = "open the window on the demo fleet, in a store of its own")
    boolean demo;

    @Option(names = "--background", order = 110, description = "begin without a window; the next start shows it")
    boolean background;

    Host.Start start() {
        return demo ? Host.Start.DEMO : background ? Host.Start.HIDDEN : Host.Start.WINDOW;
    }

    Optional<String> dataFolder() {
        return Optional.ofNullable(data);
    }
}
